/*
 * Resolve file: the programs and libraries that a head names.
 */
#include <glob.h>
#include <string.h>
#include <sys/stat.h>

#include "codegen/check/checker.h"
#include "codegen/check/resolve.h"
#include "codegen/target/binary.h"
#include "codegen/target/target.h"

struct visitor {
	void (*visit)(void *context, const char *path);
	void *context;
};

static void visit_file(struct resolver *resolver, const struct visitor *visitor, const char *path)
{
	target_note_file(resolver->checker->target, path);
	visitor->visit(visitor->context, path);
}

/* A process in a container has its files elsewhere; the descriptor is ours, not the runtime's. */
#define ROOT_FORMAT "/proc/self/fd/%d"

const char *resolve_runtime_path(const struct checker *checker, const char *path)
{
	const struct check_options *options = checker->options;
	const char *root = arena_printf(checker->arena, ROOT_FORMAT, options->root_fd);
	size_t length = strlen(root);

	if (options->root_fd < 0 || strncmp(path, root, length))
		return path;
	return arena_printf(checker->arena, "/proc/%u/root%s", options->pid_filter, path + length);
}

static void visit_binary(struct resolver *resolver, const char *binary,
			 const struct visitor *visitor)
{
	struct arena *arena = resolver->checker->arena;
	int root_fd = resolver->checker->options->root_fd;
	const char *path = binary_find(arena, binary, root_fd < 0 ? "" :
				       arena_printf(arena, ROOT_FORMAT, root_fd));

	if (path) {
		visit_file(resolver, visitor, path);
		return;
	}
	target_note_file(resolver->checker->target, binary);
	diag_hint(resolve_missing(resolver, "there is no program or library %s", binary),
		  "a path (/bin/bash), a program's name (bash) or a library's (libc)");
}

/* Several names may lead to one file, whose functions would be traced as often. */
static bool is_first(char **paths, size_t index)
{
	struct stat file, other;
	size_t before;

	if (stat(paths[index], &file) || !S_ISREG(file.st_mode))
		return false;
	for (before = 0; before < index; before++)
		if (!stat(paths[before], &other) && other.st_dev == file.st_dev &&
		    other.st_ino == file.st_ino)
			return false;
	return true;
}

/* False when no file matches. */
static bool visit_glob(struct resolver *resolver, const char *pattern,
		       const struct visitor *visitor)
{
	struct arena *arena = resolver->checker->arena;
	glob_t found;
	size_t index;

	if (glob(pattern, GLOB_NOSORT, NULL, &found))
		return false;
	for (index = 0; index < found.gl_pathc; index++)
		if (is_first(found.gl_pathv, index))
			visit_file(resolver, visitor,
				   arena_copy_string(arena, found.gl_pathv[index]));
	globfree(&found);
	return true;
}

/* Those that the process of -p runs code of. */
static void visit_mapped(struct resolver *resolver, const char *files,
			 const struct visitor *visitor)
{
	struct arena *arena = resolver->checker->arena;
	int root_fd = resolver->checker->options->root_fd;
	const char *path;

	while (*files) {
		size_t length = strcspn(files, "\n");

		path = arena_copy_text(arena, files, length);
		if (root_fd >= 0)
			path = arena_printf(arena, ROOT_FORMAT "%s", root_fd, path);
		visit_file(resolver, visitor, path);
		files += length + (files[length] == '\n');
	}
}

/* Files that are no programs, or have nothing of that name, are passed over where others do. */
static void visit_many(struct resolver *resolver, const char *binary, const char *what,
		       const struct visitor *visitor)
{
	const char *mapped = resolver->checker->options->mapped_files;
	bool is_process = !strcmp(binary, "*"), was_quiet = resolver->is_quiet, any = true;
	struct plan_way *way = resolver->way;
	unsigned before = resolver->count;

	if (is_process && !(mapped && *mapped)) {
		diag_hint(resolve_fail(resolver, "which program is meant?"),
			  "-p PID takes the files that a process runs");
		return;
	}
	resolver->is_quiet = true;
	resolver->way = NULL;
	if (is_process)
		visit_mapped(resolver, mapped, visitor);
	else
		any = visit_glob(resolver, binary, visitor);
	resolver->is_quiet = was_quiet;
	resolver->way = way;
	if (!any)
		resolve_missing(resolver, "no file matches %s", binary);
	else if (resolver->count == before)
		diag_hint(resolve_missing(resolver, "none of the files that %s has a %s",
					  is_process ? "the process runs" :
					  arena_printf(resolver->checker->arena, "match %s",
						       binary), what),
			  "ktrace -l '%s:%s:*' lists what they have",
			  probe_kind_rows[resolver->kind].name, binary);
}

void resolve_files(struct resolver *resolver, const char *binary, const char *what,
		   void (*visit)(void *context, const char *path), void *context)
{
	const struct visitor visitor = { visit, context };

	if (resolve_is_pattern(binary))
		visit_many(resolver, binary, what, &visitor);
	else
		visit_binary(resolver, binary, &visitor);
}
