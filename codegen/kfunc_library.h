/*
 * Kfunc library: the text of stdlib/kfuncs.kt, read one declaration at a time.
 */
#pragma once

#include <stdbool.h>

#include "codegen/kfunc.h"

struct arena;

/* One declaration of the library, and the line above it. */
struct kfunc_library_row {
	const char *name;
	const char *declaration;	/* behind the word kfunc, with the flags, without semicolon */
	const char *flags;		/* "KF_ACQUIRE | KF_RET_NULL", "" */
	const char *since;		/* "6.2" */
	const char *doc;
	enum kfunc_set set;
	const char *programs;		/* KFUNC_SET_ELSEWHERE: those that may call it */
	enum kfunc_effect effect;
	enum kfunc_section section;
};

/* The row of NAME in TEXT (may be NULL), its strings from ARENA; false when there is none. */
bool kfunc_library_find(struct arena *arena, const char *text, const char *name,
			struct kfunc_library_row *row);

/* The row behind *AT, which moves behind it; *AT is the text at first. False at the end. */
bool kfunc_library_next(struct arena *arena, const char **at, struct kfunc_library_row *row);
