/* Iterator: what the kernel can be asked to go over with a BPF program (5.8 and later). */
#pragma once

#include <stdbool.h>

struct function;
struct parameter;
struct target;

/*
 * The iterator NAME ("task") as a function, whose parameters are what a program gets, in
 * 8-byte words of its context: first the kernel's `meta`, then the element. NULL when this
 * kernel has none of that name; recorded.
 */
const struct function *target_find_iterator(struct target *target, const char *name);

/* Visits the names that match the glob, but for those that go over what is in one map. */
void target_match_iterators(struct target *target, const char *pattern,
			    void (*visit)(void *context, const char *name), void *context);

/* The parameter that is NULL when there are no more elements; NULL when none is a pointer. */
const struct parameter *iterator_element(const struct function *iterator);

/* The parameter that is the task whose element it is; NULL when it is none's. */
const struct parameter *iterator_task(const struct function *iterator);

/* Does it go over what is in one map, which has to be named when it is attached? */
bool iterator_is_of_map(const struct function *iterator);
