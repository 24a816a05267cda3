/*
 * Sink for folded stacks: every entry of a map is a line `a;b;c N`, as the programs that
 * draw flame graphs read it. The parts of a key come first, then its stacks from the
 * outermost frame on; lines that came out the same are added up.
 *
 * Everything else that a script prints would be taken for stacks there. It goes to
 * standard error as text.
 */
#include "runtime/sink_internal.h"

#include <stdlib.h>
#include <string.h>

#include "codegen/layout.h"
#include "codegen/plan.h"
#include "runtime/map_snapshot.h"
#include "runtime/render.h"

struct fold {
	char *text;
	uint64_t number;
	bool is_signed;
};

/* ---- one line ---- */

/* The order in which the parts of a key stand: the user's frames called the kernel's. */
enum part { PART_OTHER, PART_USER_STACK, PART_KERNEL_STACK, PARTS };

static enum part part_of(const struct layout *layout)
{
	if (layout->kind == LAYOUT_INTERNED && layout->child_count)
		return part_of(&layout->children[0]);
	if (layout->kind != LAYOUT_STACK)
		return PART_OTHER;
	return layout->is_user ? PART_USER_STACK : PART_KERNEL_STACK;
}

/* A part that has nothing to show, such as the kernel's stack of a program's own code, is left out. */
static void append_part(const struct render *render, const struct layout *layout,
			const void *data, struct buffer *out)
{
	size_t start;

	if (out->length)
		buffer_append_char(out, ';');
	start = out->length;
	render_folded(render, layout, data, out);
	if (out->length == start && start)
		out->data[--out->length] = '\0';
}

static void append_key(const struct render *render, const struct layout *key, const void *data,
		       struct buffer *out)
{
	if (key->kind != LAYOUT_TUPLE) {
		append_part(render, key, data, out);
		return;
	}
	for (unsigned part = 0; part < PARTS; part++)
		for (uint32_t i = 0; i < key->child_count; i++)
			if (part_of(&key->children[i]) == part)
				append_part(render, &key->children[i],
					    (const char *)data + key->children[i].offset, out);
}

/* The map's name tells several maps apart; the one that is called @ is alone. */
static void append_line(const struct render *render, const struct plan_map *map,
			const struct map_entry *entry, struct buffer *out)
{
	if (strcmp(map->name, "@"))
		buffer_append_string(out, map->name);
	if (entry->key && !map->is_scalar)
		append_key(render, &map->key, entry->key + map->key.offset, out);
	if (!out->length)
		buffer_append_string(out, map->name);
}

/* ---- all of them ---- */

static bool is_number(const struct layout *layout)
{
	switch (layout->kind) {
	case LAYOUT_INTEGER:
		return layout->size <= 8;
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

static int compare(const void *one, const void *other)
{
	return strcmp(((const struct fold *)one)->text, ((const struct fold *)other)->text);
}

static void write_folds(const struct fold *folds, uint32_t count, struct buffer *out)
{
	uint64_t sum;
	uint32_t i;

	for (i = 0; i < count; i++) {
		sum = folds[i].number;
		while (i + 1 < count && !strcmp(folds[i].text, folds[i + 1].text))
			sum += folds[++i].number;
		buffer_append_string(out, folds[i].text);
		if (folds[i].is_signed)
			buffer_printf(out, " %lld\n", (long long)sum);
		else
			buffer_printf(out, " %llu\n", (unsigned long long)sum);
	}
}

static void folded_map(struct sink *sink, const struct map_snapshot *snapshot)
{
	const struct plan_map *map = snapshot->map;
	uint32_t first = sink_first_entry(snapshot->entry_count, snapshot->top), i, count = 0;
	struct render render = *sink->render;
	struct fold *folds;
	struct buffer line = { 0 };

	if (!is_number(&map->value)) {
		sink_text_row.map(sink->aside, snapshot);
		return;
	}
	folds = calloc(snapshot->entry_count - first + 1, sizeof(*folds));
	if (!folds)
		abort();
	render.divisor = snapshot->divisor;
	for (i = first; i < snapshot->entry_count; i++) {
		const struct map_entry *entry = &snapshot->entries[i];

		buffer_clear(&line);
		append_line(sink->render, map, entry, &line);
		folds[count].text = strdup(line.data);
		if (!folds[count].text)
			abort();
		folds[count].is_signed = render_number_is_signed(&map->value);
		folds[count++].number = render_number(&render, &map->value,
						      entry->value + map->value.offset);
	}
	qsort(folds, count, sizeof(*folds), compare);
	write_folds(folds, count, &sink->out);
	for (i = 0; i < count; i++)
		free(folds[i].text);
	free(folds);
	buffer_release(&line);
}

/* ---- what is no map ---- */

static void folded_text(struct sink *sink, const char *type, const char *bytes, size_t length)
{
	sink_text_row.text(sink->aside, type, bytes, length);
}

static void folded_value(struct sink *sink, const struct layout *layout, const void *data)
{
	sink_text_row.value(sink->aside, layout, data);
}

static void folded_row(struct sink *sink, const struct row *row, const void *record)
{
	sink_text_row.row(sink->aside, row, record);
}

static void folded_lost(struct sink *sink, const struct loss_summary *summary)
{
	sink_text_row.lost(sink->aside, summary);
}

static void folded_attached(struct sink *sink, unsigned count)
{
	sink_text_row.attached(sink->aside, count);
}

const struct sink_format_row sink_folded_row = {
	.text = folded_text,
	.value = folded_value,
	.row = folded_row,
	.map = folded_map,
	.lost = folded_lost,
	.attached = folded_attached,
};
