/*
 * Binary demangled: functions of C++ and Rust by the names that their sources give them.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "codegen/target/binary.h"
#include "codegen/target/demangle.h"

struct match {
	struct demangler demangler;
	const char *wanted;
	const char *part;	/* stands in the linker's name, too; "" for nothing known */
	size_t part_length;
	bool as_pattern;
	unsigned count;
	void (*visit)(void *context, const char *symbol, const char *name, uint64_t offset);
	void *context;
};

static void consider(void *context, const char *symbol, uint64_t offset)
{
	struct match *match = context;
	char *name;

	if (!demangle_is_mangled(symbol) ||
	    (match->part_length &&
	     !memmem(symbol, strlen(symbol), match->part, match->part_length)))
		return;
	name = demangle(&match->demangler, symbol);
	if (name && demangle_matches(name, match->wanted, match->as_pattern)) {
		match->count++;
		match->visit(match->context, symbol, name, offset);
	}
	free(name);
}

/*
 * Reading all names of a large program takes its time. The first word of a name is spelled out in
 * the linker's, except for those of the standard library, which have abbreviations.
 */
static void find_part(struct match *match)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789";
	const char *behind;

	match->part = match->wanted;
	match->part_length = strspn(match->part, letters);
	behind = match->part + match->part_length;
	if (strncmp(behind, "::", 2) || !strncmp(match->part, "std:", 4))
		match->part_length = 0;
}

int binary_match_demangled(const char *path, const char *wanted,
			   void (*visit)(void *context, const char *symbol, const char *name,
					 uint64_t offset),
			   void *context)
{
	struct match match = { .wanted = wanted, .visit = visit, .context = context };
	int result;

	if (!demangle_can(&match.demangler))
		return -ENOTSUP;
	find_part(&match);
	result = binary_match_symbols(path, NULL, consider, &match);
	if (!result && !match.count && strchr(wanted, '*')) {
		match.as_pattern = true;
		result = binary_match_symbols(path, NULL, consider, &match);
	}
	demangle_close(&match.demangler);
	return result;
}
