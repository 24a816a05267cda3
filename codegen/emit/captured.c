/*
 * Captured: the variables that the body of a kernel-run loop, or of one over an
 * iterator, writes.
 *
 * The verifier follows it until one round looks like the one before. A
 * variable that it knows by value, counting up, never lets it end; so these
 * variables live in scratch memory, of whose content the verifier knows nothing.
 */
#include "codegen/emit/emit.h"

#include "parser/tree_walk.h"

struct marking {
	struct emitter *emitter;
	bool in_callback;
	bool *written;
};

static void mark(const struct marking *marking, const struct variable *variable)
{
	if (marking->in_callback)
		marking->written[variable->index] = true;
}

static void mark_body(void *context, struct stmt **list);

static void mark_expr(void *context, struct expr **place)
{
	const struct marking *marking = context;
	struct expr *expr = *place;

	if (expr->kind == EXPR_INCREMENT && expr->increment.target->kind == EXPR_VARIABLE)
		mark(marking, expr->increment.target->variable_ref);
	if (expr->kind != EXPR_BLOCK) {
		tree_visit_operands(expr, mark_expr, context);
		return;
	}
	mark_body(context, &expr->block.body);
	if (expr->block.value)
		mark_expr(context, &expr->block.value);
}

/* What STMT itself writes. */
static void mark_writes(const struct marking *marking, const struct stmt *stmt)
{
	switch (stmt->kind) {
	case STMT_ASSIGN:
		if (stmt->assign.target->kind == EXPR_VARIABLE)
			mark(marking, stmt->assign.target->variable_ref);
		break;
	case STMT_LET:
	case STMT_FOR_RANGE:
	case STMT_FOR_MAP:
	case STMT_FOR_CALL: mark(marking, stmt->variable_ref); break;
	default: break;
	}
}

static void mark_body(void *context, struct stmt **list)
{
	const struct marking *outer = context;
	struct stmt *stmt;

	for (stmt = *list; stmt; stmt = stmt->next) {
		struct marking marking = *outer;

		marking.in_callback |= loop_calls_back(marking.emitter, stmt) ||
				       stmt->kind == STMT_FOR_CALL;
		mark_writes(&marking, stmt);
		tree_visit_values(stmt, mark_expr, &marking);
		tree_visit_blocks(stmt, mark_body, &marking);
	}
}

void captured_mark(struct emitter *emitter, const struct stmt *body, bool *written)
{
	struct marking marking = { .emitter = emitter, .written = written };
	struct stmt *list = (struct stmt *)body;	/* the walk changes nothing */

	mark_body(&marking, &list);
}
