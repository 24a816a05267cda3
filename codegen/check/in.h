/*
 * In: what `a in b` is worth, where that is not decided by parameters alone.
 */
#pragma once

struct checker;
struct expr;

/* Checks EXPR_IN: numbers or texts against a set that is known. */
void in_check(struct checker *checker, struct expr *expr);
