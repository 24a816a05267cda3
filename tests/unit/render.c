/*
 * Render: values of every kind as text, as JSON and through printf. The expected
 * texts are what bpftrace 0.27.1 prints for the same values.
 */
#include "runtime/render.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "codegen/form.h"
#include "codegen/layout.h"
#include "codegen/plan.h"
#include "lexer/buffer.h"

static const struct render plain = { .truncated_trailer = ".." };

static void expect_text(const struct render *render, const struct layout *layout,
			const void *data, const char *expected)
{
	struct buffer out = { 0 };

	render_text(render, layout, data, &out);
	cr_expect_str_eq(out.data ? out.data : "", expected);
	buffer_release(&out);
}

static void expect_json(const struct layout *layout, const void *data, const char *expected)
{
	struct buffer out = { 0 };

	render_json(&plain, layout, data, &out);
	cr_expect_str_eq(out.data ? out.data : "", expected);
	buffer_release(&out);
}

/* One conversion of one number. */
static void expect_number(const char *format, int64_t value, const char *expected)
{
	struct layout layout = { .kind = LAYOUT_INTEGER, .size = 8, .is_signed = true };
	struct plan_event event = { .text = (char *)format, .value_count = 1, .values = &layout };
	struct buffer out = { 0 };

	render_printf(&plain, &event, &value, &out);
	cr_expect_str_eq(out.data ? out.data : "", expected, "%s: got %s, not %s", format,
			 out.data, expected);
	buffer_release(&out);
}

static struct layout integer(uint32_t size, bool is_signed)
{
	return (struct layout){ .kind = LAYOUT_INTEGER, .size = size, .is_signed = is_signed };
}

Test(render, integers_of_all_sizes)
{
	unsigned char ones[16];
	struct layout layout;

	memset(ones, 0xff, sizeof(ones));
	layout = integer(1, true);
	expect_text(&plain, &layout, ones, "-1");
	layout = integer(1, false);
	expect_text(&plain, &layout, ones, "255");
	layout = integer(2, false);
	expect_text(&plain, &layout, ones, "65535");
	layout = integer(4, true);
	expect_text(&plain, &layout, ones, "-1");
	layout = integer(8, false);
	expect_text(&plain, &layout, ones, "18446744073709551615");
	expect_json(&layout, ones, "\"18446744073709551615\"");
	layout = integer(16, false);
	expect_text(&plain, &layout, ones, "340282366920938463463374607431768211455");
	layout = integer(16, true);
	expect_text(&plain, &layout, ones, "-1");
}

Test(render, wide_integers_keep_inner_zeros)
{
	unsigned __int128 value = (unsigned __int128)10000000000000000000ull * 1000 + 7;
	struct layout layout = integer(16, false);

	expect_text(&plain, &layout, &value, "10000000000000000000007");
	value = 0;
	expect_text(&plain, &layout, &value, "0");
	value = (unsigned __int128)1 << 127;
	layout = integer(16, true);
	expect_text(&plain, &layout, &value, "-170141183460469231731687303715884105728");
}

Test(render, extremes_of_int64)
{
	int64_t least = INT64_MIN;
	struct layout layout = integer(8, true);

	expect_text(&plain, &layout, &least, "-9223372036854775808");
	expect_number("%lld", INT64_MIN, "-9223372036854775808");
}

Test(render, bit_fields)
{
	uint32_t word = 0x5a;	/* 0101 1010 */
	struct layout layout = { .kind = LAYOUT_INTEGER, .size = 4, .bit_offset = 3,
				 .bit_size = 2 };

	expect_text(&plain, &layout, &word, "3");
	layout.is_signed = true;
	expect_text(&plain, &layout, &word, "-1");
}

