/*
 * List: `-l`, the probes that a kernel and its programs offer.
 */
#pragma once

#include <stdbool.h>
#include <stdio.h>

struct arena;
struct target;

struct list_options {
	int pid;		/* whose files uprobes mean; 0: as this process sees them */
	bool verbose;		/* arguments with their types, and definitions */
	bool is_json;
};

/*
 * Prints every probe that matches PATTERN to OUT, one a line, sorted within each part
 * of the comma-separated list: "k:vfs_*", "struct dentry", a word without a provider
 * (looked for in each), "t:sched:/_(fork|exec)$/" (a regular expression for the last part),
 * NULL for all of the kernel's. Names that several functions have cannot be probed and are
 * only counted, on standard error. 0, or -errno when a file that was named cannot be read.
 */
int list_probes(struct target *target, const char *pattern, const struct list_options *options,
		FILE *out);

/* What a PATTERN that names one thing, which is not there, may have meant, in ARENA; or NULL. */
const char *list_suggest(struct arena *arena, struct target *target, const char *pattern);
