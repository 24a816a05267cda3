/*
 * Render JSON: values as JSON values. 64-bit integers are numbers, whatever their
 * size; what is not valid UTF-8 becomes U+FFFD.
 */
#include "runtime/render_internal.h"

#include "lexer/utf8.h"
#include "runtime/histogram.h"

#define REPLACEMENT "\xef\xbf\xbd"

typedef void json_function(const struct render *render, const struct layout *layout,
			   const void *data, struct buffer *out);

/* ---- strings ---- */

static void append_control(unsigned char byte, struct buffer *out)
{
	static const struct {
		unsigned char byte;
		const char *text;
	} rows[] = {
		{ '"', "\\\"" }, { '\\', "\\\\" }, { '\n', "\\n" }, { '\r', "\\r" },
		{ '\t', "\\t" },
	};
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (rows[i].byte == byte) {
			buffer_append_string(out, rows[i].text);
			return;
		}
	}
	buffer_printf(out, "\\u%04x", byte);
}

static bool is_plain(unsigned char byte)
{
	return byte >= ' ' && byte < 0x80 && byte != '"' && byte != '\\';
}

void render_json_bytes(const char *bytes, size_t length, struct buffer *out)
{
	uint32_t character;
	unsigned taken;
	size_t at = 0, start;

	while (at < length) {
		for (start = at; at < length && is_plain((unsigned char)bytes[at]); at++)
			;
		buffer_append(out, bytes + start, at - start);
		if (at == length)
			return;
		taken = utf8_decode(bytes + at, length - at, &character);
		if (taken == 0)
			buffer_append_string(out, REPLACEMENT);
		else if (taken == 1)
			append_control((unsigned char)bytes[at], out);
		else
			buffer_append(out, bytes + at, taken);
		at += taken ? taken : 1;
	}
}

static bool is_utf8(const char *bytes, size_t length)
{
	uint32_t character;
	unsigned taken;
	size_t at;

	for (at = 0; at < length; at += taken) {
		taken = 1;
		if (!((unsigned char)bytes[at] & 0x80))
			continue;
		taken = utf8_decode(bytes + at, length - at, &character);
		if (taken == 0)
			return false;
	}
	return true;
}

static void append_quoted(const char *bytes, size_t length, struct buffer *out)
{
	buffer_append_char(out, '"');
	render_json_bytes(bytes, length, out);
	buffer_append_char(out, '"');
}

static void append_hex_twin(const char *name, size_t name_length, const char *bytes,
			    size_t length, struct buffer *out)
{
	if (is_utf8(bytes, length))
		return;
	buffer_append_string(out, ", \"");
	render_json_bytes(name, name_length, out);
	buffer_append_string(out, "_hex\": \"");
	render_buffer_hex(bytes, (uint32_t)length, "", "", out);
	buffer_append_char(out, '"');
}

void render_json_mark_key(struct buffer *key)
{
	size_t length = key->length;
	struct buffer bytes = { 0 };

	if (!length || (is_utf8(key->data, length) && !strstr(key->data, REPLACEMENT)))
		return;
	buffer_append(&bytes, key->data, length);
	buffer_append_string(key, " <");
	render_buffer_hex(bytes.data, (uint32_t)length, "", "", key);
	buffer_append_char(key, '>');
	buffer_release(&bytes);
}

static void append_name(const char *name, size_t name_length, struct buffer *out)
{
	append_quoted(name, name_length, out);
	buffer_append_string(out, ": ");
}

void render_json_text(const char *name, size_t name_length, const char *bytes, size_t length,
		      struct buffer *out)
{
	append_name(name, name_length, out);
	append_quoted(bytes, length, out);
	append_hex_twin(name, name_length, bytes, length, out);
}

/* The text that a string kind shows, raw; terminals are none of JSON's business. */
static void plain_text(const struct render *render, const struct layout *layout,
		       const void *data, const char *trailer, struct buffer *text)
{
	struct render plain = *render;

	plain.escape = false;
	plain.truncated_trailer = trailer;
	render_text(&plain, layout, data, text);
}

static void json_as_text(const struct render *render, const struct layout *layout,
			 const void *data, struct buffer *out)
{
	struct buffer text = { 0 };

	plain_text(render, layout, data, render->truncated_trailer, &text);
	append_quoted(text.data ? text.data : "", text.length, out);
	buffer_release(&text);
}

/* ---- the rest ---- */

/* A string without the detour, being the most frequent one. */
static void json_string(const struct render *render, const struct layout *layout,
			const void *data, struct buffer *out)
{
	uint32_t length = render_string_length(layout, data);

	buffer_append_char(out, '"');
	render_json_bytes(data, length, out);
	if (render_string_is_cut(layout, length) && render->truncated_trailer)
		buffer_append_string(out, render->truncated_trailer);
	buffer_append_char(out, '"');
}

static void json_nothing(const struct render *render, const struct layout *layout,
			 const void *data, struct buffer *out)
{
	(void)render;
	(void)layout;
	(void)data;
	buffer_append_string(out, "null");
}

