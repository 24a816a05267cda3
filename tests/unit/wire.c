/*
 * Wire, requests and plans as bytes: what is written is read back, and no bytes,
 * cut short or changed, are more than refused.
 */
#include "codegen/wire.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "codegen/plan.h"
#include "codegen/plan_wire.h"
#include "codegen/report.h"
#include "codegen/request.h"
#include "lexer/arena.h"

static void visit_word(struct wire *wire, void *element)
{
	wire_string(wire, element);
}

Test(wire, everything_comes_back)
{
	struct arena *arena = arena_new();
	struct buffer out = { 0 };
	struct wire wire = wire_writer(&out);
	char *words[] = { "one", NULL, "three" };
	char *text = "bytes\0inside";
	void *list = words;
	uint32_t small = 0xdeadbeef, count = 3, length = 12;
	uint64_t large = 1ull << 63 | 5;
	int64_t negative = -7;
	bool yes = true;

	wire_u32(&wire, &small);
	wire_u64(&wire, &large);
	wire_i64(&wire, &negative);
	wire_bool(&wire, &yes);
	wire_bytes(&wire, &text, &length);
	wire_array(&wire, &list, &count, sizeof(char *), visit_word);

	wire = wire_reader(arena, out.data, out.length);
	small = 0, large = 0, negative = 0, yes = false, text = NULL, length = 0, list = NULL;
	count = 0;
	wire_u32(&wire, &small);
	wire_u64(&wire, &large);
	wire_i64(&wire, &negative);
	wire_bool(&wire, &yes);
	wire_bytes(&wire, &text, &length);
	wire_array(&wire, &list, &count, sizeof(char *), visit_word);
	cr_assert(!wire.failed && wire.left == 0);
	cr_expect_eq(small, 0xdeadbeef);
	cr_expect_eq(large, 1ull << 63 | 5);
	cr_expect_eq(negative, -7);
	cr_expect(yes);
	cr_expect_eq(length, 12);
	cr_expect_arr_eq(text, "bytes\0inside", 12);
	cr_assert_eq(count, 3);
	cr_expect_str_eq(((char **)list)[0], "one");
	cr_expect_str_eq(((char **)list)[1], "", "NULL is read as an empty string");
	cr_expect_str_eq(((char **)list)[2], "three");
	buffer_release(&out);
	arena_free(arena);
}

Test(wire, integers_are_little_endian)
{
	struct buffer out = { 0 };
	struct wire wire = wire_writer(&out);
	uint32_t value = 0x01020304;

	wire_u32(&wire, &value);
	cr_assert_eq(out.length, 4);
	cr_expect_arr_eq(out.data, "\4\3\2\1", 4);
	buffer_release(&out);
}

Test(wire, a_count_beyond_the_bytes_fails)
{
	struct arena *arena = arena_new();
	const unsigned char bytes[] = { 0xff, 0xff, 0xff, 0x7f, 1, 2, 3 };
	struct wire wire = wire_reader(arena, bytes, sizeof(bytes));
	void *list = NULL;
	uint32_t count = 0;
	char *text;

	wire_array(&wire, &list, &count, 1000, visit_word);
	cr_expect(wire.failed && count == 0);
	wire = wire_reader(arena, bytes, sizeof(bytes));
	wire_string(&wire, &text);
	cr_expect(wire.failed);
	cr_expect_str_eq(text, "");
	arena_free(arena);
}

Test(wire, a_string_with_a_nul_inside_fails)
{
	struct arena *arena = arena_new();
	const unsigned char bytes[] = { 3, 0, 0, 0, 'a', 0, 'b' };
	struct wire wire = wire_reader(arena, bytes, sizeof(bytes));
	char *text;

	wire_string(&wire, &text);
	cr_expect(wire.failed);
	arena_free(arena);
}

/* ---- requests ---- */

static struct request example_request(void)
{
	static char *arguments[] = { "foo", "17" };
	static struct request_script scripts[] = { { "-e", "BEGIN {\0}", 9, 1 }, { "a.kt", "", 0, 0 } };

	return (struct request){
		.script_count = 2, .scripts = scripts, .wants_reports = true,
		.context_count = 1, .contexts = &scripts[1], .shares_maps = true,
		.argument_count = 2, .arguments = arguments, .library = "/scripts", .kernel_root = "/",
		.pid_filter = 12, .child_pid = 13, .dump_stages = "ast,types", .color = true,
		.dry_run = true, .tracefs_fd = 5, .kallsyms_fd = -1, .feature_fd = 7,
		.file_fd = 8, .image_fd = -1,
	};
}

