/*
 * Calls whose results tell what they were called with, for probes on returns.
 *
 *   calls THREADS DEPTH ROUNDS   each thread descends DEPTH levels, ROUNDS times
 *   calls jump ROUNDS            leaves calls_leave by longjmp, then calls it to return
 *   calls fork                   returns from calls_fork in two processes
 *   calls read THREADS ROUNDS    each thread reads as many bytes at once as no other does
 *   calls sleep THREADS ROUNDS   all threads sleep at the same time, ROUNDS times
 *   calls option                 sets a socket's option, says where its value is
 */
#define _DEFAULT_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* Called as they stand: not inlined, not cloned for the arguments that main has. */
#if defined(__has_attribute) && __has_attribute(noipa)
#define CALLS __attribute__((noipa))
#else
#define CALLS __attribute__((noinline))
#endif
#define KEEP() __asm__ volatile("" ::: "memory")

enum { THREADS_MOST = 64 };

struct calls_worker {
	pthread_t thread;
	long tag, depth, rounds, sum;
};

long calls_nest(long tag, long depth, const char *text);
long calls_leave(long number, jmp_buf place, int is_left);
long calls_fork(long number);

/* TAG * 1000 + DEPTH; TEXT is "TAG/DEPTH" until the call returns. */
CALLS long calls_nest(long tag, long depth, const char *text)
{
	char below[32];

	KEEP();
	(void)text;
	if (depth > 0) {
		snprintf(below, sizeof(below), "%ld/%ld", tag, depth - 1);
		if (calls_nest(tag, depth - 1, below) != tag * 1000 + depth - 1)
			abort();
		memset(below, 'x', sizeof(below) - 1);
	}
	KEEP();
	return tag * 1000 + depth;
}

CALLS long calls_leave(long number, jmp_buf place, int is_left)
{
	KEEP();
	if (is_left)
		longjmp(place, 1);
	return number;
}

CALLS long calls_fork(long number)
{
	pid_t child;

	KEEP();
	child = fork();
	if (child > 0)
		waitpid(child, NULL, 0);
	return child ? number : -number;
}

static void *nest(void *context)
{
	struct calls_worker *worker = context;
	char text[32];
	long i;

	snprintf(text, sizeof(text), "%ld/%ld", worker->tag, worker->depth);
	for (i = 0; i < worker->rounds; i++)
		worker->sum += calls_nest(worker->tag, worker->depth, text);
	return NULL;
}

/* Thread T reads T * 100 bytes and up to 99 more, of which there are any number. */
static void *read_zeros(void *context)
{
	struct calls_worker *worker = context;
	char bytes[(THREADS_MOST + 1) * 100];
	int fd = open("/dev/zero", O_RDONLY);
	long i;

	for (i = 0; i < worker->rounds; i++)
		worker->sum += pread(fd, bytes, (size_t)(worker->tag * 100 + i % 100), 0);
	close(fd);
	return NULL;
}

static void *sleep_often(void *context)
{
	const struct timespec pause = { .tv_nsec = 300000000 };
	struct calls_worker *worker = context;
	long i;

	for (i = 0; i < worker->rounds; i++)
		clock_nanosleep(CLOCK_MONOTONIC, 0, &pause, NULL);
	return NULL;
}

static int run_threads(void *(*work)(void *context), const char *threads, long depth,
		       const char *rounds)
{
	static struct calls_worker workers[THREADS_MOST];
	long count = strtol(threads, NULL, 10), i;

	if (count < 1 || count > THREADS_MOST)
		return 2;
	for (i = 0; i < count; i++) {
		workers[i].tag = i + 1;
		workers[i].depth = depth;
		workers[i].rounds = strtol(rounds, NULL, 10);
		if (pthread_create(&workers[i].thread, NULL, work, &workers[i]))
			return 1;
	}
	for (i = 0; i < count; i++)
		pthread_join(workers[i].thread, NULL);
	return 0;
}

static int jump(long rounds)
{
	jmp_buf place;
	volatile long i;

	for (i = 0; i < rounds; i++)
		if (!setjmp(place))
			calls_leave(i, place, 1);
	for (i = 0; i < rounds; i++)
		calls_leave(1000 + i, place, 0);
	return 0;
}

static int set_option(void)
{
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	int value[3] = { 1, 2, 3 };

	printf("%lu\n", (unsigned long)value);
	fflush(stdout);
	/* More bytes than the option has: the number is passed on as it is. */
	return setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, value, sizeof(value)) != 0;
}

int main(int argc, char **argv)
{
	const char *action = argc > 1 ? argv[1] : "";

	if (argc == 3 && !strcmp(action, "jump"))
		return jump(strtol(argv[2], NULL, 10));
	if (argc == 2 && !strcmp(action, "fork"))
		return calls_fork(7) < 0;
	if (argc == 2 && !strcmp(action, "option"))
		return set_option();
	if (argc == 4 && !strcmp(action, "read"))
		return run_threads(read_zeros, argv[2], 0, argv[3]);
	if (argc == 4 && !strcmp(action, "sleep"))
		return run_threads(sleep_often, argv[2], 0, argv[3]);
	if (argc == 4)
		return run_threads(nest, argv[1], strtol(argv[2], NULL, 10), argv[3]);
	return 2;
}
