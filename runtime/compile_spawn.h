/*
 * Compile spawn: the compiler's process.
 */
#pragma once

#include <sys/types.h>

/*
 * Starts the compiler at PATH without our signals' settings; it inherits the COUNT descriptors
 * FDS under their own numbers, but for those below 0. 0, or a negative errno.
 */
int compile_spawn(const char *path, char *const *arguments, const int *fds, int count, pid_t *pid);
