/*
 * ABI system: what the headers of the machine that builds say of system calls. They
 * cannot be had together with the C library's, so a file of their own includes them.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

struct system_field {
	const char *structure;
	const char *member;	/* NULL: the struct as a whole */
	size_t offset, size;
};

/* TEXT is what the preprocessor makes of NAME: NAME itself where it is no macro. */
struct system_constant {
	const char *name;
	const char *text;
	int64_t value;		/* ktrace's */
};

extern const struct system_field system_fields[];
extern const size_t system_field_count;
extern const struct system_constant system_constants[];
extern const size_t system_constant_count;
