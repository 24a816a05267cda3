/*
 * Check: how types grow, which targets share a program, where arguments are.
 * The library is the test's own: a number, a string, an aggregate.
 */
#include "codegen/check/check.h"

#include <criterion/criterion.h>
#include <string.h>

#include "codegen/builtin.h"
#include "codegen/check/call.h"
#include "codegen/check/checker.h"
#include "codegen/target/target.h"
#include "lexer/arena.h"
#include "lexer/diag.h"
#include "lexer/text.h"
#include "parser/parse.h"
#include "tests/unit/fixture.h"

static const struct type *check_tally(struct checker *checker, struct expr *call)
{
	(void)call;
	return type_aggregate(checker->types, AGGREGATE_COUNT, false, 0, 0, 0, 0);
}

static const struct builtin rows[] = {
	{ .name = "clock", .prototype = "uint64 clock()", .flags = BUILTIN_BARE },
	{ .name = "task", .prototype = "string[16] task()", .flags = BUILTIN_BARE },
	{ .name = "use", .prototype = "void use(any value[, any other, …])" },
	{ .name = "tally", .prototype = "? tally()", .flags = BUILTIN_AGGREGATE,
	  .check = check_tally },
	{ .name = "kept", .prototype = "bool kept(map map)", .flags = BUILTIN_EFFECT },
	{ .name = NULL },
};

static const struct builtin *const groups[] = { rows, NULL };
static const struct builtin_library library = { .groups = groups };

struct run {
	struct arena *arena;
	struct target *target;
	struct text_set texts;
	struct diag_set diags;
	struct checked *checked;
};

static void run_start(struct run *run, const char *kernel, const char *source)
{
	static char *arguments[] = { "12", "word" };
	struct check_options options = {
		.library = &library, .arguments = arguments, .argument_count = 2,
	};
	struct program *program;

	*run = (struct run){ .arena = arena_new() };
	run->texts.arena = run->arena;
	run->diags.arena = run->arena;
	run->diags.texts = &run->texts;
	run->target = fixture_open(run->arena, kernel);
	program = parse_program(run->arena, &run->diags,
				text_add(&run->texts, "test", source, strlen(source)), NULL);
	cr_assert_eq(run->diags.errors, 0, "%s", source);
	run->checked = check_program(run->arena, &run->diags, run->target, program, &options);
}

static void run_end(struct run *run)
{
	target_close(run->target);
	arena_free(run->arena);
}

static const struct map *find_map(const struct run *run, const char *name)
{
	const struct map *map;

	for (map = run->checked->maps; map; map = map->next)
		if (!strcmp(map->name, name))
			return map;
	return NULL;
}

/* The types of @x's key and value, as users read them. */
static void expect_map(const char *source, const char *key, const char *value)
{
	const struct map *map;
	struct run run;

	run_start(&run, "v6.12-like", source);
	cr_assert_eq(run.diags.errors, 0, "%s", source);
	map = find_map(&run, "x");
	cr_assert(map && map->value, "%s", source);
	cr_expect_str_eq(type_to_string(run.arena, map->value), value, "%s", source);
	if (key)
		cr_expect_str_eq(type_to_string(run.arena, map->key), key, "%s", source);
	else
		cr_expect_null(map->key);
	run_end(&run);
}

static void expect_errors(const char *source, unsigned errors)
{
	struct run run;

	run_start(&run, "v6.12-like", source);
	cr_expect_eq(run.diags.errors, errors, "%s: %u", source, run.diags.errors);
	run_end(&run);
}

Test(check, signs_follow_the_values_and_not_the_literals)
{
	expect_map("begin { @x = 0; @x = clock; }", NULL, "uint64");
	expect_map("begin { @x = clock; @x = 0; }", NULL, "uint64");
	expect_map("begin { @x = clock; @x = -1; }", NULL, "int64");
	expect_map("begin { @x = 1; }", NULL, "int64");
	expect_map("begin { @x = clock; @x++; @x += 3; }", NULL, "uint64");
	expect_map("begin { @x = clock - @x; }", NULL, "int64");
}

Test(check, types_come_from_writes_further_down)
{
	expect_map("begin { $a = @y; @x = $a; } end { @y = @z; @z = task; }", NULL, "string[16]");
	expect_map("begin { @x[\"a\"] = 1; @x[\"abc\"] = 2; }", "string[4]", "int64");
	expect_map("begin { @x[1, task] = clock; }", "(int64,string[16])", "uint64");
	expect_map("begin { @x = (1, \"a\"); @x = (2, \"abc\"); }", NULL, "(int64,string[4])");
}

Test(check, what_cannot_live_together_is_refused)
{
	expect_errors("begin { @x = 1; @x = task; }", 1);
	expect_errors("begin { @x[1] = 1; @x = 2; }", 1);
	expect_errors("begin { @x[1] = 1; @x[task] = 2; }", 1);
	expect_errors("begin { $a = 1; $a = task; use($a); }", 1);
	expect_errors("begin { @x = tally(); @x = 1; }", 1);
	expect_errors("begin { use(tally()); }", 1);
	expect_errors("begin { @x = @y; }", 1);
	expect_errors("begin { kept(@x); }", 1);
}

