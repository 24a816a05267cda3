/*
 * Tree walk: one switch for expressions and two for statements.
 */
#include "parser/tree_walk.h"

#include <stddef.h>

#include "parser/tree.h"

struct visitor {
	void (*visit)(void *context, struct expr **place);
	void *context;
};

static void visit_place(const struct visitor *visitor, struct expr **place)
{
	if (*place)
		visitor->visit(visitor->context, place);
}

static void visit_list(const struct visitor *visitor, struct expr **place)
{
	for (; *place; place = &(*place)->next)
		visitor->visit(visitor->context, place);
}

/* All expressions of the statements, but what stands below these. */
static void visit_stmts(void *context, struct stmt **list)
{
	const struct visitor *visitor = context;
	struct stmt *stmt;

	for (stmt = *list; stmt; stmt = stmt->next) {
		tree_visit_values(stmt, visitor->visit, visitor->context);
		tree_visit_blocks(stmt, visit_stmts, context);
	}
}

void tree_visit_operands(struct expr *expr,
			 void (*visit)(void *context, struct expr **place), void *context)
{
	struct visitor visitor = { visit, context };

	switch (expr->kind) {
	case EXPR_MAP:		visit_place(&visitor, &expr->map.key); break;
	case EXPR_CALL:
	case EXPR_INVOKE:	visit_list(&visitor, &expr->call.arguments); break;
	case EXPR_UNARY:	visit_place(&visitor, &expr->unary.operand); break;
	case EXPR_BINARY:
		visit_place(&visitor, &expr->binary.left);
		visit_place(&visitor, &expr->binary.right);
		break;
	case EXPR_TERNARY:
		visit_place(&visitor, &expr->ternary.condition);
		visit_place(&visitor, &expr->ternary.then);
		visit_place(&visitor, &expr->ternary.otherwise);
		break;
	case EXPR_FIELD:	visit_place(&visitor, &expr->field.base); break;
	case EXPR_ELEMENT:	visit_place(&visitor, &expr->element.base); break;
	case EXPR_INDEX:
		visit_place(&visitor, &expr->index.base);
		visit_place(&visitor, &expr->index.index);
		break;
	case EXPR_CAST:		visit_place(&visitor, &expr->cast.operand); break;
	case EXPR_TUPLE:	visit_list(&visitor, &expr->tuple.elements); break;
	case EXPR_INCREMENT:	visit_place(&visitor, &expr->increment.target); break;
	case EXPR_SIZEOF:	visit_place(&visitor, &expr->size_of.operand); break;
	case EXPR_OFFSETOF:	visit_place(&visitor, &expr->offset_of.operand); break;
	case EXPR_COALESCE:
		visit_place(&visitor, &expr->coalesce.left);
		visit_place(&visitor, &expr->coalesce.right);
		break;
	case EXPR_IN:
		visit_place(&visitor, &expr->in.left);
		visit_place(&visitor, &expr->in.right);
		break;
	case EXPR_BLOCK:
		visit_stmts((void *)&visitor, &expr->block.body);
		visit_place(&visitor, &expr->block.value);
		break;
	case EXPR_INTEGER: case EXPR_STRING: case EXPR_BOOLEAN: case EXPR_NAME:
	case EXPR_VARIABLE: case EXPR_POSITIONAL: case EXPR_POSITIONAL_COUNT: case EXPR_HAS:
	case EXPR_KERNEL:
		break;
	}
}

void tree_visit_values(struct stmt *stmt, void (*visit)(void *context, struct expr **place),
		       void *context)
{
	struct visitor visitor = { visit, context };

	switch (stmt->kind) {
	case STMT_EXPRESSION:
	case STMT_DISCARD:	visit_place(&visitor, &stmt->expression.value); break;
	case STMT_ASSIGN:
		visit_place(&visitor, &stmt->assign.target);
		visit_place(&visitor, &stmt->assign.value);
		break;
	case STMT_LET:		visit_place(&visitor, &stmt->let.value); break;
	case STMT_IF:		visit_place(&visitor, &stmt->if_.condition); break;
	case STMT_WHILE:	visit_place(&visitor, &stmt->while_.condition); break;
	case STMT_FOR_RANGE:
		visit_place(&visitor, &stmt->for_range.from);
		visit_place(&visitor, &stmt->for_range.to);
		break;
	case STMT_FOR_MAP:	visit_place(&visitor, &stmt->for_map.map); break;
	case STMT_FOR_CALL:	visit_place(&visitor, &stmt->for_call.call); break;
	case STMT_UNROLL:	visit_place(&visitor, &stmt->unroll.count); break;
	case STMT_RETURN:	visit_place(&visitor, &stmt->return_.value); break;
	case STMT_BLOCK: case STMT_BREAK: case STMT_CONTINUE:
		break;
	}
}

void tree_visit_blocks(struct stmt *stmt, void (*visit)(void *context, struct stmt **list),
		       void *context)
{
	switch (stmt->kind) {
	case STMT_IF:
		visit(context, &stmt->if_.then);
		visit(context, &stmt->if_.otherwise);
		break;
	case STMT_WHILE:	visit(context, &stmt->while_.body); break;
	case STMT_FOR_RANGE:	visit(context, &stmt->for_range.body); break;
	case STMT_FOR_MAP:	visit(context, &stmt->for_map.body); break;
	case STMT_FOR_CALL:	visit(context, &stmt->for_call.body); break;
	case STMT_UNROLL:	visit(context, &stmt->unroll.body); break;
	case STMT_BLOCK:	visit(context, &stmt->block.body); break;
	case STMT_EXPRESSION: case STMT_DISCARD: case STMT_ASSIGN: case STMT_LET:
	case STMT_BREAK: case STMT_CONTINUE: case STMT_RETURN:
		break;
	}
}
