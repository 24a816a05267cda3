/*
 * Target: opening and closing a kernel.
 */
#include "codegen/target/target.h"

#include <bpf/btf.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "codegen/target/binary_dwarf.h"
#include "codegen/target/internal.h"
#include "lexer/arena.h"

struct target *target_open(struct arena *arena, const struct target_source *source)
{
	struct target *target = ARENA_NEW(arena, struct target);

	target->arena = arena;
	target->types = type_table_new(arena);
	target->root = arena_copy_string(arena, source->root);
	target->files = kernel_files_open(arena, source->root, source->tracefs_fd,
					  source->kallsyms_fd);
	target->ask_feature = source->ask_feature;
	target->ask_context = source->ask_context;
	target->facts.arena = arena;
	target->answers.arena = arena;
	target->btf_status = 1;
	return target;
}

void target_close(struct target *target)
{
	uint32_t module;

	for (module = target->btf_count; module-- > 0;) {
		btf_dump__free(target->btfs[module]->dump);
		btf__free(target->btfs[module]->btf);
		free(target->btfs[module]->types);
		free(target->btfs[module]->index);
	}
	target->btf_count = 0;
	binary_close_dwarf(target);
	target_release_symbols(target);
	target_release_hookable(target);
	kernel_files_close(target->files);
}

void target_read_ahead(struct target *target)
{
	target_read_types(target);
	target_read_symbols(target);
	target_read_hookable(target);
}

struct type_table *target_types(struct target *target)
{
	return target->types;
}

bool target_is_running(const struct target *target)
{
	return !strcmp(target->root, "/");
}

const char *target_root(const struct target *target)
{
	return target->root;
}

const char *target_problem(const struct target *target)
{
	return kernel_files_problem(target->files);
}

int target_tracefs_status(struct target *target)
{
	return kernel_files_tracefs_status(target->files);
}

/* Most patterns start with a word: that settles most names without the library's machinery. */
bool target_glob(const char *pattern, const char *name)
{
	if (!pattern)
		return true;
	while (*pattern && !strchr("*?[\\", *pattern))
		if (*pattern++ != *name++)
			return false;
	if (*pattern == '\0')
		return *name == '\0';
	return !strcmp(pattern, "*") || !fnmatch(pattern, name, 0);
}
