/*
 * In: is a value in a set that is known? A few numbers are compared, numbers near each
 * other are a bit of a word, many of them a bit of a table, others are found by halving a
 * sorted table. None of it is a call.
 */
#include "codegen/emit/emit.h"

#include "codegen/value_set.h"
#include "lexer/arena.h"

enum { COMPARED_MAX = 3, BITS = 64, TABLE_BITS_MAX = 8192 };

static LLVMValueRef add_table(struct emitter *emitter, const uint64_t *words, uint32_t count)
{
	LLVMValueRef *values = ARENA_NEW_ARRAY(emitter->arena, LLVMValueRef, count), table;

	for (uint32_t i = 0; i < count; i++)
		values[i] = ir_int(emitter, words[i]);
	table = LLVMConstArray(emitter->i64, values, count);
	return ir_constant(emitter, table, arena_printf(emitter->arena, "set_%u",
							emitter->set_count++));
}

static LLVMValueRef load_word(struct emitter *emitter, LLVMValueRef table, LLVMValueRef index)
{
	LLVMValueRef offset = ir_binary(emitter, LLVMShl, index, ir_int(emitter, 3));

	return ir_load(emitter, ir_at_value(emitter, table, offset), 8, false);
}

static LLVMValueRef both(struct emitter *emitter, LLVMValueRef one, LLVMValueRef other)
{
	return LLVMBuildSelect(emitter->builder, one, other,
			       LLVMConstInt(LLVMInt1TypeInContext(emitter->context), 0, false), "");
}

static LLVMValueRef is_bit(struct emitter *emitter, LLVMValueRef word, LLVMValueRef bit)
{
	LLVMValueRef shifted = ir_binary(emitter, LLVMLShr, word,
					 ir_binary(emitter, LLVMAnd, bit,
						   ir_int(emitter, BITS - 1)));

	return ir_compare(emitter, LLVMIntNE,
			  ir_binary(emitter, LLVMAnd, shifted, ir_int(emitter, 1)),
			  ir_int(emitter, 0));
}

static LLVMValueRef in_compared(struct emitter *emitter, const struct value_set *set,
				LLVMValueRef value)
{
	LLVMValueRef result = NULL, same;

	for (uint32_t i = 0; i < set->count; i++) {
		same = ir_compare(emitter, LLVMIntEQ, value, ir_int(emitter, set->numbers[i]));
		result = result ? LLVMBuildOr(emitter->builder, result, same, "") : same;
	}
	return result;
}

/* A bit for each number from the smallest to the largest: a word of them, or a table. */
static LLVMValueRef in_bits(struct emitter *emitter, const struct value_set *set,
			    LLVMValueRef value)
{
	uint64_t first = set->numbers[0], span = set->numbers[set->count - 1] - first + 1;
	uint32_t count = (uint32_t)((span + BITS - 1) / BITS);
	uint64_t *words = ARENA_NEW_ARRAY(emitter->arena, uint64_t, count);
	LLVMValueRef bit, is_near, word, index;

	for (uint32_t i = 0; i < set->count; i++)
		words[(set->numbers[i] - first) / BITS] |=
			1ull << ((set->numbers[i] - first) % BITS);
	bit = ir_binary(emitter, LLVMSub, value, ir_int(emitter, first));
	is_near = ir_compare(emitter, LLVMIntULT, bit, ir_int(emitter, span));
	if (count == 1) {
		word = ir_int(emitter, words[0]);
	} else {
		index = ir_binary(emitter, LLVMLShr, bit, ir_int(emitter, 6));
		word = load_word(emitter, add_table(emitter, words, count),
				 ir_at_most(emitter, index, count - 1));
	}
	return both(emitter, is_near, is_bit(emitter, word, bit));
}

/*
 * The sorted numbers, filled up with the largest to a power of two: each step adds half of
 * what is left where the number there is not larger. There is nothing to jump over.
 */
static LLVMValueRef in_sorted(struct emitter *emitter, const struct value_set *set,
			      LLVMValueRef value)
{
	LLVMValueRef table, place = ir_int(emitter, 0), next, is_beyond;
	uint32_t size = 1, step;
	uint64_t *words;

	while (size < set->count)
		size *= 2;
	words = ARENA_NEW_ARRAY(emitter->arena, uint64_t, size);
	for (uint32_t i = 0; i < size; i++)
		words[i] = set->numbers[i < set->count ? i : set->count - 1];
	table = add_table(emitter, words, size);
	for (step = size / 2; step; step /= 2) {
		next = ir_binary(emitter, LLVMAdd, place, ir_int(emitter, step));
		next = ir_at_most(emitter, next, size - 1);
		is_beyond = ir_compare(emitter, LLVMIntUGT, load_word(emitter, table, next), value);
		place = LLVMBuildSelect(emitter->builder, is_beyond, place, next, "");
	}
	place = ir_at_most(emitter, place, size - 1);
	return ir_compare(emitter, LLVMIntEQ, load_word(emitter, table, place), value);
}

static LLVMValueRef in_numbers(struct emitter *emitter, const struct value_set *set,
			       LLVMValueRef value)
{
	uint64_t span = set->numbers[set->count - 1] - set->numbers[0];

	if (set->count <= COMPARED_MAX)
		return in_compared(emitter, set, value);
	if (span < TABLE_BITS_MAX)
		return in_bits(emitter, set, value);
	return in_sorted(emitter, set, value);
}

/* The text is read once, and compared with each. */
static LLVMValueRef in_texts(struct emitter *emitter, const struct value_set *set,
			     const struct expr *left)
{
	struct temporary_mark mark = emit_mark(emitter);
	LLVMValueRef memory = emit_local(emitter, left), result = NULL, same;
	uint32_t count;

	for (uint32_t i = 0; i < set->count; i++) {
		count = set->texts[i].length + 1;
		if (count > left->type->size)	/* it cannot be so long */
			same = LLVMConstInt(LLVMInt1TypeInContext(emitter->context), 0, false);
		else
			same = emit_text_is(emitter, memory, set->texts[i].bytes, count);
		result = result ? LLVMBuildOr(emitter->builder, result, same, "") : same;
	}
	emit_release(emitter, mark);
	return result;
}

LLVMValueRef emit_in(struct emitter *emitter, const struct expr *expr)
{
	const struct value_set *set = expr->in.set;
	LLVMValueRef result;

	if (set->is_text)
		result = in_texts(emitter, set, expr->in.left);
	else
		result = in_numbers(emitter, set, emit_scalar(emitter, expr->in.left));
	return set->is_negated ? LLVMBuildNot(emitter->builder, result, "") : result;
}
