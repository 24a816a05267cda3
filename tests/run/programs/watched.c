/*
 * A variable for watchpoints: prints its address, waits for a line on standard input,
 * and then writes to it: the main thread 1, a thread that was there before 2, one that
 * is new 3, and a child process, to a copy of its own at the same address, 4. In the end the
 * main thread reads it.
 */
#include <pthread.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile long value;
static pthread_barrier_t barrier;

static void *write_later(void *number)
{
	pthread_barrier_wait(&barrier);
	value = (long)number;
	return NULL;
}

int main(void)
{
	pthread_t before, after;
	pid_t child;

	pthread_barrier_init(&barrier, NULL, 2);
	pthread_create(&before, NULL, write_later, (void *)2);
	printf("%p\n", (void *)&value);
	fflush(stdout);
	getchar();
	value = 1;
	pthread_barrier_wait(&barrier);
	pthread_join(before, NULL);
	pthread_create(&after, NULL, write_later, (void *)3);
	pthread_barrier_wait(&barrier);
	pthread_join(after, NULL);
	child = fork();
	if (!child) {
		value = 4;
		_exit(0);
	}
	waitpid(child, NULL, 0);
	return value != 3;
}
