/*
 * Parse: one text from beginning to end.
 */
#include "parser/parse.h"

#include <assert.h>
#include <string.h>

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

struct expr *parse_value(struct parser *parser, struct span span)
{
	struct parser *inner = ARENA_NEW(parser->arena, struct parser);
	struct diag_set unheard = { .arena = parser->arena, .muted = true };
	struct text *text = ARENA_NEW(parser->arena, struct text);
	char *bytes, *at;

	*text = *parser->text;
	text->length = span.end - span.start;
	bytes = arena_copy_text(parser->arena, text->bytes + (span.start - text->base), text->length);
	for (at = bytes; (at = strstr(at, "\\\n"));)	/* it goes on in the next line */
		*at++ = ' ';
	text->bytes = bytes;
	text->base = span.start;
	inner->arena = parser->arena;
	inner->diags = &unheard;
	inner->text = text;
	inner->program = parser->program;
	inner->is_expression = true;
	inner->lexer = lexer_open_expression(inner->arena, inner->diags, text);
	grammar_parse(inner);
	lexer_close(inner->lexer);
	return unheard.muted_errors ? NULL : inner->value;
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
