/*
 * Whole: text that somebody is typing. Is it a program or statements, and is it all
 * there, or does a bracket or an operand still have to come?
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct program;
struct text;
struct text_set;

enum whole_kind {
	WHOLE_NOTHING,		/* blanks and comments */
	WHOLE_PROGRAM,		/* probes, declarations */
	WHOLE_DECLARATIONS,	/* a program without a probe */
	WHOLE_STATEMENTS,	/* what would stand in a probe's body; an expression too */
};

struct whole {
	enum whole_kind kind;
	bool is_open;		/* more has to come; otherwise it is right, or wrong for good */
};

struct whole whole_look(const char *bytes, size_t length);

/* Adds statements as the body of a begin probe; places in them are told as they were typed. */
struct text *whole_add_statements(struct text_set *texts, const char *name, const char *bytes,
				  size_t length);

/* Puts the lists of CONTEXT in front of those of PROGRAM; its probes are marked as context. */
void whole_add_context(struct program *program, struct program *context);
