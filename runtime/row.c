/*
 * Row: columns by their types. Rows whose columns have equal names share the
 * widest of each and one header.
 */
#include "runtime/row.h"

#include <stdlib.h>
#include <string.h>

#include "codegen/display.h"
#include "codegen/form.h"
#include "codegen/plan.h"

enum { WIDTH_TEXT = 24, WIDTH_NAMES = 16, WIDTH_FLAGS = 24, WIDTH_PARTS = 16 };

struct rows {
	const struct plan *plan;
	struct row *rows;		/* by event */
};

struct width {
	uint32_t columns;
	bool is_right;
};

/* What kinds of which the layout says no more take; the others have functions. */
static const struct width kind_widths[] = {
	[LAYOUT_BOOLEAN] = { 5, false },
	[LAYOUT_POINTER] = { 18, false },
	[LAYOUT_BUFFER] = { WIDTH_TEXT, false },
	[LAYOUT_WORDS] = { WIDTH_TEXT, false },
	[LAYOUT_TUPLE] = { WIDTH_PARTS, false },
	[LAYOUT_STRUCT] = { WIDTH_PARTS, false },
	[LAYOUT_ARRAY] = { WIDTH_PARTS, false },
	[LAYOUT_KERNEL_SYMBOL] = { 24, false },
	[LAYOUT_USER_SYMBOL] = { 24, false },
	[LAYOUT_TIMESTAMP] = { 19, false },
	[LAYOUT_PATH] = { 40, false },
	[LAYOUT_ARGUMENTS] = { 60, false },
	[LAYOUT_LHIST] = { 0, false },	/* the last kind: a column without a width */
};

static const uint32_t display_widths[DISPLAY_KINDS] = {
	[DISPLAY_NAME] = 16, [DISPLAY_TASK] = 20, [DISPLAY_INODE] = 14, [DISPLAY_CRED] = 20,
	[DISPLAY_SUPER_BLOCK] = 14, [DISPLAY_SOCKET] = 44, [DISPLAY_SOCKET_ADDRESS] = 21,
	[DISPLAY_ADDRESS] = 15,
};

static const uint32_t address_widths[ADDRESS_FORMS] = {
	[ADDRESS_IPV4] = 15, [ADDRESS_IPV6] = 39, [ADDRESS_SOCKET] = 21,
	[ADDRESS_INTERNET] = 15,
};

static uint32_t smaller(uint32_t one, uint32_t other)
{
	return one < other ? one : other;
}

/* Numbers are mostly far smaller than their types allow. */
static uint32_t integer_width(uint32_t size)
{
	return size <= 1 ? 4 : size <= 2 ? 6 : size <= 4 ? 7 : 8;
}

static uint32_t enum_width(const struct layout *layout)
{
	uint32_t longest = 0;

	if (layout->is_flags)
		return WIDTH_FLAGS;
	for (uint32_t i = 0; i < layout->enumerator_count; i++)
		if (strlen(layout->enumerators[i].name) > longest)
			longest = (uint32_t)strlen(layout->enumerators[i].name);
	return smaller(longest, WIDTH_NAMES);
}

static struct width width_of(const struct layout *layout)
{
	switch (layout->kind) {
	case LAYOUT_INTEGER:
		return (struct width){ integer_width(layout->size), true };
	case LAYOUT_ENUM:
		return (struct width){ enum_width(layout), false };
	case LAYOUT_STRING:
		return (struct width){ smaller(layout->size ? layout->size - 1 : 0, WIDTH_TEXT),
				       false };
	case LAYOUT_FORM:
		return (struct width){ form_rows[layout->mode].width,
				       form_rows[layout->mode].is_right };
	case LAYOUT_DISPLAY:
		return (struct width){ display_widths[layout->mode], false };
	case LAYOUT_ADDRESS:
		return (struct width){ address_widths[layout->mode], false };
	case LAYOUT_INTERNED:
		return width_of(&layout->children[0]);
	default:
		return kind_widths[layout->kind];
	}
}

static void take_width(struct row_column *column, const struct layout *layout)
{
	struct width width = width_of(layout);

	if (width.columns > column->width)
		column->width = width.columns;
	column->is_right &= width.is_right;
}

static bool has_equal_names(const struct plan_event *one, const struct plan_event *other)
{
	if (!plan_event_is_row(other->kind) || one->value_count != other->value_count)
		return false;
	for (uint32_t i = 0; i < one->value_count; i++)
		if (strcmp(one->values[i].name, other->values[i].name))
			return false;
	return true;
}

/* The columns of event INDEX, as wide as all events with the same names want them. */
static void fill_row(struct rows *rows, uint32_t index)
{
	const struct plan *plan = rows->plan;
	const struct plan_event *event = &plan->events[index];
	struct row_column *columns = calloc(event->value_count + 1, sizeof(*columns));
	struct row *row = &rows->rows[index];

	if (!columns)
		abort();
	for (uint32_t i = 0; i < event->value_count; i++) {
		columns[i].layout = &event->values[i];
		columns[i].width = (uint32_t)strlen(event->values[i].name);
		columns[i].is_right = true;
	}
	for (uint32_t other = 0; other < plan->event_count; other++) {
		if (!has_equal_names(event, &plan->events[other]))
			continue;
		if (!row->shape)
			row->shape = other + 1;
		for (uint32_t i = 0; i < event->value_count; i++)
			take_width(&columns[i], &plan->events[other].values[i]);
	}
	row->column_count = event->value_count;
	row->columns = columns;
}

struct rows *rows_open(const struct plan *plan)
{
	struct rows *rows = calloc(1, sizeof(*rows));

	if (!rows)
		abort();
	rows->plan = plan;
	rows->rows = calloc(plan->event_count + 1, sizeof(rows->rows[0]));
	if (!rows->rows)
		abort();
	for (uint32_t i = 0; i < plan->event_count; i++)
		if (plan_event_is_row(plan->events[i].kind))
			fill_row(rows, i);
	return rows;
}

void rows_close(struct rows *rows)
{
	for (uint32_t i = 0; i < rows->plan->event_count; i++)
		free((void *)rows->rows[i].columns);
	free(rows->rows);
	free(rows);
}

const struct row *rows_find(const struct rows *rows, const struct plan_event *event)
{
	return &rows->rows[event - rows->plan->events];
}
