/*
 * Binary: operators with two operands. Numbers are 64 bits wide in every
 * operation; only pointers, strings and whole values of one type may otherwise
 * stand beside an operator.
 */
#include "codegen/check/checker.h"
#include "codegen/check/expr.h"
#include "codegen/check/unify.h"

struct operator_row {
	const char *sign;
	const char *deed;	/* "cannot DEED a string" */
	bool is_comparison, is_equality, is_logical, is_shift;
};

static const struct operator_row operator_rows[] = {
	[BINARY_NONE] = { .sign = "=", .deed = "assign" },
	[BINARY_LOGICAL_OR] = { .sign = "||", .is_logical = true },
	[BINARY_LOGICAL_AND] = { .sign = "&&", .is_logical = true },
	[BINARY_OR] = { .sign = "|", .deed = "take the bits of" },
	[BINARY_XOR] = { .sign = "^", .deed = "take the bits of" },
	[BINARY_AND] = { .sign = "&", .deed = "take the bits of" },
	[BINARY_EQUAL] = { .sign = "==", .is_comparison = true, .is_equality = true },
	[BINARY_NOT_EQUAL] = { .sign = "!=", .is_comparison = true, .is_equality = true },
	[BINARY_LESS] = { .sign = "<", .is_comparison = true },
	[BINARY_GREATER] = { .sign = ">", .is_comparison = true },
	[BINARY_LESS_EQUAL] = { .sign = "<=", .is_comparison = true },
	[BINARY_GREATER_EQUAL] = { .sign = ">=", .is_comparison = true },
	[BINARY_SHIFT_LEFT] = { .sign = "<<", .deed = "shift", .is_shift = true },
	[BINARY_SHIFT_RIGHT] = { .sign = ">>", .deed = "shift", .is_shift = true },
	[BINARY_ADD] = { .sign = "+", .deed = "add to" },
	[BINARY_SUBTRACT] = { .sign = "-", .deed = "subtract from" },
	[BINARY_MULTIPLY] = { .sign = "*", .deed = "multiply" },
	[BINARY_DIVIDE] = { .sign = "/", .deed = "divide" },
	[BINARY_MODULO] = { .sign = "%", .deed = "divide" },
};

static bool fold_division(bool is_signed, bool is_modulo, uint64_t left, uint64_t right,
			  uint64_t *value)
{
	if (!right)
		return false;
	if (is_signed && right == UINT64_MAX)
		*value = is_modulo ? 0 : -left;
	else if (is_signed)
		*value = is_modulo ? (uint64_t)((int64_t)left % (int64_t)right) :
				     (uint64_t)((int64_t)left / (int64_t)right);
	else
		*value = is_modulo ? left % right : left / right;
	return true;
}

static bool fold_comparison(enum binary_operator operator, bool is_signed, uint64_t left,
			    uint64_t right)
{
	bool less = is_signed ? (int64_t)left < (int64_t)right : left < right;

	switch (operator) {
	case BINARY_EQUAL:
		return left == right;
	case BINARY_NOT_EQUAL:
		return left != right;
	case BINARY_LESS:
		return less;
	case BINARY_GREATER:
		return !less && left != right;
	case BINARY_LESS_EQUAL:
		return less || left == right;
	default:
		return !less;
	}
}

bool binary_fold(unsigned operator, const struct type *type, bool is_signed, uint64_t left,
		 uint64_t right, uint64_t *value)
{
	switch ((enum binary_operator)operator) {
	case BINARY_LOGICAL_OR:
		*value = left || right;
		return true;
	case BINARY_LOGICAL_AND:
		*value = left && right;
		return true;
	case BINARY_OR:
		*value = left | right;
		break;
	case BINARY_XOR:
		*value = left ^ right;
		break;
	case BINARY_AND:
		*value = left & right;
		break;
	case BINARY_SHIFT_LEFT:
		*value = left << (right & 63);
		break;
	case BINARY_SHIFT_RIGHT:
		*value = is_signed ? (uint64_t)((int64_t)left >> (right & 63)) :
				     left >> (right & 63);
		break;
	case BINARY_ADD:
		*value = left + right;
		break;
	case BINARY_SUBTRACT:
		*value = left - right;
		break;
	case BINARY_MULTIPLY:
		*value = left * right;
		break;
	case BINARY_DIVIDE:
	case BINARY_MODULO:
		return fold_division(is_signed, operator == BINARY_MODULO, left, right, value);
	case BINARY_NONE:
		return false;
	default:
		*value = fold_comparison(operator, is_signed, left, right);
		return true;
	}
	*value = cast_fold(type, *value);
	return true;
}

