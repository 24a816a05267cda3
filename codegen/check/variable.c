/*
 * Variable: scratch variables and their scopes. A variable is known by the place
 * that declares it, so that its type can grow over the rounds of checking.
 */
#include "codegen/check/variable.h"

#include <string.h>

#include "codegen/check/checker.h"
#include "codegen/check/expr.h"
#include "codegen/check/param.h"
#include "codegen/check/unify.h"
#include "lexer/suggest.h"

struct scope_name *variable_enter_scope(struct checker *checker)
{
	checker->depth++;
	return checker->scope;
}

void variable_leave_scope(struct checker *checker, struct scope_name *outer)
{
	checker->depth--;
	checker->scope = outer;
}

struct variable_record *variable_find(const struct checker *checker, const char *name)
{
	const struct scope_name *entry;

	for (entry = checker->scope; entry; entry = entry->next)
		if (!strcmp(entry->record->variable.name, name))
			return entry->record;
	return NULL;
}

static struct variable_record *record_of(struct checker *checker, const char *name,
					 struct span span)
{
	struct program_record *program = checker->current;
	struct variable_record *record;

	for (record = program->variables; record; record = record->next)
		if (record->variable.span.start == span.start &&
		    !strcmp(record->variable.name, name))
			return record;
	record = ARENA_NEW(checker->arena, struct variable_record);
	record->variable.name = name;
	record->variable.span = span;
	record->variable.index = program->program.variable_count++;
	record->variable.home = checker->routine ? &checker->routine->routine : NULL;
	record->shown = arena_printf(checker->arena, "$%s", name);
	*program->variables_end = record;
	program->variables_end = &record->next;
	return record;
}

void variable_show(struct checker *checker, struct variable_record *record)
{
	struct scope_name *entry = ARENA_NEW(checker->arena, struct scope_name);

	entry->record = record;
	entry->depth = checker->depth;
	entry->next = checker->scope;
	checker->scope = entry;
}

struct variable_record *variable_declare(struct checker *checker, const char *name,
					 struct span span)
{
	struct variable_record *record = variable_find(checker, name);
	struct diag *diag;

	if (record) {
		diag = diag_error(checker->diags, span, "$%s exists already", name);
		diag_note(diag, record->variable.span, "here it was declared");
		diag_hint(diag, "give the new one another name, or assign without let: $%s = ...",
			  name);
		return record;
	}
	record = record_of(checker, name, span);
	variable_show(checker, record);
	return record;
}

static void report_undeclared(struct checker *checker, struct expr *expr)
{
	const char *name = expr->variable.name;
	struct diag *diag = checker_fail(checker, expr, "$%s has not been given a value", name);
	const struct routine *home = checker->routine ? &checker->routine->routine : NULL;
	struct variable_record *record;
	const struct scope_name *entry;
	struct suggest suggest;

	suggest_start(&suggest, name);
	for (entry = checker->scope; entry; entry = entry->next)
		suggest_offer(&suggest, entry->record->variable.name);
	param_suggest(checker->options->params, &suggest);
	if (suggest.best)
		diag_hint(diag, "did you mean `$%s`?", suggest.best);
	for (record = checker->current->variables; record; record = record->next) {
		if (strcmp(record->variable.name, name))
			continue;
		if (record->variable.home != home) {
			diag_note(diag, record->variable.span, "this $%s is %s", name, home ?
				  "not the fn's: hand its value over" : "inside an fn");
			return;
		}
		diag_note(diag, record->variable.span,
			  "this $%s is seen only inside its own block", name);
		if (record->is_element) {
			diag_hint(diag, "take what is wanted of it inside the loop: $x = $%s...",
				  name);
			return;
		}
		diag_hint(diag, "declare it before the block: let $%s;", name);
		return;
	}
}

void variable_check_read(struct checker *checker, struct expr *expr)
{
	struct variable_record *record = variable_find(checker, expr->variable.name);
	const struct type *type;

	if (!record) {
		report_undeclared(checker, expr);
		return;
	}
	if (checker->at_entry) {
		diag_hint(checker_fail(checker, expr, "$%s belongs to the return, which comes after "
				       "what entry(...) stands for", expr->variable.name),
			  "inside entry(...) only the probe, its arguments and maps are known");
		return;
	}
	record->is_read = true;
	expr->variable_ref = &record->variable;
	type = record->variable.type ? record->variable.type : record->growing.now;
	if (!type && checker->is_final && !checker->diags->errors) {
		checker_fail(checker, expr, "$%s is never given a value", expr->variable.name);
		return;
	}
	expr->type = type ? type : &type_error;
}

