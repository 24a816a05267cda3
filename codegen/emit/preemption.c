/*
 * Preemption: where the kernel preempts BPF programs, two tasks can be inside one
 * program on one CPU. They would share its per-CPU memory, and on 6.13 and newer
 * even its stack, which is the CPU's there; for fentry and fexit the kernel drops
 * the second one. So programs that may be preempted ask not to be.
 */
#include "codegen/emit/emit.h"

#include <string.h>

#include "codegen/target/target.h"

/* The tracepoints of system calls let their programs be preempted; the others do not. */
static bool is_system_call(const struct plan_target *target)
{
	return !strcmp(target->category, "syscalls") || !strcmp(target->category, "raw_syscalls") ||
	       !strcmp(target->symbol, "sys_enter") || !strcmp(target->symbol, "sys_exit");
}

/* May PROGRAM be preempted? Kprobes and perf events never are, whatever the kernel. */
static bool is_preempted(const struct plan_program *program)
{
	switch (program->mechanism) {
	case MECHANISM_FENTRY:
	case MECHANISM_FEXIT:
	case MECHANISM_SYSCALL_ENTER:
	case MECHANISM_SYSCALL_EXIT:
	case MECHANISM_UPROBE:
	case MECHANISM_URETPROBE:
	case MECHANISM_USDT:
		return true;
	case MECHANISM_TRACEPOINT:
	case MECHANISM_RAW_TRACEPOINT:
		for (uint32_t i = 0; i < program->target_count; i++)
			if (is_system_call(&program->targets[i]))
				return true;
		return false;
	default:
		return false;
	}
}

/* A function of the kernel: libbpf finds it by its name when the object is loaded. */
static LLVMValueRef kernel_function(struct emitter *emitter, const char *name)
{
	static const struct function prototype = { .return_type = &type_void };
	LLVMTypeRef type = LLVMFunctionType(emitter->void_, NULL, 0, false);
	LLVMValueRef function = LLVMGetNamedFunction(emitter->module, name);

	if (function)
		return function;
	function = LLVMAddFunction(emitter->module, name, type);
	LLVMSetSection(function, ".ksyms");
	debug_declare_function(emitter, function, &prototype);
	return function;
}

static void call(struct emitter *emitter, const char *name)
{
	LLVMTypeRef type = LLVMFunctionType(emitter->void_, NULL, 0, false);

	if (is_preempted(&emitter->checked->plan->programs[emitter->program->index]) &&
	    target_feature(emitter->target, FEATURE_PREEMPT_DISABLE))
		LLVMBuildCall2(emitter->builder, type, kernel_function(emitter, name), NULL, 0, "");
}

void preemption_emit_disable(struct emitter *emitter)
{
	call(emitter, "bpf_preempt_disable");
}

void preemption_emit_enable(struct emitter *emitter)
{
	call(emitter, "bpf_preempt_enable");
}
