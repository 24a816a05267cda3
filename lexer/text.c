/*
 * Text: the loaded texts, end to end in one offset space.
 *
 * Every text takes one offset more than it has bytes, so that "the end of this
 * text" is a place of its own and belongs to no other text.
 */
#include "lexer/text.h"

#include <stdbool.h>
#include <string.h>

#include "lexer/arena.h"

struct text *text_add(struct text_set *set, const char *name, const char *bytes, size_t length)
{
	uint64_t base = set->last ? (uint64_t)set->last->base + set->last->length + 1 : 1;
	struct text *text;

	if (length >= UINT32_MAX || base + length >= UINT32_MAX)
		return NULL;
	text = ARENA_NEW(set->arena, struct text);
	text->name = arena_copy_string(set->arena, name);
	text->bytes = arena_copy_text(set->arena, bytes, length);
	text->length = (uint32_t)length;
	text->base = (uint32_t)base;
	if (set->last)
		set->last->next = text;
	else
		set->first = text;
	set->last = text;
	return text;
}

static const struct text *text_holding(const struct text_set *set, uint32_t offset)
{
	const struct text *text;

	for (text = set->first; text; text = text->next)
		if (offset >= text->base && offset - text->base <= text->length)
			return text;
	return NULL;
}

int text_find_place(const struct text_set *set, uint32_t offset, struct text_place *place)
{
	const struct text *text = text_holding(set, offset);
	const char *target, *line, *end, *newline;
	unsigned number = 1;

	if (!text)
		return false;
	target = text->bytes + (offset - text->base);
	end = text->bytes + text->length;
	line = text->bytes;
	while ((newline = memchr(line, '\n', (size_t)(target - line)))) {
		line = newline + 1;
		number++;
	}
	newline = memchr(line, '\n', (size_t)(end - line));
	if (newline)
		end = newline;
	if (end > line && end[-1] == '\r')
		end--;

	*place = (struct text_place){
		.text = text,
		.line = number > text->hidden_lines ? number - text->hidden_lines : number,
		.column = (unsigned)(target - line) + 1,
		.line_start = line,
		.line_length = (unsigned)(end - line),
	};
	return true;
}