static void report_operands(struct checker *checker, struct expr *whole,
			    const struct operator_row *row, const struct expr *left,
			    const struct expr *right)
{
	const struct expr *odd = type_is_number(left->type) ? right : left;
	const char *name = checker_type_name(checker, odd->type);
	struct diag *diag;

	if (row->is_comparison) {
		diag = checker_fail(checker, whole, "%s cannot compare %s with %s", row->sign,
				    checker_type_name(checker, left->type),
				    checker_type_name(checker, right->type));
		if (left->type->kind == TYPE_POINTER && right->type->kind == TYPE_STRING)
			diag_hint(diag, "read the text that the pointer points to: str(...)");
		else if (left->type->kind == TYPE_STRING && right->type->kind == TYPE_STRING)
			diag_hint(diag, "strings have no order; == and != compare them, "
				  "strncmp(a, b, n) compares their first bytes");
		return;
	}
	diag = checker_fail(checker, whole, "cannot %s %s; %s needs numbers on both sides",
			    row->deed, name, row->sign);
	diag_note(diag, odd->span, "this is %s", name);
	if (odd->type->kind == TYPE_STRING)
		diag_hint(diag, "strlen(...) gives a string's length, a number");
	else if (odd->type->kind == TYPE_POINTER)
		diag_hint(diag, "pointers take + and - a number; for their bits: (uint64)...");
}

static const struct type *pointer_result(enum binary_operator operator, struct expr *left,
					 struct expr *right)
{
	bool left_points = left->type->kind == TYPE_POINTER;
	bool right_points = right->type->kind == TYPE_POINTER;

	if (operator == BINARY_ADD && left_points && type_is_number(right->type))
		return left->type;
	if (operator == BINARY_ADD && right_points && type_is_number(left->type))
		return right->type;
	if (operator == BINARY_SUBTRACT && left_points && type_is_number(right->type))
		return left->type;
	return NULL;
}

/* What arithmetic with durations and sizes yields; NULL where it is none, or makes no sense. */
static const struct type *quantity_result(enum binary_operator operator, const struct type *left,
					  const struct type *right)
{
	bool is_ratio = operator == BINARY_DIVIDE || operator == BINARY_MODULO;
	bool is_sum = operator == BINARY_ADD || operator == BINARY_SUBTRACT;

	if (type_is_quantity(left) && left == right)
		return operator == BINARY_DIVIDE ? &type_int64 : is_sum || is_ratio ? left : NULL;
	if (type_is_quantity(left) && type_is_number(right) && right->size <= 8)
		return is_sum || is_ratio || operator == BINARY_MULTIPLY ? left : NULL;
	if (type_is_quantity(right) && type_is_number(left) && left->size <= 8)
		return is_sum || operator == BINARY_MULTIPLY ? right : NULL;
	return NULL;
}

static bool is_address_like(const struct type *type)
{
	return type->kind == TYPE_POINTER || type->kind == TYPE_INTEGER ||
	       type->kind == TYPE_KERNEL_SYMBOL;
}

/* Whether the two may stand on both sides of == or of an ordering. */
static bool is_comparable(struct checker *checker, const struct operator_row *row,
			  struct expr *left, struct expr *right)
{
	const struct type *one = left->type, *other = right->type;

