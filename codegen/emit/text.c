/*
 * Text: NUL-terminated strings in memory: constants, copies, comparison, length. What is
 * written out is compared a word at a time; for the rest there are the kernel's functions
 * (6.17, in every program), and loops that give the same results where there are none.
 */
#include "codegen/emit/emit.h"

#include <string.h>

#include "codegen/kfunc.h"
#include "codegen/target/ability.h"
#include "codegen/target/target.h"
#include "lexer/arena.h"

/* The kernel's functions look at less than so many bytes. */
enum { FUNCTION_BYTES = 65536 };

/* Where a part that is not there begins: as the kernel's function says it, -ENOENT. */
enum { NOT_FOUND = -2 };

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

/* ---- loops ---- */

/*
 * Texts are gone through in chunks, each in memory that is whole chunks long and has a NUL at
 * its end. Inside a chunk nothing branches, because the verifier follows every branch by itself
 * and keeps those that it has not followed yet, some thousands at most. What a chunk has in
 * it is looked at once, behind the loop, by a number of which the verifier knows nothing.
 */
enum { CHUNK_WORDS = 32, CHUNK_BYTES = CHUNK_WORDS * 8 };

static uint32_t chunks_of(uint32_t limit)
{
	return limit / CHUNK_BYTES + 1;
}

/* The first LIMIT bytes of EXPR, with a NUL behind them. */
static LLVMValueRef put_into_chunks(struct emitter *emitter, const struct expr *expr,
				    uint32_t limit)
{
	uint32_t room = chunks_of(limit) * CHUNK_BYTES;
	LLVMValueRef memory = emit_scratch(emitter, room > expr->type->size ? room
									    : expr->type->size);

	emit_memory(emitter, expr, memory);
	ir_store(emitter, ir_int(emitter, 0), ir_at(emitter, memory, limit), 1);
	return memory;
}

/* The 0x80 bits of WORD's NUL bytes; those above the first NUL may be wrong. */
static LLVMValueRef nul_bits(struct emitter *emitter, LLVMValueRef word)
{
	LLVMValueRef bits = ir_binary(emitter, LLVMSub, word,
				      ir_int(emitter, 0x0101010101010101ull));

	bits = ir_binary(emitter, LLVMAnd, bits, LLVMBuildNot(emitter->builder, word, ""));
	return ir_binary(emitter, LLVMAnd, bits, ir_int(emitter, 0x8080808080808080ull));
}

static LLVMValueRef word_at(struct emitter *emitter, LLVMValueRef chunk, LLVMValueRef word)
{
	return ir_load(emitter, ir_at_value(emitter, chunk,
					    ir_binary(emitter, LLVMShl, word, ir_int(emitter, 3))),
		       8, false);
}

static LLVMValueRef chunk_at(struct emitter *emitter, LLVMValueRef memory, LLVMValueRef number)
{
	return ir_at_value(emitter, memory, ir_binary(emitter, LLVMMul, number,
						      ir_int(emitter, CHUNK_BYTES)));
}

/*
 * Stores to NUMBER which chunk of ONE is the first that has a NUL, or differs from that of OTHER if
 * there is one; the last has one at the latest. The result is in bounds for the verifier.
 */
static LLVMValueRef find_chunk(struct emitter *emitter, LLVMValueRef one, LLVMValueRef other,
			       uint32_t chunks)
{
	LLVMValueRef number, found, word, chunk, bits;
	struct ir_loop loop, words;
	struct ir_if branch;

	if (chunks == 1)
		return ir_int(emitter, 0);
	number = emit_scratch(emitter, 8);
	found = emit_temporary(emitter, 8);
	ir_store(emitter, ir_int(emitter, chunks - 1), number, 8);
	loop = ir_loop_begin(emitter, ir_int(emitter, chunks));
	ir_store(emitter, ir_int(emitter, 0), found, 8);
	chunk = chunk_at(emitter, one, loop.index);
	if (other)
		other = chunk_at(emitter, other, loop.index);
	words = ir_loop_begin(emitter, ir_int(emitter, CHUNK_WORDS));
	word = word_at(emitter, chunk, words.index);
	bits = nul_bits(emitter, word);
	if (other)
		bits = ir_binary(emitter, LLVMOr, bits,
				 ir_binary(emitter, LLVMXor, word,
					   word_at(emitter, other, words.index)));
	ir_store(emitter, ir_binary(emitter, LLVMOr, ir_load(emitter, found, 8, false), bits),
		 found, 8);
	ir_loop_end(emitter, &words);
	branch = ir_if_begin(emitter, ir_compare(emitter, LLVMIntNE,
						 ir_load(emitter, found, 8, false),
						 ir_int(emitter, 0)));
	/* Storing here keeps this way out apart from the loop's own, which verifiers follow then. */
	ir_store(emitter, loop.index, number, 8);
	ir_jump(emitter, loop.end);
	ir_if_end(emitter, &branch);
	ir_loop_end(emitter, &loop);
	return ir_at_most(emitter, ir_load_volatile(emitter, number, 8, false), chunks - 1);
}

