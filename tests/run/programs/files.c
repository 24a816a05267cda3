/*
 * Opens, creates and unlinks files by system calls whose path lies in memory
 * that was just written: a probe that reads the path never meets a page that is
 * not there yet, as it may with a string of a program's own image.
 *
 *   files ACTION PATH...     ACTION: open (read only), create (mode 0640), unlink,
 *                            resolve (openat2: O_DIRECTORY, RESOLVE_NO_SYMLINKS)
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static long files_act(const char *action, const char *path)
{
	long fd;

	if (!strcmp(action, "unlink"))
		return syscall(SYS_unlinkat, AT_FDCWD, path, 0);
	if (!strcmp(action, "resolve"))
		fd = syscall(437, AT_FDCWD, path,
			     (unsigned long long[]){ O_DIRECTORY, 0, 4 }, 24);
	else if (!strcmp(action, "create"))
		fd = syscall(SYS_openat, AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, 0640);
	else
		fd = syscall(SYS_openat, AT_FDCWD, path, O_RDONLY);
	if (fd >= 0)
		close((int)fd);
	return fd;
}

int main(int argc, char **argv)
{
	int failed = 0;
	int i;

	if (argc < 3) {
		fprintf(stderr, "usage: files open|create|unlink PATH...\n");
		return 2;
	}
	for (i = 2; i < argc; i++) {
		char *path = strdup(argv[i]);

		if (!path)
			return 1;
		if (files_act(argv[1], path) < 0) {
			fprintf(stderr, "files: %s %s: %s\n", argv[1], path, strerror(errno));
			failed = 1;
		}
		free(path);
	}
	return failed;
}
