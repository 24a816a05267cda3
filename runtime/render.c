/*
 * Render: values to text, by layout.
 *
 * The table has a row for each kind of layout. JSON (render_json.c) uses the same
 * text wherever a kind is a string there.
 */
#include "runtime/render_internal.h"

#include <bpf/bpf.h>

#include "codegen/plan.h"
#include "lexer/utf8.h"
#include "runtime/histogram.h"
#include "runtime/live.h"
#include "runtime/mount_path.h"

typedef void render_function(const struct render *render, const struct layout *layout,
			     const void *data, struct buffer *out);

/* ---- bytes ---- */

static void append_escaped_byte(unsigned char byte, struct buffer *out)
{
	static const char digits[] = "0123456789abcdef";
	const char text[4] = { '\\', 'x', digits[byte >> 4], digits[byte & 15] };

	buffer_append(out, text, sizeof(text));
}

static void append_in_line(const char *bytes, size_t length, struct buffer *out)
{
	const char *end;

	while ((end = memchr(bytes, '\n', length))) {
		buffer_append(out, bytes, (size_t)(end - bytes));
		append_escaped_byte('\n', out);
		length -= (size_t)(end + 1 - bytes);
		bytes = end + 1;
	}
	buffer_append(out, bytes, length);
}

void render_bytes(const struct render *render, const char *bytes, size_t length,
		  struct buffer *out)
{
	uint32_t character;
	unsigned taken;
	size_t at;

	if (!render->escape) {
		if (render->is_line)
			append_in_line(bytes, length, out);
		else
			append(out, bytes, length);
		return;
	}
	for (at = 0; at < length; at += taken) {
		taken = utf8_decode(bytes + at, length - at, &character);
		if (taken && utf8_is_printable(character)) {
			buffer_append(out, bytes + at, taken);
			continue;
		}
		taken = taken ? taken : 1;
		for (unsigned i = 0; i < taken; i++)
			append_escaped_byte((unsigned char)bytes[at + i], out);
	}
}

uint32_t render_string_length(const struct layout *layout, const void *data)
{
	return (uint32_t)strnlen(data, layout->size);
}

bool render_string_is_cut(const struct layout *layout, uint32_t length)
{
	return layout->count && length >= layout->count;
}

uint32_t render_buffer_length(const struct layout *layout, const void *data)
{
	uint32_t room = layout->size > 4 ? layout->size - 4 : 0;
	uint32_t length = layout->size >= 4 ? load_u32(data) : 0;

	return length < room ? length : room;
}

void render_buffer_escaped(const void *bytes, uint32_t length, struct buffer *out)
{
	const unsigned char *byte = bytes;
	uint32_t i;

	for (i = 0; i < length; i++) {
		if (byte[i] >= ' ' && byte[i] <= '~')
			buffer_append_char(out, (char)byte[i]);
		else
			append_escaped_byte(byte[i], out);
	}
}

void render_buffer_hex(const void *bytes, uint32_t length, const char *before,
		       const char *between, struct buffer *out)
{
	static const char digits[] = "0123456789abcdef";
	const unsigned char *byte = bytes;
	uint32_t i;

	for (i = 0; i < length; i++) {
		buffer_append_string(out, i ? between : "");
		buffer_append_string(out, before);
		buffer_append_char(out, digits[byte[i] >> 4]);
		buffer_append_char(out, digits[byte[i] & 15]);
	}
}

/* ---- one value ---- */

static void render_nothing(const struct render *render, const struct layout *layout,
			   const void *data, struct buffer *out)
{
	(void)render;
	(void)layout;
	(void)data;
	(void)out;
}

static void render_boolean(const struct render *render, const struct layout *layout,
			   const void *data, struct buffer *out)
{
	(void)render;
	buffer_append_string(out, render_load_integer(layout, data) ? "true" : "false");
}

/* VALUE without the bits that only its sign has put there. */
static uint64_t unextended(const struct layout *layout, uint64_t value)
{
	return layout->size < 8 ? value & ((1ull << layout->size * 8) - 1) : value;
}

static uint64_t flag_bits(const struct layout *layout, uint32_t index)
{
	return unextended(layout, (uint64_t)layout->enumerators[index].value);
}

/* Whether constant INDEX tells most about its bits: O_SYNC has all that O_DSYNC has. */
static bool is_best_flag(const struct layout *layout, uint64_t value, uint32_t index)
{
	uint64_t bits = flag_bits(layout, index), other;
	uint32_t i;

	if (!bits || (value & bits) != bits)
		return false;
	for (i = 0; i < layout->enumerator_count; i++) {
		other = flag_bits(layout, i);
		if ((value & other) == other && (other & bits) == bits &&
		    (other != bits || i < index))
			return false;
	}
	return true;
}

