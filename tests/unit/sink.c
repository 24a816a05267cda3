/*
 * Sink: maps, values and texts as bpftrace prints them, in both formats, and what
 * happens when nobody reads.
 */
#include "runtime/sink.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "codegen/layout.h"
#include "codegen/plan.h"
#include "runtime/map_snapshot.h"
#include "runtime/render.h"
#include "runtime/row.h"

static const struct render plain = { .truncated_trailer = ".." };
static char written[8192];

static struct sink *open_sink(enum sink_format format, int fd)
{
	struct sink_options options = { .format = format, .fd = fd, .render = &plain };

	return sink_open(&options);
}

/* Closes the sink and compares what it wrote to the memory file FD. */
static void expect_written(struct sink *sink, int fd, const char *expected)
{
	ssize_t length;

	cr_expect_eq(sink_close(sink), 0);
	length = pread(fd, written, sizeof(written) - 1, 0);
	cr_assert_geq(length, 0);
	written[length] = '\0';
	cr_expect_str_eq(written, expected, "got\n%s", written);
	close(fd);
}

static struct layout number(void)
{
	return (struct layout){ .kind = LAYOUT_INTEGER, .size = 8, .is_signed = true };
}

/* @m[number, text] with three entries. */
struct keyed {
	struct { int64_t number; char text[8]; } keys[3];
	int64_t values[3];
	struct layout parts[2];
	struct plan_map map;
	struct map_entry entries[3];
	struct map_snapshot snapshot;
};

static void make_keyed(struct keyed *keyed)
{
	static const char *const texts[] = { "a b", "b", "c\"" };
	uint32_t i;

	memset(keyed, 0, sizeof(*keyed));
	keyed->parts[0] = number();
	keyed->parts[1] = (struct layout){ .kind = LAYOUT_STRING, .size = 8, .offset = 8 };
	keyed->map = (struct plan_map){
		.name = (char *)"@m", .value = number(),
		.key = { .kind = LAYOUT_TUPLE, .size = 16, .child_count = 2,
			 .children = keyed->parts },
	};
	for (i = 0; i < 3; i++) {
		keyed->keys[i].number = i + 1;
		strcpy(keyed->keys[i].text, texts[i]);
		keyed->values[i] = (int64_t)(i + 1) * 10;
		keyed->entries[i].key = (unsigned char *)&keyed->keys[i];
		keyed->entries[i].value = (unsigned char *)&keyed->values[i];
	}
	keyed->snapshot = (struct map_snapshot){ .map = &keyed->map, .entries = keyed->entries,
						 .entry_count = 3 };
}

Test(sink, a_keyed_map_as_text)
{
	int fd = memfd_create("out", 0);
	struct sink *sink = open_sink(SINK_TEXT, fd);
	struct keyed keyed;

	make_keyed(&keyed);
	sink_map(sink, &keyed.snapshot);
	keyed.snapshot.top = 1;
	keyed.snapshot.divisor = 4;
	sink_map(sink, &keyed.snapshot);
	keyed.snapshot.entry_count = 0;
	sink_map(sink, &keyed.snapshot);
	expect_written(sink, fd, "@m[1, a b]: 10\n@m[2, b]: 20\n@m[3, c\"]: 30\n@m[3, c\"]: 7\n");
}

Test(sink, a_keyed_map_as_json)
{
	int fd = memfd_create("out", 0);
	struct sink *sink = open_sink(SINK_JSON, fd);
	struct keyed keyed;

	make_keyed(&keyed);
	sink_map(sink, &keyed.snapshot);
	keyed.snapshot.top = 2;
	sink_map(sink, &keyed.snapshot);
	keyed.snapshot.entry_count = 0;
	sink_map(sink, &keyed.snapshot);
	expect_written(sink, fd,
		       "{\"type\": \"map\", \"data\": {\"@m\": {\"1,a b\": 10, \"2,b\": 20, "
		       "\"3,c\\\"\": 30}}}\n"
		       "{\"type\": \"map\", \"data\": {\"@m\": {\"2,b\": 20, \"3,c\\\"\": 30}}}\n");
}

