/*
 * Many processes in many control groups make system calls at once, so that what a recorder
 * has kept can be held against what was called: each call has its number as an argument.
 *
 *   flood ROOT GROUPS PROCESSES CALLS    makes ROOT/kt_flood_0 ... and PROCESSES processes in all, each
 *                                        of which calls getpgid(-1), getpgid(-2) ... getpgid(-CALLS);
 *                                        prints a line for each process, `pid group inode`, and last
 *                                        `rate N` in calls a second. The groups stay.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void join_group(const char *folder)
{
	char path[512];
	FILE *file;

	snprintf(path, sizeof(path), "%s/cgroup.procs", folder);
	file = fopen(path, "w");
	if (!file || fprintf(file, "%d\n", getpid()) < 0 || fclose(file)) {
		perror(path);
		_exit(1);
	}
}

/* Waits until the pipe's other end is closed, then calls. */
static void make_calls(int wait_for, long calls)
{
	char byte;

	if (read(wait_for, &byte, 1) < 0)
		_exit(1);
	for (long i = 1; i <= calls; i++)
		syscall(SYS_getpgid, (pid_t)-i);
	_exit(0);
}

static void start(const char *root, long group, int *gate, long calls)
{
	char folder[256];
	struct stat status;
	pid_t child;

	snprintf(folder, sizeof(folder), "%s/kt_flood_%ld", root, group);
	mkdir(folder, 0755);
	if (stat(folder, &status)) {
		perror(folder);
		exit(1);
	}
	child = fork();
	if (!child) {
		close(gate[1]);
		join_group(folder);
		make_calls(gate[0], calls);
	}
	printf("%d %ld %lu\n", (int)child, group, (unsigned long)status.st_ino);
	fflush(stdout);
}

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
	long groups, processes, calls;
	double began;
	int gate[2];

	if (argc != 5 || pipe(gate)) {
		fputs("usage: flood ROOT GROUPS PROCESSES CALLS\n", stderr);
		return 2;
	}
	groups = strtol(argv[2], NULL, 10);
	processes = strtol(argv[3], NULL, 10);
	calls = strtol(argv[4], NULL, 10);
	for (long i = 0; i < processes; i++)
		start(argv[1], i % groups, gate, calls);
	began = now();
	close(gate[0]);
	close(gate[1]);
	while (wait(NULL) > 0)
		;
	printf("rate %.0f\n", (double)(processes * calls) / (now() - began));
	return 0;
}
