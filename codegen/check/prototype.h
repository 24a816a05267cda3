/*
 * Prototype: a builtin row's prototype text, read.
 */
#pragma once

#include <stdbool.h>

struct arena;

enum { PROTOTYPE_PARAMETERS_MAX = 8 };

/* What a parameter takes; several may be allowed (`map|stack`). */
enum prototype_kind {
	PROTOTYPE_INT = 1,
	PROTOTYPE_BOOL = 2,
	PROTOTYPE_STRING = 4,
	PROTOTYPE_POINTER = 8,
	PROTOTYPE_MAP = 16,
	PROTOTYPE_STACK = 32,
	PROTOTYPE_ANY = 64,
	PROTOTYPE_LITERAL = 128,
	PROTOTYPE_ADDRESS = 256,
	PROTOTYPE_NUMBER = 512,
	PROTOTYPE_WORD = 1024,
	PROTOTYPE_BUFFER = 2048,
	PROTOTYPE_STRUCT = 4096,
};

struct prototype_parameter {
	unsigned kinds;		/* enum prototype_kind */
	const char *kind_text;	/* as written: "map|stack" */
	const char *name;
};

struct prototype {
	const char *result;	/* a type's name, "void", "?" */
	const char *name;
	unsigned count;		/* parameters written */
	unsigned required;	/* of these */
	bool repeats;		/* the last may come again and again */
	struct prototype_parameter parameters[PROTOTYPE_PARAMETERS_MAX];
};

/* Reads TEXT; what it says is from ARENA. False when the text is malformed: a row's mistake. */
bool prototype_parse(struct arena *arena, const char *text, struct prototype *prototype);
