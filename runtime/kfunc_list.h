/*
 * Kfunc list: what --kfuncs prints: the kernel's functions for BPF, what is known of
 * each, and which probes may call it here.
 */
#pragma once

#include <stdbool.h>

struct arena;
struct buffer;
struct target;

/*
 * Prints the functions of TARGET whose names match the glob PATTERN (NULL: all), as text
 * or JSON; LIBRARY is the text of stdlib/kfuncs.kt. Returns how many there are.
 */
unsigned kfunc_list_print(struct arena *arena, struct target *target, const char *library,
			  const char *pattern, bool is_json, struct buffer *out);
