/*
 * Wait: one epoll set. Signals are let in only while it sleeps or output is being
 * written; the first of a kind asks for the end, the next one takes its default
 * course, so that a second Ctrl-C ends ktrace even if its output is stuck.
 */
#include "runtime/wait.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <unistd.h>

/* The one thing that a signal handler may change. */
static volatile sig_atomic_t signal_flag;

static const int end_signals[] = { SIGINT, SIGTERM, SIGHUP };

static void note_signal(int number)
{
	signal_flag = number;
}

static void signal_set_fill(sigset_t *set)
{
	sigemptyset(set);
	for (unsigned i = 0; i < sizeof(end_signals) / sizeof(end_signals[0]); i++)
		sigaddset(set, end_signals[i]);
}

/*
 * A hangup that was ignored from outside (nohup) stays so. SIGINT does not: a shell
 * without job control starts every background command with it ignored.
 */
static void take_signals(void)
{
	struct sigaction action, before;

	memset(&action, 0, sizeof(action));
	action.sa_handler = note_signal;
	action.sa_flags = SA_RESETHAND;
	for (unsigned i = 0; i < sizeof(end_signals) / sizeof(end_signals[0]); i++) {
		sigaction(end_signals[i], NULL, &before);
		if (end_signals[i] != SIGHUP || before.sa_handler != SIG_IGN)
			sigaction(end_signals[i], &action, NULL);
	}
}

static int add(struct wait *wait, int fd, uint32_t events, uint32_t what)
{
	struct epoll_event event = { .events = events, .data.u32 = what };

	return epoll_ctl(wait->epoll_fd, EPOLL_CTL_ADD, fd, &event) ? -errno : 0;
}

int wait_open(struct wait *wait, int ring_fd)
{
	int error = 0;

	*wait = (struct wait){ .epoll_fd = epoll_create1(EPOLL_CLOEXEC), .ring_fd = ring_fd,
			       .signal_fd = -1 };
	if (wait->epoll_fd < 0)
		return -errno;
	if (ring_fd >= 0)
		error = add(wait, ring_fd, EPOLLIN, WAIT_RECORDS);
	if (error)
		wait_close(wait);
	else
		take_signals();
	return error;
}

void wait_close(struct wait *wait)
{
	if (wait->epoll_fd >= 0)
		close(wait->epoll_fd);
	if (wait->signal_fd >= 0)
		close(wait->signal_fd);
	wait->epoll_fd = wait->signal_fd = -1;
}

int wait_add_process(struct wait *wait, int pid_fd)
{
	return add(wait, pid_fd, EPOLLIN, WAIT_PROCESS);
}

int wait_add_signals(struct wait *wait, const sigset_t *set)
{
	if (sigprocmask(SIG_BLOCK, set, NULL))
		return -errno;
	wait->signal_fd = signalfd(-1, set, SFD_CLOEXEC | SFD_NONBLOCK);
	if (wait->signal_fd < 0)
		return -errno;
	return add(wait, wait->signal_fd, EPOLLIN, WAIT_PROBE);
}

int wait_take_signal(struct wait *wait)
{
	struct signalfd_siginfo info;

	if (wait->signal_fd < 0 ||
	    read(wait->signal_fd, &info, sizeof(info)) != (ssize_t)sizeof(info))
		return 0;
	return (int)info.ssi_signo;
}

void wait_add_output(struct wait *wait, int fd)
{
	/* Files cannot be added, and need not be: errors alone are waited for. */
	add(wait, fd, 0, WAIT_OUTPUT);
}

void wait_for_records(struct wait *wait, bool wanted)
{
	struct epoll_event event = { .events = wanted ? EPOLLIN : 0, .data.u32 = WAIT_RECORDS };

	if (wait->ring_fd >= 0)
		epoll_ctl(wait->epoll_fd, EPOLL_CTL_MOD, wait->ring_fd, &event);
}

unsigned wait_for(struct wait *wait, int milliseconds)
{
	struct epoll_event events[5];
	sigset_t blocked, before;
	unsigned what = 0;
	int count = 0;

	/* Blocked from the look at the flag until asleep, so that none is slept through. */
	signal_set_fill(&blocked);
	sigprocmask(SIG_BLOCK, &blocked, &before);
	if (!signal_flag)
		count = epoll_pwait(wait->epoll_fd, events, 5, milliseconds, &before);
	sigprocmask(SIG_SETMASK, &before, NULL);
	for (int i = 0; i < count; i++)
		what |= events[i].data.u32;
	return signal_flag ? what | WAIT_SIGNAL : what;
}
