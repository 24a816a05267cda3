/*
 * Whole: what is typed at the prompt, program or statements, and whether more must come.
 */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <string.h>

#include "lexer/arena.h"
#include "lexer/text.h"
#include "parser/whole.h"

struct example {
	char text[64];
	enum whole_kind kind;
	bool is_open;
};

ParameterizedTestParameters(whole, kinds)
{
	static struct example examples[] = {
		{ "", WHOLE_NOTHING, false },
		{ "// a comment", WHOLE_NOTHING, false },
		{ "curtask.comm", WHOLE_STATEMENTS, false },
		{ "@counts", WHOLE_STATEMENTS, false },
		{ "has(kprobe:f)", WHOLE_STATEMENTS, false },
		{ "$x = 1; print($x)", WHOLE_STATEMENTS, false },
		{ "kprobe:f { }", WHOLE_PROGRAM, false },
		{ "kprobe:f < print(1) >", WHOLE_PROGRAM, false },
		{ "begin { }", WHOLE_PROGRAM, false },
		{ "fn one() : int64 { return 1; }", WHOLE_DECLARATIONS, false },
		{ "let @m = hash(3);", WHOLE_DECLARATIONS, false },
		{ "import \"x.kt\";", WHOLE_DECLARATIONS, false },
		{ "kprobe:f", WHOLE_PROGRAM, true },
		{ "kprobe:f {", WHOLE_PROGRAM, true },
		{ "begin {", WHOLE_PROGRAM, true },
		{ "begin { if (pid) {\nprint(1)\n}", WHOLE_PROGRAM, true },
		{ "kprobe:f /pid == 1/", WHOLE_PROGRAM, true },
		{ "if (pid == 1) {", WHOLE_STATEMENTS, true },
		{ "1 +", WHOLE_STATEMENTS, true },
		{ "(1 + 2", WHOLE_STATEMENTS, true },
		{ "curtask.", WHOLE_STATEMENTS, true },
		{ "1 + )", WHOLE_STATEMENTS, false },
		{ "kprobe:f { ) }", WHOLE_PROGRAM, false },
		{ "print(\"no end", WHOLE_STATEMENTS, false },
	};

	return cr_make_param_array(struct example, examples,
				   sizeof(examples) / sizeof(examples[0]));
}

ParameterizedTest(struct example *example, whole, kinds)
{
	struct whole whole = whole_look(example->text, strlen(example->text));

	cr_expect_eq(whole.kind, example->kind, "%s: kind %d", example->text, whole.kind);
	cr_expect_eq(whole.is_open, example->is_open, "%s: open %d", example->text, whole.is_open);
}

Test(whole, places_in_statements_are_those_typed)
{
	struct text_set texts = { .arena = arena_new() };
	struct text *text = whole_add_statements(&texts, "prompt", "a\nb", 3);
	struct text_place place;

	cr_assert(text_find_place(&texts, text->base + (uint32_t)strlen("begin {\na\n"), &place));
	cr_expect_eq(place.line, 2);
	cr_expect_eq(place.column, 1);
	arena_free(texts.arena);
}
