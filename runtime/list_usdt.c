/*
 * List usdt: the probes that programs and libraries have in them, for -l.
 */
#include "runtime/list_internal.h"

#include <errno.h>
#include <fnmatch.h>
#include <glob.h>
#include <string.h>

#include "codegen/target/abi.h"
#include "codegen/target/binary.h"
#include "codegen/target/usdt.h"
#include "lexer/arena.h"
#include "runtime/mapped_files.h"

struct usdt_list {
	struct listing *listing;
	const char *path;
	const char *provider, *name;	/* patterns */
};

/* Places of one probe are one line: the first one's arguments stand for all. */
static void add_probe(void *context, const struct usdt_probe *probe)
{
	struct usdt_list *list = context;
	struct listing *listing = list->listing;
	struct arena *arena = listing->arena;
	const char *title;

	if (fnmatch(list->provider, probe->provider, 0) || fnmatch(list->name, probe->name, 0))
		return;
	title = arena_printf(arena, "usdt:%s:%s:%s", list->path, probe->provider, probe->name);
	for (size_t i = 0; i < listing->count; i++)
		if (!strcmp(listing->entries[i].title, title))
			return;
	list_add(listing, list->path, arena_printf(arena, "%s:%s", probe->provider, probe->name),
		 title);
	listing->entries[listing->count - 1].arguments = arena_copy_string(arena,
									   probe->arguments);
}

/* SHOWN is the path as the process has it. */
static int add_file(struct usdt_list *list, const char *path, const char *shown)
{
	list->path = arena_copy_string(list->listing->arena, shown);
	return usdt_visit(path, add_probe, list);
}

static int add_glob(struct usdt_list *list, const char *paths)
{
	glob_t files;

	if (glob(paths, 0, NULL, &files))
		return -ENOENT;
	for (size_t i = 0; i < files.gl_pathc; i++)
		add_file(list, files.gl_pathv[i], files.gl_pathv[i]);
	globfree(&files);
	return 0;
}

static int add_mapped(struct usdt_list *list, const char *root)
{
	struct arena *arena = list->listing->arena;
	const char *files = mapped_files_list(arena, list->listing->pid);

	while (*files) {
		size_t length = strcspn(files, "\n");

		add_file(list, arena_printf(arena, "%s%.*s", root, (int)length, files),
			 arena_copy_text(arena, files, length));
		files += length + (files[length] == '\n');
	}
	return 0;
}

int list_collect_usdt(struct listing *listing, const char *pattern)
{
	const char *colon = strchr(pattern, ':'), *last = strrchr(pattern, ':'), *file, *path;
	const char *root = listing->pid ? arena_printf(listing->arena, "/proc/%d/root",
						       listing->pid) : "";
	struct usdt_list list = { .listing = listing, .provider = "*", .name = "*" };

	file = colon ? arena_copy_text(listing->arena, pattern, (size_t)(colon - pattern)) :
		       pattern;
	if (last && last[1])
		list.name = last + 1;
	if (last && last > colon + 1)
		list.provider = arena_copy_text(listing->arena, colon + 1,
						(size_t)(last - colon - 1));
	if (listing->pid && (!*file || !strcmp(file, "*")))
		return add_mapped(&list, root);
	if (strpbrk(file, "*?["))
		return add_glob(&list, file);
	path = binary_find(listing->arena, file, root);
	if (!path)
		return -ENOENT;
	return add_file(&list, path, strncmp(path, root, strlen(root)) ? path :
						path + strlen(root));
}

static const char *type_name(struct listing *listing, enum usdt_answer answer,
			     const struct usdt_argument *argument, const char *text)
{
	/* What cannot be read shows as the note has it. */
	if (answer == USDT_UNKNOWN)
		return text;
	return arena_printf(listing->arena, "%sint%u", argument->is_signed ? "" : "u",
			    argument->size * 8);
}

struct list_detail list_detail_usdt(struct listing *listing, const struct list_entry *entry)
{
	struct list_detail detail = { 0 };
	struct arena *arena = listing->arena;
	struct usdt_argument argument;
	enum usdt_answer answer;
	const char *text;
	uint32_t most = (uint32_t)strlen(entry->arguments) / 2 + 1;	/* "$0 $1" */

	detail.arguments = ARENA_NEW_ARRAY(arena, struct list_variable, most);
	while (detail.argument_count < most &&
	       (answer = usdt_read_argument(arena, abi_native(), entry->arguments,
					    detail.argument_count, &argument, &text)) != USDT_NONE) {
		detail.arguments[detail.argument_count] = (struct list_variable){
			.name = arena_printf(arena, "arg%u", detail.argument_count),
			.c_type = type_name(listing, answer, &argument, text),
		};
		detail.argument_count++;
	}
	return detail;
}
