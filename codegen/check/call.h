/*
 * Call: what the builtins' check hooks use to look at their arguments.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct checker;
struct expr;
struct type;

/* Argument INDEX of the call, from 0; NULL when there are fewer, or it is a bare name. */
struct expr *call_argument(const struct expr *call, unsigned index);

/* How many arguments the call has. */
unsigned call_argument_count(const struct expr *call);

/*
 * A constant argument's value, from LEAST to MOST or with a complaint; FALLBACK where
 * it is absent or not constant.
 */
uint64_t call_number(struct checker *checker, const struct expr *call, unsigned index,
		     uint64_t least, uint64_t most, uint64_t fallback);
