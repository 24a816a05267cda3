/*
 * ABI types: the structs, unions and constants of the system-call interface, which
 * are the same on every kernel and never taken from one. For codegen/target.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "codegen/type.h"

struct suggest;
struct target;

/* Constants that belong together: the values of one parameter or member. */
struct abi_group {
	const char *name;		/* "open_flags": `enum open_flags` to users */
	bool is_flags;			/* or'ed together */
	struct constants constants;
};

/* The group of that name (LENGTH bytes), or NULL. */
const struct abi_group *abi_find_group(const char *name, size_t length);

/* The group that has constant NAME, whose VALUE is set; or NULL. */
const struct abi_group *abi_find_constant(const char *name, int64_t *value);

/* The group as a type; SIZE bytes, or as wide as its values need where that is 0. */
const struct type *abi_group_type(struct type_table *types, const struct abi_group *group,
				  uint32_t size, bool is_signed);

/* A type with what 32-bit programs make of it. */
struct abi_type {
	const struct type *type;
	const struct type *compat;	/* as they lay it out: TYPE where it is alike, type_error
					   where that is not known */
	uint32_t compat_align;
};

/* One declared name: a parameter of a system call, a member of a struct. */
struct abi_declaration {
	const char *name;		/* "" for padding */
	struct abi_type type;
	bool is_text;			/* base: `text`, a const char * to a whole text */
	const char *c_type;		/* as C spells it, without the name */
	uint32_t bits;			/* padding of so many bits; 0: none */
};

/* Where in a list of declarations a reader is. */
struct abi_reader {
	struct target *target;
	const char *at;
	bool is_measuring;		/* only sizes are wanted: what pointers point to is left out */
};

/*
 * Reads the base type of a declaration ("struct open_how", "unsigned long"), which is in
 * BASE then; false when it is none that is known.
 */
bool abi_read_base(struct abi_reader *reader, struct abi_declaration *base);

/* Reads the rest of one declaration with that base: stars, name, bounds, group of constants. */
bool abi_read_declarator(struct abi_reader *reader, const struct abi_declaration *base,
			 struct abi_declaration *declaration);

/* Goes past blanks; what is next then, '\0' at the end. */
char abi_peek(struct abi_reader *reader);

/* Goes past blanks; then past WANTED if that is next, which it tells. */
bool abi_read_mark(struct abi_reader *reader, char wanted);

/*
 * struct (union) NAME of this machine, or NULL. IS_WRITTEN: as a script's text means it,
 * which leaves out those that the kernel has another struct for.
 */
const struct abi_type *abi_find_struct(struct target *target, const char *name, bool is_union,
				       bool is_written);

/* Is the word NAME a signed type? False if it is none of the system calls' words. */
bool abi_find_word(const char *name, bool *is_signed);

/* Calls VISIT with the keyword ("struct", "enum") and the name of each. */
void abi_visit_groups(void (*visit)(void *context, const char *keyword, const char *name),
		      void *context);
void abi_visit_structs(void (*visit)(void *context, const char *keyword, const char *name),
		       void *context);
