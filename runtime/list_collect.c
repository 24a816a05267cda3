/*
 * List collect: the probes that a provider has for a pattern.
 */
#include "runtime/list_internal.h"

#include <errno.h>
#include <fnmatch.h>
#include <glob.h>
#include <string.h>

#include "codegen/perf_event.h"
#include "codegen/probe_kind.h"
#include "codegen/target/binary.h"
#include "codegen/target/iterator.h"
#include "codegen/target/syscall.h"
#include "codegen/target/target.h"
#include "lexer/arena.h"

void list_add(struct listing *listing, const char *group, const char *name, const char *title)
{
	struct list_entry *entry;

	if (listing->count == listing->capacity) {
		size_t capacity = listing->capacity ? listing->capacity * 2 : 256;

		entry = ARENA_NEW_ARRAY(listing->arena, struct list_entry, capacity);
		if (listing->count)
			memcpy(entry, listing->entries, sizeof(*entry) * listing->count);
		listing->entries = entry;
		listing->capacity = capacity;
	}
	entry = &listing->entries[listing->count++];
	*entry = (struct list_entry){
		.title = title, .kind = listing->kind, .group = group, .name = name,
	};
}

/* ---- collecting ---- */

static const char *kind_name(const struct listing *listing)
{
	return probe_kind_rows[listing->kind].name;
}

static void add_grouped(void *context, const char *group, const char *name)
{
	struct listing *listing = context;

	list_add(listing, group, name, arena_printf(listing->arena, "%s:%s:%s",
						    kind_name(listing), group, name));
}

static void add_kprobe(void *context, const char *module, const char *name)
{
	struct listing *listing = context;

	if (listing->has_module)
		add_grouped(listing, module, name);
	else
		list_add(listing, NULL, name, arena_printf(listing->arena, "%s:%s",
							   kind_name(listing), name));
}

/* A trampoline needs the prototype. */
static void add_fentry(void *context, const char *module, const char *name)
{
	struct listing *listing = context;

	if (target_has_prototype(listing->target, module, name))
		add_grouped(listing, module, name);
}

/* "MODULE:NAME" or "NAME": sets the parts, from the arena; GROUP is NULL without a colon. */
static void split_pattern(struct arena *arena, const char *pattern, const char **group,
			  const char **name)
{
	const char *colon = strchr(pattern, ':');

	*group = colon ? arena_copy_text(arena, pattern, (size_t)(colon - pattern)) : NULL;
	*name = colon ? colon + 1 : pattern;
}

static int collect_functions(struct listing *listing, const char *pattern,
			     void (*add)(void *context, const char *module, const char *name))
{
	const char *module, *name;
	unsigned shared;

	split_pattern(listing->arena, pattern, &module, &name);
	listing->has_module = module != NULL;
	shared = target_match_functions(listing->target, module, name, add, listing);
	if (shared > listing->shared)
		listing->shared = shared;
	return 0;
}

static int collect_kprobes(struct listing *listing, const char *pattern)
{
	return collect_functions(listing, pattern, add_kprobe);
}

static int collect_fentries(struct listing *listing, const char *pattern)
{
	return collect_functions(listing, pattern, add_fentry);
}

/* What `func` and `funcret` find: whatever one of their mechanisms does. */
static int collect_best(struct listing *listing, const char *pattern)
{
	return collect_functions(listing, pattern,
				 target_feature(listing->target, FEATURE_KPROBE) ? add_kprobe :
										   add_fentry);
}

struct raw_filter {
	struct listing *listing;
	const char *module;
};

static void add_raw(void *context, const char *module, const char *name)
{
	struct raw_filter *filter = context;

	if (!filter->module || !fnmatch(filter->module, module, 0))
		add_grouped(filter->listing, module, name);
}

static int collect_raw_tracepoints(struct listing *listing, const char *pattern)
{
	struct raw_filter filter = { .listing = listing };
	const char *name;

	split_pattern(listing->arena, pattern, &filter.module, &name);
	target_match_raw_tracepoints(listing->target, name, add_raw, &filter);
	return 0;
}

