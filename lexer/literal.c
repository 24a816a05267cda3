/*
 * Literal: numbers and strings from their spelling.
 */
#include "lexer/literal.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "lexer/arena.h"
#include "lexer/diag.h"
#include "lexer/utf8.h"

struct suffix {
	const char *text;
	uint64_t scale;		/* 0: a C suffix, which means nothing here */
};

static const struct suffix suffixes[] = {
	{ "u", 0 }, { "l", 0 }, { "ul", 0 }, { "lu", 0 }, { "ll", 0 }, { "ull", 0 }, { "llu", 0 },
	{ "ns", 1 },
	{ "us", 1000 },
	{ "ms", 1000000 },
	{ "s", 1000000000 },
	{ "m", 60000000000 },
	{ "h", 3600000000000 },
	{ "d", 86400000000000 },
};

/* C suffixes may be written in capitals; units are only what they look like. */
static const struct suffix *suffix_find(const char *text, size_t length)
{
	size_t i;

	for (i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++) {
		const struct suffix *suffix = &suffixes[i];

		if (strlen(suffix->text) != length)
			continue;
		if (suffix->scale ? memcmp(suffix->text, text, length) == 0
				  : strncasecmp(suffix->text, text, length) == 0)
			return suffix;
	}
	return NULL;
}

static int digit_value(char digit)
{
	if (digit >= '0' && digit <= '9')
		return digit - '0';
	if (digit >= 'a' && digit <= 'f')
		return digit - 'a' + 10;
	if (digit >= 'A' && digit <= 'F')
		return digit - 'A' + 10;
	return -1;
}

/* Adds the digits of BASE at TEXT to VALUE; returns how many bytes, OVERFLOWED when too large. */
static size_t read_digits(const char *text, size_t length, unsigned base, uint64_t *value,
			  bool *overflowed)
{
	size_t i;

	for (i = 0; i < length; i++) {
		int digit = digit_value(text[i]);

		if (text[i] == '_')
			continue;
		if (digit < 0 || (unsigned)digit >= base)
			break;
		if (__builtin_mul_overflow(*value, base, value) ||
		    __builtin_add_overflow(*value, (uint64_t)digit, value))
			*overflowed = true;
	}
	return i;
}

/* Applies an exponent such as e6 at TEXT; returns how many bytes it took. */
static size_t read_exponent(const char *text, size_t length, uint64_t *value, bool *overflowed)
{
	uint64_t exponent = 0;
	size_t used;

	if (length < 2 || (text[0] != 'e' && text[0] != 'E') || !isdigit((unsigned char)text[1]))
		return 0;
	used = 1 + read_digits(text + 1, length - 1, 10, &exponent, overflowed);
	for (; exponent && *value && !*overflowed; exponent--)
		if (__builtin_mul_overflow(*value, (uint64_t)10, value))
			*overflowed = true;
	return used;
}

static void complain_suffix(struct diag_set *diags, struct span span, const char *text,
			    size_t used, size_t length, unsigned base)
{
	struct diag *diag;

	if (used == 0) {
		diag_error(diags, span, "`%.*s` has no digits", (int)length, text);
		return;
	}
	if (base == 8 && isdigit((unsigned char)text[used])) {
		diag = diag_error(diags, span, "`%c` is not an octal digit", text[used]);
		diag_hint(diag, "a number that starts with 0 is octal; leave the 0 out for decimal");
		return;
	}
	diag = diag_error(diags, span, "`%.*s` is not a suffix that a number can have",
			  (int)(length - used), text + used);
	diag_hint(diag, "times end in ns, us, ms, s, m, h or d; hexadecimal numbers start with 0x");
}

