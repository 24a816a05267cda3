/*
 * Lexer: from text to tokens. It needs nothing from the grammar: whether it
 * stands in a probe's head, a predicate or a body, and which `>` closes a body,
 * follows from the text alone.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "lexer/text.h"

struct arena;
struct diag_set;
struct lexer;

/* Brackets that may be open at once; beyond that the lexer reports and stops. */
#define LEXER_MOST_NESTED 500

/* #if that may be open at once. */
#define LEXER_MOST_CONDITIONS 50

enum token_kind {
	TOKEN_END = 0,
	TOKEN_BEFORE_FIRST = 257,	/* bison's own numbers end here */
#define TOKEN(name, class, text) TOKEN_##name,
#include "lexer/token.def"
#undef TOKEN
	TOKEN_AFTER_LAST,
};

enum token_class {
	TOKEN_CLASS_PLAIN,
	TOKEN_CLASS_OPERAND,
	TOKEN_CLASS_OPERATOR,
	TOKEN_CLASS_STATEMENT,
	TOKEN_CLASS_HIDDEN,
};

struct token {
	enum token_kind kind;
	struct span span;
	const char *text;	/* NAME, VARIABLE and MAP (without their sign), VERSION, HEAD_WORD
				   and LABEL (raw), STRING (escapes undone, may hold NULs), HAS (what stands
				   in its parentheses, raw, blanks as spaces and none around) */
	uint32_t length;	/* of TEXT, in bytes */
	struct span inner;	/* HAS: where TEXT stands; DEFINE: where the value does */
	uint64_t integer;	/* INTEGER, POSITIONAL */
	bool is_duration;	/* INTEGER: a time, in ns */
	bool is_broken;		/* it was complained about, and may have swallowed what follows */
};

/* Starts reading TEXT; the lexer is the caller's to close, its tokens live in ARENA. */
struct lexer *lexer_open(struct arena *arena, struct diag_set *diags, const struct text *text);

/* The same for a text that is one expression. */
struct lexer *lexer_open_expression(struct arena *arena, struct diag_set *diags,
				    const struct text *text);

void lexer_close(struct lexer *lexer);

/* Fills TOKEN with the next token; at the end of the text, TOKEN_END again and again. */
void lexer_next(struct lexer *lexer, struct token *token);

/* Whether the lexer gave up (and reported why) before the end of the text. */
bool lexer_has_stopped(const struct lexer *lexer);

/* How people see the token: "`;`", "a name". */
const char *token_describe(enum token_kind kind);

enum token_class token_class(enum token_kind kind);

/* Whether a value is wanted behind such a token: a `{` there is one, and not a list of statements. */
bool token_wants_value(enum token_kind kind);
