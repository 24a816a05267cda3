/*
 * Stack use: which stacks need a table.
 */
#include "codegen/check/stack_use.h"

#include "codegen/check/checker.h"
#include "codegen/check/map_record.h"

struct stack_use {
	struct expr *expr;
	bool is_shown;
	struct stack_use *next;
};

void stack_use_note(struct checker *checker, struct expr *expr)
{
	struct stack_use *use;

	if (!checker->is_final || checker->current->is_context)
		return;
	use = ARENA_NEW(checker->arena, struct stack_use);
	use->expr = expr;
	use->next = checker->stack_uses;
	checker->stack_uses = use;
}

void stack_use_show(struct checker *checker, const struct expr *expr)
{
	struct stack_use *use;

	for (use = checker->stack_uses; use; use = use->next)
		if (use->expr == expr)
			use->is_shown = true;
}

void stack_use_finish(struct checker *checker)
{
	struct stack_use *use;

	for (use = checker->stack_uses; use; use = use->next)
		if (!use->is_shown && use->expr->type->kind == TYPE_STACK)
			use->expr->map_ref =
				&map_record_stack_table(checker, use->expr->type)->map;
}
