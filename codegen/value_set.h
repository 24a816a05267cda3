/*
 * Value set: what the right side of `in` holds once a program is checked.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct value_text {
	const char *bytes;
	uint32_t length;
};

/* Numbers or texts, each once; numbers ascend, as unsigned ones. */
struct value_set {
	bool is_negated;		/* everything but these */
	bool is_text;
	uint32_t count;
	const uint64_t *numbers;
	const struct value_text *texts;
};
