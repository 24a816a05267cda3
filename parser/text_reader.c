/*
 * Text reader: bytes, blanks, words and the complaint.
 */
#include "parser/text_reader.h"

#include <ctype.h>
#include <string.h>

#include "lexer/arena.h"
#include "lexer/diag.h"

struct span text_reader_span(const struct text_reader *reader, const char *from, const char *to)
{
	return (struct span){ .start = reader->start + (uint32_t)(from - reader->text),
			      .end = reader->start + (uint32_t)(to - reader->text) };
}

void text_reader_skip(struct text_reader *reader)
{
	const char *end;

	for (;;) {
		while (isspace((unsigned char)*reader->at))
			reader->at++;
		if (!reader->has_comments || reader->at == reader->text ||
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

char text_reader_peek(struct text_reader *reader)
{
	text_reader_skip(reader);
	return *reader->at;
}

bool text_reader_take(struct text_reader *reader, char byte)
{
	if (text_reader_peek(reader) != byte)
		return false;
	reader->at++;
	return true;
}

static const char *word_end(const char *at)
{
	while (isalnum((unsigned char)*at) || *at == '_')
		at++;
	return at;
}

const char *text_reader_word(struct text_reader *reader, struct span *span)
{
	const char *from;

	text_reader_skip(reader);
	from = reader->at;
	if (!isdigit((unsigned char)*from))
		reader->at = word_end(from);
	if (from == reader->at)
		return NULL;
	*span = text_reader_span(reader, from, reader->at);
	return arena_copy_text(reader->arena, from, (size_t)(reader->at - from));
}

void text_reader_complain(struct text_reader *reader, const char *expected)
{
	const char *end;

	if (reader->is_broken)
		return;
	reader->is_broken = true;
	text_reader_skip(reader);
	end = word_end(reader->at);
	if (end == reader->at && *end)
		end++;
	diag_hint(diag_error(reader->diags, text_reader_span(reader, reader->at, end),
			     "expected %s in the declaration of %s%s%.*s%s", expected,
			     reader->what, *reader->at ? ", found `" : "",
			     (int)(end - reader->at), reader->at, *reader->at ? "`" : ""),
		  "%s", reader->hint);
}
