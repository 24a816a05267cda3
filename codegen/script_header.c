/*
 * Script header: lines of a comment into texts. One reader for `ktrace --scripts`, for
 * --help behind a script's name, and for the tests that hold scripts to it.
 */
#include "codegen/script_header.h"

#include <stdbool.h>
#include <string.h>

#include "lexer/arena.h"

static const struct {
	const char *word;
	bool is_list;		/* each time is a line of its own */
} keys[SCRIPT_KEYS] = {
	[SCRIPT_NAME] = { "name", false },
	[SCRIPT_DOES] = { "does", false },
	[SCRIPT_USAGE] = { "usage", false },
	[SCRIPT_OVERHEAD] = { "overhead", false },
	[SCRIPT_KERNELS] = { "kernels", false },
	[SCRIPT_SELFTEST] = { "selftest", false },
	[SCRIPT_EXAMPLE] = { "example", true },
};

const char *script_header_key(enum script_key key)
{
	return keys[key].word;
}

/* The key that the LENGTH bytes begin with, and how long it is with its colon and blanks. */
static enum script_key find_key(const char *line, size_t length, size_t *skipped)
{
	enum script_key key;

	for (key = 0; key < SCRIPT_KEYS; key++) {
		size_t word = strlen(keys[key].word);

		if (length <= word || memcmp(line, keys[key].word, word) || line[word] != ':')
			continue;
		for (word++; word < length && line[word] == ' '; word++)
			;
		*skipped = word;
		break;
	}
	return key;
}

static void append(struct arena *arena, const char **text, const char *between, const char *more,
		   size_t length)
{
	*text = arena_printf(arena, "%s%s%.*s", *text ? *text : "", *text ? between : "",
			     (int)length, more);
}

/* A first line #!, which has become a comment where a program was read. */
static bool names_interpreter(const char *line, size_t length)
{
	return length > 3 && (!memcmp(line, "#!", 2) || !memcmp(line, "///", 3) ||
			      !memcmp(line, "// /", 4));
}

void script_header_read(struct arena *arena, const char *bytes, size_t length,
			struct script_header *header)
{
	const char *at = bytes, *end = bytes + length, *newline, *line;
	enum script_key key = SCRIPT_KEYS, next;
	size_t left, skipped;

	*header = (struct script_header){ { NULL } };
	for (; at < end; at = newline + 1) {
		newline = memchr(at, '\n', (size_t)(end - at));
		if (!newline)
			newline = end;
		if (at == bytes && names_interpreter(at, (size_t)(newline - at)))
			continue;
		if (newline - at < 3 || memcmp(at, "// ", 3))
			return;
		line = at + 3;
		left = (size_t)(newline - line);
		next = find_key(line, left, &skipped);
		if (next != SCRIPT_KEYS) {
			key = next;
			append(arena, &header->texts[key], keys[key].is_list ? "\n" : " ",
			       line + skipped, left - skipped);
		} else if (key != SCRIPT_KEYS && left > 2 && !memcmp(line, "  ", 2)) {
			for (; left && *line == ' '; line++)
				left--;
			append(arena, &header->texts[key], " ", line, left);
		} else {
			return;
		}
	}
}
