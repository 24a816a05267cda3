/*
 * Iterator: what `for $x : WORD(...)` can go over. A row says what its elements are,
 * which functions of the kernel give them (6.7 and later), and along which links they
 * are found on kernels that have no such functions.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum iterator {
	ITERATOR_TASKS,
	ITERATOR_THREADS,
	ITERATOR_VMAS,
	ITERATOR_CHILDREN,
	ITERATOR_BITS,
	ITERATOR_COUNT,
};

/* A constant of the kernel, and its number where BTF does not have it. */
struct iterator_flag {
	const char *name;
	uint64_t value;
};

struct iterator_row {
	const char *word;
	const char *argument;		/* struct that its argument points to; "": it takes none;
					   NULL: a number */
	const char *element;		/* struct that its elements point to; NULL: numbers */
	const char *functions;		/* "bpf_iter_task": with _new, _next and _destroy behind it */
	struct iterator_flag flags[2];
	const char *fields[4];		/* "STRUCT.FIELD" that going over it reads */
	/* Without these functions: where to begin, from SYMBOL or from the argument. */
	const char *symbol;
	const char *start;		/* "signal->thread_head": -> reads a pointer */
	const char *link;		/* in an element: the link to the next; NULL: there is no way */
	bool is_ring;			/* the links form a ring of struct list_head, which ends where
					   it began; otherwise they point to elements, the last to NULL */
	const char *walked;		/* what is walked, for --plan */
};

extern const struct iterator_row iterator_rows[ITERATOR_COUNT];

/* NULL when WORD is none. */
const struct iterator_row *iterator_find(const char *word);
