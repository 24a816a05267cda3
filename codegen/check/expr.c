/*
 * Expr: checking of expressions. One function for each kind of node; the bigger
 * families live in binary.c, access.c, cast.c, name.c and call.c.
 */
#include "codegen/check/expr.h"

#include <string.h>

#include "codegen/check/checker.h"
#include "codegen/check/coalesce.h"
#include "codegen/check/in.h"
#include "codegen/check/map_record.h"
#include "codegen/check/recorder.h"
#include "codegen/check/statement.h"
#include "codegen/check/unify.h"
#include "codegen/check/variable.h"
#include "codegen/target/target.h"

void expr_reset(struct expr *expr)
{
	expr->type = &type_error;
	expr->is_constant = false;
	expr->constant = 0;
	expr->text = NULL;
	expr->text_length = 0;
	expr->builtin = NULL;
	expr->kfunc = NULL;
	expr->is_walked = expr->is_nullable = false;
	expr->argument = NULL;
	expr->member = NULL;
	expr->variable_ref = NULL;
	expr->map_ref = NULL;
	expr->event = NULL;
	expr->routine = NULL;
	expr->extra = NULL;
}

void expr_set_constant(struct expr *expr, const struct type *type, uint64_t value)
{
	expr->type = type;
	expr->is_constant = true;
	expr->constant = value;
}

void expr_set_text(struct checker *checker, struct expr *expr, const char *text, uint32_t length)
{
	expr->text = text;
	expr->text_length = length;
	expr->type = type_string(checker->types, length + 1);
}

static bool is_one_number(const struct type *aggregate)
{
	switch (aggregate->aggregate.kind) {
	case AGGREGATE_COUNT:
	case AGGREGATE_SUM:
	case AGGREGATE_MIN:
	case AGGREGATE_MAX:
	case AGGREGATE_AVG:
		return true;
	default:
		return false;
	}
}

void expr_settle_number(struct checker *checker, struct expr *expr)
{
	const struct type *type = expr->type;

	if (type->kind != TYPE_AGGREGATE)
		return;
	if (!is_one_number(type)) {
		diag_hint(checker_fail(checker, expr, "%s is not one number",
				       checker_type_name(checker, type)),
			  "print the whole map: print(@name)");
		return;
	}
	if (!target_feature(checker->target, FEATURE_PERCPU_LOOKUP)) {
		diag_hint(checker_fail(checker, expr, "this kernel cannot add up the CPUs' parts "
				       "of %s while tracing (Linux 5.19 can)",
				       checker_type_name(checker, type)),
			  "count in a plain map: @name++ or @name += n");
		return;
	}
	expr->type = type->aggregate.of ? type->aggregate.of : type_integer(8, type->is_signed);
}

bool expr_needs_number(struct checker *checker, struct expr *expr, const char *what)
{
	expr_settle_number(checker, expr);
	if (expr->type->kind == TYPE_ERROR)
		return false;
	if (type_is_number(expr->type) && expr->type->size <= 8)
		return true;
	checker_fail(checker, expr, "%s needs a number, and this is %s", what,
		     checker_type_name(checker, expr->type));
	return false;
}

bool expr_needs_condition(struct checker *checker, struct expr *expr)
{
	struct diag *diag;

	expr_settle_number(checker, expr);
	if (expr->type->kind == TYPE_ERROR)
		return false;
	if (type_is_number(expr->type) || expr->type->kind == TYPE_POINTER)
		return true;
	diag = checker_fail(checker, expr, "%s is neither true nor false",
			    checker_type_name(checker, expr->type));
	if (expr->type->kind == TYPE_STRING)
		diag_hint(diag, "compare it: ... != \"\"");
	return false;
}

static void check_integer(struct expr *expr)
{
	uint64_t value = expr->integer.value;

	expr_set_constant(expr, value > INT64_MAX ? &type_uint64 : &type_int64, value);
}

static void check_minus(struct checker *checker, struct expr *expr, struct expr *operand)
{
	if (!expr_needs_number(checker, operand, "-"))
		return;
	expr->type = &type_int64;
	if (operand->is_constant)
		expr_set_constant(expr, &type_int64, -operand->constant);
}

static void check_complement(struct checker *checker, struct expr *expr, struct expr *operand)
{
	if (!expr_needs_number(checker, operand, "~"))
		return;
	expr->type = &type_uint64;
	if (operand->is_constant)
		expr_set_constant(expr, &type_uint64, ~operand->constant);
}

