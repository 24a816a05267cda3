/*
 * Histogram: what the buckets of hist() and lhist() mean.
 *
 * hist with K bits: bucket 0 holds the negative values, bucket 1 zero. A value v in
 * 1 … 2^K - 1 is in bucket v + 1. Above, with l = the position of v's highest bit,
 * it is in bucket ((l - K + 1) << K) + ((v >> (l - K)) & (2^K - 1)) + 1.
 *
 * lhist: bucket 0 holds what is below min, bucket 1 + (v - min) / step a step, the
 * last one what lies at or above the last whole step.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct buffer;
struct layout;

struct histogram_range {
	bool has_min, has_max;	/* false: open on that side */
	int64_t min, max;	/* both inclusive; hist: unsigned but for bucket 0 */
};

/* The values that bucket INDEX of a hist or lhist counts. */
struct histogram_range histogram_range(const struct layout *layout, uint32_t index);

/* The first and last bucket that is not empty; false: all are. COUNTS is layout->count u64. */
bool histogram_used(const struct layout *layout, const void *counts, uint32_t *first,
		    uint32_t *last);

/* One bucket's count, divided by DIVISOR (0: as it is); lhist ignores the divisor, as bpftrace. */
uint64_t histogram_count(const struct layout *layout, const void *counts, uint32_t index,
			 uint32_t divisor);

/* All buckets together. */
uint64_t histogram_total(const struct layout *layout, const void *counts);

/* The rows as text, one line for each bucket from the first used to the last. */
void histogram_text(const struct layout *layout, const void *counts, uint32_t divisor,
		    struct buffer *out);

/* The same as a JSON array of {"min": …, "max": …, "count": …}. */
void histogram_json(const struct layout *layout, const void *counts, uint32_t divisor,
		    struct buffer *out);
