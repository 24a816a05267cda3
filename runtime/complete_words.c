/*
 * Complete words: the words before the last tell what is wanted: an option's value, words
 * of what an option lists, a script's own. The compiler answers for programs, patterns and
 * parameters; everything else is rows and folders.
 */
#include "runtime/complete_words.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "codegen/builtin.h"
#include "codegen/complete_system.h"
#include "codegen/kfunc_library.h"
#include "lexer/arena.h"
#include "lexer/buffer.h"
#include "lexer/ending.h"
#include "runtime/complete_ask.h"
#include "runtime/help_topic.h"
#include "runtime/option_row.h"
#include "runtime/script.h"
#include "runtime/script_find.h"

struct candidate {
	const char *text, *note;
};

/* What is known of the last word. */
struct place {
	const struct complete_words *words;
	const char *word;		/* what is completed; it may begin inside the last one */
	enum option_value wants;
	const struct option_row *option;	/* whose value it is; NULL: none's */
	const char *kernel;
	bool has_program;		/* -e was given: words are the program's */
	unsigned script;		/* the script's word, or the count of words */
	struct candidate *list;
	size_t count, capacity;
};

static const char *last_of(const struct complete_words *words)
{
	return words->count ? words->words[words->count - 1] : "";
}

/* ---- candidates ---- */

static void offer(void *context, const char *text, const char *note)
{
	struct place *place = context;
	struct candidate *larger;

	if (strncmp(text, place->word, strlen(place->word)) || strpbrk(text, "\t\n"))
		return;
	if (place->count == place->capacity) {
		place->capacity = place->capacity ? place->capacity * 2 : 64;
		larger = ARENA_NEW_ARRAY(place->words->arena, struct candidate, place->capacity);
		if (place->count)
			memcpy(larger, place->list, sizeof(*larger) * place->count);
		place->list = larger;
	}
	place->list[place->count++] = (struct candidate){ text, note ? note : "" };
}

static int compare(const void *one, const void *other)
{
	return strcmp(((const struct candidate *)one)->text,
		      ((const struct candidate *)other)->text);
}

/* Notes are of other people's making: a process calls itself what it likes. */
static void write_candidate(const struct candidate *candidate, struct buffer *out)
{
	buffer_printf(out, "%s\t", candidate->text);
	for (const char *at = candidate->note; *at; at++)
		buffer_append_char(out, (unsigned char)*at < ' ' ? ' ' : *at);
	buffer_append_char(out, '\n');
}

static void write_candidates(struct place *place, struct buffer *out)
{
	if (place->count)
		qsort(place->list, place->count, sizeof(*place->list), compare);
	buffer_printf(out, "%zu\n", (size_t)(place->word - last_of(place->words)));
	for (size_t i = 0; i < place->count; i++)
		if (!i || compare(&place->list[i], &place->list[i - 1]))
			write_candidate(&place->list[i], out);
}

static struct place place_of(const struct complete_words *words)
{
	return (struct place){
		.words = words, .word = last_of(words), .wants = OPTION_SCRIPT, .kernel = "/",
		.script = words->count,
	};
}

/* ---- where the last word stands ---- */

/* -x, -xy, -xVALUE: the row whose value comes next, or NULL. */
static const struct option_row *follow_letters(struct place *place, const char *letters)
{
	const struct option_row *row;

	for (; *letters; letters++) {
		row = option_row_letter(*letters);
		if (!row)
			continue;
		place->has_program |= row->value == OPTION_PROGRAM;
		if (row->argument)
			return letters[1] ? NULL : row;
		if (row->value != OPTION_TEXT)
			place->wants = row->value;
	}
	return NULL;
}

static const struct option_row *follow_option(struct place *place, const char *word)
{
	const struct option_row *row;

	if (strncmp(word, "--", 2))
		return follow_letters(place, word + 1);
	row = option_row_find(word + 2, strcspn(word + 2, "="));
	if (!row)
		return NULL;
	place->has_program |= row->value == OPTION_PROGRAM;
	if (!row->argument && row->value != OPTION_TEXT)
		place->wants = row->value;
	return row->argument && !strchr(word, '=') ? row : NULL;
}

static void follow(struct place *place)
{
	const struct complete_words *words = place->words;
	const struct option_row *row = NULL;

	for (unsigned i = 0; i + 1 < words->count; i++) {
		const char *word = words->words[i];

		if (row && !strcmp(row->name, "kernel"))
			place->kernel = word;
		if (row) {
			row = NULL;
		} else if (word[0] == '-' && word[1]) {
			row = follow_option(place, word);
		} else if (place->wants == OPTION_SCRIPT && !place->has_program) {
			place->script = i;
			return;
		}
	}
	place->option = row;
}

/* --NAME=VALUE is one word. */
static void look_inside(struct place *place)
{
	const char *equals = strchr(place->word, '=');
	const struct option_row *row;

	if (place->option || strncmp(place->word, "--", 2) || !equals)
		return;
	row = option_row_find(place->word + 2, (size_t)(equals - place->word) - 2);
	if (row && row->argument) {
		place->option = row;
		place->word = equals + 1;
	}
}

/* ---- what fits ---- */

static struct complete_taker taker_of(struct place *place)
{
	return (struct complete_taker){ place->words->arena, offer, place };
}

static void offer_files(struct place *place)
{
	const struct complete_taker taker = taker_of(place);

	complete_files(&taker, place->word, "");
}

