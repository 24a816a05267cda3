/*
 * Head: providers that are left out or stand for several, and quotes. Which words are
 * providers the parser does not know.
 */
#include "codegen/check/head.h"

#include <fnmatch.h>
#include <string.h>

#include "codegen/check/checker.h"
#include "codegen/probe_kind.h"

bool head_is_provider_pattern(const char *provider)
{
	enum probe_kind kind;

	if (!strchr(provider, '*'))
		return false;
	for (kind = 0; kind < PROBE_KIND_COUNT; kind++)
		if (!fnmatch(provider, probe_kind_rows[kind].name, FNM_CASEFOLD))
			return true;
	return false;
}

static bool is_provider(const char *word)
{
	return probe_kind_find(word, strlen(word)) != PROBE_KIND_COUNT ||
	       head_is_provider_pattern(word);
}

/* POINT, with the provider of BEFORE if it has none; BEFORE is NULL for the first of a chain. */
static struct attach_point *complete(struct arena *arena, const struct attach_point *point,
				     const struct attach_point *before)
{
	struct attach_point *copy = ARENA_NEW(arena, struct attach_point);

	*copy = *point;
	if (!before || is_provider(point->provider) || !is_provider(before->provider))
		return copy;
	copy->left_out = point->provider;
	copy->provider = before->provider;
	copy->target = arena_printf(arena, "%s%s%s", point->provider, *point->target ? ":" : "",
				    point->target);
	return copy;
}

struct attach_point *head_complete(struct checker *checker, const struct attach_point *points)
{
	struct attach_point *first = NULL, **end = &first, *before;
	const struct attach_point *point;

	for (; points; points = points->next, end = &(*end)->next) {
		before = *end = complete(checker->arena, points, NULL);
		for (point = points->alternative; point; point = point->alternative) {
			before->alternative = complete(checker->arena, point, before);
			before = before->alternative;
		}
	}
	return first;
}

size_t head_part(const char *text)
{
	bool is_quoted = false;
	size_t length;

	for (length = 0; text[length]; length++) {
		if (text[length] == '"')
			is_quoted = !is_quoted;
		if (text[length] == ':' && !is_quoted)
			break;
	}
	return length;
}

const char *head_unquote(struct arena *arena, const char *text, size_t length)
{
	char *copy = arena_copy_text(arena, text, length), *to = copy;
	const char *from;

	for (from = copy; *from; from++)
		if (*from != '"')
			*to++ = *from;
	*to = '\0';
	return copy;
}
