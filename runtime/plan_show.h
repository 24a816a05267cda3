/*
 * Plan show: `ktrace --plan`: what was chosen on a kernel and why, what that rests on, and
 * how what it produces lies in memory.
 */
#pragma once

struct arena;
struct buffer;
struct plan;
struct plan_choice;

struct plan_show {
	struct arena *arena;
	const struct plan *plan;
	const char *kernel;	/* its name */
	const char *kernel_path;	/* where its facts are from: "/" for the running one */
	unsigned width;		/* columns of the page */
};

/* The page for people. */
void plan_show_text(const struct plan_show *show, struct buffer *out);

/* One JSON document on one line. */
void plan_show_json(const struct plan_show *show, struct buffer *out);
