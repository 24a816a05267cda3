/*
 * Save kernel: `ktrace --snapshot`.
 */
#pragma once

struct arena;
struct options;

/*
 * Saves the facts of the kernel that the options name: in one file, or where the name ends
 * in a slash as a folder. The exit status, what went wrong being said.
 */
int save_kernel_run(struct arena *arena, const struct options *options);
