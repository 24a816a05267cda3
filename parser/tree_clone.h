/*
 * Tree clone: a second copy of a probe's body, for probes whose attach points
 * give the body different types. Only what the parser filled is copied.
 */
#pragma once

struct arena;
struct expr;
struct stmt;

/* A deep copy of the statement list, from ARENA. */
struct stmt *tree_clone_stmts(struct arena *arena, const struct stmt *list);

/* A deep copy of one expression, without its list successors. */
struct expr *tree_clone_expr(struct arena *arena, const struct expr *expr);
