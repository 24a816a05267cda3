/*
 * Library function: what comes with ktrace and is written in its own language,
 * stdlib/functions.kt.
 */
#pragma once

struct arena;
struct diag_set;
struct program;
struct text_set;

/*
 * Appends to PROGRAM, which was parsed from what is in TEXTS, the fns and macros of LIBRARY (a
 * text; NULL: none) that it names and does not have itself. LIBRARY becomes one of TEXTS if it has any.
 */
void library_function_add(struct arena *arena, struct diag_set *diags, struct text_set *texts,
			  const char *library, struct program *program);
