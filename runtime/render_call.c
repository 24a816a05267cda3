/*
 * Render call: a system call with its arguments, by the plan's list of calls.
 *
 *	openat(dfd=AT_FDCWD, filename="/etc/hosts", flags=O_RDONLY|O_CLOEXEC, mode=0)
 *
 * Texts and data stand in quotes, escaped wherever they go, so that a call is one line and what
 * it was called with cannot be taken for anything else.
 */
#include "runtime/render_internal.h"

#include <stddef.h>

#include "codegen/call_arguments.h"
#include "codegen/display.h"
#include "codegen/plan.h"
#include "lexer/utf8.h"
#include "runtime/live.h"

static const struct layout *find_call(const struct render *render,
				      const struct call_arguments *value)
{
	const struct plan *plan = render->live ? render->live->plan : NULL;
	bool is_compat = value->flags & CALL_IS_COMPAT;

	for (uint32_t i = 0; plan && i < plan->call_count; i++)
		if (plan->calls[i].count == value->number &&
		    plan->calls[i].is_user == is_compat)
			return &plan->calls[i];
	return NULL;
}

/* The first piece behind FROM (NULL: from the start) that is PARAMETER's; NULL: there is none. */
static const struct call_piece *next_piece(const struct call_arguments *value,
					   const struct call_piece *from, uint32_t parameter)
{
	const unsigned char *at = value->pieces, *end = at + CALL_PIECES_BYTES;
	const struct call_piece *piece;

	if (value->used < CALL_PIECES_BYTES)
		end = at + value->used;
	if (from)
		at = (const unsigned char *)(from + 1) + ((from->length + 7u) & ~7u);
	for (; at + sizeof(*piece) <= end; at += sizeof(*piece) + ((piece->length + 7u) & ~7u)) {
		piece = (const struct call_piece *)at;
		if (at + sizeof(*piece) + piece->length > value->pieces + CALL_PIECES_BYTES)
			return NULL;
		if (piece->parameter == parameter)
			return piece;
	}
	return NULL;
}

/* What a call read and then wrote has two; the later one is what it says. */
static const struct call_piece *last_piece(const struct call_arguments *value,
					   uint32_t parameter)
{
	const struct call_piece *piece = next_piece(value, NULL, parameter), *next = piece;

	while (next && (next = next_piece(value, next, parameter)))
		piece = next;
	return piece;
}

/* The value of a parameter as it was passed. */
static uint64_t load_register(const struct call_arguments *value, const struct layout *parameter)
{
	uint32_t place = parameter->offset / 8 % CALL_REGISTERS;
	uint64_t number = value->registers[place];

	if (parameter->bits && place + 1 < CALL_REGISTERS)
		number = (number & UINT32_MAX) | value->registers[place + 1] << 32;
	return number;
}

/* ---- pieces ---- */

/* A text's bytes: without its NUL. */
static size_t text_length(const struct call_piece *piece)
{
	return strnlen((const char *)(piece + 1), piece->length);
}

static void append_quoted(const char *bytes, size_t length, struct buffer *out)
{
	static const struct {
		char byte;
		const char *text;
	} rows[] = {
		{ '"', "\\\"" }, { '\\', "\\\\" }, { '\n', "\\n" }, { '\r', "\\r" },
		{ '\t', "\\t" }, { '\0', "\\0" },
	};
	uint32_t character, i;
	unsigned taken;

	buffer_append_char(out, '"');
	for (size_t at = 0; at < length; at += taken ? taken : 1) {
		taken = utf8_decode(bytes + at, length - at, &character);
		for (i = 0; i < sizeof(rows) / sizeof(rows[0]) && rows[i].byte != bytes[at]; i++)
			;
		if (i < sizeof(rows) / sizeof(rows[0]))
			buffer_append_string(out, rows[i].text);
		else if (taken && utf8_is_printable(character))
			buffer_append(out, bytes + at, taken);
		else
			for (i = 0; i < (taken ? taken : 1); i++)
				buffer_printf(out, "\\x%02x", (unsigned char)bytes[at + i]);
	}
	buffer_append_char(out, '"');
}

static bool is_text(enum call_shape shape)
{
	return shape == CALL_TEXT || shape == CALL_TEXTS;
}

static bool is_cut(const struct call_piece *piece, enum call_shape shape)
{
	return is_text(shape) ? piece->flags & PIECE_IS_CUT : piece->whole > piece->length;
}

static void append_piece(const struct call_piece *piece, enum call_shape shape,
			 struct buffer *out)
{
	const char *bytes = (const char *)(piece + 1);

