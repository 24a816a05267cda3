/*
 * Ownership, complaints: a sentence for each rule, with the place of the call that
 * acquired, that of the one that released, and the way out.
 */
#include "codegen/check/ownership_internal.h"

#include <string.h>

#include "codegen/check/checker.h"
#include "codegen/kfunc.h"

static struct diag *report(struct ownership *ownership, struct span span, const char *sentence)
{
	return diag_error(ownership->checker->diags, span, "%s", sentence);
}

static void note_acquired(struct diag *diag, const struct reference *reference)
{
	if (reference)
		diag_note(diag, reference->span, "acquired here");
}

void ownership_report_released(struct ownership *ownership, const struct expr *expr,
			       struct pointer_value value)
{
	const struct pointer_state *state = ownership->state;
	unsigned index = value.lost->index;
	struct diag *diag;

	if (value.reference->is_element) {
		diag = report(ownership, expr->span, "this is an element of a loop that is over");
		diag_note(diag, value.reference->span, "of this loop");
		diag_hint(diag, "take what is wanted of it inside the loop: $x = $element.field");
		return;
	}
	diag = report(ownership, expr->span,
		      value.is_lost_partly ?
		      "this was released on one of the ways that lead here" :
		      "this was released already");
	note_acquired(diag, value.lost);
	diag_note(diag, state->references[index].released, "%s", state->references[index].how);
	diag_hint(diag, "leave the release to ktrace: it comes by itself when the probe ends");
}

void ownership_report_null(struct ownership *ownership, const struct kfunc *kfunc,
			   const struct expr *argument, struct pointer_value value)
{
	struct diag *diag;

	diag = diag_error(ownership->checker->diags, argument->span,
			  value.nullness == NULL_YES ? "%s does not take NULL, which this is" :
			  "%s does not take NULL, which this may be", kfunc->name);
	note_acquired(diag, value.reference);
	if (argument->kind == EXPR_VARIABLE)
		diag_hint(diag, "ask first: if ($%s) { ... }", argument->variable.name);
	else
		diag_hint(diag, "put it into a variable and ask: $x = ...; if ($x) { ... }");
}

/* What RCU protects can be held. */
static void hint_acquire(struct diag *diag, const struct type *type)
{
	const char *name = type->target->name;

	if (!strcmp(name, "task_struct") || !strcmp(name, "cgroup"))
		diag_hint(diag, "hold it: $held = bpf_%s_acquire(...); if ($held) { ... }",
			  *name == 't' ? "task" : "cgroup");
}

void ownership_report_provenance(struct ownership *ownership, const struct kfunc *kfunc,
				 const struct expr *argument, struct pointer_value value)
{
	struct diag *diag;

	if (kfunc->flags & KFUNC_RELEASE) {
		diag = diag_error(ownership->checker->diags, argument->span,
				  "%s releases a reference, and this is none", kfunc->name);
		diag_hint(diag, "only what a function with KF_ACQUIRE returned is released");
		return;
	}
	diag = diag_error(ownership->checker->diags, argument->span,
			  "%s takes a pointer that is known to be valid, and this one %s",
			  kfunc->name, value.provenance == POINTER_RCU ?
			  "is only protected by RCU" : "was read from memory");
	diag_note(diag, (struct span){ 0 }, "known to be valid are: what a function with KF_ACQUIRE "
		  "returned, curtask, the arguments of rawtracepoint probes%s",
		  kfunc->flags & KFUNC_RCU ? ", and of these the fields that RCU keeps "
		  "(real_parent, group_leader, cgroups.dfl_cgrp, ...)" : "");
	if (value.provenance == POINTER_RCU)
		hint_acquire(diag, argument->type);
}

void ownership_report_refused(struct ownership *ownership, const struct expr *call)
{
	if (call->kfunc->flags & KFUNC_DESTRUCTIVE)
		diag_error(ownership->checker->diags, call->span,
			   "%s may take the system down: ktrace lists it and does not call it",
			   call->kfunc->name);
	else
		diag_hint(diag_error(ownership->checker->diags, call->span,
				     "%s may sleep, and programs of probes may not",
				     call->kfunc->name),
			  "the functions of docs/kfuncs.md do not sleep");
}

void ownership_report_no_release(struct ownership *ownership, const struct expr *call)
{
	diag_hint(diag_error(ownership->checker->diags, call->span,
			     "nothing declared releases %s",
			     checker_type_name(ownership->checker, call->type)),
		  "declare the function that takes it and has KF_RELEASE");
}

void ownership_report_count(struct ownership *ownership, const struct expr *call)
{
	diag_error(ownership->checker->diags, call->span,
		   "a program acquires at most %u references", REFERENCES_MAX);
}

void ownership_report_loop(struct ownership *ownership, const struct variable *variable,
			   const struct expr *call)
{
	struct diag *diag = report(ownership, call->span,
				   "a reference that is acquired in a loop cannot leave it");

	diag_note(diag, variable->span, "$%s is declared outside of the loop", variable->name);
	diag_hint(diag, "use a variable of the loop's body");
}

void ownership_report_owner(struct ownership *ownership, const struct variable *variable,
			    const struct expr *value)
{
	diag_hint(diag_error(ownership->checker->diags, value->span,
			     "$%s holds references, and this is none that it could take",
			     variable->name),
		  "use another variable for what is only looked at");
}

void ownership_report_open(struct ownership *ownership, const struct section_state *section,
			   struct span end)
{
	struct diag *diag = report(ownership, section->opened,
				   "this section is still open where the probe ends");

	diag_note(diag, end, "it ends here");
}

void ownership_report_nested(struct ownership *ownership, const struct expr *call,
			     const struct section_state *section)
{
	struct diag *diag = report(ownership, call->span, "a section of this kind is open already, "
				   "and they do not nest");

	diag_note(diag, section->opened, "opened here");
}

void ownership_report_closed(struct ownership *ownership, const struct expr *call,
			     const struct section_state *section)
{
	struct diag *diag;

	if (!section->most) {
		diag_error(ownership->checker->diags, call->span,
			   "%s closes a section that is not open here", call->kfunc->name);
		return;
	}
	diag = diag_error(ownership->checker->diags, call->span,
			  "%s closes a section that is open on some of the ways that lead here only",
			  call->kfunc->name);
	diag_note(diag, section->opened, "opened here");
}
