/*
 * Session: begin programs run, the others are attached, records are carried out
 * until somebody asks for the end; then everything is detached before the end
 * programs run, and what is still in the ring is read before maps are printed.
 */
#include "runtime/session.h"

#include <errno.h>
#include <linux/bpf.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "codegen/plan.h"
#include "lexer/buffer.h"
#include "runtime/attach.h"
#include "runtime/attach_explain.h"
#include "runtime/child.h"
#include "runtime/events.h"
#include "runtime/grace.h"
#include "runtime/ledger.h"
#include "runtime/load.h"
#include "runtime/message.h"
#include "runtime/pace.h"
#include "runtime/ring.h"
#include "runtime/sink.h"
#include "runtime/symbols.h"
#include "runtime/wait.h"

enum {
	ROUND = 1 << 16,		/* records between two looks at signals */
	SETTLE_TRIES = 5000,		/* waits for records that were begun before the end */
	SETTLE_NS = 100000,
	NOTE_DELAY_NS = 1000000,
	SWEEP_DELAY_NS = 500000000,
	NOTE_DELAY_MAX_NS = 500000000,
	BUSY_PRIORITY = -10,
	MANY_PROBES = 32,		/* to detach so many can take seconds: say so */
	STATUS_LOSS = 3,
	KERNEL_ENOTSUPP = 524,		/* an errno that the kernel has and libc does not */
};

struct session {
	const struct session_options *options;
	struct ring ring;
	bool has_ring;
	struct wait wait;
	struct pace pace;
	struct attachments attachments;
	int pid_fd;			/* of -p */
	uint64_t note_at;		/* when to look at the child's mappings next; 0: never */
	uint64_t note_delay;		/* ns from one look to the next */
	uint64_t sweep_at;		/* when recorders' places may be given to new keys again */
	int priority;			/* nice value that we were started with */
	int output_error;		/* -errno of the first write that failed */
};

static uint64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static int handle_record(void *context, const void *record, size_t size)
{
	events_handle(context, record, size);
	return 0;
}

/* ---- reading ---- */

static unsigned read_records(struct session *session)
{
	unsigned count = 0;

	if (session->has_ring)
		count = ring_consume(&session->ring, ROUND, handle_record,
				     session->options->events);
	if (!session->output_error)
		session->output_error = sink_flush(session->options->sink);
	return count;
}

/* Has the script called exit()? Its record may have been lost, the word never is. */
static bool exit_was_called(const struct session *session)
{
	const struct plan_control *control = session->options->load->live.control;

	return session->options->events->exit_requested ||
	       __atomic_load_n(&control->exit_status, __ATOMIC_ACQUIRE);
}

