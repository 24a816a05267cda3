/*
 * Fixture: the kernels of tests/kernels for unit tests, made once before the
 * first test of a program and removed after its last.
 */
#pragma once

struct arena;
struct target;

/* The folder of fixture kernel NAME ("v6.12-like"), from ARENA. */
const char *fixture_path(struct arena *arena, const char *name);

/* Opens fixture kernel NAME. */
struct target *fixture_open(struct arena *arena, const char *name);

/* What TARGET was asked of that name; "(none)" if it was not. */
const char *fixture_fact(struct target *target, const char *name);

/* For patterns: append "NAME;" and "GROUP:NAME;" to the struct buffer CONTEXT. */
void fixture_append_name(void *context, const char *name);
void fixture_append_pair(void *context, const char *group, const char *name);
