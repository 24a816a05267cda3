/*
 * Does one thing that a kernel function is there for, with arguments that a test
 * knows. One row of the table for each.
 *
 *   acts ACTION [ARGUMENT...]
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* What a system call is told is written just before: no probe meets a page that is not there. */
static char *fresh(const char *text)
{
	char *copy = strdup(text);

	if (!copy)
		abort();
	return copy;
}

static int act_create(char **arguments)
{
	int fd = open(fresh(arguments[0]), O_CREAT | O_WRONLY | O_TRUNC,
		      strtoul(arguments[1], NULL, 8));

	return fd < 0 ? -1 : close(fd);
}

static int act_open(char **arguments)
{
	int fd = open(fresh(arguments[0]), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);

	return fd < 0 ? -1 : close(fd);
}

/* openat2 PATH: for reading, without leaving the folder by links that are none. */
static int act_openat2(char **arguments)
{
	struct { uint64_t flags, mode, resolve; } how = {
		.flags = O_RDWR | O_CLOEXEC, .resolve = 2 /* RESOLVE_NO_MAGICLINKS */,
	};
	long fd = syscall(437, AT_FDCWD, fresh(arguments[0]), &how, sizeof(how));

	return fd < 0 ? -1 : close((int)fd);
}

static int act_rename(char **arguments)
{
	return rename(fresh(arguments[0]), fresh(arguments[1]));
}

static int act_mkdir(char **arguments)
{
	return mkdir(fresh(arguments[0]), 0750);
}

static int act_symlink(char **arguments)
{
	return symlink(fresh(arguments[0]), fresh(arguments[1]));
}

static int act_link(char **arguments)
{
	return link(fresh(arguments[0]), fresh(arguments[1]));
}

static int act_unlink(char **arguments)
{
	return unlink(fresh(arguments[0]));
}

/* grow PATH: uses 16 MiB of memory before it deletes the file. */
static int act_grow(char **arguments)
{
	const size_t size = 16 << 20;
	volatile char *memory = malloc(size);

	for (size_t i = 0; memory && i < size; i += 1024)
		memory[i] = 1;
	return memory ? unlink(fresh(arguments[0])) : -1;
}

static int act_chmod(char **arguments)
{
	return chmod(fresh(arguments[0]), strtoul(arguments[1], NULL, 8));
}

static int act_truncate(char **arguments)
{
	return truncate(fresh(arguments[0]), atol(arguments[1]));
}

static int act_ftruncate(char **arguments)
{
	int fd = open(fresh(arguments[0]), O_WRONLY);

	return fd < 0 || ftruncate(fd, atol(arguments[1])) ? -1 : close(fd);
}

/* watch FOLDER NAME: is told by inotify that NAME was made there. */
static int act_watch(char **arguments)
{
	char path[4096], event[4096];
	int fd = inotify_init1(IN_CLOEXEC);

	snprintf(path, sizeof(path), "%s/%s", arguments[0], arguments[1]);
	if (fd < 0 || inotify_add_watch(fd, arguments[0], IN_CREATE) < 0 ||
	    mkdir(path, 0700) || read(fd, event, sizeof(event)) <= 0)
		return -1;
	return close(fd);
}

/* write FILE PAGES: so many pages, and waits until they are on the disk. */
static int act_write(char **arguments)
{
	static char page[4096];
	int fd = open(fresh(arguments[0]), O_CREAT | O_WRONLY | O_TRUNC, 0600);

	for (long i = atol(arguments[1]); fd >= 0 && i > 0; i--)
		if (write(fd, page, sizeof(page)) != sizeof(page))
			return -1;
	return fd < 0 || fsync(fd) ? -1 : close(fd);
}

static int act_fork(char **arguments)
{
	for (long i = atol(arguments[0]); i > 0; i--) {
		pid_t child = fork();

		if (child == 0)
			_exit(0);
		if (child < 0 || waitpid(child, NULL, 0) < 0)
			return -1;
	}
	return 0;
}

static void loopback_up(void)
{
	struct ifreq request = { .ifr_name = "lo" };
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	if (fd < 0 || ioctl(fd, SIOCGIFFLAGS, &request))
		return;
	if (!(request.ifr_flags & IFF_UP)) {
		request.ifr_flags |= IFF_UP;
		ioctl(fd, SIOCSIFFLAGS, &request);
	}
	close(fd);
}

