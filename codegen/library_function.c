/*
 * Library function: a name counts where a text has it as a word with a parenthesis behind it,
 * be that in a comment; an fn that nobody calls costs nothing. The library is parsed only
 * for programs that name something in it.
 */
#include "codegen/library_function.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "lexer/arena.h"
#include "lexer/text.h"
#include "parser/parse.h"
#include "parser/tree.h"

static const char word[] = "\nfn ";

static bool is_name_character(char character)
{
	return isalnum((unsigned char)character) || character == '_';
}

/* Does TEXT have the LENGTH bytes at NAME as the name of something that is called? */
static bool has_call(const struct text *text, const char *name, size_t length)
{
	const char *at = text->bytes, *end = text->bytes + text->length;

	while ((at = memmem(at, (size_t)(end - at), name, length))) {
		const char *behind = at + length;

		if ((at == text->bytes || !is_name_character(at[-1])) &&
		    behind[strspn(behind, " \t")] == '(')
			return true;
		at = behind;
	}
	return false;
}

/* In one of the program's own texts, which are those before LIBRARY (NULL: all). */
static bool is_named(const struct text_set *texts, const struct text *library, const char *name,
		     size_t length)
{
	const struct text *text;

	for (text = texts->first; text != library; text = text->next)
		if (has_call(text, name, length))
			return true;
	return false;
}

static bool is_any_named(const struct text_set *texts, const char *library)
{
	const char *at, *name;

	for (at = strstr(library, word); at; at = strstr(name, word)) {
		name = at + sizeof(word) - 1;
		if (is_named(texts, NULL, name, strcspn(name, "(")))
			return true;
	}
	return false;
}

static bool is_defined(const struct program *program, const char *name)
{
	const struct routine_declaration *routine;

	for (routine = program->routines; routine; routine = routine->next)
		if (!strcmp(routine->name, name))
			return true;
	return false;
}

/* The line above SPAN, behind its slashes. */
static const char *note_above(struct arena *arena, const struct text *text, struct span span)
{
	const char *end = text->bytes + (span.start - text->base) - 1, *begin = end;

	while (begin > text->bytes && begin[-1] != '\n')
		begin--;
	begin += strspn(begin, "/ ");
	return arena_copy_text(arena, begin, (size_t)(end - begin));
}

void library_function_add(struct arena *arena, struct diag_set *diags, struct text_set *texts,
			  const char *library, struct program *program)
{
	struct routine_declaration *routine, *next, **end = &program->routines;
	const struct text *text;

	if (!library || !is_any_named(texts, library))
		return;
	while (*end)
		end = &(*end)->next;
	text = text_add(texts, "stdlib/functions.kt", library, strlen(library));
	if (!text)
		return;
	for (routine = parse_program(arena, diags, text, NULL)->routines; routine; routine = next) {
		next = routine->next;
		routine->next = NULL;
		if (is_defined(program, routine->name) ||
		    !is_named(texts, text, routine->name, strlen(routine->name)))
			continue;
		routine->note = note_above(arena, text, routine->span);
		*end = routine;
		end = &routine->next;
	}
}
