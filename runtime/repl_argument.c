/*
 * REPL argument: the session's own names are looked up here; what the command line takes as well
 * is complete_words.c's, and names of the kernel are the compile server's.
 */
#include "runtime/repl_argument.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "codegen/plan.h"
#include "lexer/arena.h"
#include "lexer/buffer.h"
#include "runtime/complete_words.h"
#include "runtime/repl.h"
#include "runtime/repl_complete.h"
#include "runtime/repl_declared.h"
#include "runtime/repl_map.h"
#include "runtime/repl_program.h"
#include "runtime/repl_setting.h"

/* The word being typed, which begins at START of the text. */
struct answer {
	struct repl *repl;
	const char *text, *word;
	struct buffer *out;
};

static void offer(void *context, const char *name, const char *note)
{
	struct answer *answer = context;

	if (strncmp(name, answer->word, strlen(answer->word)))
		return;
	buffer_printf(answer->out, "%s\t", name);
	for (const char *at = note; *at; at++)
		buffer_append_char(answer->out, *at == '\n' || *at == '\t' ? ' ' : *at);
	buffer_append_char(answer->out, '\n');
}

/* ---- the session's ---- */

static void offer_numbers(struct answer *answer)
{
	const struct repl_program *program;
	char number[16];

	for (program = answer->repl->programs; program; program = program->next) {
		if (!program->number)
			continue;
		snprintf(number, sizeof(number), "%u", program->number);
		offer(answer, number, program->text);
	}
}

static void offer_maps(struct answer *answer)
{
	const struct repl_program *program;
	uint32_t index;

	for (program = answer->repl->programs; program; program = program->next)
		for (uint32_t i = 0; program->is_loaded && i < program->load.plan->map_count; i++) {
			const struct plan_map *map = &program->load.plan->maps[i];

			if (repl_map_is_users(map) &&
			    repl_map_find(answer->repl, map->name, &index) == program)
				offer(answer, map->name, "");
		}
}

static void offer_declared(struct answer *answer)
{
	const struct repl_program *program;

	for (program = answer->repl->programs; program; program = program->next) {
		char *name = program->kind == WHOLE_DECLARATIONS ?
				     repl_declared_name(program->text) : NULL;

		if (name)
			offer(answer, name, program->text);
		free(name);
	}
}

static void offer_values(struct answer *answer, const char *values)
{
	struct arena *arena = arena_new();
	size_t length;

	/* What is written in capitals stands for something. */
	for (; *values && !(*values >= 'A' && *values <= 'Z');
	     values += length + (values[length] == '|')) {
		length = strcspn(values, "|");
		offer(answer, arena_copy_text(arena, values, length), "");
	}
	arena_free(arena);
}

static void offer_settings(struct answer *answer)
{
	const char *blank = strchr(answer->text, ' ');
	char *name;

	if (!blank) {
		repl_setting_visit(offer, answer);
		return;
	}
	name = strndup(answer->text, (size_t)(blank - answer->text));
	offer_values(answer, name ? repl_setting_values(name) : "");
	free(name);
}

/* ---- others' ---- */

/* Appends ANSWER, whose start counts from FROM bytes in; nothing before LEAST. */
static void shift(const struct buffer *answer, size_t from, size_t less, struct buffer *out)
{
	char *rest;
	size_t start = answer->length ? strtoul(answer->data, &rest, 10) + from : 0;

	if (answer->length && start >= less)
		buffer_printf(out, "%zu%s", start - less, rest);
}

/* What a program could have behind BEFORE and TEXT. */
static void complete_in_program(struct repl *repl, const char *before, const char *text,
				struct buffer *out)
{
	struct buffer typed = { 0 }, answer = { 0 };

	buffer_printf(&typed, "%s%s", before, text);
	repl_complete(repl, typed.data, typed.length, &answer);
	shift(&answer, 0, strlen(before), out);
	buffer_release(&answer);
	buffer_release(&typed);
}

static void complete_type(struct repl *repl, const char *text, struct buffer *out)
{
	bool is_named = !strncmp(text, "struct ", 7) || !strncmp(text, "union ", 6) ||
			!strncmp(text, "enum ", 5);

	complete_in_program(repl, is_named ? "sizeof(" : "sizeof(struct ", text, out);
}

/* Words as a command line has them; FROM is where the last begins. */
static void complete_words(struct repl *repl, const char *text,
			   void (*complete)(const struct complete_words *words, struct buffer *out),
			   struct buffer *out)
{
	struct arena *arena = arena_new();
	char *copy = arena_copy_string(arena, text), *rest, *word;
	struct complete_words words = {
		.arena = arena, .library = repl->library,
		.words = ARENA_NEW_ARRAY(arena, char *, strlen(text) + 2),
	};
	struct buffer answer = { 0 };
	bool is_new = !*text || text[strlen(text) - 1] == ' ';
	const char *last = strrchr(text, ' ');

	for (word = strtok_r(copy, " ", &rest); word; word = strtok_r(NULL, " ", &rest))
		words.words[words.count++] = word;
	if (is_new)
		words.words[words.count++] = arena_copy_string(arena, "");
	complete(&words, &answer);
	shift(&answer, last ? (size_t)(last + 1 - text) : 0, 0, out);
	buffer_release(&answer);
	arena_free(arena);
}

static void complete_replacement(struct answer *answer)
{
	const char *program = answer->text + strspn(answer->text, "0123456789");
	struct buffer found = { 0 };

	if (!*program) {
		buffer_append_string(answer->out, "0\n");
		offer_numbers(answer);
		return;
	}
	program += strspn(program, " ");
	repl_complete(answer->repl, program, strlen(program), &found);
	shift(&found, (size_t)(program - answer->text), 0, answer->out);
	buffer_release(&found);
}

static void complete_own(struct answer *answer, enum repl_argument kind)
{
	buffer_printf(answer->out, "%zu\n", (size_t)(answer->word - answer->text));
	if (kind == REPL_NUMBER || kind == REPL_OWNED)
		offer_numbers(answer);
	if (kind == REPL_MAP || kind == REPL_OWNED)
		offer_maps(answer);
	if (kind == REPL_OWNED)
		offer(answer, "all", "everything that runs or is kept");
	if (kind == REPL_DECLARED)
		offer_declared(answer);
	if (kind == REPL_SETTING)
		offer_settings(answer);
}

void repl_argument_complete(struct repl *repl, enum repl_argument kind, const char *text,
			    struct buffer *out)
{
	const char *blank = strrchr(text, ' ');
	struct answer answer = { repl, text, blank ? blank + 1 : text, out };

	switch (kind) {
	case REPL_NOTHING:
		break;
	case REPL_COMMAND_NAME:
		complete_words(repl, text, complete_words_topics, out);
		break;
	case REPL_FILE:
		complete_words(repl, text, complete_words_files, out);
		break;
	case REPL_SCRIPT:
		complete_words(repl, text, complete_words_answer, out);
		break;
	case REPL_KFUNC:
		complete_words(repl, text, complete_words_kfuncs, out);
		break;
	case REPL_TYPE:
		complete_type(repl, text, out);
		break;
	case REPL_FUNCTION:
		complete_in_program(repl, "func:", text, out);
		break;
	case REPL_TRACEPOINT:
		complete_in_program(repl, "tracepoint:", text, out);
		break;
	case REPL_NUMBER_AND_PROGRAM:
		complete_replacement(&answer);
		break;
	case REPL_NUMBER: case REPL_OWNED: case REPL_MAP: case REPL_DECLARED: case REPL_SETTING:
		complete_own(&answer, kind);
		break;
	}
}
