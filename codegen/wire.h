/*
 * Wire: one description of a struct's members serves writing and reading.
 *
 * A struct has one function that visits its members; with a writer the bytes
 * are appended, with a reader they are taken, every length checked. Integers
 * are little-endian; strings and arrays carry a 32-bit count.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lexer/buffer.h"

struct arena;

struct wire {
	struct buffer *out;		/* writing: where to; NULL when reading */
	const unsigned char *bytes;	/* reading: what is left */
	size_t left;
	struct arena *arena;		/* reading: for strings and arrays */
	unsigned depth;			/* arrays that are open; too many fail a reader */
	bool failed;			/* reading: cut short or a count that cannot be */
};

/* A wire that appends to OUT. */
struct wire wire_writer(struct buffer *out);

/* A wire that reads BYTES; strings and arrays come from ARENA. */
struct wire wire_reader(struct arena *arena, const void *bytes, size_t length);

void wire_u32(struct wire *wire, uint32_t *value);
void wire_u64(struct wire *wire, uint64_t *value);
void wire_i64(struct wire *wire, int64_t *value);
void wire_bool(struct wire *wire, bool *value);

/* A NUL-terminated string; NULL is written as "" and never read. */
void wire_string(struct wire *wire, char **value);

/* LENGTH raw bytes with their count; read as an arena copy with a NUL behind. */
void wire_bytes(struct wire *wire, char **bytes, uint32_t *length);

/* An array of elements of SIZE bytes, each visited by ELEMENT. */
void wire_array(struct wire *wire, void **array, uint32_t *count, size_t size,
		void (*element)(struct wire *wire, void *element));
