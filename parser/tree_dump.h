/*
 * Tree dump: the tree as indented text, one node a line, for `-d ast` and the
 * golden tests.
 */
#pragma once

struct buffer;
struct program;

/* Appends the whole program's tree to OUT. */
void tree_dump_program(const struct program *program, struct buffer *out);

struct expr;
struct stmt;

/*
 * Appends one expression (statement list) at INDENT levels. ANNOTATE, when not
 * NULL, is asked for a text to stand behind each expression (its type), or NULL.
 */
void tree_dump_expr(const struct expr *expr, unsigned indent,
		    const char *(*annotate)(const struct expr *expr, void *context),
		    void *context, struct buffer *out);
void tree_dump_stmts(const struct stmt *list, unsigned indent,
		     const char *(*annotate)(const struct expr *expr, void *context),
		     void *context, struct buffer *out);
