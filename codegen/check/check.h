/*
 * Check: names, types, probes to targets, the plan. Fills the marked fields of
 * the tree; knows the target kernel and no LLVM.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct buffer;
struct builtin_library;
struct checked;
struct diag_set;
struct param_set;
struct program;
struct target;
struct text_set;

struct check_options {
	const struct builtin_library *library;
	const struct param_set *params;	/* NULL: none */
	char **arguments;		/* $1 … */
	uint32_t argument_count;
	uint32_t pid_filter;
	int32_t root_fd;		/* where that process has its files; -1: where we have them */
	const char *mapped_files;	/* that process runs code of them, a path a line; NULL: unknown */
	uint32_t child_pid;
	bool is_unsafe;			/* functions that change the system are allowed */
	const char *settings;		/* of the session: lines "KEY=VALUE"; NULL: none */
	bool shares_maps;		/* other programs may clear the program's maps */
};

/*
 * Checks PROGRAM for TARGET. Never NULL; what is wrong is in DIAGS. The result
 * lives in ARENA.
 */
struct checked *check_program(struct arena *arena, struct diag_set *diags, struct target *target,
			      struct program *program, const struct check_options *options);

/* The text of `-d types`: each program's body with the type behind every expression. */
void check_dump_types(const struct checked *checked, struct buffer *out);
