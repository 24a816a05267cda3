/*
 * Lexer: tokens, their places and values; the brackets that need context are
 * shown by the kinds that come out.
 */
#include "lexer/lexer.h"

#include <criterion/criterion.h>
#include <string.h>

#include "lexer/arena.h"
#include "lexer/buffer.h"
#include "lexer/diag.h"
#include "lexer/literal.h"
#include "lexer/utf8.h"

static struct text_set texts;
static struct diag_set diags;
static struct lexer *lexer;
static struct text *text;

static void setup(void)
{
	texts = (struct text_set){ .arena = arena_new() };
	diags = (struct diag_set){ .arena = texts.arena, .texts = &texts };
	lexer = NULL;
}

static void teardown(void)
{
	if (lexer)
		lexer_close(lexer);
	arena_free(texts.arena);
}

TestSuite(lexer, .init = setup, .fini = teardown);

static void start(const char *bytes, size_t length)
{
	if (lexer)
		lexer_close(lexer);
	text = text_add(&texts, "t", bytes, length);
	lexer = lexer_open(texts.arena, &diags, text);
}

static struct token next(void)
{
	struct token token;

	lexer_next(lexer, &token);
	return token;
}

static const char *kind_name(enum token_kind kind)
{
	static const char *const names[] = {
#define TOKEN(name, class, text) #name,
#include "lexer/token.def"
#undef TOKEN
	};

	return kind == TOKEN_END ? "END" : names[kind - TOKEN_BEFORE_FIRST - 1];
}

/* The kinds of all tokens, separated by blanks. */
static void check_kinds(const char *bytes, const char *expected)
{
	struct buffer kinds = { 0 };
	struct token token;

	start(bytes, strlen(bytes));
	while ((token = next()).kind != TOKEN_END)
		buffer_printf(&kinds, "%s%s", kinds.length ? " " : "", kind_name(token.kind));
	cr_assert_str_eq(kinds.data ? kinds.data : "", expected, "%s:\n%s\n%s", bytes, kinds.data,
			 expected);
	buffer_release(&kinds);
}

#define HEAD "kprobe:f "

Test(lexer, heads_are_raw_words)
{
	check_kinds("uprobe:/usr/lib/*/libc.so.6:malloc,k:b|c?{}",
		    "HEAD_WORD COMMA HEAD_WORD OR HEAD_WORD QUESTION LEFT_BRACE RIGHT_BRACE");
	check_kinds("uprobe:\"/a b,{<\":f<>", "HEAD_WORD BODY_OPEN BODY_CLOSE");
	check_kinds("kprobe:f//no_comment\n{}", "HEAD_WORD LEFT_BRACE RIGHT_BRACE");
	check_kinds("kprobe:f //comment {\n/*another*/{}", "HEAD_WORD LEFT_BRACE RIGHT_BRACE");
	check_kinds("a = kprobe:f { } b=kprobe:g",
		    "LABEL ASSIGN HEAD_WORD LEFT_BRACE RIGHT_BRACE LABEL ASSIGN HEAD_WORD");
	check_kinds("config = { a = 1 } let @m = hash(1); let:x",
		    "CONFIG ASSIGN LEFT_BRACE NAME ASSIGN INTEGER RIGHT_BRACE LET MAP ASSIGN NAME "
		    "LEFT_PARENTHESIS INTEGER RIGHT_PARENTHESIS SEMICOLON HEAD_WORD");
	cr_assert_eq(diags.errors, 0);
}

Test(lexer, a_slash_is_what_its_place_makes_it)
{
	check_kinds(HEAD "/a / b / /* c */ // d\n { c / d }",
		    "HEAD_WORD PREDICATE_OPEN NAME SLASH NAME PREDICATE_CLOSE LEFT_BRACE NAME SLASH "
		    "NAME RIGHT_BRACE");
	check_kinds(HEAD "/(a/< b >", "HEAD_WORD PREDICATE_OPEN LEFT_PARENTHESIS NAME "
		    "PREDICATE_CLOSE BODY_OPEN NAME BODY_CLOSE");
	check_kinds(HEAD "/a < b/ < c >", "HEAD_WORD PREDICATE_OPEN NAME LESS NAME "
		    "PREDICATE_CLOSE BODY_OPEN NAME BODY_CLOSE");
	check_kinds(HEAD "/a {b}", "HEAD_WORD PREDICATE_OPEN NAME LEFT_BRACE NAME RIGHT_BRACE");
}

