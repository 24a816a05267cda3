/*
 * List JSON: a probe or a type of -l as one object. Members and arguments are there with
 * -v only, because finding them takes time.
 */
#include "runtime/list_internal.h"

#include <string.h>

#include "codegen/target/target.h"
#include "codegen/type.h"
#include "lexer/arena.h"
#include "lexer/buffer.h"
#include "runtime/json.h"

enum { MOST_NESTED = 16 };	/* structs without names in each other */

static void print(struct listing *listing, struct buffer *text)
{
	fwrite(text->data, 1, text->length, listing->out);
	fputc('\n', listing->out);
	buffer_release(text);
}

/* ---- probes ---- */

/* What the part between provider and name is. */
static const char *group_word(enum probe_kind kind)
{
	static const char *const words[PROBE_KIND_COUNT] = {
		[PROBE_TRACEPOINT] = "category", [PROBE_UPROBE] = "file",
		[PROBE_URETPROBE] = "file", [PROBE_USDT] = "file",
	};

	return words[kind] ? words[kind] : "module";
}

static void add_detail(struct listing *listing, const struct list_entry *entry, struct json *json)
{
	struct list_detail detail = list_detail_find(listing, entry);

	if (detail.arguments) {
		json_open(json, "arguments", '[');
		for (uint32_t i = 0; i < detail.argument_count; i++) {
			json_open(json, NULL, '{');
			json_string(json, "name", detail.arguments[i].name);
			json_string(json, "type", detail.arguments[i].c_type);
			json_close(json, '}');
		}
		json_close(json, ']');
	}
	if (detail.is_variadic)
		json_bool(json, "variadic", true);
	if (detail.result)
		json_string(json, "result", detail.result);
}

void list_json_probe(struct listing *listing, const struct list_entry *entry)
{
	struct buffer text = { 0 };
	struct json json = { .out = &text };

	json_open(&json, NULL, '{');
	json_string(&json, "type", "probe");
	json_string(&json, "probe", entry->title);
	json_string(&json, "provider", probe_kind_rows[entry->kind].name);
	if (entry->group)
		json_string(&json, group_word(entry->kind), entry->group);
	json_string(&json, "name", entry->name);
	if (listing->verbose)
		add_detail(listing, entry, &json);
	json_close(&json, '}');
	print(listing, &text);
}

/* ---- types ---- */

static void add_fields(struct listing *listing, const struct type *type, unsigned depth,
		       struct json *json)
{
	const struct field *fields;
	uint32_t count;

	fields = target_list_fields(listing->target, type, &count);
	json_open(json, "members", '[');
	for (uint32_t i = 0; fields && i < count; i++) {
		const struct field *field = &fields[i];

		json_open(json, NULL, '{');
		json_string(json, "name", field->name);
		json_string(json, "type", type_to_string(listing->arena, field->type));
		json_number(json, "offset", field->offset);
		json_number(json, "size", field->type->size);
		if (field->bit_size) {
			json_number(json, "bit_offset", field->bit_offset);
			json_number(json, "bits", field->bit_size);
		}
		if (field->type->kind == TYPE_STRUCT && !*field->type->name && depth < MOST_NESTED)
			add_fields(listing, field->type, depth + 1, json);
		json_close(json, '}');
	}
	json_close(json, ']');
}

static void add_constants(struct listing *listing, const struct type *type, struct json *json)
{
	const struct enumerator *values;
	uint32_t count;

	values = target_list_enumerators(listing->target, type, &count);
	json_open(json, "constants", '[');
	for (uint32_t i = 0; values && i < count; i++) {
		json_open(json, NULL, '{');
		json_string(json, "name", values[i].name);
		json_integer(json, "value", values[i].value);
		json_close(json, '}');
	}
	json_close(json, ']');
}

void list_json_type(struct listing *listing, const struct list_entry *entry,
		    const struct type *type)
{
	const char *name = strchr(entry->name, ' ') + 1;
	struct buffer text = { 0 };
	struct json json = { .out = &text };

	json_open(&json, NULL, '{');
	json_string(&json, "type", arena_copy_text(listing->arena, entry->name,
						   (size_t)(name - 1 - entry->name)));
	json_string(&json, "name", name);
	if (type) {
		json_string(&json, "from", list_origin(type));
		json_number(&json, "size", type->size);
		if (type->kind == TYPE_STRUCT)
			add_fields(listing, type, 0, &json);
		else
			add_constants(listing, type, &json);
	}
	json_close(&json, '}');
	print(listing, &text);
}
