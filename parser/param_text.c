/*
 * Param text: a small reader of its own, because a default is not an expression: it is
 * read as the declared type wants it, as the same text on the command line would be.
 */
#include "parser/param_text.h"

#include <ctype.h>
#include <string.h>

#include "lexer/arena.h"
#include "lexer/diag.h"
#include "lexer/literal.h"
#include "parser/tree.h"

/* set(set(…)) means nothing, and has to end somewhere. */
enum { TYPES_MAX = 2 };

struct reader {
	struct arena *arena;
	struct diag_set *diags;
	const char *text;
	const char *at;
	uint32_t start;
	bool is_list;			/* an item ends at its comma, not at a blank */
	bool is_broken;
};

static struct span span_at(const struct reader *reader, const char *from, const char *to)
{
	return (struct span){ .start = reader->start + (uint32_t)(from - reader->text),
			      .end = reader->start + (uint32_t)(to - reader->text) };
}

/* Comments begin only behind a blank: /a//b is a path. */
static void skip_blanks(struct reader *reader)
{
	const char *end;

	for (;;) {
		while (isspace((unsigned char)*reader->at))
			reader->at++;
		if (reader->is_list || reader->at == reader->text ||
		    !isspace((unsigned char)reader->at[-1]))
			return;
		if (!strncmp(reader->at, "//", 2))
			end = strchr(reader->at, '\n');
		else if (!strncmp(reader->at, "/*", 2))
			end = strstr(reader->at, "*/");
		else
			return;
		reader->at = end ? end + (*end == '*' ? 2 : 1) : reader->at + strlen(reader->at);
	}
}

static void complain(struct reader *reader, const char *expected)
{
	const char *end;

	if (reader->is_broken)
		return;
	reader->is_broken = true;
	skip_blanks(reader);
	for (end = reader->at; isalnum((unsigned char)*end) || *end == '_'; end++)
		;
	if (end == reader->at && *end)
		end++;
	diag_hint(diag_error(reader->diags, span_at(reader, reader->at, end),
			     "expected %s in the declaration of a parameter%s%.*s%s", expected,
			     *reader->at ? ", found `" : "", (int)(end - reader->at), reader->at,
			     *reader->at ? "`" : ""),
		  "for example: param pids : set(pid) = all \"processes to trace\";");
}

static bool take(struct reader *reader, char byte)
{
	skip_blanks(reader);
	if (*reader->at != byte)
		return false;
	reader->at++;
	return true;
}

static const char *take_name(struct reader *reader, struct span *span)
{
	const char *from;

	skip_blanks(reader);
	from = reader->at;
	if (!isdigit((unsigned char)*from))
		while (isalnum((unsigned char)*reader->at) || *reader->at == '_')
			reader->at++;
	if (from == reader->at)
		return NULL;
	*span = span_at(reader, from, reader->at);
	return arena_copy_text(reader->arena, from, (size_t)(reader->at - from));
}

/* ---- items ---- */

static void take_quoted(struct reader *reader, struct param_item *item)
{
	const char *from = ++reader->at;

	while (*reader->at && *reader->at != '"' && *reader->at != '\n')
		reader->at += *reader->at == '\\' && reader->at[1] ? 2 : 1;
	item->span = span_at(reader, from - 1, reader->at + (*reader->at == '"'));
	item->is_quoted = true;
	item->text = literal_string(reader->arena, reader->diags, item->span.start + 1, from,
				    (size_t)(reader->at - from), &item->length);
	if (*reader->at == '"') {
		reader->at++;
		return;
	}
	reader->is_broken = true;
	diag_hint(diag_error(reader->diags, item->span, "this string is not closed"),
		  "it ends with `\"`");
}

static bool ends_word(const struct reader *reader, char byte)
{
	if (!byte || byte == ',' || byte == '"')
		return true;
	if (reader->is_list)
		return false;
	return isspace((unsigned char)byte) || byte == ')' || byte == ';';
}

