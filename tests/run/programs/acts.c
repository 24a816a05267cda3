/*
 * Does one thing that a kernel function is there for, with arguments that a test
 * knows, and prints what only it can know of it. One row of the table for each.
 *
 *   acts ACTION [ARGUMENT...]
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
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

/* Prints what /proc/self/status says behind WORD, without blanks. */
static void status_print(const char *word)
{
	FILE *file = fopen("/proc/self/status", "r");
	char line[256], value[64];

	while (file && fgets(line, sizeof(line), file))
		if (!strncmp(line, word, strlen(word)) &&
		    sscanf(line + strlen(word), ": %63s", value) == 1)
			printf("%s\n", value);
	fflush(stdout);
	if (file)
		fclose(file);
}

/* grow PATH: uses 16 MiB of memory before it deletes the file; prints its anonymous KiB. */
static int act_grow(char **arguments)
{
	const size_t size = 16 << 20;
	volatile char *memory = malloc(size);

	for (size_t i = 0; memory && i < size; i += 1024)
		memory[i] = 1;
	status_print("RssAnon");
	return memory ? unlink(fresh(arguments[0])) : -1;
}

/* may PATH: gives up a capability of each word before it deletes the file; prints what is left. */
static int act_may(char **arguments)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct data[2];

	if (syscall(SYS_capget, &header, data))
		return -1;
	data[0].effective &= ~(1U << CAP_SYS_BOOT);
	data[1].effective &= ~(1U << (CAP_WAKE_ALARM - 32));
	if (syscall(SYS_capset, &header, data))
		return -1;
	status_print("CapEff");
	return unlink(fresh(arguments[0]));
}

/* on PROCESSOR PATH: deletes the file there. */
static int act_on(char **arguments)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(atoi(arguments[0]), &set);
	return sched_setaffinity(0, sizeof(set), &set) ? -1 : unlink(fresh(arguments[1]));
}