Test(render, booleans_enums_pointers)
{
	struct layout_enumerator names[] = { { "AA", 0 }, { "BB", 5 }, { "CC", -1 } };
	struct layout layout = { .kind = LAYOUT_ENUM, .size = 4, .is_signed = true,
				 .enumerator_count = 3, .enumerators = names };
	struct layout pointer = { .kind = LAYOUT_POINTER, .size = 8 };
	struct layout boolean = { .kind = LAYOUT_BOOLEAN, .size = 1 };
	uint64_t address = 0xffff8881714b4500;
	int32_t value = 5;

	expect_text(&plain, &layout, &value, "BB");
	expect_json(&layout, &value, "5");
	value = -1;
	expect_text(&plain, &layout, &value, "CC");
	value = 7;
	expect_text(&plain, &layout, &value, "7");
	expect_text(&plain, &pointer, &address, "0xffff8881714b4500");
	expect_json(&pointer, &address, "\"18446612688265757952\"");
	address = 0;
	expect_text(&plain, &pointer, &address, "0x0");
	expect_text(&plain, &boolean, "\1", "true");
	expect_json(&boolean, "\0", "false");
}

Test(render, strings_end_at_their_memory)
{
	struct layout layout = { .kind = LAYOUT_STRING, .size = 4 };

	expect_text(&plain, &layout, "ab\0d", "ab");
	expect_text(&plain, &layout, "abcdXX", "abcd");
	layout.count = 4;
	expect_text(&plain, &layout, "abcdXX", "abcd..");
	expect_json(&layout, "abcdXX", "\"abcd..\"");
	expect_text(&plain, &layout, "abc\0", "abc");
}

Test(render, hostile_bytes_are_shown_escaped_on_terminals)
{
	struct render terminal = { .escape = true };
	struct layout layout = { .kind = LAYOUT_STRING, .size = 32 };

	char bytes[32] = "a\x1b[1m\xc3\xa9\xff\n\xe2\x80\xae";

	expect_text(&terminal, &layout, bytes, "a\\x1b[1m\xc3\xa9\\xff\\x0a\\xe2\\x80\\xae");
	expect_text(&plain, &layout, bytes, bytes);
}

Test(render, buffers_trust_no_length)
{
	struct layout layout = { .kind = LAYOUT_BUFFER, .size = 8 };
	char data[8] = { 4, 0, 0, 0, 'a', '\\', 1, (char)0x80 };

	expect_text(&plain, &layout, data, "a\\\\x01\\x80");
	expect_json(&layout, data, "[97,92,1,-128]");
	memset(data, 0xff, 4);
	expect_text(&plain, &layout, data, "a\\\\x01\\x80");
}

Test(render, tuples_structs_arrays)
{
	struct layout inner[] = { integer(4, true), { .kind = LAYOUT_STRING, .size = 4 } };
	struct layout layout = { .kind = LAYOUT_TUPLE, .size = 8, .child_count = 2,
				 .children = inner };
	struct layout element = integer(2, false);
	struct layout array = { .kind = LAYOUT_ARRAY, .size = 6, .count = 3, .child_count = 1,
				.children = &element };
	char data[8] = { 1, 0, 0, 0, 'a', 'b', 'c', 0 };

	inner[1].offset = 4;
	expect_text(&plain, &layout, data, "(1, abc)");
	expect_json(&layout, data, "[1,\"abc\"]");
	layout.kind = LAYOUT_STRUCT;
	inner[0].name = (char *)"a";
	inner[1].name = (char *)"b";
	expect_text(&plain, &layout, data, "{ .a = 1, .b = abc }");
	expect_json(&layout, data, "{\"a\": 1, \"b\": \"abc\"}");
	expect_text(&plain, &array, data, "[1,0,25185]");
	expect_json(&array, data, "[1,0,25185]");
}

Test(render, json_names_the_exact_bytes_of_bad_text)
{
	struct layout member = { .kind = LAYOUT_STRING, .size = 4, .name = (char *)"n" };
	struct layout layout = { .kind = LAYOUT_STRUCT, .size = 4, .child_count = 1,
				 .children = &member };

	expect_json(&layout, "a\xff\"\0",
		    "{\"n\": \"a\xef\xbf\xbd\\\"\", \"n_hex\": \"61ff22\"}");
	expect_json(&layout, "\xc3\xa9\n\x01",
		    "{\"n\": \"\xc3\xa9\\n\\u0001\"}");
}