	if (piece->flags & PIECE_IS_FAULT) {
		buffer_append_string(out, RENDER_FAULT);
		return;
	}
	append_quoted(bytes, is_text(shape) ? text_length(piece) : piece->length, out);
	if (is_cut(piece, shape))
		buffer_append_string(out, "..");
}

/* Are there more elements than the pieces hold? */
static bool goes_on(const struct call_arguments *value, uint32_t count)
{
	return count >= CALL_ELEMENTS || value->flags & CALL_IS_SHORT;
}

static void append_elements(const struct call_arguments *value, uint32_t parameter,
			    enum call_shape shape, struct buffer *out)
{
	const struct call_piece *piece = NULL;
	uint32_t count = 0;

	buffer_append_char(out, '[');
	while ((piece = next_piece(value, piece, parameter))) {
		buffer_append_string(out, count++ ? ", " : "");
		append_piece(piece, shape, out);
	}
	buffer_append_string(out, goes_on(value, count) ? ", ..]" : "]");
}

/* A value of LAYOUT's size that PIECE may have only the beginning of; MEMORY is where it is then. */
static const void *whole_value(const struct layout *layout, const struct call_piece *piece,
			       struct buffer *memory)
{
	if (piece->length >= layout->size)
		return piece + 1;
	buffer_clear(memory);
	buffer_append(memory, piece + 1, piece->length);
	while (memory->length < layout->size)
		buffer_append_char(memory, '\0');
	return memory->data;
}

/* The elements of an array as far as PIECE has them whole. */
static struct layout array_of(const struct layout *element, const struct call_piece *piece)
{
	uint32_t count = element->size ? piece->length / element->size : 0;

	return (struct layout){ .kind = LAYOUT_ARRAY, .size = count * element->size,
				.count = count, .child_count = 1,
				.children = (struct layout *)element };
}

static struct layout address_of(const struct call_piece *piece)
{
	return (struct layout){ .kind = LAYOUT_ADDRESS, .mode = ADDRESS_SOCKET,
				.size = piece->length };
}

/* ---- text ---- */

static void append_value(const struct render *render, const struct layout *element,
			 const struct call_piece *piece, struct buffer *out)
{
	bool is_bare = element->kind == LAYOUT_INTEGER || element->kind == LAYOUT_ENUM;
	struct buffer memory = { 0 };

	buffer_append_string(out, is_bare ? "[" : "");
	render_text(render, element, whole_value(element, piece, &memory), out);
	buffer_append_string(out, is_bare ? "]" : "");
	buffer_release(&memory);
}

static void append_contents(const struct render *render, const struct layout *parameter,
			    const struct call_arguments *value, uint32_t index,
			    struct buffer *out)
{
	const struct call_piece *piece = last_piece(value, index);
	struct layout layout;

	if (piece->flags & PIECE_IS_FAULT && parameter->mode != CALL_TEXTS &&
	    parameter->mode != CALL_VECTOR) {
		buffer_append_string(out, RENDER_FAULT);
		return;
	}
	switch (parameter->mode) {
	case CALL_VALUE:
		append_value(render, &parameter->children[0], piece, out);
		break;
	case CALL_VALUES:
		layout = array_of(&parameter->children[0], piece);
		render_text(render, &layout, piece + 1, out);
		buffer_append_string(out, is_cut(piece, CALL_VALUES) ? ".." : "");
		break;
	case CALL_ADDRESS:
		layout = address_of(piece);
		render_text(render, &layout, piece + 1, out);
		break;
	case CALL_TEXTS:
	case CALL_VECTOR:
		append_elements(value, index, parameter->mode, out);
		break;
	default:
		append_piece(piece, parameter->mode, out);
		break;
	}
}

static void append_parameter(const struct render *render, const struct layout *parameter,
			     const struct call_arguments *value, uint32_t index,
			     struct buffer *out)
{
	uint64_t number = load_register(value, parameter);

	buffer_append_string(out, parameter->name);
	buffer_append_char(out, '=');
	if (next_piece(value, NULL, index))
		append_contents(render, parameter, value, index, out);
	else if (parameter->kind == LAYOUT_POINTER && !number)
		buffer_append_string(out, "NULL");
	else
		render_text(render, parameter, &number, out);
}

/* A call that the plan does not know: as it was made. */
static void append_unknown(const struct call_arguments *value, struct buffer *out)
{
	buffer_printf(out, "%ssyscall_%u(", value->flags & CALL_IS_COMPAT ? "[32] " : "",
		      value->number);
	for (unsigned i = 0; i < CALL_REGISTERS; i++) {
		buffer_append_string(out, i ? ", " : "");
		render_hex(value->registers[i], true, out);
	}
	buffer_append_char(out, ')');
}

