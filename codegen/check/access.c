/*
 * Access: members, elements, indexing and dereferencing: how a value is reached
 * through memory. The address space follows the pointer that is followed.
 */
#include <string.h>

#include "codegen/check/checker.h"
#include "codegen/check/coalesce.h"
#include "codegen/check/expr.h"
#include "codegen/check/map_record.h"
#include "codegen/check/variable.h"
#include "codegen/target/target.h"
#include "lexer/suggest.h"

const struct type *access_value_type(struct checker *checker, const struct type *type)
{
	if (type->kind == TYPE_ARRAY && type->target->kind == TYPE_INTEGER && type->count &&
	    type->target->size == 1 && !strcmp(type->target->name, "char"))
		return type_string(checker->types, type->count);
	return type;
}

enum address_space access_space(const struct expr *expr)
{
	const struct expr *base = NULL;

	if (expr->argument)
		return SPACE_BPF;
	if (expr->kind == EXPR_FIELD)
		base = expr->field.base;
	else if (expr->kind == EXPR_INDEX)
		base = expr->index.base;
	else if (expr->kind == EXPR_UNARY && expr->unary.operator == UNARY_DEREFERENCE)
		base = expr->unary.operand;
	if (!base)
		return SPACE_BPF;
	return base->type->kind == TYPE_POINTER ? base->type->space : access_space(base);
}

/* A pointer that was found in a user program's memory points there as well. */
static const struct type *in_space(struct checker *checker, const struct type *type,
				   enum address_space space)
{
	if (space == SPACE_USER && type->kind == TYPE_POINTER && type->space == SPACE_KERNEL)
		return type_pointer(checker->types, type->target, SPACE_USER);
	return type;
}

/* Whether the kernel decides what type the value has. */
static bool is_of_kernel(struct checker *checker, const struct expr *expr)
{
	while (expr->kind == EXPR_INDEX || (expr->kind == EXPR_UNARY &&
					    expr->unary.operator == UNARY_DEREFERENCE))
		expr = expr->kind == EXPR_INDEX ? expr->index.base : expr->unary.operand;
	return expr->argument || expr->member ||
	       (expr->builtin && target_btf_status(checker->target) < 0);
}

static void report_no_struct(struct checker *checker, struct expr *expr, const struct expr *base)
{
	const char *type = checker_type_name(checker, base->type);
	struct diag *diag;

	if (base->type->kind == TYPE_POINTER && base->type->target->kind == TYPE_POINTER) {
		diag = checker_fail(checker, expr, "%s points to a pointer and has no members",
				    type);
		diag_hint(diag, "follow it first: (*...).%s", expr->field.name);
		return;
	}
	diag = is_of_kernel(checker, base) ?
	       coalesce_fail_absent(checker, expr, "%s has no members", type) :
	       checker_fail(checker, expr, "%s has no members", type);
	if (target_btf_status(checker->target) < 0)
		diag_note(diag, (struct span){ 0 }, "this kernel's types are unknown: its BTF "
			  "cannot be read");
	if (type_is_number(base->type) ||
	    (base->type->kind == TYPE_POINTER && base->type->target->kind == TYPE_VOID))
		diag_hint(diag, "say what it points to: ((struct NAME *)...).%s", expr->field.name);
}

static void report_no_member(struct checker *checker, struct expr *expr,
			     const struct type *type)
{
	const char *name = checker_type_name(checker, type);
	bool is_kernels = !type->members;
	struct diag *diag = coalesce_report_absent(checker, expr->field.name_span,
						   "%s has no member `%s`%s", name,
						   expr->field.name,
						   is_kernels ? " in this kernel" : "");
	struct suggest suggest;

	expr->type = &type_error;
	if (!type->size && !is_kernels) {
		diag_hint(diag, "the program's debug information does not tell what is in %s",
			  name);
		return;
	}
	if (!type->size) {
		diag_hint(diag, "this kernel's BTF does not tell what is in %s", name);
		return;
	}
	suggest_start(&suggest, expr->field.name);
	target_suggest_field(checker->target, type, &suggest);
	if (suggest.best)
		diag_hint(diag, "did you mean `%s`?", suggest.best);
	else if (*type->name && is_kernels)
		diag_hint(diag, "its members: ktrace -lv '%s'", name);
}

