/*
 * Feature: the rows of feature.def as a table.
 */
#include "codegen/target/feature.h"

#include <string.h>

const struct feature_row feature_rows[FEATURE_COUNT] = {
#define FEATURE(identifier, text, about, release) \
	[FEATURE_##identifier] = { .name = text, .description = about, .since = release },
#include "codegen/target/feature.def"
#undef FEATURE
};

enum feature feature_find(const char *name)
{
	enum feature feature;

	for (feature = 0; feature < FEATURE_COUNT; feature++)
		if (!strcmp(feature_rows[feature].name, name))
			break;
	return feature;
}
