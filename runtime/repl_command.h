/*
 * REPL command: what starts with a colon. The table in repl_command.c is all there is.
 */
#pragma once

#include <stdbool.h>

struct buffer;
struct repl;

/* Carries out LINE, its colon left away. Whatever is wrong with it is said. */
void repl_command_run(struct repl *repl, const char *line);
