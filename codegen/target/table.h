/*
 * Table: answers by name, so that a question is worked out once. Names are
 * copied into the arena; an entry is never removed.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct arena;

struct table_entry {
	const char *name;	/* NULL: the slot is free */
	const void *value;
};

struct table {
	struct arena *arena;
	struct table_entry *entries;
	uint32_t count;
	uint32_t capacity;	/* 0 or a power of two */
};

/* True when NAME was put before; VALUE, when not NULL, receives what was put. */
bool table_find(const struct table *table, const char *name, const void **value);

/* Puts VALUE under NAME, in the place of what was there. */
void table_put(struct table *table, const char *name, const void *value);

/* The hash of a name, for other tables. */
uint32_t table_hash(const char *bytes, uint32_t length);
