/*
 * Argument row: where the arguments of one kind of probe are looked up. For the files
 * argument*.c.
 */
#pragma once

#include "codegen/check/probe_target.h"

struct checker;

/* What a row lacks, the probe does not have at all. */
struct argument_row {
	const struct argument *(*named)(struct checker *checker, struct probe_target *target,
					const char *name);
	const struct argument *(*numbered)(struct checker *checker,
					   struct probe_target *target, unsigned number);
	const struct argument *(*result)(struct checker *checker,
					 struct probe_target *target);
};

/* An argument of SIZE bytes, as many as its type has. */
struct argument *argument_new(struct checker *checker, const char *name, const struct type *type,
			      enum argument_source source, uint32_t offset);

/* System calls, by the raw tracepoint or by the record of the call's own one; argument_syscall.c. */
extern const struct argument_row argument_syscall_row;
extern const struct argument_row argument_sysret_row;
extern const struct argument_row argument_syscall_record_row;