static void expect_member(const struct layout *layout, const void *data, const char *expected)
{
	struct buffer out = { 0 };

	render_json_member(&plain, "n", 1, layout, data, &out);
	cr_expect_str_eq(out.data, expected, "got %s", out.data);
	buffer_release(&out);
}

Test(render, json_names_the_exact_bytes_of_parts_too)
{
	struct layout inner = { .kind = LAYOUT_STRING, .size = 2 };
	struct layout parts[] = {
		integer(1, false), { .kind = LAYOUT_STRING, .size = 3, .offset = 1 },
		{ .kind = LAYOUT_ARRAY, .size = 4, .offset = 4, .count = 2, .child_count = 1,
		  .children = &inner },
	};
	struct layout tuple = { .kind = LAYOUT_TUPLE, .size = 8, .child_count = 3,
				.children = parts };

	expect_member(&tuple, "\1a\0\0b\0c\0", "\"n\": [1,\"a\",[\"b\",\"c\"]]");
	expect_member(&tuple, "\1\xff\0\0b\0c\0", "\"n\": [1,\"\xef\xbf\xbd\",[\"b\",\"c\"]], "
		      "\"n_hex\": [null,\"ff\",null]");
	expect_member(&tuple, "\1a\0\0b\0\x80\0", "\"n\": [1,\"a\",[\"b\",\"\xef\xbf\xbd\"]], "
		      "\"n_hex\": [null,null,[null,\"80\"]]");
}

static void expect_key(const char *key, const char *expected)
{
	struct buffer marked = { 0 };

	buffer_append_string(&marked, key);
	render_json_mark_key(&marked);
	cr_expect_str_eq(marked.data, expected);
	buffer_release(&marked);
}

Test(render, keys_that_would_look_alike_in_json)
{
	expect_key("a", "a");
	expect_key("\xc3\xa4", "\xc3\xa4");
	expect_key("a\xff", "a\xff <61ff>");
	expect_key("\xef\xbf\xbd", "\xef\xbf\xbd <efbfbd>");
}

Test(render, aggregates)
{
	struct layout_stats stats = { .count = 2, .total = -7 };
	struct layout layout = { .kind = LAYOUT_STATS, .size = 16, .is_signed = true };
	struct render halved = { .divisor = 2 };

	expect_text(&plain, &layout, &stats, "{ .count = 2, .average = -3, .total = -7 }");
	expect_json(&layout, &stats, "{\"count\": 2, \"average\": -3, \"total\": -7}");
	expect_text(&halved, &layout, &stats, "{ .count = 2, .average = -1, .total = -7 }");
	layout.kind = LAYOUT_AVG;
	expect_text(&plain, &layout, &stats, "-3");
	stats.count = 0;
	expect_text(&plain, &layout, &stats, "0");
	stats = (struct layout_stats){ .count = UINT64_MAX, .total = INT64_MIN };
	expect_text(&plain, &layout, &stats, "-9223372036854775808");
}

Test(render, stacks_and_symbols_without_tables)
{
	uint64_t stack[4] = { 0, 0xffffffff81f0582a, 0x10, 7 };
	struct layout layout = { .kind = LAYOUT_STACK, .size = 24 };
	struct layout symbol = { .kind = LAYOUT_KERNEL_SYMBOL, .size = 8 };
	int32_t bytes = 16;

	memcpy(stack, &bytes, 4);
	expect_text(&plain, &layout, stack,
		    "\n        0xffffffff81f0582a\n        0x10\n");
	layout.mode = STACK_MODE_RAW;
	expect_text(&plain, &layout, stack, "\nffffffff81f0582a\n10\n");
	layout.mode = STACK_MODE_PERF;
	layout.is_user = true;
	expect_json(&layout, stack, "\"\\n\\tffffffff81f0582a 0xffffffff81f0582a ([unknown])"
		    "\\n\\t10 0x10 ([unknown])\\n\"");
	bytes = 4096;	/* more than there is */
	memcpy(stack, &bytes, 4);
	layout.mode = STACK_MODE_RAW;
	expect_text(&plain, &layout, stack, "\nffffffff81f0582a\n10\n");
	bytes = -14;
	memcpy(stack, &bytes, 4);
	expect_text(&plain, &layout, stack, "\n");
	expect_text(&plain, &symbol, stack + 3, "0x7");
	stack[3] = 0;
	expect_text(&plain, &symbol, stack + 3, "0");
}