static void check_not(struct checker *checker, struct expr *expr, struct expr *operand)
{
	if (!expr_needs_condition(checker, operand))
		return;
	expr->type = &type_bool;
	if (operand->is_constant)
		expr_set_constant(expr, &type_bool, !operand->constant);
}

static void check_unary(struct checker *checker, struct expr *expr)
{
	struct expr *operand = expr->unary.operand;

	if (expr->unary.operator == UNARY_ADDRESS) {
		access_check_address(checker, expr);
		return;
	}
	expr_check(checker, operand);
	switch (expr->unary.operator) {
	case UNARY_MINUS:
		check_minus(checker, expr, operand);
		break;
	case UNARY_NOT:
		check_not(checker, expr, operand);
		break;
	case UNARY_COMPLEMENT:
		check_complement(checker, expr, operand);
		break;
	case UNARY_DEREFERENCE:
		access_check_dereference(checker, expr);
		break;
	case UNARY_ADDRESS:
		break;
	}
}

/* The type of `? then : otherwise`, or NULL. */
static const struct type *branch_type(struct checker *checker, struct expr *then,
				      struct expr *otherwise)
{
	if (then->type->kind == TYPE_VOID && otherwise->type->kind == TYPE_VOID)
		return &type_void;
	if (then->type->kind == TYPE_POINTER && unify_is_neutral(otherwise) &&
	    !otherwise->constant)
		return then->type;
	if (otherwise->type->kind == TYPE_POINTER && unify_is_neutral(then) && !then->constant)
		return otherwise->type;
	expr_settle_number(checker, then);
	expr_settle_number(checker, otherwise);
	if (then->type->kind == TYPE_INTEGER && otherwise->type->kind == TYPE_INTEGER)
		return unify_numbers(then, otherwise);
	return unify_types(checker, unify_widen(checker, then->type),
			   unify_widen(checker, otherwise->type));
}

static void check_ternary(struct checker *checker, struct expr *expr)
{
	struct expr *condition = expr->ternary.condition;
	struct expr *then = expr->ternary.then ? expr->ternary.then : condition;
	struct expr *otherwise = expr->ternary.otherwise, *chosen;
	const struct type *type;
	bool fine;

	expr_check(checker, condition);
	fine = expr_needs_condition(checker, condition);
	if (then != condition)
		expr_check(checker, then);
	expr_check(checker, otherwise);
	if (!fine || then->type->kind == TYPE_ERROR || otherwise->type->kind == TYPE_ERROR)
		return;
	type = branch_type(checker, then, otherwise);
	if (!type) {
		checker_fail(checker, expr, "one way this is %s, the other way %s",
			     checker_type_name(checker, then->type),
			     checker_type_name(checker, otherwise->type));
		return;
	}
	if (type->kind == TYPE_ERROR)
		return;
	unify_coerce(checker, then, type);
	unify_coerce(checker, otherwise, type);
	expr->type = type;
	chosen = condition->constant ? then : otherwise;
	if (!condition->is_constant)
		return;
	if (chosen->is_constant)
		expr_set_constant(expr, type, chosen->constant);
	expr->text = chosen->text;
	expr->text_length = chosen->text_length;
}

static bool is_element_type(const struct type *type)
{
	return type_is_value(type) &&
	       type->kind != TYPE_AGGREGATE && type->kind != TYPE_ERROR;
}

static void check_tuple(struct checker *checker, struct expr *expr)
{
	const struct type **types;
	struct expr *element;
	uint32_t count = 0;
	bool fine = true;

	for (element = expr->tuple.elements; element; element = element->next)
		count++;
	types = ARENA_NEW_ARRAY(checker->arena, const struct type *, count + 1);
	count = 0;
	for (element = expr->tuple.elements; element; element = element->next) {
		expr_check(checker, element);
		expr_settle_number(checker, element);
		if (element->type->kind != TYPE_ERROR && !is_element_type(element->type))
			checker_fail(checker, element, "%s cannot be part of a tuple",
				     checker_type_name(checker, element->type));
		fine &= element->type->kind != TYPE_ERROR;
		types[count++] = unify_widen(checker, element->type);
	}
	if (fine)
		expr->type = type_tuple(checker->types, types, count);
	checker->memory += expr->type->size;
}

/* A count may need more bits than what it started with. */
static void count_variable(struct checker *checker, struct variable_record *record,
			   struct expr *one)
{
	const struct type *now = record->growing.now;

	if (now && now->kind == TYPE_POINTER)
		return;
	if (now && now->kind == TYPE_INTEGER && !record->growing.is_weak) {
		one->type = type_integer(8, now->is_signed);
		one->is_constant = false;
	}
	variable_give(checker, record, one);
}

