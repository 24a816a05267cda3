/*
 * Mapped files: the code mappings of /proc/PID/maps by file.
 */
#include "runtime/mapped_files.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lexer/arena.h"
#include "lexer/buffer.h"

/* The lines of OUT are paths; is PATH one of them? */
static bool holds(const struct buffer *out, const char *path)
{
	const char *at = out->length ? out->data : "";
	size_t length = strlen(path);

	while (*at) {
		size_t line = strcspn(at, "\n");

		if (line == length && !memcmp(at, path, length))
			return true;
		at += line + (at[line] == '\n');
	}
	return false;
}

static void take_line(char *line, struct buffer *out)
{
	static const char deleted[] = " (deleted)";
	char *path = strchr(line, '/'), *mode = strchr(line, ' ');
	size_t length;

	line[strcspn(line, "\n")] = '\0';
	if (!path || !mode || mode[3] != 'x')
		return;
	length = strlen(path);
	if (length >= sizeof(deleted) && !strcmp(path + length - sizeof(deleted) + 1, deleted))
		return;
	if (!holds(out, path))
		buffer_printf(out, "%s\n", path);
}

char *mapped_files_list(struct arena *arena, int pid)
{
	struct buffer out = { 0 };
	char name[32], *line = NULL, *list;
	size_t size = 0;
	FILE *maps;

	snprintf(name, sizeof(name), "/proc/%d/maps", pid);
	maps = pid > 0 ? fopen(name, "re") : NULL;
	while (maps && getline(&line, &size, maps) >= 0)
		take_line(line, &out);
	if (maps)
		fclose(maps);
	free(line);
	list = arena_copy_text(arena, out.length ? out.data : "", out.length);
	buffer_release(&out);
	return list;
}
