/*
 * Emitting the builtins that tell where a program runs: task, time, CPU, stack.
 */
#include <assert.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include "codegen/emit/emit.h"
#include "codegen/target/abi.h"
#include "codegen/target/target.h"
#include "lexer/diag.h"
#include "stdlib/emit.h"

static LLVMValueRef high_half(struct emitter *emitter, LLVMValueRef value)
{
	return ir_binary(emitter, LLVMLShr, value, ir_int(emitter, 32));
}

static LLVMValueRef low_half(struct emitter *emitter, LLVMValueRef value)
{
	return ir_binary(emitter, LLVMAnd, value, ir_int(emitter, UINT32_MAX));
}

LLVMValueRef emit_pid(struct emitter *emitter, const struct expr *call, LLVMValueRef to)
{
	(void)call, (void)to;
	return high_half(emitter, emit_helper0(emitter, HELPER_PID_TGID));
}

LLVMValueRef emit_tid(struct emitter *emitter, const struct expr *call, LLVMValueRef to)
{
	(void)call, (void)to;
	return low_half(emitter, emit_helper0(emitter, HELPER_PID_TGID));
}

LLVMValueRef emit_args(struct emitter *emitter, const struct expr *call, LLVMValueRef to)
{
	call_arguments_emit(emitter, call->span, to);
	return NULL;
}

LLVMValueRef emit_returned(struct emitter *emitter, const struct expr *call, LLVMValueRef to)
{
	emit_memory(emitter, emit_call_argument(call, 0), to);
	call_arguments_emit_returned(emitter, call->span, to);
	return NULL;
}

LLVMValueRef emit_uid(struct emitter *emitter, const struct expr *call, LLVMValueRef to)
{
	(void)call, (void)to;
	return low_half(emitter, emit_helper0(emitter, HELPER_UID_GID));
}

LLVMValueRef emit_gid(struct emitter *emitter, const struct expr *call, LLVMValueRef to)
{
	(void)call, (void)to;
	return high_half(emitter, emit_helper0(emitter, HELPER_UID_GID));
}

LLVMValueRef emit_comm(struct emitter *emitter, const struct expr *call, LLVMValueRef to)
{
	emit_note_fault(emitter, emit_helper2(emitter, HELPER_COMM, to,
					      ir_int(emitter, call->type->size)));
	return NULL;
}

LLVMValueRef emit_cpu(struct emitter *emitter, const struct expr *call, LLVMValueRef to)
{
	(void)call, (void)to;
	return low_half(emitter, emit_helper0(emitter, HELPER_CPU));
}

LLVMValueRef emit_cgroup(struct emitter *emitter, const struct expr *call, LLVMValueRef to)
{
	(void)call, (void)to;
	return emit_helper0(emitter, HELPER_CGROUP_ID);
}

LLVMValueRef emit_curtask(struct emitter *emitter, const struct expr *call, LLVMValueRef to)
{
	(void)call, (void)to;
	/* The other helper's pointer is one that the verifier follows (5.11). */
	return emit_helper0(emitter, call->is_walked ? HELPER_CURRENT_TASK_BTF : HELPER_CURRENT_TASK);
}

LLVMValueRef emit_rand(struct emitter *emitter, const struct expr *call, LLVMValueRef to)
{
	(void)call, (void)to;
	return low_half(emitter, emit_helper0(emitter, HELPER_RANDOM));
}

LLVMValueRef emit_jiffies(struct emitter *emitter, const struct expr *call, LLVMValueRef to)
{
	(void)call, (void)to;
	return emit_helper0(emitter, HELPER_JIFFIES);
}

LLVMValueRef emit_numaid(struct emitter *emitter, const struct expr *call, LLVMValueRef to)
{
	(void)call, (void)to;
	return low_half(emitter, emit_helper0(emitter, HELPER_NUMA_NODE));
}

LLVMValueRef emit_ncpus(struct emitter *emitter, const struct expr *call, LLVMValueRef to)
{
	(void)call, (void)to;
	return ir_int(emitter, sysconf(_SC_NPROCESSORS_CONF));
}

LLVMValueRef emit_ctx(struct emitter *emitter, const struct expr *call, LLVMValueRef to)
{
	(void)call, (void)to;
	return LLVMBuildPtrToInt(emitter->builder, emitter->function->context, emitter->i64, "");
}

LLVMValueRef emit_pointer_of(struct emitter *emitter, const struct expr *call, LLVMValueRef to)
{
	(void)to;
	return emit_scalar(emitter, emit_call_argument(call, 0));
}

LLVMValueRef emit_uaddr(struct emitter *emitter, const struct expr *call, LLVMValueRef to)
{
	const struct argument *code = call->extra;

	(void)to;
	return ir_binary(emitter, LLVMAdd, ir_load_context(emitter, code->offset, 8, false),
			 ir_int(emitter, (uint64_t)(int64_t)(int32_t)code->second));
}

