/*
 * Mount table: one mount namespace's mounts, read from the text of mountinfo.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "lexer/buffer.h"

struct mount {
	uint32_t device;	/* as the kernel keeps it: major << 20 | minor */
	uint32_t root;		/* offsets of NUL-terminated texts in the table's names */
	uint32_t point;
};

struct mount_table {
	struct mount *mounts;	/* in mountinfo's order */
	uint32_t count, capacity;
	struct buffer names;
};

/* Replaces the table's content by what TEXT says; lines that do not parse are left out. */
void mount_table_parse(struct mount_table *table, const char *text, size_t length);

void mount_table_release(struct mount_table *table);

/*
 * Appends the path that the file system's PATH ("/a/b") has under the last mount of
 * DEVICE whose root is an ancestor of it or itself; returns 0 when there is none.
 */
int mount_table_append(const struct mount_table *table, uint32_t device, const char *path,
		       struct buffer *out);
