/*
 * Form: numbers that are shown as people write them: a time, a duration, a size.
 * In JSON, and wherever a number is wanted, they are the numbers that they were.
 *
 * A form has a row in form.def, a builtin that makes it (stdlib/form.c) and a row in
 * runtime/render_form.c that writes it.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum value_form {
#define FORM(name, word, width, side, sort) FORM_##name,
#include "codegen/form.def"
#undef FORM
	FORM_COUNT,
};

struct form_row {
	const char *word;	/* for messages and dumps */
	uint32_t width;		/* of a column */
	bool is_right;		/* aligned to the right there */
	bool is_quantity;	/* can be added up */
};

extern const struct form_row form_rows[FORM_COUNT];