Test(request, comes_back)
{
	struct arena *arena = arena_new();
	struct request request = example_request(), *read;
	struct buffer out = { 0 };

	request_write(&request, &out);
	read = request_read(arena, out.data, (uint32_t)out.length);
	cr_assert_not_null(read);
	cr_assert_eq(read->script_count, 2);
	cr_expect_str_eq(read->scripts[0].name, "-e");
	cr_expect_eq(read->scripts[0].form, REQUEST_STATEMENTS);
	cr_assert_eq(read->context_count, 1);
	cr_expect_str_eq(read->contexts[0].name, "a.kt");
	cr_expect(read->shares_maps);
	cr_expect_eq(read->scripts[0].length, 9);
	cr_expect_arr_eq(read->scripts[0].bytes, "BEGIN {\0}", 10);
	cr_expect_str_eq(read->scripts[1].name, "a.kt");
	cr_assert_eq(read->argument_count, 2);
	cr_expect_str_eq(read->arguments[1], "17");
	cr_expect_str_eq(read->dump_stages, "ast,types");
	cr_expect(read->color && !read->verbose && read->dry_run && read->wants_reports);
	cr_expect(read->pid_filter == 12 && read->child_pid == 13);
	cr_expect(read->tracefs_fd == 5 && read->kallsyms_fd == -1 && read->feature_fd == 7 &&
		  read->file_fd == 8 && read->image_fd == -1);
	cr_expect_str_eq(read->library, "/scripts");
	buffer_release(&out);
	arena_free(arena);
}

Test(request, cut_short_is_none)
{
	struct arena *arena = arena_new();
	struct request request = example_request();
	struct buffer out = { 0 };

	request_write(&request, &out);
	for (uint32_t length = 0; length < out.length; length++)
		cr_expect_null(request_read(arena, out.data, length), "%u bytes", length);
	buffer_append_char(&out, 'x');
	cr_expect_null(request_read(arena, out.data, (uint32_t)out.length), "one byte too many");
	buffer_release(&out);
	arena_free(arena);
}

/* ---- reports ---- */

static struct report_remark notes[] = { { "a.kt", 1, 2, "here" }, { "", 0, 0, "there" } };
static char *hints[] = { "try this" };
static struct report_way report_ways[] = { { "kprobe:f", "there is none" } };

static struct report_message report_messages[] = {
	{ .is_error = true, .what = { "a.kt", 3, 4, "wrong" }, .note_count = 2, .notes = notes,
	  .hint_count = 1, .hints = hints, .text = "a.kt:3:4: error: wrong\n" },
};

static struct report_left_out left_outs[] = {
	{ .place = { "a.kt", 5, 6, "" }, .way_count = 1, .ways = report_ways },
};

static struct report example_reports[] = {
	{ .status = COMPILE_WRONG, .message_count = 1, .messages = report_messages },
	{ .status = COMPILE_GOOD, .left_out_count = 1, .left_out = left_outs },
};

Test(report, comes_back)
{
	struct arena *arena = arena_new();
	struct buffer out = { 0 };
	struct report *read;
	uint32_t count;

	report_write(example_reports, 2, &out);
	read = report_read(arena, out.data, out.length, &count);
	cr_assert_not_null(read);
	cr_assert_eq(count, 2);
	cr_expect_eq(read[0].status, COMPILE_WRONG);
	cr_assert_eq(read[0].message_count, 1);
	cr_expect(read[0].messages[0].is_error && read[0].messages[0].what.column == 4);
	cr_expect_str_eq(read[0].messages[0].notes[1].sentence, "there");
	cr_expect_str_eq(read[0].messages[0].hints[0], "try this");
	cr_expect_str_eq(read[0].messages[0].text, report_messages[0].text);
	cr_expect_eq(read[1].left_out[0].place.line, 5);
	cr_expect_str_eq(read[1].left_out[0].ways[0].because, "there is none");
	for (size_t length = 0; length < out.length; length++)
		cr_expect_null(report_read(arena, out.data, length, &count), "%zu bytes", length);
	buffer_release(&out);
	arena_free(arena);
}

/* ---- plans ---- */