/* Readers that keep numbers as doubles would change what is beyond 2^53: that goes out as text. */
static bool is_exact_as_double(uint64_t number, bool is_signed)
{
	const uint64_t limit = 1ull << 53;

	if (is_signed && (int64_t)number < 0)
		number = -number;
	return number <= limit;
}

static void json_number(const struct render *render, const struct layout *layout,
			const void *data, struct buffer *out)
{
	uint64_t number = render_number(render, layout, data);
	bool is_signed = render_number_is_signed(layout);
	bool is_plain = is_exact_as_double(number, is_signed);

	if (!is_plain)
		buffer_append_char(out, '"');
	render_decimal(number, is_signed, out);
	if (!is_plain)
		buffer_append_char(out, '"');
}

static void json_integer(const struct render *render, const struct layout *layout,
			 const void *data, struct buffer *out)
{
	if (layout->size <= 8)
		json_number(render, layout, data, out);
	else
		render_integer(render, layout, data, out);
}

static void json_form(const struct render *render, const struct layout *layout,
		      const void *data, struct buffer *out)
{
	if (!render_form_json(render, layout, data, out))
		json_number(render, layout, data, out);
}

/* bpftrace shows a buffer's bytes as signed numbers. */
static void json_buffer(const struct render *render, const struct layout *layout,
			const void *data, struct buffer *out)
{
	uint32_t length = render_buffer_length(layout, data), i;
	const signed char *bytes = (const signed char *)data + 4;

	(void)render;
	buffer_append_char(out, '[');
	for (i = 0; i < length; i++) {
		if (i)
			buffer_append_char(out, ',');
		render_decimal((uint64_t)(int64_t)bytes[i], true, out);
	}
	buffer_append_char(out, ']');
}

static void json_tuple(const struct render *render, const struct layout *layout,
		       const void *data, struct buffer *out)
{
	uint32_t i;

	buffer_append_char(out, '[');
	for (i = 0; i < layout->child_count; i++) {
		const struct layout *child = &layout->children[i];

		if (i)
			buffer_append_char(out, ',');
		render_json(render, child, (const char *)data + child->offset, out);
	}
	buffer_append_char(out, ']');
}

static void json_array(const struct render *render, const struct layout *layout,
		       const void *data, struct buffer *out)
{
	const struct layout *element = layout->children;
	uint32_t i;

	buffer_append_char(out, '[');
	for (i = 0; element && i < layout->count; i++) {
		if (i)
			buffer_append_char(out, ',');
		render_json(render, element, (const char *)data + (size_t)i * element->size, out);
	}
	buffer_append_char(out, ']');
}

static void json_struct(const struct render *render, const struct layout *layout,
			const void *data, struct buffer *out)
{
	uint32_t i;

	buffer_append_char(out, '{');
	for (i = 0; i < layout->child_count; i++) {
		const struct layout *child = &layout->children[i];
		const char *name = child->name ? child->name : "";

		if (i)
			buffer_append_string(out, ", ");
		render_json_member(render, name, strlen(name), child,
				   (const char *)data + child->offset, out);
	}
	buffer_append_char(out, '}');
}

static void json_stats(const struct render *render, const struct layout *layout,
		       const void *data, struct buffer *out)
{
	struct layout_stats stats;

	memcpy(&stats, data, sizeof(stats));
	buffer_append_string(out, "{\"count\": ");
	render_decimal(stats.count, false, out);
	buffer_append_string(out, ", \"average\": ");
	json_number(render, layout, data, out);
	buffer_append_string(out, ", \"total\": ");
	render_decimal((uint64_t)stats.total, layout->is_signed, out);
	buffer_append_char(out, '}');
}

static void json_histogram(const struct render *render, const struct layout *layout,
			   const void *data, struct buffer *out)
{
	histogram_json(layout, data, render->divisor, out);
}

static void json_interned(const struct render *render, const struct layout *layout,
			  const void *data, struct buffer *out)
{
	struct buffer memory = { 0 };
	const void *value = render_interned(render, layout, data, &memory);

	if (value)
		render_json(render, &layout->children[0], value, out);
	else
		json_as_text(render, layout, data, out);
	buffer_release(&memory);
}

struct json_row {
	json_function *append;
	bool is_text;		/* a string, whose bytes may be anything */
};

