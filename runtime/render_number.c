/*
 * Render numbers: loading integers and merged aggregates, and writing them.
 * By hand, since these few functions are most of what an event costs.
 */
#include "runtime/render_internal.h"

static const char two_digits[] =
	"00010203040506070809101112131415161718192021222324"
	"25262728293031323334353637383940414243444546474849"
	"50515253545556575859606162636465666768697071727374"
	"75767778798081828384858687888990919293949596979899";

static char *decimal_digits(char *end, uint64_t value)
{
	while (value >= 100) {
		end -= 2;
		memcpy(end, two_digits + value % 100 * 2, 2);
		value /= 100;
	}
	if (value < 10) {
		*--end = (char)('0' + value);
		return end;
	}
	end -= 2;
	memcpy(end, two_digits + value * 2, 2);
	return end;
}

char *render_digits(char *end, uint64_t value, unsigned base, bool upper)
{
	const char *digits = upper ? "0123456789ABCDEF" : "0123456789abcdef";
	unsigned shift = base == 8 ? 3 : 4;

	if (base == 10)
		return decimal_digits(end, value);
	do {
		*--end = digits[value & (base - 1)];
		value >>= shift;
	} while (value);
	return end;
}

void render_decimal(uint64_t value, bool is_signed, struct buffer *out)
{
	char digits[RENDER_DIGITS];
	char *end = digits + sizeof(digits), *start;
	bool negative = is_signed && (int64_t)value < 0;

	start = decimal_digits(end, negative ? 0 - value : value);
	if (negative)
		*--start = '-';
	append(out, start, (size_t)(end - start));
}

void render_hex(uint64_t value, bool full, struct buffer *out)
{
	char digits[RENDER_DIGITS];
	char *end = digits + sizeof(digits), *start;

	start = render_digits(end, value, 16, false);
	if (value || full) {
		*--start = 'x';
		*--start = '0';
	}
	append(out, start, (size_t)(end - start));
}

static uint64_t extend(uint64_t value, uint32_t bits, bool is_signed)
{
	unsigned unused = bits < 64 ? 64 - bits : 0;

	value <<= unused;
	return is_signed ? (uint64_t)((int64_t)value >> unused) : value >> unused;
}

uint64_t render_load_integer(const struct layout *layout, const void *data)
{
	uint32_t size = layout->size < 8 ? layout->size : 8;
	uint64_t value = 0;

	memcpy(&value, data, size);
	if (layout->bit_size) {
		value >>= layout->bit_offset & 63;
		return extend(value, layout->bit_size, layout->is_signed);
	}
	return extend(value, size * 8, layout->is_signed);
}

static int64_t divide(int64_t dividend, int64_t divisor)
{
	return divisor == -1 ? (int64_t)(0 - (uint64_t)dividend) : dividend / divisor;
}

static uint64_t average(const struct layout *layout, const void *data)
{
	struct layout_stats stats;

	memcpy(&stats, data, sizeof(stats));
	if (stats.count == 0)
		return 0;
	if (layout->is_signed)
		return (uint64_t)divide(stats.total, (int64_t)stats.count);
	return (uint64_t)stats.total / stats.count;
}

bool render_number_is_signed(const struct layout *layout)
{
	return layout->is_signed && layout->kind != LAYOUT_COUNT;
}

uint64_t render_number(const struct render *render, const struct layout *layout,
		       const void *data)
{
	uint64_t value;

	switch (layout->kind) {
	case LAYOUT_COUNT:
	case LAYOUT_SUM:
	case LAYOUT_MIN:
	case LAYOUT_MAX:	/* the value is the first word of both structs */
	case LAYOUT_KERNEL_SYMBOL:
	case LAYOUT_USER_SYMBOL:
	case LAYOUT_TIMESTAMP:
	case LAYOUT_FORM:
		value = load_u64(data);
		break;
	case LAYOUT_AVG:
	case LAYOUT_STATS:
		value = average(layout, data);
		break;
	default:
		value = render_load_integer(layout, data);
	}
	if (render->divisor <= 1)
		return value;
	if (render_number_is_signed(layout))
		return (uint64_t)((int64_t)value / (int64_t)render->divisor);
	return value / render->divisor;
}

static void render_wide_integer(const struct layout *layout, const void *data,
				struct buffer *out)
{
	const uint64_t ten_to_19 = 10000000000000000000ull;
	char digits[RENDER_DIGITS];
	char *end = digits + sizeof(digits), *start;
	unsigned __int128 value;
	bool negative;

	memcpy(&value, data, sizeof(value));
	negative = layout->is_signed && (__int128)value < 0;
	if (negative)
		value = 0 - value;
	start = end;
	while (value >> 64) {
		char *stop = start - 19;

		start = decimal_digits(start, (uint64_t)(value % ten_to_19));
		while (start > stop)
			*--start = '0';
		value /= ten_to_19;
	}
	if (value || start == end)
		start = decimal_digits(start, (uint64_t)value);
	if (negative)
		*--start = '-';
	append(out, start, (size_t)(end - start));
}

void render_integer(const struct render *render, const struct layout *layout, const void *data,
		    struct buffer *out)
{
	if (layout->size == 16 && !layout->bit_size)
		render_wide_integer(layout, data, out);
	else
		render_decimal(render_number(render, layout, data),
			       render_number_is_signed(layout), out);
}