/* One of everything, so that each member's place is read back. */
static struct layout tuple_parts[] = {
	{ .kind = LAYOUT_INTEGER, .offset = 0, .size = 8, .is_signed = true, .name = "",
	  .text = "" },
	{ .kind = LAYOUT_STRING, .offset = 8, .size = 16, .name = "", .text = "" },
};

static struct layout_enumerator colors[] = { { "RED", 1 }, { "GREEN", -2 } };

static struct layout printf_values[] = {
	{ .kind = LAYOUT_ENUM, .offset = 8, .size = 8, .name = "", .text = "color",
	  .enumerator_count = 2, .enumerators = colors },
	{ .kind = LAYOUT_TUPLE, .offset = 16, .size = 24, .child_count = 2,
	  .children = tuple_parts, .name = "", .text = "" },
};

static struct layout exit_values[] = {
	{ .kind = LAYOUT_INTEGER, .offset = 8, .size = 8, .is_signed = true, .name = "",
	  .text = "" },
};

static struct plan_target targets[] = {
	{ .name = "kprobe:vfs_unlink", .symbol = "vfs_unlink", .module = "", .path = "",
	  .category = "", .offset = 4, .event_id = 9, .period = 10, .frequency = 11,
	  .every_cpu = true, .span = { 1, 18 } },
};

static struct plan_way ways[] = {
	{ .text = "kprobe:vfs_delete", .because = "there is none", .span = { 1, 9 } },
	{ .text = "kprobe:vfs_unlink", .because = "", .is_taken = true, .span = { 12, 18 } },
};

static struct plan_choice choices[] = {
	{ .span = { 1, 18 }, .is_optional = true, .way_count = 2, .ways = ways },
};

static struct plan_program programs[] = {
	{ .function = "probe_0", .mechanism = MECHANISM_KPROBE, .section = "kprobe/vfs_unlink",
	  .target_count = 1, .targets = targets, .span = { 1, 18 }, .scratch_size = 64,
	  .reason = "no fentry" },
};

static struct plan_map maps[] = {
	{ .name = "@x", .symbol = "map_x", .kind = PLAN_MAP_PERCPU_HASH, .max_entries = 4096,
	  .has_generation = true, .generation = 0,
	  .key = { .kind = LAYOUT_INTEGER, .offset = 8, .size = 8, .name = "", .text = "" },
	  .value = { .kind = LAYOUT_HIST, .size = 66 * 8, .count = 66, .name = "", .text = "" },
	  .key_size = 16, .value_size = 66 * 8 },
};

static struct plan_event events[] = {
	{ .kind = PLAN_EVENT_PRINTF, .span = { 3, 4 }, .record_size = 40, .text = "%s %s\n",
	  .value_count = 2, .values = printf_values },
	{ .kind = PLAN_EVENT_PRINT_MAP, .map = 0, .record_size = 24, .text = "" },
	{ .kind = PLAN_EVENT_EXIT, .record_size = 16, .text = "", .value_count = 1,
	  .values = exit_values },
};

static struct plan_fact facts[] = { { "struct dentry.d_name", "offset 32" } };
static struct plan_text texts[] = { { "-e", "kprobe:vfs_unlink { }", 1, 0 } };

static struct plan example_plan(void)
{
	return (struct plan){
		.compiler_version = KTRACE_VERSION,
		.choice_count = 1, .choices = choices,
		.program_count = 1, .programs = programs, .map_count = 1, .maps = maps,
		.event_count = 3, .events = events, .generation_count = 1, .fact_count = 1,
		.facts = facts, .text_count = 1, .texts = texts,
		.settings = { .ring_bytes = 65536, .print_maps_on_exit = true, .cpp_demangle = true },
	};
}

static struct plan *write_and_read(struct arena *arena, const struct plan *plan)
{
	struct buffer out = { 0 };
	struct plan *read;

	plan_write(plan, &out);
	read = plan_read(arena, out.data, out.length);
	buffer_release(&out);
	return read;
}

