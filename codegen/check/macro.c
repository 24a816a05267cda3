/*
 * Macro: a use is replaced by a copy of the body. Its arguments stand in the places of the
 * parameters as they are written, and are evaluated wherever they stand; the body's own
 * variables get names of their own for each use, so that none meets one of the user's.
 */
#include "codegen/check/macro.h"

#include <string.h>

#include "codegen/builtin.h"
#include "codegen/check/checker.h"
#include "parser/tree_clone.h"
#include "parser/tree_walk.h"

enum { USES_MAX = 10000 };

/* One use being expanded. */
struct use {
	struct checker *checker;
	const struct macro_declaration *macro;
	const struct expr *call;	/* a copy; a bare name has no arguments */
	unsigned number;
	const struct use *outer;	/* in whose body it stands; NULL: the user's text */
};

static void expand_place(const struct use *use, struct expr **place);
static void expand_list(const struct use *use, struct stmt *list);

/* ---- which macro ---- */

static struct expr *arguments_of(const struct expr *call)
{
	return call->kind == EXPR_CALL ? call->call.arguments : NULL;
}

static bool takes(const struct macro_parameter *parameter, const struct expr *argument)
{
	switch (parameter->kind) {
	case MACRO_VARIABLE:	return argument->kind == EXPR_VARIABLE;
	case MACRO_MAP:		return argument->kind == EXPR_MAP && !argument->map.key;
	default:		return true;
	}
}

/* How well the arguments fit: 0 not at all, more the more parameters say what they take. */
static unsigned fit(const struct macro_declaration *macro, const struct expr *arguments)
{
	const struct macro_parameter *parameter = macro->parameters;
	unsigned score = 1;

	for (; parameter && arguments; parameter = parameter->next, arguments = arguments->next) {
		if (!takes(parameter, arguments) || arguments->given_name)
			return 0;
		score += parameter->kind != MACRO_VALUE;
	}
	return parameter || arguments ? 0 : score;
}

static const char *signature_of(struct checker *checker, const struct macro_declaration *macro)
{
	static const char *const signs[] = {
		[MACRO_VALUE] = "", [MACRO_VARIABLE] = "$", [MACRO_MAP] = "@",
	};
	const struct macro_parameter *parameter;
	const char *text = arena_printf(checker->arena, "%s(", macro->name);

	for (parameter = macro->parameters; parameter; parameter = parameter->next)
		text = arena_printf(checker->arena, "%s%s%s%s", text, signs[parameter->kind],
				    parameter->name, parameter->next ? ", " : "");
	return arena_printf(checker->arena, "%s)", text);
}

/* The macro that is used; NULL where the name is none, or, IS_NONE, no such fits. */
static const struct macro_declaration *find(struct checker *checker, const struct expr *call,
					    bool *is_none)
{
	const char *name = call->kind == EXPR_CALL ? call->call.name : call->name.name;
	const struct macro_declaration *macro, *best = NULL;
	unsigned score, most = 0;

	*is_none = false;
	for (macro = checker->tree->macros; macro; macro = macro->next) {
		if (strcmp(macro->name, name))
			continue;
		*is_none = call->kind == EXPR_CALL;
		score = fit(macro, arguments_of(call));
		if (score > most) {
			most = score;
			best = macro;
		}
	}
	/* comm() is the builtin, although there is a comm(pid). */
	*is_none &= !best && !builtin_find(checker->options->library, name);
	return best;
}

bool macro_is_name(const struct checker *checker, const char *name)
{
	const struct macro_declaration *macro;

	for (macro = checker->tree->macros; macro; macro = macro->next)
		if (!strcmp(macro->name, name))
			return true;
	return false;
}

static void report_unfit(struct checker *checker, const struct expr *call)
{
	const struct macro_declaration *macro;
	struct diag *diag = diag_error(checker->diags, call->span, "no macro %s takes these "
				       "arguments", call->call.name);

	for (macro = checker->tree->macros; macro; macro = macro->next)
		if (!strcmp(macro->name, call->call.name))
			diag_note(diag, macro->name_span, "here is %s",
				  signature_of(checker, macro));
}

/* ---- the body's copy ---- */

