/*
 * Probe target: one place that a probe attaches to, while it is being resolved,
 * and where its arguments are.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "codegen/check/checker.h"
#include "codegen/plan.h"
#include "codegen/probe_kind.h"

struct binary_function;
struct expr;
struct function;
struct function_place;
struct system_call;
struct tracepoint;

struct probe_target {
	enum probe_kind kind;		/* as written; an fentry that became a kprobe is an fentry */
	enum mechanism mechanism;
	struct plan_target plan;
	const char *reason;		/* why this mechanism */
	const char *note;		/* what the reason adds about all of its head; NULL */
	const char *function_name;	/* whose prototype it has; NULL: of none */
	const char *function_module;	/* where to look for it; NULL: anywhere */
	const struct function *function;	/* the prototype, once looked for; or NULL */
	const struct binary_function *user;	/* uprobes: the same */
	const char *usdt_arguments;	/* kind usdt: as its note has them; NULL for others */
	uint64_t usdt_address;		/* of the place, as its file is linked */
	const struct tracepoint *tracepoint;	/* kind tracepoint */
	const struct system_call *call;		/* kinds syscall and sysret; NULL: not in the table */
	const char *unnamed_because;	/* why it has no named arguments although it could; NULL */
	const char *no_trampoline;	/* kernel functions: why fentry cannot serve; NULL: unknown */
	const char *no_kprobe;		/* kernel functions: why a kprobe cannot serve; NULL: it can */
	const struct function_place *place;	/* kernel functions: the symbol */
	struct expr *guard;		/* what holds wherever the body runs, before its predicate; NULL */
	bool is_inside;			/* not at the entry: f+offset */
	struct probe_uses uses;		/* what the body asks of it */
	struct probe_target *next;
};

/* The prototype of the function from BTF, looked for when first asked; or NULL. */
const struct function *argument_find_prototype(struct checker *checker,
					       struct probe_target *target);

/* True for a return whose entry can be hooked as well, to keep what only that knows. */
bool argument_has_entry(const struct probe_target *target);

/* True when a probe attached this way has arguments by name at all. */
bool argument_has_names(struct probe_target *target);

/* The named argument NAME (`args.NAME`), or NULL. */
const struct argument *argument_find_named(struct checker *checker,
					   struct probe_target *target, const char *name);

/* argN, or NULL. */
const struct argument *argument_find_numbered(struct checker *checker,
					      struct probe_target *target, unsigned number);

/* retval, or NULL. */
const struct argument *argument_find_result(struct checker *checker,
					    struct probe_target *target);

/* Adds to DIAG what a person needs who asked for NAME in vain: the prototype, the nearest name. */
void argument_explain(struct checker *checker, struct probe_target *target,
		      struct diag *diag, const char *name);

/* True for two lookups that find the same value in the same place. */
bool argument_is_same(const struct argument *one, const struct argument *other);
