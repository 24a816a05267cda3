/*
 * Map merge: per-CPU parts to one value, and the order in which entries print.
 */
#include "runtime/map_merge.h"

#include <criterion/criterion.h>
#include <string.h>

#include "codegen/layout.h"
#include "codegen/plan.h"
#include "runtime/map_snapshot.h"

static struct layout make(enum layout_kind kind, uint32_t size, bool is_signed)
{
	return (struct layout){ .kind = kind, .size = size, .is_signed = is_signed };
}

Test(map_merge, counts_and_sums_are_added)
{
	uint64_t parts[3] = { 1, 2, 40 }, merged;
	struct layout layout = make(LAYOUT_COUNT, 8, false);

	map_merge_parts(&layout, 8, parts, 8, 3, &merged);
	cr_expect_eq(merged, 43);
	parts[2] = (uint64_t)-10;
	layout = make(LAYOUT_SUM, 8, true);
	map_merge_parts(&layout, 8, parts, 8, 3, &merged);
	cr_expect_eq((int64_t)merged, -7);
}

Test(map_merge, extremes_look_only_at_parts_that_are_set)
{
	struct layout_extreme parts[4] = { { 0, 0 }, { 5, 1 }, { -3, 1 }, { -100, 0 } }, merged;
	struct layout layout = make(LAYOUT_MIN, 16, true);

	map_merge_parts(&layout, 16, parts, 16, 4, &merged);
	cr_expect_eq(merged.value, -3);
	layout.kind = LAYOUT_MAX;
	map_merge_parts(&layout, 16, parts, 16, 4, &merged);
	cr_expect_eq(merged.value, 5);
	layout.is_signed = false;	/* -3 is large then */
	map_merge_parts(&layout, 16, parts, 16, 4, &merged);
	cr_expect_eq(merged.value, -3);
	layout.kind = LAYOUT_MIN;
	map_merge_parts(&layout, 16, parts, 16, 4, &merged);
	cr_expect_eq(merged.value, 5);
	map_merge_parts(&layout, 16, parts, 16, 1, &merged);
	cr_expect_eq(merged.is_set, 0);
}

Test(map_merge, averages_and_buckets)
{
	struct layout_stats stats[2] = { { 2, -7 }, { 3, 10 } }, merged;
	uint64_t buckets[2][4] = { { 1, 0, 2, 0 }, { 0, 5, 2, 0 } }, sum[4];
	struct layout layout = make(LAYOUT_AVG, 16, true);

	map_merge_parts(&layout, 16, stats, 16, 2, &merged);
	cr_expect_eq(merged.count, 5);
	cr_expect_eq(merged.total, 3);
	layout = make(LAYOUT_LHIST, 32, false);
	layout.count = 4;
	map_merge_parts(&layout, 32, buckets, 32, 2, sum);
	cr_expect(sum[0] == 1 && sum[1] == 5 && sum[2] == 4 && sum[3] == 0);
}

Test(map_merge, parts_may_be_padded_and_offset)
{
	struct { uint32_t pad, value; } parts[2] = { { 9, 3 }, { 9, 4 } }, merged;
	struct layout layout = make(LAYOUT_INTEGER, 4, false);

	layout.offset = 4;
	map_merge_parts(&layout, 8, parts, 8, 2, &merged);
	cr_expect_eq(merged.value, 7);
}

Test(map_merge, texts_come_from_the_first_part_that_has_one)
{
	char parts[3][8] = { "", "two", "three" }, merged[8];
	struct layout layout = make(LAYOUT_STRING, 8, false);

	map_merge_parts(&layout, 8, parts, 8, 3, merged);
	cr_expect_str_eq(merged, "two");
}

/* Sorts and returns the keys' order as digits. */
static void expect_order(const struct plan_map *map, struct map_entry *entries, uint32_t count,
			 const unsigned char *first, size_t size, const char *expected)
{
	char order[16] = "";
	uint32_t i;

	map_merge_sort(map, entries, count);
	for (i = 0; i < count; i++)
		order[i] = (char)('0' + (entries[i].key - first) / (ptrdiff_t)size);
	cr_expect_str_eq(order, expected);
}

Test(map_merge, sorts_by_value_then_by_key)
{
	int32_t keys[4] = { 7, -1, 3, 2 };
	int64_t values[4] = { 5, 5, -9, 6 };
	struct plan_map map = { .key = make(LAYOUT_INTEGER, 4, true),
				.value = make(LAYOUT_INTEGER, 8, true) };
	struct map_entry entries[4];
	uint32_t i;

	for (i = 0; i < 4; i++)
		entries[i] = (struct map_entry){ (unsigned char *)&keys[i],
						 (unsigned char *)&values[i] };
	expect_order(&map, entries, 4, (unsigned char *)keys, sizeof(keys[0]), "2103");
	map.value.is_signed = false;
	expect_order(&map, entries, 4, (unsigned char *)keys, sizeof(keys[0]), "1032");
}

Test(map_merge, values_that_are_no_numbers_sort_by_key)
{
	char keys[3][4] = { "z", "b", "a" }, values[3][4] = { "b", "c", "a" };
	struct plan_map map = { .key = make(LAYOUT_STRING, 4, false),
				.value = make(LAYOUT_STRING, 4, false) };
	struct map_entry entries[3];
	uint32_t i;

	for (i = 0; i < 3; i++)
		entries[i] = (struct map_entry){ (unsigned char *)keys[i],
						 (unsigned char *)values[i] };
	expect_order(&map, entries, 3, (unsigned char *)keys, sizeof(keys[0]), "210");
}

Test(map_merge, stats_sort_by_average_and_histograms_by_total)
{
	struct layout_stats stats[3] = { { 3, 30 }, { 2, 24 }, { 5, 45 } };
	uint64_t buckets[3][2] = { { 2, 1 }, { 0, 1 }, { 0, 2 } };
	uint64_t keys[3] = { 0, 1, 2 };
	struct plan_map map = { .key = make(LAYOUT_INTEGER, 8, false),
				.value = make(LAYOUT_STATS, 16, true) };
	struct map_entry entries[3];
	uint32_t i;

	for (i = 0; i < 3; i++)
		entries[i] = (struct map_entry){ (unsigned char *)&keys[i],
						 (unsigned char *)&stats[i] };
	expect_order(&map, entries, 3, (unsigned char *)keys, 8, "201");
	map.value = make(LAYOUT_LHIST, 16, false);
	map.value.count = 2;
	for (i = 0; i < 3; i++)
		entries[i] = (struct map_entry){ (unsigned char *)&keys[i],
						 (unsigned char *)buckets[i] };
	expect_order(&map, entries, 3, (unsigned char *)keys, 8, "120");
}

Test(map_merge, tuple_keys_sort_part_by_part)
{
	struct { int32_t number; char text[4]; } keys[3] = { { 2, "a" }, { 1, "b" }, { 1, "a" } };
	struct layout children[2] = { make(LAYOUT_INTEGER, 4, true),
				      make(LAYOUT_STRING, 4, false) };
	struct plan_map map = { .key = make(LAYOUT_TUPLE, 8, false),
				.value = make(LAYOUT_COUNT, 8, false) };
	uint64_t one = 1;
	struct map_entry entries[3];
	uint32_t i;

	children[1].offset = 4;
	map.key.children = children;
	map.key.child_count = 2;
	for (i = 0; i < 3; i++)
		entries[i] = (struct map_entry){ (unsigned char *)&keys[i], (unsigned char *)&one };
	expect_order(&map, entries, 3, (unsigned char *)keys, sizeof(keys[0]), "210");
}
