/*
 * Script: the program's text, wherever the command line says it is.
 */
#pragma once

#include <stdint.h>

struct arena;
struct options;

struct script {
	const char *name;	/* for messages: "-e", "stdin", a path */
	char *bytes;
	uint32_t length;
	char **arguments;	/* $1 … */
	uint32_t argument_count;
};

/*
 * Reads -e, FILE, "-" or the shipped script of a bare name into ARENA. 0, or
 * -errno after saying what could not be read.
 */
int script_read(struct arena *arena, const struct options *options, struct script *script);
