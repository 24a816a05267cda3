/*
 * Saved: what is known at the entry, kept for the return.
 *
 * A call is known by its thread and its place on the stack: the stack pointer, which
 * at the return is the entry's but for the return address, or the context itself,
 * which a trampoline's entry and exit programs share. No two calls that have not
 * returned share a place; so recursion, other stacks and lost returns all come out
 * right, and nothing has to be in any order. A system call is known by the place of its
 * registers, which is the same at both ends. Calls that never return leave a record
 * behind, which the next call at its place takes over, or the map drops as the one
 * that was not used for longest.
 *
 * No per-CPU memory is on the way from the registers to the record: uprobe programs
 * are preempted on kernels where nothing can be done about it (preemption.c).
 */
#include "codegen/emit/emit.h"

#include <errno.h>
#include <linux/bpf.h>
#include <stddef.h>

#include "codegen/target/abi.h"

static LLVMValueRef record_key(struct emitter *emitter)
{
	return ir_at(emitter, emitter->function->frame, emitter->record_key);
}

static LLVMValueRef record_map(struct emitter *emitter)
{
	return emit_map_global(emitter, emitter->program->record->map);
}

/* ---- the key: thread, place, function ---- */

static LLVMValueRef stack_place(struct emitter *emitter)
{
	const struct abi *abi = abi_native();
	LLVMValueRef pointer = ir_load_context(emitter, abi->stack_pointer_offset, 8, false);

	if (emitter->program->is_keeper)
		return pointer;
	return ir_binary(emitter, LLVMSub, pointer, ir_int(emitter, abi->stack_argument_bias));
}

/* The context as a number: the verifier forgets that it is a pointer once it was in a map. */
static LLVMValueRef context_place(struct emitter *emitter)
{
	struct temporary_mark mark = emit_mark(emitter);
	LLVMValueRef memory = emit_scratch(emitter, 8), place;

	LLVMBuildStore(emitter->builder, emitter->function->context, memory);
	place = ir_load_volatile(emitter, memory, 8, false);
	emit_release(emitter, mark);
	return place;
}

static enum pairing pairing_of(enum mechanism mechanism)
{
	enum mechanism other;

	for (other = 0; other < MECHANISM_COUNT; other++)
		if (mechanism_rows[other].pairing != PAIRING_NONE &&
		    (other == mechanism || mechanism_rows[other].entry == mechanism))
			return mechanism_rows[other].pairing;
	return PAIRING_NONE;
}

static LLVMValueRef call_place(struct emitter *emitter)
{
	switch (pairing_of(emitter->program->mechanism)) {
	case PAIRING_CONTEXT:
		return context_place(emitter);
	case PAIRING_REGISTERS:
		return ir_load_context(emitter, 0, 8, false);
	default:
		return stack_place(emitter);
	}
}

static void make_key(struct emitter *emitter)
{
	LLVMValueRef key = record_key(emitter);

	ir_store(emitter, emit_helper0(emitter, HELPER_PID_TGID), key, 8);
	ir_store(emitter, call_place(emitter), ir_at(emitter, key, 8), 8);
	if (emitter->program->record->has_function)
		ir_store(emitter,
			 emit_helper1(emitter, HELPER_FUNC_IP, emitter->function->context),
			 ir_at(emitter, key, 16), 8);
}

/* ---- at the entry ---- */

static void keep_value(struct emitter *emitter, const struct saved *saved, LLVMValueRef record)
{
	const struct argument *argument = &saved->argument;
	LLVMValueRef at = ir_at(emitter, record, argument->offset);
	struct temporary_mark mark = emit_mark(emitter);
	bool is_scalar = type_is_scalar(argument->type);

	if (saved->expr && is_scalar)
		ir_store(emitter, emit_scalar(emitter, saved->expr), at, 8);
	else if (saved->expr)
		emit_memory(emitter, saved->expr, at);
	else if (is_scalar)
		ir_store(emitter, emit_argument(emitter, argument->origin), at, 8);
	else
		emit_read(emitter, at, emit_argument_place(emitter, argument->origin),
			  argument->type->size);
	if (argument->flags)
		ir_store(emitter, emit_take_flags(emitter),
			 ir_at(emitter, record, argument->flags), 8);
	emit_release(emitter, mark);
}

static void keep_values(struct emitter *emitter, LLVMValueRef record)
{
	const struct saved *saved;

	for (saved = emitter->program->record->first; saved; saved = saved->next)
		keep_value(emitter, saved, record);
}

