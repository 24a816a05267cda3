/*
 * System call classes: groups of calls that people ask for by one word. The rows are in
 * syscall_class.def.
 */
#pragma once

#include <stdbool.h>

struct arena;
struct suggest;
struct system_call;
struct target;

/* Visits the calls of the class NAME that this machine has; false when there is no such class. */
bool syscall_class_visit(struct target *target, const char *name,
			 void (*visit)(void *context, const struct system_call *call),
			 void *context);

/* Offers the names of the classes. */
void syscall_class_suggest(struct suggest *suggest);

/* "file, net, …" */
const char *syscall_class_names(struct arena *arena);

/* The calls of class INDEX, separated by blanks; NULL behind the last. */
const char *syscall_class_calls(unsigned index);
