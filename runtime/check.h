/*
 * Check: `ktrace --check`: do these scripts compile for those kernels?
 */
#pragma once

struct arena;
struct options;

/*
 * Compiles every script for every kernel that the options name (the running one, if they
 * name none), and prints a table, or JSON. The exit status: 0, 1 when a script does not
 * compile for a kernel, 2 when a script or a kernel cannot be read, which is said.
 */
int check_run(struct arena *arena, const struct options *options);
