/*
 * Privilege: whether this process may trace, and what the kernel lacks for it.
 */
#pragma once

#include <stdbool.h>

/* True when programs may be loaded and attached. */
bool privilege_is_enough(void);

/* The same; when they may not, the sentence has been said. */
bool privilege_check(void);

/*
 * After a refusal by the kernel: says what is known to cause it on this machine
 * (lockdown, no ring buffer, a sysctl). False when nothing is known.
 */
bool privilege_explain_refusal(void);

/* The lockdown mode: "none", "integrity", "confidentiality"; "none" when the kernel has none. */
const char *privilege_lockdown(void);
