/*
 * Kernel name: the release is in a file of its own, and the third word of proc/version.
 */
#include "runtime/kernel_name.h"

#include <stdlib.h>
#include <string.h>

#include "codegen/target/kernel_file.h"
#include "lexer/arena.h"

/* Word number INDEX of what FILE says, from ARENA; NULL when it has fewer. */
static const char *word_of(struct arena *arena, struct kernel_files *files, enum kernel_file file,
			   unsigned index)
{
	char *bytes = kernel_files_read(files, file, NULL, NULL), *rest = NULL;
	const char *word = bytes ? strtok_r(bytes, " \n", &rest) : NULL;

	while (word && index--)
		word = strtok_r(NULL, " \n", &rest);
	word = word ? arena_copy_string(arena, word) : NULL;
	free(bytes);
	return word;
}

/* The last part of PATH without slashes behind it. */
static const char *last_part(struct arena *arena, const char *path)
{
	size_t end = strlen(path), start;

	while (end > 1 && path[end - 1] == '/')
		end--;
	for (start = end; start && path[start - 1] != '/'; start--)
		;
	return start == end ? path : arena_copy_text(arena, path + start, end - start);
}

const char *kernel_name(struct arena *arena, struct kernel_files *files, const char *path)
{
	const char *name = word_of(arena, files, KERNEL_FILE_RELEASE, 0);

	if (!name)
		name = word_of(arena, files, KERNEL_FILE_VERSION, 2);
	return name ? name : last_part(arena, path);
}