/* Stores RECORD as this call's; one that is there already is of a call that was never seen to end. */
static void put_record(struct emitter *emitter, LLVMValueRef record)
{
	LLVMValueRef result = emit_helper4(emitter, HELPER_MAP_UPDATE, record_map(emitter),
					   record_key(emitter), record,
					   ir_int(emitter, BPF_NOEXIST));
	struct ir_if branch;

	/* Where the verifier calls the map's own function, the error has 32 bits only. */
	result = ir_extend(emitter, result, 4, true);
	branch = ir_if_begin(emitter, ir_compare(emitter, LLVMIntEQ, result,
						 ir_int(emitter, (uint64_t)-EEXIST)));
	ledger_count(emitter, offsetof(struct plan_ledger, abandoned));
	emit_helper4(emitter, HELPER_MAP_UPDATE, record_map(emitter), record_key(emitter), record,
		     ir_int(emitter, BPF_ANY));
	ir_if_end(emitter, &branch);
}

/* A large record is stored empty and then filled where it is. */
static void keep_in_place(struct emitter *emitter)
{
	LLVMValueRef zeros = emit_map_global(emitter, emitter->program->record->zeros), stored;
	LLVMBasicBlockRef on;

	put_record(emitter, function_find_index(emitter, zeros, 0));
	stored = emit_helper2(emitter, HELPER_MAP_LOOKUP, record_map(emitter),
			      record_key(emitter));
	on = ir_block(emitter, "stored");
	LLVMBuildCondBr(emitter->builder, ir_is_zero(emitter, stored), emitter->function->exit,
			on);
	ir_enter(emitter, on);
	keep_values(emitter, stored);
}

void saved_emit_keeper(struct emitter *emitter)
{
	const struct saved_record *record = emitter->program->record;
	LLVMValueRef memory;

	make_key(emitter);
	if (!record->is_small) {
		keep_in_place(emitter);
		return;
	}
	memory = function_alloca(emitter, record->size);
	emitter->function->stack_bytes += record->size;
	ir_zero(emitter, memory, record->size);
	keep_values(emitter, memory);
	put_record(emitter, memory);
}

/* ---- at the return ---- */

void saved_emit_find(struct emitter *emitter)
{
	struct emit_function *function = emitter->function;
	struct ir_if branch;

	make_key(emitter);
	function->record = emit_helper2(emitter, HELPER_MAP_LOOKUP, record_map(emitter),
					record_key(emitter));
	branch = ir_if_begin(emitter, ir_is_zero(emitter, function->record));
	ledger_count(emitter, offsetof(struct plan_ledger, unmatched));
	LLVMBuildBr(emitter->builder, function->exit);
	ir_enter(emitter, branch.otherwise);
}

void saved_emit_drop(struct emitter *emitter)
{
	LLVMValueRef place = ir_load(emitter, ir_at(emitter, record_key(emitter), 8), 8, false);
	struct ir_if branch = ir_if_begin(emitter,
					  ir_compare(emitter, LLVMIntNE, place,
						     ir_int(emitter, 0)));

	emit_helper2(emitter, HELPER_MAP_DELETE, record_map(emitter), record_key(emitter));
	ir_if_end(emitter, &branch);
}

/* The record; a loop's callback finds it again by the key in the frame. */
static LLVMValueRef function_record(struct emitter *emitter)
{
	struct emit_function *function = emitter->function;
	LLVMBasicBlockRef here = LLVMGetInsertBlock(emitter->builder);
	LLVMValueRef key;

	if (!function->record) {
		ir_enter(emitter, function->setup_end);
		key = record_key(emitter);
		ir_enter(emitter, here);
		function->record = function_find(emitter, record_map(emitter), key);
	}
	return function->record;
}

/* What went wrong when the value was kept goes wrong now. */
static void restore_flags(struct emitter *emitter, LLVMValueRef flags)
{
	static const struct { enum frame_word word; uint32_t flag; } rows[] = {
		{ FRAME_FAULT, PLAN_RECORD_FAULT }, { FRAME_TRUNCATED, PLAN_RECORD_TRUNCATED },
	};

	for (unsigned i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		LLVMValueRef word = emit_frame_word(emitter, rows[i].word);
		LLVMValueRef flag = ir_binary(emitter, LLVMAnd, flags,
					      ir_int(emitter, rows[i].flag));

		flag = ir_widen(emitter, ir_compare(emitter, LLVMIntNE, flag, ir_int(emitter, 0)));
		ir_store(emitter,
			 ir_binary(emitter, LLVMOr, ir_load(emitter, word, 8, false), flag), word,
			 8);
	}
}

LLVMValueRef saved_emit_place(struct emitter *emitter, const struct argument *argument)
{
	LLVMValueRef record = function_record(emitter);

	if (argument->flags)
		restore_flags(emitter, ir_load(emitter, ir_at(emitter, record, argument->flags), 8,
					       false));
	return ir_at(emitter, record, argument->offset);
}
