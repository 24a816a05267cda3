/*
 * Attach through perf events: timers, tracepoints, kprobes, uprobes.
 */
#include <bpf/bpf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lexer/arena.h"
#include "runtime/attach_internal.h"
#include "runtime/cpu_list.h"
#include "runtime/perf.h"

/* Starts the event FD and takes it over; -errno closes it. */
static int start(struct attaching *attaching, int fd)
{
	int error;

	if (fd < 0)
		return fd;
	error = perf_start(fd, attaching->program_fd);
	if (error)
		close(fd);
	else
		attach_add(attaching, fd, -1);
	return error;
}

/* The same with a link where the kernel has them (5.15): a link can tell what was missed. */
static int start_linked(struct attaching *attaching, int fd)
{
	int link;

	if (fd < 0)
		return fd;
	link = bpf_link_create(attaching->program_fd, fd, BPF_PERF_EVENT, NULL);
	if (link < 0)
		return start(attaching, fd);
	attach_add(attaching, fd, link);
	return 0;
}

/* ---- on every CPU ---- */

struct spread {
	struct attaching *attaching;
	const struct plan_target *target;
	int (*open)(const struct plan_target *target, int cpu);
	bool one_is_enough;
	unsigned started;
	int error;
};

/* Starts the event on CPU; false when there is no need for more. */
static bool start_on(void *context, int cpu)
{
	struct spread *spread = context;
	int fd = spread->open(spread->target, cpu);

	if (fd == -ENODEV)	/* the CPU went away since the list was read */
		return true;
	spread->error = start(spread->attaching, fd);
	spread->started += !spread->error;
	return !spread->error && !spread->one_is_enough;
}

static int attach_spread(struct spread *spread)
{
	int error = cpu_list_visit_online(start_on, spread);

	if (error)
		return error;
	if (spread->error)
		return spread->error;
	return spread->started ? 0 : -ENODEV;
}

static int open_timer(const struct plan_target *target, int cpu)
{
	return perf_open_timer(target->period, target->frequency, cpu);
}

int attach_timer(struct attaching *attaching, const struct plan_target *target)
{
	struct spread spread = {
		.attaching = attaching, .target = target, .open = open_timer,
		.one_is_enough = !target->every_cpu,
	};

	return attach_spread(&spread);
}

static int open_software(const struct plan_target *target, int cpu)
{
	return perf_open_software(target->event_id, target->period, cpu);
}

static int open_hardware(const struct plan_target *target, int cpu)
{
	return perf_open_hardware(target->event_id, target->period, cpu);
}

int attach_event(struct attaching *attaching, const struct plan_target *target)
{
	struct spread spread = {
		.attaching = attaching, .target = target,
		.open = attaching->program->mechanism == MECHANISM_HARDWARE ? open_hardware :
									      open_software,
	};

	return attach_spread(&spread);
}

static int open_breakpoint(const struct plan_target *target, int cpu)
{
	return perf_open_breakpoint(target->address, target->length, (uint32_t)target->event_id,
				    cpu);
}

int attach_watchpoint(struct attaching *attaching, const struct plan_target *target)
{
	struct spread spread = {
		.attaching = attaching, .target = target, .open = open_breakpoint,
	};

	return attach_spread(&spread);
}

static int read_event_id(const struct attach_options *options, const struct plan_target *target,
			 uint64_t *id)
{
	const char *path = arena_printf(options->arena, "events/%s/%s/id", target->category,
					target->symbol);
	char text[32] = "";
	ssize_t count;
	int fd;

	if (options->tracefs_fd < 0)
		return -ENOENT;
	fd = openat(options->tracefs_fd, path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	count = read(fd, text, sizeof(text) - 1);
	close(fd);
	*id = count > 0 ? strtoull(text, NULL, 10) : 0;
	return *id ? 0 : -ENOENT;
}

int attach_tracepoint(struct attaching *attaching, const struct plan_target *target)
{
	uint64_t id = target->event_id;
	int error = id ? 0 : read_event_id(attaching->options, target, &id);

	return error ? error : start(attaching, perf_open_tracepoint(id));
}

static bool is_return(const struct attaching *attaching)
{
	return attaching->program->mechanism == MECHANISM_KRETPROBE ||
	       attaching->program->mechanism == MECHANISM_URETPROBE;
}

int attach_kprobe(struct attaching *attaching, const struct plan_target *target)
{
	const char *function = target->symbol;

	if (target->address)
		return start_linked(attaching,
				    perf_open_kprobe(NULL, target->address,
						     is_return(attaching)));
	if (target->module[0] && strcmp(target->module, "vmlinux"))
		function = arena_printf(attaching->options->arena, "%s:%s", target->module,
					target->symbol);
	return start_linked(attaching,
			    perf_open_kprobe(function, target->offset, is_return(attaching)));
}

int attach_uprobe(struct attaching *attaching, const struct plan_target *target)
{
	return start(attaching, perf_open_uprobe(target->path, target->offset, target->address,
						 is_return(attaching), attaching->options->pid));
}
