/*
 * Compile spawn: ktrace-compile is started with what it inherits, and no more.
 */
#include "runtime/compile_spawn.h"

#include <signal.h>
#include <spawn.h>

extern char **environ;

/* The descriptors are inherited under their own numbers. */
static int inherit(posix_spawn_file_actions_t *actions, const int *fds, int count)
{
	for (int i = 0; i < count; i++) {
		int error = fds[i] < 0 ? 0
				       : posix_spawn_file_actions_adddup2(actions, fds[i], fds[i]);

		if (error)
			return -error;
	}
	return 0;
}

int compile_spawn(const char *path, char *const *arguments, const int *fds, int count, pid_t *pid)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t none, defaults;
	int error;

	sigemptyset(&none);
	sigemptyset(&defaults);
	sigaddset(&defaults, SIGPIPE);
	posix_spawn_file_actions_init(&actions);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setsigmask(&attributes, &none);
	posix_spawnattr_setsigdefault(&attributes, &defaults);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	error = inherit(&actions, fds, count);
	if (!error)
		error = -posix_spawn(pid, path, &actions, &attributes, arguments, environ);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	return error;
}