/* The lowest bits say at which level of privilege the processor ran. */
LLVMValueRef emit_usermode(struct emitter *emitter, const struct expr *call, LLVMValueRef to)
{
	const struct argument *level = call->extra;
	bool is_segment = !strcmp(level->name, "cs");
	LLVMValueRef bits = ir_binary(emitter, LLVMAnd,
				      ir_load_context(emitter, level->offset, 8, false),
				      ir_int(emitter, is_segment ? 3 : 15));

	(void)to;
	return ir_widen(emitter, ir_compare(emitter, is_segment ? LLVMIntNE : LLVMIntEQ, bits,
					    ir_int(emitter, 0)));
}

/* nsecs(CLOCK): rows of clocks, the first is the default. */
static const struct clock_row {
	const char *name;
	enum helper helper;
} clock_rows[] = {
	{ "boot", HELPER_KTIME_BOOT_NS },
	{ "monotonic", HELPER_KTIME_NS },
	{ "tai", HELPER_KTIME_TAI_NS },
};

LLVMValueRef emit_nsecs(struct emitter *emitter, const struct expr *call, LLVMValueRef to)
{
	const struct expr *clock = emit_call_argument(call, 0);

	(void)to;
	for (size_t i = 0; clock && i < sizeof(clock_rows) / sizeof(clock_rows[0]); i++) {
		if (strcmp(clock_rows[i].name, clock->name.name))
			continue;
		if (clock_rows[i].helper == HELPER_KTIME_TAI_NS &&
		    !target_feature(emitter->target, FEATURE_KTIME_TAI))
			diag_error(emitter->diags, clock->span, "the clock tai needs the helper "
				   "bpf_ktime_get_tai_ns, which Linux 6.1 brought");
		return emit_helper0(emitter, clock_rows[i].helper);
	}
	return emit_helper0(emitter, clock_rows[0].helper);
}

LLVMValueRef emit_elapsed(struct emitter *emitter, const struct expr *call, LLVMValueRef to)
{
	LLVMValueRef start = ir_load_volatile(
		emitter, ir_at(emitter, emitter->control,
			       offsetof(struct plan_control, start_time)), 8, false);

	(void)call, (void)to;
	return ir_binary(emitter, LLVMSub, emit_helper0(emitter, HELPER_KTIME_BOOT_NS), start);
}

/* Only a program for several system calls comes here; for others the name is a constant. */
LLVMValueRef emit_probe(struct emitter *emitter, const struct expr *call, LLVMValueRef to)
{
	syscall_name(emitter, to, call->type->size);
	return NULL;
}

/* The call's own tracepoint does not see calls of 32-bit programs. */
LLVMValueRef emit_compat(struct emitter *emitter, const struct expr *call, LLVMValueRef to)
{
	(void)call, (void)to;
	return emitter->program->call_count ? syscall_is_compat(emitter) : ir_int(emitter, 0);
}

/* The address of the function that was entered or has returned. */
static LLVMValueRef function_address(struct emitter *emitter)
{
	enum mechanism mechanism = emitter->program->mechanism;
	uint32_t offset = abi_native()->instruction_pointer_offset;
	LLVMValueRef address;

	if (mechanism != MECHANISM_UPROBE && mechanism != MECHANISM_URETPROBE &&
	    target_feature(emitter->target, FEATURE_GET_FUNC_IP))
		return emit_helper1(emitter, HELPER_FUNC_IP, emitter->function->context);
	address = ir_load_context(emitter, offset, 8, false);
	/* Before 5.15 a kprobe's context shows the address behind its breakpoint byte. */
	if (mechanism == MECHANISM_KPROBE)
		address = ir_binary(emitter, LLVMSub, address, ir_int(emitter, 1));
	return address;
}

static void store_user_symbol(struct emitter *emitter, LLVMValueRef address, LLVMValueRef to)
{
	ir_store(emitter, address, to, 8);
	ir_store(emitter, high_half(emitter, emit_helper0(emitter, HELPER_PID_TGID)),
		 ir_at(emitter, to, 8), 8);
}

LLVMValueRef emit_func(struct emitter *emitter, const struct expr *call, LLVMValueRef to)
{
	LLVMValueRef address = function_address(emitter);

	if (call->type->kind != TYPE_USER_SYMBOL)
		return address;
	store_user_symbol(emitter, address, to);
	return NULL;
}

LLVMValueRef emit_ksym(struct emitter *emitter, const struct expr *call, LLVMValueRef to)
{
	(void)to;
	return emit_scalar(emitter, emit_call_argument(call, 0));
}

LLVMValueRef emit_usym(struct emitter *emitter, const struct expr *call, LLVMValueRef to)
{
	store_user_symbol(emitter, emit_scalar(emitter, emit_call_argument(call, 0)), to);
	return NULL;
}

/* kstack and ustack: which stack it is stands in the type. */
LLVMValueRef emit_kstack(struct emitter *emitter, const struct expr *call, LLVMValueRef to)
{
	(void)to;
	return emit_interned_stack(emitter, call);
}
