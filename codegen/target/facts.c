/*
 * Facts: what was asked of the kernel, by name and value, in the order of
 * asking. They tell why a program was compiled as it was, and whether an image
 * still fits.
 */
#include "codegen/target/target.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "codegen/target/internal.h"
#include "lexer/arena.h"

void target_record(struct target *target, const char *name, const char *format, ...)
{
	struct fact *fact;
	va_list arguments;

	if (table_find(&target->facts, name, NULL))
		return;
	fact = ARENA_NEW(target->arena, struct fact);
	fact->name = arena_copy_string(target->arena, name);
	va_start(arguments, format);
	fact->value = arena_vprintf(target->arena, format, arguments);
	va_end(arguments);
	if (target->last_fact)
		target->last_fact->next = fact;
	else
		target->first_fact = fact;
	target->last_fact = fact;
	table_put(&target->facts, name, fact);
}

const struct fact *target_facts(const struct target *target)
{
	return target->first_fact;
}

void target_note_file(struct target *target, const char *path)
{
	const struct target_file *known;
	struct target_file *file;

	for (known = target->first_file; known; known = known->next)
		if (!strcmp(known->path, path))
			return;
	file = ARENA_NEW(target->arena, struct target_file);
	file->path = arena_copy_string(target->arena, path);
	file->next = target->first_file;
	target->first_file = file;
}

const struct target_file *target_files(const struct target *target)
{
	return target->first_file;
}

/* The number on the line "NAME=number" of the target's feature file; 0 without such a line. */
static long read_feature(struct target *target, const char *name)
{
	size_t length = strlen(name);
	const char *line;
	char *bytes;

	if (!target->feature_file) {
		bytes = kernel_files_read(target->files, KERNEL_FILE_FEATURES, NULL, NULL);
		target->feature_file = arena_copy_string(target->arena, bytes ? bytes : "");
		free(bytes);
	}
	for (line = target->feature_file; line; line = strchr(line, '\n')) {
		line += *line == '\n';
		if (!strncmp(line, name, length) && line[length] == '=')
			return strtol(line + length + 1, NULL, 0);
	}
	return 0;
}

long target_feature(struct target *target, enum feature feature)
{
	const char *name = feature_rows[feature].name;
	const char *key = arena_printf(target->arena, "feature:%s", name);
	const void *known;
	long answer;

	if (table_find(&target->facts, key, &known))
		return strtol(((const struct fact *)known)->value, NULL, 10);
	if (target->ask_feature)
		answer = target->ask_feature(target->ask_context, feature);
	else
		answer = read_feature(target, name);
	target_record(target, key, "%ld", answer);
	return answer;
}
