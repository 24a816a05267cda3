/*
 * Binary DWARF: what the debug information of user programs and libraries says
 * about their functions and types.
 *
 * It is looked for in the file itself and where separate debug files are kept; never
 * over the network. A file is opened when the first question about it is asked, and
 * stays open until the target is closed.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "codegen/target/abi.h"
#include "codegen/target/target.h"

struct suggest;

/* A function of a user program. */
struct binary_function {
	struct function prototype;	/* types in user memory; module: the file's path */
	const struct abi_place *places;	/* of each parameter, at the function's entry */
	struct abi_place result;	/* of the result, at the return */
};

/*
 * The function whose code starts at file offset OFFSET of PATH; where several do, the
 * one that is called SYMBOL. NULL when it is not known; *BECAUSE is then half a
 * sentence. Recorded.
 */
const struct binary_function *binary_find_function(struct target *target, const char *path,
						   uint64_t offset, const char *symbol,
						   const char **because);

/* A line of a source file, which is told by the last parts of its path. */
struct binary_line {
	const char *file;
	int line, column;		/* COLUMN 0: any */
};

/* Where its code begins in one function, or in one copy that was inlined. */
struct binary_line_place {
	uint64_t scope;			/* what tells those apart */
	uint64_t offset;		/* in the file */
	const char *function;		/* that it is in; "" where that is not known */
	bool is_inside;			/* behind the function's first instruction */
	struct binary_line_place *next;
};

/* The places of LINE in the program at PATH; NULL, and *BECAUSE a sentence, when there are none. */
const struct binary_line_place *binary_find_line(struct target *target, const char *path,
						 const struct binary_line *line,
						 const char **because);

/* True for a program of this machine that came without its debug information. */
bool binary_is_stripped(struct target *target, const char *path);

/* What PATH's debug information defines under NAME; NULL when it does not. */
const struct type *binary_find_struct(struct target *target, const char *path, const char *name,
				      bool is_union);
const struct type *binary_find_enum(struct target *target, const char *path, const char *name);
const struct type *binary_find_typedef(struct target *target, const char *path,
				       const char *name);

/* A constant of any of its enums. */
bool binary_find_constant(struct target *target, const char *path, const char *name,
			  int64_t *value, const struct type **type);

/* Offers the names of its structs. */
void binary_suggest_struct(struct target *target, const char *path, struct suggest *suggest);

/* Closes what is open; target_close calls it. */
void binary_close_dwarf(struct target *target);
