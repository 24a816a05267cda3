/*
 * Format: printf's format string as segments, read once for checking the
 * arguments and once for printing them.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum format_conversion {
	FORMAT_LITERAL,		/* text between conversions, %% included as % */
	FORMAT_DECIMAL,		/* %d %i */
	FORMAT_UNSIGNED,	/* %u */
	FORMAT_OCTAL,		/* %o */
	FORMAT_HEX,		/* %x */
	FORMAT_HEX_UPPER,	/* %X */
	FORMAT_CHARACTER,	/* %c */
	FORMAT_STRING,		/* %s: anything, as print shows it */
	FORMAT_POINTER,		/* %p */
	FORMAT_BUFFER,		/* %r: buffer, printable bytes and \xNN */
	FORMAT_BUFFER_HEX,	/* %rx: buffer as hex with \x */
	FORMAT_BUFFER_PLAIN,	/* %rh: buffer as plain hex */
};

struct format_segment {
	enum format_conversion conversion;
	uint32_t start, length;		/* in the format string, for messages and literals */
	bool minus, plus, space, zero, alternate;
	uint32_t width;			/* capped; 0: none */
	int32_t precision;		/* -1: none */
	uint32_t size;			/* bytes by length modifier (hh 1, h 2, l ll 8 …); 0: none,
					   which is 4 for integers, as in C */
};

struct arena;

/*
 * Reads the segment at AT and moves AT behind it; false at the end. A percent sign
 * that starts no conversion is text. On an error (the conversion cannot be had) sets
 * ERROR to a sentence, the segment telling the place; otherwise ERROR is NULL.
 */
bool format_next(const char *format, uint32_t length, uint32_t *at,
		 struct format_segment *segment, const char **error);

/*
 * Splits FORMAT of LENGTH bytes. On an error returns NULL and sets ERROR to a
 * sentence and START/END to the place in the string.
 */
struct format_segment *format_parse(struct arena *arena, const char *format, uint32_t length,
				    uint32_t *count, const char **error, uint32_t *start,
				    uint32_t *end);