static void change_pace(struct session *session, enum pace_change change)
{
	uint64_t *flags = &session->options->load->live.control->wakeup_flags;

	if (change == PACE_TO_BUSY) {
		__atomic_store_n(flags, BPF_RB_NO_WAKEUP, __ATOMIC_RELEASE);
		wait_for_records(&session->wait, false);
		/* Traced tasks that fill every CPU must not starve their reader; may be refused. */
		setpriority(PRIO_PROCESS, 0, BUSY_PRIORITY);
	} else if (change == PACE_TO_IDLE) {
		__atomic_store_n(flags, 0, __ATOMIC_SEQ_CST);
		setpriority(PRIO_PROCESS, 0, session->priority);
		/*
		 * Programs that started before the word changed may still submit without a
		 * wake-up, and a record could lie unread.
		 */
		grace_wait();
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
	return sweep(session, note_child(session, pace_timeout(&session->pace)));
}

static void run_loop(struct session *session)
{
	unsigned happened = 0;

	while (!(happened & ~(unsigned)WAIT_RECORDS)) {
		unsigned count = read_records(session);

		if (session->output_error || exit_was_called(session))
			return;
		change_pace(session, pace_note(&session->pace, count, now_ns()));
		/* A full round may have left records behind. */
		happened = wait_for(&session->wait, count == ROUND ? 0 :
				    next_timeout(session));
	}
}

/* ---- the start ---- */

static int open_wait(struct session *session)
{
	const struct session_options *options = session->options;
	struct wait *wait = &session->wait;
	int error = wait_open(wait, session->has_ring ? session->ring.fd : -1);

	if (error)
		return error;
	wait_add_output(wait, options->output_fd);
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
	struct load *load = session->options->load;
	int error = 0;

	session->has_ring = load->ring_bytes > 0;
	if (session->has_ring)
		error = ring_open(&session->ring, load->live.ring_fd, load->ring_bytes);
	if (error) {
		session->has_ring = false;
		message_error("the ring buffer cannot be mapped: %s", message_system(error));
		return false;
	}
	error = open_wait(session);
	if (error)
		message_error("cannot wait for events: %s", message_system(error));
	return !error;
}

static bool run_programs(const struct session *session, enum mechanism mechanism)
{
	int error = attach_run(session->options->load, mechanism);

	if (error == -KERNEL_ENOTSUPP || error == -EINVAL)
		message_error("this kernel (before 5.10) cannot run %s probes",
			      mechanism_rows[mechanism].name);
	else if (error)
		message_error("the kernel does not run the %s probe: %s",
			      mechanism_rows[mechanism].name, message_system(error));
	return !error;
}

static void say_attached(const struct session *session)
{
	unsigned count = session->attachments.probes +
			 attach_count_run(session->options->load->plan);

	sink_attached(session->options->sink, count);
	if (!session->options->quiet)
		message_note("Attached %u probe%s", count, count == 1 ? "" : "s");
}

/* Begin, then the others, unless begin already asked for the end. */
static bool session_start(struct session *session)
{
	const struct session_options *options = session->options;
	const struct attach_options attach = {
		.arena = options->load->arena, .load = options->load,
		.tracefs_fd = options->tracefs_fd, .pid = options->pid,
	};
	struct attach_failure failure;

	if (!run_programs(session, MECHANISM_RUN_BEGIN))
		return false;
	if (!exit_was_called(session) && !attach_all(&attach, &session->attachments, &failure)) {
		attach_explain(options->load, &failure, options->color);
		return false;
	}
	if (!options->quiet)
		attach_explain_skipped(options->load, &session->attachments, options->color);
	say_attached(session);
	if (!options->child || exit_was_called(session))
		return true;
	if (options->user_symbols) {
		session->note_at = now_ns() + NOTE_DELAY_NS;
		session->note_delay = NOTE_DELAY_NS;
	}
	return !child_release(options->child, options->command);
}

/* ---- the end ---- */

/* Reads until every record that a program began has been seen. */
static void drain(struct session *session, struct plan_ledger *sum)
{
	const struct timespec pause = { .tv_nsec = SETTLE_NS };

	for (unsigned tries = 0; tries < SETTLE_TRIES; tries++) {
		while (read_records(session) == ROUND)
			;
		if (ledger_read(session->options->load, sum) ||
		    ledger_is_settled(sum, session->options->events))
			break;
		nanosleep(&pause, NULL);
	}
}

static bool report_loss(const struct session *session, const struct plan_ledger *sum,
			const struct ledger_missed *missed)
{
	const struct session_options *options = session->options;
	struct loss_summary summary;
	struct buffer sentence = { 0 };

	ledger_summarise(sum, options->events, missed, sink_lost_outputs(options->sink), &summary);
	sink_lost(options->sink, &summary);
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
	struct ledger_missed missed = ledger_count_missed(options->load, &session->attachments);
	struct plan_ledger sum = { 0 };
	bool good, lost;

	if (session->attachments.count >= MANY_PROBES && !options->quiet)
		message_note("Detaching %u probes", session->attachments.probes);
	attach_stop(&session->attachments);
	good = run_programs(session, MECHANISM_RUN_END);
	drain(session, &sum);
	if (!session->output_error)
		events_print_maps(options->events);
	lost = report_loss(session, &sum, &missed);
	if (!session->output_error)
		session->output_error = sink_flush(options->sink);
	if (session->output_error && session->output_error != -EPIPE) {
		message_error("cannot write the output: %s",
			      message_system(session->output_error));
		return 1;
	}
	if (!good)
		return 1;
	return lost && options->fail_on_loss ? STATUS_LOSS : script_status(session);
}

int session_run(const struct session_options *options)
{
	struct session session = {
		.options = options, .ring = { .fd = -1 }, .wait = { .epoll_fd = -1 }, .pid_fd = -1,
		.priority = getpriority(PRIO_PROCESS, 0),
	};
	int status = 1;

	if (session_open(&session)) {
		if (session_start(&session)) {
			if (attach_has_others(options->load->plan) || options->child ||
			    options->pid)
				run_loop(&session);
			status = session_finish(&session);
		} else {
			attach_stop(&session.attachments);
		}
	}
	if (session.pid_fd >= 0)
		close(session.pid_fd);
	wait_close(&session.wait);
	ring_close(&session.ring);
	return status;
}
