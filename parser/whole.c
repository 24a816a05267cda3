/*
 * Whole: the parser is asked, once for a program and once for statements. Text is
 * unfinished if what the grammar refused first is its end.
 */
#include "parser/whole.h"

#include <string.h>

#include "lexer/arena.h"
#include "lexer/diag.h"
#include "lexer/lexer.h"
#include "lexer/text.h"
#include "parser/parse.h"
#include "parser/tree.h"

#define BEFORE "begin {\n"
#define BEHIND "\n}"

/* What parsing the text in one of the two ways came to. */
struct reading {
	struct program *program;
	unsigned errors;
	bool is_open;
	bool has_imports;
};

static void note_import(void *context, struct parser *parser, const char *path, struct span span)
{
	bool *has_imports = context;

	(void)parser;
	(void)path;
	(void)span;
	*has_imports = true;
}

struct text *whole_add_statements(struct text_set *texts, const char *name, const char *bytes,
				  size_t length)
{
	char *wrapped = arena_alloc(texts->arena, strlen(BEFORE) + length + strlen(BEHIND) + 1);
	struct text *text;

	memcpy(wrapped, BEFORE, strlen(BEFORE));
	memcpy(wrapped + strlen(BEFORE), bytes, length);
	strcpy(wrapped + strlen(BEFORE) + length, BEHIND);
	text = text_add(texts, name, wrapped, strlen(BEFORE) + length + strlen(BEHIND));
	if (text)
		text->hidden_lines = 1;
	return text;
}

/* The offset behind the last byte of the first LENGTH that is no blank. */
static size_t end_of(const char *bytes, size_t length)
{
	while (length && strchr(" \t\r\n", bytes[length - 1]))
		length--;
	return length;
}

/* Is there a token that was wrong by itself, and will not be right by typing on? */
static bool has_broken(struct arena *arena, const struct text *text)
{
	struct text_set texts = { .arena = arena };
	struct diag_set diags = { .arena = arena, .texts = &texts, .muted = true };
	struct lexer *lexer = lexer_open(arena, &diags, text);
	bool is_broken = false;
	struct token token;

	do {
		lexer_next(lexer, &token);
		is_broken |= token.is_broken;
	} while (token.kind != TOKEN_END);
	lexer_close(lexer);
	return is_broken;
}

static struct reading read_as(struct arena *arena, const char *bytes, size_t length,
			      bool as_statements)
{
	struct text_set texts = { .arena = arena };
	struct diag_set diags = { .arena = arena, .texts = &texts };
	struct text *text = as_statements ? whole_add_statements(&texts, "", bytes, length) :
					    text_add(&texts, "", bytes, length);
	struct reading reading = { .errors = 1 };
	const struct parse_imports imports = {
		.context = &reading.has_imports, .import = note_import,
	};
	size_t end;

	if (!text)
		return reading;
	reading.program = parse_program(arena, &diags, text, &imports);
	reading.errors = diags.errors;
	end = text->base + end_of(bytes, length) + (as_statements ? strlen(BEFORE) : 0);
	reading.is_open = reading.program->refused.start >= end && !has_broken(arena, text);
	return reading;
}

/* The first word stands in front of a brace or has a colon in it, or declares something. */
static bool starts_as_program(struct arena *arena, const char *bytes, size_t length)
{
	struct text_set texts = { .arena = arena };
	struct diag_set diags = { .arena = arena, .texts = &texts, .muted = true };
	struct text *text = text_add(&texts, "", bytes, length);
	struct lexer *lexer;
	struct token token, next;

	if (!text)
		return false;
	lexer = lexer_open(arena, &diags, text);
	lexer_next(lexer, &token);
	lexer_next(lexer, &next);
	lexer_close(lexer);
	if (token.kind != TOKEN_HEAD_WORD)
		return token.kind == TOKEN_KFUNC || token.kind == TOKEN_CONFIG ||
		       token.kind == TOKEN_FN || token.kind == TOKEN_IMPORT ||
		       token.kind == TOKEN_PARAM ||
		       token.kind == TOKEN_LABEL;
	if (next.kind == TOKEN_LEFT_BRACE)
		return true;
	return strchr(token.text, ':') && !strchr(token.text, '(') && !strchr(token.text, '=') &&
	       token.text[0] != '@' && token.text[0] != '$';
}

static struct whole judge(struct arena *arena, const char *bytes, size_t length)
{
	struct reading program = read_as(arena, bytes, length, false);
	struct reading statements = read_as(arena, bytes, length, true);

	if (!program.errors) {
		if (program.program->probes)
			return (struct whole){ WHOLE_PROGRAM, false };
		if (program.program->config || program.program->kfuncs ||
		    program.program->map_declarations || program.program->routines ||
		    program.program->parameters || program.has_imports)
			return (struct whole){ WHOLE_DECLARATIONS, false };
		return (struct whole){ WHOLE_NOTHING, false };
	}
	if (!statements.errors)
		return (struct whole){ WHOLE_STATEMENTS, false };
	if (starts_as_program(arena, bytes, length))
		return (struct whole){ WHOLE_PROGRAM, program.is_open };
	return (struct whole){ WHOLE_STATEMENTS, statements.is_open };
}

struct whole whole_look(const char *bytes, size_t length)
{
	struct arena *arena = arena_new();
	struct whole whole = judge(arena, bytes, length);

	arena_free(arena);
	return whole;
}

void whole_add_context(struct program *program, struct program *context)
{
	struct map_declaration **maps = &context->map_declarations;
	struct kfunc_declaration **kfuncs = &context->kfuncs;
	struct routine_declaration **routines = &context->routines;
	struct probe **probes = &context->probes;

	for (; *probes; probes = &(*probes)->next)
		(*probes)->is_context = true;
	*probes = program->probes;
	program->probes = context->probes;
	while (*maps)
		maps = &(*maps)->next;
	*maps = program->map_declarations;
	program->map_declarations = context->map_declarations;
	while (*kfuncs)
		kfuncs = &(*kfuncs)->next;
	*kfuncs = program->kfuncs;
	program->kfuncs = context->kfuncs;
	while (*routines)
		routines = &(*routines)->next;
	*routines = program->routines;
	program->routines = context->routines;
}
