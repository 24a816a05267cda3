/*
 * Render call: system calls with their arguments, as text and in JSON, whatever is in a record.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "codegen/call_arguments.h"
#include "codegen/layout.h"
#include "codegen/plan.h"
#include "lexer/buffer.h"
#include "runtime/live.h"
#include "runtime/render.h"

static struct layout number = { .kind = LAYOUT_INTEGER, .size = 4, .is_signed = true };

/* One call with a parameter of every shape that has pieces of its own. */
static struct layout parameters[] = {
	{ .kind = LAYOUT_POINTER, .size = 8, .name = "text", .mode = CALL_TEXT },
	{ .kind = LAYOUT_POINTER, .size = 8, .name = "texts", .offset = 8, .mode = CALL_TEXTS },
	{ .kind = LAYOUT_POINTER, .size = 8, .name = "data", .offset = 16, .mode = CALL_DATA },
	{ .kind = LAYOUT_POINTER, .size = 8, .name = "values", .offset = 24, .mode = CALL_VALUES,
	  .child_count = 1, .children = &number },
	{ .kind = LAYOUT_INTEGER, .size = 8, .name = "wide", .offset = 32, .bits = 1 },
};
static struct layout calls[] = {
	{ .kind = LAYOUT_STRUCT, .text = "ask", .count = 7, .child_count = 5,
	  .children = parameters },
};
static struct plan plan = { .call_count = 1, .calls = calls };
static struct live live = { .plan = &plan };
static const struct render render = { .live = &live, .truncated_trailer = ".." };
static const struct layout whole = { .kind = LAYOUT_ARGUMENTS,
				     .size = sizeof(struct call_arguments) };

static struct call_arguments begin(void)
{
	struct call_arguments value = { .number = 7,
					.registers = { 1, 2, 3, 4, 0x80000001, 0x2 } };

	return value;
}

static void put(struct call_arguments *value, uint8_t parameter, uint8_t flags,
		const void *bytes, uint16_t length, uint32_t all)
{
	struct call_piece piece = { .parameter = parameter, .flags = flags, .length = length,
				    .whole = all };

	memcpy(value->pieces + value->used, &piece, sizeof(piece));
	memcpy(value->pieces + value->used + sizeof(piece), bytes, length);
	value->used += (uint16_t)(sizeof(piece) + ((length + 7) & ~7));
}

static void expect(const struct call_arguments *value, const char *text, const char *json)
{
	struct buffer out = { 0 };

	render_text(&render, &whole, value, &out);
	cr_expect_str_eq(out.data, text);
	buffer_clear(&out);
	render_json(&render, &whole, value, &out);
	cr_expect_str_eq(out.data, json);
	buffer_release(&out);
}

Test(render_call, contents_of_every_shape)
{
	struct call_arguments value = begin();

	put(&value, 0, PIECE_IS_CUT, "a\"\xff", 4, 1);
	put(&value, 1, 0, "one", 4, 0);
	put(&value, 1, PIECE_IS_FAULT, "", 0, 0);
	put(&value, 2, 0, "\0\n", 2, 9);
	put(&value, 3, 0, (int32_t[]){ -1, 5 }, 8, 8);
	expect(&value, "ask(text=\"a\\\"\\xff\".., texts=[\"one\", <fault>], data=\"\\0\\n\".., "
	       "values=[-1,5], wide=10737418241)",
	       "{\"call\": \"ask\", \"compat\": false, \"args\": {\"text\": \"a\\\"\xef\xbf\xbd\", "
	       "\"text_hex\": \"6122ff\", \"text_cut\": true, \"texts\": [{\"text\": \"one\"}, "
	       "{\"text\": \"<fault>\"}], \"data\": \"\\u0000\\n\", \"data_cut\": true, "
	       "\"values\": [-1,5], \"wide\": 10737418241}}");
}

Test(render_call, what_was_not_copied_is_an_address)
{
	struct call_arguments value = begin();

	value.registers[1] = 0;
	expect(&value, "ask(text=0x1, texts=NULL, data=0x3, values=0x4, wide=10737418241)",
	       "{\"call\": \"ask\", \"compat\": false, \"args\": {\"text\": 1, \"texts\": null, "
	       "\"data\": 3, \"values\": 4, \"wide\": 10737418241}}");
}

Test(render_call, the_later_piece_is_what_was_written)
{
	struct call_arguments value = begin();
	struct buffer out = { 0 };

	put(&value, 3, 0, (int32_t[]){ 1 }, 4, 4);
	put(&value, 3, 0, (int32_t[]){ 2 }, 4, 4);
	render_text(&render, &whole, &value, &out);
	cr_expect(strstr(out.data, "values=[2]"), "%s", out.data);
	buffer_release(&out);
}

Test(render_call, a_call_that_the_plan_does_not_know)
{
	struct call_arguments value = begin();

	value.flags = CALL_IS_COMPAT;
	expect(&value, "[32] syscall_7(0x1, 0x2, 0x3, 0x4, 0x80000001, 0x2)",
	       "{\"call\": \"syscall_7\", \"compat\": true, \"args\": {}}");
}

Test(render_call, a_record_is_trusted_no_further_than_its_size)
{
	struct call_arguments value = begin();
	struct call_piece piece = { .parameter = 0, .length = 65535 };
	struct buffer out = { 0 };

	memcpy(value.pieces, &piece, sizeof(piece));
	value.used = 65535;
	render_text(&render, &whole, &value, &out);
	cr_expect(strstr(out.data, "ask(text=0x1, "), "%s", out.data);
	piece.length = CALL_PIECES_BYTES - sizeof(piece);
	memcpy(value.pieces, &piece, sizeof(piece));
	buffer_clear(&out);
	render_text(&render, &whole, &value, &out);
	cr_expect(strstr(out.data, "ask(text=\"\", "), "%s", out.data);
	buffer_release(&out);
}