/* times PATH ACCESS WRITE: sets the times, in seconds, of its last access and write. */
static int act_times(char **arguments)
{
	struct timespec times[2] = { { .tv_sec = atol(arguments[1]) }, { .tv_sec = atol(arguments[2]) } };

	return utimensat(AT_FDCWD, arguments[0], times, 0);
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

/* direct FILE BLOCKS: so many of 4 KiB, each of them a request of its own to the disk. */
static int act_direct(char **arguments)
{
	void *block = aligned_alloc(4096, 4096);
	int fd = open(fresh(arguments[0]), O_CREAT | O_WRONLY | O_DIRECT, 0600);
	long blocks = atol(arguments[1]);

	if (fd < 0 || !block)
		return -1;
	memset(block, 7, 4096);
	for (long i = 0; i < blocks; i++)
		if (pwrite(fd, block, 4096, i * 4096) != 4096)
			return -1;
	return close(fd);
}

/* read FILE PAGES: each of them by a call of its own. */
static int act_read(char **arguments)
{
	static char page[4096];
	int fd = open(fresh(arguments[0]), O_RDONLY);

	for (long i = 0; fd >= 0 && i < atol(arguments[1]); i++)
		if (pread(fd, page, sizeof(page), i * 4096) != sizeof(page))
			return -1;
	return fd < 0 ? -1 : close(fd);
}

static void nap(void)
{
	nanosleep(&(struct timespec){ .tv_nsec = 20000000 }, NULL);
}

/* Waits once in each of the states 1 (twice), 2 and 4. */
static void wait_in_states(void)
{
	pid_t self = getpid(), waker;

	/* What a child waits for counts under another name. */
	nap();
	nap();
	if (vfork() == 0) {
		prctl(PR_SET_NAME, "acts");
		nap();
		_exit(0);
	}
	waker = fork();
	if (waker == 0) {
		prctl(PR_SET_NAME, "acts");
		/* Until it was seen stopped. */
		for (char state = 0; state != 'T'; ) {
			char path[64];
			FILE *file;

			snprintf(path, sizeof(path), "/proc/%d/stat", self);
			file = fopen(path, "r");
			if (!file || fscanf(file, "%*d (%*[^)]) %c", &state) != 1)
				break;
			fclose(file);
			nap();
		}
		kill(self, SIGCONT);
		_exit(0);
	}
	raise(SIGSTOP);
}

/*
 * states: waits in several states, under a name of its own, and prints that name, how often it
 * gave up the processor meanwhile, and how often it was taken from it. The counts are exact:
 * where it was interrupted between reading them and taking or leaving the name, it does
 * all again under another.
 */
static int act_states(char **arguments)
{
	struct rusage usage[4];
	char name[16];

	(void)arguments;
	for (int try = 0; try < 20; try++) {
		snprintf(name, sizeof(name), "states%d", try);
		getrusage(RUSAGE_SELF, &usage[0]);
		prctl(PR_SET_NAME, name);
		getrusage(RUSAGE_SELF, &usage[1]);
		wait_in_states();
		getrusage(RUSAGE_SELF, &usage[2]);
		prctl(PR_SET_NAME, "acts");
		getrusage(RUSAGE_SELF, &usage[3]);
		while (wait(NULL) > 0)
			;
		if (usage[0].ru_nvcsw == usage[1].ru_nvcsw && usage[0].ru_nivcsw == usage[1].ru_nivcsw &&
		    usage[2].ru_nvcsw == usage[3].ru_nvcsw && usage[2].ru_nivcsw == usage[3].ru_nivcsw) {
			printf("%s %ld %ld\n", name, usage[2].ru_nvcsw - usage[1].ru_nvcsw,
			       usage[2].ru_nivcsw - usage[1].ru_nivcsw);
			return 0;
		}
	}
	return -1;
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

static struct sockaddr_in loopback_port(const char *port)
{
	return (struct sockaddr_in){
		.sin_family = AF_INET, .sin_port = htons(atoi(port)),
		.sin_addr = { htonl(INADDR_LOOPBACK) },
	};
}

/* tcp PORT: connects to itself, sends 100 bytes and asks for 4000; prints its own port. */
static int act_tcp(char **arguments)
{
	struct sockaddr_in address = loopback_port(arguments[0]), own;
	int listener = socket(AF_INET, SOCK_STREAM, 0), there, here = socket(AF_INET, SOCK_STREAM, 0);
	socklen_t size = sizeof(own);
	char bytes[4000] = "hello";
	int one = 1;

	loopback_up();
	setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (bind(listener, (struct sockaddr *)&address, sizeof(address)) || listen(listener, 1) ||
	    connect(here, (struct sockaddr *)&address, sizeof(address)) ||
	    getsockname(here, (struct sockaddr *)&own, &size))
		return -1;
	printf("%d\n", ntohs(own.sin_port));
	there = accept(listener, NULL, NULL);
	if (there < 0 || send(here, bytes, 100, 0) != 100 ||
	    recv(there, bytes, sizeof(bytes), 0) != 100)
		return -1;
	return close(there) | close(here) | close(listener);
}

/* refused PORT TIMES: connects so often to a port where nobody listens. */
static int act_refused(char **arguments)
{
	struct sockaddr_in address = loopback_port(arguments[0]);

	loopback_up();
	for (long i = atol(arguments[1]); i > 0; i--) {
		int fd = socket(AF_INET, SOCK_STREAM, 0);

		if (!connect(fd, (struct sockaddr *)&address, sizeof(address)) ||
		    errno != ECONNREFUSED || close(fd))
			return -1;
	}
	return 0;
}

/* alive PORT TIMES: wants its connection kept alive and no longer, so often, under the name "alive". */
static int act_alive(char **arguments)
{
	struct sockaddr_in address = loopback_port(arguments[0]);
	int listener = socket(AF_INET, SOCK_STREAM, 0), here = socket(AF_INET, SOCK_STREAM, 0);
	int one = 1, zero = 0, failed = 0;

	loopback_up();
	setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (bind(listener, (struct sockaddr *)&address, sizeof(address)) || listen(listener, 1) ||
	    connect(here, (struct sockaddr *)&address, sizeof(address)))
		return -1;
	prctl(PR_SET_NAME, "alive");
	for (long i = atol(arguments[1]); i > 0; i--)
		failed |= setsockopt(here, SOL_SOCKET, SO_KEEPALIVE, &one, sizeof(one)) |
			  setsockopt(here, SOL_SOCKET, SO_KEEPALIVE, &zero, sizeof(zero));
	prctl(PR_SET_NAME, "acts");
	return failed | close(here) | close(listener);
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

/* user ID: it, with others as effective and saved ones. */
static int act_user(char **arguments)
{
	return setresuid(atoi(arguments[0]), atoi(arguments[0]) + 1, atoi(arguments[0]) + 2);
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
	{ "direct", 2, act_direct }, { "read", 2, act_read }, { "times", 3, act_times },
	{ "may", 1, act_may }, { "on", 2, act_on }, { "states", 0, act_states },
	{ "refused", 2, act_refused }, { "alive", 2, act_alive },
	{ "tcp", 1, act_tcp }, { "setsockopt", 1, act_setsockopt },
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
