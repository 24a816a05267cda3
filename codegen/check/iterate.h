/*
 * Iterate: loops over what the kernel has many of: `for $t : tasks() { }`.
 */
#pragma once

struct checker;
struct expr;
struct stmt;
struct type;

/*
 * Checks the call that STMT, a STMT_FOR_CALL, goes over, and chooses how it runs on this
 * kernel: by the kernel's own functions (6.7), or by following its lists. The type of the
 * loop's variable; type_error after a complaint.
 */
const struct type *iterate_check(struct checker *checker, struct stmt *stmt);

/* Complains that no loop goes over EXPR. */
void iterate_report_range(struct checker *checker, struct expr *expr);
