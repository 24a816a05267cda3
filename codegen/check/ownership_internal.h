/*
 * Ownership, inside: what its parts share. ownership.c runs the program,
 * ownership_expr.c its expressions, ownership_call.c follows calls of the kernel,
 * ownership_report.c complains.
 */
#pragma once

#include "codegen/check/pointer_state.h"
#include "codegen/check/scope.h"

struct checker;
struct expr;
struct kfunc;
struct program_record;
struct stmt;

/* The loop whose body is run. */
struct ownership_loop {
	struct variable_loop place;	/* first */
	struct pointer_state *after;	/* what comes out by break */
	struct pointer_state *next;	/* what goes on by continue */
	struct ownership_loop *earlier;	/* another of the program */
};

/* What is known of a variable wherever the run is. */
struct ownership_variable {
	bool is_declared;
	const struct variable_loop *loops;	/* around its declaration */
	struct variable *shadow;		/* is_unchecked: owns what it holds */
};

struct ownership {
	struct checker *checker;
	struct program_record *program;
	struct pointer_state *state;
	struct reference *references;
	unsigned reference_count;
	struct ownership_loop *loop, *loops;	/* the innermost; all that were met */
	struct ownership_variable *variables;	/* by index */
	bool is_unreachable;		/* what is run is never come to */
	bool is_unchecked;		/* the verifier is to find it: setting check_ownership = 0 */
};

/* Runs the statements of LIST. */
void ownership_run(struct ownership *ownership, struct stmt *list);

/* Runs EXPR; what is known of its value. */
struct pointer_value ownership_evaluate(struct ownership *ownership, struct expr *expr);

/* What is known once EXPR, which was run, turned out to be TRUTH. */
void ownership_refine(struct ownership *ownership, const struct expr *expr, bool truth);

/* The variable TARGET is computed anew by EXPR, from what it was. */
void ownership_change(struct ownership *ownership, const struct expr *target,
		      const struct expr *expr);

/* Runs a call of the kernel. OWNER takes what it acquires; NULL: a slot of the call's own does. */
struct pointer_value ownership_call(struct ownership *ownership, struct expr *call,
				    struct variable *owner);

/* A slot of the program that scripts do not see, for what is of TYPE; not owner yet. */
struct variable *ownership_add_slot(struct ownership *ownership, const struct type *type,
				    struct span span);

/* False, with a complaint, where VALUE belongs to a reference that was given back. */
bool ownership_is_usable(struct ownership *ownership, const struct expr *expr,
			 struct pointer_value value);

/* Checks what STMT, a STMT_FOR_CALL, goes over. */
void ownership_begin_iteration(struct ownership *ownership, struct stmt *stmt);
/* What its variable gets in a round; elements belong to the loop. */
struct pointer_value ownership_element(struct ownership *ownership, struct stmt *stmt);
/* The loop is over: what its elements were is known no more. */
void ownership_end_iteration(struct ownership *ownership, const struct stmt *stmt);

/* OWNER's slot is emptied by the statement at SPAN, which is HOW. */
void ownership_drop(struct ownership *ownership, const struct variable *owner, struct span span,
		    const char *how);

/* ---- complaints (ownership_report.c) ---- */

void ownership_report_released(struct ownership *ownership, const struct expr *expr,
			       struct pointer_value value);
void ownership_report_null(struct ownership *ownership, const struct kfunc *kfunc,
			   const struct expr *argument, struct pointer_value value);
void ownership_report_provenance(struct ownership *ownership, const struct kfunc *kfunc,
				 const struct expr *argument, struct pointer_value value);
void ownership_report_refused(struct ownership *ownership, const struct expr *call);
void ownership_report_no_release(struct ownership *ownership, const struct expr *call);
void ownership_report_count(struct ownership *ownership, const struct expr *call);
void ownership_report_loop(struct ownership *ownership, const struct variable *variable,
			   const struct expr *call);
void ownership_report_owner(struct ownership *ownership, const struct variable *variable,
			    const struct expr *value);
void ownership_report_open(struct ownership *ownership, const struct section_state *section,
			   struct span end);
void ownership_report_nested(struct ownership *ownership, const struct expr *call,
			     const struct section_state *section);
void ownership_report_closed(struct ownership *ownership, const struct expr *call,
			     const struct section_state *section);
