/*
 * Form: the rows of form.def.
 */
#include "codegen/form.h"

#define LEFT false
#define RIGHT true

const struct form_row form_rows[] = {
#define FORM(name, word, width, side) [FORM_##name] = { word, width, side },
#include "codegen/form.def"
#undef FORM
};
