/*
 * Check show: what --check found, as a table for people and as JSON.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct buffer;
struct report;
struct request_script;

struct check_kernel {
	const char *name;	/* its release */
	const char *path;	/* as it was given; "/" for the running kernel */
	struct report *reports;	/* one for each script; NULL: its compiler did not come to an end */
};

struct check_table {
	struct arena *arena;
	uint32_t script_count;
	const struct request_script *scripts;
	uint32_t kernel_count;
	struct check_kernel *kernels;
	unsigned width;		/* columns of the page */
	bool color;
};

/* Compiles the script for the kernel? */
bool check_show_is_good(const struct check_table *table, uint32_t script, uint32_t kernel);

/* A table, and below it each message once, with the kernels that it is about. */
void check_show_text(const struct check_table *table, struct buffer *out);

/* An object for each script and kernel, one on a line. */
void check_show_json(const struct check_table *table, struct buffer *out);
