/*
 * Request: what `ktrace` asks its compiler process to do. It travels over a
 * descriptor as wire bytes; descriptors that go with it are inherited.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* What a script's text is. */
enum request_form {
	REQUEST_PROGRAM,
	REQUEST_STATEMENTS,		/* the inside of a begin probe; the last one's value is printed */
};

struct request_script {
	char *name;			/* "-e", a path, "stdin" */
	char *bytes;
	uint32_t length;
	uint32_t form;			/* enum request_form */
};

struct request {
	uint32_t script_count;		/* one; several when reports are wanted */
	struct request_script *scripts;
	uint32_t context_count;
	struct request_script *contexts;	/* programs that run already, with which it shares maps */
	bool shares_maps;		/* any map may be cleared by another program */
	uint32_t argument_count;	/* positional parameters, $1 … */
	char **arguments;
	char *settings;			/* of the session, which win: a line "KEY=VALUE" each; "" */
	char *library;			/* folders of imports after the script's, with colons between */
	char *kernel_root;		/* "/" or --kernel DIR */
	uint32_t pid_filter;		/* -p PID, 0: none */
	char *mapped_files;		/* of -p PID: what it runs code of, a path a line; "" */
	bool is_unsafe;			/* --unsafe: functions that change the system are allowed */
	uint32_t child_pid;		/* -c: the process that waits to be started, 0: none */
	char *dump_stages;		/* -d: "ast,types"; "" */
	bool color;			/* diagnostics in colours */
	bool verbose;
	bool dry_run;			/* compile only: no image wanted */
	bool wants_help;		/* of the script: printed in the program's place */
	bool wants_completion;		/* what could stand at the script's end, in the image's place */
	bool wants_reports;		/* reports in the image's place, and nothing printed */
	int32_t tracefs_fd;		/* inherited descriptors, -1: none */
	int32_t kallsyms_fd;
	int32_t root_fd;		/* the root of -p PID, where it is not ours; -1: it is */
	int32_t feature_fd;		/* a socket: u32 feature out, i64 answer back; -1: none */
	int32_t file_fd;		/* a socket: a path out; back i32 0 and a descriptor to read
					   it by, or -errno; -1: none */
	int32_t image_fd;		/* where the finished image is written (a memfd) */
};

/* How the compiler process ends. */
enum compile_status {
	COMPILE_GOOD = 0,
	COMPILE_WRONG = 1,	/* it has said why */
	COMPILE_MISUSED = 2,	/* the same, and it is what was given to the script */
	COMPILE_WARNED = 3,	/* good, but not to be kept in a cache: it had something to
				   say, or asked what may be otherwise tomorrow */
};

struct arena;
struct buffer;

void request_write(const struct request *request, struct buffer *out);

/* NULL when the bytes are no request. */
struct request *request_read(struct arena *arena, const void *bytes, uint32_t length);
