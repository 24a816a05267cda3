/*
 * Script find: folders, in their order, and the names in them. What is told of a script
 * is in its header.
 */
#include "runtime/script_find.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "codegen/script_header.h"
#include "lexer/arena.h"
#include "lexer/buffer.h"
#include "lexer/ending.h"
#include "lexer/suggest.h"
#include "runtime/json.h"

#define ENDING ".kt"

/* A script that was found, in the order of names. */
struct found {
	const char *name, *path;
};

struct scripts {
	struct arena *arena;
	struct found *found;
	size_t count, capacity;
};

static const char *beside(struct arena *arena)
{
	char self[PATH_MAX];
	ssize_t length = readlink("/proc/self/exe", self, sizeof(self) - 1);
	char *slash;

	if (length <= 0)
		return NULL;
	self[length] = '\0';
	slash = strrchr(self, '/');
	return slash ? arena_printf(arena, "%.*s/scripts", (int)(slash - self), self) : NULL;
}

static void visit_folders(struct arena *arena,
			  bool (*visit)(void *context, const char *folder), void *context)
{
	const char *named = getenv("KTRACE_PATH"), *folder = beside(arena);
	size_t length;

	for (; named && *named; named += length + (named[length] == ':')) {
		length = strcspn(named, ":");
		if (length && visit(context, arena_copy_text(arena, named, length)))
			return;
	}
	if (folder && visit(context, folder))
		return;
	visit(context, KTRACE_DATADIR "/scripts");
}

/* ---- one ---- */

struct search {
	struct arena *arena;
	const char *name, *path;
};

static bool visit_for_one(void *context, const char *folder)
{
	struct search *search = context;
	const char *path = arena_printf(search->arena, "%s/%s" ENDING, folder, search->name);

	if (access(path, R_OK))
		return false;
	search->path = path;
	return true;
}

const char *script_find(struct arena *arena, const char *name)
{
	struct search search = { .arena = arena, .name = name };

	if (*name && !strchr(name, '/'))
		visit_folders(arena, visit_for_one, &search);
	return search.path;
}

static bool visit_to_list(void *context, const char *folder)
{
	struct search *search = context;

	search->path = arena_printf(search->arena, "%s%s%s", search->path,
				    *search->path ? ":" : "", folder);
	return false;
}

const char *script_find_folders(struct arena *arena)
{
	struct search search = { .arena = arena, .path = "" };

	visit_folders(arena, visit_to_list, &search);
	return search.path;
}

/* ---- all ---- */

static bool has_script(const struct scripts *scripts, const char *name)
{
	for (size_t i = 0; i < scripts->count; i++)
		if (!strcmp(scripts->found[i].name, name))
			return true;
	return false;
}

static void add_script(struct scripts *scripts, const char *folder, const char *file)
{
	char *name = arena_copy_text(scripts->arena, file, strlen(file) - strlen(ENDING));
	struct found *larger;

	if (has_script(scripts, name))
		return;
	if (scripts->count == scripts->capacity) {
		scripts->capacity = scripts->capacity ? scripts->capacity * 2 : 64;
		larger = ARENA_NEW_ARRAY(scripts->arena, struct found, scripts->capacity);
		if (scripts->count)
			memcpy(larger, scripts->found, scripts->count * sizeof(*larger));
		scripts->found = larger;
	}
	scripts->found[scripts->count++] = (struct found){
		.name = name, .path = arena_printf(scripts->arena, "%s/%s", folder, file),
	};
}

static bool visit_for_all(void *context, const char *folder)
{
	DIR *directory = opendir(folder);
	const struct dirent *entry;

	while (directory && (entry = readdir(directory)))
		if (entry->d_name[0] != '.' && ending_is(entry->d_name, ENDING))
			add_script(context, folder, entry->d_name);
	if (directory)
		closedir(directory);
	return false;
}

static int compare_names(const void *left, const void *right)
{
	return strcmp(((const struct found *)left)->name, ((const struct found *)right)->name);
}

static struct scripts find_all(struct arena *arena)
{
	struct scripts scripts = { .arena = arena };

	visit_folders(arena, visit_for_all, &scripts);
	if (scripts.count)
		qsort(scripts.found, scripts.count, sizeof(*scripts.found), compare_names);
	return scripts;
}

const char *script_suggest(struct arena *arena, const char *name)
{
	struct scripts scripts = find_all(arena);
	struct suggest suggest;

	suggest_start(&suggest, name);
	for (size_t i = 0; i < scripts.count; i++)
		suggest_offer(&suggest, scripts.found[i].name);
	return suggest.best;
}

/* ---- telling of them ---- */

static struct script_header read_header(struct arena *arena, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	struct script_header header = { { NULL } };
	struct buffer text = { 0 };

	if (fd < 0)
		return header;
	if (!buffer_read_fd(&text, fd) && text.length)
		script_header_read(arena, text.data, text.length, &header);
	buffer_release(&text);
	close(fd);
	return header;
}

void script_visit(struct arena *arena,
		  void (*visit)(void *context, const char *name, const char *does), void *context)
{
	struct scripts scripts = find_all(arena);

	for (size_t i = 0; i < scripts.count; i++) {
		struct script_header header = read_header(arena, scripts.found[i].path);

		visit(context, scripts.found[i].name,
		      header.texts[SCRIPT_DOES] ? header.texts[SCRIPT_DOES] : "");
	}
}

static void list_text(const struct found *script, const struct script_header *header,
		      int name_width, unsigned width, struct buffer *out)
{
	const char *does = header->texts[SCRIPT_DOES] ? header->texts[SCRIPT_DOES] : "";
	unsigned column = (unsigned)name_width + 2, left = width > column ? width - column : 0;
	size_t length = strlen(does);

	if (!width || length <= left)
		buffer_printf(out, "%-*s  %s\n", name_width, script->name, does);
	else
		buffer_printf(out, "%-*s  %.*s...\n", name_width, script->name,
			      left > 3 ? (int)left - 3 : 0, does);
}

static void list_examples(struct json *json, const char *text)
{
	size_t length;

	json_open(json, "examples", '[');
	for (; text && *text; text += length + (text[length] == '\n')) {
		struct buffer line = { 0 };

		length = strcspn(text, "\n");
		buffer_append(&line, text, length);
		json_string(json, NULL, line.data ? line.data : "");
		buffer_release(&line);
	}
	json_close(json, ']');
}

static void list_json(const struct found *script, const struct script_header *header,
		      struct buffer *out)
{
	struct json json = { .out = out };

	json_open(&json, NULL, '{');
	json_string(&json, "type", "script");
	json_string(&json, "name", script->name);
	for (enum script_key key = SCRIPT_NAME + 1; key < SCRIPT_EXAMPLE; key++)
		if (header->texts[key])
			json_string(&json, script_header_key(key), header->texts[key]);
	list_examples(&json, header->texts[SCRIPT_EXAMPLE]);
	json_string(&json, "path", script->path);
	json_close(&json, '}');
	buffer_append_char(out, '\n');
}

void script_list(struct arena *arena, bool is_json, unsigned width, struct buffer *out)
{
	struct scripts scripts = find_all(arena);
	int name_width = 0;

	for (size_t i = 0; i < scripts.count; i++)
		if ((int)strlen(scripts.found[i].name) > name_width)
			name_width = (int)strlen(scripts.found[i].name);
	for (size_t i = 0; i < scripts.count; i++) {
		struct script_header header = read_header(arena, scripts.found[i].path);

		if (is_json)
			list_json(&scripts.found[i], &header, out);
		else
			list_text(&scripts.found[i], &header, name_width, width, out);
	}
}
