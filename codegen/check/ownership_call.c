/*
 * Ownership, calls of the kernel: what an argument has to be, what a call takes back,
 * hands out, opens and closes. Every reference has a slot that owns it: the variable
 * that the call is assigned to, or one that the program does not see.
 */
#include "codegen/check/ownership_internal.h"

#include <string.h>

#include "codegen/check/checker.h"
#include "codegen/check/kfunc.h"
#include "codegen/check/kfunc_argument.h"
#include "codegen/check/probe_target.h"
#include "codegen/iterator.h"
#include "codegen/kfunc.h"
#include "codegen/target/target.h"
#include "lexer/ending.h"

enum { ARGUMENTS_MAX = 8 };

static const struct pointer_value plain = { .nullness = NULL_MAYBE };

bool ownership_is_usable(struct ownership *ownership, const struct expr *expr,
			 struct pointer_value value)
{
	if (!value.lost || value.nullness == NULL_YES)
		return true;
	ownership_report_released(ownership, expr, value);
	return false;
}

/* ---- owners ---- */

struct variable *ownership_add_slot(struct ownership *ownership, const struct type *type,
				    struct span span)
{
	struct program_record *program = ownership->program;
	struct variable_record *record = ARENA_NEW(ownership->checker->arena,
						   struct variable_record);

	record->variable.name = "";
	record->variable.span = span;
	record->variable.type = type;
	record->variable.index = program->program.variable_count++;
	*program->variables_end = record;
	program->variables_end = &record->next;
	return &record->variable;
}

static struct variable *hidden_variable(struct ownership *ownership, struct expr *call)
{
	struct variable_record *record;

	for (record = ownership->program->variables; record; record = record->next)
		if (&record->variable == call->variable_ref)
			return &record->variable;
	call->variable_ref = ownership_add_slot(ownership, call->type, call->span);
	call->variable_ref->loops = ownership->loop ? &ownership->loop->place : NULL;
	return call->variable_ref;
}

static struct reference *find_reference(struct ownership *ownership, const struct expr *call)
{
	struct reference *reference;

	for (reference = ownership->references; reference; reference = reference->next)
		if (reference->span.start == call->span.start &&
		    reference->span.end == call->span.end)
			return reference;
	return NULL;
}

static struct reference *new_reference(struct ownership *ownership, struct expr *call)
{
	struct reference *reference = find_reference(ownership, call);

	if (reference)
		return reference;
	if (ownership->reference_count == REFERENCES_MAX) {
		ownership_report_count(ownership, call);
		return NULL;
	}
	reference = ARENA_NEW(ownership->checker->arena, struct reference);
	reference->index = ownership->reference_count++;
	reference->kfunc = call->kfunc;
	reference->span = call->span;
	reference->next = ownership->references;
	ownership->references = reference;
	return reference;
}

void ownership_drop(struct ownership *ownership, const struct variable *owner, struct span span,
		    const char *how)
{
	const struct reference *reference;

	for (reference = ownership->references; reference; reference = reference->next)
		if (reference->owner == owner &&
		    ownership->state->references[reference->index].holding != HOLDING_NONE)
			pointer_state_lose(ownership->state, reference, span, how);
}

/* ---- arguments ---- */

/* Does the argument fulfil what the flags ask for? */
static bool is_valid(const struct kfunc *kfunc, struct pointer_value value)
{
	if (kfunc->flags & KFUNC_RELEASE)
		return value.provenance == POINTER_OWNED;
	if (kfunc->flags & KFUNC_RCU)
		return value.provenance >= POINTER_RCU;
	if (kfunc->flags & KFUNC_TRUSTED_ARGS)
		return value.provenance >= POINTER_TRUSTED;
	/* Without a flag it takes what the verifier has followed, which may be gone. */
	return value.provenance >= POINTER_RCU;
}

static void check_argument(struct ownership *ownership, const struct kfunc *kfunc,
			   const struct parameter *parameter, struct expr *argument,
			   struct pointer_value value)
{
	bool is_valid_one = is_valid(kfunc, value);

	if (!ownership_is_usable(ownership, argument, value))
		return;
	/* What has no provenance is complained about for that. */
	if (value.nullness == NULL_YES || (value.nullness == NULL_MAYBE && is_valid_one)) {
		if (!ending_is(parameter->name, "__nullable"))
			ownership_report_null(ownership, kfunc, argument, value);
	} else if (!is_valid_one) {
		ownership_report_provenance(ownership, kfunc, argument, value);
	}
}

/* ---- what a call does ---- */

static void release(struct ownership *ownership, struct expr *call, struct pointer_value value)
{
	call->variable_ref = NULL;
	if (!value.reference || value.provenance != POINTER_OWNED)
		return;
	pointer_state_lose(ownership->state, value.reference, call->span, "released here");
	call->variable_ref = value.reference->owner;
}

/* Where RCU's section ends, so does what it protected. */
static void forget_protected(struct pointer_state *state)
{
	for (unsigned i = 0; i < state->variable_count; i++)
		if (state->variables[i].provenance == POINTER_RCU)
			state->variables[i].provenance = POINTER_PLAIN;
}

