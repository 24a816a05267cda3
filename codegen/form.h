/*
 * Form: numbers that are shown as people write them: a time, a duration, a size.
 * In JSON, and wherever a number is wanted, they are the numbers that they were.
 *
 * A form has a row in form.def, a builtin that makes it (stdlib/form.c) and a row in
 * runtime/render_form.c that writes it.
 */
#pragma once

enum value_form {
#define FORM(name, word) FORM_##name,
#include "codegen/form.def"
#undef FORM
	FORM_COUNT,
};

/* Its word, for messages and dumps. */
const char *form_name(enum value_form form);
