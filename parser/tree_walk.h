/*
 * Tree walk: what stands directly below a node, whatever kind it is. The place of
 * each child is handed out, so that a visitor may put another one there; who
 * replaces a member of a list keeps its `next`.
 */
#pragma once

struct expr;
struct stmt;

/*
 * Every expression directly below EXPR, in the order in which they were written. Of an
 * EXPR_BLOCK also those that stand in its statements, and in blocks of these.
 */
void tree_visit_operands(struct expr *expr,
			 void (*visit)(void *context, struct expr **place), void *context);

/* Every expression that stands in STMT itself and not in a block of it. */
void tree_visit_values(struct stmt *stmt, void (*visit)(void *context, struct expr **place),
		       void *context);

/* Every block of STMT: the first statement of it, NULL when it is empty. */
void tree_visit_blocks(struct stmt *stmt, void (*visit)(void *context, struct stmt **list),
		       void *context);
