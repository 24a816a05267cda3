/*
 * Function report: what is said when a probe on a kernel function cannot be had,
 * or sees less than its head says.
 */
#pragma once

#include <stdbool.h>

struct function_abilities;
struct function_choice;
struct function_place;
struct resolver;
struct traceable_function;

/* There is no such function; MODULE may be NULL. */
void function_report_absent(struct resolver *resolver, const char *module, const char *name);

/* No kind of probe can be there. */
void function_report_closed(struct resolver *resolver, const char *name, const char *because);

/* Neither kprobes nor fentry serve, for the reasons in CHOICE. */
void function_report_no_way(struct resolver *resolver, const char *name,
			    const struct function_abilities *abilities,
			    const struct function_choice *choice);

/* This kernel has no mechanism at all for NAME, a function or a pattern. */
void function_report_no_mechanism(struct resolver *resolver, const char *name,
				  const struct function_abilities *abilities);

/* Several functions are called NAME: which, and how to name each. */
void function_report_ambiguous(struct resolver *resolver, const char *name,
			       const struct function_place *places);

/* Warns that calls are not seen because the compiler took NAME apart. */
void function_warn_parts(struct resolver *resolver, const char *name,
			 const struct traceable_function *function);
