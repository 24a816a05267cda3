/*
 * Tree clone: the parser's part of each node is copied, children by their own
 * copies. Names, texts and types as written are shared: nobody changes them.
 */
#include "parser/tree_clone.h"

#include <stddef.h>
#include <string.h>

#include "lexer/arena.h"
#include "parser/tree.h"
#include "parser/tree_walk.h"

/* Replaces the expression at PLACE by its copy; the arena is the context. */
static void clone_place(void *context, struct expr **place)
{
	struct expr *next = (*place)->next;

	*place = tree_clone_expr(context, *place);
	(*place)->next = next;
}

static void clone_block(void *context, struct stmt **list)
{
	*list = tree_clone_stmts(context, *list);
}

struct expr *tree_clone_expr(struct arena *arena, const struct expr *expr)
{
	struct expr *copy = ARENA_NEW(arena, struct expr);

	/* What follows is the checker's. */
	memcpy(copy, expr, offsetof(struct expr, type));
	copy->next = NULL;
	if (copy->kind == EXPR_BLOCK) {
		clone_block(arena, &copy->block.body);
		if (copy->block.value)
			clone_place(arena, &copy->block.value);
		return copy;
	}
	tree_visit_operands(copy, clone_place, arena);
	return copy;
}

static struct stmt *clone_stmt(struct arena *arena, const struct stmt *stmt)
{
	struct stmt *copy = ARENA_NEW(arena, struct stmt);

	memcpy(copy, stmt, offsetof(struct stmt, variable_ref));
	copy->next = NULL;
	tree_visit_values(copy, clone_place, arena);
	tree_visit_blocks(copy, clone_block, arena);
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
