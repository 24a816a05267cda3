/*
 * Changes files and writes down, from what the system tells it about itself and them,
 * what a report on each change has to say.
 *
 *   who as UID GID LOGIN PROGRAM [ARGUMENT...]
 *       starts PROGRAM as that user and group; LOGIN is the login user, - leaves it
 *   who change LOG DIR     create, append, chmod, rename, delete a file below DIR
 *   who all LOG DIR        every other kind of change
 *   who fail LOG DIR       changes that do not succeed, and their end
 *   who ask LOG DIR NAME   asks for an extended attribute of DIR
 *
 * A line of LOG has these fields with tabs between them:
 *   op error path new detail bytes device inode uid gid euid login pid comm exe
 *   parent pcomm cwd pcwd
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/uio.h>
#include <sys/xattr.h>
#include <unistd.h>

static FILE *log_file;
static char folder[PATH_MAX];		/* as the kernel calls it */

static void die(const char *what)
{
	fprintf(stderr, "who: %s: %s\n", what, strerror(errno));
	exit(1);
}

/* The first line of a file, "" if there is none. */
static const char *line_of(const char *path, char *line, int size)
{
	FILE *file = fopen(path, "re");

	if (!file || !fgets(line, size, file))
		*line = 0;
	if (file)
		fclose(file);
	line[strcspn(line, "\n")] = 0;
	return line;
}

static const char *link_of(const char *path, char *text)
{
	ssize_t length = readlink(path, text, PATH_MAX - 1);

	if (length < 0)
		die(path);
	text[length] = 0;
	return text;
}

/* The login user; that of a kernel without audit is not set. */
static uint32_t login_user(void)
{
	char line[64];

	line_of("/proc/self/loginuid", line, sizeof(line));
	return *line ? (uint32_t)strtoul(line, NULL, 10) : UINT32_MAX;
}

static const char *below(const char *name)
{
	static char paths[2][PATH_MAX + 256];
	static unsigned which;
	char *path = paths[which++ % 2];

	if (!*name)
		return "";
	snprintf(path, sizeof(paths[0]), "%s/%s", folder, name);
	return path;
}

struct change {
	const char *op, *path, *new, *detail;
	int error;
	long bytes;
};

static void write_down(struct change change, const struct stat *of)
{
	char text[PATH_MAX], path[64];

	fprintf(log_file, "%s\t%d\t%s\t%s\t%s\t%ld\t%u:%u\t%llu\t%u\t%u\t%u\t%u\t%d", change.op,
		change.error, below(change.path), below(change.new ? change.new : ""),
		change.detail ? change.detail : "", change.bytes, major(of->st_dev),
		minor(of->st_dev), (unsigned long long)of->st_ino, getuid(), getgid(), geteuid(),
		login_user(), getpid());
	fprintf(log_file, "\t%s", line_of("/proc/self/comm", text, sizeof(text)));
	fprintf(log_file, "\t%s\t%d", link_of("/proc/self/exe", text), getppid());
	snprintf(path, sizeof(path), "/proc/%d/comm", getppid());
	fprintf(log_file, "\t%s", line_of(path, text, sizeof(text)));
	fprintf(log_file, "\t%s", link_of("/proc/self/cwd", text));
	snprintf(path, sizeof(path), "/proc/%d/cwd", getppid());
	fprintf(log_file, "\t%s\n", link_of(path, text));
}

static struct stat status_of(const char *name)
{
	struct stat status;

	if (lstat(below(name), &status))
		die(name);
	return status;
}

static void check(int result, const char *what)
{
	if (result < 0)
		die(what);
}

#define DO(call) check((int)(call), #call)

