/*
 * Image: reading the ELF object that the compiler made: sections by name, and
 * where its functions lie.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct image {
	void *elf;		/* libelf's handle */
};

struct image_section {
	const unsigned char *bytes;
	size_t size;
	size_t index;
};

struct image_function {
	const char *section;	/* its section's name */
	uint64_t offset;	/* in it, bytes */
	uint64_t size;
};

/* Opens BYTES, which stay the caller's and must outlive the image; 0 or -EINVAL. */
int image_open(struct image *image, void *bytes, size_t size);
void image_close(struct image *image);

/* The section of that name; false when there is none or it holds no bytes. */
bool image_find_section(const struct image *image, const char *name,
			struct image_section *section);

/* The function of that name. */
bool image_find_function(const struct image *image, const char *name,
			 struct image_function *function);

/* Function INDEX (from 0) of section NAME, in the symbol table's order; false behind the last. */
bool image_get_function(const struct image *image, const char *section, unsigned index,
			struct image_function *function);
