/*
 * Histogram: which values a bucket counts, labels, bars, JSON. The expected texts
 * are bpftrace 0.27.1's.
 */
#include "runtime/histogram.h"

#include <criterion/criterion.h>
#include <string.h>

#include "codegen/layout.h"
#include "lexer/buffer.h"

#define QUARTER "@@@@@@@@@@@@@"
#define NONE "             "
#define BAR QUARTER QUARTER QUARTER QUARTER
#define GAP NONE NONE NONE NONE

static uint64_t counts[2048];

/* The bucket of VALUE, by the definition at the top of histogram.h. */
static uint32_t hist_index(uint32_t bits, int64_t value)
{
	uint32_t highest;

	if (value < 0)
		return 0;
	if (value < 1 << bits)
		return (uint32_t)value + 1;
	highest = 63 - (uint32_t)__builtin_clzll((unsigned long long)value);
	return ((highest - bits + 1) << bits) +
	       (uint32_t)((value >> (highest - bits)) & ((1 << bits) - 1)) + 1;
}

static struct layout hist(uint32_t bits)
{
	uint32_t count = layout_hist_buckets(bits);

	memset(counts, 0, sizeof(counts));
	return (struct layout){ .kind = LAYOUT_HIST, .bits = bits, .count = count,
				.size = count * 8 };
}

static struct layout lhist(int64_t min, int64_t max, int64_t step)
{
	uint32_t count = (uint32_t)((max - min) / step) + 2;

	memset(counts, 0, sizeof(counts));
	return (struct layout){ .kind = LAYOUT_LHIST, .min = min, .max = max, .step = step,
				.count = count, .size = count * 8 };
}

static void expect_text(const struct layout *layout, uint32_t divisor, const char *expected)
{
	struct buffer out = { 0 };

	histogram_text(layout, counts, divisor, &out);
	cr_expect_str_eq(out.data ? out.data : "", expected, "got\n%s", out.data);
	buffer_release(&out);
}

static void expect_json(const struct layout *layout, const char *expected)
{
	struct buffer out = { 0 };

	histogram_json(layout, counts, 0, &out);
	cr_expect_str_eq(out.data, expected);
	buffer_release(&out);
}

Test(histogram, ranges_hold_the_values_that_are_counted_in_them)
{
	static const int64_t values[] = { 0, 1, 2, 3, 4, 7, 8, 15, 16, 100, 1000, 1023, 1024, 4095,
					  4096, 1 << 20, (1ll << 40) + 12345, INT64_MAX };
	struct histogram_range range;
	uint32_t bits, index;
	size_t i;

	for (bits = 0; bits <= 5; bits++) {
		struct layout layout = hist(bits);

		for (i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
			index = hist_index(bits, values[i]);
			cr_assert_lt(index, layout.count);
			range = histogram_range(&layout, index);
			cr_expect(range.has_min && range.has_max);
			cr_expect(range.min <= values[i] && values[i] <= range.max,
				  "bits %u value %lld: %lld to %lld", bits, (long long)values[i],
				  (long long)range.min, (long long)range.max);
		}
		range = histogram_range(&layout, 0);
		cr_expect(!range.has_min && range.max == -1);
	}
}

Test(histogram, ranges_follow_each_other)
{
	struct layout layout = hist(3);
	uint32_t i;

	for (i = 1; i + 1 < hist_index(3, INT64_MAX); i++)
		cr_expect_eq(histogram_range(&layout, i).max + 1,
			     histogram_range(&layout, i + 1).min);
}

