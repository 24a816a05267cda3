/*
 * Library function: a name counts where a text has it as a word, that of an fn with a parenthesis
 * behind it, be that in a comment; what nobody uses costs nothing. The library is parsed only
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

/* What the library declares, each at the beginning of a line. */
static const struct declared {
	const char *word;
	bool is_called;			/* only a name with a parenthesis behind it is meant; of
					   macros, of those that have parameters */
} declared[] = {
	{ "\nfn ", true },
	{ "\nmacro ", false },
};

static bool is_name_character(char character)
{
	return isalnum((unsigned char)character) || character == '_';
}

/* Does TEXT have the LENGTH bytes at NAME as a name, IS_CALLED of something that is called? */
static bool has_name(const struct text *text, const char *name, size_t length, bool is_called)
{
	const char *at = text->bytes, *end = text->bytes + text->length;

	while ((at = memmem(at, (size_t)(end - at), name, length))) {
		const char *behind = at + length;

		if ((at == text->bytes || !is_name_character(at[-1])) &&
		    (is_called ? behind[strspn(behind, " \t")] == '(' : !is_name_character(*behind)))
			return true;
		at = behind;
	}
	return false;
}

/* In one of the program's own texts, which are those before LIBRARY (NULL: all). */
static bool is_named(const struct text_set *texts, const struct text *library, const char *name,
		     size_t length, bool is_called)
{
	const struct text *text;

	for (text = texts->first; text != library; text = text->next)
		if (has_name(text, name, length, is_called))
			return true;
	return false;
}

static bool is_any_named(const struct text_set *texts, const char *library)
{
	const char *at, *name;

	for (size_t i = 0; i < sizeof(declared) / sizeof(declared[0]); i++)
		for (at = strstr(library, declared[i].word); at;
		     at = strstr(name, declared[i].word)) {
			name = at + strlen(declared[i].word);
			if (is_named(texts, NULL, name, strcspn(name, "("),
				     declared[i].is_called || name[strcspn(name, "(") + 1] != ')'))
				return true;
		}
	return false;
}

static bool is_defined(const struct program *program, const char *name)
{
	const struct routine_declaration *routine;
	const struct macro_declaration *macro;

	for (routine = program->routines; routine; routine = routine->next)
		if (!strcmp(routine->name, name))
			return true;
	for (macro = program->macros; macro; macro = macro->next)
		if (!strcmp(macro->name, name))
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

static void add_routines(struct arena *arena, const struct text_set *texts,
			 const struct text *library, struct routine_declaration *routine,
			 struct program *program)
{
	struct routine_declaration *next, **end = &program->routines;

	while (*end)
		end = &(*end)->next;
	for (; routine; routine = next) {
		next = routine->next;
		routine->next = NULL;
		if (is_defined(program, routine->name) ||
		    !is_named(texts, library, routine->name, strlen(routine->name), true))
			continue;
		routine->note = note_above(arena, library, routine->span);
		*end = routine;
		end = &routine->next;
	}
}

/* Several may have one name, so what the program has itself ends where these begin. */
static void add_macros(const struct text_set *texts, const struct text *library,
		       struct macro_declaration *macro, struct program *program)
{
	struct macro_declaration *first = NULL, **place = &first, *next, **end;

	for (; macro; macro = next) {
		next = macro->next;
		macro->next = NULL;
		if (is_defined(program, macro->name) ||
		    !is_named(texts, library, macro->name, strlen(macro->name),
			      macro->parameters != NULL))
			continue;
		macro->is_ours = true;
		*place = macro;
		place = &macro->next;
	}
	for (end = &program->macros; *end; end = &(*end)->next)
		;
	*end = first;
}

void library_function_add(struct arena *arena, struct diag_set *diags, struct text_set *texts,
			  const char *library, struct program *program)
{
	const struct program *declarations;
	const struct text *text;

	if (!library || !is_any_named(texts, library))
		return;
	text = text_add(texts, "stdlib/functions.kt", library, strlen(library));
	if (!text)
		return;
	declarations = parse_program(arena, diags, text, NULL);
	add_macros(texts, text, declarations->macros, program);
	add_routines(arena, texts, text, declarations->routines, program);
}