static void take_bare(struct reader *reader, struct param_item *item)
{
	const char *from = reader->at, *end;

	while (!ends_word(reader, *reader->at))
		reader->at++;
	end = reader->at;
	while (end > from && isspace((unsigned char)end[-1]))
		end--;
	item->span = span_at(reader, from, end);
	item->length = (uint32_t)(end - from);
	item->text = arena_copy_text(reader->arena, from, item->length);
}

static struct param_item *take_item(struct reader *reader)
{
	struct param_item *item = ARENA_NEW(reader->arena, struct param_item);
	const char *from;

	skip_blanks(reader);
	from = reader->at;
	if (*reader->at == '!') {
		reader->at++;
		item->is_negated = true;
		skip_blanks(reader);
	}
	if (*reader->at == '"')
		take_quoted(reader, item);
	else
		take_bare(reader, item);
	if (!item->is_quoted && !item->length) {
		complain(reader, "a value");
		return NULL;
	}
	item->span.start = span_at(reader, from, from).start;
	return item;
}

static struct param_item *take_items(struct reader *reader)
{
	struct param_item *first = NULL, **end = &first;

	do {
		*end = take_item(reader);
		if (!*end)
			return NULL;
		end = &(*end)->next;
	} while (take(reader, ','));
	return first;
}

/* ---- the declaration ---- */

static struct param_type *take_type(struct reader *reader, unsigned level)
{
	struct param_type *type = ARENA_NEW(reader->arena, struct param_type);

	type->name = take_name(reader, &type->span);
	if (!type->name) {
		complain(reader, "a type");
		return NULL;
	}
	if (!take(reader, '('))
		return type;
	if (!strcmp(type->name, "set") && level + 1 < TYPES_MAX)
		type->element = take_type(reader, level + 1);
	else
		type->choices = take_items(reader);
	if (!take(reader, ')'))
		complain(reader, "`)`");
	type->span = span_join(type->span, span_at(reader, reader->at - 1, reader->at));
	return reader->is_broken ? NULL : type;
}

/* "what it does"; a quoted default without a comma behind it was taken before. */
static const char *take_help(struct reader *reader)
{
	struct param_item item = { 0 };

	skip_blanks(reader);
	if (*reader->at != '"')
		return "";
	take_quoted(reader, &item);
	return item.text;
}

struct param *param_text_read(struct arena *arena, struct diag_set *diags, const char *text,
				  uint32_t start)
{
	struct reader reader = { .arena = arena, .diags = diags, .text = text, .at = text,
				 .start = start };
	struct param *parameter = ARENA_NEW(arena, struct param);

	parameter->name = take_name(&reader, &parameter->name_span);
	if (!parameter->name)
		complain(&reader, "a name");
	else if (!take(&reader, ':'))
		complain(&reader, "`:` and a type");
	else
		parameter->type = take_type(&reader, 0);
	if (parameter->type && take(&reader, '='))
		parameter->value = take_items(&reader);
	if (!reader.is_broken)
		parameter->help = take_help(&reader);
	skip_blanks(&reader);
	if (*reader.at)
		complain(&reader, "`;`");
	parameter->span = span_at(&reader, text, reader.at);
	return reader.is_broken ? NULL : parameter;
}

struct param_item *param_text_split(struct arena *arena, struct diag_set *diags,
					const char *text, uint32_t start)
{
	struct reader reader = { .arena = arena, .diags = diags, .text = text, .at = text,
				 .start = start, .is_list = true };
	struct param_item *items;

	skip_blanks(&reader);
	items = take_items(&reader);
	if (items && *reader.at && !reader.is_broken) {
		reader.is_broken = true;
		diag_error(diags, span_at(&reader, reader.at, reader.at + 1),
			   "expected `,` between the values of a list");
	}
	return reader.is_broken ? NULL : items;
}
