/*
 * Beside: files that belong to ktrace, in the build tree or where they were installed.
 */
#pragma once

struct arena;

/*
 * The path of FILE in FOLDER ("" for none) beside the running program, else in
 * INSTALLED; from ARENA, NULL when neither has it. A ktrace that runs from its
 * build tree thus uses that tree's parts.
 */
const char *beside_find(struct arena *arena, const char *folder, const char *file,
			const char *installed);
