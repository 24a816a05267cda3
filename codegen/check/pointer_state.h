/*
 * Pointer state: what is known, at one point of a program, of the pointers in its
 * variables: where they come from, whether they may be NULL, whether the reference
 * that they belong to is still held. The verifier follows the same things.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "codegen/kfunc.h"
#include "lexer/text.h"

struct arena;
struct kfunc;
struct variable;

/* From least to most that a kernel function may ask for. */
enum provenance {
	POINTER_PLAIN,		/* read from memory, or made of a number: may be stale */
	POINTER_RCU,		/* RCU keeps it while the program runs */
	POINTER_TRUSTED,	/* handed in by the kernel, valid */
	POINTER_OWNED,		/* a reference that the program holds */
};

enum nullness { NULL_NO, NULL_MAYBE, NULL_YES };

enum holding { HOLDING_NONE, HOLDING_HELD, HOLDING_RELEASED, HOLDING_EITHER };

/* One call that acquires. */
struct reference {
	unsigned index;			/* from 0 */
	const struct kfunc *kfunc;
	struct span span;		/* the call */
	struct variable *owner;		/* whose slot holds it */
	bool is_element;		/* none that was acquired: an element of a loop, which is its
					   owner; SPAN is what the loop goes over */
	struct reference *next;
};

struct pointer_value {
	enum provenance provenance;
	enum nullness nullness;
	struct reference *reference;	/* POINTER_OWNED, and what is borrowed of it */
	uint64_t references;		/* by index: all that it may belong to */
	const struct reference *lost;	/* one of them that was given back; NULL: none */
	bool is_lost_partly;		/* on some of the ways that led here only */
	bool is_exact;			/* it is what the reference's call returned, NULL included */
};

/* At most so many acquiring calls in one program; sections open in each other. */
enum { REFERENCES_MAX = 64, SECTION_DEPTH_MAX = 16 };

/* A section that is open on LEAST to MOST levels, by which way one comes. */
struct section_state {
	unsigned least, most;
	struct span opened;			/* by the call that opened the innermost */
};

struct pointer_state {
	bool is_dead;				/* nothing comes here */
	bool is_widened;			/* the verifier forgot which numbers were 0 */
	unsigned variable_count;
	struct pointer_value *variables;	/* by index */
	struct {
		enum holding holding;
		struct span released;		/* the statement that released it */
		const char *how;		/* what that was, for notes */
	} references[REFERENCES_MAX];
	struct section_state sections[KFUNC_SECTIONS];
};

/* The state at a program's start: every variable is 0. From ARENA. */
struct pointer_state *pointer_state_new(struct arena *arena, unsigned variable_count);
struct pointer_state *pointer_state_copy(struct arena *arena, const struct pointer_state *state);

/* What REFERENCE gave is valid no more: HOW, by what stands at SPAN. */
void pointer_state_lose(struct pointer_state *state, const struct reference *reference,
			struct span span, const char *how);

/* Two ways meet in INTO; true when INTO changed. */
bool pointer_state_join(struct pointer_state *into, const struct pointer_state *other);
struct pointer_value pointer_value_join(struct pointer_value one, struct pointer_value other);
