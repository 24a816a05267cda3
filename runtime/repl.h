/*
 * REPL: the prompt. What is typed is compiled by a process that stays, loaded, attached,
 * and runs beside what was typed before.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "runtime/compile_server.h"
#include "runtime/feature_probe.h"
#include "runtime/sink.h"

struct builtin_library;
struct id_names;
struct kernel_symbols;
struct mounts;
struct options;
struct repl_line;
struct repl_program;
struct repl_watch;
struct user_symbols;

/* What one session at the prompt holds. */
struct repl {
	const struct options *options;
	const char *const *arguments;	/* as ktrace was called, for commands that call it again */
	struct compile_server server;
	struct feature_probe features;
	struct repl_line *line;
	struct repl_program *programs, **programs_end;
	unsigned next_number;
	struct kernel_symbols *kernel_symbols;
	struct user_symbols *user_symbols;
	struct mounts *mounts;
	struct id_names *id_names;
	int tracefs_fd, kallsyms_fd;
	bool color;
	bool is_leaving;
	bool is_at_line_start;		/* what programs printed ended with a line's end */
	/* set by :set */
	enum sink_format format;
	int pid;			/* uprobes and the like: of this process only; 0: all */
	bool verbose;
};

/* Runs a session on this terminal to its end; the exit status. */
int repl_run(const struct options *options);