/* tcp PORT: connects to itself, sends 100 bytes and asks for 4000. */
static int act_tcp(char **arguments)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET, .sin_port = htons(atoi(arguments[0])),
		.sin_addr = { htonl(INADDR_LOOPBACK) },
	};
	int listener = socket(AF_INET, SOCK_STREAM, 0), there, here = socket(AF_INET, SOCK_STREAM, 0);
	char bytes[4000] = "hello";
	int one = 1;

	loopback_up();
	setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (bind(listener, (struct sockaddr *)&address, sizeof(address)) || listen(listener, 1) ||
	    connect(here, (struct sockaddr *)&address, sizeof(address)))
		return -1;
	there = accept(listener, NULL, NULL);
	if (there < 0 || send(here, bytes, 100, 0) != 100 ||
	    recv(there, bytes, sizeof(bytes), 0) != 100)
		return -1;
	return close(there) | close(here) | close(listener);
}

/* udp PORT: a packet that nobody waits for. */
static int act_udp(char **arguments)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET, .sin_port = htons(atoi(arguments[0])),
		.sin_addr = { htonl(INADDR_LOOPBACK) },
	};
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	loopback_up();
	return sendto(fd, "x", 1, 0, (struct sockaddr *)&address, sizeof(address)) == 1 ? close(fd) : -1;
}

/* setsockopt LENGTH: TCP_CONGESTION by a name of which LENGTH bytes are given. */
static int act_setsockopt(char **arguments)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	return setsockopt(fd, IPPROTO_TCP, TCP_CONGESTION, "cubic", atoi(arguments[0])) ? -1 : close(fd);
}

/* map FILE: five pages from the fourth on. */
static int act_map(char **arguments)
{
	int fd = open(fresh(arguments[0]), O_RDONLY);
	void *pages = mmap(NULL, 5 * 4096, PROT_READ, MAP_PRIVATE, fd, 3 * 4096);

	return pages == MAP_FAILED || munmap(pages, 5 * 4096) ? -1 : close(fd);
}

static int act_limit(char **arguments)
{
	struct rlimit limit = { .rlim_cur = strtoul(arguments[0], NULL, 0), .rlim_max = 4096 };

	return setrlimit(RLIMIT_NOFILE, &limit);
}

static int act_close(char **arguments)
{
	int fd = atoi(arguments[0]);

	return dup2(STDOUT_FILENO, fd) < 0 ? -1 : close(fd);
}

static int act_user(char **arguments)
{
	return setresuid(atoi(arguments[0]), atoi(arguments[0]), atoi(arguments[0]));
}

static const struct {
	const char *name;
	int count;		/* arguments */
	int (*act)(char **arguments);
} acts[] = {
	{ "create", 2, act_create }, { "open", 1, act_open }, { "openat2", 1, act_openat2 },
	{ "rename", 2, act_rename }, { "mkdir", 1, act_mkdir }, { "symlink", 2, act_symlink },
	{ "link", 2, act_link }, { "unlink", 1, act_unlink }, { "chmod", 2, act_chmod },
	{ "truncate", 2, act_truncate }, { "ftruncate", 2, act_ftruncate },
	{ "watch", 2, act_watch }, { "write", 2, act_write }, { "fork", 1, act_fork }, { "grow", 1, act_grow },
	{ "tcp", 1, act_tcp }, { "udp", 1, act_udp }, { "setsockopt", 1, act_setsockopt },
	{ "map", 1, act_map }, { "limit", 1, act_limit }, { "close", 1, act_close },
	{ "user", 1, act_user },
};

int main(int argc, char **argv)
{
	for (size_t i = 0; i < sizeof(acts) / sizeof(acts[0]); i++) {
		if (argc < 2 || strcmp(argv[1], acts[i].name) || argc != acts[i].count + 2)
			continue;
		if (acts[i].act(argv + 2) == 0)
			return 0;
		fprintf(stderr, "acts %s: %s\n", argv[1], strerror(errno));
		return 1;
	}
	fprintf(stderr, "usage: acts ACTION ARGUMENT...\n");
	return 2;
}
