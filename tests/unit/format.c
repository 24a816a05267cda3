/*
 * Format: what is a conversion, what is text, what is refused.
 */
#include "codegen/format.h"

#include <criterion/criterion.h>
#include <string.h>

#include "lexer/arena.h"

static struct format_segment *parse(struct arena *arena, const char *format, uint32_t *count)
{
	const char *error = NULL;
	uint32_t start = 0, end = 0;
	struct format_segment *segments;

	segments = format_parse(arena, format, (uint32_t)strlen(format), count, &error, &start,
				&end);
	cr_assert_not_null(segments, "%s: %s", format, error);
	cr_assert_null(error);
	return segments;
}

/* The only conversion of FORMAT. */
static struct format_segment parse_one(const char *format)
{
	struct arena *arena = arena_new();
	struct format_segment *segments, segment;
	uint32_t count;

	segments = parse(arena, format, &count);
	cr_assert_eq(count, 1, "%s has %u segments", format, count);
	segment = segments[0];
	arena_free(arena);
	return segment;
}

Test(format, splits_text_and_conversions)
{
	struct arena *arena = arena_new();
	struct format_segment *segments;
	uint32_t count;

	segments = parse(arena, "pid %d: %s\n", &count);
	cr_assert_eq(count, 5);
	cr_expect_eq(segments[0].conversion, FORMAT_LITERAL);
	cr_expect_eq(segments[0].length, 4);
	cr_expect_eq(segments[1].conversion, FORMAT_DECIMAL);
	cr_expect_eq(segments[1].start, 4);
	cr_expect_eq(segments[1].length, 2);
	cr_expect_eq(segments[2].length, 2);
	cr_expect_eq(segments[3].conversion, FORMAT_STRING);
	cr_expect_eq(segments[4].start, 10);
	arena_free(arena);
}

Test(format, reads_flags_width_precision_and_length)
{
	struct format_segment segment = parse_one("%-+0# 12.5lld");

	cr_expect(segment.minus && segment.plus && segment.zero && segment.alternate &&
		  segment.space);
	cr_expect_eq(segment.width, 12);
	cr_expect_eq(segment.precision, 5);
	cr_expect_eq(segment.size, 8);
	segment = parse_one("%d");
	cr_expect(!segment.minus && !segment.width && segment.precision == -1 && !segment.size);
}

Test(format, knows_every_conversion_and_length)
{
	static const struct {
		const char *format;
		enum format_conversion conversion;
		uint32_t size;
	} rows[] = {
		{ "%d", FORMAT_DECIMAL, 0 }, { "%i", FORMAT_DECIMAL, 0 },
		{ "%u", FORMAT_UNSIGNED, 0 }, { "%o", FORMAT_OCTAL, 0 },
		{ "%x", FORMAT_HEX, 0 }, { "%X", FORMAT_HEX_UPPER, 0 },
		{ "%c", FORMAT_CHARACTER, 0 }, { "%s", FORMAT_STRING, 0 },
		{ "%p", FORMAT_POINTER, 0 }, { "%r", FORMAT_BUFFER, 0 },
		{ "%rx", FORMAT_BUFFER_HEX, 0 }, { "%rh", FORMAT_BUFFER_PLAIN, 0 },
		{ "%hhd", FORMAT_DECIMAL, 1 }, { "%hu", FORMAT_UNSIGNED, 2 },
		{ "%ld", FORMAT_DECIMAL, 8 }, { "%llx", FORMAT_HEX, 8 },
		{ "%zu", FORMAT_UNSIGNED, 8 }, { "%jd", FORMAT_DECIMAL, 8 },
		{ "%td", FORMAT_DECIMAL, 8 }, { "%Ld", FORMAT_DECIMAL, 8 },
		{ "%*d", FORMAT_DECIMAL, 0 }, { "%.*d", FORMAT_DECIMAL, 0 },
	};
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct format_segment segment = parse_one(rows[i].format);

		cr_expect_eq(segment.conversion, rows[i].conversion, "%s", rows[i].format);
		cr_expect_eq(segment.size, rows[i].size, "%s", rows[i].format);
		cr_expect_eq(segment.length, strlen(rows[i].format));
	}
}

Test(format, a_lonely_percent_sign_is_text)
{
	static const char *const formats[] = { "%", "100%", "%y", "% ", "5 %, 6 %" };
	struct arena *arena = arena_new();
	uint32_t count, length, i;
	size_t row;

	for (row = 0; row < sizeof(formats) / sizeof(formats[0]); row++) {
		struct format_segment *segments = parse(arena, formats[row], &count);

		for (i = 0, length = 0; i < count; i++) {
			cr_expect_eq(segments[i].conversion, FORMAT_LITERAL);
			cr_expect_eq(segments[i].start, length);
			length += segments[i].length;
		}
		cr_expect_eq(length, strlen(formats[row]));
	}
	arena_free(arena);
}

Test(format, two_percent_signs_are_one)
{
	struct format_segment segment = parse_one("%%");

	cr_expect_eq(segment.conversion, FORMAT_LITERAL);
	cr_expect_eq(segment.start, 1);
	cr_expect_eq(segment.length, 1);
}

Test(format, a_width_cannot_flood)
{
	cr_expect_eq(parse_one("%99999999999999999999d").width, 4096);
}

Test(format, floating_point_is_refused_at_its_place)
{
	static const char *const formats[] = { "a %f", "a %e", "a %g", "a %n", "a %a" };
	struct arena *arena = arena_new();
	const char *error;
	uint32_t count, start, end;
	size_t row;

	for (row = 0; row < sizeof(formats) / sizeof(formats[0]); row++) {
		error = NULL;
		cr_expect_null(format_parse(arena, formats[row], 4, &count, &error, &start, &end));
		cr_expect_not_null(error);
		cr_expect_eq(start, 2);
		cr_expect_eq(end, 4);
	}
	arena_free(arena);
}
