/*
 * Complete command: `--complete TEXT`, the prompt's completion for shells and editors.
 */
#pragma once

struct arena;
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
