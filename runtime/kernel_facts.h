/*
 * Kernel facts: a kernel's files in the form that says the same on every machine.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "codegen/target/feature.h"
#include "codegen/target/kernel_file.h"

struct arena;

/* Who takes the files. */
struct kernel_facts_taker {
	/* The files that follow are read together. */
	void (*group)(void *context);
	/* A file; PATH and BYTES are lent. */
	void (*file)(void *context, const char *path, const char *bytes, size_t length);
	void *context;
};

struct kernel_facts_job {
	struct arena *arena;
	struct kernel_files *files;
	/* Answers for the running kernel; NULL: the answers are a file among the others. */
	long (*ask_feature)(void *context, enum feature feature);
	void *ask_context;
	/* Told of each row that could not be read; false ends the work. */
	bool (*missing)(void *context, const struct kernel_file_row *row, int error);
	void *missing_context;
};

/*
 * Hands every file that kernel_file.def lists to TAKER: without addresses, without the
 * numbers of this boot, without what was made at run time, modules in the order of their
 * names. False when MISSING ended it.
 */
bool kernel_facts_collect(const struct kernel_facts_job *job,
			  const struct kernel_facts_taker *taker);