Test(histogram, bars_and_labels_of_hist)
{
	struct layout layout = hist(0);

	counts[hist_index(0, -5)] = 4;
	counts[hist_index(0, 1)] = 3;
	counts[hist_index(0, 2)] = 1;
	expect_text(&layout, 0,
		    "(..., 0)               4 |" BAR "|\n"
		    "[0]                    0 |" GAP "|\n"
		    "[1]                    3 |" QUARTER QUARTER QUARTER NONE "|\n"
		    "[2, 4)                 1 |" QUARTER NONE NONE NONE "|\n");
	expect_json(&layout,
		    "[{\"max\": -1, \"count\": 4},"
		    "{\"min\": 0, \"max\": 0, \"count\": 0},"
		    "{\"min\": 1, \"max\": 1, \"count\": 3},"
		    "{\"min\": 2, \"max\": 3, \"count\": 1}]");
	layout = hist(0);
	counts[hist_index(0, 1024)] = 1;
	expect_text(&layout, 0, "[1K, 2K)               1 |" BAR "|\n");
	layout = hist(0);
	counts[hist_index(0, INT64_MAX)] = 123456789;
	expect_text(&layout, 0, "[4E, 8E)        123456789 |" BAR "|\n");
}

Test(histogram, finer_buckets_change_suffix_with_the_power)
{
	struct layout layout = hist(2);

	counts[hist_index(2, 5)] = 1;
	expect_text(&layout, 0, "[5]                    1 |" BAR "|\n");
	layout = hist(2);
	counts[hist_index(2, 3584)] = 1;
	expect_text(&layout, 0, "[3584, 4K)             1 |" BAR "|\n");
	layout = hist(2);
	counts[hist_index(2, 1024)] = 1;
	expect_text(&layout, 0, "[1024, 1280)           1 |" BAR "|\n");
	layout = hist(2);
	counts[hist_index(2, 1 << 20)] = 1;
	expect_text(&layout, 0, "[1024K, 1280K)         1 |" BAR "|\n");
	layout = hist(5);
	counts[hist_index(5, 1ll << 62)] = 1;
	expect_text(&layout, 0, "[4096P, 4224P)         1 |" BAR "|\n");
}

Test(histogram, counts_are_divided_for_hist_only)
{
	struct layout layout = hist(0);

	counts[hist_index(0, 3)] = 3;
	counts[hist_index(0, 9)] = 1;
	expect_text(&layout, 2,
		    "[2, 4)                 1 |" BAR "|\n"
		    "[4, 8)                 0 |" GAP "|\n"
		    "[8, 16)                0 |" GAP "|\n");
	layout = lhist(0, 10, 1);
	counts[4] = 2;
	expect_text(&layout, 2, "[3]                    2 |" BAR "|\n");
}

Test(histogram, lhist)
{
	struct layout layout = lhist(0, 100, 10);

	counts[0] = counts[1] = counts[3] = 1;
	expect_json(&layout,
		    "[{\"max\": -1, \"count\": 1},"
		    "{\"min\": 0, \"max\": 9, \"count\": 1},"
		    "{\"min\": 10, \"max\": 19, \"count\": 0},"
		    "{\"min\": 20, \"max\": 29, \"count\": 1}]");
	layout = lhist(0, 100, 10);
	counts[11] = 1;
	expect_json(&layout, "[{\"min\": 100, \"count\": 1}]");
	layout = lhist(0, 100, 10);
	counts[11] = 1;
	expect_text(&layout, 0, "[100, ...)             1 |" BAR "|\n");
	layout = lhist(20, 200, 10);
	counts[0] = 1;
	expect_text(&layout, 0, "(..., 20)              1 |" BAR "|\n");
	layout = lhist(1, 9000, 3000);
	counts[3] = 1;
	expect_text(&layout, 0, "[6001, ...)            1 |" BAR "|\n");
	layout = lhist(0, 1 << 24, 1 << 20);
	counts[2] = 1;
	expect_text(&layout, 0, "[1M, 2M)               1 |" BAR "|\n");
	layout = lhist(0, 4096, 1024);
	counts[1] = 1;
	expect_text(&layout, 0, "[0, 1K)                1 |" BAR "|\n");
}

Test(histogram, an_empty_one_has_no_rows)
{
	struct layout layout = hist(0);

	expect_text(&layout, 0, "");
	expect_json(&layout, "[]");
}