/* LIMIT is no more than either has. */
static LLVMValueRef compare_by_words(struct emitter *emitter, const struct expr *left,
				     const struct expr *right, uint32_t limit)
{
	LLVMValueRef one, other, slot = emit_temporary(emitter, 8), number, a, nul, mask;
	struct ir_if branch;
	struct ir_loop loop;

	one = put_into_chunks(emitter, left, limit);
	other = put_into_chunks(emitter, right, limit);
	number = find_chunk(emitter, one, other, chunks_of(limit));
	one = chunk_at(emitter, one, number);
	other = chunk_at(emitter, other, number);
	ir_store(emitter, ir_int(emitter, 0), slot, 8);
	loop = ir_loop_begin(emitter, ir_int(emitter, CHUNK_WORDS));
	a = word_at(emitter, one, loop.index);
	nul = nul_bits(emitter, a);
	/* The bits up to the first NUL; all of them if there is none. */
	mask = ir_binary(emitter, LLVMXor, nul,
			 ir_binary(emitter, LLVMSub, nul, ir_int(emitter, 1)));
	mask = ir_binary(emitter, LLVMAnd, mask,
			 ir_binary(emitter, LLVMXor, a, word_at(emitter, other, loop.index)));
	ir_store(emitter, mask, slot, 8);
	branch = ir_if_begin(emitter, ir_compare(emitter, LLVMIntNE,
						 ir_binary(emitter, LLVMOr, mask, nul),
						 ir_int(emitter, 0)));
	ir_jump(emitter, loop.end);
	ir_if_end(emitter, &branch);
	ir_loop_end(emitter, &loop);
	return ir_is_zero(emitter, ir_load(emitter, slot, 8, false));
}

/* ---- the kernel's functions ---- */

/* The function, which takes two arguments and goes over LIMIT bytes; or NULL. */
static const struct kfunc *find_function(struct emitter *emitter, const char *name,
					 uint32_t limit)
{
	struct kfunc *kfunc;

	if (limit >= FUNCTION_BYTES || !emitter->checked->has_string_functions ||
	    target_find_kfunc(emitter->target, name, "6.17") != KFUNC_MARK_TAGGED)
		return NULL;
	kfunc = ARENA_NEW(emitter->arena, struct kfunc);
	kfunc->symbol = name;
	kfunc->function = target_find_function(emitter->target, NULL, name);
	return kfunc->function && kfunc->function->parameter_count == 2 ? kfunc : NULL;
}

/* What a function that returns an int gave, with its sign. */
static LLVMValueRef call_function(struct emitter *emitter, const struct kfunc *kfunc,
				  LLVMValueRef *values)
{
	return ir_extend(emitter, emit_kernel_call(emitter, kfunc, values), 4, true);
}

/* A copy whose first LIMIT bytes end with a NUL at the latest. */
static LLVMValueRef terminated(struct emitter *emitter, const struct expr *expr, uint32_t limit)
{
	uint32_t size = expr->type->size > limit ? expr->type->size : limit + 1;
	LLVMValueRef memory = emit_scratch(emitter, size);

	emit_memory(emitter, expr, memory);
	ir_store(emitter, ir_int(emitter, 0), ir_at(emitter, memory, limit), 1);
	return memory;
}

