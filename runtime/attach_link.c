/*
 * Attach through BPF links: raw tracepoints, trampolines (fentry, fexit) and
 * kprobe.multi. The system calls are made directly: the descriptor is all that
 * ktrace keeps.
 */
#include <bpf/bpf.h>
#include <errno.h>

#include "lexer/arena.h"
#include "runtime/attach_internal.h"

int attach_raw_tracepoint(struct attaching *attaching, const struct plan_target *target)
{
	int fd = bpf_raw_tracepoint_open(target->symbol, attaching->program_fd);

	if (fd < 0)
		return -errno;
	attach_add(attaching, fd, -1);
	return 0;
}

int attach_syscall(struct attaching *attaching, const struct plan_target *targets)
{
	bool is_exit = attaching->program->mechanism == MECHANISM_SYSCALL_EXIT;
	int fd = bpf_raw_tracepoint_open(is_exit ? "sys_exit" : "sys_enter",
					 attaching->program_fd);

	(void)targets;
	if (fd < 0)
		return -errno;
	attach_add(attaching, fd, -1);
	return 0;
}

int attach_trampoline(struct attaching *attaching, const struct plan_target *target)
{
	/* The function was named when the program was loaded. */
	int fd = bpf_raw_tracepoint_open(NULL, attaching->program_fd);

	(void)target;
	if (fd < 0)
		return -errno;
	attach_add(attaching, fd, -1);
	return 0;
}

int attach_kprobe_multi(struct attaching *attaching, const struct plan_target *targets)
{
	uint32_t count = attaching->program->target_count;
	const char **symbols = ARENA_NEW_ARRAY(attaching->options->arena, const char *, count);
	LIBBPF_OPTS(bpf_link_create_opts, options);
	int fd;

	for (uint32_t i = 0; i < count; i++)
		symbols[i] = targets[i].symbol;
	options.kprobe_multi.syms = symbols;
	options.kprobe_multi.cnt = count;
	if (attaching->program->mechanism == MECHANISM_KRETPROBE_MULTI)
		options.kprobe_multi.flags = BPF_F_KPROBE_MULTI_RETURN;
	fd = bpf_link_create(attaching->program_fd, 0, BPF_TRACE_KPROBE_MULTI, &options);
	if (fd < 0)
		return -errno;
	attach_add(attaching, fd, -1);
	return 0;
}
