/*
 * Argument usdt: arguments of a program's own probes.
 */
#pragma once

#include <stdbool.h>

struct argument;
struct checker;
struct probe_target;
struct usdt_argument;

/* argN at this place; NULL without one, or if it cannot be read. */
const struct argument *argument_find_usdt(struct checker *checker, struct probe_target *target,
					  unsigned number);

/* Half a sentence: why argN is there and cannot be read; NULL for others. */
const char *argument_why_no_usdt(struct checker *checker, const struct probe_target *target,
				 unsigned number);

/* True for operands that are read alike; NULL is alike only to NULL. */
bool argument_is_same_usdt(const struct usdt_argument *one, const struct usdt_argument *other);
