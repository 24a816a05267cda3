/*
 * Makes system calls with contents that are known, one after the other, so that what a tracer
 * says of their arguments can be compared.
 *
 *   asker          the calls below
 *   asker CPU N    getppid and getpgid(0) on one processor, N times in turn, then death by SIGSEGV
 *   asker wait     writes one byte to standard output and waits in pause() until it is killed
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

/* TEXT, whose page the kernel can read at once: it was touched. */
static const char *here(const char *text)
{
	const volatile char *at = text;

	while (*at)
		at++;
	return text;
}

static void ask_files(void)
{
	uint64_t how[3] = { O_PATH | O_CLOEXEC, 0, 0x8 };
	struct timespec times[2] = { { 1, 2 }, { 3, 4 } };
	char name[400], odd[] = "/no/\"such\"\n\xff/\xc3\xa9";

	syscall(SYS_openat, AT_FDCWD, odd, O_RDWR | O_APPEND, 0);
	syscall(SYS_openat2, AT_FDCWD, here("/no/how"), how, sizeof(how));
	memset(name, 'n', sizeof(name));
	name[sizeof(name) - 1] = '\0';
	syscall(SYS_renameat2, AT_FDCWD, name, -1, name + 300, 1);
	syscall(SYS_utimensat, AT_FDCWD, here("/no/time"), times, 0);
	syscall(SYS_openat, AT_FDCWD, NULL, O_RDONLY, 0);
	syscall(SYS_openat, AT_FDCWD, (void *)8, O_RDONLY, 0);
	syscall(SYS_mmap, NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

static void ask_pipe(void)
{
	char first[4], second[100], data[100];
	struct iovec out[] = { { (char *)here("abc"), 3 }, { (char *)here("defg"), 4 } };
	struct iovec in[] = { { first, sizeof(first) }, { second, sizeof(second) } };
	int ends[2];

	memset(data, 'd', sizeof(data));
	if (syscall(SYS_pipe2, ends, O_CLOEXEC))
		return;
	dup2(ends[0], 50);
	dup2(ends[1], 51);
	syscall(SYS_writev, 51, out, 2);
	syscall(SYS_readv, 50, in, 2);
	syscall(SYS_write, 51, here("\x01\x02 z\0\""), 6);
	syscall(SYS_read, 50, second, sizeof(second));
	syscall(SYS_write, 51, data, sizeof(data));
}

static void ask_sockets(void)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(9) };
	struct pollfd polled = { .fd = 51, .events = POLLOUT };
	struct timespec no_time = { 0, 7 };
	int made = socket(AF_INET, SOCK_DGRAM, 0);

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	dup2(made, 52);
	syscall(SYS_connect, 52, &address, sizeof(address));
	syscall(SYS_ppoll, &polled, 1, &no_time, NULL, 8);
	syscall(SYS_kill, 0, 0);
}

/* The last calls before it dies are known. */
static int count_calls(const char *cpu, const char *text)
{
	unsigned long count = strtoul(text, NULL, 10), i;
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(strtoul(cpu, NULL, 10), &set);
	sched_setaffinity(0, sizeof(set), &set);
	for (i = 0; i < count; i++) {
		syscall(SYS_getppid);
		syscall(SYS_getpgid, (int)i);
	}
	return raise(SIGSEGV);
}

int main(int argc, char **argv)
{
	static char *const arguments[] = { "no such", "-x", NULL };

	if (argc == 3)
		return count_calls(argv[1], argv[2]);
	if (argc == 2) {
		if (write(1, "w", 1) == 1)
			pause();
		return 0;
	}
	ask_files();
	ask_pipe();
	ask_sockets();
	syscall(SYS_execve, here("/no/such/program"), arguments, environ);
	return 0;
}