static void add_iterator(void *context, const char *name)
{
	struct listing *listing = context;

	list_add(listing, NULL, name,
		 arena_printf(listing->arena, "%s:%s", kind_name(listing), name));
}

static int collect_iterators(struct listing *listing, const char *pattern)
{
	target_match_iterators(listing->target, pattern, add_iterator, listing);
	return 0;
}

static int collect_tracepoints(struct listing *listing, const char *pattern)
{
	const char *category, *name;

	split_pattern(listing->arena, pattern, &category, &name);
	target_match_tracepoints(listing->target, category, name, add_grouped, listing);
	return 0;
}

static void add_call(void *context, const struct system_call *call)
{
	struct listing *listing = context;

	if (syscall_is_present(listing->target, call))
		list_add(listing, NULL, call->name,
			 arena_printf(listing->arena, "%s:%s", kind_name(listing), call->name));
}

static int collect_calls(struct listing *listing, const char *pattern)
{
	syscall_match(listing->target, pattern, add_call, listing);
	return 0;
}

static int collect_signals(struct listing *listing, const char *pattern)
{
	static const char *const names[] = { "signal:SIGUSR1", "signal:SIGUSR2" };
	size_t index;

	for (index = 0; index < sizeof(names) / sizeof(names[0]); index++)
		if (!fnmatch(pattern, names[index], 0))
			list_add(listing, NULL, names[index],
				 arena_printf(listing->arena, "%s:%s", kind_name(listing),
					      names[index]));
	return 0;
}

static int collect_timers(struct listing *listing, const char *pattern)
{
	static const char *const units[] = { "hz", "ms", "s", "us" };
	size_t index;

	for (index = 0; index < sizeof(units) / sizeof(units[0]); index++)
		if (!fnmatch(pattern, units[index], 0))
			list_add(listing, NULL, units[index],
				 arena_printf(listing->arena, "%s:%s:", kind_name(listing),
					      units[index]));
	return 0;
}

/* Those of the processor only where it counts any. */
static int collect_events(struct listing *listing, const char *pattern)
{
	const struct perf_event_row *row;

	if (listing->kind == PROBE_HARDWARE && !target_feature(listing->target, FEATURE_HARDWARE))
		return 0;
	for (row = perf_event_rows; row->name; row++)
		if (row->kind == listing->kind && (!fnmatch(pattern, row->name, 0) ||
						   (*row->alias && !fnmatch(pattern, row->alias, 0))))
			list_add(listing, NULL, row->name,
				 arena_printf(listing->arena, "%s:%s:", kind_name(listing),
					      row->name));
	return 0;
}

static void add_user_function(void *context, const char *symbol, uint64_t offset)
{
	struct listing *listing = context;

	add_grouped(listing, listing->path, arena_copy_string(listing->arena, symbol));
	listing->entries[listing->count - 1].offset = offset;
}

static void add_demangled(void *context, const char *symbol, const char *name, uint64_t offset)
{
	struct listing *listing = context;

	(void)symbol;
	add_user_function(listing, arena_printf(listing->arena, "cpp:\"%s\"", name), offset);
}

static int collect_file(struct listing *listing, const char *path, const char *pattern)
{
	size_t length;

	listing->path = arena_copy_string(listing->arena, path);
	if (!strncasecmp(pattern, "cpp:", 4)) {
		pattern += 4;
		length = strlen(pattern);
		if (length > 1 && pattern[0] == '"' && pattern[length - 1] == '"')
			pattern = arena_copy_text(listing->arena, pattern + 1, length - 2);
		return binary_match_demangled(path, *pattern ? pattern : "*", add_demangled,
					      listing);
	}
	return binary_match_symbols(path, pattern, add_user_function, listing);
}

/* Files by a glob that are no programs are passed over; one that was named is not. */
static int collect_files(struct listing *listing, const char *paths, const char *pattern)
{
	glob_t files;
	size_t index;

	if (glob(paths, 0, NULL, &files))
		return -ENOENT;
	for (index = 0; index < files.gl_pathc; index++)
		collect_file(listing, files.gl_pathv[index], pattern);
	globfree(&files);
	return 0;
}

