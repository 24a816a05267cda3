/*
 * Mechanism: what the kernel is told about a program for each way of hooking it.
 */
#include <linux/bpf.h>

#include "codegen/plan.h"

#define HOOK(name_, type_, attach_, section_) \
	.name = (name_), .program_type = BPF_PROG_TYPE_##type_, .attach_type = (attach_), \
	.section = (section_)
#define RETURN_OF(entry_, pairing_) \
	.entry = MECHANISM_##entry_, .pairing = PAIRING_##pairing_

const struct mechanism_row mechanism_rows[MECHANISM_COUNT] = {
	[MECHANISM_RUN_BEGIN] = { HOOK("begin", RAW_TRACEPOINT, 0, "raw_tp") },
	[MECHANISM_RUN_END] = { HOOK("end", RAW_TRACEPOINT, 0, "raw_tp") },
	[MECHANISM_RUN_SIGNAL] = { HOOK("signal", RAW_TRACEPOINT, 0, "raw_tp") },
	[MECHANISM_PERF_TIMER] = { HOOK("perf timer", PERF_EVENT, 0, "perf_event") },
	[MECHANISM_SOFTWARE] = { HOOK("perf software event", PERF_EVENT, 0, "perf_event") },
	[MECHANISM_HARDWARE] = { HOOK("perf hardware event", PERF_EVENT, 0, "perf_event") },
	[MECHANISM_WATCHPOINT] = { HOOK("perf breakpoint", PERF_EVENT, 0, "perf_event") },
	[MECHANISM_TRACEPOINT] = { HOOK("tracepoint", TRACEPOINT, 0, "tracepoint") },
	[MECHANISM_RAW_TRACEPOINT] = { HOOK("raw tracepoint", RAW_TRACEPOINT, 0, "raw_tp") },
	[MECHANISM_SYSCALL_ENTER] = {
		HOOK("raw tracepoint", RAW_TRACEPOINT, 0, "raw_tp/sys_enter"),
	},
	[MECHANISM_SYSCALL_EXIT] = {
		HOOK("raw tracepoint", RAW_TRACEPOINT, 0, "raw_tp/sys_exit"),
		RETURN_OF(SYSCALL_ENTER, REGISTERS),
	},
	[MECHANISM_TYPED_TRACEPOINT] = { HOOK("tp_btf", TRACING, BPF_TRACE_RAW_TP, "tp_btf") },
	[MECHANISM_KPROBE] = { HOOK("kprobe", KPROBE, 0, "kprobe") },
	[MECHANISM_KRETPROBE] = {
		HOOK("kretprobe", KPROBE, 0, "kretprobe"), RETURN_OF(KPROBE, STACK),
	},
	[MECHANISM_KPROBE_MULTI] = {
		HOOK("kprobe.multi", KPROBE, BPF_TRACE_KPROBE_MULTI, "kprobe.multi"),
	},
	[MECHANISM_KRETPROBE_MULTI] = {
		HOOK("kretprobe.multi", KPROBE, BPF_TRACE_KPROBE_MULTI, "kretprobe.multi"),
		RETURN_OF(KPROBE_MULTI, STACK),
	},
	[MECHANISM_FENTRY] = { HOOK("fentry", TRACING, BPF_TRACE_FENTRY, "fentry") },
	[MECHANISM_FEXIT] = {
		HOOK("fexit", TRACING, BPF_TRACE_FEXIT, "fexit"), RETURN_OF(FENTRY, CONTEXT),
	},
	[MECHANISM_UPROBE] = { HOOK("uprobe", KPROBE, 0, "uprobe") },
	[MECHANISM_URETPROBE] = {
		HOOK("uretprobe", KPROBE, 0, "uretprobe"), RETURN_OF(UPROBE, STACK),
	},
	[MECHANISM_USDT] = { HOOK("usdt", KPROBE, 0, "uprobe") },
	[MECHANISM_ITERATOR] = { HOOK("iterator", TRACING, BPF_TRACE_ITER, "iter") },
};
