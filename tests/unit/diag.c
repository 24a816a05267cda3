/*
 * Diag: what printed messages look like, to the byte.
 */
#include "lexer/diag.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "lexer/arena.h"

static struct text_set texts;
static struct diag_set diags;

static void setup(void)
{
	texts = (struct text_set){ .arena = arena_new() };
	diags = (struct diag_set){ .arena = texts.arena, .texts = &texts };
}

static void teardown(void)
{
	arena_free(texts.arena);
}

TestSuite(diag, .init = setup, .fini = teardown);

/* The place of the first LENGTH bytes of WHAT in TEXT. */
static struct span place_of(const struct text *text, const char *what)
{
	const char *found = strstr(text->bytes, what);
	uint32_t start;

	cr_assert(found);
	start = text->base + (uint32_t)(found - text->bytes);
	return (struct span){ start, start + (uint32_t)strlen(what) };
}

static struct text *add(const char *bytes)
{
	return text_add(&texts, "t.kt", bytes, strlen(bytes));
}

static void check_printed(const char *expected)
{
	char *printed = NULL;
	size_t length;
	FILE *stream = open_memstream(&printed, &length);

	diag_print(&diags, stream, false);
	fclose(stream);
	cr_assert_str_eq(printed, expected);
	free(printed);
}

Test(diag, place_notes_and_hints)
{
	struct text *text = add("BEGIN {\n\tprint(pidd);\n}\n");
	struct diag *diag = diag_error(&diags, place_of(text, "pidd"), "unknown name '%s'", "pidd");

	diag_note(diag, place_of(text, "BEGIN"), "in this probe");
	diag_hint(diag, "did you mean %s?", "pid");
	diag_hint(diag, "two\nlines");
	check_printed("t.kt:2:8: error: unknown name 'pidd'\n"
		      "   2 |         print(pidd);\n"
		      "     |               ^~~~\n"
		      "t.kt:1:1: note: in this probe\n"
		      "   1 | BEGIN {\n"
		      "     | ^~~~~\n"
		      "help: did you mean pid?\n"
		      "help: two\n"
		      "      lines\n");
	cr_assert_eq(diags.errors, 1);
}

Test(diag, what_has_one_cause_is_printed_once_and_counted)
{
	struct text *text = add("one two three");

	diag_set_cause(diag_error(&diags, place_of(text, "three"), "no three"), "none");
	diag_set_cause(diag_error(&diags, place_of(text, "one"), "no one"), "none");
	diag_set_cause(diag_warning(&diags, place_of(text, "two"), "no two"), "none");
	for (int times = 0; times < 2; times++)
		check_printed("t.kt:1:1: error: no one\n"
			      "   1 | one two three\n"
			      "     | ^~~\n"
			      "note: the same is said of 1 more place\n"
			      "t.kt:1:5: warning: no two\n"
			      "   1 | one two three\n"
			      "     |     ^~~\n");
	cr_assert_eq(diags.errors, 2);
}

Test(diag, order_is_by_place_and_duplicates_are_printed_once)
{
	struct text *text = add("one two three");

	diag_warning(&diags, place_of(text, "three"), "last");
	diag_error(&diags, place_of(text, "one"), "first");
	diag_error(&diags, place_of(text, "one"), "second");
	diag_error(&diags, place_of(text, "one"), "first");
	diag_error(&diags, (struct span){ 0 }, "without a place");
	check_printed("error: without a place\n"
		      "t.kt:1:1: error: first\n"
		      "   1 | one two three\n"
		      "     | ^~~\n"
		      "t.kt:1:1: error: second\n"
		      "   1 | one two three\n"
		      "     | ^~~\n"
		      "t.kt:1:9: warning: last\n"
		      "   1 | one two three\n"
		      "     |         ^~~~~\n");
	cr_assert_eq(diags.errors, 4);
}

Test(diag, tabs_control_bytes_and_wide_characters_keep_the_caret_in_place)
{
	struct text *text = add("a\tb\x01\x1b[0m\xff \xc3\xa9\xe6\x97\xa5\xe2\x80\xae here\n");

	diag_error(&diags, place_of(text, "here"), "found \x1b[31m in it");
	check_printed("t.kt:1:20: error: found \\x1B[31m in it\n"
		      "   1 | a       b\\x01\\x1B[0m\\xFF \xc3\xa9\xe6\x97\xa5\\xE2\\x80\\xAE here\n"
		      "     |                                          ^~~~\n");
}

Test(diag, spans_end_with_their_line)
{
	struct text *text = add("one(\n  two)\n");

	diag_error(&diags, place_of(text, "(\n  two)"), "long");
	diag_error(&diags, (struct span){ text->base + text->length, text->base + text->length },
		   "at the end");
	check_printed("t.kt:1:4: error: long\n"
		      "   1 | one(\n"
		      "     |    ^\n"
		      "t.kt:3:1: error: at the end\n"
		      "   3 |\n"
		      "     | ^\n");
}

Test(diag, long_lines_are_cut_around_the_caret)
{
	char bytes[4001];
	char *printed = NULL, *line, *caret;
	size_t length;
	FILE *stream;

	memset(bytes, 'x', sizeof(bytes) - 1);
	bytes[sizeof(bytes) - 1] = '\0';
	memcpy(bytes + 2000, "HERE", 4);
	diag_error(&diags, place_of(add(bytes), "HERE"), "in the middle");
	stream = open_memstream(&printed, &length);
	diag_print(&diags, stream, false);
	fclose(stream);
	line = strchr(printed, '\n') + 1;
	caret = strchr(line, '\n') + 1;
	cr_assert_lt(caret - line, 200);
	cr_assert_eq(strstr(line, "HERE") - line, strchr(caret, '^') - caret);
	free(printed);
}

Test(diag, only_the_first_twenty_errors_are_printed)
{
	struct text *text = add("text");
	char *printed = NULL, *at;
	size_t length;
	unsigned count = 0;
	FILE *stream;

	for (unsigned i = 0; i < 30; i++)
		diag_error(&diags, place_of(text, "text"), "number %u", i);
	diag_warning(&diags, place_of(text, "text"), "a warning");
	stream = open_memstream(&printed, &length);
	diag_print(&diags, stream, false);
	fclose(stream);
	for (at = printed; (at = strstr(at, "error: number")); at++)
		count++;
	cr_assert_eq(count, 20);
	cr_assert(strstr(printed, "warning: a warning"));
	cr_assert(strstr(printed, "... and 10 more errors\n"));
	cr_assert_eq(diags.errors, 30);
	free(printed);
}

Test(diag, muted_reports_are_thrown_away)
{
	struct text *text = add("text");
	struct diag *diag;

	diags.muted = true;
	diag = diag_error(&diags, place_of(text, "text"), "not heard");
	diag_note(diag, place_of(text, "text"), "nor this");
	diag_hint(diag, "nor that");
	diags.muted = false;
	cr_assert_eq(diags.errors, 0);
	check_printed("");
}

Test(diag, colours_surround_words_only)
{
	char *printed = NULL;
	size_t length;
	FILE *stream = open_memstream(&printed, &length);

	diag_error(&diags, place_of(add("text"), "text"), "sentence");
	diag_print(&diags, stream, true);
	fclose(stream);
	cr_assert(strstr(printed, "\033[1;31merror:\033[0m sentence\n"));
	cr_assert(strstr(printed, "   1 | text\n"));
	free(printed);
}
