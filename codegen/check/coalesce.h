/*
 * Coalesce: a ?? b, and the reports that it lives by: what this kernel lacks.
 */
#pragma once

#include <stdbool.h>

#include "lexer/text.h"

struct absence;
struct absences;
struct checker;
struct choice;
struct diag;
struct expr;

/* Which operand of a ?? was chosen. */
struct decision {
	unsigned pass;			/* the look at a body (checker->pass) that it holds for */
	unsigned index, count;
	bool asks_probe;		/* it depends on the probe's arguments */
	const struct absence *lacking;	/* why not those before the one chosen */
};

/*
 * Reports that this kernel does not have what the program names at SPAN: a field, an
 * argument, a type, a constant, a function. On the left of a ?? that is an answer and no error.
 */
struct diag *coalesce_report_absent(struct checker *checker, struct span span,
				    const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* The same for the expression EXPR, which is poisoned. */
struct diag *coalesce_fail_absent(struct checker *checker, struct expr *expr,
				  const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/*
 * Checks a ?? b ?? c: the first operand that this kernel has takes the expression's place in the
 * tree, as if it alone had been written.
 */
void coalesce_check(struct checker *checker, struct expr *expr);

/* EXPR as it was written: the whole ?? where one of its operands stands now. */
const struct expr *coalesce_written(const struct checker *checker, const struct expr *expr);

/* Makes every ?? what it was written as: the next round decides anew. */
void coalesce_restore(struct checker *checker);