/* NAME|NAME in the order in which the constants are declared; bits without a name in hex. */
static void render_flags(const struct layout *layout, uint64_t value, struct buffer *out)
{
	uint64_t left = value;
	const char *between = "";
	uint32_t i;

	for (i = 0; i < layout->enumerator_count; i++) {
		if (!is_best_flag(layout, value, i))
			continue;
		buffer_append_string(out, between);
		buffer_append_string(out, layout->enumerators[i].name);
		left &= ~flag_bits(layout, i);
		between = "|";
	}
	if (!left && *between)
		return;
	buffer_append_string(out, between);
	render_hex(left, false, out);
}

static void render_enum(const struct render *render, const struct layout *layout,
			const void *data, struct buffer *out)
{
	uint64_t value = render_load_integer(layout, data);
	uint32_t i;

	for (i = 0; i < layout->enumerator_count; i++) {
		if ((uint64_t)layout->enumerators[i].value == value) {
			buffer_append_string(out, layout->enumerators[i].name);
			return;
		}
	}
	if (layout->is_flags)
		render_flags(layout, unextended(layout, value), out);
	else
		render_integer(render, layout, data, out);
}

static void render_pointer(const struct render *render, const struct layout *layout,
			   const void *data, struct buffer *out)
{
	(void)render;
	render_hex(render_load_integer(layout, data), true, out);
}

static void render_string(const struct render *render, const struct layout *layout,
			  const void *data, struct buffer *out)
{
	uint32_t length = render_string_length(layout, data);

	render_bytes(render, data, length, out);
	if (render_string_is_cut(layout, length) && render->truncated_trailer)
		buffer_append_string(out, render->truncated_trailer);
}

static void render_buffer(const struct render *render, const struct layout *layout,
			  const void *data, struct buffer *out)
{
	(void)render;
	render_buffer_escaped((const char *)data + 4, render_buffer_length(layout, data), out);
}

/* Blanks between the words; the NULs behind the last one are left out. */
static void render_words(const struct render *render, const struct layout *layout,
			 const void *data, struct buffer *out)
{
	const char *bytes = (const char *)data + 4, *nul;
	uint32_t length = render_buffer_length(layout, data);

	while (length && !bytes[length - 1])
		length--;
	while ((nul = memchr(bytes, '\0', length))) {
		render_bytes(render, bytes, (size_t)(nul - bytes), out);
		buffer_append_char(out, ' ');
		length -= (uint32_t)(nul + 1 - bytes);
		bytes = nul + 1;
	}
	render_bytes(render, bytes, length, out);
}

/* A number that an aggregate has, in the form of those that went in. */
static void append_number(const struct render *render, const struct layout *layout,
			  uint64_t value, struct buffer *out)
{
	const struct layout form = { .kind = LAYOUT_FORM, .size = sizeof(value),
				     .mode = layout->mode - 1 };

	if (layout->mode)
		render_form(render, &form, &value, out);
	else
		render_decimal(value, render_number_is_signed(layout), out);
}

static void render_number_text(const struct render *render, const struct layout *layout,
			       const void *data, struct buffer *out)
{
	append_number(render, layout, render_number(render, layout, data), out);
}

static void render_stats(const struct render *render, const struct layout *layout,
			 const void *data, struct buffer *out)
{
	struct layout_stats stats;

	memcpy(&stats, data, sizeof(stats));
	buffer_append_string(out, "{ .count = ");
	render_decimal(stats.count, false, out);
	buffer_append_string(out, ", .average = ");
	render_number_text(render, layout, data, out);
	buffer_append_string(out, ", .total = ");
	append_number(render, layout, (uint64_t)stats.total, out);
	buffer_append_string(out, " }");
}

static void render_histogram(const struct render *render, const struct layout *layout,
			     const void *data, struct buffer *out)
{
	histogram_text(layout, data, render->divisor, out);
}

static void render_path(const struct render *render, const struct layout *layout,
			const void *data, struct buffer *out)
{
	struct buffer path = { 0 };

	if (!render->mounts || layout->size < sizeof(struct layout_path)) {
		buffer_append_string(out, RENDER_FAULT);
		return;
	}
	if (!render->escape && !render->is_line) {
		mounts_append_path(render->mounts, data, out);
		return;
	}
	mounts_append_path(render->mounts, data, &path);
	render_bytes(render, path.data, path.length, out);
	buffer_release(&path);
}

