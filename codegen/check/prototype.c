/*
 * Prototype: reads "RESULT NAME(KIND name, [KIND name, …])", the text that help
 * shows and calls are checked by.
 */
#include "codegen/check/prototype.h"

#include <string.h>

#include "lexer/arena.h"

static const struct {
	const char *name;
	enum prototype_kind kind;
} kind_rows[] = {
	{ "int", PROTOTYPE_INT },
	{ "bool", PROTOTYPE_BOOL },
	{ "string", PROTOTYPE_STRING },
	{ "pointer", PROTOTYPE_POINTER },
	{ "map", PROTOTYPE_MAP },
	{ "stack", PROTOTYPE_STACK },
	{ "any", PROTOTYPE_ANY },
	{ "literal", PROTOTYPE_LITERAL },
	{ "address", PROTOTYPE_ADDRESS },
	{ "number", PROTOTYPE_NUMBER },
	{ "word", PROTOTYPE_WORD },
	{ "buffer", PROTOTYPE_BUFFER },
	{ "struct", PROTOTYPE_STRUCT },
};

static const char *skip_blanks(const char *at)
{
	while (*at == ' ')
		at++;
	return at;
}

/* Takes bytes up to one of STOPS; the copy is without blanks at its end. */
static const char *take(struct arena *arena, const char **at, const char *stops)
{
	const char *start = skip_blanks(*at);
	size_t length = strcspn(start, stops);

	*at = start + length;
	while (length && start[length - 1] == ' ')
		length--;
	return arena_copy_text(arena, start, length);
}

static unsigned kind_of(const char *name, size_t length)
{
	size_t index;

	for (index = 0; index < sizeof(kind_rows) / sizeof(kind_rows[0]); index++)
		if (strlen(kind_rows[index].name) == length &&
		    !memcmp(kind_rows[index].name, name, length))
			return kind_rows[index].kind;
	return 0;
}

static bool read_kinds(const char *text, unsigned *kinds)
{
	size_t length;
	unsigned kind;

	for (*kinds = 0; *text; text += length + (text[length] == '|')) {
		length = strcspn(text, "|");
		kind = kind_of(text, length);
		if (!kind)
			return false;
		*kinds |= kind;
	}
	return *kinds != 0;
}

static bool read_parameter(struct arena *arena, const char **at, struct prototype *prototype)
{
	struct prototype_parameter *parameter;

	if (prototype->count == PROTOTYPE_PARAMETERS_MAX)
		return false;
	parameter = &prototype->parameters[prototype->count++];
	parameter->kind_text = take(arena, at, " ,[])");
	parameter->name = take(arena, at, " ,[])");
	return read_kinds(parameter->kind_text, &parameter->kinds);
}

static bool read_parameters(struct arena *arena, const char *at, struct prototype *prototype)
{
	static const char dots[] = "…";
	bool is_optional = false;

	for (at = skip_blanks(at); *at && *at != ')'; at = skip_blanks(at)) {
		if (*at == '[')
			is_optional = true;
		if (*at == '[' || *at == ']' || *at == ',') {
			at++;
		} else if (!strncmp(at, dots, sizeof(dots) - 1)) {
			prototype->repeats = true;
			at += sizeof(dots) - 1;
		} else if (!read_parameter(arena, &at, prototype)) {
			return false;
		} else if (!is_optional) {
			prototype->required = prototype->count;
		}
	}
	return *at == ')';
}

bool prototype_parse(struct arena *arena, const char *text, struct prototype *prototype)
{
	const char *at = text;

	*prototype = (struct prototype){ 0 };
	prototype->result = take(arena, &at, " ");
	prototype->name = take(arena, &at, " (");
	at = skip_blanks(at);
	if (!*prototype->name)
		return false;
	return !*at || (*at == '(' && read_parameters(arena, at + 1, prototype));
}
