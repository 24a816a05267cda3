/*
 * Output: where what was asked for is written in one piece: lists, plans, checks.
 */
#pragma once

#include <stdbool.h>

struct buffer;

/* Opens PATH for writing, NULL being standard output; less than 0 when that failed and was said. */
int output_open(const char *path);

/* 0, or -errno after saying so; nobody reading any more is no error. */
int output_write(int fd, const struct buffer *text);

/* Is FD a terminal of somebody who did not refuse colours (NO_COLOR)? */
bool output_wants_color(int fd);

/* Columns of the terminal that FD is, 100 when it is none. */
unsigned output_width(int fd);
