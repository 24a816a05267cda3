/*
 * Row: the columns of what emit() prints and row() records, where each begins on a line, and which
 * rows may stand below the same header.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct layout;
struct plan;
struct plan_event;

struct row_column {
	const struct layout *layout;	/* its name too */
	uint32_t width;			/* as far as the header goes; longer values push */
	bool is_right;			/* numbers end where the column ends */
};

struct row {
	uint32_t shape;			/* equal for rows of equal names; from 1 */
	uint32_t column_count;
	const struct row_column *columns;
};

struct rows;

/* The rows of all events of PLAN, which has to live as long; the caller closes them. */
struct rows *rows_open(const struct plan *plan);
void rows_close(struct rows *rows);

/* The row of EVENT, which is one of the plan and an emit() or row(). */
const struct row *rows_find(const struct rows *rows, const struct plan_event *event);
