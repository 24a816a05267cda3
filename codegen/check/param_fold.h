/*
 * Param fold: parameters in a program become the literals that they stand for, so that
 * nothing behind it knows that there are any.
 */
#pragma once

#include <stdbool.h>

struct attach_point;
struct checker;
struct expr;
struct stmt;

enum param_fold {
	PARAM_FOLD_NONE,		/* it is left to be found out while tracing */
	PARAM_FOLD_VALUE,		/* it is true or false, whatever the left side is */
	PARAM_FOLD_EXPR,		/* it was made another expression */
};

/* Puts a literal in the place of $NAME or getopt("NAME"); false when EXPR is neither. */
bool param_fold_leaf(struct checker *checker, struct expr *expr);

/* `a in b`, whose left side is folded. */
enum param_fold param_fold_in(struct checker *checker, struct expr *expr, bool *value);

/* `$NAME == all` and `!=`: false when EXPR is no such comparison. */
bool param_fold_all(struct checker *checker, const struct expr *expr, bool *value);

/* The literal RESULT of an operation on two of them; false when it has none. */
bool param_fold_binary(const struct expr *expr, struct expr *result);

/* Is EXPR a number that is known, and not 0? False when it is no such number. */
bool param_fold_number(const struct expr *expr, bool *is_true);

/* Does STMT set a parameter? Reports it. */
bool param_fold_is_set(struct checker *checker, const struct stmt *stmt);

/* The heads with their parameters' values in them: a set makes a head for each. */
struct attach_point *param_fold_heads(struct checker *checker, struct attach_point *points);
