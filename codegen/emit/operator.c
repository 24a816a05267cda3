/*
 * Operators: arithmetic, comparison and logic on 64-bit numbers, with C's meaning.
 *
 * BPF divides unsigned numbers only (before cpu v4), so signed division goes
 * through the absolute values. A division by zero is defined: it yields 1 and a
 * warning at its place.
 */
#include "codegen/emit/emit.h"

static LLVMValueRef absolute(struct emitter *emitter, LLVMValueRef value)
{
	LLVMValueRef negative = ir_compare(emitter, LLVMIntSLT, value, ir_int(emitter, 0));

	return LLVMBuildSelect(emitter->builder, negative,
			       LLVMBuildNeg(emitter->builder, value, ""), value, "");
}

static LLVMValueRef signed_divide(struct emitter *emitter, bool is_modulo, LLVMValueRef left,
				  LLVMValueRef right)
{
	LLVMValueRef result = ir_binary(emitter, is_modulo ? LLVMURem : LLVMUDiv,
					absolute(emitter, left), absolute(emitter, right));
	/* C: a remainder has the sign of the dividend. */
	LLVMValueRef sign = is_modulo ? left : ir_binary(emitter, LLVMXor, left, right);
	LLVMValueRef negative = ir_compare(emitter, LLVMIntSLT, sign, ir_int(emitter, 0));

	return LLVMBuildSelect(emitter->builder, negative,
			       LLVMBuildNeg(emitter->builder, result, ""), result, "");
}

LLVMValueRef emit_divide(struct emitter *emitter, LLVMValueRef left, LLVMValueRef right,
			 bool is_signed)
{
	return is_signed ? signed_divide(emitter, false, left, right)
			 : ir_binary(emitter, LLVMUDiv, left, right);
}

static LLVMValueRef divide(struct emitter *emitter, bool is_modulo, LLVMValueRef left,
			   LLVMValueRef right, bool is_signed, struct span span)
{
	struct temporary_mark mark = emit_mark(emitter);
	LLVMValueRef slot, result;
	struct ir_if branch;
	bool known = LLVMIsAConstantInt(right) && !LLVMIsNull(right);

	if (known && !is_signed)
		return ir_binary(emitter, is_modulo ? LLVMURem : LLVMUDiv, left, right);
	if (known)
		return signed_divide(emitter, is_modulo, left, right);
	slot = emit_temporary(emitter, 8);
	branch = ir_if_begin(emitter, ir_is_zero(emitter, right));
	emit_warning(emitter, span, is_modulo ? "remainder of a division by zero: the result is 1"
					      : "division by zero: the result is 1");
	ir_store(emitter, ir_int(emitter, 1), slot, 8);
	ir_if_else(emitter, &branch);
	ir_store(emitter,
		 is_signed ? signed_divide(emitter, is_modulo, left, right)
			   : ir_binary(emitter, is_modulo ? LLVMURem : LLVMUDiv, left, right),
		 slot, 8);
	ir_if_end(emitter, &branch);
	result = ir_load(emitter, slot, 8, false);
	emit_release(emitter, mark);
	return result;
}

/* Shifts by 64 and more are undefined in LLVM; BPF and x86 take the low six bits. */
static LLVMValueRef shift(struct emitter *emitter, LLVMOpcode opcode, LLVMValueRef left,
			  LLVMValueRef right)
{
	return ir_binary(emitter, opcode, left,
			 ir_binary(emitter, LLVMAnd, right, ir_int(emitter, 63)));
}

static LLVMIntPredicate predicate_of(enum binary_operator operator, bool is_signed)
{
	switch (operator) {
	case BINARY_EQUAL: return LLVMIntEQ;
	case BINARY_NOT_EQUAL: return LLVMIntNE;
	case BINARY_LESS: return is_signed ? LLVMIntSLT : LLVMIntULT;
	case BINARY_GREATER: return is_signed ? LLVMIntSGT : LLVMIntUGT;
	case BINARY_LESS_EQUAL: return is_signed ? LLVMIntSLE : LLVMIntULE;
	default: return is_signed ? LLVMIntSGE : LLVMIntUGE;
	}
}

LLVMValueRef emit_operator(struct emitter *emitter, enum binary_operator operator,
			   LLVMValueRef left, LLVMValueRef right, const struct type *type,
			   struct span span)
{
	bool is_signed = type->is_signed;

