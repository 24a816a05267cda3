/*
 * Many processes that make system calls at once, and what each of them knows of its last
 * calls: the truth that recorders are held against.
 *
 *   rush PROCESSES KEYS CALLS LAST FILE
 *
 * Process P calls lseek(-1000 - P modulo KEYS, N, P) for N from 0 to CALLS - 1; all begin
 * together. FILE gets a line "KEY P N TIME" for each of the last LAST calls of every
 * process, TIME being the boot clock right before the call.
 */
#define _GNU_SOURCE
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static uint64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_BOOTTIME, &time);
	return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static void make_calls(unsigned process, unsigned keys, unsigned calls, unsigned last,
		       uint64_t *times, unsigned *waiting)
{
	__atomic_sub_fetch(waiting, 1, __ATOMIC_SEQ_CST);
	while (__atomic_load_n(waiting, __ATOMIC_SEQ_CST))
		usleep(1000);
	for (unsigned i = 0; i < calls; i++) {
		times[i % last] = now();
		syscall(SYS_lseek, -1000 - (long)(process % keys), (long)i, (long)process);
	}
}

static void write_times(FILE *file, unsigned process, unsigned keys, unsigned calls,
			unsigned last, const uint64_t *times)
{
	for (unsigned i = calls > last ? calls - last : 0; i < calls; i++)
		fprintf(file, "%d %u %u %llu\n", -1000 - (int)(process % keys), process, i,
			(unsigned long long)times[i % last]);
}

int main(int argc, char **argv)
{
	unsigned processes, keys, calls, last, i, *waiting;
	uint64_t *times;
	FILE *file;

	if (argc != 6) {
		fprintf(stderr, "usage: rush PROCESSES KEYS CALLS LAST FILE\n");
		return 2;
	}
	processes = (unsigned)strtoul(argv[1], NULL, 10);
	keys = (unsigned)strtoul(argv[2], NULL, 10);
	calls = (unsigned)strtoul(argv[3], NULL, 10);
	last = (unsigned)strtoul(argv[4], NULL, 10);
	file = fopen(argv[5], "w");
	times = mmap(NULL, sizeof(*times) * processes * last + sizeof(*waiting),
		     PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (!processes || !keys || !last || !file || times == MAP_FAILED)
		return 1;
	waiting = (unsigned *)(void *)(times + (size_t)processes * last);
	*waiting = processes;
	for (i = 0; i < processes; i++) {
		pid_t child = fork();

		if (child < 0)
			return 1;
		if (child)
			continue;
		make_calls(i, keys, calls, last, times + (size_t)i * last, waiting);
		_exit(0);
	}
	while (wait(NULL) > 0)
		;
	for (i = 0; i < processes; i++)
		write_times(file, i, keys, calls, last, times + (size_t)i * last);
	return fclose(file) ? 1 : 0;
}
