/*
 * Runs a command and prints how long it took, in microseconds, and the largest
 * resident set of it and of what it started, in KiB.
 *
 *   stopwatch COMMAND...       from exec to exit
 *   stopwatch -f COMMAND...    from exec to the first byte on its standard
 *                              output; then it is interrupted and waited for
 *
 * Standard output and error of the command are thrown away. Its exit status is
 * passed on; with -f a command that ends without output is status 1.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long long stopwatch_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000LL + now.tv_nsec / 1000;
}

static void stopwatch_child(char **command, int output)
{
	int nothing = open("/dev/null", O_RDWR);

	dup2(nothing, 0);
	dup2(output >= 0 ? output : nothing, 1);
	dup2(nothing, 2);
	execvp(command[0], command);
	_exit(127);
}

/* The time of the first byte, or -1 when the output ended without one. */
static long long stopwatch_first(int input)
{
	char byte;
	ssize_t got;

	do {
		got = read(input, &byte, 1);
	} while (got < 0 && errno == EINTR);
	return got == 1 ? stopwatch_now() : -1;
}

static int stopwatch_wait(pid_t child)
{
	int status;

	while (waitpid(child, &status, 0) < 0) {
		if (errno != EINTR)
			return 1;
	}
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int main(int argc, char **argv)
{
	bool first = argc > 1 && !strcmp(argv[1], "-f");
	int ends[2] = { -1, -1 };
	long long began, ended;
	struct rusage usage;
	int status;
	pid_t child;

	if (argc < 2 + first) {
		fprintf(stderr, "usage: stopwatch [-f] COMMAND...\n");
		return 2;
	}
	if (first && pipe2(ends, O_CLOEXEC)) {
		perror("stopwatch");
		return 2;
	}
	began = stopwatch_now();
	child = fork();
	if (child < 0) {
		perror("stopwatch");
		return 2;
	}
	if (!child)
		stopwatch_child(argv + 1 + first, ends[1]);
	if (first) {
		close(ends[1]);
		ended = stopwatch_first(ends[0]);
		kill(child, SIGINT);
		status = stopwatch_wait(child);
		if (ended < 0)
			status = status ? status : 1;
	} else {
		status = stopwatch_wait(child);
		ended = stopwatch_now();
	}
	getrusage(RUSAGE_CHILDREN, &usage);
	printf("%lld %ld\n", ended - began, usage.ru_maxrss);
	return status;
}