Test(lexer, a_greater_outside_brackets_closes_the_body)
{
	check_kinds(HEAD "< a >", "HEAD_WORD BODY_OPEN NAME BODY_CLOSE");
	check_kinds(HEAD "<@=1>kprobe:g<>",
		    "HEAD_WORD BODY_OPEN MAP ASSIGN INTEGER BODY_CLOSE HEAD_WORD BODY_OPEN "
		    "BODY_CLOSE");
	check_kinds(HEAD "< (a > b) [a > b] { a > b } >",
		    "HEAD_WORD BODY_OPEN LEFT_PARENTHESIS NAME GREATER NAME RIGHT_PARENTHESIS "
		    "LEFT_BRACKET NAME GREATER NAME RIGHT_BRACKET "
		    "LEFT_BRACE NAME GREATER NAME RIGHT_BRACE BODY_CLOSE");
	check_kinds(HEAD "< a >> b >= c >>= d -> e < f >",
		    "HEAD_WORD BODY_OPEN NAME SHIFT_RIGHT NAME GREATER_EQUAL NAME "
		    "ASSIGN_SHIFT_RIGHT NAME ARROW NAME LESS NAME BODY_CLOSE");
	check_kinds(HEAD "< a > end = kprobe:g { }",
		    "HEAD_WORD BODY_OPEN NAME BODY_CLOSE LABEL ASSIGN HEAD_WORD LEFT_BRACE "
		    "RIGHT_BRACE");
	check_kinds(HEAD "{ a > b }", "HEAD_WORD LEFT_BRACE NAME GREATER NAME RIGHT_BRACE");
}

Test(lexer, a_greater_before_what_no_probe_starts_with_is_bare)
{
	check_kinds(HEAD "< if a > 3 { } >",
		    "HEAD_WORD BODY_OPEN IF NAME BARE_GREATER INTEGER LEFT_BRACE RIGHT_BRACE "
		    "BODY_CLOSE");
	check_kinds(HEAD "< if a > b { } >",
		    "HEAD_WORD BODY_OPEN IF NAME BARE_GREATER NAME LEFT_BRACE RIGHT_BRACE BODY_CLOSE");
	check_kinds(HEAD "< $a = b > $c >",
		    "HEAD_WORD BODY_OPEN VARIABLE ASSIGN NAME BARE_GREATER VARIABLE BODY_CLOSE");
	check_kinds(HEAD "< $a = b > c == d >",
		    "HEAD_WORD BODY_OPEN VARIABLE ASSIGN NAME BARE_GREATER NAME EQUAL NAME "
		    "BODY_CLOSE");
	/* Behind a finished statement nothing can be compared. */
	check_kinds(HEAD "< a; > 3", "HEAD_WORD BODY_OPEN NAME SEMICOLON BODY_CLOSE HEAD_WORD");
	/* A misspelt probe is one all the same. */
	check_kinds(HEAD "< a() > BEGNI { }",
		    "HEAD_WORD BODY_OPEN NAME LEFT_PARENTHESIS RIGHT_PARENTHESIS BODY_CLOSE "
		    "HEAD_WORD LEFT_BRACE RIGHT_BRACE");
}

Test(lexer, forgotten_parentheses_do_not_swallow_the_next_probe)
{
	check_kinds(HEAD "{ f(1; } kprobe:g { }",
		    "HEAD_WORD LEFT_BRACE NAME LEFT_PARENTHESIS INTEGER SEMICOLON RIGHT_BRACE "
		    "HEAD_WORD LEFT_BRACE RIGHT_BRACE");
	check_kinds(HEAD "{ f) } } kprobe:g",
		    "HEAD_WORD LEFT_BRACE NAME RIGHT_PARENTHESIS RIGHT_BRACE RIGHT_BRACE HEAD_WORD");
}