static void follow_section(struct ownership *ownership, const struct expr *call)
{
	const struct kfunc *kfunc = call->kfunc;
	struct section_state *section = &ownership->state->sections[kfunc->section];

	if (kfunc->effect == KFUNC_EFFECT_OPENS) {
		if (section->most && kfunc->section == KFUNC_SECTION_RCU)
			ownership_report_nested(ownership, call, section);
		section->least++;
		section->most += section->most < SECTION_DEPTH_MAX;
		section->opened = call->span;
	} else if (kfunc->effect == KFUNC_EFFECT_CLOSES) {
		if (!section->least)
			ownership_report_closed(ownership, call, section);
		section->least -= section->least > 0;
		section->most -= section->most > 0;
		if (kfunc->section == KFUNC_SECTION_RCU)
			forget_protected(ownership->state);
	}
}

/* OWNER's slot, or one of the call's own, holds what the call acquires. */
static struct pointer_value acquire(struct ownership *ownership, struct expr *call,
				    struct variable *owner)
{
	const struct kfunc *release = kfunc_find_release(ownership->checker, call->type);
	struct pointer_value value = {
		.provenance = POINTER_OWNED,
		.nullness = call->kfunc->flags & KFUNC_RET_NULL ? NULL_MAYBE : NULL_NO,
		.reference = new_reference(ownership, call),
		.is_exact = true,
	};

	if (!release) {
		ownership_report_no_release(ownership, call);
		return plain;
	}
	if (!value.reference)
		return plain;
	if (!owner)
		owner = hidden_variable(ownership, call);
	owner->release = release;
	value.references = 1ull << value.reference->index;
	ownership_drop(ownership, owner, call->span, "released here, where its place takes another");
	value.reference->owner = owner;
	ownership->state->references[value.reference->index].holding = HOLDING_HELD;
	return value;
}

struct pointer_value ownership_call(struct ownership *ownership, struct expr *call,
				    struct variable *owner)
{
	const struct kfunc *kfunc = call->kfunc;
	struct expr *argument = call->call.arguments;
	struct pointer_value values[ARGUMENTS_MAX];
	struct expr *arguments[ARGUMENTS_MAX];
	uint32_t count = kfunc->function->parameter_count, index = 0;

	for (; index < count && index < ARGUMENTS_MAX && argument; argument = argument->next) {
		arguments[index] = argument;
		values[index++] = ownership_evaluate(ownership, argument);
	}
	for (count = index, index = 0; index < count; index++)
		if (kfunc_argument_passing(kfunc->function, index) == KFUNC_PASS_POINTER)
			check_argument(ownership, kfunc, &kfunc->function->parameters[index],
				       arguments[index], values[index]);
	if (kfunc->flags & (KFUNC_SLEEPABLE | KFUNC_DESTRUCTIVE))
		ownership_report_refused(ownership, call);
	if (kfunc->flags & KFUNC_RELEASE && count)
		release(ownership, call, values[0]);
	follow_section(ownership, call);
	if (kfunc->flags & KFUNC_ACQUIRE)
		return acquire(ownership, call, owner);
	return (struct pointer_value){
		.provenance = kfunc->flags & KFUNC_RCU_PROTECTED ? POINTER_RCU : POINTER_PLAIN,
		.nullness = kfunc->flags & KFUNC_RET_NULL ? NULL_MAYBE : NULL_NO,
	};
}

/* ---- iterations ---- */

/* The argument as the function that begins the iteration takes it. */
void ownership_begin_iteration(struct ownership *ownership, struct stmt *stmt)
{
	const struct iteration *iteration = stmt->iteration;
	struct expr *argument = stmt->for_call.call->call.arguments;
	struct parameter parameter = { .name = "" };
	struct pointer_value value;
	struct kfunc named;

	if (!argument || !iteration)
		return;
	value = ownership_evaluate(ownership, argument);
	if (!iteration->begin || argument->type->kind != TYPE_POINTER) {
		ownership_is_usable(ownership, argument, value);
		return;
	}
	named = *iteration->begin;
	named.name = iteration->row->word;
	parameter.type = argument->type;
	check_argument(ownership, &named, &parameter, argument, value);
}

struct pointer_value ownership_element(struct ownership *ownership, struct stmt *stmt)
{
	const struct kfunc *begin;
	struct pointer_value value = plain;

	if (!stmt->iteration || !stmt->iteration->row->element)
		return plain;
	begin = stmt->iteration->begin;
	value.reference = new_reference(ownership, stmt->for_call.call);
	if (!value.reference)
		return plain;
	value.reference->is_element = true;
	value.references = 1ull << value.reference->index;
	ownership->state->references[value.reference->index].holding = HOLDING_HELD;
	if (!begin)
		return value;
	value.provenance = begin->flags & KFUNC_RCU_PROTECTED ? POINTER_RCU : POINTER_TRUSTED;
	value.nullness = NULL_NO;
	stmt->variable_ref->is_pointer = true;
	return value;
}

void ownership_end_iteration(struct ownership *ownership, const struct stmt *stmt)
{
	const struct reference *reference = find_reference(ownership, stmt->for_call.call);

	if (reference)
		pointer_state_lose(ownership->state, reference, stmt->span, "");
}
