/*
 * Map merge: one value out of a per-CPU map's many, and the order of entries.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

struct layout;
struct map_entry;
struct plan_map;

/*
 * Merges CPU_COUNT parts, STRIDE bytes apart, of a value of SIZE bytes that LAYOUT
 * describes (at layout->offset in each) into MERGED. Aggregates are combined and
 * integers added; of anything else the first part that is not zero is taken.
 */
void map_merge_parts(const struct layout *layout, size_t size, const void *parts,
		     size_t stride, unsigned cpu_count, void *merged);

/* Sorts as maps are printed: by value, ascending, where it is a number; then by key. */
void map_merge_sort(const struct plan_map *map, struct map_entry *entries, uint32_t count);
