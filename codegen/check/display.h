/*
 * Display: values that are shown as something else than their bits: a dentry as
 * its path.
 */
#pragma once

#include <stdbool.h>

struct layout;
struct type;

/* True when a value of TYPE has a display; LAYOUT is then what is sent for it. */
bool display_find(const struct type *type, struct layout *layout);
