/*
 * Session: a loaded program's life: begin, attach, events, detach, end, the ledger.
 */
#pragma once

#include <stdbool.h>
#include <sys/types.h>

struct child;
struct events;
struct load;
struct sink;
struct user_symbols;

struct session_options {
	struct load *load;
	struct events *events;
	struct sink *sink;
	struct child *child;		/* -c; NULL */
	const char *command;
	pid_t pid;			/* -p; 0 */
	int tracefs_fd;
	int output_fd;			/* where the sink writes */
	struct user_symbols *user_symbols;	/* name the child's addresses; NULL: not needed */
	bool quiet, color, fail_on_loss;
};

/* Runs it to its end; the exit status. Whatever went wrong has been said. */
int session_run(const struct session_options *options);
