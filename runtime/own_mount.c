/*
 * Own mount: the system calls of a detached mount, which older libraries have no
 * functions for.
 */
#include "runtime/own_mount.h"

#include <errno.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <unistd.h>

int own_mount_open(const char *type)
{
	enum { FSCONFIG_CREATE = 6, CLOEXEC = 1 };
	int context = (int)syscall(SYS_fsopen, type, CLOEXEC);
	int fd;

	if (context < 0)
		return -errno;
	if (syscall(SYS_fsconfig, context, FSCONFIG_CREATE, NULL, NULL, 0))
		fd = -errno;
	else
		fd = (int)syscall(SYS_fsmount, context, CLOEXEC, 0);
	if (fd == -1)
		fd = -errno;
	close(context);
	return fd;
}
