/*
 * Ending: how a text ends.
 */
#pragma once

#include <stdbool.h>
#include <string.h>

/* Whether the last bytes of TEXT are END. */
static inline bool ending_is(const char *text, const char *end)
{
	size_t length = strlen(text), tail = strlen(end);

	return length >= tail && !strcmp(text + length - tail, end);
}
