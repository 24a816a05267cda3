/*
 * Session: begin programs run, the others are attached, records are carried out
 * until somebody asks for the end; then everything is detached before the end
 * programs run, and what is still in the ring is read before maps are printed.
 */
#include "runtime/session.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "codegen/plan.h"
#include "lexer/buffer.h"
#include "runtime/attach.h"
#include "runtime/child.h"
#include "runtime/events.h"
#include "runtime/ledger.h"
#include "runtime/load.h"
#include "runtime/message.h"
#include "runtime/running.h"
#include "runtime/sink.h"
#include "runtime/symbols.h"
#include "runtime/wait.h"

enum {
	ROUND = 1 << 16,		/* records between two looks at signals */
	NOTE_DELAY_NS = 1000000,
	SWEEP_DELAY_NS = 500000000,
	NOTE_DELAY_MAX_NS = 500000000,
	BUSY_PRIORITY = -10,
	STATUS_LOSS = 3,
};

struct session {
	const struct session_options *options;
	struct running running;
	struct wait wait;
	int pid_fd;			/* of -p */
	uint64_t note_at;		/* when to look at the child's mappings next; 0: never */
	uint64_t note_delay;		/* ns from one look to the next */
	uint64_t sweep_at;		/* when recorders' places may be given to new keys again */
	int priority;			/* nice value that we were started with */
};

static uint64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

/* ---- reading ---- */

static void change_pace(struct session *session, enum pace_change change)
{
	if (change == PACE_TO_BUSY) {
		running_set_wakeups(&session->running, false);
		wait_for_records(&session->wait, false);
		/* Traced tasks that fill every CPU must not starve their reader; may be refused. */
		setpriority(PRIO_PROCESS, 0, BUSY_PRIORITY);
	} else if (change == PACE_TO_IDLE) {
		setpriority(PRIO_PROCESS, 0, session->priority);
		running_set_wakeups(&session->running, true);
		wait_for_records(&session->wait, true);
	}
}

/*
 * The child's mappings, without which its addresses have no names, are gone with
 * it: they are noted while it lives, soon after its start and then ever more rarely.
 */
static int note_child(struct session *session, int timeout)
{
	const struct session_options *options = session->options;
	uint64_t now;
	int milliseconds;

	if (!session->note_at)
		return timeout;
	now = now_ns();
	if (now >= session->note_at) {
		user_symbols_note_process(options->user_symbols, options->child->pid);
		session->note_at = now + session->note_delay;
		if (session->note_delay < NOTE_DELAY_MAX_NS)
			session->note_delay *= 2;
	}
	milliseconds = (int)((session->note_at - now) / 1000000) + 1;
	return timeout < 0 || milliseconds < timeout ? milliseconds : timeout;
}

/* Waits for running programs meanwhile, so not too often. */
static int sweep(struct session *session, int timeout)
{
	struct events *events = session->options->events;
	uint64_t now;
	int milliseconds;

	if (!events->has_free_places)
		return timeout;
	now = now_ns();
	if (now >= session->sweep_at) {
		events_sweep(events);
		session->sweep_at = now_ns() + SWEEP_DELAY_NS;
		return timeout;
	}
	milliseconds = (int)((session->sweep_at - now) / 1000000) + 1;
	return timeout < 0 || milliseconds < timeout ? milliseconds : timeout;
}

/* How long to sleep at most, after what is to be done now and then. */
static int next_timeout(struct session *session)
{
	return sweep(session, note_child(session, pace_timeout(&session->running.pace)));
}

/* The probes of the signals that have come. */
static void run_signalled(struct session *session)
{
	int number, error;

	while ((number = wait_take_signal(&session->wait))) {
		error = attach_run_signal(session->options->load, number);
		if (error)
			message_error("the kernel does not run the probe of %s: %s",
				      strsignal(number), message_system(error));
	}
}

/* Is there anything to wait for once the iterators are through? */
static bool waits(const struct session *session)
{
	const struct session_options *options = session->options;

	return attach_has_others(options->load->plan) || options->child ||
	       (options->pid && !attach_has_iterator(options->load->plan));
}

static void run_loop(struct session *session)
{
	struct running *running = &session->running;
	unsigned happened = 0;

	while (!(happened & ~(unsigned)(WAIT_RECORDS | WAIT_PROBE))) {
		bool has_more;
		unsigned count;

		if (happened & WAIT_PROBE)
			run_signalled(session);
		has_more = running_iterate(running);
		count = running_read(running, ROUND);

		if (running->output_error || running_has_exited(running) ||
		    (!has_more && !waits(session)))
			return;
		change_pace(session, pace_note(&running->pace, count, now_ns()));
		/* A full round may have left records behind. */
		happened = wait_for(&session->wait, count == ROUND || has_more ? 0 :
				    next_timeout(session));
	}
}

