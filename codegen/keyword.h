/*
 * Keyword: the words of the language that are no builtins, and the settings, as help and
 * completion tell of them.
 */
#pragma once

#include <stddef.h>

struct keyword {
	const char *name;
	const char *behind;	/* what completion writes behind it; NULL: it is not completed in a body */
	const char *syntax;
	const char *doc;
};

/* In the order of names. */
extern const struct keyword keywords[];
extern const size_t keyword_count;

/* A key of the config block. */
struct setting_name {
	const char *name, *doc;
};

extern const struct setting_name setting_names[];
extern const size_t setting_name_count;

/* The row of NAME; NULL when there is none. */
const struct keyword *keyword_find(const char *name);
const struct setting_name *setting_name_find(const char *name);