static void offer_commands(struct place *place)
{
	const struct complete_taker taker = taker_of(place);

	if (strchr(place->word, '/'))
		offer_files(place);
	else if (!strchr(place->word, ' '))
		complete_commands(&taker, place->word, "");
}

static void offer_processes(struct place *place)
{
	const struct complete_taker taker = taker_of(place);

	complete_processes(&taker, place->word);
}

static void offer_choices(struct place *place)
{
	const char *at = place->option->choices;
	size_t length;

	for (; *at; at += length + (at[length] == '|')) {
		length = strcspn(at, "|");
		offer(place, arena_copy_text(place->words->arena, at, length), NULL);
	}
}

static void offer_kfuncs(struct place *place)
{
	const char *at = place->words->library->kfuncs;
	struct kfunc_library_row row;

	while (at && kfunc_library_next(place->words->arena, &at, &row))
		offer(place, row.name, row.doc);
}

static void offer_topics(struct place *place)
{
	help_topic_visit(place->words->arena, place->words->library, offer, place);
}

/* Folders, and files that are named as programs are. */
static void offer_program_file(void *context, const char *text, const char *note)
{
	if (ending_is(text, "/") || ending_is(text, ".kt") || ending_is(text, ".bt"))
		offer(context, text, note);
}

static void offer_scripts(struct place *place)
{
	const struct complete_taker taker = {
		place->words->arena, offer_program_file, place,
	};

	script_visit(place->words->arena, offer, place);
	complete_files(&taker, place->word, "");
}

static void offer_options(struct place *place)
{
	struct arena *arena = place->words->arena;

	for (unsigned i = 0; i < option_row_count; i++)
		if (option_rows[i].doc)
			offer(place, arena_printf(arena, "--%s", option_rows[i].name),
			      option_rows[i].doc);
}

/* Programs and patterns, by the compiler. A pattern names probes, of which each has a colon. */
static void ask(struct place *place, bool is_pattern, struct buffer *out)
{
	const struct complete_question question = {
		.kernel = place->kernel, .text = place->word,
	};
	size_t before = (size_t)(place->word - last_of(place->words));
	struct buffer answer = { 0 };
	char *rest, *line;

	complete_ask(place->words->arena, &question, &answer);
	if (answer.length) {
		buffer_printf(out, "%zu\n", before + strtoul(answer.data, &rest, 10));
		for (line = strtok_r(rest, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest))
			if (!is_pattern || strchr(place->word, ':') ||
			    memchr(line, ':', strcspn(line, "\t")))
				buffer_printf(out, "%s\n", line);
	}
	buffer_release(&answer);
}

/* Does the script take this word as its own? A .bt file leaves ktrace its options. */
static void answer_script(struct place *place, struct buffer *out)
{
	const struct complete_words *words = place->words;
	const char *name = words->words[place->script];
	struct request_script text;
	struct complete_question question = { .kernel = place->kernel };

	if (!ending_is(name, ".bt") && !strchr(name, '/') && !ending_is(name, ".kt") &&
	    !script_find(words->arena, name))
		return;
	if (ending_is(name, ".bt") && *place->word == '-')
		offer_options(place);
	else if (!strcmp(name, "-") || ending_is(name, ".bt"))
		offer_files(place);
	if (!strcmp(name, "-") || ending_is(name, ".bt")) {
		write_candidates(place, out);
		return;
	}
	if (script_read_word(words->arena, name, &text))
		return;
	question.text = arena_copy_text(words->arena, text.bytes, text.length);
	question.arguments = words->words + place->script + 1;
	question.argument_count = words->count - place->script - 1;
	complete_ask(words->arena, &question, out);
}

static void offer_value(struct place *place, enum option_value value)
{
	switch (value) {
	case OPTION_PID:	offer_processes(place); break;
	case OPTION_COMMAND:	offer_commands(place); break;
	case OPTION_CHOICE:	offer_choices(place); break;
	case OPTION_KFUNC:	offer_kfuncs(place); break;
	case OPTION_TOPIC:	offer_topics(place); break;
	case OPTION_SCRIPT:	offer_scripts(place); break;
	case OPTION_FILE:
	case OPTION_TEXT:
	default:		offer_files(place); break;
	}
}

void complete_words_answer(const struct complete_words *words, struct buffer *out)
{
	struct place place = place_of(words);
	enum option_value value;

	follow(&place);
	if (place.script < words->count) {
		answer_script(&place, out);
		return;
	}
	look_inside(&place);
	value = place.option ? place.option->value : place.has_program ? OPTION_TEXT : place.wants;
	if (!place.option && *place.word == '-')
		offer_options(&place);
	else if (value == OPTION_PROGRAM || value == OPTION_PATTERN) {
		ask(&place, value == OPTION_PATTERN, out);
		return;
	} else {
		offer_value(&place, value);
	}
	write_candidates(&place, out);
}

void complete_words_topics(const struct complete_words *words, struct buffer *out)
{
	struct place place = place_of(words);

	offer_topics(&place);
	write_candidates(&place, out);
}

void complete_words_kfuncs(const struct complete_words *words, struct buffer *out)
{
	struct place place = place_of(words);

	offer_kfuncs(&place);
	write_candidates(&place, out);
}

void complete_words_files(const struct complete_words *words, struct buffer *out)
{
	struct place place = place_of(words);

	offer_files(&place);
	write_candidates(&place, out);
}