Test(render, interned_values_without_a_table_are_faults)
{
	struct layout child = integer(8, false);
	struct layout layout = { .kind = LAYOUT_INTERNED, .size = 8, .child_count = 1,
				 .children = &child };
	uint64_t key = 5;

	expect_text(&plain, &layout, &key, "<fault>");
	expect_json(&layout, &key, "\"<fault>\"");
}

Test(render, times)
{
	struct buffer out = { 0 };

	setenv("TZ", "UTC", 1);
	render_time("%Y-%m-%d %H:%M:%S.%f|%%f", 86399, 123456789, &out);
	cr_expect_str_eq(out.data, "1970-01-01 23:59:59.123456|%f");
	buffer_release(&out);
}

static void expect_form(enum value_form form, int64_t number, const char *expected)
{
	struct layout layout = { .kind = LAYOUT_FORM, .size = 8, .is_signed = true, .mode = form };

	expect_text(&plain, &layout, &number, expected);
}

Test(render, durations)
{
	expect_form(FORM_DURATION, 0, "0ns");
	expect_form(FORM_DURATION, 999, "999ns");
	expect_form(FORM_DURATION, 1000, "1.00us");
	expect_form(FORM_DURATION, 12345, "12.3us");
	expect_form(FORM_DURATION, 999999, "999us");
	expect_form(FORM_DURATION, 1250000, "1.25ms");
	expect_form(FORM_DURATION, 59999999999, "59.9s");
	expect_form(FORM_DURATION, 60000000000, "1m00s");
	expect_form(FORM_DURATION, 3599999999999, "59m59s");
	expect_form(FORM_DURATION, 3720000000000, "1h02m");
	expect_form(FORM_DURATION, 273600000000000, "3d04h");
	expect_form(FORM_DURATION, -1500, "-1.50us");
	expect_form(FORM_DURATION, INT64_MIN, "-106751d23h");
}

Test(render, sizes)
{
	expect_form(FORM_SIZE, 0, "0B");
	expect_form(FORM_SIZE, 1023, "1023B");
	expect_form(FORM_SIZE, 1024, "1.00KiB");
	expect_form(FORM_SIZE, 1536 * 1024, "1.50MiB");
	expect_form(FORM_SIZE, 100ll << 30, "100GiB");
	expect_form(FORM_SIZE, INT64_MAX, "7.99EiB");
	expect_form(FORM_SIZE, -2048, "-2.00KiB");
}

Test(render, errors_users_and_groups)
{
	expect_form(FORM_ERROR, -2, "ENOENT");
	expect_form(FORM_ERROR, -11, "EAGAIN");
	expect_form(FORM_ERROR, -512, "ERESTARTSYS");
	expect_form(FORM_ERROR, -4000, "-4000");
	expect_form(FORM_ERROR, 0, "0");
	expect_form(FORM_ERROR, 3, "3");
	/* Without tables of names numbers are what is left. */
	expect_form(FORM_USER, 1000, "1000");
	expect_form(FORM_GROUP, 4294967294, "4294967294");
	expect_form(FORM_USER, 4294967295, "unset");
	expect_form(FORM_GROUP, -1, "unset");
	expect_form(FORM_CGROUP, 281479271678953, "281479271678953");
}

Test(render, forms_are_numbers_in_json)
{
	struct layout layout = { .kind = LAYOUT_FORM, .size = 8, .is_signed = true };
	int64_t number = -2;

	for (layout.mode = FORM_TIME + 1; layout.mode < FORM_SYSCALL; layout.mode++)
		expect_json(&layout, &number, "-2");
}

