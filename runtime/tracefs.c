/*
 * Tracefs: the usual folders are tried first, since reading all mounts takes longer;
 * what counts is the file system's magic number, not the folder's name.
 */
#include "runtime/tracefs.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <mntent.h>
#include <stdio.h>
#include <string.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "runtime/own_mount.h"

struct tracefs_row {
	const char *type;
	long magic;
	const char *const folders[3];
};

static const struct tracefs_row tracefs_rows[] = {
	[TRACEFS_TRACE] = {
		"tracefs", TRACEFS_MAGIC, { "/sys/kernel/tracing", "/sys/kernel/debug/tracing" },
	},
	[TRACEFS_BPF] = { "bpf", BPF_FS_MAGIC, { "/sys/fs/bpf" } },
	[TRACEFS_SECURITY] = { "securityfs", SECURITYFS_MAGIC, { "/sys/kernel/security" } },
};

const char *tracefs_name(enum tracefs_kind kind)
{
	return tracefs_rows[kind].type;
}

static int open_folder(const struct tracefs_row *row, const char *folder)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct statfs stat;

	if (fd < 0)
		return -errno;
	if (!fstatfs(fd, &stat) && stat.f_type == row->magic)
		return fd;
	close(fd);
	return -ENOENT;
}

static int open_mounted(const struct tracefs_row *row)
{
	FILE *mounts = setmntent("/proc/self/mounts", "re");
	struct mntent *mount;
	int fd = -ENOENT;

	if (!mounts)
		return -ENOENT;
	while (fd < 0 && (mount = getmntent(mounts)))
		if (!strcmp(mount->mnt_type, row->type))
			fd = open_folder(row, mount->mnt_dir);
	endmntent(mounts);
	return fd;
}

int tracefs_open(enum tracefs_kind kind, bool *own)
{
	const struct tracefs_row *row = &tracefs_rows[kind];
	int fd = -ENOENT;

	if (own)
		*own = false;
	for (unsigned i = 0; fd < 0 && fd != -EACCES && row->folders[i]; i++)
		fd = open_folder(row, row->folders[i]);
	if (fd < 0 && fd != -EACCES)
		fd = open_mounted(row);
	if (fd >= 0 || fd == -EACCES)
		return fd;
	fd = own_mount_open(row->type);
	if (own)
		*own = fd >= 0;
	return fd == -EPERM ? -ENOENT : fd;
}
