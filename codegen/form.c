/*
 * Form: the words of the forms.
 */
#include "codegen/form.h"

static const char *const names[] = {
#define FORM(name, word) [FORM_##name] = word,
#include "codegen/form.def"
#undef FORM
};

const char *form_name(enum value_form form)
{
	return names[form];
}
