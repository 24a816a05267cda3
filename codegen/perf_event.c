/*
 * Perf event: the rows of perf_event.def as a table, and the search by name.
 */
#include "codegen/perf_event.h"

#include <linux/perf_event.h>
#include <stdbool.h>
#include <string.h>

const struct perf_event_row perf_event_rows[] = {
#define PERF_EVENT(identifier, word, other, number, count, about) \
	{ \
		.kind = PROBE_##identifier, .name = word, .alias = other, \
		.config = PERF_COUNT_##number, .period = count, .doc = about, \
	},
#include "codegen/perf_event.def"
#undef PERF_EVENT
	{ .name = NULL },
};

static bool is_word(const char *word, const char *name, size_t length)
{
	return strlen(word) == length && !memcmp(word, name, length);
}

const struct perf_event_row *perf_event_find(enum probe_kind kind, const char *name,
					     size_t length)
{
	const struct perf_event_row *row;

	for (row = perf_event_rows; row->name; row++)
		if (row->kind == kind && length &&
		    (is_word(row->name, name, length) || is_word(row->alias, name, length)))
			return row;
	return NULL;
}
