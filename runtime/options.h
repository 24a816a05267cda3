/*
 * Options: the command line, read by one table of rows that --help is made from too.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "runtime/sink.h"

struct arena;
struct buffer;
struct suggest;

enum options_action {
	OPTIONS_RUN,
	OPTIONS_LIST,
	OPTIONS_INFO,
	OPTIONS_KFUNCS,
	OPTIONS_SCRIPTS,
	OPTIONS_SNAPSHOT,
	OPTIONS_CHECK,
	OPTIONS_COMPLETE,		/* the words are a command line, of which the last is completed */
	OPTIONS_HELP,
	OPTIONS_VERSION,
};

struct options {
	enum options_action action;
	const char *program;		/* -e; NULL: the first word is a file */
	char **words;			/* the file (unless -e), then the script's own words */
	int word_count;
	const char *stages;		/* -d, comma separated; "" */
	const char *kernel;		/* --kernel DIR or FILE, or "/" */
	const char **kernels;		/* --kernel, each time that it was given */
	int kernel_count;
	const char *complete;		/* --complete TEXT, whatever the action is; NULL */
	const char *snapshot;		/* --snapshot FILE, or a folder when it ends in a slash */
	const char *output;		/* -o; NULL: standard output */
	const char *command;		/* -c; NULL */
	int pid;			/* -p; 0 */
	enum sink_format format;
	enum sink_buffering buffering;
	bool verbose, quiet, dry_run, plan, no_warnings, no_cache, fail_on_loss, unsafe;
};

/*
 * Reads the command line; strings are the caller's or ARENA's. False when it is
 * wrong: ERROR then holds the sentence that says why.
 */
bool options_parse(struct options *options, struct arena *arena, int argc, char **argv,
		   struct buffer *error);

void options_print_help(FILE *stream);

/* Appends what --help says of the option NAME, with or without its dashes; false if there is none. */
bool options_describe(const char *name, struct buffer *out);

/* Considers the long names of all options, without dashes. */
void options_offer(struct suggest *suggest);

/* The few lines for somebody who called ktrace with nothing to do. */
void options_print_usage(FILE *stream);