static const struct expr *argument_for(const struct use *use, enum macro_parameter_kind kind,
				       const char *name)
{
	const struct macro_parameter *parameter = use->macro->parameters;
	const struct expr *argument = arguments_of(use->call);

	for (; parameter; parameter = parameter->next, argument = argument->next)
		if (parameter->kind == kind && !strcmp(parameter->name, name))
			return argument;
	return NULL;
}

/* What the body's $NAME is called here. */
static const char *variable_name(const struct use *use, const char *name)
{
	const struct expr *argument = argument_for(use, MACRO_VARIABLE, name);

	if (argument)
		return argument->variable.name;
	return arena_printf(use->checker->arena, "%s (in %s, %u)", name, use->macro->name,
			    use->number);
}

/* Of a macro that the script has not written no place says anything to its reader. */
static void place_at_use(const struct use *use, struct expr *expr)
{
	if (!use->macro->is_ours)
		return;
	expr->span = use->call->span;
	if (expr->kind == EXPR_FIELD)
		expr->field.name_span = use->call->span;
	else if (expr->kind == EXPR_CALL)
		expr->call.name_span = use->call->span;
}

static void substitute_list(void *context, struct stmt **list);

static void substitute(void *context, struct expr **place)
{
	const struct use *use = context;
	struct expr *expr = *place, *next = expr->next;
	const struct expr *argument;

	place_at_use(use, expr);
	switch (expr->kind) {
	case EXPR_VARIABLE:
		expr->variable.name = variable_name(use, expr->variable.name);
		return;
	case EXPR_MAP:
		argument = argument_for(use, MACRO_MAP, expr->map.name);
		if (argument)
			expr->map.name = argument->map.name;
		break;
	case EXPR_NAME:
		argument = argument_for(use, MACRO_VALUE, expr->name.name);
		if (!argument)
			return;
		*place = tree_clone_expr(use->checker->arena, argument);
		(*place)->next = next;
		(*place)->given_name = expr->given_name;
		(*place)->given_span = expr->given_span;
		return;
	case EXPR_BLOCK:
		substitute_list(context, &expr->block.body);
		if (expr->block.value)
			substitute(context, &expr->block.value);
		return;
	default:
		break;
	}
	tree_visit_operands(expr, substitute, context);
}

static void substitute_list(void *context, struct stmt **list)
{
	const struct use *use = context;
	struct stmt *stmt;

	for (stmt = *list; stmt; stmt = stmt->next) {
		if (stmt->kind == STMT_LET)
			stmt->let.name = variable_name(use, stmt->let.name);
		else if (stmt->kind == STMT_FOR_RANGE)
			stmt->for_range.name = variable_name(use, stmt->for_range.name);
		else if (stmt->kind == STMT_FOR_MAP)
			stmt->for_map.name = variable_name(use, stmt->for_map.name);
		else if (stmt->kind == STMT_FOR_CALL)
			stmt->for_call.name = variable_name(use, stmt->for_call.name);
		tree_visit_values(stmt, substitute, context);
		tree_visit_blocks(stmt, substitute_list, context);
	}
}

/* ---- expanding ---- */

static bool is_recursive(const struct use *use, const struct macro_declaration *macro,
			 const struct expr *call)
{
	const struct use *at;

	for (at = use; at; at = at->outer)
		if (at->macro == macro) {
			diag_hint(diag_error(use->checker->diags, call->span,
					     "the macro %s stands for itself", macro->name),
				  "a loop does the same: while (...) { ... } or for $i : 0..n { ... }");
			return true;
		}
	if (use->checker->macro_uses < USES_MAX)
		return false;
	if (use->checker->macro_uses++ == USES_MAX)
		diag_error(use->checker->diags, call->span, "macros make more than %d others of this "
			   "program", USES_MAX);
	return true;
}

static void expand_use(const struct use *outer, struct expr *expr,
		       const struct macro_declaration *macro)
{
	struct checker *checker = outer->checker;
	struct expr call = *expr, *copy;
	struct use use = { .checker = checker, .macro = macro, .call = &call, .outer = outer };

	if (is_recursive(outer, macro, expr))
		return;
	use.number = ++checker->macro_uses;
	copy = tree_clone_expr(checker->arena, macro->body);
	substitute(&use, &copy);
	expand_place(&use, &copy);
	*expr = *copy;
	expr->next = call.next;
	expr->given_name = call.given_name;
	expr->given_span = call.given_span;
}

