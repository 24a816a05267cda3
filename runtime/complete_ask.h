/*
 * Complete ask: what could be written further, asked of the compiler.
 */
#pragma once

#include <stdint.h>

struct arena;
struct buffer;

/* What is asked of the compiler: TEXT's end, or a script TEXT's last argument if there are any. */
struct complete_question {
	const char *kernel;
	const char *text;
	char **arguments;
	uint32_t argument_count;
};

/* Appends the answer in the form of complete_list_read; nothing when it cannot be had. */
void complete_ask(struct arena *arena, const struct complete_question *question,
		  struct buffer *answer);
