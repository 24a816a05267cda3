/*
 * Selftest: a script's own test, the shell program that its header names.
 */
#pragma once

#include <stdbool.h>

struct arena;
struct script;

/* Whether --selftest stands behind SCRIPT and its header names a test. */
bool selftest_is_wanted(struct arena *arena, const struct script *script);

/*
 * Becomes the shell that runs the test, with the other words behind the script as its
 * own, and KTRACE and KTRACE_SCRIPT in the environment. Returns only if that cannot be:
 * -errno, after saying why.
 */
int selftest_become(struct arena *arena, const struct script *script);
