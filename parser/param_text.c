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
#include "parser/text_reader.h"
#include "parser/tree.h"

/* set(set(…)) means nothing, and has to end somewhere. */
enum { TYPES_MAX = 2 };

#define WHAT "a parameter"
#define HINT "for example: param pids : set(pid) = all \"processes to trace\";"

/* ---- items ---- */

static void take_quoted(struct text_reader *reader, struct param_item *item)
{
	const char *from = ++reader->at;

	while (*reader->at && *reader->at != '"' && *reader->at != '\n')
		reader->at += *reader->at == '\\' && reader->at[1] ? 2 : 1;
	item->span = text_reader_span(reader, from - 1, reader->at + (*reader->at == '"'));
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

/* In a list an item ends at its comma, not at a blank, and there are no comments. */
static bool ends_word(const struct text_reader *reader, char byte)
{
	if (!byte || byte == ',' || byte == '"')
		return true;
	if (!reader->has_comments)
		return false;
	return isspace((unsigned char)byte) || byte == ')' || byte == ';';
}

static void take_bare(struct text_reader *reader, struct param_item *item)
{
	const char *from = reader->at, *end;

	while (!ends_word(reader, *reader->at))
		reader->at++;
	end = reader->at;
	while (end > from && isspace((unsigned char)end[-1]))
		end--;
	item->span = text_reader_span(reader, from, end);
	item->length = (uint32_t)(end - from);
	item->text = arena_copy_text(reader->arena, from, item->length);
}

static struct param_item *take_item(struct text_reader *reader)
{
	struct param_item *item = ARENA_NEW(reader->arena, struct param_item);
	const char *from;

	text_reader_skip(reader);
	from = reader->at;
	if (*reader->at == '!') {
		reader->at++;
		item->is_negated = true;
		text_reader_skip(reader);
	}
	if (*reader->at == '"')
		take_quoted(reader, item);
	else
		take_bare(reader, item);
	if (!item->is_quoted && !item->length) {
		text_reader_complain(reader, "a value");
		return NULL;
	}
	item->span.start = text_reader_span(reader, from, from).start;
	return item;
}

static struct param_item *take_items(struct text_reader *reader)
{
	struct param_item *first = NULL, **end = &first;

	do {
		*end = take_item(reader);
		if (!*end)
			return NULL;
		end = &(*end)->next;
	} while (text_reader_take(reader, ','));
	return first;
}

/* ---- the declaration ---- */

static struct param_type *take_type(struct text_reader *reader, unsigned level)
{
	struct param_type *type = ARENA_NEW(reader->arena, struct param_type);

	type->name = text_reader_word(reader, &type->span);
	if (!type->name) {
		text_reader_complain(reader, "a type");
		return NULL;
	}
	if (!text_reader_take(reader, '('))
		return type;
	if (!strcmp(type->name, "set") && level + 1 < TYPES_MAX)
		type->element = take_type(reader, level + 1);
	else
		type->choices = take_items(reader);
	if (!text_reader_take(reader, ')'))
		text_reader_complain(reader, "`)`");
	type->span = span_join(type->span, text_reader_span(reader, reader->at - 1, reader->at));
	return reader->is_broken ? NULL : type;
}

/* "what it does"; a quoted default without a comma behind it was taken before. */
static const char *take_help(struct text_reader *reader)
{
	struct param_item item = { 0 };

	text_reader_skip(reader);
	if (*reader->at != '"')
		return "";
	take_quoted(reader, &item);
	return item.text;
}

struct param *param_text_read(struct arena *arena, struct diag_set *diags, const char *text,
				  uint32_t start)
{
	struct text_reader reader = { .arena = arena, .diags = diags, .text = text, .at = text,
				      .start = start, .has_comments = true, .what = WHAT,
				      .hint = HINT };
	struct param *parameter = ARENA_NEW(arena, struct param);

	parameter->name = text_reader_word(&reader, &parameter->name_span);
	if (!parameter->name)
		text_reader_complain(&reader, "a name");
	else if (!text_reader_take(&reader, ':'))
		text_reader_complain(&reader, "`:` and a type");
	else
		parameter->type = take_type(&reader, 0);
	if (parameter->type && text_reader_take(&reader, '='))
		parameter->value = take_items(&reader);
	if (!reader.is_broken)
		parameter->help = take_help(&reader);
	text_reader_skip(&reader);
	if (*reader.at)
		text_reader_complain(&reader, "`;`");
	parameter->span = text_reader_span(&reader, text, reader.at);
	return reader.is_broken ? NULL : parameter;
}

struct param_item *param_text_split(struct arena *arena, struct diag_set *diags,
					const char *text, uint32_t start)
{
	struct text_reader reader = { .arena = arena, .diags = diags, .text = text, .at = text,
				      .start = start, .what = WHAT, .hint = HINT };
	struct param_item *items;

	text_reader_skip(&reader);
	items = take_items(&reader);
	if (items && *reader.at && !reader.is_broken) {
		reader.is_broken = true;
		diag_error(diags, text_reader_span(&reader, reader.at, reader.at + 1),
			   "expected `,` between the values of a list");
	}
	return reader.is_broken ? NULL : items;
}
