/*
 * Library: all builtins of the language.
 */
#pragma once

#include "codegen/builtin.h"

/* The rows by topic, each group ended by a row without name. */
extern const struct builtin stdlib_context[];
extern const struct builtin stdlib_string[];
extern const struct builtin stdlib_output[];
extern const struct builtin stdlib_action[];
extern const struct builtin stdlib_aggregate[];
extern const struct builtin stdlib_map[];
extern const struct builtin stdlib_symbol[];
extern const struct builtin stdlib_form[];

/* The text of stdlib/kfuncs.kt, made a string by the build. */
extern const char stdlib_kfuncs[];
/* The same of stdlib/functions.kt. */
extern const char stdlib_functions[];

/* All of them, for main to hand to whoever needs builtins. */
const struct builtin_library *stdlib_library(void);
