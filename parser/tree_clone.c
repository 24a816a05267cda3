/*
 * Tree clone: the parser's part of each node is copied, children by their own
 * copies. Names, texts and types as written are shared: nobody changes them.
 */
#include "parser/tree_clone.h"

#include <stddef.h>
#include <string.h>

#include "lexer/arena.h"
#include "parser/tree.h"

static struct expr *clone_list(struct arena *arena, const struct expr *list)
{
	struct expr *first = NULL, **end = &first;

	for (; list; list = list->next) {
		*end = tree_clone_expr(arena, list);
		end = &(*end)->next;
	}
	return first;
}

/* Replaces the child at PLACE, if there is one, by its copy. */
static void clone_child(struct arena *arena, struct expr **place)
{
	if (*place)
		*place = tree_clone_expr(arena, *place);
}

struct expr *tree_clone_expr(struct arena *arena, const struct expr *expr)
{
	struct expr *copy = ARENA_NEW(arena, struct expr);

	/* What follows is the checker's. */
	memcpy(copy, expr, offsetof(struct expr, type));
	copy->next = NULL;
	switch (copy->kind) {
	case EXPR_MAP:		clone_child(arena, &copy->map.key); break;
	case EXPR_CALL:
		copy->call.arguments = clone_list(arena, copy->call.arguments);
		break;
	case EXPR_UNARY:	clone_child(arena, &copy->unary.operand); break;
	case EXPR_BINARY:
		clone_child(arena, &copy->binary.left);
		clone_child(arena, &copy->binary.right);
		break;
	case EXPR_TERNARY:
		clone_child(arena, &copy->ternary.condition);
		clone_child(arena, &copy->ternary.then);
		clone_child(arena, &copy->ternary.otherwise);
		break;
	case EXPR_FIELD:	clone_child(arena, &copy->field.base); break;
	case EXPR_ELEMENT:	clone_child(arena, &copy->element.base); break;
	case EXPR_INDEX:
		clone_child(arena, &copy->index.base);
		clone_child(arena, &copy->index.index);
		break;
	case EXPR_CAST:		clone_child(arena, &copy->cast.operand); break;
	case EXPR_TUPLE:
		copy->tuple.elements = clone_list(arena, copy->tuple.elements);
		break;
	case EXPR_INCREMENT:	clone_child(arena, &copy->increment.target); break;
	case EXPR_SIZEOF:	clone_child(arena, &copy->size_of.operand); break;
	case EXPR_OFFSETOF:	clone_child(arena, &copy->offset_of.operand); break;
	case EXPR_COALESCE:
		clone_child(arena, &copy->coalesce.left);
		clone_child(arena, &copy->coalesce.right);
		break;
	case EXPR_INTEGER: case EXPR_STRING: case EXPR_BOOLEAN: case EXPR_NAME:
	case EXPR_VARIABLE: case EXPR_POSITIONAL: case EXPR_POSITIONAL_COUNT: case EXPR_HAS:
	case EXPR_KERNEL:
		break;
	}
	return copy;
}

static struct stmt *clone_stmt(struct arena *arena, const struct stmt *stmt)
{
	struct stmt *copy = ARENA_NEW(arena, struct stmt);

	memcpy(copy, stmt, offsetof(struct stmt, variable_ref));
	copy->next = NULL;
	switch (copy->kind) {
	case STMT_EXPRESSION:
	case STMT_DISCARD:
		clone_child(arena, &copy->expression.value);
		break;
	case STMT_ASSIGN:
		clone_child(arena, &copy->assign.target);
		clone_child(arena, &copy->assign.value);
		break;
	case STMT_LET:		clone_child(arena, &copy->let.value); break;
	case STMT_IF:
		clone_child(arena, &copy->if_.condition);
		copy->if_.then = tree_clone_stmts(arena, copy->if_.then);
		copy->if_.otherwise = tree_clone_stmts(arena, copy->if_.otherwise);
		break;
	case STMT_WHILE:
		clone_child(arena, &copy->while_.condition);
		copy->while_.body = tree_clone_stmts(arena, copy->while_.body);
		break;
	case STMT_FOR_RANGE:
		clone_child(arena, &copy->for_range.from);
		clone_child(arena, &copy->for_range.to);
		copy->for_range.body = tree_clone_stmts(arena, copy->for_range.body);
		break;
	case STMT_FOR_MAP:
		clone_child(arena, &copy->for_map.map);
		copy->for_map.body = tree_clone_stmts(arena, copy->for_map.body);
		break;
	case STMT_UNROLL:
		clone_child(arena, &copy->unroll.count);
		copy->unroll.body = tree_clone_stmts(arena, copy->unroll.body);
		break;
	case STMT_RETURN:	clone_child(arena, &copy->return_.value); break;
	case STMT_BLOCK:
		copy->block.body = tree_clone_stmts(arena, copy->block.body);
		break;
	case STMT_BREAK:
	case STMT_CONTINUE:
		break;
	}
	return copy;
}

struct stmt *tree_clone_stmts(struct arena *arena, const struct stmt *list)
{
	struct stmt *first = NULL, **end = &first;

	for (; list; list = list->next) {
		*end = clone_stmt(arena, list);
		end = &(*end)->next;
	}
	return first;
}
