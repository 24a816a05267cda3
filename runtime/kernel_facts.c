/*
 * Kernel facts: walks the list of what is read of a kernel, and leaves out what is
 * true of this machine or this boot only. Two machines with the same kernel and the same
 * modules give the same bytes.
 */
#include "runtime/kernel_facts.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lexer/arena.h"
#include "lexer/buffer.h"

/* ---- lines of modules ---- */

struct line {
	const char *text;
	size_t length, order;
	const char *module;	/* "" for the kernel's own */
};

static int compare_lines(const void *one, const void *other)
{
	const struct line *first = one, *second = other;
	int result = strcmp(first->module, second->module);

	if (!result)
		result = (first->order > second->order) - (first->order < second->order);
	return result;
}

/* Programs and trampolines that the kernel made itself, at somebody's request. */
static bool is_generated(const char *module)
{
	return !strcmp(module, "bpf") || !strncmp(module, "__builtin__", 11);
}

/* The module that a line ends with: "name [module]", "name\t[module]"; cut off for good. */
static const char *take_module(char *line)
{
	char *module = strpbrk(line, " \t");

	while (module && (*module == ' ' || *module == '\t'))
		module++;
	if (!module || *module != '[')
		return "";
	module++;
	module[strcspn(module, "]")] = '\0';
	return module;
}

/*
 * Sorts LINES, which keep the kernel's order otherwise (it is the order of addresses, which
 * tells what lies between two marks), and writes them out with their modules.
 */
static void write_lines(struct line *lines, size_t count, const char *before_module,
			struct buffer *out)
{
	qsort(lines, count, sizeof(lines[0]), compare_lines);
	for (size_t i = 0; i < count; i++) {
		buffer_append(out, lines[i].text, lines[i].length);
		if (*lines[i].module)
			buffer_printf(out, "%s[%s]", before_module, lines[i].module);
		buffer_append_char(out, '\n');
	}
}

static size_t count_lines(const char *bytes)
{
	size_t count = 1;

	while ((bytes = strchr(bytes, '\n'))) {
		count++;
		bytes++;
	}
	return count;
}

/* "address kind name\t[module]": the address becomes 0, as the kernel shows it to others. */
static void clean_symbols(char *bytes, struct buffer *out)
{
	struct line *lines = malloc(sizeof(lines[0]) * count_lines(bytes));
	size_t count = 0;
	char *line, *rest, *kind;

	for (line = lines ? strtok_r(bytes, "\n", &rest) : NULL; line;
	     line = strtok_r(NULL, "\n", &rest)) {
		kind = strchr(line, ' ');
		if (!kind || kind == line || strlen(kind) < 4)
			continue;
		kind--;
		*kind = '0';
		lines[count] = (struct line){ .text = kind, .order = count };
		lines[count].module = take_module(kind + 4);
		lines[count].length = 4 + strcspn(kind + 4, " \t");
		count += !is_generated(lines[count].module);
	}
	if (lines)
		write_lines(lines, count, "\t", out);
	free(lines);
}

/* "name", "name [module]" */
static void clean_functions(char *bytes, struct buffer *out)
{
	struct line *lines = malloc(sizeof(lines[0]) * count_lines(bytes));
	size_t count = 0;
	char *line, *rest;

	for (line = lines ? strtok_r(bytes, "\n", &rest) : NULL; line;
	     line = strtok_r(NULL, "\n", &rest)) {
		lines[count] = (struct line){ .text = line, .order = count };
		lines[count].module = take_module(line);
		lines[count].length = strcspn(line, " \t");
		count += !is_generated(lines[count].module);
	}
	if (lines)
		write_lines(lines, count, " ", out);
	free(lines);
}

