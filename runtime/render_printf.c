/*
 * Render printf: a format with its values.
 *
 * Padding follows bpftrace 0.27: fill characters go in front of a sign and of 0x,
 * "-" together with "0" fills with zeros behind, precision and the space flag
 * change nothing, and an integer without a length modifier is 4 bytes.
 */
#include "runtime/render_internal.h"

#include "codegen/format.h"
#include "codegen/plan.h"

/* Pads what stands in OUT from START on. */
static void pad(const struct format_segment *segment, size_t start, struct buffer *out)
{
	size_t length = out->length - start, missing;
	char fill = segment->zero ? '0' : ' ';

	if (length >= segment->width)
		return;
	missing = segment->width - length;
	buffer_reserve(out, missing);
	if (segment->minus) {
		memset(out->data + start + length, fill, missing);
		return;
	}
	memmove(out->data + start + missing, out->data + start, length);
	memset(out->data + start, fill, missing);
}

static bool is_number(const struct layout *layout)
{
	switch (layout->kind) {
	case LAYOUT_INTEGER:
	case LAYOUT_BOOLEAN:
	case LAYOUT_ENUM:
	case LAYOUT_POINTER:
	case LAYOUT_KERNEL_SYMBOL:
	case LAYOUT_USER_SYMBOL:
	case LAYOUT_TIMESTAMP:
	case LAYOUT_FORM:
	case LAYOUT_COUNT:
	case LAYOUT_SUM:
	case LAYOUT_MIN:
	case LAYOUT_MAX:
	case LAYOUT_AVG:
		return true;
	default:
		return false;
	}
}

/* VALUE as an integer of SIZE bytes; 0: C's int. */
static uint64_t narrow(uint64_t value, uint32_t size, bool is_signed)
{
	switch (size) {
	case 1: return is_signed ? (uint64_t)(int8_t)value : (uint8_t)value;
	case 2: return is_signed ? (uint64_t)(int16_t)value : (uint16_t)value;
	case 8: return value;
	default: return is_signed ? (uint64_t)(int32_t)value : (uint32_t)value;
	}
}

static void append_decimal(const struct format_segment *segment, uint64_t value, bool is_signed,
			   struct buffer *out)
{
	if (segment->plus && is_signed && (int64_t)value >= 0)
		buffer_append_char(out, '+');
	render_decimal(value, is_signed, out);
}

static void append_based(const struct format_segment *segment, uint64_t value, unsigned base,
			 bool upper, struct buffer *out)
{
	char digits[RENDER_DIGITS];
	char *end = digits + sizeof(digits), *start;

	start = render_digits(end, value, base, upper);
	if (segment->alternate && value) {
		if (base == 16)
			*--start = upper ? 'X' : 'x';
		*--start = '0';
	}
	append(out, start, (size_t)(end - start));
}

/* On a terminal a character may end a line, but not steer it. */
static void append_character(const struct render *render, char character, struct buffer *out)
{
	if (character == '\n' || character == '\t')
		buffer_append_char(out, character);
	else
		render_bytes(render, &character, 1, out);
}

static void append_number(const struct render *render, const struct format_segment *segment,
			  uint64_t value, struct buffer *out)
{
	uint32_t size = segment->size;

	switch (segment->conversion) {
	case FORMAT_DECIMAL:
		append_decimal(segment, narrow(value, size, true), true, out);
		break;
	case FORMAT_UNSIGNED:
		append_decimal(segment, narrow(value, size, false), false, out);
		break;
	case FORMAT_OCTAL:
		append_based(segment, narrow(value, size, false), 8, false, out);
		break;
	case FORMAT_HEX:
	case FORMAT_HEX_UPPER:
		append_based(segment, narrow(value, size, false), 16,
			     segment->conversion == FORMAT_HEX_UPPER, out);
		break;
	case FORMAT_CHARACTER:
		append_character(render, (char)value, out);
		break;
	default:
		render_hex(value, false, out);
	}
}

/* Appends a buffer's bytes as the conversion asks; false: it is no buffer conversion. */
static bool append_buffer(const struct format_segment *segment, const struct layout *layout,
			  const void *data, struct buffer *out)
{
	bool is_buffer = layout->kind == LAYOUT_BUFFER;
	const char *bytes = (const char *)data + (is_buffer ? 4 : 0);
	uint32_t length;

	if (!is_buffer && layout->kind != LAYOUT_STRING)
		return false;
	length = is_buffer ? render_buffer_length(layout, data) :
			     render_string_length(layout, data);
	switch (segment->conversion) {
	case FORMAT_BUFFER:
		render_buffer_escaped(bytes, length, out);
		return true;
	case FORMAT_BUFFER_HEX:
		render_buffer_hex(bytes, length, "\\x", "", out);
		return true;
	case FORMAT_BUFFER_PLAIN:
		render_buffer_hex(bytes, length, "", " ", out);
		return true;
	default:
		return false;
	}
}

static void append_conversion(const struct render *render, const struct format_segment *segment,
			      const struct layout *layout, const void *data, struct buffer *out)
{
	size_t start = out->length;

	if (segment->conversion == FORMAT_STRING) {
		if (layout->kind == LAYOUT_INTEGER && segment->plus && layout->size <= 8)
			append_decimal(segment, render_load_integer(layout, data),
				       layout->is_signed, out);
		else
			render_text(render, layout, data, out);
	} else if (segment->conversion >= FORMAT_BUFFER) {
		if (!append_buffer(segment, layout, data, out))
			render_text(render, layout, data, out);
	} else if (is_number(layout)) {
		append_number(render, segment, render_number(render, layout, data), out);
	} else {
		render_text(render, layout, data, out);
	}
	pad(segment, start, out);
}

void render_printf(const struct render *render, const struct plan_event *event,
		   const void *record, struct buffer *out)
{
	const char *format = event->text, *error;
	uint32_t length = (uint32_t)strlen(format), at = 0, index = 0;
	const struct layout *layout;
	struct format_segment segment;

	while (format_next(format, length, &at, &segment, &error)) {
		if (segment.conversion == FORMAT_LITERAL || error) {
			append(out, format + segment.start, segment.length);
			continue;
		}
		if (index >= event->value_count)
			return;
		layout = &event->values[index++];
		append_conversion(render, &segment, layout, (const char *)record + layout->offset,
				  out);
	}
}
