/*
 * Saved: what the body of a return probe asks for and only the entry knows:
 * arguments, and the values of entry(...). An entry program of its own keeps them
 * in a record for each call; the body finds them there.
 */
#pragma once

struct argument;
struct checker;
struct expr;
struct plan;
struct program_record;

/* ORIGIN as the body at hand, which runs at the return, finds it; NULL for NULL. */
const struct argument *saved_argument(struct checker *checker, const struct argument *origin);

/* The value of EXPR, checked, as the body at hand finds it. */
const struct argument *saved_expression(struct checker *checker, struct expr *expr);

/* The same for EXPR, which is `args` as a value: it is kept once, however often it is asked for. */
void saved_call(struct checker *checker, struct expr *expr);

/*
 * Lays out the record of PROGRAM, whose types stand still, and adds its maps to
 * PLAN; nothing for a program that wants no entry.
 */
void saved_finish(struct checker *checker, struct program_record *program, struct plan *plan);

/* What is kept, in words: "dentry, entry(...)". */
const char *saved_describe(struct checker *checker, const struct program_record *program);
