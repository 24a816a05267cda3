/*
 * Evaluate: statements whose last value somebody wants to see.
 */
#pragma once

struct arena;
struct builtin_library;
struct program;

/* Has the last statement of PROGRAM's only probe printed, if it is an expression with a value. */
void evaluate_print_last(struct arena *arena, const struct builtin_library *library,
			 struct program *program);