Test(plan, comes_back)
{
	struct arena *arena = arena_new();
	struct plan plan = example_plan(), *read = write_and_read(arena, &plan);
	struct buffer before = { 0 }, after = { 0 };

	cr_assert_not_null(read);
	plan_dump(&plan, &before);
	plan_dump(read, &after);
	cr_expect_str_eq(after.data, before.data);
	cr_assert_eq(read->choice_count, 1);
	cr_expect(read->choices[0].is_optional && read->choices[0].span.end == 18);
	cr_expect_str_eq(read->choices[0].ways[0].because, "there is none");
	cr_expect(!read->choices[0].ways[0].is_taken && read->choices[0].ways[1].is_taken);
	cr_expect_eq(read->choices[0].ways[1].span.start, 12);
	cr_expect_eq(read->programs[0].targets[0].event_id, 9);
	cr_expect_eq(read->programs[0].span.end, 18);
	cr_expect_eq(read->maps[0].value.count, 66);
	cr_expect_str_eq(read->events[0].text, "%s %s\n");
	cr_expect_eq(read->events[0].values[0].enumerators[1].value, -2);
	cr_expect_str_eq(read->texts[0].bytes, texts[0].bytes);
	cr_expect_eq(read->settings.ring_bytes, 65536);
	cr_expect(read->settings.print_maps_on_exit);
	cr_expect(read->settings.cpp_demangle);
	buffer_release(&before);
	buffer_release(&after);
	arena_free(arena);
}

Test(plan, cut_short_is_none)
{
	struct arena *arena = arena_new();
	struct plan plan = example_plan();
	struct buffer out = { 0 };

	plan_write(&plan, &out);
	for (size_t length = 0; length < out.length; length++)
		cr_expect_null(plan_read(arena, out.data, length), "%zu bytes", length);
	buffer_release(&out);
	arena_free(arena);
}

Test(plan, of_another_version_is_none)
{
	struct arena *arena = arena_new();
	struct plan plan = example_plan();

	plan.compiler_version = "0.0.0-other";
	cr_expect_null(write_and_read(arena, &plan));
	arena_free(arena);
}

/* What is read must be sound whatever the bytes: then a dump touches nothing outside. */
Test(plan, changed_bytes_are_refused_or_harmless)
{
	struct plan plan = example_plan();
	struct buffer out = { 0 }, dump = { 0 };
	unsigned refused = 0, random = 12345;

	plan_write(&plan, &out);
	for (int round = 0; round < 20000; round++) {
		struct arena *arena = arena_new();
		char *copy = malloc(out.length);
		struct plan *read;

		memcpy(copy, out.data, out.length);
		for (int i = 0; i < 1 + round % 3; i++) {
			random = random * 1103515245 + 12345;
			copy[(random >> 8) % out.length] = (char)(random >> 4);
		}
		read = plan_read(arena, copy, out.length);
		buffer_clear(&dump);
		if (read)
			plan_dump(read, &dump);
		else
			refused++;
		free(copy);
		arena_free(arena);
	}
	cr_expect_gt(refused, 5000);
	buffer_release(&out);
	buffer_release(&dump);
}

/* Each row breaks one rule of a plan that is good without it. */
static void expect_refused(struct plan *plan, const char *what)
{
	struct arena *arena = arena_new();

	cr_expect_null(write_and_read(arena, plan), "%s", what);
	arena_free(arena);
}

Test(plan, indexes_and_offsets_are_checked)
{
	struct plan plan = example_plan();
	struct plan_program program = programs[0];
	struct plan_map map = maps[0];
	struct plan_event event;
	struct layout value;

	plan.programs = &program;
	program.mechanism = MECHANISM_COUNT;
	expect_refused(&plan, "a mechanism that does not exist");
	plan = example_plan();

	plan.maps = &map;
	map.generation = 1;
	expect_refused(&plan, "a generation that does not exist");
	map = maps[0];
	map.key.offset = 9;
	expect_refused(&plan, "a key that reaches beyond its end");
	map = maps[0];
	map.value.count = 67;
	expect_refused(&plan, "a histogram of another size than its kind's");
	map = maps[0];
	map.kind = PLAN_MAP_QUEUE + 1;
	expect_refused(&plan, "a kind of map that does not exist");
	plan = example_plan();

	plan.event_count = 1;
	plan.events = &event;
	event = events[1];
	event.map = 1;
	expect_refused(&plan, "a map that does not exist");
	event = events[1];
	event.record_size = 16;
	expect_refused(&plan, "a record too short for its kind");
	event = events[0];
	event.record_size = 32;
	expect_refused(&plan, "a value behind the record's end");
	event = events[0];
	event.value_count = 1;
	event.values = &value;
	value = printf_values[1];
	value.size = 16;
	expect_refused(&plan, "a part behind its tuple's end");
	value = (struct layout){ .kind = LAYOUT_INTERNED, .offset = 8, .size = 8, .table = 1,
				 .child_count = 1, .children = tuple_parts };
	expect_refused(&plan, "a table that does not exist");
	value = (struct layout){ .kind = LAYOUT_INTEGER, .offset = 8, .size = 3 };
	expect_refused(&plan, "an integer of three bytes");
	value = (struct layout){ .kind = LAYOUT_INTEGER, .offset = UINT32_MAX - 3, .size = 8 };
	expect_refused(&plan, "an offset that overflows");

	plan = example_plan();
	plan.settings.ring_bytes = 65537;
	expect_refused(&plan, "a ring that is no power of two");
}

