/*
 * REPL line: what is being typed, through GNU readline.
 */
#pragma once

#include <stdbool.h>

struct buffer;
struct repl_history;

struct repl_line_options {
	void *context;
	/* A line was entered, without its end; NULL: no more will come. */
	void (*entered)(void *context, const char *line);
	/* Tab: appends to OUT what could stand at POINT of LINE (repl_complete.h has the form). */
	void (*complete)(void *context, const char *line, unsigned point, struct buffer *out);
	bool color;
};

struct repl_line;

/* Shows the prompt. There is one at a time; NULL if the terminal cannot be used. */
struct repl_line *repl_line_open(const struct repl_line_options *options);
void repl_line_close(struct repl_line *line);

/* Takes what can be read of the terminal. */
void repl_line_read(struct repl_line *line);

/* Takes prompt and line off the screen, so that something can be printed, and brings them back. */
void repl_line_hide(struct repl_line *line);
void repl_line_show(struct repl_line *line);

/* Empties the line and starts a new one below. */
void repl_line_cancel(struct repl_line *line);

/* Whether more is wanted of what was begun, which the prompt shows. */
void repl_line_continue(struct repl_line *line, bool is_continued);

/* Whether the prompt has colours from now on. */
void repl_line_color(struct repl_line *line, bool color);

/* The terminal has another size. */
void repl_line_resize(struct repl_line *line);

/* Puts TEXT into the line, to be changed or entered. */
void repl_line_fill(struct repl_line *line, const char *text);

/* Notes what was entered as one, for the arrow keys and the next session. */
void repl_line_remember(struct repl_line *line, const char *text);
