/*
 * Complete command: `--complete TEXT`. The compiler finds the candidates, as it does
 * for the prompt; here they become lines that a shell can put in the text's place.
 */
#include "runtime/complete_command.h"

#include <string.h>
#include <unistd.h>

#include "lexer/arena.h"
#include "lexer/buffer.h"
#include "runtime/complete_ask.h"
#include "runtime/complete_words.h"
#include "runtime/options.h"
#include "runtime/output.h"
#include "runtime/repl_complete.h"

/* A pattern of -l names probes, of which each has a colon, and is no program. */
static bool fits(const struct options *options, const char *text, const char *candidate)
{
	return options->action != OPTIONS_LIST || strchr(text, ':') || strchr(candidate, ':');
}

static void print_candidates(const struct options *options, const char *text,
			     const struct complete_list *list, struct buffer *out)
{
	const char *line = strrchr(text, '\n');
	size_t length;

	line = line ? line + 1 : text;
	length = list->start > (size_t)(line - text) ? list->start - (size_t)(line - text) : 0;
	for (size_t i = 0; i < list->count; i++) {
		const struct complete_item *item = &list->items[i];

		if (!fits(options, text, item->text))
			continue;
		buffer_printf(out, "%.*s%s", (int)length, line, item->text);
		if (*item->note)
			buffer_printf(out, "\t%s", item->note);
		buffer_append_char(out, '\n');
	}
}

int complete_command_run(struct arena *arena, const struct options *options)
{
	const char *text = options->complete;
	const struct complete_question question = { .kernel = options->kernel, .text = text };
	struct complete_list list = { 0 };
	struct buffer answer = { 0 }, out = { 0 };
	int error = 0;

	complete_ask(arena, &question, &answer);
	if (complete_list_read(&list, &answer)) {
		print_candidates(options, text, &list, &out);
		error = out.length ? output_write(STDOUT_FILENO, &out) : 0;
	}
	complete_list_release(&list);
	buffer_release(&answer);
	buffer_release(&out);
	return error;
}

int complete_command_words(struct arena *arena, const struct options *options,
			   const struct builtin_library *library)
{
	const struct complete_words words = {
		.arena = arena, .library = library, .words = options->words,
		.count = (unsigned)options->word_count,
	};
	struct buffer answer = { 0 }, out = { 0 };
	struct complete_list list = { 0 };
	const char *last = words.count ? words.words[words.count - 1] : "";
	int error = 0;

	complete_words_answer(&words, &answer);
	if (complete_list_read(&list, &answer)) {
		for (size_t i = 0; i < list.count; i++)
			buffer_printf(&out, "%.*s%s%s%s\n", (int)list.start, last,
				      list.items[i].text, *list.items[i].note ? "\t" : "",
				      list.items[i].note);
		error = out.length ? output_write(STDOUT_FILENO, &out) : 0;
	}
	complete_list_release(&list);
	buffer_release(&answer);
	buffer_release(&out);
	return error;
}
