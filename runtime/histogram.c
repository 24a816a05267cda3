/*
 * Histogram: buckets of hist() and lhist() to rows of text and to JSON.
 */
#include "runtime/histogram.h"

#include <stdio.h>
#include <string.h>

#include "codegen/layout.h"
#include "lexer/buffer.h"
#include "runtime/render_internal.h"

#define BAR_COLUMNS 52
#define LABEL_COLUMNS 16
#define COUNT_COLUMNS 8
#define LABEL_BYTES 64

static const char suffixes[] = "\0KMGTPE";

/* hist: where bucket INDEX starts, as MANTISSA << SHIFT. */
static void hist_start(uint32_t bits, uint32_t index, uint64_t *mantissa, unsigned *shift)
{
	uint32_t at = index - 1;

	if (at >> bits == 0) {
		*mantissa = at;
		*shift = 0;
		return;
	}
	*mantissa = (1u << bits) + (at & ((1u << bits) - 1));
	*shift = (at >> bits) - 1;
}

static struct histogram_range hist_range(const struct layout *layout, uint32_t index)
{
	struct histogram_range range = { .has_min = true, .has_max = true };
	uint64_t mantissa, next;
	unsigned shift, next_shift;

	if (index == 0)
		return (struct histogram_range){ .has_max = true, .max = -1 };
	hist_start(layout->bits, index, &mantissa, &shift);
	hist_start(layout->bits, index + 1, &next, &next_shift);
	range.min = shift < 64 ? (int64_t)(mantissa << shift) : -1;
	range.max = next_shift < 64 ? (int64_t)((next << next_shift) - 1) : -1;
	return range;
}

static struct histogram_range lhist_range(const struct layout *layout, uint32_t index)
{
	struct histogram_range range = { .has_min = index > 0,
					 .has_max = index + 1 < layout->count };

	uint64_t start = (uint64_t)layout->min, step = (uint64_t)layout->step;

	if (range.has_min)
		range.min = (int64_t)(start + (index - 1) * step);
	if (range.has_max)
		range.max = (int64_t)(start + index * step - 1);
	return range;
}

struct histogram_range histogram_range(const struct layout *layout, uint32_t index)
{
	return layout->kind == LAYOUT_HIST ? hist_range(layout, index) :
					     lhist_range(layout, index);
}

uint64_t histogram_count(const struct layout *layout, const void *counts, uint32_t index,
			 uint32_t divisor)
{
	uint64_t count = load_u64((const char *)counts + (size_t)index * 8);

	return divisor > 1 && layout->kind == LAYOUT_HIST ? count / divisor : count;
}

uint64_t histogram_total(const struct layout *layout, const void *counts)
{
	uint64_t total = 0;
	uint32_t i;

	for (i = 0; i < layout->count; i++)
		total += histogram_count(layout, counts, i, 0);
	return total;
}

bool histogram_used(const struct layout *layout, const void *counts, uint32_t *first,
		    uint32_t *last)
{
	bool any = false;
	uint32_t i;

	*first = *last = 0;
	for (i = 0; i < layout->count; i++) {
		if (!histogram_count(layout, counts, i, 0))
			continue;
		if (!any)
			*first = i;
		*last = i;
		any = true;
	}
	return any;
}

/* A bound of hist: the suffix follows the shift, so that neighbours share theirs. */
static void hist_label_bound(uint32_t bits, uint32_t index, char *text)
{
	uint64_t mantissa;
	unsigned shift, suffix;

	hist_start(bits, index, &mantissa, &shift);
	suffix = shift / 10;
	if (suffix >= sizeof(suffixes) - 1)
		suffix = sizeof(suffixes) - 2;
	snprintf(text, LABEL_BYTES, "%llu%.1s", (unsigned long long)mantissa << (shift % 10),
		 &suffixes[suffix]);
}

/* A bound of lhist: a suffix only where nothing is lost by it. */
static void lhist_label_bound(int64_t bound, char *text)
{
	unsigned suffix = 0;

	while (bound && bound % 1024 == 0 && suffix < sizeof(suffixes) - 2) {
		bound /= 1024;
		suffix++;
	}
	snprintf(text, LABEL_BYTES, "%lld%.1s", (long long)bound, &suffixes[suffix]);
}

static void histogram_label(const struct layout *layout, uint32_t index, struct buffer *out)
{
	struct histogram_range range = histogram_range(layout, index);
	char low[LABEL_BYTES], high[LABEL_BYTES];

	if (layout->kind == LAYOUT_HIST && index > 0) {
		hist_label_bound(layout->bits, index, low);
		hist_label_bound(layout->bits, index + 1, high);
	} else {
		lhist_label_bound(range.min, low);
		lhist_label_bound((int64_t)((uint64_t)range.max + 1), high);
	}
	if (!range.has_min)
		buffer_printf(out, "(..., %s)", high);
	else if (!range.has_max)
		buffer_printf(out, "[%s, ...)", low);
	else if (range.min == range.max)
		buffer_printf(out, "[%s]", low);
	else
		buffer_printf(out, "[%s, %s)", low, high);
}

void histogram_text(const struct layout *layout, const void *counts, uint32_t divisor,
		    struct buffer *out)
{
	uint32_t first, last, i;
	uint64_t count, largest = 0;
	int bar;

	if (!histogram_used(layout, counts, &first, &last))
		return;
	for (i = first; i <= last; i++) {
		count = histogram_count(layout, counts, i, divisor);
		if (count > largest)
			largest = count;
	}
	for (i = first; i <= last; i++) {
		size_t start = out->length;

		histogram_label(layout, i, out);
		while (out->length - start < LABEL_COLUMNS)
			buffer_append_char(out, ' ');
		count = histogram_count(layout, counts, i, divisor);
		bar = largest ? (int)((float)count / (float)largest * BAR_COLUMNS) : 0;
		buffer_printf(out, "%*llu |", COUNT_COLUMNS, (unsigned long long)count);
		memset(buffer_reserve(out, BAR_COLUMNS), ' ', BAR_COLUMNS);
		memset(out->data + out->length - BAR_COLUMNS, '@', (size_t)bar);
		buffer_append_string(out, "|\n");
	}
}

static void append_bound(const struct layout *layout, const char *name, int64_t bound,
			 bool is_unsigned, struct buffer *out)
{
	buffer_append_string(out, name);
	render_decimal((uint64_t)bound, !(layout->kind == LAYOUT_HIST && is_unsigned), out);
	buffer_append_string(out, ", ");
}

void histogram_json(const struct layout *layout, const void *counts, uint32_t divisor,
		    struct buffer *out)
{
	struct histogram_range range;
	uint32_t first, last, i;

	buffer_append_char(out, '[');
	if (histogram_used(layout, counts, &first, &last)) {
		for (i = first; i <= last; i++) {
			range = histogram_range(layout, i);
			buffer_append_string(out, i == first ? "{" : ",{");
			if (range.has_min)
				append_bound(layout, "\"min\": ", range.min, true, out);
			if (range.has_max)
				append_bound(layout, "\"max\": ", range.max, range.has_min, out);
			buffer_printf(out, "\"count\": %llu}", (unsigned long long)
				      histogram_count(layout, counts, i, divisor));
		}
	}
	buffer_append_char(out, ']');
}
