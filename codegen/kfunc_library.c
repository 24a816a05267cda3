/*
 * Kfunc library: each declaration is one line that begins with kfunc, below a line
 * `// SINCE SET [opens|closes SECTION]: what it does`.
 */
#include "codegen/kfunc_library.h"

#include <string.h>

#include "lexer/arena.h"

static const char word[] = "kfunc ";

static bool has_word(const char *text, size_t length, const char *wanted)
{
	return memmem(text, length, wanted, strlen(wanted)) != NULL;
}

static void read_set(const char *at, struct kfunc_library_row *row)
{
	size_t length = strcspn(at, " :");

	row->set = KFUNC_SET_UNKNOWN;
	row->programs = "";
	for (unsigned i = 0; i < KFUNC_SET_ROWS; i++) {
		if (strlen(kfunc_set_rows[i].word) != length ||
		    strncmp(at, kfunc_set_rows[i].word, length))
			continue;
		row->set = kfunc_set_rows[i].set;
		row->programs = kfunc_set_rows[i].programs;
	}
}

/* LINE is the declaration; the one above it begins at TEXT at the earliest. */
static void read_about(struct arena *arena, const char *text, const char *line,
		       struct kfunc_library_row *row)
{
	const char *end = line > text ? line - 1 : line, *at = end;
	size_t length;

	while (at > text && at[-1] != '\n')
		at--;
	at += strspn(at, "/ ");
	length = strcspn(at, " ");
	row->since = arena_copy_text(arena, at, length);
	at += length + 1;
	length = strcspn(at, ":");
	read_set(at, row);
	row->effect = has_word(at, length, " opens") ? KFUNC_EFFECT_OPENS :
		      has_word(at, length, " closes") ? KFUNC_EFFECT_CLOSES : KFUNC_EFFECT_NONE;
	row->section = has_word(at, length, " preempt") ? KFUNC_SECTION_PREEMPT :
							  KFUNC_SECTION_RCU;
	at += length + 2;
	row->doc = arena_copy_text(arena, at, (size_t)(end - at));
}

static void read_row(struct arena *arena, const char *text, const char *line,
		     struct kfunc_library_row *row)
{
	const char *begin = line + sizeof(word) - 1, *end = begin + strcspn(begin, ";");
	const char *open = begin + strcspn(begin, "("), *name = open, *flags = end;

	while (name[-1] != ' ' && name[-1] != '*')
		name--;
	while (flags[-1] != ')')
		flags--;
	flags += flags < end;
	row->name = arena_copy_text(arena, name, (size_t)(open - name));
	row->declaration = arena_copy_text(arena, begin, (size_t)(end - begin));
	row->flags = arena_copy_text(arena, flags, flags < end ? (size_t)(end - flags) : 0);
	read_about(arena, text, line, row);
}

bool kfunc_library_next(struct arena *arena, const char **at, struct kfunc_library_row *row)
{
	const char *line = *at;

	while (*line && strncmp(line, word, sizeof(word) - 1)) {
		line += strcspn(line, "\n");
		line += *line == '\n';
	}
	if (!*line)
		return false;
	read_row(arena, *at, line, row);
	*at = line + strcspn(line, "\n");
	return true;
}

bool kfunc_library_find(struct arena *arena, const char *text, const char *name,
			struct kfunc_library_row *row)
{
	size_t length = strlen(name);
	const char *at, *line;

	for (at = text ? strstr(text, name) : NULL; at; at = strstr(at + 1, name)) {
		if (at == text || at[length] != '(' || (at[-1] != ' ' && at[-1] != '*'))
			continue;
		for (line = at; line > text && line[-1] != '\n'; line--)
			;
		if (strncmp(line, word, sizeof(word) - 1))
			continue;
		read_row(arena, text, line, row);
		return true;
	}
	return false;
}
