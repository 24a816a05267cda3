/*
 * Coalesce: the choice between the operands of ??.
 *
 * An operand is first checked in silence. What it names and this kernel lacks is
 * counted apart from other mistakes: only who lacks something, and is otherwise
 * right, gives way to the next operand. The chosen one is put in the place of the
 * whole, and checked there aloud.
 */
#include "codegen/check/coalesce.h"

#include <stdarg.h>

#include "codegen/check/checker.h"
#include "codegen/check/expr.h"

struct absence {
	const struct diag *diag;
	struct absence *next;
};

struct absences {
	struct absence *first, **end;
	unsigned count;			/* reports, each of which may tell of several absences */
};

struct choice {
	struct expr *place;
	struct expr written;
	struct choice *next;		/* the one made before it */
};

static void note_absence(struct absences *absences, struct arena *arena, const struct diag *diag)
{
	struct absence *absence = ARENA_NEW(arena, struct absence);

	absence->diag = diag;
	*absences->end = absence;
	absences->end = &absence->next;
}

static struct diag *report(struct checker *checker, struct span span, const char *format,
			   va_list arguments)
{
	struct diag *diag = diag_error(checker->diags, span, "%s",
				       arena_vprintf(checker->arena, format, arguments));

	if (checker->absences) {
		note_absence(checker->absences, checker->arena, diag);
		checker->absences->count++;
	}
	return diag;
}

struct diag *coalesce_report_absent(struct checker *checker, struct span span,
				    const char *format, ...)
{
	struct diag *diag;
	va_list arguments;

	va_start(arguments, format);
	diag = report(checker, span, format, arguments);
	va_end(arguments);
	return diag;
}

struct diag *coalesce_fail_absent(struct checker *checker, struct expr *expr,
				  const char *format, ...)
{
	struct diag *diag;
	va_list arguments;

	va_start(arguments, format);
	diag = report(checker, expr->span, format, arguments);
	va_end(arguments);
	expr->type = &type_error;
	return diag;
}

/* ---- trying an operand ---- */

static void restore_until(struct checker *checker, const struct choice *last)
{
	while (checker->choices != last) {
		struct choice *choice = checker->choices;
		struct expr *next = choice->place->next;

		*choice->place = choice->written;
		choice->place->next = next;
		checker->choices = choice->next;
	}
}

const struct expr *coalesce_written(const struct checker *checker, const struct expr *expr)
{
	const struct choice *choice;

	for (choice = expr->chosen_by ? checker->choices : NULL; choice; choice = choice->next)
		if (choice->place == expr)
			return &choice->written;
	return expr;
}

void coalesce_restore(struct checker *checker)
{
	restore_until(checker, NULL);
}

/* Where the next thing goes that the entry keeps for a return. */
static struct saved **saved_end(struct checker *checker)
{
	struct saved **end = &checker->current->saved;

	while (*end)
		end = &(*end)->next;
	return end;
}

/* Checks OPERAND without a trace; true when all that is wrong with it is what the kernel lacks. */
static bool is_lacking(struct checker *checker, struct expr *operand, struct absences *lacking,
		       bool *asks_probe)
{
	const struct checker before = *checker;
	const struct diag_set reports = *checker->diags;
	struct saved **saved = saved_end(checker);
	struct probe_uses uses = { 0 };
	struct absences found = { 0 };
	bool is_lacking;

	uses.end = &uses.first;
	found.end = &found.first;
	checker->diags->muted = true;
	checker->is_final = false;
	checker->uses = &uses;
	checker->absences = &found;
	expr_check(checker, operand);
	is_lacking = found.count && checker->diags->muted_errors - reports.muted_errors == found.count;
	restore_until(checker, before.choices);
	*saved = NULL;
	checker->diags->muted = reports.muted;
	checker->diags->muted_errors = reports.muted_errors;
	checker->is_final = before.is_final;
	checker->uses = before.uses;
	checker->absences = before.absences;
	checker->memory = before.memory;
	*asks_probe |= uses.first != NULL;
	if (is_lacking) {
		*lacking->end = found.first;
		lacking->end = found.end;
	}
	return is_lacking;
}

/* ---- choosing ---- */

/* The operands of a ?? b ?? c, left to right: the tree leans to the left. */
static struct expr **list_operands(struct checker *checker, struct expr *expr, unsigned *count)
{
	struct expr *at, **operands;
	unsigned index;

	*count = 1;
	for (at = expr; at->kind == EXPR_COALESCE; at = at->coalesce.left)
		++*count;
	operands = ARENA_NEW_ARRAY(checker->arena, struct expr *, *count);
	for (at = expr, index = *count; at->kind == EXPR_COALESCE; at = at->coalesce.left)
		operands[--index] = at->coalesce.right;
	operands[0] = at;
	return operands;
}

