/*
 * Form: the rows of form.def.
 */
#include "codegen/form.h"

#define LEFT false
#define RIGHT true
#define NAME false
#define QUANTITY true

const struct form_row form_rows[] = {
#define FORM(name, word, width, side, sort) [FORM_##name] = { word, width, side, sort },
#include "codegen/form.def"
#undef FORM
};
