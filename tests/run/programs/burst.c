/*
 * Makes as many system calls as it is told and says how many it made: every
 * one is an event for a tracer, so a run's sums can be checked exactly.
 *
 *   burst COUNT [THREADS]     each thread calls getppid(2) COUNT times
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#define THREADS_MAX 64

static void *burst_thread(void *argument)
{
	unsigned long count = *(const unsigned long *)argument;
	unsigned long i;

	/* getppid of the C library could be answered without the kernel. */
	for (i = 0; i < count; i++)
		syscall(SYS_getppid);
	return NULL;
}

int main(int argc, char **argv)
{
	unsigned long count = argc > 1 ? strtoul(argv[1], NULL, 10) : 0;
	unsigned long threads = argc > 2 ? strtoul(argv[2], NULL, 10) : 1;
	pthread_t thread[THREADS_MAX];
	unsigned long i;

	if (!count || !threads || threads > THREADS_MAX) {
		fprintf(stderr, "usage: burst COUNT [THREADS, at most %d]\n", THREADS_MAX);
		return 2;
	}
	for (i = 0; i < threads; i++) {
		if (pthread_create(&thread[i], NULL, burst_thread, &count)) {
			fprintf(stderr, "burst: no thread could be started\n");
			return 1;
		}
	}
	for (i = 0; i < threads; i++)
		pthread_join(thread[i], NULL);
	printf("%lu calls\n", count * threads);
	return 0;
}
