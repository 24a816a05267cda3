/*
 * Emitting the aggregates: each updates this CPU's value of a map in place. The
 * values are per CPU, but a program can be interrupted by another on the same CPU,
 * so additions are atomic.
 */
#include <stddef.h>

#include "codegen/emit/emit.h"
#include "codegen/layout.h"
#include "stdlib/emit.h"

LLVMValueRef emit_count(struct emitter *emitter, const struct expr *call, LLVMValueRef value)
{
	(void)call;
	ir_atomic_add(emitter, value, ir_int(emitter, 1));
	return NULL;
}

LLVMValueRef emit_sum(struct emitter *emitter, const struct expr *call, LLVMValueRef value)
{
	ir_atomic_add(emitter, value, emit_scalar(emitter, emit_call_argument(call, 0)));
	return NULL;
}

static LLVMValueRef emit_extreme(struct emitter *emitter, const struct expr *call,
				 LLVMValueRef value, LLVMIntPredicate beats)
{
	LLVMValueRef number = emit_scalar(emitter, emit_call_argument(call, 0));
	LLVMValueRef is_set = ir_at(emitter, value, offsetof(struct layout_extreme, is_set));
	LLVMValueRef better = ir_compare(emitter, beats, number,
					 ir_load_volatile(emitter, value, 8, false));
	LLVMValueRef first = ir_is_zero(emitter, ir_load_volatile(emitter, is_set, 8, false));
	struct ir_if branch = ir_if_begin(emitter, ir_binary(emitter, LLVMOr, better, first));

	ir_store(emitter, number, value, 8);
	ir_store(emitter, ir_int(emitter, 1), is_set, 8);
	ir_if_end(emitter, &branch);
	return NULL;
}

LLVMValueRef emit_min(struct emitter *emitter, const struct expr *call, LLVMValueRef value)
{
	return emit_extreme(emitter, call, value,
			    call->type->is_signed ? LLVMIntSLT : LLVMIntULT);
}

LLVMValueRef emit_max(struct emitter *emitter, const struct expr *call, LLVMValueRef value)
{
	return emit_extreme(emitter, call, value,
			    call->type->is_signed ? LLVMIntSGT : LLVMIntUGT);
}

/* avg and stats keep the same and print differently. */
LLVMValueRef emit_avg(struct emitter *emitter, const struct expr *call, LLVMValueRef value)
{
	LLVMValueRef number = emit_scalar(emitter, emit_call_argument(call, 0));

	ir_atomic_add(emitter, ir_at(emitter, value, offsetof(struct layout_stats, count)),
		      ir_int(emitter, 1));
	ir_atomic_add(emitter, ir_at(emitter, value, offsetof(struct layout_stats, total)), number);
	return NULL;
}

/* ---- histograms ---- */

/* The position of the highest bit set, by halving; 0 for 0. */
static LLVMValueRef highest_bit(struct emitter *emitter, LLVMValueRef number)
{
	LLVMValueRef result = ir_int(emitter, 0);

	for (unsigned step = 32; step; step /= 2) {
		LLVMValueRef above = ir_compare(emitter, LLVMIntUGE, number,
						ir_int(emitter, 1ull << step));
		LLVMValueRef shift = LLVMBuildSelect(emitter->builder, above,
						     ir_int(emitter, step), ir_int(emitter, 0), "");

		number = ir_binary(emitter, LLVMLShr, number, shift);
		result = ir_binary(emitter, LLVMAdd, result, shift);
	}
	return result;
}

/* Adds one to bucket INDEX of COUNT. */
static void count_bucket(struct emitter *emitter, LLVMValueRef buckets, LLVMValueRef index,
			 uint32_t count)
{
	struct ir_if branch;

	index = ir_opaque(emitter, index);	/* what follows is for the verifier */
	branch = ir_if_begin(emitter, ir_compare(emitter, LLVMIntULT, index,
						 ir_int(emitter, count)));
	ir_atomic_add(emitter,
		      ir_at_value(emitter, buckets,
				  ir_binary(emitter, LLVMShl, index, ir_int(emitter, 3))),
		      ir_int(emitter, 1));
	ir_if_end(emitter, &branch);
}

/* Bucket 0: negative; 1 + n for n < 2^bits; then 2^bits buckets for each power of two. */
static LLVMValueRef hist_bucket(struct emitter *emitter, LLVMValueRef number, uint32_t bits,
				bool is_signed)
{
	LLVMValueRef power = highest_bit(emitter, number);
	LLVMValueRef above = ir_binary(emitter, LLVMSub, power, ir_int(emitter, bits));
	LLVMValueRef part = ir_binary(
		emitter, LLVMAnd,
		ir_binary(emitter, LLVMLShr, number,
			  ir_binary(emitter, LLVMAnd, above, ir_int(emitter, 63))),
		ir_int(emitter, (1ull << bits) - 1));
	LLVMValueRef large = ir_binary(
		emitter, LLVMAdd,
		ir_binary(emitter, LLVMShl,
			  ir_binary(emitter, LLVMAdd, above, ir_int(emitter, 1)),
			  ir_int(emitter, bits)),
		ir_binary(emitter, LLVMAdd, part, ir_int(emitter, 1)));
	LLVMValueRef index = LLVMBuildSelect(
		emitter->builder,
		ir_compare(emitter, LLVMIntULT, number, ir_int(emitter, 1ull << bits)),
		ir_binary(emitter, LLVMAdd, number, ir_int(emitter, 1)), large, "");

	if (!is_signed)
		return index;
	return LLVMBuildSelect(emitter->builder,
			       ir_compare(emitter, LLVMIntSLT, number, ir_int(emitter, 0)),
			       ir_int(emitter, 0), index, "");
}

LLVMValueRef emit_hist(struct emitter *emitter, const struct expr *call, LLVMValueRef value)
{
	const struct expr *argument = emit_call_argument(call, 0);
	uint32_t bits = call->type->aggregate.bits;
	LLVMValueRef number = emit_scalar(emitter, argument);

	count_bucket(emitter, value,
		     hist_bucket(emitter, number, bits, argument->type->is_signed),
		     layout_hist_buckets(bits));
	return NULL;
}

LLVMValueRef emit_lhist(struct emitter *emitter, const struct expr *call, LLVMValueRef value)
{
	int64_t min = call->type->aggregate.min, max = call->type->aggregate.max;
	int64_t step = call->type->aggregate.step;
	uint32_t buckets = call->type->size / 8;	/* below, the steps, above */
	LLVMValueRef number = emit_scalar(emitter, emit_call_argument(call, 0));
	LLVMValueRef index = ir_binary(emitter, LLVMUDiv,
				       ir_binary(emitter, LLVMSub, number, ir_int(emitter, min)),
				       ir_int(emitter, step));

	index = ir_binary(emitter, LLVMAdd, index, ir_int(emitter, 1));
	index = LLVMBuildSelect(emitter->builder,
				ir_compare(emitter, LLVMIntSGE, number, ir_int(emitter, max)),
				ir_int(emitter, buckets - 1), index, "");
	index = LLVMBuildSelect(emitter->builder,
				ir_compare(emitter, LLVMIntSLT, number, ir_int(emitter, min)),
				ir_int(emitter, 0), index, "");
	count_bucket(emitter, value, index, buckets);
	return NULL;
}
