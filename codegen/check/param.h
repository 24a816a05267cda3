/*
 * Param: what a program declares with `param` or asks with getopt(), and the values
 * that the command line gives.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "codegen/check/param_kind.h"
#include "codegen/value_set.h"

struct arena;
struct buffer;
struct checker;
struct diag_set;
struct expr;
struct param;
struct program;
struct request_script;
struct script_header;
struct suggest;
struct target;
struct text_set;

/* A parameter and its value. */
struct param_record {
	const struct param *param;
	const struct param_kind *kind;	/* of its elements, where it is a set */
	bool is_set;
	bool is_option;			/* of getopt(): there is no $NAME */
	bool is_all;			/* it restricts nothing; the number is 0 then, the text "" */
	struct param_value value;
	const struct value_set *set;	/* is_set, and not is_all */
	struct param_item *given, **given_end;	/* the texts behind --NAME, each whole */
	const char *given_text;		/* all that count of them, as they were written; or NULL */
	struct param_record *next;
};

struct param_set {
	struct param_record *first, **end;
	char **arguments;		/* what is left for $1 … */
	uint32_t argument_count;
	bool asks_system;		/* of names that may mean something else another time */
	bool is_misused;		/* the command line is wrong, not the program */
};

struct param_reading {
	struct arena *arena;
	struct diag_set *diags;
	struct text_set *texts;		/* takes the command line in, for its places */
	struct target *target;
	const struct program *program;
	char **arguments;
	uint32_t argument_count;
	bool is_lenient;		/* nobody gave anything: what has no default is just some value */
};

/* The program's parameters with their values. What is wrong is reported in DIAGS. Never NULL. */
struct param_set *param_read(const struct param_reading *reading);

/* The same without values, for --help. */
struct param_set *param_declare(const struct param_reading *reading);

/* The record of $NAME; NULL when the program has no such parameter. */
const struct param_record *param_find(const struct param_set *params, const char *name);

/* The same for getopt("NAME"). */
const struct param_record *param_find_option(const struct param_set *params, const char *name);

/* Offers the names of the parameters. */
void param_suggest(const struct param_set *params, struct suggest *suggest);

/* Is this call getopt()? */
bool param_is_option_call(const struct expr *expr);

/* The value as text, as a probe's head takes it; times are in ns. */
const char *param_text(struct arena *arena, const struct param_record *record);

/* A parameter as the option that sets it: --NAME. */
const char *param_show_name(struct arena *arena, const struct param_record *record);

/* A parameter's value as one writes it: what was given, else the default. */
const char *param_show_value(struct arena *arena, const struct param_record *record);

/* Appends the help of a script whose head is HEADER. */
void param_help(const struct param_set *params, const struct script_header *header,
		struct buffer *out);
