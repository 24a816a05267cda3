/*
 * Compile: from text to image, one pass after the other. The table of passes in
 * compile.c is the design's page 3 in code; start reading there.
 */
#pragma once

#include "codegen/request.h"

struct arena;
struct buffer;
struct builtin_library;
struct checked;
struct param_set;
struct report;
struct target;

struct compile_options {
	struct arena *arena;
	const struct request *request;
	const struct builtin_library *library;
	struct target *target;
	int (*open_file)(void *context, const char *path);	/* a descriptor, or -errno; NULL: nothing
								   can be imported */
	void *file_context;
};

/*
 * Compiles SCRIPT. Messages go to standard error, wanted dumps to standard output;
 * the finished object is appended to IMAGE.
 */
enum compile_status compile_run(const struct compile_options *options,
				const struct request_script *script, struct buffer *image);

/*
 * What the checker finds out about SCRIPT, with nothing reported and nothing emitted; NULL when
 * it cannot be parsed. Places count from 1 at the script's start.
 */
const struct checked *compile_check_types(const struct compile_options *options,
					  const struct request_script *script);

/* The parameters that SCRIPT declares, with nothing reported; NULL when it cannot be parsed. */
const struct param_set *compile_declare(const struct compile_options *options,
					const struct request_script *script);

/* Compiles SCRIPT to the end, prints nothing and keeps nothing but the REPORT, from the arena. */
void compile_check(const struct compile_options *options, const struct request_script *script,
		   struct report *report);

/* The passes that -d takes, separated by spaces, for messages and help; from ARENA. */
const char *compile_stage_names(struct arena *arena);
