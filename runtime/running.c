/*
 * Running: the steps of a program's life, in the order that keeps every record:
 * detached before the end programs run, and read until nothing is under way.
 */
#include "runtime/running.h"

#include <errno.h>
#include <linux/bpf.h>
#include <time.h>

#include "runtime/attach_explain.h"
#include "runtime/events.h"
#include "runtime/grace.h"
#include "runtime/load.h"
#include "runtime/message.h"
#include "runtime/sink.h"

enum {
	ROUND = 1 << 16,
	SETTLE_TRIES = 5000,		/* waits for records that were begun before the end */
	SETTLE_NS = 100000,
	MANY_PROBES = 32,		/* to detach so many can take seconds: say so */
	KERNEL_ENOTSUPP = 524,		/* an errno that the kernel has and libc does not */
};

bool running_open(struct running *running)
{
	struct load *load = running->load;
	int error = 0;

	running->ring.fd = -1;
	running->has_ring = load->ring_bytes > 0;
	if (running->has_ring)
		error = ring_open(&running->ring, load->live.ring_fd, load->ring_bytes);
	if (!error)
		return true;
	running->has_ring = false;
	message_error("the ring buffer cannot be mapped: %s", message_system(error));
	return false;
}

void running_close(struct running *running)
{
	if (running->has_ring)
		ring_close(&running->ring);
	running->has_ring = false;
}

/* ---- the start ---- */

bool running_run(const struct running *running, enum mechanism mechanism)
{
	int error = attach_run(running->load, mechanism);

	if (error == -KERNEL_ENOTSUPP || error == -EINVAL)
		message_error("this kernel (before 5.10) cannot run %s probes",
			      mechanism_rows[mechanism].name);
	else if (error)
		message_error("the kernel does not run the %s probe: %s",
			      mechanism_rows[mechanism].name, message_system(error));
	return !error;
}

bool running_attach(struct running *running)
{
	const struct attach_options attach = {
		.arena = running->load->arena, .load = running->load,
		.tracefs_fd = running->tracefs_fd, .pid = running->pid,
	};
	struct attach_failure failure;

	running->elements = 1;
	if (!attach_all(&attach, &running->attachments, &failure)) {
		attach_explain(running->load, &failure, running->color);
		attach_stop(&running->attachments);
		return false;
	}
	if (!running->quiet)
		attach_explain_skipped(running->load, &running->attachments, running->color);
	return true;
}

/* So many that their records fill about a quarter of the ring; nobody knows it beforehand. */
static unsigned next_elements(const struct running *running)
{
	unsigned elements = running->elements;
	uint64_t used;

	if (!running->has_ring)
		return ATTACH_ELEMENTS_MOST;
	used = __atomic_load_n(running->ring.producer, __ATOMIC_ACQUIRE) -
	       *running->ring.consumer;
	if (used > running->load->ring_bytes / 4)
		return elements > 1 ? elements / 2 : 1;
	if (used > running->load->ring_bytes / 8 || elements == ATTACH_ELEMENTS_MOST)
		return elements;
	return elements * 2;
}

bool running_iterate(struct running *running)
{
	struct attach_failure failure;
	unsigned before = running->attachments.iterated;
	bool has_more = attach_iterate(running->load, &running->attachments, running->elements,
				       &failure);

	/* What one iterator's elements make says nothing about the next one's. */
	running->elements = before == running->attachments.iterated ? next_elements(running) : 1;
	if (failure.error)
		message_error("%s ended early: %s", failure.target->name,
			      message_system(failure.error));
	return has_more;
}

unsigned running_count_probes(const struct running *running)
{
	return running->attachments.probes + attach_count_run(running->load->plan);
}

/* ---- reading ---- */

static int handle_record(void *context, const void *record, size_t size)
{
	events_handle(context, record, size);
	return 0;
}

bool running_has_records(const struct running *running)
{
	return running->has_ring &&
	       *running->ring.consumer != __atomic_load_n(running->ring.producer, __ATOMIC_ACQUIRE);
}

unsigned running_read(struct running *running, unsigned most)
{
	unsigned count = 0;

	if (running->has_ring)
		count = ring_consume(&running->ring, most, handle_record, running->events);
	if (!running->output_error)
		running->output_error = sink_flush(running->sink);
	return count;
}

/* Its record may have been lost, the word never is. */
bool running_has_exited(const struct running *running)
{
	const struct plan_control *control = running->load->live.control;

	return running->events->exit_requested ||
	       __atomic_load_n(&control->exit_status, __ATOMIC_ACQUIRE);
}

void running_set_wakeups(struct running *running, bool wanted)
{
	uint64_t *flags = &running->load->live.control->wakeup_flags;

	if (!wanted) {
		__atomic_store_n(flags, BPF_RB_NO_WAKEUP, __ATOMIC_RELEASE);
		return;
	}
	__atomic_store_n(flags, 0, __ATOMIC_SEQ_CST);
	/*
	 * Programs that started before the word changed may still submit without a
	 * wake-up, and a record could lie unread.
	 */
	grace_wait();
}

/* ---- the end ---- */

/* Reads until every record that a program began has been seen. */
static void drain(struct running *running, struct plan_ledger *sum)
{
	const struct timespec pause = { .tv_nsec = SETTLE_NS };

	for (unsigned tries = 0; tries < SETTLE_TRIES; tries++) {
		while (running_read(running, ROUND) == ROUND)
			;
		if (ledger_read(running->load, sum) || ledger_is_settled(sum, running->events))
			break;
		nanosleep(&pause, NULL);
	}
}

bool running_stop(struct running *running, struct plan_ledger *sum)
{
	bool good;

	*sum = (struct plan_ledger){ 0 };
	running->missed = ledger_count_missed(running->load, &running->attachments);
	if (running->attachments.count >= MANY_PROBES && !running->quiet)
		message_note("Detaching %u probes", running->attachments.probes);
	attach_stop(&running->attachments);
	good = running_run(running, MECHANISM_RUN_END);
	drain(running, sum);
	return good;
}

void running_summarise(const struct running *running, const struct plan_ledger *sum,
		       struct loss_summary *summary)
{
	ledger_summarise(sum, running->events, &running->missed,
			 sink_lost_outputs(running->sink), summary);
}