const void *render_interned(const struct render *render, const struct layout *layout,
			    const void *data, struct buffer *memory)
{
	const struct live *live = render->live;
	uint64_t key = load_u64(data);
	const struct plan_map *map;

	if (!key || !live || layout->table >= live->plan->map_count || !layout->child_count)
		return NULL;
	map = &live->plan->maps[layout->table];
	if (map->key_size != sizeof(key) ||
	    map->value_size < layout->children[0].offset + layout->children[0].size)
		return NULL;
	buffer_clear(memory);
	buffer_reserve(memory, map->value_size);
	if (bpf_map_lookup_elem(live->map_fds[layout->table], &key, memory->data))
		return NULL;
	return memory->data + layout->children[0].offset;
}

static void render_interned_text(const struct render *render, const struct layout *layout,
				 const void *data, struct buffer *out)
{
	struct buffer memory = { 0 };
	const void *value = render_interned(render, layout, data, &memory);

	if (value)
		render_text(render, &layout->children[0], value, out);
	else
		buffer_append_string(out, RENDER_FAULT);
	buffer_release(&memory);
}

/* ---- several values ---- */

static const void *child_data(const struct layout *layout, const void *data, uint32_t index)
{
	return (const char *)data + layout->children[index].offset;
}

static void render_tuple(const struct render *render, const struct layout *layout,
			 const void *data, struct buffer *out)
{
	uint32_t i;

	buffer_append_char(out, '(');
	for (i = 0; i < layout->child_count; i++) {
		if (i)
			buffer_append_string(out, render->compact ? "," : ", ");
		render_text(render, &layout->children[i], child_data(layout, data, i), out);
	}
	buffer_append_char(out, ')');
}

static void render_struct(const struct render *render, const struct layout *layout,
			  const void *data, struct buffer *out)
{
	bool compact = render->compact;
	uint32_t i;

	buffer_append_string(out, compact ? "{" : "{ ");
	for (i = 0; i < layout->child_count; i++) {
		const struct layout *child = &layout->children[i];

		if (i)
			buffer_append_string(out, compact ? "," : ", ");
		if (child->name && child->name[0]) {
			buffer_append_char(out, '.');
			buffer_append_string(out, child->name);
			buffer_append_string(out, compact ? "=" : " = ");
		}
		render_text(render, child, child_data(layout, data, i), out);
	}
	buffer_append_string(out, compact ? "}" : " }");
}

static void render_array(const struct render *render, const struct layout *layout,
			 const void *data, struct buffer *out)
{
	const struct layout *element = layout->children;
	uint32_t i;

	buffer_append_char(out, '[');
	for (i = 0; element && i < layout->count; i++) {
		if (i)
			buffer_append_char(out, ',');
		render_text(render, element, (const char *)data + (size_t)i * element->size, out);
	}
	buffer_append_char(out, ']');
}

static render_function *const text_rows[] = {
	[LAYOUT_NONE] = render_nothing,
	[LAYOUT_INTEGER] = render_integer,
	[LAYOUT_BOOLEAN] = render_boolean,
	[LAYOUT_ENUM] = render_enum,
	[LAYOUT_POINTER] = render_pointer,
	[LAYOUT_STRING] = render_string,
	[LAYOUT_BUFFER] = render_buffer,
	[LAYOUT_WORDS] = render_words,
	[LAYOUT_TUPLE] = render_tuple,
	[LAYOUT_STRUCT] = render_struct,
	[LAYOUT_ARRAY] = render_array,
	[LAYOUT_KERNEL_SYMBOL] = render_kernel_symbol,
	[LAYOUT_USER_SYMBOL] = render_user_symbol,
	[LAYOUT_TIMESTAMP] = render_timestamp,
	[LAYOUT_FORM] = render_form,
	[LAYOUT_STACK] = render_stack,
	[LAYOUT_INTERNED] = render_interned_text,
	[LAYOUT_PATH] = render_path,
	[LAYOUT_DISPLAY] = render_display,
	[LAYOUT_ADDRESS] = render_address,
	[LAYOUT_ARGUMENTS] = render_call,
	[LAYOUT_COUNT] = render_number_text,
	[LAYOUT_SUM] = render_number_text,
	[LAYOUT_MIN] = render_number_text,
	[LAYOUT_MAX] = render_number_text,
	[LAYOUT_AVG] = render_number_text,
	[LAYOUT_STATS] = render_stats,
	[LAYOUT_HIST] = render_histogram,
	[LAYOUT_LHIST] = render_histogram,
};

void render_text(const struct render *render, const struct layout *layout, const void *data,
		 struct buffer *out)
{
	text_rows[layout->kind](render, layout, data, out);
}