static void expand_below(void *context, struct expr **place)
{
	expand_place(context, place);
}

static void expand_place(const struct use *use, struct expr **place)
{
	const struct macro_declaration *macro;
	struct use copy = *use;
	struct expr *expr = *place;
	bool is_none;

	if (expr->kind == EXPR_BLOCK) {
		expand_list(use, expr->block.body);
		if (expr->block.value)
			expand_place(use, &expr->block.value);
		return;
	}
	/* What is handed over stands for what it does where it is written. */
	tree_visit_operands(expr, expand_below, &copy);
	if (expr->kind != EXPR_CALL && expr->kind != EXPR_NAME)
		return;
	macro = find(use->checker, expr, &is_none);
	if (macro)
		expand_use(use, expr, macro);
	else if (is_none)
		report_unfit(use->checker, expr);
}

/* A macro that is used as a statement is a block of them; its value is not wanted. */
static void settle_statement(const struct use *use, struct stmt *stmt)
{
	struct expr *block = stmt->expression.value;
	struct stmt **end;

	if (stmt->kind != STMT_EXPRESSION || block->kind != EXPR_BLOCK)
		return;
	stmt->kind = STMT_BLOCK;
	stmt->block.body = block->block.body;
	if (!block->block.value)
		return;
	for (end = &stmt->block.body; *end; end = &(*end)->next)
		;
	*end = ARENA_NEW(use->checker->arena, struct stmt);
	(*end)->kind = STMT_DISCARD;
	(*end)->depth = 1;
	(*end)->span = block->block.value->span;
	(*end)->expression.value = block->block.value;
}

static void expand_block(void *context, struct stmt **list)
{
	expand_list(context, *list);
}

static void expand_list(const struct use *use, struct stmt *list)
{
	struct use copy = *use;
	struct stmt *stmt;

	for (stmt = list; stmt; stmt = stmt->next) {
		tree_visit_blocks(stmt, expand_block, &copy);
		tree_visit_values(stmt, expand_below, &copy);
		settle_statement(use, stmt);
	}
}

void macro_expand_list(struct checker *checker, struct stmt *list)
{
	const struct use none = { .checker = checker };

	if (checker->tree->macros)
		expand_list(&none, list);
}

void macro_expand_expr(struct checker *checker, struct expr **place)
{
	const struct use none = { .checker = checker };

	if (checker->tree->macros)
		expand_place(&none, place);
}

/* ---- declarations ---- */

static bool is_same_signature(const struct macro_declaration *one,
			      const struct macro_declaration *other)
{
	const struct macro_parameter *left = one->parameters, *right = other->parameters;

	for (; left && right && left->kind == right->kind; left = left->next, right = right->next)
		;
	return !left && !right && !strcmp(one->name, other->name);
}

/* Whether the statements leave more than themselves. */
static void check_jumps(void *context, struct stmt **list)
{
	struct checker *checker = context;
	struct stmt *stmt;

	for (stmt = *list; stmt; stmt = stmt->next) {
		if (stmt->kind == STMT_RETURN || stmt->kind == STMT_BREAK ||
		    stmt->kind == STMT_CONTINUE)
			diag_hint(diag_error(checker->diags, stmt->span, "a macro cannot leave more "
					     "than itself"), "an fn returns values");
		tree_visit_blocks(stmt, check_jumps, context);
	}
}

static void check_twice(struct checker *checker, const struct macro_declaration *macro)
{
	const struct macro_declaration *other;
	const struct routine_declaration *routine;
	struct diag *diag = NULL;
	struct span first = { 0 };

	for (other = checker->tree->macros; other != macro; other = other->next)
		if (is_same_signature(other, macro))
			first = other->name_span;
	for (routine = checker->tree->routines; routine; routine = routine->next)
		if (!strcmp(routine->name, macro->name))
			first = routine->name_span;
	if (!first.end)
		return;
	diag = diag_error(checker->diags, macro->name_span, "there is another %s already",
			  macro->name);
	diag_note(diag, first, "it is here");
}

void macro_check_declarations(struct checker *checker)
{
	const struct macro_declaration *macro;

	for (macro = checker->tree->macros; macro; macro = macro->next) {
		check_twice(checker, macro);
		if (macro->body->kind == EXPR_BLOCK)
			check_jumps(checker, &macro->body->block.body);
	}
}
