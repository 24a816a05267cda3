/*
 * Map merge: combining the parts of per-CPU values, comparing keys and values.
 */
#include "runtime/map_merge.h"

#include <stdlib.h>
#include <string.h>

#include "codegen/layout.h"
#include "codegen/plan.h"
#include "runtime/histogram.h"
#include "runtime/map_snapshot.h"
#include "runtime/render_internal.h"

/* ---- merging ---- */

typedef void merge_function(const struct layout *layout, void *merged, const void *part);

static void store_u64(void *data, uint64_t value)
{
	memcpy(data, &value, sizeof(value));
}

static void merge_sum(const struct layout *layout, void *merged, const void *part)
{
	(void)layout;
	store_u64(merged, load_u64(merged) + load_u64(part));
}

static void merge_integer(const struct layout *layout, void *merged, const void *part)
{
	uint64_t sum = render_load_integer(layout, merged) + render_load_integer(layout, part);

	memcpy(merged, &sum, layout->size < 8 ? layout->size : 8);
}

static void merge_extreme(const struct layout *layout, void *merged, const void *part)
{
	struct layout_extreme one, other;
	bool is_less;

	memcpy(&one, merged, sizeof(one));
	memcpy(&other, part, sizeof(other));
	if (!other.is_set)
		return;
	is_less = layout->is_signed ? other.value < one.value :
				      (uint64_t)other.value < (uint64_t)one.value;
	if (!one.is_set || (other.value != one.value && is_less == (layout->kind == LAYOUT_MIN)))
		memcpy(merged, part, sizeof(one));
}

static void merge_stats(const struct layout *layout, void *merged, const void *part)
{
	merge_sum(layout, merged, part);
	merge_sum(layout, (char *)merged + 8, (const char *)part + 8);
}

static void merge_buckets(const struct layout *layout, void *merged, const void *part)
{
	uint32_t i;

	for (i = 0; i < layout->count; i++)
		merge_sum(layout, (char *)merged + (size_t)i * 8,
			  (const char *)part + (size_t)i * 8);
}

static bool is_zero(const char *bytes, size_t size)
{
	size_t i;

	for (i = 0; i < size; i++)
		if (bytes[i])
			return false;
	return true;
}

static void merge_first(const struct layout *layout, void *merged, const void *part)
{
	if (is_zero(merged, layout->size))
		memcpy(merged, part, layout->size);
}

static merge_function *const merge_rows[] = {
	[LAYOUT_INTEGER] = merge_integer,
	[LAYOUT_COUNT] = merge_sum,
	[LAYOUT_SUM] = merge_sum,
	[LAYOUT_MIN] = merge_extreme,
	[LAYOUT_MAX] = merge_extreme,
	[LAYOUT_AVG] = merge_stats,
	[LAYOUT_STATS] = merge_stats,
	[LAYOUT_HIST] = merge_buckets,
	[LAYOUT_LHIST] = merge_buckets,
};

void map_merge_parts(const struct layout *layout, size_t size, const void *parts,
		     size_t stride, unsigned cpu_count, void *merged)
{
	merge_function *merge = merge_rows[layout->kind] ? merge_rows[layout->kind] : merge_first;
	const char *part = parts;
	unsigned cpu;

	memcpy(merged, part, size);
	for (cpu = 1; cpu < cpu_count; cpu++) {
		part += stride;
		merge(layout, (char *)merged + layout->offset, part + layout->offset);
	}
}

/* ---- order ---- */

static int compare_numbers(uint64_t one, uint64_t other, bool is_signed)
{
	if (is_signed && (int64_t)(one ^ other) < 0)
		return (int64_t)one < 0 ? -1 : 1;
	return one < other ? -1 : one > other;
}

static int compare_keys(const struct layout *layout, const void *one, const void *other)
{
	uint32_t i;
	int order = 0;

	switch (layout->kind) {
	case LAYOUT_INTEGER:
	case LAYOUT_BOOLEAN:
	case LAYOUT_ENUM:
	case LAYOUT_POINTER:
	case LAYOUT_FORM:
		if (layout->size > 8)
			break;
		return compare_numbers(render_load_integer(layout, one),
				       render_load_integer(layout, other), layout->is_signed);
	case LAYOUT_KERNEL_SYMBOL:
		return compare_numbers(load_u64(one), load_u64(other), false);
	case LAYOUT_STRING:
		return strncmp(one, other, layout->size);
	case LAYOUT_TUPLE:
	case LAYOUT_STRUCT:
		for (i = 0; !order && i < layout->child_count; i++)
			order = compare_keys(&layout->children[i],
					     (const char *)one + layout->children[i].offset,
					     (const char *)other + layout->children[i].offset);
		return order;
	default:
		break;
	}
	return memcmp(one, other, layout->size);
}

static bool has_number(const struct layout *layout)
{
	switch (layout->kind) {
	case LAYOUT_INTEGER:
		return layout->size <= 8;
	case LAYOUT_ENUM:
	case LAYOUT_COUNT:
	case LAYOUT_SUM:
	case LAYOUT_MIN:
	case LAYOUT_MAX:
	case LAYOUT_AVG:
	case LAYOUT_STATS:
	case LAYOUT_HIST:
	case LAYOUT_LHIST:
		return true;
	default:
		return false;
	}
}

/* What an entry is sorted by. */
static uint64_t sort_number(const struct layout *layout, const void *value)
{
	const struct render plain = { 0 };

	if (layout->kind == LAYOUT_HIST || layout->kind == LAYOUT_LHIST)
		return histogram_total(layout, value);
	return render_number(&plain, layout, value);
}

static int compare_entries(const void *left, const void *right, void *context)
{
	const struct map_entry *one = left, *other = right;
	const struct plan_map *map = context;
	const struct layout *value = &map->value;
	int order = 0;

	if (has_number(value))
		order = compare_numbers(sort_number(value, one->value + value->offset),
					sort_number(value, other->value + value->offset),
					render_number_is_signed(value));
	if (order || !one->key || !other->key)
		return order;
	return compare_keys(&map->key, one->key + map->key.offset, other->key + map->key.offset);
}

void map_merge_sort(const struct plan_map *map, struct map_entry *entries, uint32_t count)
{
	if (count > 1)
		qsort_r(entries, count, sizeof(*entries), compare_entries, (void *)map);
}