static void check_increment(struct checker *checker, struct expr *expr)
{
	struct expr *target = expr->increment.target;
	const char *sign = expr->increment.is_decrement ? "--" : "++";
	struct expr one = { .kind = EXPR_INTEGER, .span = expr->span };
	struct variable_record *record;

	expr_set_constant(&one, &type_int64, 1);
	if (target->kind == EXPR_MAP) {
		expr_reset(target);
		if (map_record_of(checker, target)->map.is_recorder)
			recorder_report_read(checker, target);
		else
			map_record_check_write(checker, target, &one);
	} else if (target->kind == EXPR_VARIABLE) {
		expr_check(checker, target);
		record = variable_find(checker, target->variable.name);
		if (record && variable_is_settable(checker, record, target))
			count_variable(checker, record, &one);
	} else {
		expr_check(checker, target);
		diag_hint(checker_fail(checker, expr, "%s needs a variable or a map", sign),
			  "$x%s, @x%s and @x[key]%s are such", sign, sign, sign);
		return;
	}
	if (target->type->kind == TYPE_ERROR)
		return;
	if (target->type->kind == TYPE_INTEGER || target->type->kind == TYPE_POINTER)
		expr->type = target->type;
	else
		checker_fail(checker, expr, "%s cannot count %s", sign,
			     checker_type_name(checker, target->type));
}

/* A value that statements come before. */
static void check_block(struct checker *checker, struct expr *expr)
{
	struct scope_name *outer = variable_enter_scope(checker);
	uint32_t memory = checker->memory;
	struct expr *value = expr->block.value;

	if (checker->at_entry && expr->block.body)
		diag_hint(checker_fail(checker, expr, "statements cannot stand inside entry(...)"),
			  "what they reckon out can: entry(a + b)");
	else
		statement_check_list(checker, expr->block.body);
	checker->memory += memory;
	expr->type = &type_void;
	if (value) {
		expr_check(checker, value);
		expr_settle_number(checker, value);
		expr->type = value->type;
	}
	if (expr->type->kind == TYPE_STACK)
		diag_hint(checker_fail(checker, expr, "a stack cannot be the value of a block"),
			  "put it into a variable or map of its own");
	variable_leave_scope(checker, outer);
}

static void check_kind(struct checker *checker, struct expr *expr)
{
	switch (expr->kind) {
	case EXPR_INTEGER:
		check_integer(expr);
		break;
	case EXPR_STRING:
		expr_set_text(checker, expr, expr->string.bytes, expr->string.length);
		break;
	case EXPR_BOOLEAN:
		expr_set_constant(expr, &type_bool, expr->boolean);
		break;
	case EXPR_NAME:
		name_check(checker, expr);
		break;
	case EXPR_VARIABLE:
		variable_check_read(checker, expr);
		break;
	case EXPR_MAP:
		map_record_check_read(checker, expr);
		break;
	case EXPR_POSITIONAL:
	case EXPR_POSITIONAL_COUNT:
		name_check_positional(checker, expr);
		break;
	case EXPR_CALL:
	case EXPR_INVOKE:
		call_check(checker, expr);
		break;
	case EXPR_UNARY:
		check_unary(checker, expr);
		break;
	case EXPR_BINARY:
		binary_check(checker, expr);
		break;
	case EXPR_TERNARY:
		check_ternary(checker, expr);
		break;
	case EXPR_FIELD:
		access_check_field(checker, expr);
		break;
	case EXPR_ELEMENT:
		access_check_element(checker, expr);
		break;
	case EXPR_INDEX:
		access_check_index(checker, expr);
		break;
	case EXPR_CAST:
		cast_check(checker, expr);
		break;
	case EXPR_TUPLE:
		check_tuple(checker, expr);
		break;
	case EXPR_INCREMENT:
		check_increment(checker, expr);
		break;
	case EXPR_SIZEOF:
		cast_check_size(checker, expr);
		break;
	case EXPR_OFFSETOF:
		cast_check_offset(checker, expr);
		break;
	case EXPR_BLOCK:
		check_block(checker, expr);
		break;
	case EXPR_COALESCE:
		coalesce_check(checker, expr);
		break;
	case EXPR_HAS:
		expr_set_constant(expr, &type_bool, expr->has.answer);
		break;
	case EXPR_KERNEL:
		expr_set_constant(expr, &type_bool, expr->kernel.answer);
		break;
	case EXPR_IN:
		in_check(checker, expr);
		break;
	}
}

void expr_check(struct checker *checker, struct expr *expr)
{
	expr_reset(expr);
	check_kind(checker, expr);
}