/* Keys that differ can read alike, and an object has each name once. */
Test(sink, names_in_an_object_differ)
{
	int fd = memfd_create("out", 0);
	struct sink *sink = open_sink(SINK_JSON, fd);
	struct { char one[8], other[8]; } keys[] = {
		{ "a,b", "c" }, { "a", "b,c" }, { "a", "b" }, { "a,b,c", "" },
	};
	int64_t value = 1;
	struct layout parts[] = {
		{ .kind = LAYOUT_STRING, .size = 8 },
		{ .kind = LAYOUT_STRING, .size = 8, .offset = 8 },
	};
	struct plan_map map = {
		.name = (char *)"@", .value = number(),
		.key = { .kind = LAYOUT_TUPLE, .size = 16, .child_count = 2, .children = parts },
	};
	struct map_entry entries[4];
	struct map_snapshot snapshot = { .map = &map, .entries = entries, .entry_count = 4 };

	for (uint32_t i = 0; i < 4; i++)
		entries[i] = (struct map_entry){ .key = (unsigned char *)&keys[i],
						 .value = (unsigned char *)&value };
	sink_map(sink, &snapshot);
	expect_written(sink, fd,
		       "{\"type\": \"map\", \"data\": {\"@\": {\"a,b,c\": 1, "
		       "\"a,b,c <#2>\": 1, \"a,b\": 1, \"a,b,c,\": 1}}}\n");
}

Test(sink, scalar_maps)
{
	int64_t value = 5;
	uint64_t buckets[4] = { 0, 3, 0, 0 };
	struct plan_map map = { .name = (char *)"@x", .is_scalar = true, .value = number() };
	struct map_entry entry = { .value = (unsigned char *)&value };
	struct map_snapshot snapshot = { .map = &map, .entries = &entry, .entry_count = 1,
					 .was_written = true };
	int text_fd = memfd_create("text", 0), json_fd = memfd_create("json", 0);
	struct sink *text = open_sink(SINK_TEXT, text_fd), *json = open_sink(SINK_JSON, json_fd);

	sink_map(text, &snapshot);
	sink_map(json, &snapshot);
	map.value = (struct layout){ .kind = LAYOUT_LHIST, .size = 32, .count = 4, .max = 20,
				     .step = 10 };
	entry.value = (unsigned char *)buckets;
	sink_map(text, &snapshot);
	sink_map(json, &snapshot);
	snapshot.was_written = false;	/* a histogram that never counted is not shown */
	sink_map(text, &snapshot);
	sink_map(json, &snapshot);
	expect_written(text, text_fd, "@x: 5\n@x:\n[0, 10)                3 |"
		       "@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|\n\n");
	expect_written(json, json_fd, "{\"type\": \"map\", \"data\": {\"@x\": 5}}\n"
		       "{\"type\": \"hist\", \"data\": {\"@x\": "
		       "[{\"min\": 0, \"max\": 9, \"count\": 3}]}}\n");
}

Test(sink, stacks_are_keys_over_several_lines)
{
	uint64_t stack[3] = { 16, 0xabc, 0xdef }, one = 1;
	struct plan_map map = { .name = (char *)"@",
				.key = { .kind = LAYOUT_STACK, .size = 24 },
				.value = { .kind = LAYOUT_COUNT, .size = 8 } };
	struct map_entry entry = { (unsigned char *)stack, (unsigned char *)&one };
	struct map_snapshot snapshot = { .map = &map, .entries = &entry, .entry_count = 1 };
	int text_fd = memfd_create("text", 0), json_fd = memfd_create("json", 0);
	struct sink *text = open_sink(SINK_TEXT, text_fd), *json = open_sink(SINK_JSON, json_fd);

	sink_map(text, &snapshot);
	sink_map(json, &snapshot);
	expect_written(text, text_fd, "@[\n        0xabc\n        0xdef\n]: 1\n");
	expect_written(json, json_fd,
		       "{\"type\": \"map\", \"data\": {\"@\": {\"\\n0xabc\\n0xdef\\n\": 1}}}\n");
}

