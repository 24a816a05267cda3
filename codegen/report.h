/*
 * Report: what compiling a script for a kernel came to, for who asked about many of
 * them at once. It goes from the compiler to `ktrace` as wire bytes.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "codegen/request.h"

struct arena;
struct buffer;
struct diag_set;
struct plan;
struct text_set;

/* A sentence at a place in a script; FILE is "" when it has none. */
struct report_remark {
	char *file;
	uint32_t line, column;
	char *sentence;
};

struct report_message {
	bool is_error;			/* or a warning */
	struct report_remark what;
	uint32_t note_count;
	struct report_remark *notes;
	uint32_t hint_count;
	char **hints;
	char *text;			/* all of it as it is printed for people */
};

/* One way to a probe that this kernel does not have. */
struct report_way {
	char *probe;			/* "kprobe:vfs_unlink" */
	char *because;
};

/* An optional probe that was left out: none of its ways was to be had. */
struct report_left_out {
	struct report_remark place;	/* its sentence is "" */
	uint32_t way_count;
	struct report_way *ways;
};

struct report {
	enum compile_status status;
	uint32_t message_count;
	struct report_message *messages;
	uint32_t left_out_count;
	struct report_left_out *left_out;
};

/* Puts messages and, PLAN not being NULL, what was left out into REPORT, all of it from ARENA. */
void report_fill(struct report *report, struct arena *arena, const struct diag_set *diags,
		 const struct plan *plan, bool color);

void report_write(struct report *reports, uint32_t count, struct buffer *out);

/* The reports and their COUNT; NULL when the bytes are none. */
struct report *report_read(struct arena *arena, const void *bytes, size_t length, uint32_t *count);
