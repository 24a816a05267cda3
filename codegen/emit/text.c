/*
 * Text: NUL-terminated strings in memory: constants, copies, comparison, length.
 */
#include "codegen/emit/emit.h"

#include <string.h>

void emit_text_constant(struct emitter *emitter, const char *text, uint32_t length,
			LLVMValueRef to, uint32_t size)
{
	uint32_t used = length < size ? length : size - 1;

	ir_zero(emitter, to, size);
	for (uint32_t at = 0; at < used;) {
		uint32_t step = used - at >= 8 ? 8 : used - at >= 4 ? 4 : used - at >= 2 ? 2 : 1;
		uint64_t bits = 0;

		memcpy(&bits, text + at, step);
		ir_store(emitter, ir_int(emitter, bits), ir_at(emitter, to, at), step);
		at += step;
	}
}

/* A word at a time. */
LLVMValueRef emit_text_is(struct emitter *emitter, LLVMValueRef memory, const char *bytes,
			  uint32_t count)
{
	LLVMValueRef difference = ir_int(emitter, 0);

	for (uint32_t at = 0; at < count;) {
		uint32_t step = count - at >= 8 ? 8 : count - at >= 4 ? 4 : count - at >= 2 ? 2 : 1;
		uint64_t bits = 0;

		memcpy(&bits, bytes + at, step);
		difference = ir_binary(
			emitter, LLVMOr, difference,
			ir_binary(emitter, LLVMXor,
				  ir_load(emitter, ir_at(emitter, memory, at), step, false),
				  ir_int(emitter, bits)));
		at += step;
	}
	return ir_is_zero(emitter, difference);
}

/* As bytes that may be indexed by a number known only at run time: in scratch, read as a number. */
static LLVMValueRef indexable(struct emitter *emitter, const struct expr *expr)
{
	LLVMValueRef memory = emit_scratch(emitter, expr->type->size);

	emit_memory(emitter, expr, memory);
	return memory;
}

static LLVMValueRef compare_texts(struct emitter *emitter, const struct expr *left,
				  const struct expr *right, uint32_t limit)
{
	LLVMValueRef one = indexable(emitter, left), other = indexable(emitter, right);
	LLVMValueRef slot = emit_temporary(emitter, 8), a, b;
	struct ir_if branch;
	struct ir_loop loop;

	if (limit > left->type->size)
		limit = left->type->size;
	if (limit > right->type->size)
		limit = right->type->size;
	ir_store(emitter, ir_int(emitter, 1), slot, 8);
	loop = ir_loop_begin(emitter, ir_int(emitter, limit));
	a = ir_load(emitter, ir_at_value(emitter, one, loop.index), 1, false);
	b = ir_load(emitter, ir_at_value(emitter, other, loop.index), 1, false);
	branch = ir_if_begin(emitter, ir_compare(emitter, LLVMIntNE, a, b));
	ir_store(emitter, ir_int(emitter, 0), slot, 8);
	ir_jump(emitter, loop.end);
	ir_if_end(emitter, &branch);
	branch = ir_if_begin(emitter, ir_is_zero(emitter, a));
	ir_jump(emitter, loop.end);
	ir_if_end(emitter, &branch);
	ir_loop_end(emitter, &loop);
	return ir_compare(emitter, LLVMIntNE, ir_load(emitter, slot, 8, false),
			  ir_int(emitter, 0));
}

LLVMValueRef emit_text_equal(struct emitter *emitter, const struct expr *left,
			     const struct expr *right, uint32_t limit)
{
	const struct expr *constant = left->text ? left : right;
	const struct expr *other = left->text ? right : left;
	uint32_t count;

	if (!constant->text)
		return compare_texts(emitter, left, right, limit);
	/* With its NUL, unless the limit or the other's memory ends before. */
	count = constant->text_length + 1;
	if (count > limit)
		count = limit;
	if (count > other->type->size)
		count = other->type->size;
	return emit_text_is(emitter, emit_local(emitter, other), constant->text, count);
}

LLVMValueRef emit_text_length(struct emitter *emitter, const struct expr *expr)
{
	LLVMValueRef memory, length = emit_temporary(emitter, 8), byte;
	struct ir_loop loop;
	struct ir_if branch;

	if (expr->text)
		return ir_int(emitter, strnlen(expr->text, expr->text_length));
	memory = indexable(emitter, expr);
	ir_store(emitter, ir_int(emitter, 0), length, 8);
	loop = ir_loop_begin(emitter, ir_int(emitter, expr->type->size));
	byte = ir_load(emitter, ir_at_value(emitter, memory, loop.index), 1, false);
	branch = ir_if_begin(emitter, ir_is_zero(emitter, byte));
	ir_jump(emitter, loop.end);
	ir_if_end(emitter, &branch);
	ir_store(emitter, ir_binary(emitter, LLVMAdd, loop.index, ir_int(emitter, 1)), length, 8);
	ir_loop_end(emitter, &loop);
	return ir_load(emitter, length, 8, false);
}
