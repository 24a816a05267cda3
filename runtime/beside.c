/*
 * Beside: the running program's folder first, the installed one after it.
 */
#include "runtime/beside.h"

#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "lexer/arena.h"

const char *beside_find(struct arena *arena, const char *folder, const char *file,
			const char *installed)
{
	char self[PATH_MAX];
	ssize_t length = readlink("/proc/self/exe", self, sizeof(self) - 1);
	const char *path;
	char *slash;

	if (length > 0) {
		self[length] = '\0';
		slash = strrchr(self, '/');
		if (slash) {
			*slash = '\0';
			path = arena_printf(arena, "%s/%s%s%s", self, folder, folder[0] ? "/" : "",
					    file);
			if (!access(path, R_OK))
				return path;
		}
	}
	path = arena_printf(arena, "%s/%s", installed, file);
	return access(path, R_OK) ? NULL : path;
}
