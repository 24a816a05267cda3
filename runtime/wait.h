/*
 * Wait: what a session waits for: records, a signal, the end of a process, an
 * output that nobody reads any more.
 */
#pragma once

#include <signal.h>
#include <stdbool.h>
#include <sys/types.h>

enum {
	WAIT_RECORDS = 1,
	WAIT_SIGNAL = 2,
	WAIT_PROCESS = 4,
	WAIT_OUTPUT = 8,
	WAIT_PROBE = 16,	/* a signal that the program has a probe for: wait_take_signal() */
};

struct wait {
	int epoll_fd;
	int ring_fd;		/* -1: none */
	int signal_fd;		/* -1: none */
};

/* Opens the set and takes over SIGINT, SIGTERM and SIGHUP; 0 or -errno. RING_FD may be -1. */
int wait_open(struct wait *wait, int ring_fd);
void wait_close(struct wait *wait);

/* Adds a process's pidfd, which stays the caller's; 0 or -errno. */
int wait_add_process(struct wait *wait, int pid_fd);

/* Adds the output: a pipe or socket whose other end closes is noticed. */
void wait_add_output(struct wait *wait, int fd);

/* Takes over the signals of SET, for wait_take_signal(); 0 or -errno. Close gives nothing back. */
int wait_add_signals(struct wait *wait, const sigset_t *set);

/* The number of such a signal that came, or 0. */
int wait_take_signal(struct wait *wait);

/* Whether records wake us, or only the time (while the ring is polled). */
void wait_for_records(struct wait *wait, bool wanted);

/* What happened, or 0 after MILLISECONDS (-1: without end). */
unsigned wait_for(struct wait *wait, int milliseconds);