	switch (operator) {
	case BINARY_OR: return ir_binary(emitter, LLVMOr, left, right);
	case BINARY_XOR: return ir_binary(emitter, LLVMXor, left, right);
	case BINARY_AND: return ir_binary(emitter, LLVMAnd, left, right);
	case BINARY_SHIFT_LEFT: return shift(emitter, LLVMShl, left, right);
	case BINARY_SHIFT_RIGHT:
		return shift(emitter, is_signed ? LLVMAShr : LLVMLShr, left, right);
	case BINARY_ADD: return ir_binary(emitter, LLVMAdd, left, right);
	case BINARY_SUBTRACT: return ir_binary(emitter, LLVMSub, left, right);
	case BINARY_MULTIPLY: return ir_binary(emitter, LLVMMul, left, right);
	case BINARY_DIVIDE: return divide(emitter, false, left, right, is_signed, span);
	case BINARY_MODULO: return divide(emitter, true, left, right, is_signed, span);
	case BINARY_EQUAL: case BINARY_NOT_EQUAL: case BINARY_LESS: case BINARY_GREATER:
	case BINARY_LESS_EQUAL: case BINARY_GREATER_EQUAL:
		return ir_widen(emitter, ir_compare(emitter, predicate_of(operator, is_signed),
						    left, right));
	case BINARY_NONE:
		return right;
	case BINARY_LOGICAL_OR: case BINARY_LOGICAL_AND:
		break;
	}
	return ir_int(emitter, 0);	/* logic has emit_logical */
}

LLVMValueRef emit_logical(struct emitter *emitter, const struct expr *expr)
{
	bool is_and = expr->binary.operator == BINARY_LOGICAL_AND;
	struct temporary_mark mark = emit_mark(emitter);
	LLVMValueRef slot = emit_temporary(emitter, 8), left, result;
	struct ir_if branch;

	left = emit_condition(emitter, expr->binary.left);
	ir_store(emitter, ir_widen(emitter, left), slot, 8);
	branch = ir_if_begin(emitter, is_and ? left : LLVMBuildNot(emitter->builder, left, ""));
	ir_store(emitter, ir_widen(emitter, emit_condition(emitter, expr->binary.right)), slot, 8);
	ir_if_end(emitter, &branch);
	result = ir_compare(emitter, LLVMIntNE, ir_load(emitter, slot, 8, false),
			    ir_int(emitter, 0));
	emit_release(emitter, mark);
	return result;
}

static bool is_text(const struct expr *expr)
{
	return expr->type->kind == TYPE_STRING;
}

/* Memory against memory: buffers, tuples, arrays. */
static LLVMValueRef memory_equal(struct emitter *emitter, const struct expr *left,
				 const struct expr *right)
{
	uint32_t size = left->type->size < right->type->size ? left->type->size
							     : right->type->size;
	LLVMValueRef one = emit_local(emitter, left), other = emit_local(emitter, right);
	LLVMValueRef difference = ir_int(emitter, 0);

	for (uint32_t at = 0; at < size;) {
		uint32_t step = size - at >= 8 ? 8 : size - at >= 4 ? 4 : size - at >= 2 ? 2 : 1;
		LLVMValueRef bits = ir_binary(
			emitter, LLVMXor, ir_load(emitter, ir_at(emitter, one, at), step, false),
			ir_load(emitter, ir_at(emitter, other, at), step, false));

		difference = ir_binary(emitter, LLVMOr, difference, bits);
		at += step;
	}
	return ir_is_zero(emitter, difference);
}

/* Comparing a narrow signed with a wide unsigned number happens in the wider, signed unless both are not. */
static bool compares_signed(const struct expr *left, const struct expr *right)
{
	if (left->type->kind == TYPE_POINTER || right->type->kind == TYPE_POINTER)
		return false;
	if (left->is_constant && (int64_t)left->constant >= 0)
		return right->type->is_signed;
	if (right->is_constant && (int64_t)right->constant >= 0)
		return left->type->is_signed;
	return left->type->is_signed || right->type->is_signed;
}