Test(lexer, behind_a_dot_every_word_is_a_name)
{
	check_kinds(HEAD "{ a.if->while if }",
		    "HEAD_WORD LEFT_BRACE NAME DOT NAME ARROW NAME IF RIGHT_BRACE");
	check_kinds(HEAD "{ 0..10 $x.0.1 }",
		    "HEAD_WORD LEFT_BRACE INTEGER RANGE INTEGER VARIABLE DOT INTEGER DOT INTEGER "
		    "RIGHT_BRACE");
}

Test(lexer, places_and_texts)
{
	struct token token;

	text_add(&texts, "earlier", "1234", 4);
	start("kprobe:f { $abc @map @ \"a\\tb\" }", 31);
	token = next();
	cr_assert_eq(token.span.start, text->base);
	cr_assert_eq(token.span.end, text->base + 8);
	cr_assert_str_eq(token.text, "kprobe:f");
	next();
	token = next();
	cr_assert_eq(token.kind, TOKEN_VARIABLE);
	cr_assert_eq(token.span.start, text->base + 11);
	cr_assert_str_eq(token.text, "abc");
	cr_assert_str_eq(next().text, "map");
	cr_assert_str_eq(next().text, "");
	token = next();
	cr_assert_eq(token.length, 3);
	cr_assert_str_eq(token.text, "a\tb");
}

Test(lexer, the_end_is_behind_the_last_word_and_stays)
{
	struct token token;

	start("kprobe:f  \n\n", 12);
	next();
	for (int i = 0; i < 3; i++) {
		token = next();
		cr_assert_eq(token.kind, TOKEN_END);
		cr_assert_eq(token.span.start, text->base + 8);
	}
	start("", 0);
	cr_assert_eq(next().kind, TOKEN_END);
	cr_assert_eq(next().span.start, text->base);
}

Test(lexer, marks_and_first_lines_are_skipped)
{
	static const char marked[] = "\xef\xbb\xbf#!/usr/bin/env ktrace\r\nBEGIN\r\n{\r\n}";
	struct token token;

	start(marked, sizeof(marked) - 1);
	token = next();
	cr_assert_eq(token.kind, TOKEN_HEAD_WORD);
	cr_assert_str_eq(token.text, "BEGIN");
	check_kinds("#!/only/this", "");
	cr_assert_eq(diags.errors, 0);
}

Test(lexer, nul_bytes_stop_it)
{
	start("a\0b", 3);
	cr_assert_eq(next().kind, TOKEN_END);
	cr_assert(lexer_has_stopped(lexer));
	cr_assert_eq(diags.errors, 1);
}

Test(lexer, hopeless_texts_are_given_up)
{
	char bytes[5000];

	memset(bytes, 1, sizeof(bytes));
	start(bytes, sizeof(bytes));
	cr_assert_eq(next().kind, TOKEN_END);
	cr_assert(lexer_has_stopped(lexer));
	cr_assert_leq(diags.errors, 100);
}

Test(lexer, brackets_may_be_nested_to_a_limit)
{
	char bytes[2 * LEXER_MOST_NESTED + 2] = "a{";
	unsigned count = 0;

	memset(bytes + 2, '(', sizeof(bytes) - 2);
	start(bytes, 2 + LEXER_MOST_NESTED - 1);
	while (next().kind != TOKEN_END)
		count++;
	cr_assert_eq(count, LEXER_MOST_NESTED + 1);
	cr_assert_eq(diags.errors, 0);
	start(bytes, sizeof(bytes));
	while (next().kind != TOKEN_END)
		;
	cr_assert(lexer_has_stopped(lexer));
	cr_assert_eq(diags.errors, 1);
}

/* ---- literals ---- */

static uint64_t integer_of(const char *spelling, bool *is_duration)
{
	uint64_t value = 99;
	bool ignored;

	literal_integer(&diags, (struct span){ 0 }, spelling, strlen(spelling), &value,
			is_duration ? is_duration : &ignored);
	return value;
}