static LLVMValueRef compare_texts(struct emitter *emitter, const struct expr *left,
				  const struct expr *right, uint32_t limit)
{
	const struct kfunc *kfunc;
	LLVMValueRef values[2];

	if (limit > left->type->size)
		limit = left->type->size;
	if (limit > right->type->size)
		limit = right->type->size;
	kfunc = find_function(emitter, "bpf_strcmp", limit);
	if (!kfunc)
		return compare_by_words(emitter, left, right, limit);
	values[0] = terminated(emitter, left, limit);
	values[1] = terminated(emitter, right, limit);
	return ir_is_zero(emitter, call_function(emitter, kfunc, values));
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

static LLVMValueRef measure_by_words(struct emitter *emitter, const struct expr *expr)
{
	uint32_t size = expr->type->size;
	LLVMValueRef memory, length = emit_temporary(emitter, 8), number, start, byte;
	struct ir_loop loop;
	struct ir_if branch;

	memory = put_into_chunks(emitter, expr, size);
	number = find_chunk(emitter, memory, NULL, chunks_of(size));
	start = ir_binary(emitter, LLVMMul, number, ir_int(emitter, CHUNK_BYTES));
	memory = ir_at_value(emitter, memory, start);
	loop = ir_loop_begin(emitter, ir_int(emitter, CHUNK_BYTES));
	ir_store(emitter, loop.index, length, 8);
	byte = ir_load(emitter, ir_at_value(emitter, memory, loop.index), 1, false);
	branch = ir_if_begin(emitter, ir_is_zero(emitter, byte));
	ir_jump(emitter, loop.end);
	ir_if_end(emitter, &branch);
	ir_loop_end(emitter, &loop);
	return ir_binary(emitter, LLVMAdd, start, ir_load(emitter, length, 8, false));
}

LLVMValueRef emit_text_length(struct emitter *emitter, const struct expr *expr)
{
	uint32_t size = expr->type->size;
	const struct kfunc *kfunc;
	LLVMValueRef values[2];

	if (expr->text)
		return ir_int(emitter, strnlen(expr->text, expr->text_length));
	kfunc = find_function(emitter, "bpf_strnlen", size);
	if (!kfunc)
		return measure_by_words(emitter, expr);
	values[0] = emit_local(emitter, expr);
	values[1] = ir_int(emitter, size);
	return call_function(emitter, kfunc, values);
}

/*
 * Nothing branches inside: a place counts while no NUL was seen, and what has been found
 * stays found; what that is lies in scratch memory, of whose content the verifier knows
 * nothing, so that it goes over the loop once.
 */
static LLVMValueRef search_by_places(struct emitter *emitter, const struct expr *text,
				     const struct expr *part)
{
	uint32_t size = text->type->size;
	LLVMValueRef memory = emit_scratch(emitter, size + part->text_length);
	LLVMValueRef found = emit_scratch(emitter, 8), alive = emit_temporary(emitter, 8), here;
	LLVMValueRef before;
	struct ir_loop loop;

	emit_memory(emitter, text, memory);
	ir_store(emitter, ir_int(emitter, (uint64_t)NOT_FOUND), found, 8);
	ir_store(emitter, ir_int(emitter, 1), alive, 8);
	loop = ir_loop_begin(emitter, ir_int(emitter, size));
	here = ir_at_value(emitter, memory, loop.index);
	ir_store(emitter, ir_binary(emitter, LLVMAnd, ir_load(emitter, alive, 8, false),
				    ir_widen(emitter, LLVMBuildNot(emitter->builder,
					ir_is_zero(emitter, ir_load(emitter, here, 1, false)),
					""))), alive, 8);
	here = ir_widen(emitter, emit_text_is(emitter, here, part->text, part->text_length));
	here = ir_binary(emitter, LLVMAnd, here, ir_load(emitter, alive, 8, false));
	before = ir_load(emitter, found, 8, false);
	/* Of the places that count, the first stays. */
	here = ir_binary(emitter, LLVMAnd, here,
			 ir_binary(emitter, LLVMLShr, before, ir_int(emitter, 63)));
	here = LLVMBuildNeg(emitter->builder, ir_opaque(emitter, here), "");
	before = ir_binary(emitter, LLVMAnd, before, LLVMBuildNot(emitter->builder, here, ""));
	ir_store(emitter, ir_binary(emitter, LLVMOr, before,
				    ir_binary(emitter, LLVMAnd, loop.index, here)), found, 8);
	ir_loop_end(emitter, &loop);
	return ir_load(emitter, found, 8, false);
}

LLVMValueRef emit_text_find(struct emitter *emitter, const struct expr *text,
			    const struct expr *part)
{
	const struct kfunc *kfunc = find_function(emitter, "bpf_strstr", text->type->size);
	LLVMValueRef values[2];

	if (!part->text_length)
		return ir_int(emitter, 0);
	if (!kfunc)
		return search_by_places(emitter, text, part);
	values[0] = terminated(emitter, text, text->type->size);
	values[1] = terminated(emitter, part, part->text_length);
	return call_function(emitter, kfunc, values);
}

LLVMValueRef emit_text_contains(struct emitter *emitter, const struct expr *text,
				const struct expr *part)
{
	return ir_widen(emitter, ir_compare(emitter, LLVMIntSGE,
					    emit_text_find(emitter, text, part),
					    ir_int(emitter, 0)));
}
