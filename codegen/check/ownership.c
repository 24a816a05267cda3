/*
 * Ownership: an abstract run of the program. Values are tracked only as far as the
 * verifier tracks them: a pointer that has been through a map, a tuple or arithmetic
 * is a plain one. Loops are run until nothing changes, in silence, then once aloud.
 */
#include "codegen/check/ownership.h"

#include <assert.h>
#include <string.h>

#include "codegen/builtin.h"
#include "codegen/check/checker.h"
#include "codegen/check/kfunc.h"
#include "codegen/check/pointer_state.h"
#include "codegen/check/probe_target.h"
#include "codegen/kfunc.h"
#include "codegen/target/target.h"
#include "parser/tree_walk.h"

/* The loop whose body is run. */
struct loop {
	struct variable_loop place;	/* first */
	struct pointer_state *after;	/* what comes out by break */
};

struct ownership {
	struct checker *checker;
	struct program_record *program;
	struct pointer_state *state;
	struct reference *references;
	unsigned reference_count;
	struct loop *loop;
	struct span name;		/* of what is being assigned to; for hidden owners none */
};

static struct pointer_value evaluate(struct ownership *ownership, struct expr *expr);
static void run_list(struct ownership *ownership, struct stmt *list);

static const struct pointer_value plain = { .nullness = NULL_MAYBE };

static struct arena *arena_of(const struct ownership *ownership)
{
	return ownership->checker->arena;
}

/* ---- complaints ---- */

static void note_acquired(struct diag *diag, const struct reference *reference)
{
	if (reference)
		diag_note(diag, reference->span, "acquired here");
}

static void report_released(struct ownership *ownership, const struct expr *expr,
			    const struct reference *reference)
{
	const struct pointer_state *state = ownership->state;
	struct diag *diag;

	diag = diag_error(ownership->checker->diags, expr->span,
			  state->references[reference->index].holding == HOLDING_EITHER ?
			  "this was released on one of the ways that lead here" :
			  "this was released already");
	note_acquired(diag, reference);
	diag_note(diag, state->references[reference->index].released, "released here");
	diag_hint(diag, "leave the release to ktrace: it comes by itself when the probe ends");
}

/* What belongs to a reference can be used while that is held. */
static bool is_usable(struct ownership *ownership, const struct expr *expr,
		      struct pointer_value value)
{
	enum holding holding;

	if (!value.reference)
		return true;
	holding = ownership->state->references[value.reference->index].holding;
	if (holding == HOLDING_HELD || holding == HOLDING_NONE)
		return true;
	report_released(ownership, expr, value.reference);
	return false;
}

/* ---- owners ---- */

static struct variable_record *hidden_variable(struct ownership *ownership, struct expr *call)
{
	struct program_record *program = ownership->program;
	struct variable_record *record;

	for (record = program->variables; record; record = record->next)
		if (&record->variable == call->variable_ref)
			return record;
	record = ARENA_NEW(arena_of(ownership), struct variable_record);
	record->variable.name = "";
	record->variable.span = call->span;
	record->variable.type = call->type;
	record->variable.index = program->program.variable_count++;
	*program->variables_end = record;
	program->variables_end = &record->next;
	return record;
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
		diag_error(ownership->checker->diags, call->span,
			   "a program acquires at most %u references", REFERENCES_MAX);
		return NULL;
	}
	reference = ARENA_NEW(arena_of(ownership), struct reference);
	reference->index = ownership->reference_count++;
	reference->kfunc = call->kfunc;
	reference->span = call->span;
	reference->next = ownership->references;
	ownership->references = reference;
	return reference;
}

/* The variable's slot holds references from now on; they are released with KFUNC. */
static bool make_owner(struct ownership *ownership, struct variable *variable,
		       const struct expr *call)
{
	const struct kfunc *release = kfunc_find_release(ownership->checker, call->type);

	if (!release) {
		diag_hint(diag_error(ownership->checker->diags, call->span,
				     "nothing declared releases %s",
				     checker_type_name(ownership->checker, call->type)),
			  "declare the function that takes it and has KF_RELEASE");
		return false;
	}
	if (!variable->release)
		variable->loops = ownership->loop ? &ownership->loop->place : NULL;
	variable->release = release;
	return true;
}

/* ---- calls of the kernel ---- */

static bool ends_with(const char *name, const char *suffix)
{
	size_t length = strlen(name), tail = strlen(suffix);

	return length >= tail && !strcmp(name + length - tail, suffix);
}

