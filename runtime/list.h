/*
 * List: `-l`, the probes that a kernel and its programs offer.
 */
#pragma once

#include <stdbool.h>
#include <stdio.h>

struct target;

/*
 * Prints every probe that matches PATTERN to OUT, one a line, sorted within each part
 * of the comma-separated list: "k:vfs_*", "struct dentry", a word without a provider
 * (looked for in each), "t:sched:/_(fork|exec)$/" (a regular expression for the last part),
 * NULL for all of the kernel's. Names that several functions have
 * cannot be probed and are only counted, on standard error. VERBOSE adds arguments with
 * their types and definitions. PID > 0 finds uprobes' files as that process sees
 * them. 0, or -errno when a file that was named cannot be read.
 */
int list_probes(struct target *target, const char *pattern, int pid, bool verbose, FILE *out);
