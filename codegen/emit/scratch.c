/*
 * Scratch: the memory of a program that its stack has no room for. Small scratch is an
 * entry of one per-CPU array, which all programs share. The kernel gives one CPU's part
 * at most 32 KiB, so a program that needs more has an array of its own with an entry for each
 * CPU. How much it needs is known when it is complete; its lookups are turned then.
 */
#include "codegen/emit/emit.h"

#include <linux/bpf.h>

#include "lexer/arena.h"
#include "lexer/diag.h"

enum { SCRATCH_LIMIT = 1 << 20 };	/* far below what an array's entry may have */

/* One function's lookup of its program's scratch. */
struct scratch_lookup {
	LLVMValueRef store;		/* of the key */
	LLVMValueRef call;
	struct scratch_lookup *next;
};

static LLVMValueRef shared_map(struct emitter *emitter)
{
	if (!emitter->scratch)
		emitter->scratch = emit_declare_map(emitter, PLAN_SCRATCH_MAP);
	return emitter->scratch;
}

LLVMValueRef function_scratch(struct emitter *emitter)
{
	struct emit_function *function = emitter->function;
	struct scratch_lookup *lookup;
	LLVMBasicBlockRef here;
	LLVMValueRef key;

	if (function->scratch)
		return function->scratch;
	lookup = ARENA_NEW(emitter->arena, struct scratch_lookup);
	here = LLVMGetInsertBlock(emitter->builder);
	key = function_alloca(emitter, 8);
	ir_enter(emitter, function->setup_end);
	ir_store(emitter, ir_int(emitter, emitter->program->index), key, 4);
	lookup->store = LLVMGetLastInstruction(function->setup_end);
	ir_enter(emitter, here);
	lookup->call = function->scratch = function_find(emitter, shared_map(emitter), key);
	lookup->next = emitter->scratch_lookups;
	emitter->scratch_lookups = lookup;
	return function->scratch;
}

/* The key is the CPU's number, looked up in the program's own array. */
static void turn_lookup(struct emitter *emitter, const struct scratch_lookup *lookup,
			LLVMValueRef map)
{
	LLVMValueRef cpu;

	LLVMPositionBuilderBefore(emitter->builder, lookup->store);
	LLVMSetCurrentDebugLocation2(emitter->builder, LLVMInstructionGetDebugLoc(lookup->store));
	cpu = emit_helper0(emitter, HELPER_CPU);
	LLVMSetOperand(lookup->store, 0,
		       LLVMBuildTrunc(emitter->builder, cpu, emitter->i32, ""));
	LLVMSetOperand(lookup->call, 0, map);
}

static void report_limit(struct emitter *emitter)
{
	diag_hint(diag_error(emitter->diags, emitter->program->probe->span,
			     "this probe works on %u bytes at once, and %u is the most that a "
			     "program can have", emitter->scratch_size, SCRATCH_LIMIT),
		  "make texts shorter: str(p, 64), or config = { max_strlen = 64 }");
}

void scratch_settle(struct emitter *emitter)
{
	struct plan_program *plan = &emitter->checked->plan->programs[emitter->program->index];
	const struct scratch_lookup *lookup;
	LLVMValueRef map;
	char *name;

	plan->scratch_size = emitter->scratch_size;
	if (emitter->scratch_size > SCRATCH_LIMIT)
		report_limit(emitter);
	if (emitter->scratch_size > PLAN_SCRATCH_SHARED) {
		name = arena_printf(emitter->arena, "%s_%u", PLAN_SCRATCH_MAP,
				    emitter->program->index);
		map = emit_declare_map(emitter, name);
		for (lookup = emitter->scratch_lookups; lookup; lookup = lookup->next)
			turn_lookup(emitter, lookup, map);
		/* The loader knows how many CPUs there are. */
		debug_describe_map(emitter, map, name, BPF_MAP_TYPE_ARRAY, 4,
				   emitter->scratch_size, 1, 0);
	}
	emitter->scratch_lookups = NULL;
}

void scratch_define_shared(struct emitter *emitter)
{
	const struct plan *plan = emitter->checked->plan;
	uint32_t size = 8;

	for (uint32_t i = 0; i < plan->program_count; i++)
		if (plan->programs[i].scratch_size <= PLAN_SCRATCH_SHARED &&
		    plan->programs[i].scratch_size > size)
			size = plan->programs[i].scratch_size;
	if (emitter->scratch)
		debug_describe_map(emitter, emitter->scratch, PLAN_SCRATCH_MAP,
				   BPF_MAP_TYPE_PERCPU_ARRAY, 4, size, plan->program_count, 0);
}