Test(sink, folded_stacks)
{
	/* A struct layout_stack with room for its frames. */
	struct { char text[8]; int32_t bytes; uint32_t pid; uint64_t frames[2]; } keys[3];
	uint64_t counts[] = { 1, 2, 4 };
	struct layout parts[] = {
		{ .kind = LAYOUT_STACK, .size = 32, .offset = 8 },
		{ .kind = LAYOUT_STRING, .size = 8 },
	};
	struct plan_map map = {
		.name = (char *)"@", .value = { .kind = LAYOUT_COUNT, .size = 8 },
		.key = { .kind = LAYOUT_TUPLE, .size = 40, .child_count = 2, .children = parts },
	};
	struct map_entry entries[3];
	struct map_snapshot snapshot = { .map = &map, .entries = entries, .entry_count = 3 };
	int fd = memfd_create("out", 0), aside = memfd_create("aside", 0);
	struct sink_options options = { .format = SINK_FOLDED, .fd = fd, .aside_fd = aside,
					.render = &plain };
	struct sink *sink = sink_open(&options);

	memset(keys, 0, sizeof(keys));
	for (int i = 0; i < 3; i++) {
		strcpy(keys[i].text, i < 2 ? "a;b\n" : "c");
		keys[i].bytes = i < 2 ? 16 : -14;
		keys[i].frames[0] = (uint64_t)i + 1;
		entries[i] = (struct map_entry){ (unsigned char *)&keys[i],
						 (unsigned char *)&counts[i] };
	}
	sink_map(sink, &snapshot);
	map.name = (char *)"@x";
	snapshot.top = 1;
	sink_map(sink, &snapshot);
	map.value = (struct layout){ .kind = LAYOUT_STRING, .size = 8 };
	sink_map(sink, &snapshot);
	sink_text(sink, "printf", "hi\n", 3);
	expect_written(sink, fd, "a:b\\x0a;[unknown];[unknown] 3\nc 4\n@x;c 4\n");
	memset(written, 0, sizeof(written));
	cr_assert_geq(pread(aside, written, sizeof(written) - 1, 0), 0);
	cr_expect_str_eq(strchr(written, 'h'), "hi\n");
	close(aside);
}

/* Two rows of the same names, one of others between them; numbers push what follows. */
struct emitted {
	struct plan_record record;
	int64_t number;
	char text[16];
	uint8_t truth;
};

static void emit(struct sink *sink, const struct rows *rows, const struct plan_event *event,
		 int64_t number, const char *text)
{
	struct emitted record = { .number = number, .truth = true };

	strcpy(record.text, text);
	sink_row(sink, rows_find(rows, event), &record);
}

static void make_emit(struct plan_event *event, struct layout *values, const char *last)
{
	values[0] = number();
	values[0].offset = offsetof(struct emitted, number);
	values[0].name = (char *)"n";
	values[1] = (struct layout){ .kind = LAYOUT_STRING, .size = 5, .name = (char *)"text",
				     .offset = offsetof(struct emitted, text) };
	values[2] = (struct layout){ .kind = LAYOUT_BOOLEAN, .size = 1, .name = (char *)last,
				     .offset = offsetof(struct emitted, truth) };
	*event = (struct plan_event){ .kind = PLAN_EVENT_EMIT, .value_count = 3, .values = values };
}

static void emit_some(struct sink *sink, const struct rows *rows, struct plan_event *events)
{
	emit(sink, rows, &events[0], 1, "a");
	emit(sink, rows, &events[2], -2, "a longer one");
	emit(sink, rows, &events[1], 3, "b");
	emit(sink, rows, &events[0], 1234567890, "\xc3\xa4\xe4\xbd\xa0");
	emit(sink, rows, &events[0], 4, "");
}

Test(sink, rows_have_a_header_for_each_change_of_names)
{
	int text_fd = memfd_create("text", 0), bare_fd = memfd_create("bare", 0);
	struct sink_options options = { .fd = bare_fd, .no_header = true, .render = &plain };
	struct sink *text = open_sink(SINK_TEXT, text_fd), *bare = sink_open(&options);
	struct layout values[3][3];
	struct plan_event events[3];
	struct plan plan = { .events = events, .event_count = 3 };
	struct rows *rows;

	make_emit(&events[0], values[0], "ok");
	make_emit(&events[1], values[1], "fine");
	make_emit(&events[2], values[2], "ok");
	values[2][1].size = 16;
	rows = rows_open(&plan);
	emit_some(text, rows, events);
	emit_some(bare, rows, events);
	expect_written(text, text_fd,
		       "       N TEXT            OK\n"
		       "       1 a               true\n"
		       "      -2 a longer one    true\n"
		       "       N TEXT FINE\n"
		       "       3 b    true\n"
		       "       N TEXT            OK\n"
		       "1234567890 \xc3\xa4\xe4\xbd\xa0           true\n"
		       "       4                 true\n");
	expect_written(bare, bare_fd,
		       "       1 a               true\n"
		       "      -2 a longer one    true\n"
		       "       3 b    true\n"
		       "1234567890 \xc3\xa4\xe4\xbd\xa0           true\n"
		       "       4                 true\n");
	rows_close(rows);
}