void access_check_field(struct checker *checker, struct expr *expr)
{
	struct expr *base = expr->field.base;
	const struct type *type;
	enum address_space space;
	struct field *field;

	checker->is_base = base->kind == EXPR_NAME ||
			   (base->kind == EXPR_CALL && !base->call.arguments);
	expr_check(checker, base);
	checker->is_base = false;
	if (base->type->kind == TYPE_ERROR)
		return;
	if (base->type == &type_arguments) {
		name_check_argument(checker, expr, expr->field.name);
		return;
	}
	type = base->type->kind == TYPE_POINTER ? base->type->target : base->type;
	if (type->kind != TYPE_STRUCT) {
		report_no_struct(checker, expr, base);
		return;
	}
	field = ARENA_NEW(checker->arena, struct field);
	if (!target_find_field(checker->target, type, expr->field.name, field)) {
		report_no_member(checker, expr, type);
		return;
	}
	space = base->type->kind == TYPE_POINTER ? base->type->space : access_space(base);
	expr->member = field;
	expr->type = in_space(checker, access_value_type(checker, field->type), space);
}

void access_check_element(struct checker *checker, struct expr *expr)
{
	struct expr *base = expr->element.base;
	const struct type *type;
	struct diag *diag;

	expr_check(checker, base);
	type = base->type;
	if (type->kind == TYPE_ERROR)
		return;
	if (type->kind != TYPE_TUPLE) {
		checker_fail(checker, expr, "only tuples have numbered elements, and this is %s",
			     checker_type_name(checker, type));
		return;
	}
	if (expr->element.number >= type->count) {
		diag = checker_fail(checker, expr, "%s has %u element%s, counted from 0",
				    checker_type_name(checker, type), type->count,
				    type->count == 1 ? "" : "s");
		if (type->count)
			diag_hint(diag, "the last one is .%u", type->count - 1);
		return;
	}
	expr->type = type->elements[expr->element.number];
	if (base->kind == EXPR_TUPLE) {
		const struct expr *element = base->tuple.elements;
		unsigned number = expr->element.number;

		while (number-- > 0)
			element = element->next;
		if (element->is_constant)
			expr_set_constant(expr, expr->type, element->constant);
	}
}

static void check_tuple_index(struct checker *checker, struct expr *expr)
{
	const struct type *tuple = expr->index.base->type;
	const struct expr *index = expr->index.index;

	if (!index->is_constant || index->constant >= tuple->count)
		checker_fail(checker, expr,
			     "a tuple's element is chosen by a constant number below %u",
			     tuple->count);
	else
		expr->type = tuple->elements[index->constant];
}

static void check_bounds(struct checker *checker, struct expr *expr, uint32_t count)
{
	const struct expr *index = expr->index.index;

	if (!index->is_constant || index->constant < count || !count)
		return;
	checker_fail(checker, expr, "the array has %u elements, counted from 0", count);
}

void access_check_index(struct checker *checker, struct expr *expr)
{
	struct expr *base = expr->index.base, *index = expr->index.index;
	const struct type *type;

	expr_check(checker, base);
	expr_check(checker, index);
	type = base->type;
	if (!expr_needs_number(checker, index, "an index") || type->kind == TYPE_ERROR)
		return;
	switch (type->kind) {
	case TYPE_TUPLE:
		check_tuple_index(checker, expr);
		break;
	case TYPE_STRING:
		expr->type = &type_int8;
		check_bounds(checker, expr, type->size);
		break;
	case TYPE_ARRAY:
		expr->type = in_space(checker, access_value_type(checker, type->target),
				      access_space(base));
		check_bounds(checker, expr, type->count);
		break;
	case TYPE_POINTER:
		if (type->target->size) {
			expr->type = in_space(checker, access_value_type(checker, type->target),
					      type->space);
			break;
		}
		/* fall through */
	default:
		checker_fail(checker, expr, "%s cannot be indexed",
			     checker_type_name(checker, type));
	}
}

void access_check_dereference(struct checker *checker, struct expr *expr)
{
	const struct type *type = expr->unary.operand->type;
	struct diag *diag;

	if (type->kind == TYPE_ERROR)
		return;
	if (type->kind != TYPE_POINTER) {
		diag = checker_fail(checker, expr, "* follows a pointer, and this is %s",
				    checker_type_name(checker, type));
		if (type_is_number(type))
			diag_hint(diag, "say what it points to: *(uint64 *)...");
		return;
	}
	if (!type->target->size) {
		diag = checker_fail(checker, expr, "what %s points to has no known size",
				    checker_type_name(checker, type));
		diag_hint(diag, "cast it: *(uint64 *)...");
		return;
	}
	expr->type = in_space(checker, access_value_type(checker, type->target), type->space);
}

void access_check_address(struct checker *checker, struct expr *expr)
{
	struct expr *operand = expr->unary.operand;

	expr_check(checker, operand);
	if (operand->type->kind == TYPE_ERROR)
		return;
	if (operand->kind != EXPR_VARIABLE && operand->kind != EXPR_MAP) {
		checker_fail(checker, expr, "& takes the address of a variable or a map's value");
		return;
	}
	expr->type = type_pointer(checker->types, operand->type, SPACE_BPF);
}
