/*
 * Suggest: the nearest of many names.
 *
 * The candidates may be every symbol of a kernel, so the distance is computed
 * only in the band around the diagonal where it can still be small enough.
 */
#include "lexer/suggest.h"

#include <stdint.h>
#include <string.h>

/* The kernel's KSYM_NAME_LEN; nobody mistypes something longer. */
#define LONGEST_NAME 512

/* How many edits a name of LENGTH may be off and still be meant. */
static unsigned suggest_limit(size_t length)
{
	if (length < 2)
		return 0;
	if (length < 5)
		return 1;
	return length < 9 ? 2 : 3;
}

static unsigned smaller(unsigned one, unsigned other)
{
	return one < other ? one : other;
}

/* What the cells of one row are computed from. */
struct rows {
	uint16_t cells[3][LONGEST_NAME + 2];	/* row i lives in cells[i % 3] */
	const char *one, *other;
};

/* Fills row I (of ONE) between columns FROM and TO; returns its smallest cell. */
static unsigned rows_fill(struct rows *rows, unsigned i, unsigned from, unsigned to)
{
	const char *one = rows->one, *other = rows->other;
	uint16_t *row = rows->cells[i % 3];
	uint16_t *above = rows->cells[(i + 2) % 3];
	uint16_t *above_twice = rows->cells[(i + 1) % 3];
	unsigned least = UINT16_MAX, cost, j;

	for (j = from; j <= to; j++) {
		cost = above[j - 1] + (one[i - 1] != other[j - 1]);
		cost = smaller(cost, above[j] + 1u);
		cost = smaller(cost, row[j - 1] + 1u);
		if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
			cost = smaller(cost, above_twice[j - 2] + 1u);
		row[j] = (uint16_t)cost;
		least = smaller(least, cost);
	}
	return least;
}

unsigned suggest_distance(const char *one, const char *other, unsigned limit)
{
	size_t rows_needed = strlen(one), columns = strlen(other);
	size_t gap = rows_needed > columns ? rows_needed - columns : columns - rows_needed;
	struct rows rows;
	unsigned i, j, from, to;

	if (strcmp(one, other) == 0)
		return 0;
	if (limit > LONGEST_NAME)
		limit = LONGEST_NAME;
	if (gap > limit || rows_needed > LONGEST_NAME || columns > LONGEST_NAME)
		return limit + 1;

	rows.one = one;
	rows.other = other;
	for (j = 0; j <= columns; j++)
		rows.cells[0][j] = (uint16_t)j;
	for (i = 1; i <= rows_needed; i++) {
		from = i > limit ? i - limit : 1;
		to = smaller(i + limit, (unsigned)columns);
		/* Outside the band every cell is out of reach. */
		rows.cells[i % 3][from - 1] = (uint16_t)(from == 1 ? i : limit + 1);
		if (rows_fill(&rows, i, from, to) > limit && rows.cells[i % 3][from - 1] > limit)
			return limit + 1;
		if (to < columns)
			rows.cells[i % 3][to + 1] = (uint16_t)(limit + 1);
	}
	return smaller(rows.cells[rows_needed % 3][columns], limit + 1);
}

void suggest_start(struct suggest *suggest, const char *wanted)
{
	*suggest = (struct suggest){
		.wanted = wanted,
		.distance = suggest_limit(strlen(wanted)) + 1,
	};
}

void suggest_offer(struct suggest *suggest, const char *candidate)
{
	unsigned distance;

	if (suggest->distance == 0)
		return;
	distance = suggest_distance(suggest->wanted, candidate, suggest->distance - 1);
	if (distance < suggest->distance) {
		suggest->distance = distance;
		suggest->best = candidate;
	}
}
