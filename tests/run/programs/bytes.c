/*
 * Calls itself, its folders and the files that it looks for by names with every byte
 * that such a name can have, and with what is almost UTF-8.
 *
 *   bytes        works in folders of its own in the current folder and prints a line for
 *                each open: its name, the file's and its folder's, in hexadecimal
 *   bytes all [GROUPS]
 *                by fewer names, with several such bytes each, does what scripts look at: with
 *                files, as programs with arguments, with signals, connections and control
 *                groups, which are made below GROUPS and left there
 *   bytes stay   is called so, has a file of such a name in its memory, prints its number and
 *                stays until standard input ends
 *   bytes eat    is called so and takes memory until it is killed
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const char *const odd[] = {
	"", "\xc3\xa4", "\xc3", "\xc3\xc3\xa4", "\xc0\xaf", "\xe2\x82\xac", "\xe2\x82",
	"\xed\xa0\x80", "\xef\xbf\xbd", "\xf0\x9f\x98\x80", "\xf0\x9f\x98", "\xf4\x90\x80\x80",
	"\xf8\x88\x80\x80\x80", "\xe2\x80\xa8", "\xe2\x80\xae", "\",\"type\": \"row\"",
	"\\u0041", "\\", "\x1b[31m",
};
enum { ODD = sizeof(odd) / sizeof(odd[0]), COMM = 15 };

static void print_hex(const char *text, const char *behind)
{
	for (; *text; text++)
		printf("%02x", (unsigned char)*text);
	printf("%s", behind);
}

static void act(const char *part)
{
	char name[64], comm[17] = { 0 }, folder[PATH_MAX];

	snprintf(name, sizeof(name), "k%sx", part);
	prctl(PR_SET_NAME, name);
	prctl(PR_GET_NAME, comm);
	if (mkdir(name, 0700) || chdir(name) || !getcwd(folder, sizeof(folder))) {
		perror("bytes");
		exit(1);
	}
	syscall(SYS_openat, AT_FDCWD, name, O_RDONLY);
	print_hex(comm, " ");
	print_hex(name, " ");
	print_hex(folder, "\n");
	if (chdir("..") || rmdir(name))
		exit(1);
}

static void each_byte(void)
{
	char one[2] = { 0 };

	for (int byte = 1; byte < 256; byte++) {
		one[0] = (char)byte;
		if (byte != '/')
			act(one);
	}
	for (size_t i = 0; i < ODD; i++)
		act(odd[i]);
}

/* Bytes from FROM on, at most COUNT, as a name; returns the byte after the last. */
static int run_of_bytes(int from, int count, char *name)
{
	for (; from < 256 && count; from++, count--)
		if (from != '/')
			*name++ = (char)from;
	*name = '\0';
	return from;
}

/* ---- what scripts look at ---- */

static void with_files(const char *name)
{
	struct { uint64_t flags, mode, resolve; } how = { .flags = O_RDONLY };
	char other[NAME_MAX + 1], events[8192];
	int watch = inotify_init1(IN_NONBLOCK), fd;

	inotify_add_watch(watch, ".", IN_ALL_EVENTS);
	snprintf(other, sizeof(other), "%.*s~", NAME_MAX - 1, name);
	close(open(name, O_RDONLY));
	fd = open(name, O_CREAT | O_RDWR, 0600);
	if (write(fd, name, strlen(name)) < 0)
		perror("bytes: write");
	close(fd);
	close((int)syscall(437 /* openat2 */, AT_FDCWD, name, &how, sizeof(how)));
	chmod(name, 0640);
	rename(name, other);
	unlink(other);
	mkdir(name, 0700);
	rmdir(name);
	if (read(watch, events, sizeof(events)) < 0)
		perror("bytes: inotify");
	close(watch);
}

/* To one who listens, and to a port where nobody does. */
static void with_connections(void)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
				       .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int server = socket(AF_INET, SOCK_STREAM, 0), client, taken;
	socklen_t length = sizeof(address);

	if (bind(server, (struct sockaddr *)&address, length) || listen(server, 1) ||
	    getsockname(server, (struct sockaddr *)&address, &length))
		perror("bytes: listen");
	client = socket(AF_INET, SOCK_STREAM, 0);
	if (!connect(client, (struct sockaddr *)&address, length)) {
		taken = accept(server, NULL, NULL);
		close(client);
		close(taken);
	}
	close(server);
	client = socket(AF_INET, SOCK_STREAM, 0);
	connect(client, (struct sockaddr *)&address, length);
	close(client);
}

/* Busy for milliseconds, so that samples find it, and then off the processor. */
static void with_time(void)
{
	struct timespec now;

	do
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	while (!now.tv_sec && now.tv_nsec < 6000000);
	usleep(1000);
}

/* Becomes a program of that name, which ends at once. */
static void with_program(const char *name, const char *self)
{
	char *arguments[] = { strdup(name), strdup("end"), strdup(name), NULL };

	execv(arguments[0], arguments);
	if (symlink(self, name))
		perror("bytes: symlink");
	execv(arguments[0], arguments);
	perror("bytes: exec");
	_exit(1);
}

static void with_group(const char *name, const char *groups)
{
	char path[PATH_MAX];
	int fd;

	snprintf(path, sizeof(path), "%s/k%s", groups, name);
	if (mkdir(path, 0755))
		return;		/* no line end can be in such a name */
	strncat(path, "/cgroup.procs", sizeof(path) - strlen(path) - 1);
	fd = open(path, O_WRONLY);
	if (write(fd, "0", 1) != 1)
		perror("bytes: cgroup.procs");
	close(fd);
}

static void all_of(const char *name, const char *self, const char *groups)
{
	int status;
	pid_t child = fork();

	if (child) {
		if (waitpid(child, &status, 0) < 0 || status)
			exit(1);
		unlink(name);
		return;
	}
	prctl(PR_SET_NAME, name);
	if (groups)
		with_group(name, groups);
	with_files(name);
	with_connections();
	with_time();
	kill(getpid(), 0);
	with_program(name, self);
}

static void each_of_all(const char *groups)
{
	char name[NAME_MAX + 1], self[PATH_MAX] = { 0 };

	if (readlink("/proc/self/exe", self, sizeof(self) - 1) < 0)
		exit(1);
	for (int byte = 1; byte < 256;) {
		byte = run_of_bytes(byte, COMM, name);
		all_of(name, self, groups);
	}
	for (size_t i = 1; i < ODD; i++)
		all_of(odd[i], self, groups);
	run_of_bytes(1, 255, name);
	all_of(name, self, NULL);
}

/* ---- what others look for ---- */

static void stay(void)
{
	char name[NAME_MAX + 1];
	int fd;

	run_of_bytes(1, 255, name);
	prctl(PR_SET_NAME, name);
	fd = open(name, O_CREAT | O_RDWR, 0600);
	if (ftruncate(fd, 4096) ||
	    mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, fd, 0) == MAP_FAILED)
		exit(1);
	printf("%d\n", (int)getpid());
	fflush(stdout);
	while (read(STDIN_FILENO, name, sizeof(name)) > 0)
		;
}

static void eat(void)
{
	prctl(PR_SET_NAME, "\n\xff\x1b");
	for (size_t size = 64 << 20; ; size *= 2) {
		char *memory = malloc(size);

		if (memory)
			memset(memory, 1, size);
	}
}

int main(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "";

	if (!strcmp(what, "all"))
		each_of_all(argv[2]);
	else if (!strcmp(what, "stay"))
		stay();
	else if (!strcmp(what, "eat"))
		eat();
	else if (!*what)
		each_byte();
	return 0;
}
