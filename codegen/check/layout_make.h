/*
 * Layout make: from a type to how its values lie in keys, values and records.
 */
#pragma once

#include "codegen/layout.h"

struct checker;
struct expr;
struct type;

/* The layout of a stored value of TYPE at offset 0; stacks as keys of their table. */
struct layout layout_make(struct checker *checker, const struct type *type);

/* The same for the value of an event: stacks with their frames, displays as what they show. */
struct layout layout_make_shown(struct checker *checker, const struct expr *expr);

/* An unsigned or signed integer of SIZE bytes. */
struct layout layout_make_integer(uint32_t size, bool is_signed);
