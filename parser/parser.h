/*
 * Parser: what one run of the parser remembers, shared by the grammar and the
 * files that serve it (feed, complain, build). Nobody outside this folder
 * includes it.
 */
#pragma once

#include <stdbool.h>

#include "lexer/lexer.h"
#include "parser/tree.h"

struct diag;
struct parse_imports;

/* Tokens that may be looked at before the grammar sees them. */
#define PARSER_MOST_AHEAD 16

/* Levels that expressions and statements may be nested: later passes recurse over them. */
#define PARSER_MOST_LEVELS 500

/* A bracket that is open. */
struct opener {
	enum token_kind kind;
	struct span span;
};

struct parser {
	struct arena *arena;
	struct diag_set *diags;
	const struct text *text;
	struct lexer *lexer;
	const struct parse_imports *imports;	/* NULL: there are none */
	struct parser *outer;			/* whose text imports this one; NULL: the program's */

	/* What was understood so far, and where the next of each goes. */
	struct program *program;
	struct probe **probes_end;
	struct config_entry **config_end;
	struct map_declaration **map_declarations_end;
	struct kfunc_declaration **kfuncs_end;
	struct routine_declaration **routines_end;
	struct macro_declaration **macros_end;
	struct param **parameters_end;

	struct expr *value;			/* of a text that is one expression */
	bool is_expression;			/* ... which the feed has not yet said */

	/* The feed: tokens read ahead, the two handed out last, the brackets open behind them. */
	struct token ahead[PARSER_MOST_AHEAD];
	unsigned ahead_count;
	struct token previous, current;
	struct token head;			/* the last word of a probe's head */
	struct opener open[LEXER_MOST_NESTED + 1];
	unsigned depth;
	struct opener unclosed;			/* innermost open before CURRENT; kind END: none */
	struct opener block;			/* the same, only `{` and `<` */

	/* After an error: tokens are skipped until the statement (or the probe) is over. */
	bool is_recovering;
	bool is_over;				/* ... which it is already */
	unsigned recovery_blocks;		/* blocks that were open around the statement */
	unsigned complaints;			/* of the grammar, so far */
	bool has_stopped;			/* what follows would be guesses: say no more */
};

struct expr_list {
	struct expr *first, *last;
};

struct stmt_list {
	struct stmt *first, *last;
};

/* Attach points: LAST is the end of a `,` list, or of a `|` chain while that is being read. */
struct attach_list {
	struct attach_point *first, *last;
};

struct parameter_list {
	struct routine_parameter *first, *last;
};

struct macro_parameter_list {
	struct macro_parameter *first, *last;
};

/* The bison parser, parser/grammar.y: 0, or 1 when it could not reach the end of the text. */
int grammar_parse(struct parser *parser);
