/*
 * Child: the command of -c, held back until everything is attached.
 */
#pragma once

#include <stdbool.h>
#include <sys/types.h>

struct arena;

struct child {
	pid_t pid;
	int gate_fd;		/* writing here lets it go */
	int report_fd;		/* what its exec said */
	int pid_fd;		/* readable when it ended */
};

/*
 * Splits COMMAND into words as a shell does, quotes and backslashes included, with
 * no other meaning of any character. NULL-ended, from ARENA; NULL when a quote is
 * not closed or there is no word.
 */
char **child_split(struct arena *arena, const char *command);

/* Starts the command up to the point before its exec. 0, or -errno after saying why. */
int child_start(struct child *child, struct arena *arena, const char *command);

/* Lets it run; 0, or -errno after saying that the command cannot be run. */
int child_release(struct child *child, const char *command);

/* Ends the command if it still runs, and reaps it. */
void child_finish(struct child *child);
