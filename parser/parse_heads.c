/*
 * Parse heads: probe heads that stand elsewhere than before a body.
 */
#include "lexer/arena.h"
#include "lexer/diag.h"
#include "parser/build.h"
#include "parser/parse.h"
#include "parser/parser.h"

static void complain(struct parser *parser, const struct token *token)
{
	if (lexer_has_stopped(parser->lexer))
		return;
	if (token->kind == TOKEN_END)
		diag_error(parser->diags, token->span, "a probe is missing here");
	else if (token->kind == TOKEN_HEAD_WORD)
		diag_error(parser->diags, token->span, "between probes stands `,` or `|`");
	else
		diag_error(parser->diags, token->span, "%s does not belong to a probe's name",
			   token_describe(token->kind));
}

/* a | b?; false after a complaint. TOKEN is the one behind it then. */
static bool parse_chain(struct parser *parser, struct attach_point **chain, struct token *token)
{
	struct attach_point *last = NULL;

	do {
		lexer_next(parser->lexer, token);
		if (token->kind != TOKEN_HEAD_WORD) {
			complain(parser, token);
			return false;
		}
		last = build_attach(parser, token, last);
		if (!*chain)
			*chain = last;
		lexer_next(parser->lexer, token);
	} while (token->kind == TOKEN_OR);
	if (token->kind == TOKEN_QUESTION) {
		(*chain)->is_optional = true;
		lexer_next(parser->lexer, token);
	}
	return true;
}

struct attach_point *parse_heads(struct arena *arena, struct diag_set *diags,
				 const struct text *text)
{
	struct parser *parser = ARENA_NEW(arena, struct parser);
	struct attach_point *first = NULL, **end = &first;
	struct token token;
	bool is_good;

	parser->arena = arena;
	parser->diags = diags;
	parser->text = text;
	parser->lexer = lexer_open(arena, diags, text);
	do {
		is_good = parse_chain(parser, end, &token);
		if (is_good)
			end = &(*end)->next;
	} while (is_good && token.kind == TOKEN_COMMA);
	if (is_good && token.kind != TOKEN_END) {
		complain(parser, &token);
		is_good = false;
	}
	lexer_close(parser->lexer);
	return is_good ? first : NULL;
}
