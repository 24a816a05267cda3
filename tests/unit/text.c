/*
 * Text: offsets to places and back, across several texts.
 */
#include "lexer/text.h"

#include <criterion/criterion.h>
#include <stdint.h>
#include <string.h>

#include "lexer/arena.h"

static struct text_set texts;

static void setup(void)
{
	texts = (struct text_set){ .arena = arena_new() };
}

static void teardown(void)
{
	arena_free(texts.arena);
}

TestSuite(text, .init = setup, .fini = teardown);

static struct text *add(const char *name, const char *bytes)
{
	return text_add(&texts, name, bytes, strlen(bytes));
}

static void check_place(uint32_t offset, const char *name, unsigned line, unsigned column,
			const char *line_text)
{
	struct text_place place;

	cr_assert(text_find_place(&texts, offset, &place));
	cr_assert_str_eq(place.text->name, name);
	cr_assert_eq(place.line, line);
	cr_assert_eq(place.column, column);
	cr_assert_eq(place.line_length, strlen(line_text));
	cr_assert_eq(memcmp(place.line_start, line_text, place.line_length), 0);
}

Test(text, places_of_several_texts)
{
	struct text *one = add("one", "first\nsecond\n");
	struct text *empty = add("empty", "");
	struct text *last = add("last", "no newline");

	cr_assert_eq(one->base, 1);
	cr_assert_gt(empty->base, one->base + one->length);
	check_place(one->base, "one", 1, 1, "first");
	check_place(one->base + 5, "one", 1, 6, "first");
	check_place(one->base + 6, "one", 2, 1, "second");
	check_place(one->base + 13, "one", 3, 1, "");
	check_place(empty->base, "empty", 1, 1, "");
	check_place(last->base + 3, "last", 1, 4, "no newline");
	check_place(last->base + 10, "last", 1, 11, "no newline");
}

Test(text, no_text_holds_other_offsets)
{
	struct text *text = add("one", "abc");
	struct text_place place;

	cr_assert_not(text_find_place(&texts, 0, &place));
	cr_assert_not(text_find_place(&texts, text->base + text->length + 1, &place));
	cr_assert_not(text_find_place(&texts, UINT32_MAX, &place));
}

Test(text, carriage_returns_do_not_belong_to_the_line)
{
	struct text *text = add("dos", "one\r\ntwo\r\n");

	check_place(text->base + 1, "dos", 1, 2, "one");
	check_place(text->base + 5, "dos", 2, 1, "two");
}

Test(text, bytes_are_copied)
{
	char bytes[] = "changes";
	struct text *text = text_add(&texts, "mine", bytes, sizeof(bytes) - 1);

	bytes[0] = 'X';
	cr_assert_str_eq(text->bytes, "changes");
}

Test(text, the_offset_space_ends)
{
	add("one", "abc");
	cr_assert_null(text_add(&texts, "huge", "", (size_t)UINT32_MAX));
	cr_assert_null(text_add(&texts, "huge", "", (size_t)UINT32_MAX + 10));
	check_place(1, "one", 1, 1, "abc");
}

Test(text, spans_join)
{
	struct span joined = span_join((struct span){ 3, 5 }, (struct span){ 8, 12 });

	cr_assert_eq(joined.start, 3);
	cr_assert_eq(joined.end, 12);
}
