/*
 * REPL command: what starts with a colon. The table in repl_command.c is all there is.
 */
#pragma once

#include <stdbool.h>

struct buffer;
struct repl;

/* What could stand at POINT of LINE, which begins with a colon, as repl_complete tells it. */
void repl_command_complete(struct repl *repl, const char *line, unsigned point,
			   struct buffer *out);

/* Carries out LINE, its colon left away. Whatever is wrong with it is said. */
void repl_command_run(struct repl *repl, const char *line);
