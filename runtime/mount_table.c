/*
 * Mount table: parsing mountinfo, and finding the mount that a path lies under.
 *
 * A line reads "ID PARENT MAJOR:MINOR ROOT POINT …", blanks and the like in names
 * being written as three octal digits behind a backslash.
 */
#include "runtime/mount_table.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A position in one line. */
struct line {
	const char *at, *end;
};

static bool take_number(struct line *line, uint32_t *number)
{
	const char *start = line->at;

	for (*number = 0; line->at < line->end && *line->at >= '0' && *line->at <= '9'; line->at++)
		*number = *number * 10 + (uint32_t)(*line->at - '0');
	return line->at > start;
}

static bool take_char(struct line *line, char character)
{
	if (line->at == line->end || *line->at != character)
		return false;
	line->at++;
	return true;
}

static bool is_octal(char character)
{
	return character >= '0' && character <= '7';
}

/* Adds the word's text, unescaped, to NAMES; its offset there, or 0 for an empty word. */
static uint32_t take_name(struct line *line, struct buffer *names)
{
	uint32_t offset = (uint32_t)names->length;
	const char *start = line->at;
	char character;

	for (; line->at < line->end && *line->at != ' '; line->at++) {
		character = *line->at;
		if (character == '\\' && line->end - line->at >= 4 && is_octal(line->at[1]) &&
		    is_octal(line->at[2]) && is_octal(line->at[3])) {
			character = (char)((line->at[1] - '0') << 6 | (line->at[2] - '0') << 3 |
					   (line->at[3] - '0'));
			line->at += 3;
		}
		buffer_append_char(names, character);
	}
	if (line->at == start)
		return 0;
	buffer_append_char(names, '\0');
	return offset;
}

static bool parse_line(struct line line, struct buffer *names, struct mount *mount)
{
	uint32_t ignored, major, minor;

	if (!take_number(&line, &ignored) || !take_char(&line, ' ') ||
	    !take_number(&line, &ignored) || !take_char(&line, ' ') ||
	    !take_number(&line, &major) || !take_char(&line, ':') ||
	    !take_number(&line, &minor) || !take_char(&line, ' '))
		return false;
	mount->device = major << 20 | (minor & 0xfffff);
	mount->root = take_name(&line, names);
	if (!mount->root || !take_char(&line, ' '))
		return false;
	mount->point = take_name(&line, names);
	return mount->point != 0;
}

static void add_mount(struct mount_table *table, struct mount mount)
{
	if (table->count == table->capacity) {
		table->capacity = table->capacity ? table->capacity * 2 : 32;
		table->mounts = realloc(table->mounts,
					table->capacity * sizeof(table->mounts[0]));
		if (!table->mounts) {
			fputs("ktrace: out of memory\n", stderr);
			exit(1);
		}
	}
	table->mounts[table->count++] = mount;
}

void mount_table_parse(struct mount_table *table, const char *text, size_t length)
{
	const char *end = text + length, *stop;
	struct mount mount;

	table->count = 0;
	buffer_clear(&table->names);
	buffer_append_char(&table->names, '\0');	/* offset 0 says "none" */
	for (; text < end; text = stop + 1) {
		stop = memchr(text, '\n', (size_t)(end - text));
		if (!stop)
			stop = end;
		if (parse_line((struct line){ .at = text, .end = stop }, &table->names, &mount))
			add_mount(table, mount);
	}
}

void mount_table_release(struct mount_table *table)
{
	free(table->mounts);
	buffer_release(&table->names);
	*table = (struct mount_table){ 0 };
}

/* PATH without the leading ROOT ("" or "/…"), or NULL when it does not lie below. */
static const char *path_below(const char *root, const char *path)
{
	size_t length = strlen(root);

	if (length == 1)	/* "/" */
		return strcmp(path, "/") == 0 ? "" : path;
	if (strncmp(path, root, length) != 0 || (path[length] && path[length] != '/'))
		return NULL;
	return path + length;
}

int mount_table_append(const struct mount_table *table, uint32_t device, const char *path,
		       struct buffer *out)
{
	const char *names = table->names.data, *rest, *point;
	uint32_t i;

	for (i = table->count; i-- > 0;) {
		if (table->mounts[i].device != device)
			continue;
		rest = path_below(names + table->mounts[i].root, path);
		if (!rest)
			continue;
		point = names + table->mounts[i].point;
		if (point[0] == '/' && point[1] == '\0' && rest[0])
			point = "";
		buffer_append_string(out, point);
		buffer_append_string(out, rest);
		return 1;
	}
	return 0;
}
