/*
 * Head choice: what became of each way that a probe's head offers (`a | b`, `a?`): which
 * was taken, and why the others were not. For --plan and --check.
 */
#pragma once

struct attach_point;
struct checker;
struct plan;
struct resolver;

/* CHAIN, with all its alternatives, is about to be resolved. */
void head_choice_begin(struct resolver *resolver, const struct attach_point *chain);

/* The way at resolver->point is tried now. */
void head_choice_try(struct resolver *resolver);

/* Why the way at hand is not to be had; the first sentence stays. */
void head_choice_refuse(struct resolver *resolver, const char *sentence);

/* The way at hand gave targets. */
void head_choice_take(struct resolver *resolver);

/* Puts all choices into the plan. */
void head_choice_fill_plan(struct checker *checker, struct plan *plan);
