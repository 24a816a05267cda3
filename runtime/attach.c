/*
 * Attach: the rows, and taking everything off again. Only descriptors hold an
 * attachment, so nothing is left whatever becomes of this process.
 */
#include "runtime/attach.h"

#include <bpf/bpf.h>
#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <unistd.h>

#include "lexer/arena.h"
#include "runtime/attach_internal.h"
#include "runtime/load.h"

struct attach_row {
	int (*attach)(struct attaching *attaching, const struct plan_target *target);
	bool takes_all;		/* called once with all targets */
};

static const struct attach_row attach_rows[MECHANISM_COUNT] = {
	[MECHANISM_PERF_TIMER] = { attach_timer, false },
	[MECHANISM_SOFTWARE] = { attach_event, false },
	[MECHANISM_HARDWARE] = { attach_event, false },
	[MECHANISM_WATCHPOINT] = { attach_watchpoint, false },
	[MECHANISM_TRACEPOINT] = { attach_tracepoint, false },
	[MECHANISM_RAW_TRACEPOINT] = { attach_raw_tracepoint, false },
	/* All system calls share one: the program tells them apart. */
	[MECHANISM_SYSCALL_ENTER] = { attach_syscall, true },
	[MECHANISM_SYSCALL_EXIT] = { attach_syscall, true },
	[MECHANISM_TYPED_TRACEPOINT] = { attach_trampoline, false },
	[MECHANISM_KPROBE] = { attach_kprobe, false },
	[MECHANISM_KRETPROBE] = { attach_kprobe, false },
	[MECHANISM_KPROBE_MULTI] = { attach_kprobe_multi, true },
	[MECHANISM_KRETPROBE_MULTI] = { attach_kprobe_multi, true },
	[MECHANISM_FENTRY] = { attach_trampoline, false },
	[MECHANISM_FEXIT] = { attach_trampoline, false },
	[MECHANISM_UPROBE] = { attach_uprobe, false },
	[MECHANISM_URETPROBE] = { attach_uprobe, false },
	[MECHANISM_USDT] = { attach_uprobe, false },
	[MECHANISM_ITERATOR] = { attach_iterator, false },
	/* RUN_BEGIN, RUN_END and RUN_SIGNAL wait for nothing: attach_run */
};

void attach_add(struct attaching *attaching, int fd, int link_fd)
{
	struct attachments *list = attaching->list;

	if (list->count == list->capacity) {
		unsigned capacity = list->capacity ? list->capacity * 2 : 16;
		struct attachment *larger = ARENA_NEW_ARRAY(attaching->options->arena,
							    struct attachment, capacity);

		if (list->count)
			memcpy(larger, list->list, sizeof(*larger) * list->count);
		list->list = larger;
		list->capacity = capacity;
	}
	list->list[list->count++] = (struct attachment){
		.fd = fd, .link_fd = link_fd, .program = attaching->index,
		.is_keeper = attaching->program->is_keeper,
	};
}

/* Did a pattern yield target INDEX? Then its place in the script yielded others too. */
static bool is_of_pattern(const struct plan_program *program, uint32_t index)
{
	struct span span = program->targets[index].span;

	for (uint32_t i = 0; i < program->target_count; i++)
		if (i != index && program->targets[i].span.start == span.start &&
		    program->targets[i].span.end == span.end)
			return true;
	return false;
}

/* Errors that are about one place, not about the kernel or this process. */
static bool is_of_place(int error)
{
	return error == -EADDRNOTAVAIL || error == -EINVAL || error == -ENOENT ||
	       error == -EILSEQ || error == -EOPNOTSUPP || error == -EBUSY;
}

static bool attach_program(struct attaching *attaching, const struct attach_row *row,
			   struct attach_failure *failure)
{
	const struct plan_program *program = attaching->program;
	struct attachments *list = attaching->list;
	uint32_t calls = row->takes_all ? 1 : program->target_count;
	unsigned skipped = 0;

	for (uint32_t i = 0; i < calls && program->target_count; i++) {
		int error = row->attach(attaching, &program->targets[i]);

		if (!error)
			continue;
		*failure = (struct attach_failure){
			.error = error, .target = &program->targets[i], .program = program,
		};
		if (row->takes_all || !is_of_place(error) || !is_of_pattern(program, i))
			return false;
		if (!program->is_keeper && !list->skipped && !skipped)
			list->first_skipped = *failure;
		skipped++;
	}
	/* A keeper's places are those of the program it keeps for. */
	if (!program->is_keeper) {
		list->skipped += skipped;
		list->probes += program->target_count - skipped;
	}
	return !skipped || skipped < program->target_count;
}

bool attach_all(const struct attach_options *options, struct attachments *list,
		struct attach_failure *failure)
{
	const struct plan *plan = options->load->plan;

