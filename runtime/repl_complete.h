/*
 * REPL complete: what Tab shows. The compile server finds the candidates
 * (codegen/complete.h); this is the list as the prompt uses it.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct buffer;
struct repl;

struct complete_item {
	const char *text;	/* what takes the place of the word */
	const char *note;	/* shown beside it; "" */
};

struct complete_list {
	unsigned start;		/* where the word begins in the line */
	size_t count;
	struct complete_item *items;
};

/*
 * Reads ANSWER, which must outlive the list and is cut up: a line with the word's start, then a
 * line for each candidate, its note behind a tab. False when it is none.
 */
bool complete_list_read(struct complete_list *list, struct buffer *answer);
void complete_list_release(struct complete_list *list);

/* How many bytes all candidates begin with alike. */
size_t complete_list_common(const struct complete_list *list);

/* Appends the candidates in columns, at most ROWS lines of WIDTH. */
void complete_list_print(const struct complete_list *list, unsigned width, unsigned rows,
			 struct buffer *out);

/* What could stand at POINT of TEXT, in the form that complete_list_read takes. */
void repl_complete(struct repl *repl, const char *text, size_t point, struct buffer *out);
