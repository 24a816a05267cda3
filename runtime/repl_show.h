/*
 * REPL show: what a kernel and the language have, for people at the prompt.
 */
#pragma once

#include <stdbool.h>

struct repl;

/* Runs ktrace itself with these words (the last is NULL) and waits; the terminal is its. */
void repl_show_call(const char *const *words);

/* Runs PROGRAM (found by PATH) with one word. The status as waitpid tells it, or -errno. */
int repl_show_edit(const char *program, const char *file);

/* Functions, tracepoints, structs, scripts and builtins that have WORD in their names. */
void repl_show_find(struct repl *repl, const char *word);

/* Who runs, which maps there are, what was lost. */
void repl_show_programs(struct repl *repl);
void repl_show_maps(struct repl *repl);
void repl_show_losses(struct repl *repl);
