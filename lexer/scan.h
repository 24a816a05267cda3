/*
 * Scan: what the lexer remembers between tokens, and the decisions that need
 * more than a regular expression: which bracket closes what, what a `/` or a
 * `>` means, what a word in a probe's head is. Shared by lexer.l and scan.c only.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lexer/lexer.h"

enum open_kind {
	OPEN_PARENTHESIS,
	OPEN_BRACKET,
	OPEN_BRACE,
	OPEN_ANGLE,		/* the `<` of a body */
	OPEN_PREDICATE,
};

/* How far the words `kernel >=` have been read, behind which a version may stand. */
enum kernel_words { KERNEL_NONE, KERNEL_WORD, KERNEL_COMPARED };

/* An #if, and whether what stands there is read. */
struct condition {
	struct span span;
	bool is_outer_on, is_on;
	bool was_on;			/* here or in an earlier part */
};

struct defined_name;

struct lexer {
	struct arena *arena;
	struct diag_set *diags;
	const struct text *text;
	void *scanner;			/* flex's */
	uint32_t position;		/* of the next byte that flex has not matched */
	uint32_t start;			/* of the current token */
	struct token *token;		/* being filled */
	enum token_kind last;		/* the token before; TOKEN_END at the start */
	enum open_kind open[LEXER_MOST_NESTED];
	unsigned depth;
	bool in_declaration;		/* `let @m = ...;` between probes */
	bool in_kfunc;			/* behind `kfunc`: what it declares is one token */
	bool in_param;			/* behind `param`: the same, and quotes may hold `;` */
	bool in_condition;		/* after `if`, `while`, ... until its `{` */
	enum kernel_words kernel;
	struct span has_open;		/* the `has(` being read */
	unsigned has_depth;		/* parentheses open in it */
	enum { HAS_UNKNOWN, HAS_ASKS, HAS_DEFINED } has;	/* the program may define its own */
	bool has_stopped;
	struct condition conditions[LEXER_MOST_CONDITIONS];
	unsigned condition_count;
	struct defined_name *defined;	/* by #define */
	unsigned errors_before;		/* in DIAGS when the lexer was opened */
};

/* Whether the next token belongs to a probe's head (or stands between probes). */
bool scan_is_head(const struct lexer *lexer);

/* Whether a `/` can only begin a path there: behind the `|` between two probes. */
bool scan_is_path(const struct lexer *lexer);

/* Enters or leaves a bracket. */
enum token_kind scan_open(struct lexer *lexer, enum open_kind kind, enum token_kind token);
enum token_kind scan_close(struct lexer *lexer, enum open_kind kind, enum token_kind token);

/* What `/`, `>` and `;` mean here. */
enum token_kind scan_slash(struct lexer *lexer);
enum token_kind scan_greater(struct lexer *lexer);
enum token_kind scan_semicolon(struct lexer *lexer);

/* The word (in a body): a keyword or a name. */
enum token_kind scan_word(struct lexer *lexer, const char *text, size_t length);

/* The word in a head: part of a probe, a label, `config` or `let`. */
enum token_kind scan_head_word(struct lexer *lexer, const char *text, size_t length);

/* Fills the token's text. */
enum token_kind scan_text(struct lexer *lexer, enum token_kind kind, const char *text,
			  size_t length);
enum token_kind scan_integer(struct lexer *lexer, const char *text, size_t length);
enum token_kind scan_positional(struct lexer *lexer, const char *text, size_t length);

/* v5.16: the token VERSION where a version may stand. */
bool scan_takes_version(const struct lexer *lexer);
enum token_kind scan_version(struct lexer *lexer, const char *text, size_t length);

/* `has(` opens the question unless it is a field's name; its text is raw up to the matching `)`. */
bool scan_takes_question(struct lexer *lexer);
enum token_kind scan_question(struct lexer *lexer);

/* A has( without an end is complained about where it opens. */
enum token_kind scan_unclosed_question(struct lexer *lexer);

/* Remembers what TOKEN means to the tokens behind it. */
void scan_remember(struct lexer *lexer, const struct token *token);

/* LENGTH bytes between quotes; START is the offset of the first. */
enum token_kind scan_string(struct lexer *lexer, const char *text, size_t length);

/* A program is text that people or their scripts wrote; flex counts in int. */
#define SCAN_LONGEST_TEXT (64u << 20)

/* How many bytes at the start mean nothing: a byte order mark, a `#!` line. */
size_t scan_prefix(const struct text *text);

/* False, and reported, when the text holds NUL bytes: flex is quadratic in them. */
bool scan_check_nul(struct lexer *lexer);

/* The place of "the end": behind the last byte that is not blank. */
struct span scan_end_span(const struct lexer *lexer);

/* Reports a string in single quotes. */
void scan_complain_quotes(struct lexer *lexer, const char *text, size_t length);

/* Reports bytes that begin no token. */
void scan_complain_bytes(struct lexer *lexer, const char *text, size_t length);

/* Reports what has no end, and ends the text there. */
void scan_complain_unclosed(struct lexer *lexer, const char *what, const char *closer);
