/*
 * Feature probe: what the running kernel can do, found out by trying.
 */
#pragma once

#include <stdbool.h>

#include "codegen/target/feature.h"

struct feature_probe {
	bool asked[FEATURE_COUNT];
	long answers[FEATURE_COUNT];
};

/*
 * The value of FEATURE (0: no), tried at its first question. CONTEXT is a struct
 * feature_probe, zeroed at first.
 */
long feature_probe_ask(void *context, enum feature feature);
