/*
 * Parse: from loaded text to the tree. Pure syntax; knows no kernel.
 */
#pragma once

#include "lexer/text.h"

struct arena;
struct attach_point;
struct diag_set;
struct program;
struct stmt;
struct expr;

struct parser;

/* How a program comes by what it imports. */
struct parse_imports {
	void *context;
	/*
	 * Finds what PATH is, as the text of PARSER writes it at SPAN, and hands it to
	 * parse_import, or says why that cannot be.
	 */
	void (*import)(void *context, struct parser *parser, const char *path, struct span span);
};

/* The text that PARSER reads. */
const struct text *parse_text(const struct parser *parser);

/* Parses TEXT into the program of PARSER, which imports it. */
void parse_import(struct parser *parser, const struct text *text);

/* The expression that stands at SPAN in the text of PARSER; NULL, silently, if it is none. */
struct expr *parse_value(struct parser *parser, struct span span);

/*
 * Parses TEXT into a tree from ARENA. Never NULL; when something is wrong it is
 * reported in DIAGS and the tree holds what could be understood. IMPORTS NULL: the
 * text may import nothing.
 */
struct program *parse_program(struct arena *arena, struct diag_set *diags,
			      const struct text *text, const struct parse_imports *imports);

/* Parses TEXT, a list of probe heads and nothing else; NULL after a complaint. */
struct attach_point *parse_heads(struct arena *arena, struct diag_set *diags,
				 const struct text *text);
