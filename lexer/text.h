/*
 * Text: everything that was loaded, in one offset space.
 *
 * A place in any script, command line or library file is two 32-bit offsets
 * (struct span). File, line and column are computed only when somebody is
 * shown the place.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

struct arena;

/* Half-open range of offsets over all loaded text; start == end == 0 means "no place". */
struct span {
	uint32_t start;
	uint32_t end;
};

/* One loaded text. */
struct text {
	const char *name;	/* as the user knows it: a path, "-e", "stdin" */
	const char *bytes;	/* NUL-terminated after LENGTH bytes */
	uint32_t length;
	uint32_t base;		/* offset of its first byte in the common space; the first is 1 */
	uint32_t hidden_lines;	/* at its start that the user did not write: lines count from
				   behind them */
	struct text *next;
};

struct text_set {
	struct arena *arena;
	struct text *first;
	struct text *last;
};

/* A place as people read it; line and column count from 1, columns in bytes. */
struct text_place {
	const struct text *text;
	unsigned line;
	unsigned column;
	const char *line_start;	/* the line's bytes, not NUL-terminated */
	unsigned line_length;
};

/* Copies the bytes into the set's arena; returns NULL when the offset space (4 GiB) is full. */
struct text *text_add(struct text_set *set, const char *name, const char *bytes, size_t length);

/* Fills PLACE for OFFSET; false when no text holds it. */
int text_find_place(const struct text_set *set, uint32_t offset, struct text_place *place);

/* The span from the start of FIRST to the end of LAST. */
static inline struct span span_join(struct span first, struct span last)
{
	return (struct span){ .start = first.start, .end = last.end };
}
