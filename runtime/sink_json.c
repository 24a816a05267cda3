/*
 * Sink for JSON: one object a line, {"type": …, "data": …}, the loss summary last.
 */
#include "runtime/sink_internal.h"

#include <stdlib.h>
#include <string.h>

#include "codegen/layout.h"
#include "codegen/plan.h"
#include "runtime/map_snapshot.h"
#include "runtime/recorder.h"
#include "runtime/render.h"
#include "runtime/row.h"

static void append_head(struct buffer *out, const char *type)
{
	buffer_append_string(out, "{\"type\": \"");
	buffer_append_string(out, type);
	buffer_append_string(out, "\", ");
}

static void json_text(struct sink *sink, const char *type, const char *bytes, size_t length)
{
	if (!type)
		return;
	append_head(&sink->out, type);
	render_json_text("data", strlen("data"), bytes, length, &sink->out);
	buffer_append_string(&sink->out, "}\n");
}

static void json_message(struct sink *sink, const struct sink_message *message)
{
	append_head(&sink->out, message->type);
	render_json_text("msg", strlen("msg"), message->text, strlen(message->text), &sink->out);
	if (message->file) {
		buffer_append_string(&sink->out, ", ");
		render_json_text("filename", strlen("filename"), message->file,
				 strlen(message->file), &sink->out);
		buffer_printf(&sink->out, ", \"line\": %u, \"col\": %u", message->line,
			      message->column);
	}
	buffer_append_string(&sink->out, "}\n");
}

static void json_value(struct sink *sink, const struct layout *layout, const void *data)
{
	append_head(&sink->out, "value");
	render_json_member(sink->render, "data", strlen("data"), layout, data, &sink->out);
	buffer_append_string(&sink->out, "}\n");
}

static void append_columns(struct sink *sink, const struct row *row, const void *record)
{
	buffer_append_char(&sink->out, '{');
	for (uint32_t i = 0; i < row->column_count; i++) {
		const struct layout *value = row->columns[i].layout;

		if (i)
			buffer_append_string(&sink->out, ", ");
		render_json_member(sink->render, value->name, strlen(value->name), value,
				   (const char *)record + value->offset, &sink->out);
	}
	buffer_append_char(&sink->out, '}');
}

static void json_row(struct sink *sink, const struct row *row, const void *record)
{
	append_head(&sink->out, "row");
	buffer_append_string(&sink->out, "\"data\": ");
	append_columns(sink, row, record);
	buffer_append_string(&sink->out, "}\n");
}

static const char *map_type(const struct layout *value)
{
	switch (value->kind) {
	case LAYOUT_HIST:
	case LAYOUT_LHIST:
		return "hist";
	case LAYOUT_AVG:
	case LAYOUT_STATS:
		return "stats";
	default:
		return "map";
	}
}

/* A key as the name of a member: "1,abc". */
static void append_key_text(const struct render *render, const struct layout *key,
			    const void *data, struct buffer *text)
{
	uint32_t i;

	if (key->kind != LAYOUT_TUPLE) {
		render_text(render, key, data, text);
		return;
	}
	for (i = 0; i < key->child_count; i++) {
		if (i)
			buffer_append_char(text, ',');
		render_text(render, &key->children[i],
			    (const char *)data + key->children[i].offset, text);
	}
}

static struct render key_render_of(const struct sink *sink)
{
	struct render render = *sink->render;

	render.compact = true;
	render.escape = false;
	return render;
}

/*
 * The names that an object has so far, by their hashes: keys that differ can read alike
 * (addresses in one function, a comma in a text), names in one object must not.
 */
struct names {
	uint64_t *hashes;	/* 0: free */
	uint32_t mask;
};

static struct names names_open(uint32_t count)
{
	struct names names = { .mask = 15 };

	while (names.mask / 2 < count)
		names.mask = names.mask * 2 + 1;
	names.hashes = calloc((size_t)names.mask + 1, sizeof(names.hashes[0]));
	if (!names.hashes)
		abort();
	return names;
}

/* False if the name is there already. */
static bool names_add(struct names *names, const struct buffer *name)
{
	uint64_t hash = 0xcbf29ce484222325;	/* FNV-1a */
	uint32_t at;

	for (size_t i = 0; i < name->length; i++)
		hash = (hash ^ (unsigned char)name->data[i]) * 0x100000001b3;
	hash += !hash;
	for (at = (uint32_t)hash & names->mask; names->hashes[at]; at = (at + 1) & names->mask)
		if (names->hashes[at] == hash)
			return false;
	names->hashes[at] = hash;
	return true;
}

/* Makes KEY a name that the object does not have: `KEY <#2>` for the second that reads so. */
static void make_unique(struct names *names, struct buffer *key)
{
	size_t length = key->length;

	for (unsigned number = 2; !names_add(names, key); number++) {
		key->length = length;
		buffer_printf(key, " <#%u>", number);
	}
}

