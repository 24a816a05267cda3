/*
 * REPL declared: functions and whatever else was declared at the prompt and is kept.
 */
#pragma once

struct repl;
struct repl_program;

/* What TEXT, which are declarations, declares first: "half", "@m", "file.kt"; to be freed. */
char *repl_declared_name(const char *text);

/* The kept declarations of NAME; NULL when there are none. */
struct repl_program *repl_declared_find(struct repl *repl, const char *name);

/* Forgets the declarations of NAME, unless something uses them; whatever is wrong is said. */
void repl_declared_forget(struct repl *repl, const char *name);
