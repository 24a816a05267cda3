/*
 * List: what `-l` prints: a pattern's parts one after the other. A provider collects its
 * probes (list_collect.c), what is known of them is found (list_detail.c) and printed
 * (list_show.c).
 */
#include "runtime/list.h"

#include <errno.h>
#include <regex.h>
#include <string.h>

#include "lexer/arena.h"
#include "lexer/suggest.h"
#include "runtime/list_internal.h"
#include "runtime/message.h"

static bool is_type_pattern(const char *item)
{
	return !strncmp(item, "struct ", 7) || !strncmp(item, "union ", 6) ||
	       !strncmp(item, "enum ", 5);
}

/* ---- regular expressions ---- */

/* Where the `/RE/` begins that ends ITEM, behind a colon or a blank; NULL when a glob stands there. */
static const char *find_expression(const char *item)
{
	const char *at = item + strlen(item) - 1;

	if (*at != '/' || at - item < 2)
		return NULL;
	while (at > item && at[-1] != ':' && at[-1] != ' ')
		at--;
	return *at == '/' && at[1] && at[2] ? at : NULL;
}

/* Behind `struct ` and the like. */
static const char *bare_name(const char *name)
{
	const char *blank = is_type_pattern(name) ? strchr(name, ' ') : NULL;

	return blank ? blank + 1 : name;
}

/* Keeps the entries whose names, without what stands before them, match. */
static int keep_matches(struct listing *listing, const char *expression)
{
	const char *text = arena_copy_text(listing->arena, expression + 1, strlen(expression) - 2);
	regex_t regex;
	char why[128];
	size_t kept = 0;
	int error = regcomp(&regex, text, REG_EXTENDED | REG_NOSUB);

	if (error) {
		regerror(error, &regex, why, sizeof(why));
		message_error("/%s/ is no regular expression: %s", text, why);
		listing->count = 0;
		return -EINVAL;
	}
	for (size_t i = 0; i < listing->count; i++)
		if (!regexec(&regex, bare_name(listing->entries[i].name), 0, NULL, 0))
			listing->entries[kept++] = listing->entries[i];
	listing->count = kept;
	regfree(&regex);
	return 0;
}

static int collect_item(struct listing *listing, const char *item)
{
	const char *colon = strchr(item, ':');

	if (is_type_pattern(item))
		list_collect_types(listing, item);
	else if (colon)
		return list_collect_provider(listing, item, (size_t)(colon - item), colon + 1);
	else
		list_collect_everywhere(listing, item);
	return 0;
}

static int list_item(struct listing *listing, const char *item)
{
	const char *expression = find_expression(item);
	int result, error = 0;

	if (expression)
		item = arena_printf(listing->arena, "%.*s*", (int)(expression - item), item);
	result = collect_item(listing, item);
	if (expression)
		error = keep_matches(listing, expression);
	if (is_type_pattern(item))
		list_show_types(listing);
	else
		list_show_probes(listing);
	return error ? error : result;
}

/* Where the last part of ITEM begins: behind a colon, or behind `struct `. */
static const char *last_part(const char *item)
{
	const char *colon = strrchr(item, ':');

	return is_type_pattern(item) ? strchr(item, ' ') + 1 : colon ? colon + 1 : item;
}

const char *list_suggest(struct arena *arena, struct target *target, const char *pattern)
{
	struct listing listing = { .target = target, .arena = arena };
	struct suggest suggest;
	const char *name;

	if (!pattern || strpbrk(pattern, "*?[,") || find_expression(pattern) || !*last_part(pattern))
		return NULL;
	name = last_part(pattern);
	collect_item(&listing, arena_printf(arena, "%.*s*", (int)(name - pattern), pattern));
	suggest_start(&suggest, name);
	for (size_t i = 0; i < listing.count; i++)
		suggest_offer(&suggest, bare_name(listing.entries[i].name));
	return suggest.best ? arena_printf(arena, "%.*s%s", (int)(name - pattern), pattern,
					   suggest.best) : NULL;
}

int list_probes(struct target *target, const char *pattern, const struct list_options *options,
		FILE *out)
{
	struct listing listing = {
		.target = target, .arena = arena_new(), .pid = options->pid,
		.verbose = options->verbose, .is_json = options->is_json, .out = out,
	};
	char *items = arena_copy_string(listing.arena, pattern && *pattern ? pattern : "*");
	char *item, *rest, *end;
	int result = 0, each;

	for (item = strtok_r(items, ",", &rest); item; item = strtok_r(NULL, ",", &rest)) {
		item += strspn(item, " \t");
		for (end = item + strlen(item); end > item && strchr(" \t", end[-1]); end--)
			end[-1] = '\0';
		each = *item ? list_item(&listing, item) : 0;
		result = result ? result : each;
	}
	if (listing.shared)
		message_note("%u name%s left out that several functions have", listing.shared,
			     listing.shared == 1 ? " is" : "s are");
	arena_free(listing.arena);
	return result;
}
