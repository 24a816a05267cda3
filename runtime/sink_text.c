/*
 * Sink for text: what people read, byte for byte what bpftrace prints.
 */
#include "runtime/sink_internal.h"

#include "codegen/layout.h"
#include "codegen/plan.h"
#include "runtime/map_snapshot.h"
#include "runtime/render.h"

static void text_text(struct sink *sink, const char *type, const char *bytes, size_t length)
{
	(void)type;
	buffer_append(&sink->out, bytes, length);
}

static void text_value(struct sink *sink, const struct layout *layout, const void *data)
{
	render_text(sink->render, layout, data, &sink->out);
	buffer_append_char(&sink->out, '\n');
}

/* A tuple key is shown without its parentheses. */
static void append_key(const struct render *render, const struct layout *key, const void *data,
		       struct buffer *out)
{
	uint32_t i;

	if (key->kind == LAYOUT_NONE)
		return;
	buffer_append_char(out, '[');
	if (key->kind != LAYOUT_TUPLE)
		render_text(render, key, data, out);
	for (i = 0; key->kind == LAYOUT_TUPLE && i < key->child_count; i++) {
		if (i)
			buffer_append_string(out, ", ");
		render_text(render, &key->children[i],
			    (const char *)data + key->children[i].offset, out);
	}
	buffer_append_char(out, ']');
}

static bool is_histogram(const struct layout *layout)
{
	return layout->kind == LAYOUT_HIST || layout->kind == LAYOUT_LHIST;
}

static void text_map(struct sink *sink, const struct map_snapshot *snapshot)
{
	const struct plan_map *map = snapshot->map;
	bool histogram = is_histogram(&map->value);
	struct render render = *sink->render;
	uint32_t i = sink_first_entry(snapshot->entry_count, snapshot->top);
	const struct map_entry *entry;

	/* An explicit print of a histogram that nothing was ever added to shows nothing. */
	if (histogram && map->is_scalar && !snapshot->was_written)
		return;
	render.divisor = snapshot->divisor;
	for (; i < snapshot->entry_count; i++) {
		entry = &snapshot->entries[i];
		buffer_append_string(&sink->out, map->name);
		if (entry->key && !map->is_scalar)
			append_key(sink->render, &map->key, entry->key + map->key.offset,
				   &sink->out);
		buffer_append_string(&sink->out, histogram ? ":\n" : ": ");
		render_text(&render, &map->value, entry->value + map->value.offset, &sink->out);
		buffer_append_char(&sink->out, '\n');
	}
}

static void text_lost(struct sink *sink, const struct loss_summary *summary)
{
	(void)sink;
	(void)summary;
}

static void text_attached(struct sink *sink, unsigned count)
{
	(void)sink;
	(void)count;
}

const struct sink_format_row sink_text_row = {
	.text = text_text,
	.value = text_value,
	.map = text_map,
	.lost = text_lost,
	.attached = text_attached,
};