Test(render, system_calls_are_names_in_json_too)
{
	struct layout layout = { .kind = LAYOUT_FORM, .size = 8, .mode = FORM_SYSCALL };
	int64_t compat_exit = 1ll << 32 | 1, unknown = 99999;

	expect_json(&layout, &compat_exit, "\"exit\"");
	expect_json(&layout, &unknown, "99999");
	layout.mode = FORM_CGROUP_PATH;
	expect_json(&layout, &unknown, "\"unified:99999\"");
}

Test(render, words_stand_with_blanks_between)
{
	struct layout layout = { .kind = LAYOUT_WORDS, .size = 20 };
	struct { uint32_t length; char bytes[16]; } words = { 9, "ls\0-l\0a\0\0x" };

	expect_json(&layout, &words, "\"ls -l a\"");
	words.length = 0;
	expect_json(&layout, &words, "\"\"");
}

Test(render_printf, numbers_print_as_bpftrace_prints_them)
{
	static const struct {
		const char *format;
		int64_t value;
		const char *expected;
	} rows[] = {
		{ "<%d>", -3, "<-3>" }, { "%5d|", 4, "    4|" }, { "%-5d|", 5, "5    |" },
		{ "%05d", 6, "00006" }, { "%05d", -7, "000-7" }, { "%-05d", -7, "-7000" },
		{ "%+d", 3, "+3" }, { "%+d", 0, "+0" }, { "%+d", -1, "-1" },
		{ "%+05d", 7, "000+7" }, { "% d", 3, "3" }, { "%.3d", 7, "7" },
		{ "%8.3d|", 7, "       7|" }, { "%+u", 255, "255" }, { "%+x", 255, "ff" },
		{ "%x", 255, "ff" }, { "%X", 255, "FF" }, { "%o", 8, "10" },
		{ "%#x", 255, "0xff" }, { "%#X", 255, "0XFF" }, { "%#o", 8, "010" },
		{ "%#x", 0, "0" }, { "%#05x", 255, "00xff" }, { "%-#20x|", 255,
		  "0xff                |" },
		{ "%x", -1, "ffffffff" }, { "%lx", -1, "ffffffffffffffff" },
		{ "%hx", -1, "ffff" }, { "%hhx", 0x12345678, "78" }, { "%hhd", 511, "-1" },
		{ "%u", -1, "4294967295" }, { "%lu", -1, "18446744073709551615" },
		{ "%d", 4294967297, "1" }, { "%ho", -1, "177777" },
		{ "%lo", -1, "1777777777777777777777" },
		{ "%p", 10, "0xa" }, { "%p", 0, "0" }, { "%5p", 0, "    0" },
		{ "%020p", 16, "00000000000000000x10" }, { "%hhp", 255, "0xff" },
		{ "%c", 65, "A" }, { "%5c", 65, "    A" }, { "%-5c|", 66, "B    |" },
		{ "%c", 0x141, "A" }, { "%s", -7, "-7" }, { "%+s", 255, "+255" },
		{ "%05s", 255, "00255" }, { "%5%|%d", 1, "%|1" }, { "100%", 1, "100%" },
	};
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		expect_number(rows[i].format, rows[i].value, rows[i].expected);
}

Test(render_printf, buffers_and_padding_of_anything)
{
	struct layout values[] = {
		{ .kind = LAYOUT_BUFFER, .size = 8, .offset = 8 },
		{ .kind = LAYOUT_BUFFER, .size = 8, .offset = 8 },
		{ .kind = LAYOUT_BUFFER, .size = 8, .offset = 8 },
		{ .kind = LAYOUT_BOOLEAN, .size = 1, .offset = 12 },
	};
	struct plan_event event = { .text = (char *)"%6r|%10rx|%-10rh|%-6s|", .value_count = 4,
				    .values = values };
	char record[16] = { 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 'a', 1 };
	struct buffer out = { 0 };

	render_printf(&plain, &event, record, &out);
	cr_expect_str_eq(out.data, " a\\x01|  \\x61\\x01|61 01     |true  |");
	buffer_clear(&out);
	event.value_count = 1;	/* a format with more conversions than values ends there */
	render_printf(&plain, &event, record, &out);
	cr_expect_str_eq(out.data, " a\\x01|");
	buffer_release(&out);
}
