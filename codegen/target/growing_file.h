/*
 * Growing file: the text of a large file of the kernel, read in steps and kept,
 * because such files are made while they are read: the kernel takes longer to
 * print a line than anybody takes to search it.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "codegen/target/kernel_file.h"

struct growing_file {
	struct kernel_stream stream;
	bool is_at_end;
	char *bytes;
	size_t length;			/* whole lines only */
	size_t unfinished;		/* bytes of a line not yet complete, after LENGTH */
	size_t capacity;
};

/* Starts with nothing read; one that cannot be opened is empty. */
void growing_file_open(struct growing_file *file, struct kernel_files *files,
		       enum kernel_file which);

/* Reads some more lines, which may move those that are there; false at the end. */
bool growing_file_read(struct growing_file *file);

/* Where the line starts that holds POSITION. */
size_t growing_file_line(const struct growing_file *file, size_t position);

void growing_file_release(struct growing_file *file);
