/*
 * Features: the names of what is probed rather than read. The rows are in
 * feature.def; the probes are in runtime/feature_probe.c.
 */
#pragma once

enum feature {
#define FEATURE(identifier, name, description, since) FEATURE_##identifier,
#include "codegen/target/feature.def"
#undef FEATURE
	FEATURE_COUNT,
};

struct feature_row {
	const char *name;
	const char *description;
	const char *since;	/* first kernel release */
};

extern const struct feature_row feature_rows[FEATURE_COUNT];

/* The feature of that name, or FEATURE_COUNT. */
enum feature feature_find(const char *name);
