/*
 * Command: a shell command that a program runs by system(), while it traces.
 */
#pragma once

struct buffer;

/* Runs COMMAND by sh and waits for it; OUT gets all that it wrote. 0 or -errno. */
int command_run(const char *command, struct buffer *out);
