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
