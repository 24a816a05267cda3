/*
 * Probe kinds: the providers, by name. Rows are in probe_kind.def; how a kind's
 * targets are resolved is codegen/check/resolve_*.c, how it is attached
 * runtime/attach_*.c.
 */
#pragma once

#include <stddef.h>

enum probe_kind {
#define PROBE_KIND(identifier, name, alias, others, syntax, doc) PROBE_##identifier,
#include "codegen/probe_kind.def"
#undef PROBE_KIND
	PROBE_KIND_COUNT,
};

struct probe_kind_row {
	const char *name;
	const char *alias;	/* "" for none */
	const char *others;	/* further aliases, separated by spaces */
	const char *syntax;
	const char *doc;
};

extern const struct probe_kind_row probe_kind_rows[PROBE_KIND_COUNT];

/* The kind that NAME (LENGTH bytes, any case) names by name or alias; PROBE_KIND_COUNT if none. */
enum probe_kind probe_kind_find(const char *name, size_t length);
