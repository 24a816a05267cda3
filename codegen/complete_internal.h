/*
 * Complete, inside: what the files of completion share.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "codegen/probe_kind.h"

struct compile_options;
struct type;

struct candidate {
	uint64_t order;			/* the text's first bytes behind the word, as a number */
	const char *text;
	const char *note;
};

struct completion {
	const struct compile_options *options;
	struct arena *arena;
	const char *text;		/* up to the cursor */
	size_t length;
	bool is_statements;		/* it is the inside of a begin probe */
	size_t start;			/* of the word that is replaced */
	const char *word;		/* from there on */
	struct candidate *list;
	size_t count, capacity;
};

/* Adds TEXT, which is kept, if it begins with the word. NOTE may be NULL. */
void complete_offer(struct completion *completion, const char *text, const char *note);

/* The same for a name and what always follows it: "kprobe" ":". */
void complete_offer_joined(struct completion *completion, const char *text, const char *behind,
			   const char *note);

/* Targets of probes; the word begins behind the last colon or blank of the head. */
void complete_head(struct completion *completion, size_t head_start);

/* Names where an expression may stand. */
void complete_name(struct completion *completion);

/* Members of what stands in front of the `.` or `->` that begins at ROOT_END. */
void complete_field(struct completion *completion, size_t root_end);

/* The script's own options and their values, for the request's last argument. */
void complete_parameter(struct completion *completion);
