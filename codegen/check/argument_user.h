/*
 * Argument user: arguments by name of functions of user programs.
 */
#pragma once

struct argument;
struct checker;
struct diag;
struct probe_target;

/* The parameter NAME where it is at entry; NULL without one, or if it cannot be read. */
const struct argument *argument_find_user(struct checker *checker, struct probe_target *target,
					  const char *name);

/* What the function returned, typed where that is known; NULL when it cannot be read. */
const struct argument *argument_find_user_result(struct checker *checker,
						 struct probe_target *target);

/* Half a sentence: why NAME ("retval") is known and cannot be read; NULL for others. */
const char *argument_why_unreadable(struct probe_target *target, const char *name);

/* Adds to DIAG where debug information is to be had, when that is what is missing. */
void argument_advise_user(struct checker *checker, struct probe_target *target,
			  struct diag *diag);
