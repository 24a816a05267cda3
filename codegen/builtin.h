/*
 * Builtins: one row says everything about a name of the language.
 *
 * The rows stand in stdlib/, by topic. Checking, help, completion, the reference
 * page, the man page and a test of the example all come from the row. `ktrace`
 * has the rows without their emitting half (EMIT), `ktrace-compile` with it.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "codegen/form.h"

struct LLVMOpaqueValue;		/* LLVMValueRef is a pointer to it */
struct checker;
struct emitter;
struct expr;
struct type;

enum builtin_flags {
	BUILTIN_BARE = 1,		/* may be written without (): pid */
	BUILTIN_AGGREGATE = 2,		/* only as `@m = count()`: updates a map's value in place */
	BUILTIN_EVENT = 4,		/* sends a record; an output of the ledger */
	BUILTIN_ENDS = 8,		/* nothing after it in the same path runs: exit() */
	BUILTIN_AT_ENTRY = 32,		/* its argument is evaluated at the entry: entry() */
	BUILTIN_TRUSTED = 64,		/* a pointer that kfuncs may get as it is: curtask */
	BUILTIN_EFFECT = 16,		/* called for what it does: its value may be dropped: delete() */
	BUILTIN_NAMES = 128,		/* its arguments may have names: emit(path = arg_dentry) */
	BUILTIN_ROW = 512,		/* only as `@r[key] = row(...)`: named values for a recorder */
	BUILTIN_UNSAFE = 1024,		/* changes the system: only with --unsafe */
	BUILTIN_CONVERTS = 256,		/* its first argument in another form: a column's name is
					   that one's: str() */
};

struct builtin {
	const char *name;

	/*
	 * As text: "RESULT NAME(PARAMETER, …)". A parameter is `KIND name`; `[…]` makes it
	 * and what follows optional, `…` after the last repeats it. Kinds: int, bool,
	 * string, pointer, map, stack, any, literal (a string known at compile time),
	 * address (an integer or a pointer), number (a constant integer), word (a bare
	 * word such as perf). Results: a type's name, void, or `?` when the check hook says.
	 */
	const char *prototype;
	const char *doc;		/* one sentence, for help and the reference */
	const char *example;		/* a whole program */
	const char *probes;		/* kinds that have it, by name, space separated; NULL: all */
	unsigned flags;			/* enum builtin_flags */
	enum value_form form;		/* check_form, emit_form: what its value shows as */

	/*
	 * Checks the call beyond its prototype and returns the value's type, or
	 * type_error after a complaint. Arguments are already checked against the
	 * prototype. NULL: the prototype's result.
	 */
	const struct type *(*check)(struct checker *checker, struct expr *call);

	/*
	 * Emits the call. A scalar is returned as a 64-bit integer; a value that lives in
	 * memory (string, buffer, tuple, user symbol) is written to DESTINATION, which has
	 * call->type->size bytes, and NULL is returned. An aggregate updates the map value
	 * at DESTINATION.
	 */
	struct LLVMOpaqueValue *(*emit)(struct emitter *emitter, const struct expr *call,
					struct LLVMOpaqueValue *destination);
};

#ifdef KTRACE_COMPILER
#define EMIT(function) function
#define CHECK(function) function
#else
#define EMIT(function) 0
#define CHECK(function) 0
#endif

/* Arrays of rows, each ended by a row without name; the list is ended by NULL. */
struct builtin_library {
	const struct builtin *const *groups;
	const char *kfuncs;		/* the text of stdlib/kfuncs.kt; NULL: none */
	const char *functions;		/* the text of stdlib/functions.kt; NULL: none */
};

/* The row of NAME, or NULL. */
const struct builtin *builtin_find(const struct builtin_library *library, const char *name);