static void make_file(const char *name)
{
	int fd = open(below(name), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
	struct stat status;

	DO(fd);
	status = status_of(name);
	write_down((struct change){ .op = "create", .path = name }, &status);
	DO(close(fd));
}

static void append(const char *name, const char *text)
{
	int fd = open(below(name), O_APPEND | O_WRONLY | O_CLOEXEC);
	struct stat status;

	DO(fd);
	/* Three writes through one open file are one change. */
	for (int i = 0; i < 3; i++)
		DO(write(fd, text, strlen(text)));
	status = status_of(name);
	write_down((struct change){ .op = "modify", .path = name, .bytes = (long)strlen(text) },
		   &status);
	DO(close(fd));
}

static void move(const char *from, const char *to)
{
	struct stat status = status_of(from);

	DO(rename(below(from), below(to)));
	write_down((struct change){ .op = "rename", .path = from, .new = to }, &status);
}

static void remove_file(const char *name)
{
	struct stat status = status_of(name);

	DO(unlink(below(name)));
	write_down((struct change){ .op = "delete", .path = name }, &status);
}

static void sequence_change(void)
{
	struct stat status;

	make_file("who-one");
	append("who-one", "twelve bytes");
	DO(chmod(below("who-one"), 0640));
	status = status_of("who-one");
	write_down((struct change){ .op = "chmod", .path = "who-one" }, &status);
	move("who-one", "who-two");
	remove_file("who-two");
}

/* Changes of the content of a file of 4096 bytes, other than by write. */
static void change_content(const char *name)
{
	struct iovec parts[] = { { "one", 3 }, { "three", 5 } };
	int fd = open(below(name), O_RDWR | O_CLOEXEC);
	struct stat status = status_of(name);
	char *memory;

	DO(fd);
	DO(writev(fd, parts, 2));
	write_down((struct change){ .op = "modify", .path = name, .bytes = 8 }, &status);
	DO(ftruncate(fd, 4096));
	write_down((struct change){ .op = "truncate", .path = name, .bytes = 4096 }, &status);
	memory = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	DO(memory == MAP_FAILED ? -1 : 0);
	memory[17] = 'm';
	write_down((struct change){ .op = "map", .path = name, .bytes = 4096 }, &status);
	DO(munmap(memory, 4096));
	DO(close(fd));
}

static void change_attributes(const char *name)
{
	const struct timespec times[2] = { { 1000000000, 0 }, { 1000000000, 0 } };
	struct stat status = status_of(name);

	DO(truncate(below(name), 100));
	write_down((struct change){ .op = "truncate", .path = name, .bytes = 100 }, &status);
	DO(utimensat(AT_FDCWD, below(name), times, 0));
	write_down((struct change){ .op = "utimes", .path = name }, &status);
	DO(setxattr(below(name), "trusted.who", "value", 5, 0));
	write_down((struct change){ .op = "setxattr", .path = name, .detail = "trusted.who",
				    .bytes = 5 }, &status);
	DO(removexattr(below(name), "trusted.who"));
	write_down((struct change){ .op = "removexattr", .path = name,
				    .detail = "trusted.who" }, &status);
	DO(chown(below(name), 77, 88));
	write_down((struct change){ .op = "chown", .path = name }, &status);
}

static void sequence_all(void)
{
	struct stat status;

	DO(mkdir(below("who-folder"), 0700));
	status = status_of("who-folder");
	write_down((struct change){ .op = "mkdir", .path = "who-folder" }, &status);
	make_file("who-folder/file");
	change_content("who-folder/file");
	change_attributes("who-folder/file");
	DO(link(below("who-folder/file"), below("who-folder/second")));
	status = status_of("who-folder/second");
	write_down((struct change){ .op = "link", .path = "who-folder/file",
				    .new = "who-folder/second" }, &status);
	DO(symlink("no/where", below("who-folder/points")));
	status = status_of("who-folder/points");
	write_down((struct change){ .op = "symlink", .path = "who-folder/points",
				    .detail = "no/where" }, &status);
	DO(mkfifo(below("who-folder/fifo"), 0600));
	status = status_of("who-folder/fifo");
	write_down((struct change){ .op = "mknod", .path = "who-folder/fifo" }, &status);
	move("who-folder/second", "who-moved");
	remove_file("who-moved");
	remove_file("who-folder/file");
	remove_file("who-folder/points");
	remove_file("who-folder/fifo");
	status = status_of("who-folder");
	DO(rmdir(below("who-folder")));
	write_down((struct change){ .op = "rmdir", .path = "who-folder" }, &status);
}

static void sequence_fail(void)
{
	struct stat status;

	DO(mkdir(below("who-full"), 0700));
	make_file("who-full/file");
	status = status_of("who-full");
	if (!rmdir(below("who-full")))
		exit(1);
	write_down((struct change){ .op = "rmdir", .path = "who-full", .error = errno }, &status);
	status = status_of("who-full/file");
	if (!rename(below("who-full/file"), below("who-full")))
		exit(1);
	remove_file("who-full/file");
	DO(rmdir(below("who-full")));
	write_down((struct change){ .op = "rmdir", .path = "who-full" }, &status);
}

static void start_as(char **arguments)
{
	gid_t gid = (gid_t)atoi(arguments[1]);
	uid_t uid = (uid_t)atoi(arguments[0]);
	FILE *file;

	if (strcmp(arguments[2], "-")) {
		file = fopen("/proc/self/loginuid", "we");
		/* A kernel without audit has no such file. */
		if (file && (fputs(arguments[2], file) < 0 || fclose(file)))
			die("loginuid");
	}
	if (setgroups(0, NULL) || setresgid(gid, gid, gid) || setresuid(uid, uid, uid))
		die("another user");
	execv(arguments[3], arguments + 3);
	die(arguments[3]);
}

int main(int argc, char **argv)
{
	int fd;

	if (argc >= 6 && !strcmp(argv[1], "as"))
		start_as(argv + 2);
	if (argc == 5 && !strcmp(argv[1], "ask"))
		return getxattr(argv[3], argv[4], NULL, 0) >= 0;
	if (argc != 4)
		return 2;
	umask(0);
	log_file = fopen(argv[2], "ae");
	fd = open(argv[3], O_PATH | O_CLOEXEC);
	if (!log_file || fd < 0)
		die(argv[3]);
	/* Written at the end: the log itself is no change that is reported on the way. */
	setvbuf(log_file, NULL, _IOFBF, 1 << 20);
	snprintf(folder, sizeof(folder), "/proc/self/fd/%d", fd);
	link_of(strdup(folder), folder);
	if (!strcmp(argv[1], "change"))
		sequence_change();
	else if (!strcmp(argv[1], "all"))
		sequence_all();
	else
		sequence_fail();
	return fclose(log_file) ? 1 : 0;
}
