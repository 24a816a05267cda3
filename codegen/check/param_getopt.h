/*
 * Param getopt: bpftrace's getopt("name", default, "what it does") as parameters.
 */
#pragma once

struct arena;
struct diag_set;
struct param;
struct program;

/* A declaration for each call of getopt() in PROGRAM, in their order; wrong calls are reported. */
const struct param *param_getopt_collect(struct arena *arena, struct diag_set *diags,
					 const struct program *program);

/* Two calls that name the same option have the same default; reports it if not. */
void param_getopt_compare(struct diag_set *diags, const struct param *first,
			  const struct param *other);
