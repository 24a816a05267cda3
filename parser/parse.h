/*
 * Parse: from loaded text to the tree. Pure syntax; knows no kernel.
 */
#pragma once

struct arena;
struct attach_point;
struct diag_set;
struct program;
struct stmt;
struct expr;
struct text;

/*
 * Parses TEXT into a tree from ARENA. Never NULL; when something is wrong it is
 * reported in DIAGS and the tree holds what could be understood.
 */
struct program *parse_program(struct arena *arena, struct diag_set *diags,
			      const struct text *text);

/* Parses TEXT, a list of probe heads and nothing else; NULL after a complaint. */
struct attach_point *parse_heads(struct arena *arena, struct diag_set *diags,
				 const struct text *text);
