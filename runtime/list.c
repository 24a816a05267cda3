/*
 * List: what `-l` prints. A provider is a row that collects its probes and knows
 * how to show the arguments of one.
 */
#include "runtime/list.h"

#include <errno.h>
#include <fnmatch.h>
#include <glob.h>
#include <regex.h>
#include <stdlib.h>
#include <string.h>

#include "codegen/probe_kind.h"
#include "codegen/target/binary.h"
#include "codegen/target/binary_dwarf.h"
#include "codegen/target/syscall.h"
#include "codegen/target/target.h"
#include "codegen/type.h"
#include "lexer/arena.h"
#include "lexer/buffer.h"
#include "runtime/message.h"

/* One probe that matched; every member lives in the listing's or the target's arena. */
struct entry {
	const char *title;	/* the whole line */
	enum probe_kind kind;
	const char *group;	/* module or category; NULL when the line has none */
	const char *name;
	uint64_t offset;	/* uprobes: of the function in the file */
};

struct listing {
	struct target *target;
	struct arena *arena;
	int pid;
	bool verbose;
	FILE *out;
	struct entry *entries;
	size_t count, capacity;
	enum probe_kind kind;	/* being collected */
	bool has_module;	/* the pattern names a module: lines show it */
	const char *path;	/* uprobes: the file being read */
	unsigned shared;	/* names left out because several functions have them */
};

