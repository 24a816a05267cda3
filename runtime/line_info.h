/*
 * Line info: from an instruction of the object to a line of the script, by the
 * object's .BTF.ext section.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct line_info {
	const unsigned char *records;	/* the line info part of .BTF.ext */
	size_t record_bytes;
	const char *strings;		/* of .BTF */
	size_t string_bytes;
};

struct line_place {
	const char *file;
	unsigned line, column;
};

/* Reads the headers of both sections, whose bytes stay the caller's; false: they are damaged. */
bool line_info_open(struct line_info *info, const void *btf, size_t btf_size, const void *ext,
		    size_t ext_size);

/* The place of the instruction OFFSET bytes into SECTION: its own record or the last before it. */
bool line_info_find(const struct line_info *info, const char *section, uint64_t offset,
		    struct line_place *place);
