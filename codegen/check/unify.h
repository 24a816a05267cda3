/*
 * Unify: which type holds the values of two types, and what becomes of a type
 * that is stored.
 */
#pragma once

#include <stdbool.h>

struct checker;
struct expr;
struct growing_type;
struct span;
struct type;

/*
 * The type of a stored value: numbers 64 bits wide (signs kept, enums stay enums).
 */
const struct type *unify_widen(struct checker *checker, const struct type *type);

/* The type that holds the values of both types; NULL when there is none. */
const struct type *unify_types(struct checker *checker, const struct type *one,
			       const struct type *other);

/* A literal, or made of literals: fits int64 and uint64 alike. A cast to less is none. */
bool unify_is_neutral(const struct expr *expr);

/*
 * The type of two numbers in one operation: 64 bits, unsigned only if both are;
 * neutral constants follow the other and are retyped to it.
 */
const struct type *unify_numbers(struct expr *left, struct expr *right);

/* Gives EXPR, whose value goes to a place of type SLOT, that type if it is literal. */
void unify_coerce(struct checker *checker, struct expr *expr, const struct type *slot);

/*
 * Takes a write of EXPR's value into account; the caller widens GROWING's type if it
 * wants it wide. False when the two cannot live in one place; GROWING then stays.
 */
bool unify_grow(struct checker *checker, struct growing_type *growing, const struct expr *expr);

/*
 * The same for a map's key or value, where pointers are numbers: one that lives
 * together with integers becomes uint64.
 */
bool unify_grow_stored(struct checker *checker, struct growing_type *growing,
		       const struct expr *expr);

/* The same as unify_grow with a type, that of no literal, and the place that it comes from. */
bool unify_grow_type(struct checker *checker, struct growing_type *growing,
		     const struct type *type, struct span span);
