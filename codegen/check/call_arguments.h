/*
 * Call arguments, checked: `args` as one value, which is a system call with all its arguments.
 */
#pragma once

struct checker;
struct checked_program;
struct expr;
struct plan;
struct program_record;
struct type;

/* The type of `args` where EXPR stands for all arguments at once; type_arguments where it cannot. */
const struct type *call_arguments_check(struct checker *checker, struct expr *expr);

/* What RECORD's program copies, if it asks for such a value; and who shows it, in PLAN. */
void call_arguments_plan(struct checker *checker, const struct program_record *record,
			 struct checked_program *program, struct plan *plan);
