/*
 * Captured: the variables that the body of a kernel-run loop, or of one over an
 * iterator, writes.
 *
 * The verifier follows it until one round looks like the one before. A
 * variable that it knows by value, counting up, never lets it end; so these
 * variables live in scratch memory, of whose content the verifier knows nothing.
 */
#include "codegen/emit/emit.h"

static void mark_expr(const struct expr *expr, bool *written);

static void mark_exprs(const struct expr *list, bool *written)
{
	for (; list; list = list->next)
		mark_expr(list, written);
}

static void mark_expr(const struct expr *expr, bool *written)
{
	if (!expr)
		return;
	switch (expr->kind) {
	case EXPR_INCREMENT:
		if (expr->increment.target->kind == EXPR_VARIABLE)
			written[expr->increment.target->variable_ref->index] = true;
		mark_expr(expr->increment.target, written);
		break;
	case EXPR_MAP: mark_expr(expr->map.key, written); break;
	case EXPR_CALL:
	case EXPR_INVOKE: mark_exprs(expr->call.arguments, written); break;
	case EXPR_UNARY: mark_expr(expr->unary.operand, written); break;
	case EXPR_BINARY:
		mark_expr(expr->binary.left, written);
		mark_expr(expr->binary.right, written);
		break;
	case EXPR_TERNARY:
		mark_expr(expr->ternary.condition, written);
		mark_expr(expr->ternary.then, written);
		mark_expr(expr->ternary.otherwise, written);
		break;
	case EXPR_FIELD: mark_expr(expr->field.base, written); break;
	case EXPR_ELEMENT: mark_expr(expr->element.base, written); break;
	case EXPR_INDEX:
		mark_expr(expr->index.base, written);
		mark_expr(expr->index.index, written);
		break;
	case EXPR_CAST: mark_expr(expr->cast.operand, written); break;
	case EXPR_TUPLE: mark_exprs(expr->tuple.elements, written); break;
	default: break;
	}
}

static void mark_body(struct emitter *emitter, const struct stmt *list, bool in_callback,
		      bool *written);

/* What STMT itself writes. */
static void mark_writes(const struct stmt *stmt, bool *written)
{
	switch (stmt->kind) {
	case STMT_EXPRESSION:
	case STMT_DISCARD: mark_expr(stmt->expression.value, written); break;
	case STMT_ASSIGN:
		if (stmt->assign.target->kind == EXPR_VARIABLE)
			written[stmt->assign.target->variable_ref->index] = true;
		mark_expr(stmt->assign.target, written);
		mark_expr(stmt->assign.value, written);
		break;
	case STMT_LET:
	case STMT_FOR_RANGE:
	case STMT_FOR_MAP:
	case STMT_FOR_CALL: written[stmt->variable_ref->index] = true; break;
	case STMT_IF: mark_expr(stmt->if_.condition, written); break;
	case STMT_WHILE: mark_expr(stmt->while_.condition, written); break;
	default: break;
	}
}

static void mark_stmt(struct emitter *emitter, const struct stmt *stmt, bool in_callback,
		      bool *written)
{
	in_callback |= loop_calls_back(emitter, stmt) || stmt->kind == STMT_FOR_CALL;
	if (in_callback)
		mark_writes(stmt, written);
	switch (stmt->kind) {
	case STMT_IF:
		mark_body(emitter, stmt->if_.then, in_callback, written);
		mark_body(emitter, stmt->if_.otherwise, in_callback, written);
		break;
	case STMT_WHILE: mark_body(emitter, stmt->while_.body, in_callback, written); break;
	case STMT_FOR_RANGE:
		mark_body(emitter, stmt->for_range.body, in_callback, written);
		break;
	case STMT_FOR_MAP: mark_body(emitter, stmt->for_map.body, in_callback, written); break;
	case STMT_FOR_CALL: mark_body(emitter, stmt->for_call.body, in_callback, written); break;
	case STMT_UNROLL: mark_body(emitter, stmt->unroll.body, in_callback, written); break;
	case STMT_BLOCK: mark_body(emitter, stmt->block.body, in_callback, written); break;
	default: break;
	}
}

static void mark_body(struct emitter *emitter, const struct stmt *list, bool in_callback,
		      bool *written)
{
	for (const struct stmt *stmt = list; stmt; stmt = stmt->next)
		mark_stmt(emitter, stmt, in_callback, written);
}

void captured_mark(struct emitter *emitter, const struct stmt *body, bool *written)
{
	mark_body(emitter, body, false, written);
}
