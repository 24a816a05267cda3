/*
 * Token: what the rows of token.def say about each token.
 */
#include "lexer/lexer.h"

struct token_row {
	const char *text;
	enum token_class class;
};

static const struct token_row rows[] = {
#define TOKEN(name, class, text) { text, TOKEN_CLASS_##class },
#include "lexer/token.def"
#undef TOKEN
};

static const struct token_row *token_row(enum token_kind kind)
{
	static const struct token_row end = { "the end of the program", TOKEN_CLASS_PLAIN };

	if (kind <= TOKEN_BEFORE_FIRST || kind >= TOKEN_AFTER_LAST)
		return &end;
	return &rows[kind - TOKEN_BEFORE_FIRST - 1];
}

const char *token_describe(enum token_kind kind)
{
	return token_row(kind)->text;
}

enum token_class token_class(enum token_kind kind)
{
	return token_row(kind)->class;
}
