/*
 * Expr: the type of every expression, the value of constant ones.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "codegen/type.h"

struct checker;
struct expr;

/* Checks the expression as a value; sets its type, type_error after a complaint. */
void expr_check(struct checker *checker, struct expr *expr);

/* Forgets what an earlier round found out about this one node. */
void expr_reset(struct expr *expr);

/* Makes EXPR the constant VALUE of TYPE. */
void expr_set_constant(struct expr *expr, const struct type *type, uint64_t value);

/* Makes EXPR the known string TEXT (from the arena). */
void expr_set_text(struct checker *checker, struct expr *expr, const char *text, uint32_t length);

/*
 * Where @m holds an aggregate that stands for one number (count, sum, min, max,
 * avg) and a number is wanted, makes it that number; complains about the others.
 */
void expr_settle_number(struct checker *checker, struct expr *expr);

/* True for a number (an aggregate is settled); otherwise complains that WHAT needs one. */
bool expr_needs_number(struct checker *checker, struct expr *expr, const char *what);

/* True for what can be true or false; otherwise complains. */
bool expr_needs_condition(struct checker *checker, struct expr *expr);

/* Binary and comparison operators; binary.c. */
void binary_check(struct checker *checker, struct expr *expr);

/* The type of LEFT OPERATOR RIGHT, both checked; NULL after a complaint at WHOLE. */
const struct type *binary_result(struct checker *checker, struct expr *whole, unsigned operator,
				 struct expr *left, struct expr *right);

/* Folds two constants; false when there is no value (division by zero). */
bool binary_fold(unsigned operator, const struct type *type, bool is_signed, uint64_t left,
		 uint64_t right, uint64_t *value);

/* Fields, elements, indexing, dereferencing, addresses; access.c. */
void access_check_field(struct checker *checker, struct expr *expr);
void access_check_element(struct checker *checker, struct expr *expr);
void access_check_index(struct checker *checker, struct expr *expr);
void access_check_dereference(struct checker *checker, struct expr *expr);
void access_check_address(struct checker *checker, struct expr *expr);

/* What reading a place of type TYPE yields: char arrays are strings. */
const struct type *access_value_type(struct checker *checker, const struct type *type);

/* The space that a struct or array value lies in. */
enum address_space access_space(const struct expr *expr);

/* Casts, sizeof, offsetof; cast.c. */
void cast_check(struct checker *checker, struct expr *expr);
void cast_check_size(struct checker *checker, struct expr *expr);
void cast_check_offset(struct checker *checker, struct expr *expr);

/* Cuts VALUE to the width of a number type and extends it again. */
uint64_t cast_fold(const struct type *type, uint64_t value);

/* The type that NAME names; NULL after a complaint. */
struct type_name;
const struct type *cast_find_type(struct checker *checker, const struct type_name *name);

/* Bare names: builtins, arguments, constants; name.c. */
void name_check(struct checker *checker, struct expr *expr);

/* args.NAME, arg_NAME: fills EXPR from the probe's argument NAME. */
void name_check_argument(struct checker *checker, struct expr *expr, const char *name);

/* $1, $#. */
void name_check_positional(struct checker *checker, struct expr *expr);

/* Calls, and builtins without parentheses; call.c. */
void call_check(struct checker *checker, struct expr *expr);
struct builtin;
void call_check_builtin(struct checker *checker, struct expr *expr, const struct builtin *row);