void literal_integer(struct diag_set *diags, struct span span, const char *text, size_t length,
		     uint64_t *value, bool *is_duration)
{
	bool is_hexadecimal = length > 1 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
	unsigned base = is_hexadecimal ? 16 : length > 1 && text[0] == '0' ? 8 : 10;
	const struct suffix *suffix = NULL;
	bool overflowed = false;
	size_t used = 0, digits;

	*value = 0;
	*is_duration = false;
	if (is_hexadecimal) {
		digits = read_digits(text + 2, length - 2, 16, value, &overflowed);
		used = digits ? digits + 2 : 0;
	} else {
		used = read_digits(text, length, base, value, &overflowed);
		used += read_exponent(text + used, length - used, value, &overflowed);
	}
	if (used && used < length)
		suffix = suffix_find(text + used, length - used);
	if (used == 0 || (used < length && !suffix)) {
		complain_suffix(diags, span, text, used, length, base);
		*value = 0;
		return;
	}
	if (suffix && suffix->scale) {
		*is_duration = true;
		if (__builtin_mul_overflow(*value, suffix->scale, value))
			overflowed = true;
	}
	if (overflowed) {
		diag_error(diags, span, "this %s is too large: it must fit in 64 bits",
			   *is_duration ? "time, in ns," : "number");
		*value = 0;
	}
}

/* ---- strings ---- */

static const struct {
	char letter, meaning;
} escapes[] = {
	{ 'n', '\n' }, { 't', '\t' }, { 'r', '\r' }, { '"', '"' }, { '\\', '\\' },
};

/* Reads up to MOST digits of BASE; returns how many bytes. */
static size_t read_byte(const char *text, size_t length, unsigned base, size_t most, char *result)
{
	unsigned value = 0;
	size_t i;

	for (i = 0; i < length && i < most; i++) {
		int digit = digit_value(text[i]);

		if (digit < 0 || (unsigned)digit >= base)
			break;
		value = value * base + (unsigned)digit;
	}
	*result = (char)value;
	return value > 255 ? 0 : i;
}

/* Undoes the escape behind a backslash at TEXT; returns its bytes, 0 when there is none such. */
static size_t read_escape(const char *text, size_t length, char *result)
{
	size_t i;

	if (length == 0)
		return 0;
	for (i = 0; i < sizeof(escapes) / sizeof(escapes[0]); i++) {
		if (escapes[i].letter == text[0]) {
			*result = escapes[i].meaning;
			return 1;
		}
	}
	if (text[0] == 'x') {
		i = read_byte(text + 1, length - 1, 16, 2, result);
		return i ? i + 1 : 0;
	}
	return read_byte(text, length, 8, 3, result);
}

static void complain_escape(struct diag_set *diags, uint32_t start, const char *text,
			    size_t length)
{
	uint32_t character;
	unsigned shown = length ? utf8_decode(text, length, &character) : 0;
	struct span span = { start, start + 1 + (shown ? shown : 1) };
	struct diag *diag;

	diag = diag_error(diags, span, "unknown escape `\\%.*s` in a string", (int)shown, text);
	diag_hint(diag, "known are \\n \\t \\r \\\" \\\\ \\0nn (octal) and \\xnn (hexadecimal)");
}

const char *literal_string(struct arena *arena, struct diag_set *diags, uint32_t start,
			   const char *text, size_t length, uint32_t *result_length)
{
	char *result = arena_alloc(arena, length + 1);
	size_t at = 0, used, count = 0;
	uint32_t character, place;

	*result_length = 0;
	while (at < length) {
		place = start + (uint32_t)at;
		if (text[at] == '\\') {
			used = read_escape(text + at + 1, length - at - 1, result + count);
			if (used == 0)
				complain_escape(diags, place, text + at + 1, length - at - 1);
			count += used != 0;
			at += 1 + (used ? used : 1);
			continue;
		}
		used = utf8_decode(text + at, length - at, &character);
		if (used == 0) {
			diag_hint(diag_error(diags, (struct span){ place, place + 1 },
					     "byte 0x%02X in a string is not valid UTF-8",
					     (unsigned char)text[at]),
				  "write it as \\x%02x", (unsigned char)text[at]);
			return result;
		}
		memcpy(result + count, text + at, used);
		count += used;
		at += used;
	}
	*result_length = (uint32_t)count;
	return result;
}