static void add_entry(struct listing *listing, const char *group, const char *name,
		      const char *title)
{
	struct entry *entry;

	if (listing->count == listing->capacity) {
		size_t capacity = listing->capacity ? listing->capacity * 2 : 256;

		entry = ARENA_NEW_ARRAY(listing->arena, struct entry, capacity);
		if (listing->count)
			memcpy(entry, listing->entries, sizeof(*entry) * listing->count);
		listing->entries = entry;
		listing->capacity = capacity;
	}
	entry = &listing->entries[listing->count++];
	*entry = (struct entry){
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

	add_entry(listing, group, name, arena_printf(listing->arena, "%s:%s:%s",
						     kind_name(listing), group, name));
}

static void add_kprobe(void *context, const char *module, const char *name)
{
	struct listing *listing = context;

	if (listing->has_module)
		add_grouped(listing, module, name);
	else
		add_entry(listing, NULL, name, arena_printf(listing->arena, "%s:%s",
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
		add_entry(listing, NULL, call->name,
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
			add_entry(listing, NULL, names[index],
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
			add_entry(listing, NULL, units[index],
				  arena_printf(listing->arena, "%s:%s:", kind_name(listing),
					       units[index]));
	return 0;
}

static void add_user_function(void *context, const char *symbol, uint64_t offset)
{
	struct listing *listing = context;

	add_grouped(listing, listing->path, arena_copy_string(listing->arena, symbol));
	listing->entries[listing->count - 1].offset = offset;
}

static int collect_file(struct listing *listing, const char *path, const char *pattern)
{
	listing->path = arena_copy_string(listing->arena, path);
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
	const char *colon = strrchr(pattern, ':'), *file, *path;

	file = colon ? arena_copy_text(listing->arena, pattern, (size_t)(colon - pattern))
		     : pattern;
	pattern = colon && colon[1] ? colon + 1 : "*";
	if (strpbrk(file, "*?["))
		return collect_files(listing, file, pattern);
	path = binary_find(listing->arena, file, listing->pid ?
			   arena_printf(listing->arena, "/proc/%d/root", listing->pid) : "");
	return path ? collect_file(listing, path, pattern) : -ENOENT;
}

/* ---- arguments ---- */

/* The name stands before an array's bounds, as C has it: "char prev_comm[16]". */
static void show_variable(FILE *out, const char *c_type, const char *name)
{
	const char *bounds = strstr(c_type, " [");

	if (bounds)
		fprintf(out, "    %.*s %s%s\n", (int)(bounds - c_type), c_type, name, bounds + 1);
	else
		fprintf(out, "    %s %s\n", c_type, name);
}

static void show_parameters(const struct function *function, FILE *out)
{
	uint32_t index;
	char number[16];

	for (index = 0; index < function->parameter_count; index++) {
		const struct parameter *parameter = &function->parameters[index];

		snprintf(number, sizeof(number), "arg%u", index);
		show_variable(out, parameter->c_type, *parameter->name ? parameter->name : number);
	}
	if (function->is_variadic)
		fputs("    ...\n", out);
}

static void show_return(const struct function *function, FILE *out)
{
	if (function->return_type->kind != TYPE_VOID)
		show_variable(out, function->return_c_type, "retval");
}

static const struct function *function_of(struct listing *listing, const struct entry *entry)
{
	return target_find_function(listing->target, entry->group, entry->name);
}

static void show_entry_arguments(struct listing *listing, const struct entry *entry)
{
	const struct function *function = function_of(listing, entry);

	if (function)
		show_parameters(function, listing->out);
}

static void show_return_value(struct listing *listing, const struct entry *entry)
{
	const struct function *function = function_of(listing, entry);

	if (function)
		show_return(function, listing->out);
}

static void show_exit_arguments(struct listing *listing, const struct entry *entry)
{
	show_entry_arguments(listing, entry);
	show_return_value(listing, entry);
}

static void show_raw_arguments(struct listing *listing, const struct entry *entry)
{
	const struct function *function = target_find_raw_tracepoint(listing->target, entry->name);

	if (function)
		show_parameters(function, listing->out);
}

static const struct binary_function *user_function_of(struct listing *listing,
						      const struct entry *entry)
{
	const char *because;

	return binary_find_function(listing->target, entry->group, entry->offset, entry->name,
				    &because);
}

static void show_user_arguments(struct listing *listing, const struct entry *entry)
{
	const struct binary_function *function = user_function_of(listing, entry);

	if (function)
		show_parameters(&function->prototype, listing->out);
}

static void show_user_return_value(struct listing *listing, const struct entry *entry)
{
	const struct binary_function *function = user_function_of(listing, entry);

	if (function)
		show_return(&function->prototype, listing->out);
}

static void show_call(struct listing *listing, const struct entry *entry)
{
	const struct function *function = syscall_find(listing->target, entry->name)->prototype;

	show_parameters(function, listing->out);
	if (entry->kind == PROBE_SYSRET)
		show_return(function, listing->out);
}

static void show_record(struct listing *listing, const struct entry *entry)
{
	const struct tracepoint *tracepoint;
	uint32_t index;

	tracepoint = target_find_tracepoint(listing->target, entry->group, entry->name);
	for (index = 0; tracepoint && index < tracepoint->field_count; index++)
		show_variable(listing->out, tracepoint->fields[index].c_type,
			      tracepoint->fields[index].name);
}

/* ---- providers ---- */

static const struct provider {
	enum probe_kind kind;
	bool is_kernel;		/* listed when no provider is named */
	int (*collect)(struct listing *listing, const char *pattern);
	void (*show)(struct listing *listing, const struct entry *entry);
} providers[] = {
	{ PROBE_FENTRY, true, collect_fentries, show_entry_arguments },
	{ PROBE_FEXIT, false, collect_fentries, show_exit_arguments },
	{ PROBE_FUNC, false, collect_best, show_entry_arguments },
	{ PROBE_FUNCRET, false, collect_best, show_exit_arguments },
	{ PROBE_INTERVAL, false, collect_timers, NULL },
	{ PROBE_KPROBE, true, collect_kprobes, show_entry_arguments },
	{ PROBE_KRETPROBE, false, collect_kprobes, show_return_value },
	{ PROBE_PROFILE, false, collect_timers, NULL },
	{ PROBE_RAWTRACEPOINT, true, collect_raw_tracepoints, show_raw_arguments },
	{ PROBE_SELF, false, collect_signals, NULL },
	{ PROBE_SYSCALL, false, collect_calls, show_call },
	{ PROBE_SYSRET, false, collect_calls, show_call },
	{ PROBE_TRACEPOINT, true, collect_tracepoints, show_record },
	{ PROBE_UPROBE, false, collect_user_functions, show_user_arguments },
	{ PROBE_URETPROBE, false, collect_user_functions, show_user_return_value },
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

/* "PROVIDER:PATTERN", the provider by name, alias or glob. */
static int collect_provider(struct listing *listing, const char *name, size_t length,
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

static void collect_everywhere(struct listing *listing, const char *pattern)
{
	size_t index;

	for (index = 0; index < PROVIDER_COUNT; index++)
		if (providers[index].is_kernel)
			collect(listing, &providers[index], pattern);
}

/* ---- printing ---- */

static int compare_entries(const void *one, const void *other)
{
	return strcmp(((const struct entry *)one)->title, ((const struct entry *)other)->title);
}

/* Names that several functions share are one line. */
static void print_entries(struct listing *listing)
{
	const struct provider *provider;
	size_t index;

	if (listing->count)
		qsort(listing->entries, listing->count, sizeof(listing->entries[0]),
		      compare_entries);
	for (index = 0; index < listing->count; index++) {
		const struct entry *entry = &listing->entries[index];

		if (index && !compare_entries(entry - 1, entry))
			continue;
		fprintf(listing->out, "%s\n", entry->title);
		provider = provider_of(entry->kind);
		if (listing->verbose && provider->show)
			provider->show(listing, entry);
	}
	listing->count = 0;
}

/* ---- types ---- */

static void add_type(void *context, const char *name)
{
	add_entry(context, NULL, name, name);
}

static const struct type *find_tagged(struct target *target, const char *text)
{
	const char *name = strchr(text, ' ') + 1;

	if (!strncmp(text, "enum ", 5))
		return target_find_enum(target, name);
	return target_find_struct(target, name, !strncmp(text, "union ", 6));
}

/* Whose definition it is: the kernel's, or the system-call interface's. */
static const char *origin_of(const struct type *type)
{
	if (type->members)
		return type->members->origin;
	return type->constants ? type->constants->origin : "vmlinux";
}

static void print_types(struct listing *listing, const char *pattern)
{
	struct buffer text = { 0 };
	const struct type *type;
	size_t index;

	target_match_types(listing->target, pattern, add_type, listing);
	if (listing->count)
		qsort(listing->entries, listing->count, sizeof(listing->entries[0]),
		      compare_entries);
	for (index = 0; index < listing->count; index++) {
		type = listing->verbose ? find_tagged(listing->target,
						      listing->entries[index].name) : NULL;
		if (!type) {
			fprintf(listing->out, "%s\n", listing->entries[index].title);
			continue;
		}
		buffer_clear(&text);
		target_print_definition(listing->target, type, &text);
		fprintf(listing->out, "%s: %s\n", origin_of(type), text.data);
	}
	buffer_release(&text);
	listing->count = 0;
}

static bool is_type_pattern(const char *item)
{
	return !strncmp(item, "struct ", 7) || !strncmp(item, "union ", 6) ||
	       !strncmp(item, "enum ", 5);
}

/* ---- regular expressions ---- */

/* Where the `/RE/` behind the last colon of ITEM begins; NULL when a glob stands there. */
static const char *find_expression(const char *item)
{
	const char *at = item + strlen(item) - 1;

	if (*at != '/' || at - item < 2)
		return NULL;
	while (at > item && at[-1] != ':')
		at--;
	return *at == '/' && at[1] && at[2] ? at : NULL;
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
		return -EINVAL;
	}
	for (size_t i = 0; i < listing->count; i++)
		if (!regexec(&regex, listing->entries[i].name, 0, NULL, 0))
			listing->entries[kept++] = listing->entries[i];
	listing->count = kept;
	regfree(&regex);
	return 0;
}

static int list_expression(struct listing *listing, const char *item, const char *expression)
{
	const char *all = arena_printf(listing->arena, "%.*s*", (int)(expression - item), item);
	const char *colon = strchr(all, ':');
	int result = 0, error;

	if (colon)
		result = collect_provider(listing, all, (size_t)(colon - all), colon + 1);
	else
		collect_everywhere(listing, all);
	error = keep_matches(listing, expression);
	if (error)
		listing->count = 0;
	print_entries(listing);
	return error ? error : result;
}

static int list_item(struct listing *listing, const char *item)
{
	const char *expression = find_expression(item);
	const char *colon = strchr(item, ':');
	int result = 0;

	if (is_type_pattern(item)) {
		print_types(listing, item);
		return 0;
	}
	if (expression)
		return list_expression(listing, item, expression);
	if (colon)
		result = collect_provider(listing, item, (size_t)(colon - item), colon + 1);
	else
		collect_everywhere(listing, item);
	print_entries(listing);
	return result;
}

int list_probes(struct target *target, const char *pattern, int pid, bool verbose, FILE *out)
{
	struct listing listing = {
		.target = target, .arena = arena_new(), .pid = pid, .verbose = verbose, .out = out,
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
