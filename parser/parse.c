/*
 * Parse: one text from beginning to end.
 */
#include "parser/parse.h"

#include <assert.h>

#include "lexer/arena.h"
#include "lexer/diag.h"
#include "parser/parser.h"

struct program *parse_program(struct arena *arena, struct diag_set *diags,
			      const struct text *text)
{
	struct parser *parser = ARENA_NEW(arena, struct parser);
	bool reached_end;

	parser->arena = arena;
	parser->diags = diags;
	parser->text = text;
	parser->program = ARENA_NEW(arena, struct program);
	parser->probes_end = &parser->program->probes;
	parser->config_end = &parser->program->config;
	parser->map_declarations_end = &parser->program->map_declarations;
	parser->kfuncs_end = &parser->program->kfuncs;
	parser->routines_end = &parser->program->routines;
	parser->parameters_end = &parser->program->parameters;
	parser->lexer = lexer_open(arena, diags, text);
	reached_end = grammar_parse(parser) == 0;
	assert(reached_end || diags->errors || diags->muted);
	(void)reached_end;
	lexer_close(parser->lexer);
	return parser->program;
}
