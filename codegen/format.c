/*
 * Format: reading printf's format string, one segment after the other.
 *
 * What does not read as a conversion is text, as in bpftrace: "100%" prints a
 * percent sign. The checker takes the list of segments; the printing side reads
 * segment by segment and so needs no memory of its own.
 */
#include "codegen/format.h"

#include <string.h>

#include "lexer/arena.h"

#define WIDEST 4096	/* columns; a format cannot flood the output */

/* Bytes of an integer by length modifier; doubled letters (hh, ll) follow below. */
static const unsigned char length_rows[128] = {
	['h'] = 2, ['l'] = 8, ['j'] = 8, ['z'] = 8, ['t'] = 8, ['L'] = 8,
};

/* FORMAT_LITERAL, being 0, stands for "no conversion". */
static const unsigned char conversion_rows[128] = {
	['d'] = FORMAT_DECIMAL, ['i'] = FORMAT_DECIMAL, ['u'] = FORMAT_UNSIGNED,
	['o'] = FORMAT_OCTAL, ['x'] = FORMAT_HEX, ['X'] = FORMAT_HEX_UPPER,
	['c'] = FORMAT_CHARACTER, ['s'] = FORMAT_STRING, ['p'] = FORMAT_POINTER,
	['r'] = FORMAT_BUFFER,
};

/* What follows an r. */
static const unsigned char buffer_rows[128] = {
	['x'] = FORMAT_BUFFER_HEX, ['h'] = FORMAT_BUFFER_PLAIN,
};

/* Reading position in a format. */
struct reader {
	const char *format;
	uint32_t length;
	uint32_t at;
};

static char peek(const struct reader *reader)
{
	return reader->at < reader->length ? reader->format[reader->at] : '\0';
}

static bool take(struct reader *reader, char character)
{
	if (peek(reader) != character)
		return false;
	reader->at++;
	return true;
}

/* The row of the next character, which is taken when there is one. */
static unsigned take_row(struct reader *reader, const unsigned char rows[128])
{
	unsigned char character = (unsigned char)peek(reader);

	if (character >= 128 || rows[character] == 0)
		return 0;
	reader->at++;
	return rows[character];
}

static bool read_flag(struct reader *reader, struct format_segment *segment)
{
	switch (peek(reader)) {
	case '-': segment->minus = true; break;
	case '+': segment->plus = true; break;
	case ' ': segment->space = true; break;
	case '0': segment->zero = true; break;
	case '#': segment->alternate = true; break;
	default: return false;
	}
	reader->at++;
	return true;
}

/* A decimal number, kept at WIDEST; a star reads as no number at all. */
static uint32_t read_number(struct reader *reader)
{
	uint32_t value = 0;

	if (take(reader, '*'))
		return 0;
	for (; peek(reader) >= '0' && peek(reader) <= '9'; reader->at++) {
		value = value * 10 + (uint32_t)(peek(reader) - '0');
		if (value > WIDEST)
			value = WIDEST;
	}
	return value;
}

static bool read_conversion(struct reader *reader, struct format_segment *segment)
{
	char modifier = peek(reader);
	unsigned row;

	segment->size = take_row(reader, length_rows);
	if (modifier == 'h' && take(reader, 'h'))
		segment->size = 1;
	else if (modifier == 'l')
		take(reader, 'l');
	segment->conversion = take_row(reader, conversion_rows);
	if (segment->conversion == FORMAT_BUFFER) {
		row = take_row(reader, buffer_rows);
		if (row)
			segment->conversion = row;
	}
	return segment->conversion != FORMAT_LITERAL;
}

/* Reads what follows a percent sign; false: it is no conversion. */
static bool read_directive(struct reader *reader, struct format_segment *segment,
			   const char **error)
{
	uint32_t percent = reader->at - 1;

	segment->precision = -1;
	while (read_flag(reader, segment))
		;
	segment->width = read_number(reader);
	if (take(reader, '.'))
		segment->precision = (int32_t)read_number(reader);
	if (peek(reader) == '%') {
		*segment = (struct format_segment){ .start = reader->at++, .length = 1 };
		return true;
	}
	if (read_conversion(reader, segment)) {
		segment->start = percent;
		segment->length = reader->at - percent;
		return true;
	}
	if (peek(reader) && strchr("feEgGaA", peek(reader)))
		*error = "there are no floating-point values to print";
	else if (peek(reader) == 'n')
		*error = "%n, which writes through a pointer, cannot be used here";
	if (*error) {
		segment->start = percent;
		segment->length = ++reader->at - percent;
	}
	return *error != NULL;
}

bool format_next(const char *format, uint32_t length, uint32_t *at,
		 struct format_segment *segment, const char **error)
{
	struct reader reader = { .format = format, .length = length, .at = *at };
	const char *percent;

	*error = NULL;
	*segment = (struct format_segment){ .start = *at, .precision = -1 };
	if (*at >= length)
		return false;
	if (format[*at] == '%') {
		reader.at++;
		if (read_directive(&reader, segment, error)) {
			*at = reader.at;
			return true;
		}
		*segment = (struct format_segment){ .start = *at, .precision = -1 };
	}
	percent = memchr(format + *at + 1, '%', length - *at - 1);
	segment->conversion = FORMAT_LITERAL;
	segment->length = percent ? (uint32_t)(percent - format) - *at : length - *at;
	*at += segment->length;
	return true;
}

struct format_segment *format_parse(struct arena *arena, const char *format, uint32_t length,
				    uint32_t *count, const char **error, uint32_t *start,
				    uint32_t *end)
{
	struct format_segment segment, *segments;
	uint32_t at = 0, index = 0;

	*count = 0;
	while (format_next(format, length, &at, &segment, error)) {
		if (*error) {
			*start = segment.start;
			*end = segment.start + segment.length;
			return NULL;
		}
		(*count)++;
	}
	segments = ARENA_NEW_ARRAY(arena, struct format_segment, *count ? *count : 1);
	for (at = 0; index < *count; index++)
		format_next(format, length, &at, &segments[index], error);
	return segments;
}