/* ---- the start ---- */

/* Those that the program has probes for. */
static int take_signals(struct session *session)
{
	bool is_any = false;
	sigset_t set;

	sigemptyset(&set);
	for (int number = 1; number < NSIG; number++)
		if (attach_has_signal(session->options->load->plan, number)) {
			sigaddset(&set, number);
			is_any = true;
		}
	return is_any ? wait_add_signals(&session->wait, &set) : 0;
}

static int open_wait(struct session *session)
{
	const struct session_options *options = session->options;
	const struct running *running = &session->running;
	struct wait *wait = &session->wait;
	int error = wait_open(wait, running->has_ring ? running->ring.fd : -1);

	if (error)
		return error;
	wait_add_output(wait, options->output_fd);
	error = take_signals(session);
	if (error)
		return error;
	if (options->child)
		error = wait_add_process(wait, options->child->pid_fd);
	if (options->pid) {
		session->pid_fd = (int)syscall(SYS_pidfd_open, options->pid, 0);
		error = session->pid_fd < 0 ? -errno : wait_add_process(wait, session->pid_fd);
	}
	return error;
}

static bool session_open(struct session *session)
{
	int error;

	if (!running_open(&session->running))
		return false;
	error = open_wait(session);
	if (error)
		message_error("cannot wait for events: %s", message_system(error));
	return !error;
}

static void say_attached(const struct session *session)
{
	unsigned count = running_count_probes(&session->running);

	sink_attached(session->options->sink, count);
	if (!session->options->quiet)
		message_note("Attached %u probe%s", count, count == 1 ? "" : "s");
}

/* Begin, then the others, unless begin already asked for the end. */
static bool session_start(struct session *session)
{
	const struct session_options *options = session->options;
	struct running *running = &session->running;

	if (!running_run(running, MECHANISM_RUN_BEGIN))
		return false;
	if (!running_has_exited(running) && !running_attach(running))
		return false;
	say_attached(session);
	if (!options->child || running_has_exited(running))
		return true;
	if (options->user_symbols) {
		session->note_at = now_ns() + NOTE_DELAY_NS;
		session->note_delay = NOTE_DELAY_NS;
	}
	return !child_release(options->child, options->command);
}

/* ---- the end ---- */

static bool report_loss(const struct session *session, const struct plan_ledger *sum)
{
	struct loss_summary summary;
	struct buffer sentence = { 0 };

	running_summarise(&session->running, sum, &summary);
	sink_lost(session->options->sink, &summary);
	ledger_describe(&summary, &sentence);
	if (sentence.length)
		message_note("%s", sentence.data);
	buffer_release(&sentence);
	return ledger_has_loss(&summary);
}

static int script_status(const struct session *session)
{
	const struct events *events = session->options->events;
	uint64_t word = session->options->load->live.control->exit_status;

	if (events->exit_requested)
		return events->exit_status & 0xff;
	return word ? (int)((word - 1) & 0xff) : 0;
}

/* Detaches, runs end, prints what is left; the exit status. */
static int session_finish(struct session *session)
{
	const struct session_options *options = session->options;
	struct running *running = &session->running;
	struct plan_ledger sum;
	bool good = running_stop(running, &sum), lost;

	if (!running->output_error)
		events_print_maps(options->events);
	lost = report_loss(session, &sum);
	if (!running->output_error)
		running->output_error = sink_flush(options->sink);
	if (running->output_error && running->output_error != -EPIPE) {
		message_error("cannot write the output: %s",
			      message_system(running->output_error));
		return 1;
	}
	if (!good)
		return 1;
	return lost && options->fail_on_loss ? STATUS_LOSS : script_status(session);
}

int session_run(const struct session_options *options)
{
	struct session session = {
		.options = options, .wait = { .epoll_fd = -1, .signal_fd = -1 }, .pid_fd = -1,
		.running = {
			.load = options->load, .events = options->events, .sink = options->sink,
			.tracefs_fd = options->tracefs_fd, .pid = options->pid,
			.quiet = options->quiet, .color = options->color,
		},
		.priority = getpriority(PRIO_PROCESS, 0),
	};
	int status = 1;

	if (session_open(&session)) {
		if (session_start(&session)) {
			if (waits(&session) || attach_has_iterator(options->load->plan))
				run_loop(&session);
			status = session_finish(&session);
		} else {
			attach_stop(&session.running.attachments);
		}
	}
	if (session.pid_fd >= 0)
		close(session.pid_fd);
	wait_close(&session.wait);
	running_close(&session.running);
	return status;
}