static void report_none(struct checker *checker, struct expr *expr, unsigned count,
			const struct absences *lacking)
{
	const struct absence *absence;
	struct diag *diag;

	diag = checker_fail(checker, expr, count == 2 ? "this kernel has neither side of the ??" :
			    "this kernel has none of these %u", count);
	for (absence = lacking->first; absence; absence = absence->next)
		diag_note_other(diag, absence->diag);
	if (!checker->absences)
		return;
	/* The ?? around this one tells of all of them. */
	for (absence = lacking->first; absence; absence = absence->next)
		note_absence(checker->absences, checker->arena, absence->diag);
	checker->absences->count++;
}

/* Chooses the first operand that this kernel has; NULL when there is none. */
static const struct decision *decide(struct checker *checker, struct expr *expr,
				     struct expr **operands, unsigned count)
{
	struct decision *decision = ARENA_NEW(checker->arena, struct decision);
	struct absences lacking = { 0 };

	lacking.end = &lacking.first;
	decision->pass = checker->pass;
	decision->count = count;
	while (decision->index < count &&
	       is_lacking(checker, operands[decision->index], &lacking, &decision->asks_probe))
		decision->index++;
	decision->lacking = lacking.first;
	if (decision->index < count)
		return decision;
	report_none(checker, expr, count, &lacking);
	return NULL;
}

static bool depends_on_kernel(const struct expr *expr);

static bool any_depends_on_kernel(const struct expr *list)
{
	for (; list; list = list->next)
		if (depends_on_kernel(list))
			return true;
	return false;
}

/* Whether EXPR, which was checked, names anything that another kernel may lack. */
static bool depends_on_kernel(const struct expr *expr)
{
	switch (expr->kind) {
	case EXPR_INTEGER: case EXPR_STRING: case EXPR_BOOLEAN: case EXPR_VARIABLE:
	case EXPR_POSITIONAL: case EXPR_POSITIONAL_COUNT: case EXPR_INCREMENT:
		return false;
	case EXPR_NAME:
		return !expr->builtin || expr->argument;
	case EXPR_MAP:
		return expr->map.key && depends_on_kernel(expr->map.key);
	case EXPR_TUPLE:
		return any_depends_on_kernel(expr->tuple.elements);
	case EXPR_UNARY:
		return depends_on_kernel(expr->unary.operand);
	case EXPR_BINARY:
		return depends_on_kernel(expr->binary.left) ||
		       depends_on_kernel(expr->binary.right);
	default:
		return true;
	}
}

/* Who means "or else this value" will not be told by any kernel. */
static void warn_of_values(struct checker *checker, const struct expr *first)
{
	if (checker->is_final && first->type->kind != TYPE_ERROR && !depends_on_kernel(first))
		diag_hint(diag_warning(checker->diags, first->span, "every kernel has this, so what "
				       "follows ?? is never taken"),
			  "?? asks what the kernel has; for another value than 0: a ?: b");
}

static void put_in_place(struct checker *checker, struct expr *expr, const struct expr *chosen,
			 const struct decision *decision)
{
	struct choice *choice = ARENA_NEW(checker->arena, struct choice);

	choice->place = expr;
	choice->written = *expr;
	choice->next = checker->choices;
	checker->choices = choice;
	*expr = *chosen;
	expr->next = choice->written.next;
	expr->given_name = choice->written.given_name;
	expr->given_span = choice->written.given_span;
	expr->chosen_by = decision;
}

/*
 * Checks the operand that was chosen, now in the place of the whole. What is wrong with it may be
 * that it was meant for other kernels, where the one before it was meant for this one.
 */
static void check_chosen(struct checker *checker, struct expr *expr, const struct decision *decision)
{
	const struct absence *absence;
	unsigned errors = checker->diags->errors;

	expr_check(checker, expr);
	if (checker->diags->errors == errors || checker->diags->muted)
		return;
	for (absence = decision->lacking; absence; absence = absence->next)
		diag_note_other(checker->diags->last, absence->diag);
}

void coalesce_check(struct checker *checker, struct expr *expr)
{
	const struct decision *decision = expr->decision;
	struct probe_uses *uses = checker->uses;
	struct expr **operands;
	unsigned count;

	operands = list_operands(checker, expr, &count);
	/* Who decided during the trial of an operand around this one need not do it again. */
	if (!decision || decision->pass != checker->pass)
		decision = decide(checker, expr, operands, count);
	if (!decision)
		return;
	expr->decision = decision;
	/* Another probe may have what this one lacks, and needs a program of its own then. */
	if (decision->asks_probe && uses)
		uses->choices = uses->choices * (count + 1) + decision->index + 1;
	put_in_place(checker, expr, operands[decision->index], decision);
	check_chosen(checker, expr, decision);
	if (decision->index == 0)
		warn_of_values(checker, expr);
}