/* "from-to\tname" */
static void clean_blacklist(char *bytes, struct buffer *out)
{
	char *line, *rest, *name;

	for (line = strtok_r(bytes, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
		name = strchr(line, '\t');
		if (name)
			buffer_printf(out, "0-0%s\n", name);
	}
}

/* An event's number is given out as events are registered. */
static void clean_format(char *bytes, struct buffer *out)
{
	char *number = strstr(bytes, "\nID:");

	if (!number) {
		buffer_append_string(out, bytes);
		return;
	}
	number += strlen("\nID:");
	buffer_append(out, bytes, (size_t)(number - bytes));
	buffer_append_string(out, " 0");
	buffer_append_string(out, number + strcspn(number, "\n"));
}

static void clean_nothing(char *bytes, struct buffer *out)
{
	buffer_append_string(out, bytes);
}

/* What is done to a file of each form; NULL: its bytes may be any, and stay. */
static void (*const cleaners[])(char *bytes, struct buffer *out) = {
	[KERNEL_FORM_SYMBOLS] = clean_symbols,
	[KERNEL_FORM_EVENTS] = clean_format,
	[KERNEL_FORM_FUNCTIONS] = clean_functions,
	[KERNEL_FORM_BLACKLIST] = clean_blacklist,
	[KERNEL_FORM_FEATURES] = clean_nothing,
	[KERNEL_FORM_UNSAVED] = NULL,
};

/* ---- files ---- */

struct collection {
	const struct kernel_facts_job *job;
	const struct kernel_facts_taker *taker;
	char *dynamic_events;	/* the kernel's list of them; NULL */
};

/* Takes one file over; false and errno when it cannot be read. */
static bool take(struct collection *collection, enum kernel_file file, const char *below)
{
	const struct kernel_file_row *row = &kernel_file_rows[file];
	const char *path = arena_printf(collection->job->arena, "%s%s%s", row->path,
					below ? "/" : "", below ? below : "");
	const struct kernel_facts_taker *taker = collection->taker;
	struct buffer clean = { 0 };
	size_t length = 0;
	char *bytes = kernel_files_read(collection->job->files, file, below, &length);

	if (!bytes)
		return false;
	if (cleaners[row->form]) {
		cleaners[row->form](bytes, &clean);
		taker->file(taker->context, path, clean.data ? clean.data : "", clean.length);
	} else {
		taker->file(taker->context, path, bytes, length);
	}
	buffer_release(&clean);
	free(bytes);
	return true;
}

/* The kernel's own types are apart from the modules', which few programs need. */
static bool take_folder(struct collection *collection, enum kernel_file file)
{
	struct kernel_names names = kernel_files_list(collection->job->files, file, NULL, NULL);
	bool is_there = take(collection, file, "vmlinux");
	int error = errno;

	collection->taker->group(collection->taker->context);
	for (uint32_t i = 0; i < names.count; i++)
		if (strcmp(names.names[i], "vmlinux"))
			take(collection, file, names.names[i]);
	kernel_names_release(&names);
	errno = error;
	return is_there;
}

/* Lines of dynamic_events: "p:CATEGORY/NAME what", "u:NAME what" for user_events. */
static bool is_dynamic(const struct collection *collection, const char *category, const char *name)
{
	const char *line = collection->dynamic_events;
	const char *full = name;
	size_t length;

	if (strcmp(category, "user_events"))
		full = arena_printf(collection->job->arena, "%s/%s", category, name);
	length = strlen(full);
	while (line) {
		line = strchr(line, ':');
		if (line && !strncmp(++line, full, length) &&
		    (!line[length] || isspace((unsigned char)line[length])))
			return true;
		line = line ? strchr(line, '\n') : NULL;
	}
	return false;
}

static bool take_events(struct collection *collection, enum kernel_file file)
{
	struct kernel_files *files = collection->job->files;
	struct kernel_names categories = kernel_files_list(files, file, NULL, NULL), events;
	struct arena *arena = collection->job->arena;
	uint32_t found = 0;

	collection->dynamic_events = kernel_files_read(files, KERNEL_FILE_DYNAMIC_EVENTS, NULL,
						       NULL);
	for (uint32_t i = 0; i < categories.count; i++) {
		events = kernel_files_list(files, file, categories.names[i], NULL);
		for (uint32_t j = 0; j < events.count; j++)
			if (!is_dynamic(collection, categories.names[i], events.names[j]))
				found += take(collection, file,
					      arena_printf(arena, "%s/%s/format",
							   categories.names[i],
							   events.names[j]));
		kernel_names_release(&events);
	}
	kernel_names_release(&categories);
	free(collection->dynamic_events);
	if (found)
		return true;
	errno = kernel_files_tracefs_status(files) ? -kernel_files_tracefs_status(files) : ENOENT;
	return false;
}

static bool take_features(struct collection *collection, enum kernel_file file)
{
	const struct kernel_facts_job *job = collection->job;
	struct buffer text = { 0 };

	if (!job->ask_feature)
		return take(collection, file, NULL);
	for (enum feature feature = 0; feature < FEATURE_COUNT; feature++)
		buffer_printf(&text, "%s=%ld\n", feature_rows[feature].name,
			      job->ask_feature(job->ask_context, feature));
	collection->taker->file(collection->taker->context, kernel_file_rows[file].path, text.data,
				text.length);
	buffer_release(&text);
	return true;
}

static bool take_row(struct collection *collection, enum kernel_file file)
{
	switch (kernel_file_rows[file].form) {
	case KERNEL_FORM_FOLDER:
		return take_folder(collection, file);
	case KERNEL_FORM_EVENTS:
		return take_events(collection, file);
	case KERNEL_FORM_FEATURES:
		return take_features(collection, file);
	case KERNEL_FORM_UNSAVED:
		return true;
	case KERNEL_FORM_PLAIN:
	case KERNEL_FORM_SYMBOLS:
	case KERNEL_FORM_FUNCTIONS:
	case KERNEL_FORM_BLACKLIST:
	case KERNEL_FORM_CONFIG:
		break;
	}
	return take(collection, file, NULL);
}

static bool is_small(enum kernel_file file)
{
	enum kernel_file_form form = kernel_file_rows[file].form;

	return form == KERNEL_FORM_PLAIN || form == KERNEL_FORM_FEATURES ||
	       form == KERNEL_FORM_BLACKLIST;
}

bool kernel_facts_collect(const struct kernel_facts_job *job,
			  const struct kernel_facts_taker *taker)
{
	struct collection collection = { .job = job, .taker = taker };

	for (enum kernel_file file = 0; file < KERNEL_FILE_COUNT; file++) {
		if (!file || !is_small(file) || !is_small(file - 1))
			taker->group(taker->context);
		if (!take_row(&collection, file) &&
		    !job->missing(job->missing_context, &kernel_file_rows[file], -errno))
			return false;
	}
	return true;
}
