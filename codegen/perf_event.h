/*
 * Perf event: the names of what the kernel (software) and the processor (hardware)
 * count. Rows are in perf_event.def.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "codegen/probe_kind.h"

struct perf_event_row {
	enum probe_kind kind;	/* PROBE_SOFTWARE or PROBE_HARDWARE */
	const char *name;
	const char *alias;	/* "" for none */
	uint64_t config;	/* its number to perf_event_open */
	uint64_t period;	/* how many from one run to the next, unless the head says */
	const char *doc;
};

/* By kind, then by name; ended by a row without a name. */
extern const struct perf_event_row perf_event_rows[];

/* The row of KIND that has this name or alias (LENGTH bytes), or NULL. */
const struct perf_event_row *perf_event_find(enum probe_kind kind, const char *name,
					     size_t length);
