/*
 * Demangle: what the linker's names of C++ and Rust stand for, as their sources write it.
 *
 * The C++ library that is installed does the reading; it is loaded at the first name that
 * is of C++ and not before, as most programs trace none.
 */
#pragma once

#include <stdbool.h>

struct demangler {
	void *library;		/* NULL: not loaded, or none is there */
	char *(*read)(const char *symbol, char *room, unsigned long *size, int *status);
	bool is_tried;
};

/* Whether SYMBOL is spelled as such a name, and not as a function of C. */
bool demangle_is_mangled(const char *symbol);

/*
 * The name that SYMBOL stands for, to be freed: of C++ with its parameters, of Rust without its hash.
 * NULL where it is a name like others, or cannot be read here. DEMANGLER is zero at first.
 */
char *demangle(struct demangler *demangler, const char *symbol);

/* Whether names can be read at all. */
bool demangle_can(struct demangler *demangler);

void demangle_close(struct demangler *demangler);

/*
 * Whether WANTED, as people write it, names the function that is called DEMANGLED: with its
 * parameters (`a::f(int, char*)`) that one, without them (`a::f`) all of them, instances of
 * templates among them. Blanks do not matter. With AS_PATTERN, `*` is any text.
 */
bool demangle_matches(const char *demangled, const char *wanted, bool as_pattern);