static LLVMValueRef compare(struct emitter *emitter, const struct expr *expr)
{
	const struct expr *left = expr->binary.left, *right = expr->binary.right;
	bool negate = expr->binary.operator == BINARY_NOT_EQUAL;
	struct temporary_mark mark;
	LLVMValueRef equal, value;

	if (type_is_scalar(left->type) || type_is_scalar(right->type)) {
		value = emit_scalar(emitter, left);
		return ir_compare(emitter,
				  predicate_of(expr->binary.operator,
					       compares_signed(left, right)),
				  value, emit_scalar(emitter, right));
	}
	mark = emit_mark(emitter);
	if (is_text(left) || is_text(right))
		equal = emit_text_equal(emitter, left, right, UINT32_MAX);
	else
		equal = memory_equal(emitter, left, right);
	emit_release(emitter, mark);
	return negate ? LLVMBuildNot(emitter->builder, equal, "") : equal;
}

/* pointer + n and pointer - n count in elements. */
static LLVMValueRef pointer_arithmetic(struct emitter *emitter, const struct expr *expr)
{
	const struct expr *left = expr->binary.left, *right = expr->binary.right;
	bool left_is_pointer = left->type->kind == TYPE_POINTER;
	LLVMValueRef size = compat_step(emitter, left_is_pointer ? left->type : right->type);
	LLVMValueRef one = emit_scalar(emitter, left), other = emit_scalar(emitter, right);

	if (left_is_pointer)
		other = ir_binary(emitter, LLVMMul, other, size);
	else
		one = ir_binary(emitter, LLVMMul, one, size);
	return emit_operator(emitter, expr->binary.operator, one, other, expr->type, expr->span);
}

static bool is_comparison(enum binary_operator operator)
{
	return operator >= BINARY_EQUAL && operator <= BINARY_GREATER_EQUAL;
}

static bool is_pointer_sum(const struct expr *expr)
{
	return (expr->binary.operator == BINARY_ADD || expr->binary.operator == BINARY_SUBTRACT) &&
	       (expr->binary.left->type->kind == TYPE_POINTER) !=
	       (expr->binary.right->type->kind == TYPE_POINTER);
}

LLVMValueRef emit_binary(struct emitter *emitter, const struct expr *expr)
{
	LLVMValueRef left;

	if (expr->binary.operator == BINARY_LOGICAL_AND ||
	    expr->binary.operator == BINARY_LOGICAL_OR)
		return ir_widen(emitter, emit_logical(emitter, expr));
	if (is_comparison(expr->binary.operator))
		return ir_widen(emitter, compare(emitter, expr));
	if (is_pointer_sum(expr))
		return pointer_arithmetic(emitter, expr);
	left = emit_scalar(emitter, expr->binary.left);
	return emit_operator(emitter, expr->binary.operator, left,
			     emit_scalar(emitter, expr->binary.right),
			     expr->binary.operator == BINARY_SHIFT_RIGHT ? expr->binary.left->type
									 : expr->type,
			     expr->span);
}

LLVMValueRef emit_unary(struct emitter *emitter, const struct expr *expr)
{
	const struct expr *operand = expr->unary.operand;

	switch (expr->unary.operator) {
	case UNARY_MINUS:
		return LLVMBuildNeg(emitter->builder, emit_scalar(emitter, operand), "");
	case UNARY_COMPLEMENT:
		return LLVMBuildNot(emitter->builder, emit_scalar(emitter, operand), "");
	case UNARY_NOT:
		return ir_widen(emitter, LLVMBuildNot(emitter->builder,
						      emit_condition(emitter, operand), ""));
	case UNARY_DEREFERENCE:
		return emit_load(emitter, emit_place(emitter, expr), expr->type);
	case UNARY_ADDRESS:
		break;
	}
	/* &@m[k] and &$x: an address in BPF space, for C code that takes one. */
	return LLVMBuildPtrToInt(emitter->builder, emit_place(emitter, operand).address,
				 emitter->i64, "");
}

LLVMValueRef emit_condition(struct emitter *emitter, const struct expr *expr)
{
	if (!expr->is_constant && expr->kind == EXPR_BINARY) {
		if (expr->binary.operator == BINARY_LOGICAL_AND ||
		    expr->binary.operator == BINARY_LOGICAL_OR)
			return emit_logical(emitter, expr);
		if (is_comparison(expr->binary.operator))
			return compare(emitter, expr);
	}
	if (!expr->is_constant && expr->kind == EXPR_IN)
		return ir_compare(emitter, LLVMIntNE, emit_in(emitter, expr, true),
				  ir_int(emitter, 0));
	return ir_compare(emitter, LLVMIntNE, emit_scalar(emitter, expr), ir_int(emitter, 0));
}
