/*
 * Kernel name: what a kernel is called in what is shown of it.
 */
#pragma once

struct arena;
struct kernel_files;

/* Its release ("6.12.9-amd64"), or where it does not tell that the last part of PATH; from ARENA. */
const char *kernel_name(struct arena *arena, struct kernel_files *files, const char *path);
