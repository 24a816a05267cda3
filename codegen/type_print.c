/*
 * Type print: types as users write them and read them in messages.
 */
#include "codegen/type.h"

#include "lexer/arena.h"
#include "lexer/buffer.h"

static const char *const aggregate_names[] = {
	[AGGREGATE_COUNT] = "count", [AGGREGATE_SUM] = "sum", [AGGREGATE_MIN] = "min",
	[AGGREGATE_MAX] = "max", [AGGREGATE_AVG] = "avg", [AGGREGATE_STATS] = "stats",
	[AGGREGATE_HIST] = "hist", [AGGREGATE_LHIST] = "lhist",
};

static void print_tagged(const char *keyword, const struct type *type, struct buffer *out)
{
	buffer_printf(out, "%s %s", keyword, type->name && *type->name ? type->name : "{…}");
}

static void print_pointer(const struct type *type, struct buffer *out)
{
	type_print(type->target, out);
	buffer_append_string(out, type->target->kind == TYPE_POINTER ? "*" : " *");
}

/* Dimensions read from left to right: an array of 2 arrays of 3 is x[2][3]. */
static void print_array(const struct type *type, struct buffer *out)
{
	const struct type *element = type;

	while (element->kind == TYPE_ARRAY)
		element = element->target;
	type_print(element, out);
	for (; type->kind == TYPE_ARRAY; type = type->target)
		buffer_printf(out, "[%u]", type->count);
}

static void print_tuple(const struct type *type, struct buffer *out)
{
	uint32_t index;

	buffer_append_char(out, '(');
	for (index = 0; index < type->count; index++) {
		if (index)
			buffer_append_char(out, ',');
		type_print(type->elements[index], out);
	}
	buffer_append_char(out, ')');
}

void type_print(const struct type *type, struct buffer *out)
{
	switch (type->kind) {
	case TYPE_ERROR:
		buffer_append_string(out, "unknown");
		break;
	case TYPE_VOID:
		buffer_append_string(out, "void");
		break;
	case TYPE_BOOLEAN:
		buffer_append_string(out, "bool");
		break;
	case TYPE_INTEGER:
		buffer_append_string(out, type->name);
		break;
	case TYPE_ENUM:
		print_tagged("enum", type, out);
		break;
	case TYPE_POINTER:
		print_pointer(type, out);
		break;
	case TYPE_ARRAY:
		print_array(type, out);
		break;
	case TYPE_STRUCT:
		print_tagged(type->is_union ? "union" : "struct", type, out);
		break;
	case TYPE_STRING:
		buffer_append_string(out, "string");
		if (type->size)
			buffer_printf(out, "[%u]", type->size);
		break;
	case TYPE_BUFFER:
		buffer_printf(out, "%s[%u]", type->is_text ? "words" : "buffer",
			      type->size - 4);
		break;
	case TYPE_TUPLE:
		print_tuple(type, out);
		break;
	case TYPE_STACK:
		buffer_append_string(out, type->stack.is_user ? "ustack" : "kstack");
		break;
	case TYPE_KERNEL_SYMBOL:
		buffer_append_string(out, "ksym");
		break;
	case TYPE_USER_SYMBOL:
		buffer_append_string(out, "usym");
		break;
	case TYPE_INTERNET:
		buffer_append_string(out, "inet");
		break;
	case TYPE_TIMESTAMP:
		buffer_append_string(out, "timestamp");
		break;
	case TYPE_FORM:
		buffer_append_string(out, form_rows[type->form].word);
		break;
	case TYPE_AGGREGATE:
		buffer_append_string(out, aggregate_names[type->aggregate.kind]);
		if (type->aggregate.of)
			buffer_printf(out, " of %s", form_rows[type->aggregate.of->form].word);
		break;
	case TYPE_ARGUMENTS:
		buffer_append_string(out, "args");
		break;
	}
}

const char *type_to_string(struct arena *arena, const struct type *type)
{
	struct buffer text = { 0 };
	const char *copy;

	type_print(type, &text);
	copy = arena_copy_text(arena, text.data ? text.data : "", text.length);
	buffer_release(&text);
	return copy;
}