void render_call(const struct render *render, const struct layout *layout, const void *data,
		 struct buffer *out)
{
	struct render plain = *render;
	const struct layout *call;
	struct call_arguments value;

	(void)layout;
	/* Names in structs and addresses are escaped with the texts, wherever they go. */
	plain.escape = true;
	memcpy(&value, data, sizeof(value));
	call = find_call(render, &value);
	if (!call) {
		append_unknown(&value, out);
		return;
	}
	buffer_printf(out, "%s%s(", call->is_user ? "[32] " : "", call->text);
	for (uint32_t i = 0; i < call->child_count; i++) {
		buffer_append_string(out, i ? ", " : "");
		append_parameter(&plain, &call->children[i], &value, i, out);
	}
	buffer_append_char(out, ')');
}

/* ---- JSON ---- */

static void json_piece(const char *name, const struct call_piece *piece, enum call_shape shape,
		       struct buffer *out)
{
	const char *bytes = (const char *)(piece + 1);
	size_t length = is_text(shape) ? text_length(piece) : piece->length;

	if (piece->flags & PIECE_IS_FAULT)
		render_json_text(name, strlen(name), RENDER_FAULT, strlen(RENDER_FAULT), out);
	else
		render_json_text(name, strlen(name), bytes, length, out);
	if (is_cut(piece, shape))
		buffer_printf(out, ", \"%s_cut\": true", name);
}

/* Objects, as each may have a twin in hexadecimal, and may be cut. */
static void json_elements(const char *name, const struct call_arguments *value, uint32_t index,
			  enum call_shape shape, struct buffer *out)
{
	const struct call_piece *piece = NULL;
	uint32_t count = 0;

	buffer_printf(out, "\"%s\": [", name);
	while ((piece = next_piece(value, piece, index))) {
		buffer_append_string(out, count++ ? ", {" : "{");
		json_piece(is_text(shape) ? "text" : "data", piece, shape, out);
		buffer_append_char(out, '}');
	}
	buffer_append_char(out, ']');
	if (goes_on(value, count))
		buffer_printf(out, ", \"%s_cut\": true", name);
}

static void json_contents(const struct render *render, const struct layout *parameter,
			  const struct call_arguments *value, uint32_t index,
			  struct buffer *out)
{
	const struct call_piece *piece = last_piece(value, index);
	size_t length = strlen(parameter->name);
	struct buffer memory = { 0 };
	struct layout layout;

	if (parameter->mode == CALL_TEXTS || parameter->mode == CALL_VECTOR) {
		json_elements(parameter->name, value, index, parameter->mode, out);
	} else if (piece->flags & PIECE_IS_FAULT || parameter->mode == CALL_TEXT ||
		   parameter->mode == CALL_DATA) {
		json_piece(parameter->name, piece, parameter->mode, out);
	} else if (parameter->mode == CALL_VALUE) {
		render_json_member(render, parameter->name, length, &parameter->children[0],
				   whole_value(&parameter->children[0], piece, &memory), out);
	} else {
		layout = parameter->mode == CALL_VALUES ?
			 array_of(&parameter->children[0], piece) : address_of(piece);
		render_json_member(render, parameter->name, length, &layout, piece + 1, out);
	}
	buffer_release(&memory);
}

static void json_parameter(const struct render *render, const struct layout *parameter,
			   const struct call_arguments *value, uint32_t index,
			   struct buffer *out)
{
	uint64_t number = load_register(value, parameter);

	if (next_piece(value, NULL, index))
		json_contents(render, parameter, value, index, out);
	else if (parameter->kind == LAYOUT_POINTER && !number)
		buffer_printf(out, "\"%s\": null", parameter->name);
	else
		render_json_member(render, parameter->name, strlen(parameter->name), parameter,
				   &number, out);
}

void render_json_call(const struct render *render, const struct layout *layout,
		      const void *data, struct buffer *out)
{
	const struct layout *call;
	struct call_arguments value;

	(void)layout;
	memcpy(&value, data, sizeof(value));
	call = find_call(render, &value);
	if (call)
		buffer_printf(out, "{\"call\": \"%s\"", call->text);
	else
		buffer_printf(out, "{\"call\": \"syscall_%u\"", value.number);
	buffer_printf(out, ", \"compat\": %s, \"args\": {",
		      value.flags & CALL_IS_COMPAT ? "true" : "false");
	for (uint32_t i = 0; call && i < call->child_count; i++) {
		buffer_append_string(out, i ? ", " : "");
		json_parameter(render, &call->children[i], &value, i, out);
	}
	buffer_append_string(out, "}}");
}
