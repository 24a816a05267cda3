/*
 * Import: a program's text and all that it imports, as one tree.
 */
#pragma once

struct arena;
struct diag_set;
struct imported;
struct program;
struct target;
struct text;
struct text_set;

struct import {
	struct arena *arena;
	struct diag_set *diags;
	struct text_set *texts;		/* what is imported is added here */
	struct target *target;		/* which files decided something is noted here */
	const char *library;		/* folders after the text's own, with colons between */
	int (*open_file)(void *context, const char *path);	/* a descriptor, or -errno; NULL */
	void *file_context;

	struct imported *files;		/* import_program's own */
	unsigned depth;
};

/* Parses TEXT and what it imports, each file once; never NULL, mistakes are in the diags. */
struct program *import_program(struct import *import, const struct text *text);
