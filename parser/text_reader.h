/*
 * Text reader: what readers of small texts of their own have in common, whose words are not the
 * lexer's: a parameter's declaration, a C prototype.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "lexer/text.h"

struct arena;
struct diag_set;

struct text_reader {
	struct arena *arena;
	struct diag_set *diags;
	const char *text, *at;		/* NUL-terminated; how far it is read */
	uint32_t start;			/* the offset of the text's first byte */
	bool has_comments;		/* which begin behind a blank: /a//b is a path */
	bool is_broken;			/* a complaint was made */
	const char *what, *hint;	/* for complaints: what is being read, and one that is right */
};

struct span text_reader_span(const struct text_reader *reader, const char *from, const char *to);

/* Goes on to what is neither blank nor comment. */
void text_reader_skip(struct text_reader *reader);

/* The next byte that text_reader_skip() stops at; 0 at the end. */
char text_reader_peek(struct text_reader *reader);

/* Goes past BYTE, if it is the next. */
bool text_reader_take(struct text_reader *reader, char byte);

/* The next word, from the arena, and its place; NULL where none stands. */
const char *text_reader_word(struct text_reader *reader, struct span *span);

/* Reports what was EXPECTED here, once for each reader. */
void text_reader_complain(struct text_reader *reader, const char *expected);
