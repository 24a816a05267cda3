/*
 * Parser: properties of the tree that golden tests do not show (places, copies,
 * depth) and behaviour on texts too big or too strange to keep as files.
 */
#include "parser/parse.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "lexer/arena.h"
#include "lexer/buffer.h"
#include "lexer/diag.h"
#include "parser/tree.h"
#include "parser/tree_clone.h"
#include "parser/tree_dump.h"

static struct text_set texts;
static struct diag_set diags;
static struct text *text;

static void setup(void)
{
	texts = (struct text_set){ .arena = arena_new() };
	diags = (struct diag_set){ .arena = texts.arena, .texts = &texts };
}

static void teardown(void)
{
	arena_free(texts.arena);
}

TestSuite(parser, .init = setup, .fini = teardown);

static struct program *parse(const char *program)
{
	text = text_add(&texts, "t", program, strlen(program));
	return parse_program(texts.arena, &diags, text, NULL);
}

/* PREFIX, PIECE COUNT times, SUFFIX. */
static struct program *parse_repeated(const char *prefix, const char *piece, unsigned count,
				      const char *suffix)
{
	struct buffer program = { 0 };
	struct program *result;

	buffer_append_string(&program, prefix);
	while (count--)
		buffer_append_string(&program, piece);
	buffer_append_string(&program, suffix);
	result = parse(program.data);
	buffer_release(&program);
	return result;
}

static void check_span(struct span span, const char *expected)
{
	cr_assert_eq(span.end - span.start, strlen(expected), "%s", expected);
	cr_assert_eq(memcmp(text->bytes + (span.start - text->base), expected, strlen(expected)), 0,
		     "%s", expected);
}

Test(parser, spans_cover_what_was_written)
{
	struct program *program;
	struct probe *probe;
	struct stmt *assign, *call;

	text_add(&texts, "earlier", "so that offsets differ", 22);
	program = parse("x = kprobe:f, kprobe:g? / 1 / { $a = b.c + (1 * 2); print(@m[pid, 1]); }");
	cr_assert_eq(diags.errors, 0);
	probe = program->probes;
	cr_assert_str_eq(probe->label, "x");
	check_span(probe->span, "kprobe:f, kprobe:g?");
	check_span(probe->attach_points->next->span, "kprobe:g");
	check_span(probe->predicate->span, "1");
	check_span(probe->body_span, "{ $a = b.c + (1 * 2); print(@m[pid, 1]); }");
	assign = probe->body;
	check_span(assign->span, "$a = b.c + (1 * 2)");
	check_span(assign->assign.value->span, "b.c + (1 * 2)");
	check_span(assign->assign.value->binary.left->span, "b.c");
	check_span(assign->assign.value->binary.left->field.name_span, "c");
	check_span(assign->assign.value->binary.right->span, "1 * 2");
	call = assign->next;
	check_span(call->expression.value->span, "print(@m[pid, 1])");
	check_span(call->expression.value->call.name_span, "print");
	check_span(call->expression.value->call.arguments->map.key->span, "pid, 1");
}

Test(parser, what_was_understood_is_kept)
{
	struct program *program = parse("kprobe:a { f(1; } kprobe:b { g(); h i; j() } , k { } "
					"kprobe:l { }");
	struct probe *second;

	cr_assert_eq(diags.errors, 3);
	cr_assert_str_eq(program->probes->attach_points->target, "a");
	second = program->probes->next;
	cr_assert_str_eq(second->attach_points->target, "b");
	cr_assert_str_eq(second->body->expression.value->call.name, "g");
	cr_assert_str_eq(second->body->next->expression.value->call.name, "j");
	cr_assert_str_eq(second->next->attach_points->target, "l");
}

