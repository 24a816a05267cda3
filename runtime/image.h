/*
 * Image: reading the ELF object that the compiler made: sections by name, and
 * where its functions lie.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct plan;
struct text_set;

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

/* The plan in the image BYTES, from ARENA; NULL when it is damaged or another version's. */
struct plan *image_read_plan(struct arena *arena, void *bytes, size_t size);

/* Fills TEXTS with the script's texts as the plan keeps them, for places in messages. */
void image_list_texts(struct arena *arena, const struct plan *plan, struct text_set *texts);
