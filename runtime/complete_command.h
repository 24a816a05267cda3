/*
 * Complete command: `--complete TEXT`, the prompt's completion for shells and editors.
 */
#pragma once

#include <stdint.h>

struct arena;
struct buffer;
struct builtin_library;
struct options;

/*
 * Prints what could be written further at the end of the text that --complete gave, one a
 * line, each as the text's last line whole, a tab and a note behind it if there is one. With
 * -l the text is a list's pattern. 0, or -errno after saying so; nothing found is no error.
 */
int complete_command_run(struct arena *arena, const struct options *options);

/* Prints what the last of the options' words could become, the words being a command line's. */
int complete_command_words(struct arena *arena, const struct options *options,
			   const struct builtin_library *library);

/* What is asked of the compiler: TEXT's end, or a script TEXT's last argument if there are any. */
struct complete_question {
	const char *kernel;
	const char *text;
	char **arguments;
	uint32_t argument_count;
};

/* Appends the answer in the form of complete_list_read; nothing when it cannot be had. */
void complete_command_ask(struct arena *arena, const struct complete_question *question,
			  struct buffer *answer);
