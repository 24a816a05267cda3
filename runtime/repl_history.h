/*
 * REPL history: what was entered, kept for the next session where nobody else can read it.
 */
#pragma once

#include <stdbool.h>

struct repl_history;

/* Reads the file and hands every entry, the oldest first, to TAKE. Never NULL. */
struct repl_history *repl_history_open(void (*take)(const char *entry));
void repl_history_close(struct repl_history *history);

/* Appends an entry; one that cannot be kept is not. */
void repl_history_add(struct repl_history *history, const char *entry);
