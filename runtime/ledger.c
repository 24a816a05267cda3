/*
 * Ledger: outputs = delivered + lost, exactly. The programs count an output before
 * they try it and its loss after; the reader counts what it carried out.
 */
#include "runtime/ledger.h"

#include <bpf/bpf.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

#include "codegen/plan.h"
#include "lexer/buffer.h"
#include "runtime/attach.h"
#include "runtime/events.h"
#include "runtime/load.h"
#include "runtime/sink.h"

enum { LEDGER_WORDS = sizeof(struct plan_ledger) / sizeof(uint64_t) };

int ledger_read(const struct load *load, struct plan_ledger *sum)
{
	unsigned cpus = load->live.cpu_count;
	uint64_t total[LEDGER_WORDS] = { 0 }, *parts;
	uint32_t key = 0;
	int error = 0;

	*sum = (struct plan_ledger){ 0 };
	if (load->live.ledger_fd < 0)
		return 0;
	parts = calloc(cpus, sizeof(*sum));
	if (!parts)
		return -ENOMEM;
	if (bpf_map_lookup_elem(load->live.ledger_fd, &key, parts))
		error = -errno;
	for (unsigned i = 0; i < cpus * LEDGER_WORDS && !error; i++)
		total[i % LEDGER_WORDS] += parts[i];
	free(parts);
	memcpy(sum, total, sizeof(*sum));
	return error;
}

bool ledger_is_settled(const struct plan_ledger *sum, const struct events *events)
{
	return events->delivered + sum->lost_ringbuf >= sum->events;
}

/* ---- missed ---- */

/*
 * The tail of struct bpf_link_info for the two links that count: newer than the
 * headers that ktrace is built with.
 */
struct link_info {
	uint32_t type, id, program_id, unused;
	union {
		struct {
			uint64_t addresses;
			uint32_t count, flags;
			uint64_t missed;
		} kprobe_multi;
		struct {
			uint32_t type, unused;
			uint64_t name;
			uint32_t name_length, offset;
			uint64_t address, missed;
		} perf_event;
		unsigned char room[128];
	};
};

/* Values of the kernel's enums that older headers lack. */
enum {
	LINK_PERF_EVENT = 7, LINK_KPROBE_MULTI = 8,
	PERF_EVENT_KPROBE = 3, PERF_EVENT_KRETPROBE = 4,
};

static uint64_t link_missed(int fd)
{
	struct link_info info = { 0 };
	uint32_t size = sizeof(info);

	if (bpf_obj_get_info_by_fd(fd, &info, &size))
		return 0;
	if (info.type == LINK_KPROBE_MULTI)
		return info.kprobe_multi.missed;
	if (info.type == LINK_PERF_EVENT && (info.perf_event.type == PERF_EVENT_KPROBE ||
					     info.perf_event.type == PERF_EVENT_KRETPROBE))
		return info.perf_event.missed;
	return 0;
}

static uint64_t program_missed(int fd)
{
	struct bpf_prog_info info = { 0 };
	uint32_t size = sizeof(info);

	return bpf_obj_get_info_by_fd(fd, &info, &size) ? 0 : info.recursion_misses;
}

/*
 * Since 6.7 all of these ways of dropping a firing are counted. The release is
 * asked because a counter that is not kept reads 0 like one that is.
 */
static bool kernel_counts_missed(void)
{
	struct utsname name;
	int major, minor;

	return !uname(&name) && sscanf(name.release, "%d.%d", &major, &minor) == 2 &&
	       (major > 6 || (major == 6 && minor >= 7));
}

struct ledger_missed ledger_count_missed(const struct load *load,
					 const struct attachments *attachments)
{
	struct ledger_missed missed = { .is_known = kernel_counts_missed() };

	if (!missed.is_known)
		return missed;
	/* An entry that a keeper missed shows as a return without one. */
	for (uint32_t i = 0; i < load->plan->program_count; i++)
		if (!load->plan->programs[i].is_keeper)
			missed.count += program_missed(load->program_fds[i]);
	for (unsigned i = 0; i < attachments->count; i++) {
		const struct attachment *attachment = &attachments->list[i];

		if (attachment->is_keeper)
			continue;
		missed.count += link_missed(attachment->link_fd >= 0 ? attachment->link_fd
								     : attachment->fd);
	}
	return missed;
}

/* ---- the sum ---- */

void ledger_summarise(const struct plan_ledger *sum, const struct events *events,
		      const struct ledger_missed *missed, uint64_t lost_output,
		      struct loss_summary *summary)
{
	/* A return that the kernel dropped is one whose entry is abandoned in the end. */
	uint64_t dropped = missed->count > sum->abandoned ? missed->count : sum->abandoned;

	*summary = (struct loss_summary){
		.outputs = sum->events + sum->updates,
		.delivered = events->delivered - lost_output + sum->updates - sum->lost_map_full,
		.lost_ringbuf = sum->lost_ringbuf,
		.lost_map_full = sum->lost_map_full,
		.lost_output = lost_output,
		.fault = events->fault + sum->degraded_fault,
		.truncated = events->truncated + sum->degraded_truncated,
		.missed_known = missed->is_known,
		.missed = dropped + sum->unmatched,
	};
}

bool ledger_has_loss(const struct loss_summary *summary)
{
	return summary->lost_ringbuf || summary->lost_map_full || summary->lost_output ||
	       summary->missed;
}

static void describe_part(struct buffer *parts, uint64_t count, const char *what)
{
	if (count)
		buffer_printf(parts, "%s%" PRIu64 " %s", parts->length ? ", " : "", count, what);
}

void ledger_describe(const struct loss_summary *summary, struct buffer *out)
{
	struct buffer parts = { 0 };

	describe_part(&parts, summary->lost_ringbuf, "because the ring buffer was full");
	describe_part(&parts, summary->lost_map_full, "because a map was full");
	describe_part(&parts, summary->lost_output, "that could not be written");
	if (parts.length)
		buffer_printf(out, "Lost %" PRIu64 " of %" PRIu64 " outputs: %s",
			      summary->outputs - summary->delivered, summary->outputs, parts.data);
	if (summary->missed)
		buffer_printf(out, "%s%" PRIu64 " firings were missed", parts.length ? "; " : "",
			      summary->missed);
	buffer_release(&parts);
}
