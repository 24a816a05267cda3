/*
 * System calls: what a program on sys_enter or sys_exit does before its body, and how it
 * reads the arguments.
 *
 * These two see every call of the machine, so the first thing is to leave: the number
 * is tested before anything else is looked up. Then a bit in the task tells whether a
 * 32-bit program made the call, whose numbers and registers are others. The frame
 * keeps that bit, and above it which of the program's calls this is.
 */
#include "codegen/emit/emit.h"

#include <stdio.h>

#include "codegen/target/abi.h"
#include "codegen/target/target.h"
#include "lexer/arena.h"

enum { COMPAT_BITS = 1, TABLE_MAX = 1024 };

/* The kernel's struct pt_regs of the call. */
static LLVMValueRef registers(struct emitter *emitter)
{
	return ir_load_context(emitter, 0, 8, false);
}

/* SIZE bytes of kernel memory that is always there. */
static LLVMValueRef read_word(struct emitter *emitter, LLVMValueRef address, uint32_t size)
{
	struct temporary_mark mark = emit_mark(emitter);
	LLVMValueRef slot = emit_temporary(emitter, 8), value;

	ir_store(emitter, ir_int(emitter, 0), slot, 8);
	emit_helper3(emitter, HELPER_READ_KERNEL, slot, ir_int(emitter, size), address);
	value = ir_load(emitter, slot, 8, false);
	emit_release(emitter, mark);
	return value;
}

static LLVMValueRef read_register(struct emitter *emitter, LLVMValueRef offset, uint32_t size)
{
	return read_word(emitter, ir_binary(emitter, LLVMAdd, registers(emitter), offset), size);
}

static LLVMValueRef read_number(struct emitter *emitter)
{
	const struct abi *abi = abi_native();
	LLVMValueRef number;

	if (emitter->program->mechanism == MECHANISM_SYSCALL_ENTER)
		number = ir_load_context(emitter, 8, 8, false);
	else
		number = read_register(emitter, ir_int(emitter, abi->syscall_number_offset),
				       abi->syscall_number_size);
	return ir_binary(emitter, LLVMAnd, number,
			 ir_int(emitter, ~(uint64_t)abi->syscall_number_ignored));
}

/* Finds the word of a task that tells who makes a call: where it lies, and its bytes; 0: nowhere. */
static uint32_t find_compat_word(struct emitter *emitter, uint32_t *offset)
{
	const struct type *task = target_find_struct(emitter->target, "task_struct", false);
	struct field thread, member;

	if (!task || !target_find_field(emitter->target, task, "thread_info", &thread) ||
	    !target_find_field(emitter->target, thread.type, abi_native()->compat_member, &member))
		return 0;
	*offset = thread.offset + member.offset;
	return member.type->size;
}

/* 1 for a call of a 32-bit program; the checker has made sure that the types tell it. */
static LLVMValueRef read_is_compat(struct emitter *emitter)
{
	const struct abi *abi = abi_native();
	uint32_t offset = 0, size = find_compat_word(emitter, &offset);
	LLVMValueRef value;

	value = ir_binary(emitter, LLVMAdd, emit_helper0(emitter, HELPER_CURRENT_TASK),
			  ir_int(emitter, offset));
	value = read_word(emitter, value, size ? size : 4);
	value = ir_binary(emitter, LLVMLShr, value, ir_int(emitter, abi->compat_bit));
	return ir_binary(emitter, LLVMAnd, value, ir_int(emitter, 1));
}

static void leave_unless(struct emitter *emitter, LLVMValueRef condition, LLVMBasicBlockRef other)
{
	LLVMBasicBlockRef next = ir_block(emitter, "call");

	LLVMBuildCondBr(emitter->builder, condition, next, other);
	ir_enter(emitter, next);
}

static LLVMValueRef either(struct emitter *emitter, LLVMValueRef is_compat, LLVMValueRef compat,
			   LLVMValueRef native)
{
	return LLVMBuildSelect(emitter->builder,
			       ir_compare(emitter, LLVMIntNE, is_compat, ir_int(emitter, 0)),
			       compat, native, "");
}

static LLVMValueRef is_number(struct emitter *emitter, LLVMValueRef number, int wanted)
{
	return ir_compare(emitter, LLVMIntEQ, number, ir_int(emitter, (uint64_t)(int64_t)wanted));
}

/*
 * Many calls: a word for each number, with the place of the call in the program's list
 * counted from 1 in each half: the lower for 64-bit programs, the upper for others.
 */