Test(sink, rows_as_json)
{
	int fd = memfd_create("out", 0);
	struct sink *sink = open_sink(SINK_JSON, fd);
	struct layout values[3];
	struct plan_event event;
	struct plan plan = { .events = &event, .event_count = 1 };
	struct rows *rows;

	make_emit(&event, values, "ok");
	values[1].size = 16;
	rows = rows_open(&plan);
	emit(sink, rows, &event, -5, "a\"\n");
	emit(sink, rows, &event, 1ll << 60, "\xff");
	expect_written(sink, fd,
		       "{\"type\": \"row\", \"data\": {\"n\": -5, \"text\": \"a\\\"\\n\", "
		       "\"ok\": true}}\n"
		       "{\"type\": \"row\", \"data\": {\"n\": \"1152921504606846976\", "
		       "\"text\": \"\xef\xbf\xbd\", \"text_hex\": \"ff\", \"ok\": true}}\n");
	rows_close(rows);
}

Test(sink, texts_values_and_the_ends)
{
	struct layout text_layout = { .kind = LAYOUT_STRING, .size = 4 };
	struct loss_summary summary = { .outputs = 10, .delivered = 7, .lost_ringbuf = 1,
					.lost_map_full = 2, .fault = 3, .truncated = 4 };
	int text_fd = memfd_create("text", 0), json_fd = memfd_create("json", 0);
	struct sink *sinks[2] = { open_sink(SINK_TEXT, text_fd), open_sink(SINK_JSON, json_fd) };
	unsigned i;

	for (i = 0; i < 2; i++) {
		sink_attached(sinks[i], 3);
		sink_text(sinks[i], "printf", "a\xff\n", 3);
		sink_text(sinks[i], NULL, "\n", 1);
		sink_value(sinks[i], &text_layout, "xyz");
		sink_lost(sinks[i], &summary);
	}
	expect_written(sinks[0], text_fd, "a\xff\n\nxyz\n");
	expect_written(sinks[1], json_fd,
		       "{\"type\": \"attached_probes\", \"count\": 3, \"data\": {\"probes\": 3}}\n"
		       "{\"type\": \"printf\", \"data\": \"a\xef\xbf\xbd\\n\", "
		       "\"data_hex\": \"61ff0a\"}\n"
		       "{\"type\": \"value\", \"data\": \"xyz\"}\n"
		       "{\"type\":\"summary\",\"outputs\":10,\"delivered\":7,"
		       "\"lost\":{\"ringbuf\":1,\"map_full\":2,\"output\":0},"
		       "\"degraded\":{\"fault\":3,\"truncated\":4},\"missed\":null}\n");
}

Test(sink, buffering)
{
	struct sink_options options = { .format = SINK_TEXT, .render = &plain };
	static const struct {
		enum sink_buffering buffering;
		bool is_terminal;
		off_t after_part, after_line;
	} rows[] = {
		{ SINK_BUFFER_AUTO, false, 0, 0 }, { SINK_BUFFER_AUTO, true, 0, 3 },
		{ SINK_BUFFER_LINE, false, 0, 3 }, { SINK_BUFFER_NONE, false, 1, 3 },
		{ SINK_BUFFER_FULL, true, 0, 0 },
	};
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct sink *sink;

		options.buffering = rows[i].buffering;
		options.is_terminal = rows[i].is_terminal;
		options.fd = memfd_create("out", 0);
		sink = sink_open(&options);
		sink_text(sink, "printf", "a", 1);
		cr_expect_eq(lseek(options.fd, 0, SEEK_END), rows[i].after_part, "row %zu", i);
		sink_text(sink, "printf", "b\n", 2);
		cr_expect_eq(lseek(options.fd, 0, SEEK_END), rows[i].after_line, "row %zu", i);
		expect_written(sink, options.fd, "ab\n");
	}
}

Test(sink, outputs_that_nobody_takes_are_counted)
{
	struct keyed keyed;
	struct sink *sink;
	int ends[2];
	unsigned i;

	signal(SIGPIPE, SIG_IGN);
	cr_assert_eq(pipe(ends), 0);
	close(ends[0]);
	sink = open_sink(SINK_TEXT, ends[1]);
	for (i = 0; i < 5; i++)
		sink_text(sink, "printf", "line\n", 5);
	cr_expect_eq(sink_lost_outputs(sink), 0);
	cr_expect_eq(sink_flush(sink), -EPIPE);
	cr_expect_eq(sink_lost_outputs(sink), 5);
	sink_text(sink, "printf", "more\n", 5);
	cr_expect_eq(sink_lost_outputs(sink), 6);
	make_keyed(&keyed);
	keyed.snapshot.is_final = true;	/* shown by the end, not by the script */
	sink_map(sink, &keyed.snapshot);
	cr_expect_eq(sink_lost_outputs(sink), 6);
	cr_expect_eq(sink_close(sink), -EPIPE);
	close(ends[1]);
}
