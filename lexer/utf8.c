/*
 * UTF-8: strict decoding, and what terminals do with a character. Independent
 * of the locale, so that messages look the same everywhere.
 */
#include "lexer/utf8.h"

struct range {
	uint32_t first, last;
};

/* Controls, bidirectional marks, line separators, the byte order mark. */
static const struct range unprintable[] = {
	{ 0x0000, 0x001f }, { 0x007f, 0x009f }, { 0x061c, 0x061c }, { 0x200b, 0x200f },
	{ 0x2028, 0x202e }, { 0x2060, 0x2069 }, { 0xfeff, 0xfeff }, { 0xfff9, 0xfffb },
};

/* The common combining marks. */
static const struct range combining[] = {
	{ 0x0300, 0x036f }, { 0x0483, 0x0489 }, { 0x0591, 0x05bd }, { 0x064b, 0x065f },
	{ 0x1ab0, 0x1aff }, { 0x1dc0, 0x1dff }, { 0x20d0, 0x20ff }, { 0xfe00, 0xfe0f },
	{ 0xfe20, 0xfe2f },
};

/* East Asian wide characters and emoji. */
static const struct range wide[] = {
	{ 0x1100, 0x115f }, { 0x2e80, 0x303e }, { 0x3041, 0xa4cf }, { 0xac00, 0xd7a3 },
	{ 0xf900, 0xfaff }, { 0xfe30, 0xfe6f }, { 0xff00, 0xff60 }, { 0xffe0, 0xffe6 },
	{ 0x1f300, 0x1f64f }, { 0x1f900, 0x1f9ff }, { 0x20000, 0x3fffd },
};

#define IN_RANGES(character, ranges) \
	in_ranges(character, ranges, sizeof(ranges) / sizeof((ranges)[0]))

static bool in_ranges(uint32_t character, const struct range *ranges, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (character >= ranges[i].first && character <= ranges[i].last)
			return true;
	return false;
}

unsigned utf8_decode(const char *bytes, size_t length, uint32_t *character)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	unsigned char lead = (unsigned char)bytes[0];
	unsigned count, i;
	uint32_t value;

	if (lead < 0x80) {
		*character = lead;
		return 1;
	}
	if (lead < 0xc0 || lead > 0xf7)
		return 0;
	count = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
	if (count > length)
		return 0;
	value = lead & (0xffu >> (count + 1));
	for (i = 1; i < count; i++) {
		if (((unsigned char)bytes[i] & 0xc0) != 0x80)
			return 0;
		value = value << 6 | ((unsigned char)bytes[i] & 0x3f);
	}
	if (value < least[count] || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff))
		return 0;
	*character = value;
	return count;
}

bool utf8_is_printable(uint32_t character)
{
	return !IN_RANGES(character, unprintable);
}

unsigned utf8_width(uint32_t character)
{
	if (IN_RANGES(character, combining))
		return 0;
	return IN_RANGES(character, wide) ? 2 : 1;
}