static LLVMValueRef make_table(struct emitter *emitter, uint32_t *count)
{
	const struct checked_program *program = emitter->program;
	uint32_t words[TABLE_MAX] = { 0 }, index;
	LLVMValueRef values[TABLE_MAX];

	*count = 1;
	for (index = 0; index < program->call_count; index++) {
		const struct program_call *call = &program->calls[index];

		if (call->number >= 0 && call->number < TABLE_MAX) {
			words[call->number] |= index + 1;
			*count = (uint32_t)call->number >= *count ? (uint32_t)call->number + 1
								  : *count;
		}
		if (call->compat_number >= 0 && call->compat_number < TABLE_MAX) {
			words[call->compat_number] |= (index + 1) << 16;
			*count = (uint32_t)call->compat_number >= *count ?
				 (uint32_t)call->compat_number + 1 : *count;
		}
	}
	for (index = 0; index < *count; index++)
		values[index] = ir_int32(emitter, words[index]);
	return ir_constant(emitter, LLVMConstArray(emitter->i32, values, *count),
			   arena_printf(emitter->arena, "calls_%u", emitter->program->index));
}

/* Goes to OTHER with a call whose number is none of the program's; the table's word for it. */
static LLVMValueRef find_word(struct emitter *emitter, LLVMValueRef number,
			      LLVMBasicBlockRef other)
{
	LLVMValueRef table, word;
	uint32_t count;

	table = make_table(emitter, &count);
	leave_unless(emitter, ir_compare(emitter, LLVMIntULT, number, ir_int(emitter, count)),
		     other);
	number = ir_at_most(emitter, number, count - 1);
	word = ir_load(emitter, ir_at_value(emitter, table,
					    ir_binary(emitter, LLVMShl, number,
						      ir_int(emitter, 2))), 4, false);
	leave_unless(emitter, ir_compare(emitter, LLVMIntNE, word, ir_int(emitter, 0)), other);
	return word;
}

void syscall_test(struct emitter *emitter, LLVMBasicBlockRef other)
{
	const struct program_call *call = emitter->program->calls;
	LLVMValueRef number;

	emitter->call_names = emitter->copies = NULL;
	if (!emitter->program->call_count)
		return;
	number = read_number(emitter);
	emitter->call_number = number;
	if (emitter->program->call_count > 1)
		emitter->call_word = find_word(emitter, number, other);
	else
		leave_unless(emitter, LLVMBuildOr(emitter->builder,
						  is_number(emitter, number, call->number),
						  is_number(emitter, number, call->compat_number),
						  ""), other);
}

/* One call: its number may be another's for a 32-bit program. */
static void open_one(struct emitter *emitter, const struct program_call *call)
{
	LLVMValueRef is_compat = read_is_compat(emitter), wanted;

	wanted = either(emitter, is_compat, ir_int(emitter, (uint64_t)(int64_t)call->compat_number),
			ir_int(emitter, (uint64_t)(int64_t)call->number));
	leave_unless(emitter, ir_compare(emitter, LLVMIntEQ, emitter->call_number, wanted),
		     emitter->function->exit);
	ir_store(emitter, is_compat, emit_frame_word(emitter, FRAME_CALL), 8);
}

static void open_many(struct emitter *emitter)
{
	LLVMValueRef is_compat = read_is_compat(emitter), word = emitter->call_word;

	word = either(emitter, is_compat,
		      ir_binary(emitter, LLVMLShr, word, ir_int(emitter, 16)),
		      ir_binary(emitter, LLVMAnd, word, ir_int(emitter, UINT16_MAX)));
	leave_unless(emitter, ir_compare(emitter, LLVMIntNE, word, ir_int(emitter, 0)),
		     emitter->function->exit);
	word = ir_binary(emitter, LLVMSub, word, ir_int(emitter, 1));
	word = ir_binary(emitter, LLVMShl, word, ir_int(emitter, COMPAT_BITS));
	ir_store(emitter, ir_binary(emitter, LLVMOr, word, is_compat),
		 emit_frame_word(emitter, FRAME_CALL), 8);
}

void syscall_open(struct emitter *emitter)
{
	if (emitter->program->call_count == 1)
		open_one(emitter, emitter->program->calls);
	else if (emitter->program->call_count)
		open_many(emitter);
}

LLVMValueRef syscall_is_compat(struct emitter *emitter)
{
	return ir_binary(emitter, LLVMAnd,
			 ir_load(emitter, emit_frame_word(emitter, FRAME_CALL), 8, false),
			 ir_int(emitter, 1));
}

void syscall_name(struct emitter *emitter, LLVMValueRef to, uint32_t size)
{
	const struct checked_program *program = emitter->program;
	LLVMValueRef which = ir_load(emitter, emit_frame_word(emitter, FRAME_CALL), 8, false);
	uint32_t bytes = (size + 7) & ~7u, index;
	char *text;

	if (!emitter->call_names) {
		text = arena_alloc(emitter->arena, (size_t)bytes * program->call_count);
		for (index = 0; index < program->call_count; index++)
			snprintf(text + index * bytes, size, "%s", program->calls[index].name);
		emitter->call_names = ir_constant(
			emitter, LLVMConstStringInContext(emitter->context, text,
							  bytes * program->call_count, true),
			arena_printf(emitter->arena, "names_%u", program->index));
	}
	which = ir_binary(emitter, LLVMLShr, which, ir_int(emitter, COMPAT_BITS));
	which = ir_at_most(emitter, which, program->call_count - 1);
	ir_copy(emitter, to,
		ir_at_value(emitter, emitter->call_names,
			    ir_binary(emitter, LLVMMul, which, ir_int(emitter, bytes))), size);
}

