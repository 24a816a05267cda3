/*
 * CPU list: the kernel's "0-3,5" notation.
 */
#pragma once

#include <stdbool.h>

/* Visits each CPU of LIST in order until VISIT answers false; 0, or -EINVAL when it is no list. */
int cpu_list_visit(const char *list, bool (*visit)(void *context, int cpu), void *context);

/* The same for the CPUs that are online; -errno when the kernel does not tell. */
int cpu_list_visit_online(bool (*visit)(void *context, int cpu), void *context);