Test(parser, alternatives_take_the_parts_they_leave_out)
{
	static const struct {
		const char *head, *provider, *target;
	} rows[] = {
		{ "kprobe:f | g", "kprobe", "g" },
		{ "tracepoint:a:b | c", "tracepoint", "a:c" },
		{ "uprobe:\"/a:b\":f | g", "uprobe", "\"/a:b\":g" },
		{ "fentry:f | kprobe:g", "kprobe", "g" },
		{ "BEGIN | END", "END", "" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct attach_point *point;
		char program[100];

		snprintf(program, sizeof(program), "%s { }", rows[i].head);
		point = parse(program)->probes->attach_points->alternative;
		cr_assert_str_eq(point->provider, rows[i].provider);
		cr_assert_str_eq(point->target, rows[i].target);
		cr_assert_null(point->next);
		cr_assert_null(point->alternative);
	}
}

Test(parser, deep_programs_are_refused_not_crashed_on)
{
	static const struct {
		const char *prefix, *piece, *suffix;
	} rows[] = {
		{ "BEGIN { ", "(", "" }, { "BEGIN { ", "!", "1 }" }, { "BEGIN { ", "- ", "1 }" },
		{ "BEGIN { ", "1+", "1 }" }, { "BEGIN { x", ".a", "; }" }, { "BEGIN { ", "a?", "" },
		{ "BEGIN { ", "a?b:", "c }" }, { "BEGIN { ", "f(", "" }, { "BEGIN { ", "(int8)", "1 }" },
		{ "BEGIN { ", "if 1 {", "" }, { "BEGIN { ", "{", "" }, { "BEGIN { @x", "[1", "" },
		{ "BEGIN { if a { } ", "else if b { }", " }" }, { "BEGIN { let $a : int8", "*", "; }" },
		{ "BEGIN { @x", "[1]", "; }" }, { "BEGIN { f(offsetof(a, b", ".b", ")); }" },
		{ "kprobe:f /", "(", "" }, { "BEGIN { ", "*&", "$a }" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		diags.errors = 0;
		parse_repeated(rows[i].prefix, rows[i].piece, 100000, rows[i].suffix);
		cr_expect_gt(diags.errors, 0, "%s", rows[i].piece);
	}
}

Test(parser, depth_is_known)
{
	struct program *program = parse("BEGIN { 1; -1 + 2; f(1, -!2); if 1 { { } } else { } }");
	struct stmt *stmt = program->probes->body;

	cr_assert_eq(stmt->expression.value->depth, 1);
	stmt = stmt->next;
	cr_assert_eq(stmt->expression.value->depth, 3);
	stmt = stmt->next;
	cr_assert_eq(stmt->expression.value->depth, 4);
	stmt = stmt->next;
	cr_assert_eq(stmt->depth, 2);
}

Test(parser, long_flat_programs_are_no_trouble)
{
	struct program *program;
	struct stmt *stmt;
	unsigned count = 0;

	program = parse_repeated("BEGIN { ", "f(); ", 50000, "}");
	for (stmt = program->probes->body; stmt; stmt = stmt->next)
		count++;
	cr_assert_eq(count, 50000);
	parse_repeated("BEGIN { f(1", ", 1", 50000, "); }");
	parse_repeated("kprobe:f", ", kprobe:f", 50000, " { }");
	parse_repeated("kprobe:f", " | g", 50000, " { }");
	parse_repeated("", "kprobe:f { @x = count(); }\n", 20000, "");
	cr_assert_eq(diags.errors, 0);
}

Test(parser, a_clone_shares_no_node_and_looks_the_same)
{
	struct program *program = parse(
		"BEGIN { let $a : int8 = 1; $a += -2; @m[1, \"x\"] = (a, b.c, d[0], e.1); _ = 1;"
		" if (1) { f($1, $#) } else { g((int8)1) } while 1 { break } unroll 2 { continue }"
		" for $i : 0..3 { return 1; } for $kv : @m { { $a++ } }"
		" h(true ? 1 : 2, 1 ?: 2, sizeof(int8), sizeof($a), offsetof($a, b.c), 1s); }");
	struct stmt *body = program->probes->body, *clone;
	struct buffer before = { 0 }, after = { 0 };

	cr_assert_eq(diags.errors, 0);
	tree_dump_stmts(body, 0, NULL, NULL, &before);
	clone = tree_clone_stmts(texts.arena, body);
	/* Whatever is changed in the original must not show in the copy. */
	for (; body; body = body->next) {
		if (body->kind == STMT_LET)
			body->let.value->integer.value = 99;
		else if (body->kind == STMT_ASSIGN)
			*body->assign.value = (struct expr){ .kind = EXPR_BOOLEAN };
		else if (body->kind == STMT_IF)
			body->if_.then->expression.value->call.arguments = NULL;
		else if (body->kind == STMT_EXPRESSION)
			body->expression.value->call.arguments->next = NULL;
		else if (body->kind == STMT_FOR_MAP)
			body->for_map.body->block.body = NULL;
		else if (body->kind == STMT_FOR_RANGE)
			body->for_range.to->integer.value = 99;
	}
	tree_dump_stmts(clone, 0, NULL, NULL, &after);
	cr_assert_str_eq(after.data, before.data);
	buffer_release(&before);
	buffer_release(&after);
}

Test(parser, a_cloned_expression_stands_alone)
{
	struct program *program = parse("BEGIN { f(a.b, 2); }");
	struct expr *first = program->probes->body->expression.value->call.arguments;
	struct expr *clone;

	first->text = "what the checker found";
	clone = tree_clone_expr(texts.arena, first);
	cr_assert_null(clone->next);
	cr_assert_null(clone->text);
	cr_assert_neq(clone->field.base, first->field.base);
	cr_assert_str_eq(clone->field.base->name.name, "a");
}

static const char *annotate(const struct expr *expr, void *context)
{
	++*(unsigned *)context;
	return expr->kind == EXPR_INTEGER ? "int64" : NULL;
}

Test(parser, dumps_take_annotations)
{
	struct program *program = parse("BEGIN { a + 1; }");
	struct buffer out = { 0 };
	unsigned asked = 0;

	tree_dump_expr(program->probes->body->expression.value, 1, annotate, &asked, &out);
	cr_assert_str_eq(out.data, "  binary +\n    name a\n    integer 1  int64\n");
	cr_assert_eq(asked, 3);
	buffer_release(&out);
}

/* Words that are likely to meet; SEED makes the same programs every time. */
static void append_soup(struct buffer *program, unsigned *seed)
{
	static const char *const words[] = {
		"kprobe:f", "BEGIN", "x", "$x", "@", "@m", "1", "\"s\"", "$1", "if", "else", "while",
		"for", "unroll", "break", "return", "let", "sizeof", "struct", "true", "config", "=",
		"{", "}", "(", ")", "[", "]", "<", ">", ";", ",", ":", "..", ".", "->", "?", "+=", "||",
		"&", "==", ">>", "+", "-", "*", "/", "!", "++", "//c\n", "/*c*/", "int8", "\"", "/*",
		"\xff", "\x01", "a=", "10ms", "0x", "'", "#x\n", "{", "}", "<", ">", ";", ";",
	};
	unsigned count = (*seed = *seed * 1103515245 + 12345) >> 16 & 31;

	buffer_append_string(program, *seed & 0x40000 ? "kprobe:f { " : "kprobe:f < ");
	while (count--) {
		*seed = *seed * 1103515245 + 12345;
		buffer_append_string(program, words[(*seed >> 16) % (sizeof(words) / sizeof(words[0]))]);
		if (*seed & 0x100000)
			buffer_append_char(program, ' ');
	}
}

Test(parser, word_soup_gives_a_tree_or_a_message)
{
	unsigned seed = 1, refused = 0;
	FILE *null = fopen("/dev/null", "w");

	for (unsigned round = 0; round < 3000; round++) {
		struct buffer program = { 0 }, out = { 0 };
		struct program *tree;

		append_soup(&program, &seed);
		tree = parse(program.data);
		tree_dump_program(tree, &out);
		diag_print(&diags, null, true);
		refused += diags.errors != 0;
		/* Refused programs are told why; accepted ones have all their probes. */
		cr_assert(diags.errors || tree->probes, "%s", program.data);
		buffer_release(&program);
		buffer_release(&out);
		teardown();
		setup();
	}
	cr_assert_gt(refused, 2000);
	fclose(null);
}
