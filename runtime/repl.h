/*
 * REPL: the prompt. What is typed is compiled by a process that stays, loaded, attached,
 * and runs beside what was typed before.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "lexer/buffer.h"
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
	const struct builtin_library *library;
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
	struct repl_watch *watch;	/* a map that is shown again and again; NULL: none */
	bool is_at_line_start;		/* what programs printed ended with a line's end */
	/* set by :set */
	enum sink_format format;
	int pid;			/* uprobes and the like: of this process only; 0: all */
	bool verbose, is_unsafe;
	unsigned watch_ms;
	struct buffer settings;		/* keys of the config block: lines "KEY=VALUE" */
};

/* Runs a session on this terminal to its end; the exit status. */
int repl_run(const struct options *options, const struct builtin_library *library);

/* Takes TEXT as if it had been typed: attaches it, keeps it or evaluates it. */
void repl_take(struct repl *repl, const char *text);