static void report_misfit(struct checker *checker, const struct variable_record *record,
			  const struct expr *value)
{
	struct diag *diag;

	diag = diag_error(checker->diags, value->span, "%s holds %s and cannot take %s",
			  record->shown, checker_type_name(checker, record->growing.now),
			  checker_type_name(checker, value->type));
	diag_note(diag, record->growing.span, "%s got its type here", record->shown);
	if (type_is_scalar(record->growing.now) && record->growing.now->kind != TYPE_FORM &&
	    type_is_scalar(value->type))
		diag_hint(diag, "cast the value: (%s)...",
			  checker_type_name(checker, record->growing.now));
	else
		diag_hint(diag, "use another variable for the other type");
}

static bool is_storable(struct checker *checker, struct expr *value)
{
	const char *what = NULL;

	if (value->type->kind == TYPE_VOID)
		what = "what yields nothing";
	else if (!type_is_value(value->type))
		what = "all arguments at once";
	if (what)
		checker_fail(checker, value, "a variable cannot hold %s", what);
	return value->type->kind != TYPE_ERROR;
}

/*
 * The type that bounds VALUE. All variables are read as 64 bits; what one was declared to
 * hold is all that it holds.
 */
static const struct type *width_of(struct checker *checker, const struct expr *value)
{
	const struct variable_record *record = value->kind == EXPR_VARIABLE ?
					       variable_find(checker, value->variable.name) : NULL;

	return record && record->declared && type_is_number(record->declared) ? record->declared :
	       value->type;
}

/* A declared width is kept: what might not fit wants a cast. */
static bool is_narrow_enough(struct checker *checker, const struct variable_record *record,
			     struct expr *value)
{
	const struct type *declared = record->declared, *width = width_of(checker, value);
	unsigned bits;
	bool fits;

	if (!declared || declared->kind != TYPE_INTEGER || declared->size >= 8 ||
	    !type_is_number(value->type))
		return true;
	bits = declared->size * 8;
	if (!value->is_constant)
		fits = width->is_signed == declared->is_signed ? width->size <= declared->size :
			declared->is_signed && width->size < declared->size;
	else if (declared->is_signed)
		fits = (int64_t)value->constant >= -(INT64_C(1) << (bits - 1)) &&
		       (int64_t)value->constant < INT64_C(1) << (bits - 1);
	else
		fits = value->constant < UINT64_C(1) << bits;
	if (!fits)
		diag_hint(diag_error(checker->diags, value->span, "%s may not fit %s, which is %s",
				     checker_type_name(checker, width), record->shown,
				     checker_type_name(checker, declared)),
			  "cut it with a cast: (%s)(...)", checker_type_name(checker, declared));
	return fits;
}

void variable_set_type(struct checker *checker, struct variable_record *record,
		       const struct type *declared, struct span span)
{
	record->declared = declared;
	record->stored = unify_widen(checker, declared);
	if (!record->growing.now)
		record->growing.now = record->stored;
	record->growing.span = span;
}

void variable_give(struct checker *checker, struct variable_record *record, struct expr *value)
{
	if (value->type->kind == TYPE_ERROR)
		return;
	if (value->kind == EXPR_MAP)
		expr_settle_number(checker, value);
	if (!is_storable(checker, value) || !is_narrow_enough(checker, record, value))
		return;
	if (record->declared && !record->growing.now)
		record->growing.now = record->stored;
	if (!unify_grow(checker, &record->growing, value))
		report_misfit(checker, record, value);
	else if (checker->is_final && record->variable.type)
		unify_coerce(checker, value, record->variable.type);
}

bool variable_is_settable(struct checker *checker, const struct variable_record *record,
			  struct expr *target)
{
	if (record->is_element)
		diag_hint(checker_fail(checker, target, "$%s is set by its loop only",
				       target->variable.name),
			  "use another variable: $next = ...");
	return !record->is_element;
}

void variable_check_write(struct checker *checker, struct expr *target, struct expr *value)
{
	struct variable_record *record = variable_find(checker, target->variable.name);

	if (!record)
		record = variable_declare(checker, target->variable.name, target->span);
	if (!variable_is_settable(checker, record, target))
		return;
	variable_give(checker, record, value);
	target->variable_ref = &record->variable;
	target->type = record->variable.type ? record->variable.type : &type_error;
}

bool variable_end_round(struct program_record *program)
{
	struct variable_record *record;
	bool changed = false;

	for (record = program->variables; record; record = record->next) {
		if (record->declared)
			record->growing.now = record->stored;
		changed |= record->growing.now != record->variable.type;
		record->variable.type = record->growing.now;
		record->growing = (struct growing_type){ .span = record->growing.span };
	}
	return changed;
}
