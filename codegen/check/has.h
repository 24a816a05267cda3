/*
 * Has: the questions to the kernel that are answered before anything is checked:
 * has(…) and kernel >= v….
 */
#pragma once

#include <stdbool.h>

struct checker;
struct expr;

/* Answers an EXPR_HAS or EXPR_KERNEL in its `answer`; false after a complaint, the answer is no then. */
bool has_answer(struct checker *checker, struct expr *expr);

/* Makes a call by which bpftrace asks the same, kfunc_exist("f"), a has(); false for others. */
bool has_take_call(struct checker *checker, struct expr *expr);

/*
 * Whether EXPR compares the word `kernel` with something that is no version; complains then.
 */
bool has_complain_version(struct checker *checker, const struct expr *expr);