Test(lexer, integers)
{
	static const struct {
		const char *spelling;
		uint64_t value;
	} rows[] = {
		{ "0", 0 }, { "42", 42 }, { "017", 15 }, { "0x1F", 31 }, { "0xdead_beef", 0xdeadbeef },
		{ "1e6", 1000000 }, { "1_000", 1000 }, { "5u", 5 }, { "5L", 5 }, { "5ull", 5 },
		{ "0ul", 0 }, { "0e5", 0 }, { "18446744073709551615", UINT64_MAX },
		{ "0xffffffffffffffff", UINT64_MAX }, { "10ns", 10 }, { "1us", 1000 },
		{ "1ms", 1000000 }, { "2s", 2000000000 }, { "1m", 60000000000 },
		{ "1h", 3600000000000 }, { "1d", 86400000000000 }, { "0s", 0 },
		{ "1e3ms", 1000000000 }, { "0x1d", 29 },
	};
	bool is_duration;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		cr_expect_eq(integer_of(rows[i].spelling, NULL), rows[i].value, "%s",
			     rows[i].spelling);
	cr_assert_eq(diags.errors, 0);
	integer_of("3s", &is_duration);
	cr_assert(is_duration);
	integer_of("3ul", &is_duration);
	cr_assert_not(is_duration);
}

Test(lexer, wrong_integers)
{
	static const char *const wrong[] = {
		"18446744073709551616", "1e20", "99999999999d", "08", "0x", "0xg", "12abc", "1e", "5S",
		"0x10000000000000000", "1msx", "1uu",
	};

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		cr_expect_eq(integer_of(wrong[i], NULL), 0, "%s", wrong[i]);
		cr_expect_eq(diags.errors, i + 1, "%s", wrong[i]);
	}
}

static void check_string(const char *inner, const char *expected, size_t expected_length)
{
	uint32_t length;
	const char *bytes = literal_string(texts.arena, &diags, 1, inner, strlen(inner), &length);

	cr_assert_eq(length, expected_length, "%s", inner);
	cr_assert_eq(memcmp(bytes, expected, expected_length + 1), 0, "%s", inner);
}

Test(lexer, escapes)
{
	check_string("", "", 0);
	check_string("\\n\\t\\r\\\"\\\\", "\n\t\r\"\\", 5);
	check_string("\\0", "\0", 1);
	check_string("\\101\\0112\\x41z\\x4", "A\t2Az\x04", 6);
	check_string("\\377\\xff", "\377\377", 2);
	check_string("h\xc3\xa9", "h\xc3\xa9", 3);
	cr_assert_eq(diags.errors, 0);
	check_string("a\\qb", "ab", 2);
	cr_assert_eq(diags.errors, 1);
	check_string("\\x", "", 0);
	check_string("\\400", "00", 2);
	cr_assert_eq(diags.errors, 3);
}

Test(lexer, utf8)
{
	static const struct {
		const char *bytes;
		unsigned length;
		uint32_t character;
	} rows[] = {
		{ "a", 1, 'a' }, { "\xc3\xa9", 2, 0xe9 }, { "\xe2\x82\xac", 3, 0x20ac },
		{ "\xf0\x9f\x98\x80", 4, 0x1f600 }, { "\xc0\x80", 0, 0 }, { "\xe0\x80\x80", 0, 0 },
		{ "\xed\xa0\x80", 0, 0 }, { "\xf4\x90\x80\x80", 0, 0 }, { "\x80", 0, 0 },
		{ "\xc3", 0, 0 }, { "\xc3" "a", 0, 0 }, { "\xff", 0, 0 },
	};
	uint32_t character;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		character = 0;
		cr_expect_eq(utf8_decode(rows[i].bytes, strlen(rows[i].bytes), &character),
			     rows[i].length, "row %zu", i);
		cr_expect_eq(character, rows[i].character, "row %zu", i);
	}
	cr_assert_eq(utf8_width('a'), 1);
	cr_assert_eq(utf8_width(0x65e5), 2);
	cr_assert_eq(utf8_width(0x301), 0);
	cr_assert(utf8_is_printable(0xe9));
	cr_assert_not(utf8_is_printable(0x9b));
	cr_assert_not(utf8_is_printable(0x202e));
}
