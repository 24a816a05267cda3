/*
 * Script header: what a script says of itself in the comment at its top.
 *
 * After an optional `#!` line, each line is `// KEY: text`; a line `//   text`, indented
 * by two blanks at least, goes on with the one before it. The header ends with the first
 * line that is neither. The keys are the rows below; every shipped script has them all
 * but the self-test.
 */
#pragma once

#include <stddef.h>

struct arena;

enum script_key {
	SCRIPT_NAME,		/* as ktrace finds it */
	SCRIPT_DOES,		/* one sentence: what it shows */
	SCRIPT_USAGE,		/* ktrace opens [options] */
	SCRIPT_OVERHEAD,	/* what runs how often, and what that costs */
	SCRIPT_KERNELS,		/* where it works, and what each part needs */
	SCRIPT_SELFTEST,	/* `FILE -- what it does`: of scripts that have one, beside the script */
	SCRIPT_EXAMPLE,		/* `COMMAND -- what it shows`; may stand several times */
	SCRIPT_KEYS,
};

struct script_header {
	const char *texts[SCRIPT_KEYS];	/* NULL: not there; of several examples each is a line */
};

/* Reads the header of a script's text; what is not there is NULL. Texts live in ARENA. */
void script_header_read(struct arena *arena, const char *bytes, size_t length,
			struct script_header *header);

/* The word before the colon. */
const char *script_header_key(enum script_key key);