static int collect_user_functions(struct listing *listing, const char *pattern)
{
	const char *demangled = strcasestr(pattern, ":cpp:");
	const char *colon = demangled ? demangled : strrchr(pattern, ':'), *file, *path;

	file = colon ? arena_copy_text(listing->arena, pattern, (size_t)(colon - pattern))
		     : pattern;
	pattern = colon && colon[1] ? colon + 1 : "*";
	if (strpbrk(file, "*?["))
		return collect_files(listing, file, pattern);
	path = binary_find(listing->arena, file, listing->pid ?
			   arena_printf(listing->arena, "/proc/%d/root", listing->pid) : "");
	return path ? collect_file(listing, path, pattern) : -ENOENT;
}

/* ---- providers ---- */

static const struct provider {
	enum probe_kind kind;
	bool is_kernel;		/* listed when no provider is named */
	int (*collect)(struct listing *listing, const char *pattern);
} providers[] = {
	{ PROBE_FENTRY, true, collect_fentries },
	{ PROBE_FEXIT, false, collect_fentries },
	{ PROBE_FUNC, false, collect_best },
	{ PROBE_FUNCRET, false, collect_best },
	{ PROBE_HARDWARE, true, collect_events },
	{ PROBE_INTERVAL, false, collect_timers },
	{ PROBE_ITER, true, collect_iterators },
	{ PROBE_KPROBE, true, collect_kprobes },
	{ PROBE_KRETPROBE, false, collect_kprobes },
	{ PROBE_PROFILE, false, collect_timers },
	{ PROBE_RAWTRACEPOINT, true, collect_raw_tracepoints },
	{ PROBE_SELF, false, collect_signals },
	{ PROBE_SOFTWARE, true, collect_events },
	{ PROBE_SYSCALL, false, collect_calls },
	{ PROBE_SYSRET, false, collect_calls },
	{ PROBE_TRACEPOINT, true, collect_tracepoints },
	{ PROBE_UPROBE, false, collect_user_functions },
	{ PROBE_URETPROBE, false, collect_user_functions },
	{ PROBE_USDT, false, list_collect_usdt },
};

enum { PROVIDER_COUNT = sizeof(providers) / sizeof(providers[0]) };

static const struct provider *provider_of(enum probe_kind kind)
{
	size_t index;

	for (index = 0; index < PROVIDER_COUNT; index++)
		if (providers[index].kind == kind)
			return &providers[index];
	return NULL;
}

static int collect(struct listing *listing, const struct provider *provider, const char *pattern)
{
	listing->kind = provider->kind;
	return provider->collect(listing, pattern);
}

int list_collect_provider(struct listing *listing, const char *name, size_t length,
			  const char *pattern)
{
	enum probe_kind kind = probe_kind_find(name, length);
	const char *wanted = arena_copy_text(listing->arena, name, length);
	const struct provider *provider;
	int result = 0, each;
	size_t index;

	if (kind != PROBE_KIND_COUNT) {
		provider = provider_of(kind);
		return provider ? collect(listing, provider, pattern) : 0;
	}
	for (index = 0; index < PROVIDER_COUNT; index++) {
		if (fnmatch(wanted, probe_kind_rows[providers[index].kind].name, 0))
			continue;
		/* A glob of providers does not name files: `*:vfs_read` is no program. */
		each = collect(listing, &providers[index], pattern);
		if (each != -ENOENT)
			result = each ? each : result;
	}
	return result;
}

void list_collect_everywhere(struct listing *listing, const char *pattern)
{
	size_t index;

	for (index = 0; index < PROVIDER_COUNT; index++)
		if (providers[index].is_kernel)
			collect(listing, &providers[index], pattern);
}

static void add_type(void *context, const char *name)
{
	list_add(context, NULL, name, name);
}

void list_collect_types(struct listing *listing, const char *pattern)
{
	target_match_types(listing->target, pattern, add_type, listing);
}