	if (type_is_number(one) && type_is_number(other))
		return true;
	if (is_address_like(one) && is_address_like(other))
		return true;
	if (type_is_quantity(one) || type_is_quantity(other))
		return one == other || type_is_number(one) || type_is_number(other);
	if (!row->is_equality || one->kind != other->kind)
		return false;
	switch (one->kind) {
	case TYPE_STRING:
		return true;
	case TYPE_STACK:
	case TYPE_ARRAY:
	case TYPE_USER_SYMBOL:
	case TYPE_INTERNET:
		return one == other;
	case TYPE_TUPLE:
		return unify_types(checker, one, other) != NULL;
	case TYPE_BUFFER:
		return true;
	default:
		return false;
	}
}

static const struct type *comparison_result(struct checker *checker, struct expr *whole,
					    const struct operator_row *row, struct expr *left,
					    struct expr *right)
{
	if (!is_comparable(checker, row, left, right)) {
		report_operands(checker, whole, row, left, right);
		return NULL;
	}
	if (left->type->kind == TYPE_INTEGER && right->type->kind == TYPE_INTEGER)
		unify_numbers(left, right);
	return &type_bool;
}

const struct type *binary_result(struct checker *checker, struct expr *whole, unsigned operator,
				 struct expr *left, struct expr *right)
{
	const struct operator_row *row = &operator_rows[operator];
	const struct type *type;

	expr_settle_number(checker, left);
	expr_settle_number(checker, right);
	if (left->type->kind == TYPE_ERROR || right->type->kind == TYPE_ERROR)
		return NULL;
	if (row->is_logical) {
		if (!expr_needs_condition(checker, left) || !expr_needs_condition(checker, right))
			return NULL;
		return &type_bool;
	}
	if (row->is_comparison)
		return comparison_result(checker, whole, row, left, right);
	type = pointer_result(operator, left, right);
	if (!type)
		type = quantity_result(operator, left->type, right->type);
	if (type)
		return type;
	if (!type_is_number(left->type) || !type_is_number(right->type)) {
		report_operands(checker, whole, row, left, right);
		return NULL;
	}
	if (row->is_shift)
		return type_integer(8, left->type->is_signed);
	type = unify_numbers(left, right);
	/* A difference may be negative whatever it is the difference of. */
	return operator == BINARY_SUBTRACT ? &type_int64 : type;
}

static bool is_signed_operation(const struct expr *left, const struct expr *right)
{
	return left->type->is_signed || right->type->is_signed;
}

static void fold(struct checker *checker, struct expr *expr)
{
	const struct expr *left = expr->binary.left, *right = expr->binary.right;
	enum binary_operator operator = expr->binary.operator;
	uint64_t value;

	/* The step of a pointer is what it points to, which the emitter multiplies by. */
	if (!left->is_constant || !right->is_constant || expr->type->kind == TYPE_POINTER ||
	    expr->type->kind == TYPE_FORM)
		return;
	if (binary_fold(operator, expr->type,
			operator_rows[operator].is_shift ? left->type->is_signed :
			is_signed_operation(left, right),
			left->constant, right->constant, &value))
		expr_set_constant(expr, expr->type, value);
	else
		checker_fail(checker, expr, "division by zero");
}

static bool is_untyped(const struct expr *expr)
{
	return expr->type->kind == TYPE_ERROR &&
	       (expr->kind == EXPR_MAP || expr->kind == EXPR_VARIABLE);
}

void binary_check(struct checker *checker, struct expr *expr)
{
	struct expr *left = expr->binary.left, *right = expr->binary.right;
	enum binary_operator operator = expr->binary.operator;
	const struct type *type;

	expr_check(checker, left);
	expr_check(checker, right);
	if (checker->is_guessing && is_untyped(left) != is_untyped(right)) {
		if (is_untyped(left))
			left->type = unify_widen(checker, right->type);
		else
			right->type = unify_widen(checker, left->type);
	}
	type = binary_result(checker, expr, operator, left, right);
	if (!type)
		return;
	expr->type = type;
	if (right->is_constant && !right->constant && !left->is_constant &&
	    (operator == BINARY_DIVIDE || operator == BINARY_MODULO)) {
		checker_fail(checker, expr, "division by zero");
		return;
	}
	if (right->is_constant && operator_rows[operator].is_shift && right->constant > 63)
		diag_warning(checker->diags, right->span,
			     "numbers have 64 bits; shifting by more counts modulo 64");
	fold(checker, expr);
}