	for (uint32_t i = 0; i < plan->program_count; i++) {
		const struct attach_row *row = &attach_rows[plan->programs[i].mechanism];
		struct attaching attaching = {
			.options = options, .list = list, .program = &plan->programs[i],
			.index = i, .program_fd = options->load->program_fds[i],
		};

		if (row->attach && !attach_program(&attaching, row, failure))
			return false;
	}
	return true;
}

/* ---- detaching ---- */

/* Closing one attachment can wait for a grace period: threads wait side by side. */
enum { DETACH_THREADS = 32, DETACH_STACK = 64 << 10 };

struct detach_share {
	struct attachments *list;
	unsigned first, step;
	bool of_keepers;
};

static void *detach_share_run(void *context)
{
	const struct detach_share *share = context;

	for (unsigned i = share->first; i < share->list->count; i += share->step) {
		struct attachment *attachment = &share->list->list[i];

		if (attachment->is_keeper != share->of_keepers)
			continue;
		if (attachment->link_fd >= 0)
			close(attachment->link_fd);
		close(attachment->fd);
	}
	return NULL;
}

static void detach_in_threads(struct attachments *list, unsigned count, bool of_keepers)
{
	struct detach_share shares[DETACH_THREADS];
	pthread_t threads[DETACH_THREADS];
	pthread_attr_t attributes;
	unsigned started = 0;

	pthread_attr_init(&attributes);
	pthread_attr_setstacksize(&attributes, DETACH_STACK);
	for (unsigned i = 0; i < count; i++) {
		shares[i] = (struct detach_share){ list, i, count, of_keepers };
		if (pthread_create(&threads[i], &attributes, detach_share_run, &shares[i]))
			break;
		started++;
	}
	for (unsigned i = started; i < count; i++) {
		shares[i] = (struct detach_share){ list, i, count, of_keepers };
		detach_share_run(&shares[i]);
	}
	for (unsigned i = 0; i < started; i++)
		pthread_join(threads[i], NULL);
	pthread_attr_destroy(&attributes);
}

void attach_stop(struct attachments *list)
{
	struct detach_share all = { .list = list, .first = 0, .step = 1 };

	/* Returns first: one whose entry is not seen any more would count as unmatched. */
	for (int of_keepers = 0; of_keepers < 2; of_keepers++) {
		all.of_keepers = of_keepers;
		if (list->count > 1)
			detach_in_threads(list, list->count < DETACH_THREADS ? list->count
									     : DETACH_THREADS,
					  of_keepers);
		else
			detach_share_run(&all);
	}
	list->count = 0;
}

/* ---- begin, end and signals ---- */

static bool is_signalled(const struct plan_program *program, int number)
{
	return program->mechanism == MECHANISM_RUN_SIGNAL && program->target_count &&
	       program->targets[0].event_id == (uint64_t)number;
}

unsigned attach_count_run(const struct plan *plan)
{
	unsigned count = 0;

	for (uint32_t i = 0; i < plan->program_count; i++)
		if (!attach_rows[plan->programs[i].mechanism].attach)
			count++;
	return count;
}

bool attach_has_others(const struct plan *plan)
{
	for (uint32_t i = 0; i < plan->program_count; i++)
		if (plan->programs[i].mechanism != MECHANISM_RUN_BEGIN &&
		    plan->programs[i].mechanism != MECHANISM_RUN_END &&
		    plan->programs[i].mechanism != MECHANISM_ITERATOR)
			return true;
	return false;
}

bool attach_has_iterator(const struct plan *plan)
{
	for (uint32_t i = 0; i < plan->program_count; i++)
		if (plan->programs[i].mechanism == MECHANISM_ITERATOR)
			return true;
	return false;
}

bool attach_has_signal(const struct plan *plan, int number)
{
	for (uint32_t i = 0; i < plan->program_count; i++)
		if (is_signalled(&plan->programs[i], number))
			return true;
	return false;
}

static int run_program(const struct load *load, uint32_t index)
{
	uint64_t context[12] = { 0 };	/* as many words as a raw tracepoint can have */
	LIBBPF_OPTS(bpf_test_run_opts, options, .ctx_in = context,
		    .ctx_size_in = sizeof(context));

	return bpf_prog_test_run_opts(load->program_fds[index], &options) ? -errno : 0;
}

int attach_run(const struct load *load, enum mechanism mechanism)
{
	const struct plan *plan = load->plan;
	int error = 0;

	for (uint32_t i = 0; i < plan->program_count && !error; i++)
		if (plan->programs[i].mechanism == mechanism)
			error = run_program(load, i);
	return error;
}

int attach_run_signal(const struct load *load, int number)
{
	const struct plan *plan = load->plan;
	int error = 0;

	for (uint32_t i = 0; i < plan->program_count && !error; i++)
		if (is_signalled(&plan->programs[i], number))
			error = run_program(load, i);
	return error;
}
