/*
 * Complete: where the cursor is, told from the text before it: in a probe's head, behind
 * a dot, behind a `$` or `@`, or where any name may stand. Behind a script's name, its parameters are completed instead.
 */
#include "codegen/complete.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "codegen/compile.h"
#include "codegen/complete_internal.h"
#include "codegen/request.h"
#include "lexer/arena.h"
#include "lexer/buffer.h"
#include "lexer/diag.h"
#include "lexer/lexer.h"
#include "lexer/text.h"
#include "parser/whole.h"

/* ---- candidates ---- */

/* The first eight bytes, of which the first counts most: most pairs are told apart by them. */
static uint64_t order_of(const char *text)
{
	uint64_t order = 0;

	for (int i = 0; i < 8; i++)
		order = order << 8 | (unsigned char)(*text ? *text++ : 0);
	return order;
}

void complete_offer(struct completion *completion, const char *text, const char *note)
{
	struct candidate *larger;
	size_t capacity;

	if (strncmp(text, completion->word, strlen(completion->word)) || strpbrk(text, "\t\n"))
		return;
	if (completion->count == completion->capacity) {
		capacity = completion->capacity ? completion->capacity * 2 : 256;
		larger = ARENA_NEW_ARRAY(completion->arena, struct candidate, capacity);
		if (completion->count)
			memcpy(larger, completion->list, sizeof(*larger) * completion->count);
		completion->list = larger;
		completion->capacity = capacity;
	}
	completion->list[completion->count++] = (struct candidate){
		order_of(text + strlen(completion->word)), text, note ? note : "",
	};
}

void complete_offer_joined(struct completion *completion, const char *text, const char *behind,
			   const char *note)
{
	complete_offer(completion, arena_printf(completion->arena, "%s%s", text, behind), note);
}

static int compare(const void *one, const void *other)
{
	const struct candidate *left = one, *right = other;

	if (left->order != right->order)
		return left->order < right->order ? -1 : 1;
	return strcmp(left->text, right->text);
}

static void write_answer(struct completion *completion, struct buffer *out)
{
	const struct candidate *list = completion->list;

	if (completion->count)
		qsort(completion->list, completion->count, sizeof(*list), compare);
	buffer_printf(out, "%zu\n", completion->start);
	for (size_t i = 0; i < completion->count; i++) {
		if (i && !compare(&list[i], &list[i - 1]))
			continue;
		buffer_append_string(out, list[i].text);
		buffer_append_char(out, '\t');
		/* A note is a line of its own accord. */
		for (const char *at = list[i].note; *at; at++)
			buffer_append_char(out, *at == '\n' || *at == '\t' ? ' ' : *at);
		buffer_append_char(out, '\n');
	}
}

/* ---- where the cursor is ---- */

/* What the tokens before the cursor tell. */
struct place {
	unsigned depth;			/* bodies and predicates that are open */
	bool has_body;			/* there was one */
	bool is_head;			/* the last token is a head's word that ends at the cursor */
	bool in_string;
	size_t head_start;
	bool begins;			/* the cursor is in the first word */
};

static void follow(struct place *place, const struct token *token, const struct text *text)
{
	switch (token->kind) {
	case TOKEN_LEFT_BRACE:
	case TOKEN_BODY_OPEN:
	case TOKEN_PREDICATE_OPEN:
		place->depth++;
		place->has_body = true;
		break;
	case TOKEN_RIGHT_BRACE:
	case TOKEN_BODY_CLOSE:
	case TOKEN_PREDICATE_CLOSE:
		place->depth -= place->depth > 0;
		break;
	default:
		break;
	}
	place->is_head = token->kind == TOKEN_HEAD_WORD &&
			 token->span.end - text->base == text->length;
	if (place->is_head)
		place->head_start = token->span.start - text->base;
	place->in_string = token->kind == TOKEN_STRING && token->is_broken;
}

static struct place find_place(struct completion *completion)
{
	struct text_set texts = { .arena = completion->arena };
	struct diag_set diags = { .arena = completion->arena, .texts = &texts, .muted = true };
	struct text *text = text_add(&texts, "", completion->text, completion->length);
	struct place place = { .begins = true };
	struct lexer *lexer = lexer_open(completion->arena, &diags, text);
	struct token token;
	unsigned count = 0;

	for (lexer_next(lexer, &token); token.kind != TOKEN_END; lexer_next(lexer, &token)) {
		follow(&place, &token, text);
		count++;
	}
	lexer_close(lexer);
	place.begins = count <= 1;
	return place;
}

static bool is_word(char byte)
{
	return isalnum((unsigned char)byte) || byte == '_';
}

static void set_word(struct completion *completion, size_t start)
{
	completion->start = start;
	completion->word = completion->text + start;
}

/* Inside a body: behind a dot, or any name. */
static void complete_expression(struct completion *completion)
{
	const char *text = completion->text;
	size_t start = completion->length, root;

	while (start && is_word(text[start - 1]))
		start--;
	root = start;
	set_word(completion, start);
	if (root && text[root - 1] == '.' && !(root > 1 && text[root - 2] == '.')) {
		complete_field(completion, root - 1);
		return;
	}
	if (root > 1 && text[root - 1] == '>' && text[root - 2] == '-') {
		complete_field(completion, root - 2);
		return;
	}
	if (start && (text[start - 1] == '$' || text[start - 1] == '@'))
		set_word(completion, start - 1);
	complete_name(completion);
}

/* What would be a head's word to the lexer, and has more in it than a head's first word can. */
static bool is_plain_head(const char *word)
{
	size_t length = strcspn(word, ":");

	return word[length] == ':' && !strpbrk(word, "()@$=\"");
}

static bool is_in_head(const struct completion *completion, const struct place *place)
{
	const char *before;

	if (place->depth)
		return false;
	if (place->is_head && is_plain_head(completion->text + place->head_start))
		return true;
	/* Behind the comma or bar of a head. */
	before = completion->text + (place->is_head ? place->head_start : completion->length);
	while (before > completion->text && strchr(" \t\n", before[-1]))
		before--;
	return before > completion->text && strchr(",|", before[-1]) &&
	       strchr(completion->text, ':') && !place->begins;
}

static void complete_text(struct completion *completion)
{
	struct place place = find_place(completion);

	if (place.in_string) {
		set_word(completion, completion->length);
	} else if (is_in_head(completion, &place)) {
		complete_head(completion, place.is_head ? place.head_start : completion->length);
	} else {
		completion->is_statements = !place.has_body ||
			whole_look(completion->text, completion->length).kind == WHOLE_STATEMENTS;
		complete_expression(completion);
		/* The first word may begin a head as well. */
		if (!place.depth && (place.is_head || place.begins))
			complete_head(completion, completion->start);
	}
}

void complete_answer(const struct compile_options *options, struct buffer *out)
{
	const struct request_script *script = &options->request->scripts[0];
	struct completion completion = {
		.options = options, .arena = options->arena, .text = script->bytes,
		.length = script->length,
	};

	if (options->request->argument_count)
		complete_parameter(&completion);
	else
		complete_text(&completion);
	write_answer(&completion, out);
}