static void append_entries(struct sink *sink, const struct map_snapshot *snapshot,
			   const struct render *value_render)
{
	const struct plan_map *map = snapshot->map;
	uint32_t first = sink_first_entry(snapshot->entry_count, snapshot->top), i;
	struct render key_render = key_render_of(sink);
	struct names names = names_open(snapshot->entry_count);
	struct buffer key = { 0 };
	const struct map_entry *entry;

	for (i = first; i < snapshot->entry_count; i++) {
		entry = &snapshot->entries[i];
		if (i > first)
			buffer_append_string(&sink->out, ", ");
		buffer_clear(&key);
		append_key_text(&key_render, &map->key, entry->key + map->key.offset, &key);
		render_json_mark_key(&key);
		make_unique(&names, &key);
		render_json_member(value_render, key.data ? key.data : "", key.length,
				   &map->value, entry->value + map->value.offset, &sink->out);
	}
	buffer_release(&key);
	free(names.hashes);
}

static void json_map(struct sink *sink, const struct map_snapshot *snapshot)
{
	const struct plan_map *map = snapshot->map;
	const char *type = map_type(&map->value);
	struct render render = *sink->render;

	if (snapshot->entry_count == 0)
		return;
	if (map->is_scalar && !snapshot->was_written && strcmp(type, "hist") == 0)
		return;
	render.divisor = snapshot->divisor;
	append_head(&sink->out, type);
	buffer_append_string(&sink->out, "\"data\": {");
	if (map->is_scalar) {
		render_json_member(&render, map->name, strlen(map->name), &map->value,
				   snapshot->entries[0].value + map->value.offset, &sink->out);
	} else {
		buffer_append_char(&sink->out, '"');
		render_json_bytes(map->name, strlen(map->name), &sink->out);
		buffer_append_string(&sink->out, "\": {");
		append_entries(sink, snapshot, &render);
		buffer_append_char(&sink->out, '}');
	}
	buffer_append_string(&sink->out, "}}\n");
}

/* "NAME": what the record has. */
static void append_recorded(struct sink *sink, const struct record_list *list,
			    const struct recorded *entry, const char *name, size_t length)
{
	const char *record = list->data.data + entry->offset;
	const struct layout *value = &entry->event->values[0];

	if (!plan_event_is_row(entry->event->kind)) {
		render_json_member(sink->render, name, length, value, record + value->offset,
				   &sink->out);
		return;
	}
	buffer_append_char(&sink->out, '"');
	render_json_bytes(name, length, &sink->out);
	buffer_append_string(&sink->out, "\": ");
	append_columns(sink, rows_find(list->rows, entry->event), record);
}

/* {"type": "record", "data": {"@r": {"KEY": VALUE}}}; without keys {"@r": VALUE}. */
static void append_record(struct sink *sink, const struct record_list *list,
			  const struct recorded *entry, const struct render *key_render,
			  struct buffer *key)
{
	const struct plan_map *map = list->map;

	append_head(&sink->out, "record");
	buffer_append_string(&sink->out, "\"data\": {");
	if (!entry->key) {
		append_recorded(sink, list, entry, map->name, strlen(map->name));
	} else {
		buffer_clear(key);
		append_key_text(key_render, &map->key, entry->key + map->key.offset, key);
		render_json_mark_key(key);
		buffer_append_char(&sink->out, '"');
		render_json_bytes(map->name, strlen(map->name), &sink->out);
		buffer_append_string(&sink->out, "\": {");
		append_recorded(sink, list, entry, key->data ? key->data : "", key->length);
		buffer_append_char(&sink->out, '}');
	}
	buffer_append_string(&sink->out, "}}\n");
}

static void json_records(struct sink *sink, const struct record_list *list)
{
	const struct recorded *entries = recorder_entries(list);
	struct render key_render = key_render_of(sink);
	struct buffer key = { 0 };

	for (uint32_t i = 0; i < list->count; i++)
		append_record(sink, list, &entries[i], &key_render, &key);
	buffer_release(&key);
}

static void json_lost(struct sink *sink, const struct loss_summary *summary)
{
	struct buffer *out = &sink->out;

	buffer_printf(out, "{\"type\":\"summary\",\"outputs\":%llu,\"delivered\":%llu,",
		      (unsigned long long)summary->outputs,
		      (unsigned long long)summary->delivered);
	buffer_printf(out, "\"lost\":{\"ringbuf\":%llu,\"map_full\":%llu,\"output\":%llu},",
		      (unsigned long long)summary->lost_ringbuf,
		      (unsigned long long)summary->lost_map_full,
		      (unsigned long long)summary->lost_output);
	buffer_printf(out, "\"degraded\":{\"fault\":%llu,\"truncated\":%llu},\"missed\":",
		      (unsigned long long)summary->fault,
		      (unsigned long long)summary->truncated);
	/* What ktrace itself noticed is told where the kernel keeps silent. */
	if (summary->missed_known || summary->missed)
		buffer_printf(out, "%llu", (unsigned long long)summary->missed);
	else
		buffer_append_string(out, "null");
	buffer_append_string(out, "}\n");
}

static void json_attached(struct sink *sink, unsigned count)
{
	append_head(&sink->out, "attached_probes");
	buffer_printf(&sink->out, "\"count\": %u, \"data\": {\"probes\": %u}}\n", count, count);
}

const struct sink_format_row sink_json_row = {
	.text = json_text,
	.message = json_message,
	.value = json_value,
	.row = json_row,
	.map = json_map,
	.records = json_records,
	.lost = json_lost,
	.attached = json_attached,
};
