/*
 * Kfunc list: BTF has names and prototypes; flags, releases and what a function does are
 * the library's. What it does not know is shown as "?".
 */
#include "runtime/kfunc_list.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "codegen/kfunc_library.h"
#include "codegen/target/ability.h"
#include "codegen/target/target.h"
#include "lexer/arena.h"
#include "lexer/buffer.h"
#include "runtime/json.h"

/* The functions found, by name. */
struct found {
	const char **names;
	uint32_t count;
};

static int compare_names(const void *one, const void *other)
{
	return strcmp(*(const char *const *)one, *(const char *const *)other);
}

/* Where the kernel tags none, those count that the library knows and the kernel has. */
static void find_known(struct arena *arena, struct target *target, const char *library,
		       struct found *found)
{
	struct kfunc_library_row row;
	const char *at;
	uint32_t rows = 0;

	for (at = library; kfunc_library_next(arena, &at, &row);)
		rows++;
	found->names = ARENA_NEW_ARRAY(arena, const char *, rows + 1);
	for (at = library; kfunc_library_next(arena, &at, &row);)
		if (target_find_kfunc(target, row.name, row.since) == KFUNC_MARK_NONE &&
		    !strncmp(row.name, "bpf_", 4))
			found->names[found->count++] = row.name;
}

static struct found find_all(struct arena *arena, struct target *target, const char *library)
{
	struct found found = { 0 };

	found.names = target_list_kfuncs(target, &found.count);
	if (!found.count)
		find_known(arena, target, library, &found);
	qsort(found.names, found.count, sizeof(*found.names), compare_names);
	return found;
}

/* ---- who may call it ---- */

/* The probe kinds that may call what is in SET, comma separated; "?" for not known. */
static const char *list_probes(struct arena *arena, struct target *target,
			       const struct kfunc_library_row *row, bool may_sleep)
{
	bool has_trampolines = target_feature(target, FEATURE_FENTRY);
	enum kfunc_set set = row->set;

	if (set == KFUNC_SET_ELSEWHERE)
		return arena_printf(arena, "none: only %s may", row->programs);
	if (may_sleep)
		return "none: it may sleep";
	if (set == KFUNC_SET_UNKNOWN)
		return "?";
	if (set == KFUNC_SET_COMMON)
		return "all";
	if (target_feature(target, FEATURE_KFUNC_TRACEPOINT))
		return has_trampolines ?
		       "rawtracepoint, tracepoint, fentry, fexit, kprobe and kretprobe by these, "
		       "interval, profile" :
		       "rawtracepoint, tracepoint, interval, profile";
	return has_trampolines ?
	       "rawtracepoint, tracepoint that reads no field, fentry, fexit, kprobe and "
	       "kretprobe by these" : "rawtracepoint, tracepoint that reads no field";
}

/* ---- printing ---- */

/* What is shown of one function. */
struct shown {
	const char *name, *prototype, *flags, *since, *sleeps, *probes, *doc;
};

static struct shown look_at(struct arena *arena, struct target *target, const char *library,
			    const char *name)
{
	struct kfunc_library_row row = { .set = KFUNC_SET_UNKNOWN };
	const struct function *function = target_find_function(target, NULL, name);
	bool is_known = kfunc_library_find(arena, library, name, &row);
	bool may_sleep = is_known && strstr(row.flags, "KF_SLEEPABLE");
	struct buffer text = { 0 };
	struct shown shown = {
		.name = name,
		.flags = is_known ? *row.flags ? row.flags : "none" : "?",
		.since = is_known ? row.since : "?",
		.sleeps = is_known ? may_sleep ? "yes" : "no" : "?",
		.probes = list_probes(arena, target, &row, may_sleep),
		.doc = is_known ? row.doc : "?",
	};

	if (function)
		target_print_prototype(function, &text);
	shown.prototype = arena_copy_string(arena, function ? text.data : "?");
	buffer_release(&text);
	return shown;
}

static void print_text(const struct shown *shown, struct buffer *out)
{
	buffer_printf(out, "%s%s\n", out->length ? "\n" : "", shown->name);
	buffer_printf(out, "  prototype  %s\n", shown->prototype);
	buffer_printf(out, "  flags      %s\n", shown->flags);
	buffer_printf(out, "  since      %s%s\n", *shown->since == '?' ? "" : "Linux ",
		      shown->since);
	buffer_printf(out, "  sleeps     %s\n", shown->sleeps);
	buffer_printf(out, "  probes     %s\n", shown->probes);
	buffer_printf(out, "  does       %s\n", shown->doc);
}

/* What is not known is left out. */
static void add_member(struct json *json, const char *name, const char *text)
{
	if (strcmp(text, "?"))
		json_string(json, name, text);
}

static void print_json(const struct shown *shown, struct buffer *out)
{
	struct json json = { .out = out };

	json_open(&json, NULL, '{');
	json_string(&json, "type", "kfunc");
	json_string(&json, "name", shown->name);
	add_member(&json, "prototype", shown->prototype);
	add_member(&json, "flags", shown->flags);
	add_member(&json, "since", shown->since);
	add_member(&json, "sleeps", shown->sleeps);
	add_member(&json, "probes", shown->probes);
	add_member(&json, "does", shown->doc);
	json_close(&json, '}');
	buffer_printf(out, "\n");
}

unsigned kfunc_list_print(struct arena *arena, struct target *target, const char *library,
			  const char *pattern, bool is_json, struct buffer *out)
{
	struct found found = find_all(arena, target, library);
	unsigned count = 0;

	for (uint32_t i = 0; i < found.count; i++) {
		struct shown shown;

		if (i && !strcmp(found.names[i], found.names[i - 1]))
			continue;
		if (pattern && fnmatch(pattern, found.names[i], 0))
			continue;
		shown = look_at(arena, target, library, found.names[i]);
		(is_json ? print_json : print_text)(&shown, out);
		count++;
	}
	return count;
}
