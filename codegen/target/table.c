/*
 * Table: open addressing with linear steps, at most three quarters full.
 */
#include "codegen/target/table.h"

#include <string.h>

#include "lexer/arena.h"

uint32_t table_hash(const char *bytes, uint32_t length)
{
	uint64_t hash = 0xcbf29ce484222325ull;
	uint32_t index;

	for (index = 0; index < length; index++)
		hash = (hash ^ (unsigned char)bytes[index]) * 0x100000001b3ull;
	return (uint32_t)(hash ^ (hash >> 32));
}

static struct table_entry *find_slot(const struct table *table, const char *name)
{
	uint32_t mask = table->capacity - 1;
	uint32_t index = table_hash(name, (uint32_t)strlen(name)) & mask;

	while (table->entries[index].name && strcmp(table->entries[index].name, name))
		index = (index + 1) & mask;
	return &table->entries[index];
}

static void grow(struct table *table)
{
	struct table larger = {
		.arena = table->arena, .capacity = table->capacity ? table->capacity * 2 : 64,
	};
	uint32_t index;

	larger.entries = ARENA_NEW_ARRAY(table->arena, struct table_entry, larger.capacity);
	for (index = 0; index < table->capacity; index++)
		if (table->entries[index].name)
			*find_slot(&larger, table->entries[index].name) = table->entries[index];
	larger.count = table->count;
	*table = larger;
}

bool table_find(const struct table *table, const char *name, const void **value)
{
	const struct table_entry *entry;

	if (!table->capacity)
		return false;
	entry = find_slot(table, name);
	if (!entry->name)
		return false;
	if (value)
		*value = entry->value;
	return true;
}

void table_put(struct table *table, const char *name, const void *value)
{
	struct table_entry *entry;

	if (table->count >= table->capacity / 4 * 3)
		grow(table);
	entry = find_slot(table, name);
	if (!entry->name) {
		entry->name = arena_copy_string(table->arena, name);
		table->count++;
	}
	entry->value = value;
}
