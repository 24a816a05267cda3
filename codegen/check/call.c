/*
 * Call: calls of builtins, checked against the row's prototype, then by the row's
 * own hook.
 */
#include "codegen/check/call.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "codegen/builtin.h"
#include "codegen/check/checker.h"
#include "codegen/check/expr.h"
#include "codegen/check/kfunc.h"
#include "codegen/check/macro.h"
#include "codegen/check/map_record.h"
#include "codegen/check/name.h"
#include "codegen/check/probe_target.h"
#include "codegen/check/prototype.h"
#include "codegen/check/routine.h"
#include "codegen/probe_kind.h"

struct expr *call_argument(const struct expr *call, unsigned index)
{
	struct expr *argument = call->kind == EXPR_CALL ? call->call.arguments : NULL;

	while (argument && index-- > 0)
		argument = argument->next;
	return argument;
}

unsigned call_argument_count(const struct expr *call)
{
	const struct expr *argument;
	unsigned count = 0;

	for (argument = call_argument(call, 0); argument; argument = argument->next)
		count++;
	return count;
}

uint64_t call_number(struct checker *checker, const struct expr *call, unsigned index,
		     uint64_t least, uint64_t most, uint64_t fallback)
{
	struct expr *argument = call_argument(call, index);

	if (!argument || !argument->is_constant)
		return fallback;
	if (argument->constant >= least && argument->constant <= most)
		return argument->constant;
	diag_error(checker->diags, argument->span, "this has to be a number from %llu to %llu",
		   (unsigned long long)least, (unsigned long long)most);
	return fallback;
}

static const char *shown_prototype(struct checker *checker, const char *text)
{
	const char *blank = strchr(text, ' ');

	/* `?` is for readers of the row, not for users. */
	return text[0] == '?' && blank ? arena_copy_string(checker->arena, blank + 1) : text;
}

static void report_count(struct checker *checker, struct expr *call, const struct builtin *row,
			 const struct prototype *prototype, unsigned given)
{
	struct diag *diag;

	if (given < prototype->required)
		diag = checker_fail(checker, call, "%s needs %u argument%s and got %u", row->name,
				    prototype->required, prototype->required == 1 ? "" : "s",
				    given);
	else if (!prototype->count)
		diag = checker_fail(checker, call, "%s takes no arguments", row->name);
	else
		diag = checker_fail(checker, call, "%s takes at most %u argument%s and got %u",
				    row->name, prototype->count,
				    prototype->count == 1 ? "" : "s", given);
	diag_hint(diag, "%s", shown_prototype(checker, row->prototype));
}

/* A value of a kind that the parameter takes. */
static bool takes_type(unsigned kinds, const struct expr *argument)
{
	const struct type *type = argument->type;

	if (kinds & PROTOTYPE_ANY)
		return type->kind != TYPE_VOID;
	if (kinds & PROTOTYPE_LITERAL)
		return argument->text != NULL;
	if (kinds & PROTOTYPE_NUMBER && argument->is_constant && type_is_number(type))
		return true;
	if (kinds & PROTOTYPE_INT &&
	    ((type_is_number(type) && type->size <= 8) || type_is_quantity(type)))
		return true;
	if (kinds & PROTOTYPE_BOOL && type->kind == TYPE_BOOLEAN)
		return true;
	if (kinds & PROTOTYPE_STRING && type->kind == TYPE_STRING)
		return true;
	if (kinds & PROTOTYPE_BUFFER && (type->kind == TYPE_BUFFER || type->kind == TYPE_ARRAY))
		return true;
	if (kinds & PROTOTYPE_STACK && type->kind == TYPE_STACK)
		return true;
	if (kinds & PROTOTYPE_STRUCT && type->kind == TYPE_STRUCT)
		return true;
	if (kinds & PROTOTYPE_POINTER && type->kind == TYPE_POINTER)
		return true;
	return kinds & PROTOTYPE_ADDRESS &&
	       (type->kind == TYPE_POINTER || type->kind == TYPE_KERNEL_SYMBOL ||
		(type_is_number(type) && type->size <= 8));
}

