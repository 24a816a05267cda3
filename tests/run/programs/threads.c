/*
 * Threads for loops to go over: starts N of them, prints the ids that
 * /proc/self/task has, then sends signal 0 to itself from the first thread and from
 * the last.
 *
 *   threads N
 */
#define _DEFAULT_SOURCE
#include <dirent.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static pthread_barrier_t started, listed;

static void *run(void *is_last)
{
	pthread_barrier_wait(&started);
	pthread_barrier_wait(&listed);
	if (is_last)
		kill(getpid(), 0);
	pthread_barrier_wait(&started);
	return NULL;
}

int main(int argc, char **argv)
{
	unsigned count = argc > 1 ? (unsigned)atoi(argv[1]) : 1;
	pthread_t *threads = calloc(count, sizeof(*threads));
	struct dirent *entry;
	DIR *folder;

	pthread_barrier_init(&started, NULL, count + 1);
	pthread_barrier_init(&listed, NULL, count + 1);
	for (unsigned i = 0; i < count; i++)
		pthread_create(&threads[i], NULL, run, i + 1 == count ? &threads[i] : NULL);
	pthread_barrier_wait(&started);
	folder = opendir("/proc/self/task");
	while (folder && (entry = readdir(folder)))
		if (*entry->d_name != '.')
			puts(entry->d_name);
	fflush(stdout);
	kill(getpid(), 0);
	pthread_barrier_wait(&listed);
	pthread_barrier_wait(&started);
	for (unsigned i = 0; i < count; i++)
		pthread_join(threads[i], NULL);
	return 0;
}
