/*
 * Compile process: starting ktrace-compile and answering what it asks.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "codegen/target/feature.h"

struct arena;
struct compile_server;
struct request;

struct compile_job {
	struct request *request;	/* feature_fd, file_fd and image_fd are filled in here */
	long (*ask_feature)(void *context, enum feature feature);	/* NULL: none is asked */
	void *ask_context;
	struct compile_server *server;	/* does it, with features asked and an image; NULL: a new
					   process */
	bool use_cache;			/* take a kept image; say if this one may be kept */
};

/* The compiled program, mapped; empty for a dry run. */
struct compile_image {
	void *bytes;
	size_t size;
	const char *compiler;		/* its path, from the arena */
	bool is_new;			/* compiled now, without a word said: worth keeping */
};

/*
 * Compiles in another process. 0 with the image; 1 when the program is wrong
 * (the compiler printed why) or the compiler could not do its work (said here).
 */
int compile_process_run(struct arena *arena, const struct compile_job *job,
			struct compile_image *image);

void compile_image_release(struct compile_image *image);
