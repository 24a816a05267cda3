/*
 * Version: the upstream version of a kernel, as one number that compares as versions do.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct arena;

/*
 * Reads "v5.16", "6.1.90-1", "6.12~rc6-1": one to three numbers, and then no further number.
 * False when TEXT does not begin like that.
 */
bool version_parse(const char *text, uint64_t *version);

/* "5.10.218", from the arena. */
const char *version_print(struct arena *arena, uint64_t version);

/*
 * The upstream version out of what the kernel's files hold, each NULL when there is none:
 * proc/version (Debian tells it at its end), proc/version_signature (Ubuntu's), and
 * proc/sys/kernel/osrelease. False when none of them tells.
 */
bool version_find(const char *banner, const char *signature, const char *release,
		  uint64_t *version);
