/*
 * Diagnostics: what is wrong with the program, at its place.
 *
 * Messages are collected and printed together, in the order of their places.
 * Reporting an error is failing: no pass returns a code of its own.
 */
#pragma once

#include <stdbool.h>
#include <stdio.h>

#include "lexer/text.h"

struct arena;

enum diag_level {
	DIAG_ERROR,
	DIAG_WARNING,
};

/* A note or a hint. */
struct diag_remark {
	struct span span;		/* of notes */
	const char *sentence;
	struct diag_remark *next;
};

/* A message; only for reading. */
struct diag {
	struct diag_set *set;
	enum diag_level level;
	unsigned order;			/* of reporting */
	struct span span;
	const char *sentence;
	const char *cause;		/* NULL: none that it shares */
	unsigned others;		/* of its cause, that are not printed */
	struct diag_remark *notes, **notes_end;
	struct diag_remark *hints, **hints_end;
	struct diag *next;
};

struct diag_set {
	struct arena *arena;
	const struct text_set *texts;
	struct diag *first;
	struct diag *last;
	unsigned errors;	/* reported so far; muted ones do not count */
	unsigned muted_errors;	/* made while muted */
	bool muted;		/* reports are made and thrown away (the type checker's early rounds) */
};

/* Reports one sentence at SPAN; the result takes notes and hints and is never NULL. */
struct diag *diag_error(struct diag_set *set, struct span span, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
struct diag *diag_warning(struct diag_set *set, struct span span, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* A further place that helps to understand DIAG ("first used here"). */
void diag_note(struct diag *diag, struct span span, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* What OTHER says, with its notes and hints, as a note of DIAG; nothing is said twice. */
void diag_note_other(struct diag *diag, const struct diag *other);

/*
 * What DIAG comes from; CAUSE lives as long as it. Of all messages with one cause the first is
 * printed, with the number of the others.
 */
void diag_set_cause(struct diag *diag, const char *cause);

/* A way out, printed after "help:"; best something that can be pasted. */
void diag_hint(struct diag *diag, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/*
 * Prints every message: "NAME:LINE:COLUMN: error: sentence", the source line, a
 * caret line under the span, notes, hints. COLOR uses terminal colours. Exact
 * duplicates are printed once. Control bytes of the source are shown escaped.
 */
void diag_print(const struct diag_set *set, FILE *stream, bool color);

/* Visits every message in the order in which they are printed, each once. */
void diag_visit(const struct diag_set *set,
		void (*visit)(void *context, const struct diag *diag), void *context);

/* Prints one of them. */
void diag_print_one(const struct diag_set *set, const struct diag *diag, FILE *stream,
		    bool color);
