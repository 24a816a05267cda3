/*
 * Name: bare words. A builtin, an argument of the probe, a constant of the
 * kernel's enums; and the positional parameters.
 */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "codegen/builtin.h"
#include "codegen/check/argument_user.h"
#include "codegen/check/checker.h"
#include "codegen/check/coalesce.h"
#include "codegen/check/expr.h"
#include "codegen/check/name.h"
#include "codegen/check/probe_target.h"
#include "codegen/check/user_type.h"
#include "codegen/check/variable.h"
#include "codegen/target/target.h"
#include "lexer/suggest.h"

void name_note_use(struct checker *checker, const char *name, const struct argument *argument)
{
	struct probe_use *use;

	if (!checker->uses)
		return;
	use = ARENA_NEW(checker->arena, struct probe_use);
	use->name = name;
	use->argument = argument;
	*checker->uses->end = use;
	checker->uses->end = &use->next;
}

/* Why a probe that could have arguments by name has none; NULL: it has. */
static const char *why_unnamed(struct checker *checker, struct probe_target *target)
{
	if (target->unnamed_because || !argument_has_names(target) || target->tracepoint ||
	    target->user ||
	    argument_find_prototype(checker, target))
		return target->unnamed_because;
	return target_btf_status(checker->target) < 0 ?
	       "this kernel's BTF, which would tell them, cannot be read" :
	       "this kernel's BTF does not have its prototype";
}

static void report_no_named(struct checker *checker, struct expr *expr, const char *name)
{
	struct probe_target *target = checker->current->context;
	const char *kind = probe_kind_rows[target->kind].name;
	const char *because = why_unnamed(checker, target);
	struct diag *diag;

	if (because) {
		diag = coalesce_fail_absent(checker, expr, "%s has no arguments by name: %s",
					    target->plan.name, because);
		argument_advise_user(checker, target, diag);
		if (argument_find_numbered(checker, target, 0))
			diag_hint(diag, "arg0, arg1, ... read the registers");
		return;
	}
	if (!argument_has_names(target)) {
		checker_fail(checker, expr, "%s probes have no arguments by name", kind);
		return;
	}
	because = argument_why_unreadable(target, name);
	if (because)
		diag = checker_fail(checker, expr, "argument `%s` cannot be read: %s", name,
				    because);
	else
		diag = coalesce_fail_absent(checker, expr, "%s has no argument `%s`",
					    target->plan.name, name);
	argument_explain(checker, target, diag, name);
}

void name_check_argument(struct checker *checker, struct expr *expr, const char *name)
{
	struct probe_target *target = checker->current->context;
	const struct argument *argument;

	expr->type = &type_error;
	if (!target)
		return;
	argument = argument_find_named(checker, target, name);
	name_note_use(checker, name, argument);
	if (!argument) {
		report_no_named(checker, expr, name);
		return;
	}
	expr->argument = argument;
	expr->type = access_value_type(checker, argument->type);
}

static bool find_constant(struct checker *checker, struct expr *expr)
{
	const struct type *type;
	int64_t value;

	if (!user_type_find_constant(checker, expr->name.name, &value, &type) &&
	    !target_find_constant(checker->target, expr->name.name, &value, &type))
		return false;
	expr_set_constant(expr, type, (uint64_t)value);
	return true;
}

static void suggest_builtins(struct checker *checker, struct suggest *suggest)
{
	const struct builtin *const *group;
	const struct builtin *row;

	for (group = checker->options->library->groups; *group; group++)
		for (row = *group; row->name; row++)
			suggest_offer(suggest, row->name);
}

/* A constant that this kernel lacks looks like a slip of the pen; capitals tell it from one. */
static bool may_be_constant(struct checker *checker, const struct expr *expr,
			    const struct suggest *suggest)
{
	const char *at;

	if (expr->kind != EXPR_NAME || variable_find(checker, expr->name.name))
		return false;
	for (at = expr->name.name; *at; at++)
		if (isupper((unsigned char)*at))
			return true;
	return !suggest->best;
}

void name_report_unknown(struct checker *checker, struct expr *expr, const char *name,
			 const char *what)
{
	struct suggest suggest;
	struct diag *diag;

	suggest_start(&suggest, name);
	suggest_builtins(checker, &suggest);
	diag = may_be_constant(checker, expr, &suggest) ?
	       coalesce_fail_absent(checker, expr, "there is no %s `%s`", what, name) :
	       checker_fail(checker, expr, "there is no %s `%s`", what, name);
	if (suggest.best)
		diag_hint(diag, "did you mean `%s`?", suggest.best);
	else if (expr->kind == EXPR_NAME && variable_find(checker, name))
		diag_hint(diag, "did you mean the variable `$%s`?", name);
	else if (expr->kind == EXPR_NAME && target_btf_status(checker->target) < 0)
		diag_hint(diag, "the kernel's constants come from its BTF, which cannot be read");
}

void name_check(struct checker *checker, struct expr *expr)
{
	static const char prefix[] = "arg_";
	const char *name = expr->name.name;
	const struct builtin *row = builtin_find(checker->options->library, name);

	if (row) {
		call_check_builtin(checker, expr, row);
		return;
	}
	if (!strncmp(name, prefix, sizeof(prefix) - 1)) {
		name_check_argument(checker, expr, name + sizeof(prefix) - 1);
		return;
	}
	if (!find_constant(checker, expr))
		name_report_unknown(checker, expr, name, "name");
}

/* ---- $1, $# ---- */

static bool is_number(const char *text, int64_t *value)
{
	char *end;

	if (!*text)
		return false;
	errno = 0;
	*value = *text == '-' ? strtoll(text, &end, 0) : (int64_t)strtoull(text, &end, 0);
	return !errno && !*end;
}

const char *name_positional_text(struct checker *checker, const struct expr *expr)
{
	unsigned number = expr->positional.number;

	if (number == 0 || number > checker->options->argument_count)
		return NULL;
	return checker->options->arguments[number - 1];
}

void name_check_positional(struct checker *checker, struct expr *expr)
{
	const char *text;
	struct diag *diag;
	int64_t value = 0;

	if (expr->kind == EXPR_POSITIONAL_COUNT) {
		expr_set_constant(expr, &type_int64, checker->options->argument_count);
		return;
	}
	text = name_positional_text(checker, expr);
	if (!text) {
		diag_warning(checker->diags, expr->span,
			     "$%u was not given and counts as 0", expr->positional.number);
	} else if (!is_number(text, &value)) {
		diag = checker_fail(checker, expr, "$%u is `%s` and no number",
				    expr->positional.number, text);
		diag_hint(diag, "as text: str($%u)", expr->positional.number);
		return;
	}
	expr_set_constant(expr, &type_int64, (uint64_t)value);
}