/* A plan whose one map is a recorder of five records of each of two keys. */
struct recorder_plan {
	struct plan plan;
	struct plan_map maps[4];
	struct plan_recorder recorder;
	struct plan_event event;
	struct layout value;
};

static void make_recorder_plan(struct recorder_plan *made)
{
	*made = (struct recorder_plan){
		.maps = {
			{ .name = "@r", .symbol = "map_r", .max_entries = 2, .key_size = 8,
			  .value_size = 8, .is_recorder = true },
			{ .name = "heads", .symbol = "heads_0", .kind = PLAN_MAP_SHARED_ARRAY,
			  .max_entries = 2, .key_size = 4, .value_size = 64 },
			{ .name = "slots", .symbol = "slots_0", .kind = PLAN_MAP_SHARED_ARRAY,
			  .max_entries = 26, .key_size = 4, .value_size = 32 },
			{ .name = "pool", .symbol = "pool_0", .kind = PLAN_MAP_QUEUE,
			  .max_entries = 2, .value_size = 8 },
		},
		.recorder = { .heads = 1, .slots = 2, .pool = 3, .depth = 5, .slot_count = 13,
			      .place_count = 2 },
		.event = { .kind = PLAN_EVENT_RECORD, .record_size = 16, .value_count = 1 },
		.value = { .kind = LAYOUT_INTEGER, .offset = 8, .size = 8 },
	};
	made->plan = (struct plan){
		.compiler_version = KTRACE_VERSION, .map_count = 4, .maps = made->maps,
		.recorder_count = 1, .recorders = &made->recorder,
		.event_count = 1, .events = &made->event,
	};
	made->event.values = &made->value;
}

Test(plan, a_recorder_and_its_maps_fit_each_other)
{
	struct arena *arena = arena_new();
	struct buffer bytes = { 0 };
	struct recorder_plan made;
	struct plan *read;

	make_recorder_plan(&made);
	plan_write(&made.plan, &bytes);
	read = plan_read(arena, bytes.data, bytes.length);
	cr_assert_not_null(read);
	cr_expect_eq(read->recorders[0].slot_count, 13);
	buffer_release(&bytes);
	arena_free(arena);

	made.maps[2].max_entries = 25;
	expect_refused(&made.plan, "too few slots");
	make_recorder_plan(&made);
	made.maps[2].value_size = 24;
	expect_refused(&made.plan, "slots too small for what is recorded");
	make_recorder_plan(&made);
	made.maps[1].kind = PLAN_MAP_HASH;
	expect_refused(&made.plan, "heads that are no array");
	make_recorder_plan(&made);
	made.recorder.pool = 4;
	expect_refused(&made.plan, "a pool that does not exist");
	make_recorder_plan(&made);
	made.maps[0].recorder = 1;
	expect_refused(&made.plan, "a recorder that does not exist");
	make_recorder_plan(&made);
	made.event.map = 1;
	expect_refused(&made.plan, "a record in a map that is no recorder");
}

Test(plan, a_layout_can_nest_only_so_deep)
{
	enum { DEEP = 5000 };
	struct arena *arena = arena_new();
	struct layout *layouts = ARENA_NEW_ARRAY(arena, struct layout, DEEP);
	struct plan plan = example_plan();
	struct plan_event event = events[2];

	for (int i = 0; i < DEEP; i++)
		layouts[i] = (struct layout){ .kind = LAYOUT_TUPLE, .size = 8,
					      .child_count = i + 1 < DEEP,
					      .children = i + 1 < DEEP ? &layouts[i + 1] : NULL };
	layouts[0].offset = 8;
	event.values = layouts;
	plan.event_count = 1;
	plan.events = &event;
	expect_refused(&plan, "five thousand tuples in each other");
	arena_free(arena);
}
