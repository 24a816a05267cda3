/*
 * Script: the program's text, wherever the command line says it is.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "codegen/request.h"

struct arena;
struct options;

struct script {
	struct request_script text;
	char **arguments;	/* $1 … */
	uint32_t argument_count;
	bool wants_help;	/* --help stands behind it */
};

/*
 * Reads -e, FILE, "-" or the shipped script of a bare name into ARENA. 0, or
 * -errno after saying what could not be read.
 */
int script_read(struct arena *arena, const struct options *options, struct script *script);

/* The same for one word of the command line: a path, "-" or a bare name. */
int script_read_word(struct arena *arena, const char *word, struct request_script *text);

/* The program of -e. */
void script_take_text(struct arena *arena, const char *program, struct request_script *text);
