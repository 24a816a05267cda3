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

/* 1 where the sign bit is set, 0 elsewhere. */
static LLVMValueRef sign_of(struct emitter *emitter, LLVMValueRef value)
{
	return ir_binary(emitter, LLVMLShr, value, ir_int(emitter, BITS - 1));
}

static LLVMValueRef inverse(struct emitter *emitter, LLVMValueRef value)
{
	return LLVMBuildNot(emitter->builder, value, "");
}

/*
 * ONE < OTHER, as unsigned numbers: the borrow of their difference. As it is computed and
 * not jumped over, the verifier has one way to follow, and no two values to remember.
 */
static LLVMValueRef is_less(struct emitter *emitter, LLVMValueRef one, LLVMValueRef other)
{
	LLVMValueRef not_one = inverse(emitter, ir_opaque(emitter, one));
	LLVMValueRef difference = ir_binary(emitter, LLVMSub, one, other);

	difference = ir_binary(emitter, LLVMAnd, ir_binary(emitter, LLVMOr, not_one, other),
			       difference);
	return sign_of(emitter, ir_binary(emitter, LLVMOr, difference,
					  ir_binary(emitter, LLVMAnd, not_one, other)));
}

/* The same for one number that is 0. */
static LLVMValueRef is_none(struct emitter *emitter, LLVMValueRef value)
{
	LLVMValueRef less = ir_binary(emitter, LLVMSub, ir_opaque(emitter, value),
				      ir_int(emitter, 1));

	return sign_of(emitter, ir_binary(emitter, LLVMAnd, less, inverse(emitter, value)));
}

/* An index into a table of SIZE words, which is a power of two. */
static LLVMValueRef wrap(struct emitter *emitter, LLVMValueRef index, uint32_t size)
{
	return ir_binary(emitter, LLVMAnd, ir_opaque(emitter, index), ir_int(emitter, size - 1));
}

static uint32_t power_of_two(uint32_t count)
{
	uint32_t size = 1;

	while (size < count)
		size *= 2;
	return size;
}

/* For a condition a chain of jumps is shortest. */
static LLVMValueRef in_compared(struct emitter *emitter, const struct value_set *set,
				LLVMValueRef value, bool is_condition)
{
	LLVMValueRef result = NULL, same;

	for (uint32_t i = 0; i < set->count; i++) {
		LLVMValueRef number = ir_int(emitter, set->numbers[i]);

		if (is_condition)
			same = ir_compare(emitter, LLVMIntEQ, value, number);
		else
			same = is_none(emitter, ir_binary(emitter, LLVMXor, value, number));
		result = result ? LLVMBuildOr(emitter->builder, result, same, "") : same;
	}
	return is_condition ? ir_widen(emitter, result) : result;
}

/* A bit for each number from the smallest to the largest: a word of them, or a table. */
static LLVMValueRef in_bits(struct emitter *emitter, const struct value_set *set,
			    LLVMValueRef value)
{
	uint64_t first = set->numbers[0], span = set->numbers[set->count - 1] - first + 1;
	uint32_t count = power_of_two((uint32_t)((span + BITS - 1) / BITS));
	uint64_t *words = ARENA_NEW_ARRAY(emitter->arena, uint64_t, count);
	LLVMValueRef bit, word, index;

	for (uint32_t i = 0; i < set->count; i++)
		words[(set->numbers[i] - first) / BITS] |=
			1ull << ((set->numbers[i] - first) % BITS);
	bit = ir_binary(emitter, LLVMSub, value, ir_int(emitter, first));
	if (count == 1) {
		word = ir_int(emitter, words[0]);
	} else {
		index = ir_binary(emitter, LLVMLShr, bit, ir_int(emitter, 6));
		word = load_word(emitter, add_table(emitter, words, count),
				 wrap(emitter, index, count));
	}
	word = ir_binary(emitter, LLVMLShr, word,
			 ir_binary(emitter, LLVMAnd, bit, ir_int(emitter, BITS - 1)));
	return ir_binary(emitter, LLVMAnd, word, is_less(emitter, bit, ir_int(emitter, span)));
}

/*
 * The sorted numbers, filled up with the largest to a power of two: each step goes on by
 * half of what is left where the number there is not larger.
 */
static LLVMValueRef in_sorted(struct emitter *emitter, const struct value_set *set,
			      LLVMValueRef value)
{
	uint32_t size = power_of_two(set->count), step;
	uint64_t *words = ARENA_NEW_ARRAY(emitter->arena, uint64_t, size);
	LLVMValueRef table, place = ir_int(emitter, 0), found, is_beyond;

	for (uint32_t i = 0; i < size; i++)
		words[i] = set->numbers[i < set->count ? i : set->count - 1];
	table = add_table(emitter, words, size);
	for (step = size / 2; step; step /= 2) {
		found = load_word(emitter, table,
				  wrap(emitter, ir_binary(emitter, LLVMAdd, place,
							  ir_int(emitter, step)), size));
		is_beyond = is_less(emitter, value, found);
		place = ir_binary(emitter, LLVMAdd, place,
				  ir_binary(emitter, LLVMAnd, ir_int(emitter, step),
					    ir_binary(emitter, LLVMSub, is_beyond,
						      ir_int(emitter, 1))));
	}
	found = load_word(emitter, table, wrap(emitter, place, size));
	return is_none(emitter, ir_binary(emitter, LLVMXor, found, value));
}

static LLVMValueRef in_numbers(struct emitter *emitter, const struct value_set *set,
			       LLVMValueRef value, bool is_condition)
{
	uint64_t span = set->numbers[set->count - 1] - set->numbers[0];

	if (set->count <= COMPARED_MAX)
		return in_compared(emitter, set, value, is_condition);
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
	return ir_widen(emitter, result);
}

LLVMValueRef emit_in(struct emitter *emitter, const struct expr *expr, bool is_condition)
{
	const struct value_set *set = expr->in.set;
	LLVMValueRef result;

	if (set->is_text)
		result = in_texts(emitter, set, expr->in.left);
	else
		result = in_numbers(emitter, set, emit_scalar(emitter, expr->in.left),
				    is_condition);
	return set->is_negated ? ir_binary(emitter, LLVMXor, result, ir_int(emitter, 1)) : result;
}