LLVMValueRef syscall_number(struct emitter *emitter)
{
	return emitter->call_number;
}

LLVMValueRef syscall_index(struct emitter *emitter)
{
	LLVMValueRef word = ir_load(emitter, emit_frame_word(emitter, FRAME_CALL), 8, false);

	return ir_binary(emitter, LLVMLShr, word, ir_int(emitter, COMPAT_BITS));
}

/* ---- arguments ---- */

static LLVMValueRef read_compat(struct emitter *emitter, const struct argument *argument)
{
	const struct argument_compat *compat = &argument->compat;
	LLVMValueRef value, high;

	if (compat->is_absent) {
		emit_note_fault(emitter, ir_int(emitter, UINT64_MAX));
		return ir_int(emitter, 0);
	}
	value = read_register(emitter, ir_int(emitter, compat->offset), 4);
	if (compat->is_wide) {
		high = read_register(emitter, ir_int(emitter, compat->high_offset), 4);
		return ir_binary(emitter, LLVMOr, value,
				 ir_binary(emitter, LLVMShl, high, ir_int(emitter, 32)));
	}
	return compat->is_narrow ? ir_extend(emitter, value, 4, argument->type->is_signed) : value;
}

static bool has_compat(const struct checked_program *program)
{
	for (uint32_t i = 0; i < program->call_count; i++)
		if (program->calls[i].compat_number >= 0)
			return true;
	return false;
}

bool syscall_may_be_compat(struct emitter *emitter)
{
	uint32_t offset;

	if (emitter->program->call_count)
		return has_compat(emitter->program);
	/* A call's own tracepoint does not fire for them. */
	return emitter->program->mechanism != MECHANISM_TRACEPOINT && abi_native()->has_compat &&
	       find_compat_word(emitter, &offset);
}

LLVMValueRef syscall_caller_is_compat(struct emitter *emitter)
{
	return emitter->program->call_count ? syscall_is_compat(emitter) : read_is_compat(emitter);
}

LLVMValueRef syscall_argument(struct emitter *emitter, const struct argument *argument)
{
	struct temporary_mark mark;
	LLVMValueRef slot, value, is_compat;
	struct ir_if branch;

	if (!has_compat(emitter->program))
		return read_register(emitter, ir_int(emitter, argument->offset), 8);
	mark = emit_mark(emitter);
	slot = emit_temporary(emitter, 8);
	is_compat = ir_compare(emitter, LLVMIntNE, syscall_is_compat(emitter), ir_int(emitter, 0));
	branch = ir_if_begin(emitter, is_compat);
	ir_store(emitter, read_compat(emitter, argument), slot, 8);
	ir_if_else(emitter, &branch);
	ir_store(emitter, read_register(emitter, ir_int(emitter, argument->offset), 8), slot, 8);
	ir_if_end(emitter, &branch);
	value = ir_load(emitter, slot, 8, false);
	emit_release(emitter, mark);
	return value;
}

/* All that is needed of the kernel's struct pt_regs is read at once. */
void syscall_registers(struct emitter *emitter, LLVMValueRef to)
{
	const struct abi *abi = abi_native();
	bool has_others = has_compat(emitter->program);
	uint32_t first = UINT32_MAX, end = 0, number;
	LLVMValueRef memory, is_compat = NULL, value, other;

	for (number = 0; number < ABI_SYSCALL_REGISTERS; number++) {
		uint32_t offset = abi->syscall_offsets[number];
		uint32_t compat = has_others ? abi->compat_offsets[number] : offset;

		first = first < offset ? first : offset;
		first = first < compat ? first : compat;
		end = end > offset + 8 ? end : offset + 8;
		end = end > compat + 8 ? end : compat + 8;
	}
	memory = emit_scratch(emitter, end - first);
	emit_helper3(emitter, HELPER_READ_KERNEL, memory, ir_int(emitter, end - first),
		     ir_binary(emitter, LLVMAdd, registers(emitter), ir_int(emitter, first)));
	if (has_others)
		is_compat = syscall_is_compat(emitter);
	for (number = 0; number < ABI_SYSCALL_REGISTERS; number++) {
		value = ir_load(emitter, ir_at(emitter, memory,
					       abi->syscall_offsets[number] - first), 8, false);
		if (has_others) {
			other = ir_load(emitter, ir_at(emitter, memory,
						       abi->compat_offsets[number] - first), 4,
					false);
			value = either(emitter, is_compat, other, value);
		}
		ir_store(emitter, value, ir_at(emitter, to, number * 8ull), 8);
	}
}
