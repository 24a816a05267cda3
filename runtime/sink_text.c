/*
 * Sink for text: what people read, byte for byte what bpftrace prints.
 */
#include "runtime/sink_internal.h"

#include <ctype.h>
#include <string.h>

#include "codegen/layout.h"
#include "codegen/plan.h"
#include "lexer/utf8.h"
#include "runtime/map_snapshot.h"
#include "runtime/recorder.h"
#include "runtime/render.h"
#include "runtime/row.h"

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

/* ---- rows ---- */

/* How far along its line a row is, and how far it should be. */
struct line {
	struct buffer *out;
	uint32_t at;		/* columns of the terminal */
	uint32_t end;		/* of the cell being written */
};

static void append_blanks(struct line *line, uint32_t count)
{
	for (; count; count--, line->at++)
		buffer_append_char(line->out, ' ');
}

/* Puts COUNT blanks before what was written from START on. */
static void insert_blanks(struct line *line, size_t start, uint32_t count)
{
	size_t length = line->out->length - start;

	append_blanks(line, count);
	memmove(line->out->data + start + count, line->out->data + start, length);
	memset(line->out->data + start, ' ', count);
}

static uint32_t columns_of(const char *bytes, size_t length)
{
	uint32_t columns = 0, character;
	unsigned taken;

	for (size_t at = 0; at < length; at += taken) {
		taken = 1;
		if (!((unsigned char)bytes[at] & 0x80)) {
			columns++;
			continue;
		}
		taken = utf8_decode(bytes + at, length - at, &character);
		columns += taken > 1 ? utf8_width(character) : 1;
		taken = taken ? taken : 1;
	}
	return columns;
}

/* What pushes its successors is made up for where they are shorter than their columns. */
static void begin_cell(struct line *line, const struct row *row, uint32_t index)
{
	if (index)
		append_blanks(line, 1);
	line->end += row->columns[index].width + (index != 0);
}

/* Aligns the cell whose text begins at START; nothing follows the last one. */
static void end_cell(struct line *line, const struct row *row, uint32_t index, size_t start)
{
	uint32_t room;

	if (line->out->length > start)
		line->at += columns_of(line->out->data + start, line->out->length - start);
	room = line->at < line->end ? line->end - line->at : 0;
	if (row->columns[index].is_right)
		insert_blanks(line, start, room);
	else if (index + 1 < row->column_count)
		append_blanks(line, room);
}

static void append_header(const struct row *row, struct buffer *out)
{
	struct line line = { .out = out };

	for (uint32_t i = 0; i < row->column_count; i++) {
		const char *name = row->columns[i].layout->name;
		size_t start;

		begin_cell(&line, row, i);
		start = out->length;
		for (; *name; name++)
			buffer_append_char(out, (char)toupper((unsigned char)*name));
		end_cell(&line, row, i, start);
	}
	buffer_append_char(out, '\n');
}

/* A row is one line, whatever names are in it: programs that read lines count on it. */
static void text_row(struct sink *sink, const struct row *row, const void *record)
{
	struct line line = { .out = &sink->out };
	struct render render = *sink->render;

	render.is_line = true;
	if (!sink->no_header && sink->shape != row->shape)
		append_header(row, &sink->out);
	sink->shape = row->shape;
	for (uint32_t i = 0; i < row->column_count; i++) {
		const struct layout *value = row->columns[i].layout;
		size_t start;

		begin_cell(&line, row, i);
		start = sink->out.length;
		render_text(&render, value, (const char *)record + value->offset, &sink->out);
		end_cell(&line, row, i, start);
	}
	buffer_append_char(&sink->out, '\n');
}

/* ---- maps ---- */

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

static void append_record(struct sink *sink, const struct record_list *list,
			  const struct recorded *entry)
{
	const struct layout *value = &entry->event->values[0];
	const struct plan_map *map = list->map;

	if (!list->is_one_key) {
		buffer_append_string(&sink->out, map->name);
		if (entry->key)
			append_key(sink->render, &map->key, entry->key + map->key.offset,
				   &sink->out);
		buffer_append_string(&sink->out, ": ");
	}
	render_text(sink->render, value, list->data.data + entry->offset + value->offset,
		    &sink->out);
	buffer_append_char(&sink->out, '\n');
}

/* Rows come in their columns, without the recorder's name. */
static void text_records(struct sink *sink, const struct record_list *list)
{
	const struct recorded *entry = recorder_entries(list);

	for (uint32_t i = 0; i < list->count; i++, entry++)
		if (plan_event_is_row(entry->event->kind))
			text_row(sink, rows_find(list->rows, entry->event),
				 list->data.data + entry->offset);
		else
			append_record(sink, list, entry);
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
	.row = text_row,
	.map = text_map,
	.records = text_records,
	.lost = text_lost,
	.attached = text_attached,
};
