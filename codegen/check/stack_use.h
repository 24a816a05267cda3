/*
 * Stack use: stacks that are taken somewhere in a body. Those that an event sends
 * at once need no table; the others are interned.
 */
#pragma once

struct checker;
struct expr;

/* Notes that EXPR takes a stack. */
void stack_use_note(struct checker *checker, struct expr *expr);

/* Says that an event sends EXPR's frames themselves. */
void stack_use_show(struct checker *checker, const struct expr *expr);

/* After the last round: gives the others the table that interns them. */
void stack_use_finish(struct checker *checker);
