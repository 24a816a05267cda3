/*
 * Import: the compiler reads what strangers may have written, so it is given no more than
 * an import can mean: folders, and files whose names end as programs' do.
 */
#include "runtime/import.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lexer/arena.h"
#include "lexer/ending.h"
#include "runtime/script_find.h"

const char *import_library(struct arena *arena)
{
	return script_find_folders(arena);
}

static bool is_program(const char *path)
{
	return ending_is(path, ".kt") || ending_is(path, ".bt");
}

/* In a folder to which everybody may write, only our own files and root's are taken. */
static int check_owner(const char *path, const struct stat *file)
{
	char folder[PATH_MAX];
	struct stat status;
	char *slash;

	if (file->st_uid == 0 || file->st_uid == geteuid())
		return 0;
	memcpy(folder, path, strlen(path) + 1);
	slash = strrchr(folder, '/');
	if (slash)
		slash[slash == folder] = '\0';
	if (stat(slash ? folder : ".", &status))
		return -errno;
	return status.st_mode & S_IWOTH ? -EPERM : 0;
}

int import_check_owner(const char *path)
{
	struct stat status;

	return stat(path, &status) ? -errno : check_owner(path, &status);
}

/* A descriptor, or -errno. */
static int open_import(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK), error = 0;
	struct stat status;

	if (fd < 0)
		return -errno;
	if (fstat(fd, &status))
		error = -errno;
	else if (S_ISREG(status.st_mode))
		error = is_program(path) ? check_owner(path, &status) : -EINVAL;
	else if (!S_ISDIR(status.st_mode))
		error = -EINVAL;
	if (!error)
		return fd;
	close(fd);
	return error;
}

static int send_answer(int socket, int fd)
{
	union {
		struct cmsghdr header;
		char bytes[CMSG_SPACE(sizeof(int))];
	} control = { .bytes = { 0 } };
	int32_t error = fd < 0 ? fd : 0;
	struct iovec answer = { &error, sizeof(error) };
	struct msghdr message = { .msg_iov = &answer, .msg_iovlen = 1 };

	if (fd >= 0) {
		control.header.cmsg_level = SOL_SOCKET;
		control.header.cmsg_type = SCM_RIGHTS;
		control.header.cmsg_len = CMSG_LEN(sizeof(fd));
		memcpy(CMSG_DATA(&control.header), &fd, sizeof(fd));
		message.msg_control = control.bytes;
		message.msg_controllen = sizeof(control.bytes);
	}
	return sendmsg(socket, &message, MSG_NOSIGNAL) == sizeof(error) ? 0 : -EPIPE;
}

int import_answer(int socket)
{
	char path[PATH_MAX];
	ssize_t length;
	int fd, error;

	do
		length = recv(socket, path, sizeof(path) - 1, 0);
	while (length < 0 && errno == EINTR);
	if (length <= 0)
		return -1;
	path[length] = '\0';
	fd = strlen(path) == (size_t)length ? open_import(path) : -EINVAL;
	error = send_answer(socket, fd);
	if (fd >= 0)
		close(fd);
	return error;
}
