/*
 * Option row: the table of the command line's options.
 */
#pragma once

#include <stddef.h>

struct arena;
struct options;

/* What the value of an option is, or the words behind one that has none: for completion. */
enum option_value {
	OPTION_TEXT,			/* anything, or nothing */
	OPTION_PROGRAM,
	OPTION_PATTERN,			/* of -l */
	OPTION_PID,
	OPTION_COMMAND,
	OPTION_FILE,
	OPTION_CHOICE,			/* one of the row's choices */
	OPTION_KFUNC,
	OPTION_TOPIC,			/* of --help */
	OPTION_SCRIPT,
};

struct option_row {
	char letter;			/* 0: none */
	const char *name;
	const char *argument;		/* as --help shows it; NULL: takes none */
	/* Takes over the value; NULL, or what would have been right. */
	const char *(*take)(struct options *options, struct arena *arena, char *value);
	enum option_value value;
	const char *choices;		/* OPTION_CHOICE: "a|b" */
	const char *doc;		/* NULL: accepted for bpftrace's sake, not shown */
};

/* In the order of --help. */
extern const struct option_row option_rows[];
extern const unsigned option_row_count;

/* The row of a long name of LENGTH bytes, or of a letter; NULL when there is none. */
const struct option_row *option_row_find(const char *name, size_t length);
const struct option_row *option_row_letter(char letter);