static void report_null(struct ownership *ownership, const struct kfunc *kfunc,
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

static void report_provenance(struct ownership *ownership, const struct kfunc *kfunc,
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
}

/* Does the argument fulfil what the flags ask for? */
static bool is_valid(const struct kfunc *kfunc, struct pointer_value value)
{
	if (kfunc->flags & KFUNC_RELEASE)
		return value.provenance == POINTER_OWNED;
	if (kfunc->flags & KFUNC_RCU)
		return value.provenance >= POINTER_RCU;
	if (kfunc->flags & KFUNC_TRUSTED_ARGS)
		return value.provenance >= POINTER_TRUSTED;
	return true;
}

static void check_argument(struct ownership *ownership, const struct kfunc *kfunc,
			   const struct parameter *parameter, struct expr *argument,
			   struct pointer_value value)
{
	if (parameter->type->kind != TYPE_POINTER || !parameter->type->target ||
	    parameter->type->target->kind != TYPE_STRUCT || ends_with(parameter->name, "__ign"))
		return;
	if (!is_usable(ownership, argument, value))
		return;
	if (value.nullness != NULL_NO && !ends_with(parameter->name, "__nullable")) {
		/* What has no provenance is complained about for that. */
		if (value.nullness == NULL_YES || is_valid(kfunc, value))
			report_null(ownership, kfunc, argument, value);
		else
			report_provenance(ownership, kfunc, argument, value);
		return;
	}
	if (value.nullness != NULL_YES && !is_valid(kfunc, value))
		report_provenance(ownership, kfunc, argument, value);
}

static void release(struct ownership *ownership, struct expr *call, struct pointer_value value)
{
	struct pointer_state *state = ownership->state;

	if (!value.reference || value.provenance != POINTER_OWNED)
		return;
	state->references[value.reference->index].holding = HOLDING_RELEASED;
	state->references[value.reference->index].released = call->span;
	call->variable_ref = value.reference->owner;
}

/* Functions that open and close a section, as the library's line above them says. */
static void follow_section(struct ownership *ownership, const struct expr *call)
{
	struct pointer_state *state = ownership->state;

	if (call->kfunc->section == KFUNC_SECTION_OPENS) {
		state->section_depth++;
		state->section = call->span;
	} else if (call->kfunc->section == KFUNC_SECTION_CLOSES && !state->section_depth) {
		diag_error(ownership->checker->diags, call->span,
			   "%s closes a section that is not open here", call->kfunc->name);
	} else if (call->kfunc->section == KFUNC_SECTION_CLOSES) {
		state->section_depth--;
	}
}

static struct pointer_value call_result(struct ownership *ownership, struct expr *call)
{
	const struct kfunc *kfunc = call->kfunc;
	struct pointer_value value = {
		.nullness = kfunc->flags & KFUNC_RET_NULL ? NULL_MAYBE : NULL_NO,
	};

	if (!(kfunc->flags & KFUNC_ACQUIRE)) {
		value.provenance = kfunc->flags & KFUNC_RCU_PROTECTED ? POINTER_RCU : POINTER_PLAIN;
		return value;
	}
	value.reference = new_reference(ownership, call);
	if (!value.reference)
		return plain;
	value.provenance = POINTER_OWNED;
	ownership->state->references[value.reference->index].holding = HOLDING_HELD;
	return value;
}

/* OWNER takes what the call acquires; NULL: a slot of the call's own does. */
static struct pointer_value evaluate_kfunc(struct ownership *ownership, struct expr *call,
					   struct variable *owner)
{
	const struct kfunc *kfunc = call->kfunc;
	struct expr *argument = call->call.arguments;
	struct pointer_value values[8], value;
	struct expr *arguments[8];
	uint32_t count = kfunc->function->parameter_count, index;

	for (index = 0; index < count && index < 8 && argument; argument = argument->next) {
		arguments[index] = argument;
		values[index++] = evaluate(ownership, argument);
	}
	for (count = index, index = 0; index < count; index++)
		check_argument(ownership, kfunc, &kfunc->function->parameters[index],
			       arguments[index], values[index]);
	if (kfunc->flags & KFUNC_SLEEPABLE)
		diag_hint(diag_error(ownership->checker->diags, call->span,
				     "%s may sleep, and programs of probes may not", kfunc->name),
			  "the functions of docs/kfuncs.md do not sleep");
	if (kfunc->flags & KFUNC_RELEASE && count)
		release(ownership, call, values[0]);
	follow_section(ownership, call);
	value = call_result(ownership, call);
	if (value.provenance != POINTER_OWNED)
		return value;
	if (!owner) {
		owner = &hidden_variable(ownership, call)->variable;
		call->variable_ref = owner;
	}
	if (!make_owner(ownership, owner, call))
		return plain;
	value.reference->owner = owner;
	return value;
}

/* ---- expressions ---- */

/* Fields that RCU keeps alive for who may read the struct: the verifier has the same list. */
static const struct {
	const char *structure, *field;
} rcu_fields[] = {
	{ "task_struct", "cpus_ptr" }, { "task_struct", "cgroups" },
	{ "task_struct", "real_parent" }, { "task_struct", "group_leader" },
	{ "cgroup", "kn" }, { "css_set", "dfl_cgrp" },
};

static bool is_rcu_field(const struct type *structure, const char *field)
{
	for (size_t i = 0; i < sizeof(rcu_fields) / sizeof(rcu_fields[0]); i++)
		if (!strcmp(rcu_fields[i].structure, structure->name) &&
		    !strcmp(rcu_fields[i].field, field))
			return true;
	return false;
}

static struct pointer_value evaluate_field(struct ownership *ownership, struct expr *expr)
{
	struct pointer_value base = evaluate(ownership, expr->field.base);
	const struct type *type = expr->field.base->type;

	expr->is_walked = false;
	expr->field.base->is_nullable = base.provenance != POINTER_PLAIN &&
					base.nullness == NULL_MAYBE;
	if (!is_usable(ownership, expr->field.base, base) || type->kind != TYPE_POINTER ||
	    base.provenance == POINTER_PLAIN || base.nullness != NULL_NO ||
	    expr->type->kind != TYPE_POINTER || !is_rcu_field(type->target, expr->field.name))
		return plain;
	expr->is_walked = true;
	return (struct pointer_value){ .provenance = POINTER_RCU, .nullness = NULL_NO };
}

static void visit_operand(void *context, struct expr **place)
{
	evaluate(context, *place);
}

static struct pointer_value evaluate_operands(struct ownership *ownership, struct expr *expr)
{
	tree_visit_operands(expr, visit_operand, ownership);
	return plain;
}

/* The kernel's own pointers in a probe's arguments. */
static struct pointer_value evaluate_argument(struct ownership *ownership, struct expr *expr)
{
	if (ownership->program->program.mechanism == MECHANISM_TYPED_TRACEPOINT &&
	    expr->type->kind == TYPE_POINTER)
		return (struct pointer_value){ .provenance = POINTER_TRUSTED };
	return plain;
}

/* What is known once EXPR turned out to be TRUTH. */
static void refine(struct ownership *ownership, const struct expr *expr, bool truth)
{
	struct pointer_value *value;
	bool is_equal;

	switch (expr->kind) {
	case EXPR_VARIABLE:
		value = &ownership->state->variables[expr->variable_ref->index];
		value->nullness = truth ? NULL_NO : NULL_YES;
		break;
	case EXPR_UNARY:
		if (expr->unary.operator == UNARY_NOT)
			refine(ownership, expr->unary.operand, !truth);
		break;
	case EXPR_BINARY:
		is_equal = expr->binary.operator == BINARY_EQUAL;
		if ((expr->binary.operator == BINARY_LOGICAL_AND && truth) ||
		    (expr->binary.operator == BINARY_LOGICAL_OR && !truth)) {
			refine(ownership, expr->binary.left, truth);
			refine(ownership, expr->binary.right, truth);
		} else if ((is_equal || expr->binary.operator == BINARY_NOT_EQUAL) &&
			   expr->binary.right->is_constant && !expr->binary.right->constant) {
			refine(ownership, expr->binary.left, truth != is_equal);
		}
		break;
	default:
		break;
	}
}

/* Runs OPERAND only where CONDITION is TRUTH, and joins with the other way. */
static struct pointer_value evaluate_under(struct ownership *ownership, struct expr *operand,
					   const struct expr *condition, bool truth)
{
	struct pointer_state *other = pointer_state_copy(arena_of(ownership), ownership->state);
	struct pointer_value value;

	refine(ownership, condition, truth);
	value = evaluate(ownership, operand);
	pointer_state_join(ownership->state, other);
	return value;
}

static struct pointer_value evaluate_binary(struct ownership *ownership, struct expr *expr)
{
	enum binary_operator operator = expr->binary.operator;

	if (operator != BINARY_LOGICAL_AND && operator != BINARY_LOGICAL_OR)
		return evaluate_operands(ownership, expr);
	evaluate(ownership, expr->binary.left);
	evaluate_under(ownership, expr->binary.right, expr->binary.left,
		       operator == BINARY_LOGICAL_AND);
	return plain;
}

static struct pointer_value evaluate_ternary(struct ownership *ownership, struct expr *expr)
{
	struct pointer_value then, otherwise;

	then = evaluate(ownership, expr->ternary.condition);
	if (expr->ternary.then)
		then = evaluate_under(ownership, expr->ternary.then, expr->ternary.condition, true);
	otherwise = evaluate_under(ownership, expr->ternary.otherwise, expr->ternary.condition,
				   false);
	return pointer_value_join(then, otherwise);
}

static struct pointer_value evaluate(struct ownership *ownership, struct expr *expr)
{
	struct pointer_value value;

	if (expr->is_constant) {
		value = plain;
		value.nullness = expr->constant ? NULL_NO : NULL_YES;
		return value;
	}
	if (expr->argument)
		return evaluate_argument(ownership, expr);
	switch (expr->kind) {
	case EXPR_VARIABLE:
		return ownership->state->variables[expr->variable_ref->index];
	case EXPR_FIELD:
		return evaluate_field(ownership, expr);
	case EXPR_CALL:
		if (expr->kfunc)
			return evaluate_kfunc(ownership, expr, NULL);
		break;
	case EXPR_BINARY:
		return evaluate_binary(ownership, expr);
	case EXPR_TERNARY:
		return evaluate_ternary(ownership, expr);
	case EXPR_CAST:
		value = evaluate(ownership, expr->cast.operand);
		return expr->type == expr->cast.operand->type ? value : plain;
	default:
		break;
	}
	if (expr->builtin && expr->builtin->flags & BUILTIN_TRUSTED) {
		expr->is_walked = true;
		return (struct pointer_value){ .provenance = POINTER_TRUSTED };
	}
	return evaluate_operands(ownership, expr);
}

/* ---- statements ---- */

/* Whether the kernel may run the loop's body as a function of its own. */
static bool may_call_back(const struct stmt *stmt)
{
	return stmt->kind == STMT_FOR_RANGE || stmt->kind == STMT_FOR_MAP;
}

/* A reference that is taken in such a body is given back in it. */
static void check_loop_owner(struct ownership *ownership, const struct variable *variable,
			     const struct expr *call)
{
	const struct variable_loop *loop = ownership->loop ? &ownership->loop->place : NULL;
	struct diag *diag;

	for (; loop && loop != variable->loops; loop = loop->outer) {
		if (!may_call_back(loop->stmt))
			continue;
		diag = diag_error(ownership->checker->diags, call->span,
				  "a reference that is acquired in a loop cannot leave it");
		diag_note(diag, variable->span, "$%s is declared outside of the loop",
			  variable->name);
		diag_hint(diag, "use a variable of the loop's body");
		return;
	}
}

static void report_owner(struct ownership *ownership, const struct variable *variable,
			 const struct expr *value)
{
	struct diag *diag;

	diag = diag_error(ownership->checker->diags, value->span,
			  "$%s holds references, and this is none that it could take",
			  variable->name);
	diag_hint(diag, "use another variable for what is only looked at");
}

static void assign(struct ownership *ownership, struct variable *variable, struct expr *value)
{
	struct pointer_value *slot = &ownership->state->variables[variable->index];
	bool acquires = value->kind == EXPR_CALL && value->kfunc &&
			value->kfunc->flags & KFUNC_ACQUIRE;
	struct pointer_value given;

	if (!acquires) {
		given = evaluate(ownership, value);
		if (variable->release && given.nullness != NULL_YES)
			report_owner(ownership, variable, value);
		/* What is copied is borrowed. */
		if (given.provenance == POINTER_OWNED && value->kind != EXPR_VARIABLE)
			given.provenance = POINTER_TRUSTED;
		*slot = given;
		return;
	}
	given = evaluate_kfunc(ownership, value, variable);
	if (variable->release)
		check_loop_owner(ownership, variable, value);
	*slot = given;
}

static void run_if(struct ownership *ownership, struct stmt *stmt)
{
	struct pointer_state *then, *other;

	evaluate(ownership, stmt->if_.condition);
	other = pointer_state_copy(arena_of(ownership), ownership->state);
	refine(ownership, stmt->if_.condition, true);
	run_list(ownership, stmt->if_.then);
	then = ownership->state;
	ownership->state = other;
	refine(ownership, stmt->if_.condition, false);
	run_list(ownership, stmt->if_.otherwise);
	pointer_state_join(ownership->state, then);
}

static void run_round(struct ownership *ownership, struct expr *condition, struct stmt *body)
{
	if (condition) {
		evaluate(ownership, condition);
		refine(ownership, condition, true);
	}
	run_list(ownership, body);
}

static void run_loop(struct ownership *ownership, struct stmt *stmt, struct expr *condition,
		     struct stmt *body)
{
	struct diag_set *diags = ownership->checker->diags;
	struct loop *loop = ARENA_NEW(arena_of(ownership), struct loop), *outer = ownership->loop;
	struct pointer_state *entry = pointer_state_copy(arena_of(ownership), ownership->state);
	bool was_muted = diags->muted, changed = true;
	unsigned rounds;

	loop->place.stmt = stmt;
	loop->place.outer = outer ? &outer->place : NULL;
	loop->after = pointer_state_copy(arena_of(ownership), ownership->state);
	ownership->loop = loop;
	diags->muted = true;
	for (rounds = 0; changed && rounds < 8; rounds++) {
		ownership->state = pointer_state_copy(arena_of(ownership), entry);
		run_round(ownership, condition, body);
		changed = pointer_state_join(entry, ownership->state);
	}
	diags->muted = was_muted;
	ownership->state = pointer_state_copy(arena_of(ownership), entry);
	run_round(ownership, condition, body);
	pointer_state_join(ownership->state, entry);
	pointer_state_join(ownership->state, loop->after);
	ownership->loop = outer;
}

static void check_end(struct ownership *ownership, struct span span)
{
	const struct pointer_state *state = ownership->state;
	struct diag *diag;

	if (state->is_dead || !state->section_depth)
		return;
	diag = diag_error(ownership->checker->diags, state->section,
			  "this section is still open where the probe ends");
	diag_note(diag, span, "it ends here");
}

static void run_jump(struct ownership *ownership)
{
	if (ownership->loop)
		pointer_state_join(ownership->loop->after, ownership->state);
	ownership->state->is_dead = true;
}

static void run_statement(struct ownership *ownership, struct stmt *stmt)
{
	struct expr *value;

	switch (stmt->kind) {
	case STMT_EXPRESSION:
	case STMT_DISCARD:
		value = stmt->expression.value;
		evaluate(ownership, value);
		if (value->builtin && value->builtin->flags & BUILTIN_ENDS) {
			check_end(ownership, stmt->span);
			ownership->state->is_dead = true;
		}
		break;
	case STMT_ASSIGN:
		if (stmt->assign.target->kind == EXPR_VARIABLE &&
		    stmt->assign.operator == BINARY_NONE) {
			assign(ownership, stmt->assign.target->variable_ref, stmt->assign.value);
			break;
		}
		evaluate(ownership, stmt->assign.target);
		evaluate(ownership, stmt->assign.value);
		break;
	case STMT_LET:
		if (stmt->let.value)
			assign(ownership, stmt->variable_ref, stmt->let.value);
		break;
	case STMT_IF:
		run_if(ownership, stmt);
		break;
	case STMT_WHILE:
		run_loop(ownership, stmt, stmt->while_.condition, stmt->while_.body);
		break;
	case STMT_FOR_RANGE:
		evaluate(ownership, stmt->for_range.from);
		evaluate(ownership, stmt->for_range.to);
		run_loop(ownership, stmt, NULL, stmt->for_range.body);
		break;
	case STMT_FOR_MAP:
		run_loop(ownership, stmt, NULL, stmt->for_map.body);
		break;
	case STMT_UNROLL:
		run_loop(ownership, stmt, NULL, stmt->unroll.body);
		break;
	case STMT_BREAK:
	case STMT_CONTINUE:
		run_jump(ownership);
		break;
	case STMT_RETURN:
		if (stmt->return_.value)
			evaluate(ownership, stmt->return_.value);
		check_end(ownership, stmt->span);
		ownership->state->is_dead = true;
		break;
	case STMT_BLOCK:
		run_list(ownership, stmt->block.body);
		break;
	}
}

static void run_list(struct ownership *ownership, struct stmt *list)
{
	for (; list && !ownership->state->is_dead; list = list->next)
		run_statement(ownership, list);
}

void ownership_check(struct checker *checker, struct program_record *program)
{
	struct ownership ownership = { .checker = checker, .program = program };
	unsigned most = program->program.variable_count;

	if (!program->has_kfuncs)
		return;
	ownership.state = pointer_state_new(checker->arena, most);
	if (program->program.predicate)
		evaluate(&ownership, program->program.predicate);
	run_list(&ownership, program->program.body);
	check_end(&ownership, program->program.probe->body_span);
}
