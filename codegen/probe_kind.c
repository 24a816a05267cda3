/*
 * Probe kind: the rows of probe_kind.def as a table, and the search by name.
 */
#include "codegen/probe_kind.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

const struct probe_kind_row probe_kind_rows[PROBE_KIND_COUNT] = {
#define PROBE_KIND(identifier, word, letter, further, written, about) \
	[PROBE_##identifier] = { \
		.name = word, .alias = letter, .others = further, .syntax = written, \
		.doc = about, \
	},
#include "codegen/probe_kind.def"
#undef PROBE_KIND
};

/* Is NAME one of the WORDS, which blanks separate? */
static bool words_hold(const char *words, const char *name, size_t length)
{
	while (*words) {
		size_t word = strcspn(words, " ");

		if (word && word == length && !strncasecmp(words, name, length))
			return true;
		words += word + (words[word] == ' ');
	}
	return false;
}

enum probe_kind probe_kind_find(const char *name, size_t length)
{
	enum probe_kind kind;

	/* u and U are two. */
	for (kind = 0; kind < PROBE_KIND_COUNT; kind++)
		if (length && strlen(probe_kind_rows[kind].alias) == length &&
		    !memcmp(probe_kind_rows[kind].alias, name, length))
			return kind;
	for (kind = 0; kind < PROBE_KIND_COUNT; kind++)
		if (words_hold(probe_kind_rows[kind].name, name, length) ||
		    words_hold(probe_kind_rows[kind].alias, name, length) ||
		    words_hold(probe_kind_rows[kind].others, name, length))
			break;
	return kind;
}