static const char *wanted(unsigned kinds)
{
	if (kinds & PROTOTYPE_LITERAL)
		return "a text that is known beforehand, in quotes";
	if (kinds & PROTOTYPE_NUMBER)
		return "a constant number";
	if (kinds & PROTOTYPE_MAP)
		return "a map, such as @name";
	if (kinds & PROTOTYPE_INT)
		return "a number";
	if (kinds & PROTOTYPE_ADDRESS)
		return "an address: a pointer or a number";
	if (kinds & PROTOTYPE_STRING)
		return "a string";
	if (kinds & PROTOTYPE_POINTER)
		return "a pointer";
	if (kinds & PROTOTYPE_STACK)
		return "a stack";
	return "a value";
}

static bool is_plain_word(const struct expr *argument)
{
	return argument->kind == EXPR_NAME;
}

static void report_kind(struct checker *checker, struct expr *argument,
			const struct builtin *row, const struct prototype_parameter *parameter)
{
	const struct type *type = argument->type;	/* which failing takes away */
	struct diag *diag;

	diag = checker_fail(checker, argument, "%s's %s has to be %s, and this is %s", row->name,
			    parameter->name, wanted(parameter->kinds),
			    parameter->kinds & PROTOTYPE_NUMBER && type_is_number(type) ?
			    "known only while tracing" : checker_type_name(checker, type));
	if (parameter->kinds & PROTOTYPE_STRING && type->kind == TYPE_POINTER &&
	    type->target->kind == TYPE_INTEGER && type->target->size == 1)
		diag_hint(diag, "read the text that the pointer points to: str(...)");
	else if (type->kind == TYPE_VOID && argument->builtin &&
		 argument->builtin->flags & BUILTIN_BARE)
		diag_hint(diag, "as a value it stands without parentheses: %s",
			  argument->builtin->name);
	else
		diag_hint(diag, "%s", shown_prototype(checker, row->prototype));
}

static bool check_argument(struct checker *checker, struct expr *argument,
			   const struct builtin *row, const struct prototype_parameter *parameter)
{
	unsigned kinds = parameter->kinds;

	if (kinds & PROTOTYPE_WORD && is_plain_word(argument)) {
		expr_reset(argument);
		argument->type = &type_void;
		return true;
	}
	if (kinds & PROTOTYPE_MAP && argument->kind == EXPR_MAP) {
		expr_reset(argument);
		map_record_of(checker, argument);
		if (argument->map.key && !map_record_check_place(checker, argument))
			return false;
		argument->type = argument->map_ref->value ? argument->map_ref->value : &type_void;
		return true;
	}
	if (kinds & PROTOTYPE_STRING && argument->kind == EXPR_POSITIONAL) {
		const char *text = name_positional_text(checker, argument);

		expr_reset(argument);
		expr_set_text(checker, argument, text ? text : "",
			      text ? (uint32_t)strlen(text) : 0);
		return true;
	}
	expr_check(checker, argument);
	if (argument->type->kind == TYPE_AGGREGATE && !(kinds & PROTOTYPE_ANY))
		expr_settle_number(checker, argument);
	if (argument->type->kind == TYPE_ERROR)
		return false;
	if (takes_type(kinds, argument))
		return true;
	report_kind(checker, argument, row, parameter);
	return false;
}

static bool check_arguments(struct checker *checker, struct expr *call,
			    const struct builtin *row, const struct prototype *prototype)
{
	unsigned given = call_argument_count(call), index = 0;
	struct expr *argument;
	bool fine = true;

	if (given < prototype->required || (given > prototype->count && !prototype->repeats)) {
		for (argument = call_argument(call, 0); argument; argument = argument->next)
			expr_check(checker, argument);
		report_count(checker, call, row, prototype, given);
		return false;
	}
	for (argument = call_argument(call, 0); argument; argument = argument->next) {
		fine &= check_argument(checker, argument, row, &prototype->parameters[index]);
		if (index + 1 < prototype->count)
			index++;
	}
	return fine;
}

/* Whether the space separated list of probe kinds holds the one whose body this is. */
static bool is_available(const struct checker *checker, const struct builtin *row)
{
	enum probe_kind kind = checker_probe_kind(checker);
	const char *at = row->probes;
	size_t length;

	if (!at || kind == PROBE_KIND_COUNT)
		return true;
	for (; *at; at += length + (at[length] == ' ')) {
		length = strcspn(at, " ");
		if (probe_kind_find(at, length) == kind)
			return true;
	}
	return false;
}

