/*
 * Checking emit() and row(): every value of a row has a name, the one given or the one that
 * it goes by itself, and no two have the same. And the numbers that are shown as people
 * write them.
 */
#include <string.h>

#include "codegen/builtin.h"
#include "codegen/check/call.h"
#include "codegen/check/checker.h"
#include "codegen/check/coalesce.h"
#include "codegen/check/event_make.h"
#include "codegen/check/expr.h"
#include "stdlib/check.h"

static const char *own_name(const struct checker *checker, const struct expr *expr);

/* What converts something goes by that thing's name: str(args.filename). */
static const char *call_name(const struct checker *checker, const struct expr *call)
{
	const struct builtin *row = builtin_find(checker->options->library, call->call.name);

	if (row && row->flags & BUILTIN_CONVERTS && call->call.arguments)
		return own_name(checker, call->call.arguments);
	return call->call.name;
}

static const char *bare_name(const struct expr *expr)
{
	static const char prefix[] = "arg_";
	const char *name = expr->name.name;

	return expr->argument && !strncmp(name, prefix, sizeof(prefix) - 1) ?
	       name + sizeof(prefix) - 1 : name;
}

/* The name that EXPR goes by, as it was written; NULL: none. */
static const char *own_name(const struct checker *checker, const struct expr *expr)
{
	const struct expr *written = coalesce_written(checker, expr);

	switch (written->kind) {
	case EXPR_NAME:
		return bare_name(written);
	case EXPR_VARIABLE:
		return written->variable.name;
	case EXPR_MAP:
		return *written->map.name ? written->map.name : NULL;
	case EXPR_FIELD:
		return written->field.name;
	case EXPR_CALL:
		return call_name(checker, written);
	case EXPR_CAST:
		return own_name(checker, written->cast.operand);
	case EXPR_UNARY:
		return written->unary.operator == UNARY_DEREFERENCE ?
		       own_name(checker, written->unary.operand) : NULL;
	case EXPR_COALESCE:
		return own_name(checker, written->coalesce.left);
	default:
		return NULL;
	}
}

static const char *column_name(const struct checker *checker, const struct expr *value)
{
	return value->given_name ? value->given_name : own_name(checker, value);
}

static struct span name_span(const struct expr *value)
{
	return value->given_name ? value->given_span : value->span;
}

/* In JSON the exact bytes of the column STEM are called STEM_hex. */
static bool is_hex_of(const char *name, const char *stem)
{
	size_t length = strlen(stem);

	return !strncmp(name, stem, length) && !strcmp(name + length, "_hex");
}

/* Whether VALUE has a name that none before it has, in the row of CALL. */
static bool check_name(struct checker *checker, const struct expr *call, struct expr *value)
{
	const char *name = column_name(checker, value), *other;
	const struct expr *before;
	struct diag *diag;

	if (!name) {
		diag_hint(checker_fail(checker, value, "this value needs a name"),
			  "write one before it: value = ...");
		return false;
	}
	for (before = call->call.arguments; before != value; before = before->next) {
		other = column_name(checker, before);
		if (!other || (strcmp(other, name) && !is_hex_of(name, other) &&
			       !is_hex_of(other, name)))
			continue;
		if (strcmp(other, name))
			diag = diag_error(checker->diags, name_span(value), "the names %s and %s "
					  "get into each other's way in JSON", other, name);
		else
			diag = diag_error(checker->diags, name_span(value),
					  "two columns are called %s", name);
		diag_note(diag, name_span(before), "the other is this");
		diag_hint(diag, "give one of them a name of its own: other = ...");
		return false;
	}
	return true;
}

static bool add_column(struct checker *checker, struct expr *call, struct expr *value)
{
	struct plan_event *plan = &call->event->plan;
	bool is_named = check_name(checker, call, value);

	event_warn_address(checker, value);
	if (!event_add_value(checker, call->event, value, true) || !is_named)
		return false;
	if (checker->is_final)
		plan->values[plan->value_count - 1].name =
			arena_copy_string(checker->arena, column_name(checker, value));
	return true;
}

const struct type *check_form(struct checker *checker, struct expr *call)
{
	(void)checker;
	return &type_forms[call->builtin->form];
}

static const struct type *check_columns(struct checker *checker, struct expr *call,
					enum plan_event_kind kind)
{
	struct expr *value;
	bool fine = true;

	event_make(checker, call, kind);
	for (value = call->call.arguments; value; value = value->next)
		fine &= add_column(checker, call, value);
	return fine ? &type_void : &type_error;
}

const struct type *check_emit(struct checker *checker, struct expr *call)
{
	return check_columns(checker, call, PLAN_EVENT_EMIT);
}

const struct type *check_row(struct checker *checker, struct expr *call)
{
	return check_columns(checker, call, PLAN_EVENT_RECORD_ROW);
}
