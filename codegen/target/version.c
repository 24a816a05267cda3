/*
 * Version: distributions keep the release of a series (5.10.0-30-amd64) while they
 * follow the upstream versions, and tell those elsewhere.
 */
#include "codegen/target/version.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "lexer/arena.h"

#define PART_BITS 16

bool version_parse(const char *text, uint64_t *version)
{
	unsigned long number;
	unsigned part;
	char *end;

	text += *text == 'v';
	if (!isdigit((unsigned char)*text))
		return false;
	*version = 0;
	for (part = 0; part < 3; part++) {
		number = 0;
		if (part == 0 || (text[0] == '.' && isdigit((unsigned char)text[1]))) {
			number = strtoul(text + (part != 0), &end, 10);
			text = end;
		}
		if (number >= 1ul << PART_BITS)
			return false;
		*version = *version << PART_BITS | number;
	}
	return true;
}

const char *version_print(struct arena *arena, uint64_t version)
{
	const unsigned mask = (1u << PART_BITS) - 1;

	return arena_printf(arena, "%u.%u.%u", (unsigned)(version >> 2 * PART_BITS) & mask,
			    (unsigned)(version >> PART_BITS) & mask, (unsigned)version & mask);
}

/* "Linux version 6.1.0-21-amd64 (…) #1 SMP PREEMPT_DYNAMIC Debian 6.1.90-1 (2024-05-03)" */
static bool find_debian(const char *banner, uint64_t *version)
{
	static const char word[] = " Debian ";
	/* The compiler before the # may be Debian's too. */
	const char *at = strrchr(banner, '#');

	at = at ? strstr(at, word) : NULL;
	return at && version_parse(at + sizeof(word) - 1, version);
}

/* "Ubuntu 5.15.0-105.115-generic 5.15.148" */
static bool find_ubuntu(const char *signature, uint64_t *version)
{
	const char *last = strrchr(signature, ' ');

	return last && version_parse(last + 1, version);
}

/* Where the release is not told by itself. */
static bool find_in_banner(const char *banner, uint64_t *version)
{
	static const char words[] = "Linux version ";

	return !strncmp(banner, words, sizeof(words) - 1) &&
	       version_parse(banner + sizeof(words) - 1, version);
}

bool version_find(const char *banner, const char *signature, const char *release,
		  uint64_t *version)
{
	return (banner && find_debian(banner, version)) ||
	       (signature && find_ubuntu(signature, version)) ||
	       (release && version_parse(release, version)) ||
	       (banner && find_in_banner(banner, version));
}
