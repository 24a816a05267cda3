/*
 * Mapped files: the programs and libraries that a process runs.
 */
#pragma once

struct arena;

/*
 * The paths, as the process has them, of the files that PID has mapped as code: each once, with a
 * newline behind it. From ARENA; "" when PID is 0 or its mappings cannot be read.
 */
char *mapped_files_list(struct arena *arena, int pid);
