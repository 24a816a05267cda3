/*
 * Load: from the compiled image to programs and maps in the kernel.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "runtime/compile_process.h"
#include "runtime/live.h"

struct arena;
struct bpf_object;
struct bpf_program;
struct plan;
struct text_set;

struct load {
	struct arena *arena;
	const struct compile_image *image;
	struct plan *plan;
	struct bpf_object *object;
	struct bpf_program **programs;	/* one for each of plan->programs */
	int *program_fds;		/* the same, once loaded */
	struct live live;
	uint32_t ring_bytes;		/* 0: the program has no ring */
	size_t control_bytes;
	char *log;			/* the verifier's, where a program was refused */
	size_t log_bytes;
};

/* What load_program found out when it failed. */
enum load_failure {
	LOAD_FAILURE_NONE,
	LOAD_FAILURE_IMAGE,	/* the image is damaged or another version's */
	LOAD_FAILURE_MAP,	/* a map could not be made; see map */
	LOAD_FAILURE_VERIFIER,	/* a program was refused with a log; see program, log */
	LOAD_FAILURE_KERNEL,	/* refused without a log */
};

struct load_result {
	enum load_failure failure;
	int error;		/* -errno */
	uint32_t program;	/* index in the plan */
	const char *map;	/* as the user knows it */
	uint64_t map_bytes;	/* what it would have taken, about */
	const char *log;
};

/* What a program has in common with others that run beside it. */
struct load_sharing {
	/* The descriptor of the map that takes the place of the plan's map INDEX; -1: its own. */
	int (*find_map)(void *context, const struct plan *plan, uint32_t index);
	void *context;
	uint32_t ring_most;	/* bytes of a ring that the script did not choose; 0: as usual */
};

/*
 * Loads IMAGE, which must outlive the load. True when it is in the kernel; else
 * RESULT says what was refused (verifier.h puts it into words).
 */
bool load_image(struct load *load, struct arena *arena, const struct compile_image *image,
		bool verbose, struct load_result *result);

/* The same beside others; SHARING is needed only now. */
bool load_image_beside(struct load *load, struct arena *arena, const struct compile_image *image,
		       bool verbose, const struct load_sharing *sharing,
		       struct load_result *result);

/* Removes programs and maps from this process; what is attached has its own descriptors. */
void load_close(struct load *load);
