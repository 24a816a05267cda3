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

bool token_wants_value(enum token_kind kind)
{
	switch (kind) {
	case TOKEN_LEFT_PARENTHESIS: case TOKEN_LEFT_BRACKET: case TOKEN_COMMA: case TOKEN_RETURN:
	case TOKEN_QUESTION: case TOKEN_COLON: case TOKEN_RANGE: case TOKEN_ASSIGN:
	case TOKEN_ASSIGN_ADD: case TOKEN_ASSIGN_SUBTRACT: case TOKEN_ASSIGN_MULTIPLY:
	case TOKEN_ASSIGN_DIVIDE: case TOKEN_ASSIGN_MODULO: case TOKEN_ASSIGN_AND:
	case TOKEN_ASSIGN_OR: case TOKEN_ASSIGN_XOR: case TOKEN_ASSIGN_SHIFT_LEFT:
	case TOKEN_ASSIGN_SHIFT_RIGHT: case TOKEN_LOGICAL_OR: case TOKEN_LOGICAL_AND:
	case TOKEN_OR: case TOKEN_XOR: case TOKEN_AND: case TOKEN_EQUAL: case TOKEN_NOT_EQUAL:
	case TOKEN_LESS: case TOKEN_GREATER: case TOKEN_LESS_EQUAL: case TOKEN_GREATER_EQUAL:
	case TOKEN_SHIFT_LEFT: case TOKEN_SHIFT_RIGHT: case TOKEN_PLUS: case TOKEN_MINUS:
	case TOKEN_STAR: case TOKEN_SLASH: case TOKEN_PERCENT: case TOKEN_COALESCE:
	case TOKEN_NOT: case TOKEN_TILDE:
		return true;
	default:
		return false;
	}
}
