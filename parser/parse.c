/*
 * Parse: one text from beginning to end.
 */
#include "parser/parse.h"

#include <assert.h>

#include "lexer/arena.h"
#include "lexer/diag.h"
#include "parser/parser.h"

/* Where the list that begins at FIRST ends, for END. */
#define FIND_END(end, first)						\
	do {								\
		(end) = &(first);					\
		while (*(end))						\
			(end) = &(*(end))->next;			\
	} while (0)

/* What was imported has added to the lists. */
static void find_ends(struct parser *parser)
{
	struct program *program = parser->program;

	FIND_END(parser->probes_end, program->probes);
	FIND_END(parser->config_end, program->config);
	FIND_END(parser->map_declarations_end, program->map_declarations);
	FIND_END(parser->kfuncs_end, program->kfuncs);
	FIND_END(parser->routines_end, program->routines);
	FIND_END(parser->macros_end, program->macros);
	FIND_END(parser->parameters_end, program->parameters);
}

static void parse(struct parser *parser)
{
	bool reached_end;

	find_ends(parser);
	parser->lexer = lexer_open(parser->arena, parser->diags, parser->text);
	reached_end = grammar_parse(parser) == 0;
	assert(reached_end || parser->diags->errors || parser->diags->muted);
	(void)reached_end;
	lexer_close(parser->lexer);
}

const struct text *parse_text(const struct parser *parser)
{
	return parser->text;
}

void parse_import(struct parser *parser, const struct text *text)
{
	struct parser *inner = ARENA_NEW(parser->arena, struct parser);

	inner->arena = parser->arena;
	inner->diags = parser->diags;
	inner->text = text;
	inner->imports = parser->imports;
	inner->outer = parser;
	inner->program = parser->program;
	parse(inner);
	find_ends(parser);
}

struct program *parse_program(struct arena *arena, struct diag_set *diags,
			      const struct text *text, const struct parse_imports *imports)
{
	struct parser *parser = ARENA_NEW(arena, struct parser);

	parser->arena = arena;
	parser->diags = diags;
	parser->text = text;
	parser->imports = imports;
	parser->program = ARENA_NEW(arena, struct program);
	parse(parser);
	return parser->program;
}
