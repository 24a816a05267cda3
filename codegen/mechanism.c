/*
 * Mechanism: what the kernel is told about a program for each way of hooking it.
 */
#include <linux/bpf.h>

#include "codegen/plan.h"

const struct mechanism_row mechanism_rows[MECHANISM_COUNT] = {
	[MECHANISM_RUN_BEGIN] = { "begin", BPF_PROG_TYPE_RAW_TRACEPOINT, 0, "raw_tp" },
	[MECHANISM_RUN_END] = { "end", BPF_PROG_TYPE_RAW_TRACEPOINT, 0, "raw_tp" },
	[MECHANISM_PERF_TIMER] = { "perf timer", BPF_PROG_TYPE_PERF_EVENT, 0, "perf_event" },
	[MECHANISM_TRACEPOINT] = { "tracepoint", BPF_PROG_TYPE_TRACEPOINT, 0, "tracepoint" },
	[MECHANISM_RAW_TRACEPOINT] = {
		"raw tracepoint", BPF_PROG_TYPE_RAW_TRACEPOINT, 0, "raw_tp",
	},
	[MECHANISM_SYSCALL_ENTER] = {
		"raw tracepoint", BPF_PROG_TYPE_RAW_TRACEPOINT, 0, "raw_tp/sys_enter",
	},
	[MECHANISM_SYSCALL_EXIT] = {
		"raw tracepoint", BPF_PROG_TYPE_RAW_TRACEPOINT, 0, "raw_tp/sys_exit",
		PAIRING_REGISTERS, MECHANISM_SYSCALL_ENTER,
	},
	[MECHANISM_TYPED_TRACEPOINT] = {
		"tp_btf", BPF_PROG_TYPE_TRACING, BPF_TRACE_RAW_TP, "tp_btf",
	},
	[MECHANISM_KPROBE] = { "kprobe", BPF_PROG_TYPE_KPROBE, 0, "kprobe" },
	[MECHANISM_KRETPROBE] = { "kretprobe", BPF_PROG_TYPE_KPROBE, 0, "kretprobe",
				  PAIRING_STACK, MECHANISM_KPROBE },
	[MECHANISM_KPROBE_MULTI] = {
		"kprobe.multi", BPF_PROG_TYPE_KPROBE, BPF_TRACE_KPROBE_MULTI, "kprobe.multi",
	},
	[MECHANISM_KRETPROBE_MULTI] = {
		"kretprobe.multi", BPF_PROG_TYPE_KPROBE, BPF_TRACE_KPROBE_MULTI, "kretprobe.multi",
		PAIRING_STACK, MECHANISM_KPROBE_MULTI,
	},
	[MECHANISM_FENTRY] = { "fentry", BPF_PROG_TYPE_TRACING, BPF_TRACE_FENTRY, "fentry" },
	[MECHANISM_FEXIT] = { "fexit", BPF_PROG_TYPE_TRACING, BPF_TRACE_FEXIT, "fexit",
			      PAIRING_CONTEXT, MECHANISM_FENTRY },
	[MECHANISM_UPROBE] = { "uprobe", BPF_PROG_TYPE_KPROBE, 0, "uprobe" },
	[MECHANISM_URETPROBE] = { "uretprobe", BPF_PROG_TYPE_KPROBE, 0, "uretprobe",
				  PAIRING_STACK, MECHANISM_UPROBE },
};
