/* Plan check: whether a plan that was read can be relied on. */
#pragma once

#include <stdbool.h>

struct plan;

/*
 * True when every enum is known, every index names something, every value lies
 * inside its record, key or map value, and sizes are what their kinds need.
 */
bool plan_is_sound(const struct plan *plan);