static const struct json_row json_rows[] = {
	[LAYOUT_NONE] = { json_nothing, false },
	[LAYOUT_INTEGER] = { json_integer, false },
	[LAYOUT_BOOLEAN] = { render_text, false },
	[LAYOUT_ENUM] = { json_number, false },
	[LAYOUT_POINTER] = { json_number, false },
	[LAYOUT_STRING] = { json_string, true },
	[LAYOUT_BUFFER] = { json_buffer, false },
	[LAYOUT_WORDS] = { json_as_text, true },
	[LAYOUT_TUPLE] = { json_tuple, false },
	[LAYOUT_STRUCT] = { json_struct, false },
	[LAYOUT_ARRAY] = { json_array, false },
	[LAYOUT_KERNEL_SYMBOL] = { json_as_text, true },
	[LAYOUT_USER_SYMBOL] = { json_as_text, true },
	[LAYOUT_TIMESTAMP] = { json_as_text, true },
	[LAYOUT_FORM] = { json_form, false },
	[LAYOUT_STACK] = { json_as_text, true },
	[LAYOUT_INTERNED] = { json_interned, false },
	[LAYOUT_PATH] = { json_as_text, true },
	[LAYOUT_DISPLAY] = { json_as_text, true },
	[LAYOUT_ADDRESS] = { json_as_text, true },
	[LAYOUT_ARGUMENTS] = { render_json_call, false },
	[LAYOUT_COUNT] = { json_number, false },
	[LAYOUT_SUM] = { json_number, false },
	[LAYOUT_MIN] = { json_number, false },
	[LAYOUT_MAX] = { json_number, false },
	[LAYOUT_AVG] = { json_number, false },
	[LAYOUT_STATS] = { json_stats, false },
	[LAYOUT_HIST] = { json_histogram, false },
	[LAYOUT_LHIST] = { json_histogram, false },
};

void render_json(const struct render *render, const struct layout *layout, const void *data,
		 struct buffer *out)
{
	json_rows[layout->kind].append(render, layout, data, out);
}

/* ---- values with names ---- */

/* The bytes of a text; MEMORY is used where its kind puts it together. */
static const char *text_bytes(const struct render *render, const struct layout *layout,
			      const void *data, struct buffer *memory, size_t *length)
{
	if (layout->kind == LAYOUT_STRING) {
		*length = render_string_length(layout, data);
		return data;
	}
	buffer_clear(memory);
	plain_text(render, layout, data, "", memory);
	*length = memory->length;
	return memory->data ? memory->data : "";
}

/* Where the parts of a tuple or an array are. */
static const struct layout *part_at(const struct layout *layout, const void *data,
				    uint32_t index, const void **at)
{
	const struct layout *part = &layout->children[layout->kind == LAYOUT_TUPLE ? index : 0];

	*at = (const char *)data + (layout->kind == LAYOUT_TUPLE ? part->offset :
				    (size_t)index * part->size);
	return part;
}

static uint32_t part_count(const struct layout *layout)
{
	if (layout->kind == LAYOUT_TUPLE)
		return layout->child_count;
	return layout->kind == LAYOUT_ARRAY && layout->child_count ? layout->count : 0;
}

/* Whether a text in a value without names inside is no UTF-8. */
static bool needs_exact(const struct render *render, const struct layout *layout,
			const void *data, struct buffer *memory)
{
	const char *bytes;
	const void *at;
	size_t length;

	if (json_rows[layout->kind].is_text) {
		bytes = text_bytes(render, layout, data, memory, &length);
		return !is_utf8(bytes, length);
	}
	for (uint32_t i = 0; i < part_count(layout); i++) {
		const struct layout *part = part_at(layout, data, i, &at);

		if (needs_exact(render, part, at, memory))
			return true;
	}
	return false;
}

/* Appends the exact bytes of such texts, null for all else. */
static void append_exact(const struct render *render, const struct layout *layout,
			 const void *data, struct buffer *memory, struct buffer *out)
{
	const char *bytes;
	const void *at;
	size_t length;

	if (!needs_exact(render, layout, data, memory)) {
		buffer_append_string(out, "null");
	} else if (json_rows[layout->kind].is_text) {
		bytes = text_bytes(render, layout, data, memory, &length);
		buffer_append_char(out, '"');
		render_buffer_hex(bytes, (uint32_t)length, "", "", out);
		buffer_append_char(out, '"');
	} else {
		for (uint32_t i = 0; i < part_count(layout); i++) {
			const struct layout *part = part_at(layout, data, i, &at);

			buffer_append_char(out, i ? ',' : '[');
			append_exact(render, part, at, memory, out);
		}
		buffer_append_char(out, ']');
	}
}

static void append_hex_member(const struct render *render, const char *name, size_t name_length,
			      const struct layout *layout, const void *data, struct buffer *out)
{
	struct buffer memory = { 0 };

	if (needs_exact(render, layout, data, &memory)) {
		buffer_append_string(out, ", \"");
		render_json_bytes(name, name_length, out);
		buffer_append_string(out, "_hex\": ");
		append_exact(render, layout, data, &memory, out);
	}
	buffer_release(&memory);
}

void render_json_member(const struct render *render, const char *name, size_t name_length,
			const struct layout *layout, const void *data, struct buffer *out)
{
	struct buffer memory = { 0 };
	const void *value;

	if (layout->kind == LAYOUT_INTERNED) {
		value = render_interned(render, layout, data, &memory);
		if (value) {
			layout = &layout->children[0];
			data = value;
		}
	}
	append_name(name, name_length, out);
	render_json(render, layout, data, out);
	append_hex_member(render, name, name_length, layout, data, out);
	buffer_release(&memory);
}
