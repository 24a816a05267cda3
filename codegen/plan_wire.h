/* Plan wire: the plan as bytes (codegen/wire.h), and back. */
#pragma once

#include <stddef.h>

struct arena;
struct buffer;
struct plan;

/* Appends the plan to OUT. */
void plan_write(const struct plan *plan, struct buffer *out);

/*
 * Reads a plan; its content is from ARENA. NULL when the bytes are no plan, or
 * were written by another version of ktrace; every index and offset is checked.
 */
struct plan *plan_read(struct arena *arena, const void *bytes, size_t length);