static const struct type *result_type(struct checker *checker, const struct prototype *prototype)
{
	static const char text[] = "string[";
	const struct type *type;

	if (!strncmp(prototype->result, text, sizeof(text) - 1))
		return type_string(checker->types,
				   (uint32_t)strtoul(prototype->result + sizeof(text) - 1, NULL,
						     10));
	type = type_find_builtin(prototype->result);
	return type ? type : &type_void;
}

static bool is_well_placed(struct checker *checker, struct expr *call, const struct builtin *row)
{
	const char *name = call->kind == EXPR_CALL ? call->call.name : call->name.name;
	struct diag *diag;

	if (!is_available(checker, row)) {
		diag = checker_fail(checker, call, "%s probes do not have %s",
				    probe_kind_rows[checker_probe_kind(checker)].name, name);
		diag_hint(diag, "these have it: %s", row->probes);
		return false;
	}
	if (row->flags & BUILTIN_UNSAFE && !checker->options->is_unsafe) {
		diag = checker_fail(checker, call, "%s changes the system, and is refused without "
				    "--unsafe", row->name);
		diag_hint(diag, "ktrace --unsafe ...");
		return false;
	}
	if (row->flags & BUILTIN_AGGREGATE && checker->aggregate != call) {
		diag = checker_fail(checker, call, "%s() is not a value of its own", row->name);
		diag_hint(diag, "assign it to a map: @name = %s(...);", row->name);
		return false;
	}
	if (row->flags & BUILTIN_ROW && checker->aggregate != call) {
		diag = checker_fail(checker, call, "%s() is not a value of its own", row->name);
		diag_hint(diag, "a recorder takes it, @name[key] = %s(...); emit(...) prints one",
			  row->name);
		return false;
	}
	return true;
}

/* Does the body belong to a return whose entry can be hooked as well? */
static bool has_entry(const struct checker *checker)
{
	const struct probe_target *target = checker->current ? checker->current->context : NULL;

	return target && argument_has_entry(target);
}

void call_check_builtin(struct checker *checker, struct expr *call, const struct builtin *row)
{
	struct prototype prototype;
	const struct type *type;
	bool is_good = prototype_parse(checker->arena, row->prototype, &prototype);
	bool was_at_entry = checker->at_entry, fine;

	assert(is_good);
	(void)is_good;
	call->builtin = row;
	if (checker->routine && row->flags & BUILTIN_ENDS)
		checker->current->program.has_routine_end = true;
	if (call->kind == EXPR_NAME && !(row->flags & BUILTIN_BARE)) {
		diag_hint(checker_fail(checker, call, "%s is a function", row->name), "%s",
			  shown_prototype(checker, row->prototype));
		return;
	}
	checker->at_entry |= row->flags & BUILTIN_AT_ENTRY && has_entry(checker);
	fine = check_arguments(checker, call, row, &prototype);
	checker->at_entry = was_at_entry;
	if (!fine || !is_well_placed(checker, call, row)) {
		call->type = &type_error;
		return;
	}
	type = row->check ? row->check(checker, call) : result_type(checker, &prototype);
	call->type = type;
	if (!type_is_scalar(type) && type->kind != TYPE_AGGREGATE)
		checker->memory += type->size;
}

/* Only rows have names for what is passed; elsewhere a = b was to be a comparison. */
static void check_given_names(struct checker *checker, const struct expr *call,
			      const struct builtin *row)
{
	const struct expr *argument;

	if (row && row->flags & BUILTIN_NAMES)
		return;
	for (argument = call->call.arguments; argument; argument = argument->next)
		if (argument->given_name)
			diag_hint(diag_error(checker->diags, argument->given_span, "the arguments "
					     "of %s have no names", call->call.name),
				  "== compares; columns of emit() have names");
}

void call_check(struct checker *checker, struct expr *expr)
{
	const struct builtin *row = expr->kind == EXPR_INVOKE ? NULL :
				    builtin_find(checker->options->library, expr->call.name);
	struct expr *argument;

	check_given_names(checker, expr, row);
	if (expr->kind == EXPR_INVOKE) {
		routine_check_call(checker, expr);
		return;
	}
	if (row) {
		call_check_builtin(checker, expr, row);
		return;
	}
	if (kfunc_check_call(checker, expr))
		return;
	for (argument = expr->call.arguments; argument; argument = argument->next)
		expr_check(checker, argument);
	/* A macro that is still there was complained about. */
	if (macro_is_name(checker, expr->call.name) || kfunc_report_undeclared(checker, expr))
		return;
	name_report_unknown(checker, expr, expr->call.name, "function");
}