Test(check, scopes_end_with_their_block)
{
	expect_errors("begin { if (clock) { $a = 1; use($a); } use($a); }", 1);
	expect_errors("begin { if (clock) { $a = 1; use($a); } if (clock) { $a = task; use($a); } }",
		      0);
	expect_errors("begin { let $a = 1; { let $a = 2; use($a); } }", 1);
	expect_errors("begin { for $i : 0..3 { use($i); } use($i); }", 1);
}

Test(check, constants_are_folded)
{
	const struct stmt *stmt;
	const struct expr *value;
	struct run run;

	run_start(&run, "v6.12-like", "begin { use(-7 / 2, 1 << 4, (uint8)300, 3 > 2 ? 5 : 6, "
		  "$1 + $#, sizeof(struct path), PIDTYPE_TGID); }");
	cr_assert_eq(run.diags.errors, 0);
	stmt = run.checked->programs->body;
	value = stmt->expression.value->call.arguments;
	cr_expect_eq((int64_t)value->constant, -3);
	value = value->next;
	cr_expect_eq(value->constant, 16);
	value = value->next;
	cr_expect_eq(value->constant, 44);
	value = value->next;
	cr_expect_eq(value->constant, 5);
	value = value->next;
	cr_expect_eq(value->constant, 14);
	value = value->next;
	cr_expect_eq(value->constant, 16);
	value = value->next;
	cr_expect_eq(value->constant, 1);
	cr_expect_eq(value->type->kind, TYPE_ENUM);
	run_end(&run);
}

static unsigned count_programs(const char *kernel, const char *source)
{
	struct run run;
	unsigned count;

	run_start(&run, kernel, source);
	cr_assert_eq(run.diags.errors, 0, "%s", source);
	count = run.checked->plan->program_count;
	run_end(&run);
	return count;
}

Test(check, targets_with_equal_arguments_share_a_program)
{
	cr_expect_eq(count_programs("v6.12-like", "kprobe:vfs_* { @x = tally(); }"), 1);
	/* file is the first parameter of both, of one type. */
	cr_expect_eq(count_programs("v6.12-like",
				    "kprobe:vfs_read, kprobe:vfs_write { use(arg_file); }"), 1);
	/* dir and dentry have other places in each. */
	cr_expect_eq(count_programs("v6.12-like",
				    "kprobe:vfs_open, kprobe:vfs_read { use(arg_file); }"), 2);
	cr_expect_eq(count_programs("v6.12-like", "fentry:vfs_* { @x = tally(); }"), 5);
}

static uint32_t argument_offset(const char *kernel, const char *source)
{
	const struct expr *value;
	struct run run;
	uint32_t offset;

	run_start(&run, kernel, source);
	cr_assert_eq(run.diags.errors, 0, "%s", source);
	value = run.checked->programs->body->expression.value->call.arguments;
	cr_assert_not_null(value->argument);
	offset = value->argument->offset;
	run_end(&run);
	return offset;
}

Test(check, an_argument_is_found_where_this_kernel_has_it)
{
	/* Words of the context: the second parameter, then the third. */
	cr_expect_eq(argument_offset("v5.10-like", "fentry:vfs_unlink { use(arg_dentry); }"), 8);
	cr_expect_eq(argument_offset("v6.12-like", "fentry:vfs_unlink { use(arg_dentry); }"),
		     16);
	cr_expect_eq(argument_offset("v6.12-like", "rawtracepoint:sched_switch { use(arg_prev); }"),
		     8);
}

Test(check, a_tracepoint_whose_record_is_not_read_is_hooked_raw)
{
	struct run run;

	run_start(&run, "v6.12-like", "tracepoint:sched:sched_switch { @x = tally(); } "
		  "tracepoint:sched:sched_switch { use(arg_next_pid); } "
		  "tracepoint:syscalls:sys_enter_openat { @x = tally(); }");
	cr_assert_eq(run.diags.errors, 0);
	cr_assert_eq(run.checked->plan->program_count, 3);
	cr_expect_eq(run.checked->plan->programs[0].mechanism, MECHANISM_RAW_TRACEPOINT);
	cr_expect_eq(run.checked->plan->programs[1].mechanism, MECHANISM_TRACEPOINT);
	cr_expect_eq(run.checked->plan->programs[2].mechanism, MECHANISM_TRACEPOINT);
	run_end(&run);
}

Test(check, the_first_alternative_that_exists_is_taken)
{
	struct run run;

	run_start(&run, "v5.10-like", "kprobe:fsnotify_insert_event | fsnotify_add_event { } "
		  "kprobe:no_such_function? { }");
	cr_assert_eq(run.diags.errors, 0);
	cr_assert_eq(run.checked->plan->program_count, 1);
	cr_expect_str_eq(run.checked->plan->programs[0].targets[0].symbol, "fsnotify_add_event");
	run_end(&run);
}
