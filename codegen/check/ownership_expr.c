/*
 * Ownership, expressions: what is known of their values, and what a condition that turned
 * out true or false says of the variables in it. Fields that the verifier follows are
 * marked for the emitter.
 */
#include "codegen/check/ownership_internal.h"

#include <string.h>

#include "codegen/builtin.h"
#include "codegen/check/checker.h"
#include "codegen/check/probe_target.h"
#include "codegen/target/target.h"
#include "parser/tree_walk.h"

static const struct pointer_value plain = { .nullness = NULL_MAYBE };

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

/* Fields that are read as the verifier follows pointers: a load, no call of a helper. */
static bool is_walked(struct ownership *ownership, const struct expr *expr,
		      struct pointer_value base)
{
	if (expr->field.base->type->kind != TYPE_POINTER || base.provenance == POINTER_PLAIN ||
	    !expr->member || expr->member->bit_size || expr->argument)
		return false;
	if (ownership->is_unchecked)
		return type_is_scalar(expr->type);
	return base.nullness == NULL_NO && expr->type->kind == TYPE_POINTER &&
	       is_rcu_field(expr->field.base->type->target, expr->field.name);
}

static struct pointer_value evaluate_field(struct ownership *ownership, struct expr *expr)
{
	struct pointer_value base = ownership_evaluate(ownership, expr->field.base);
	bool is_usable = ownership_is_usable(ownership, expr->field.base, base);

	expr->is_walked = (is_usable || ownership->is_unchecked) && is_walked(ownership, expr, base);
	expr->field.base->is_nullable = !expr->is_walked && base.provenance != POINTER_PLAIN &&
					base.nullness == NULL_MAYBE;
	if (!expr->is_walked || expr->type->kind != TYPE_POINTER ||
	    !is_rcu_field(expr->field.base->type->target, expr->field.name))
		return plain;
	return (struct pointer_value){ .provenance = POINTER_RCU, .nullness = NULL_NO };
}

static void visit_operand(void *context, struct expr **place)
{
	ownership_evaluate(context, *place);
}

static struct pointer_value evaluate_operands(struct ownership *ownership, struct expr *expr)
{
	tree_visit_operands(expr, visit_operand, ownership);
	return plain;
}

/* In one of the probe's tracepoints; a word of the context is an argument. */
static bool may_be_null(struct ownership *ownership, const struct argument *argument)
{
	const struct probe_target *target;

	for (target = ownership->program->targets; target; target = target->next)
		if (target_may_be_null(ownership->checker->target, target->plan.symbol,
				       argument->offset / sizeof(uint64_t)))
			return true;
	return false;
}

/*
 * Elements of iterators that the verifier takes for valid since 6.7, which has a struct for that.
 * Where the iteration ends they are NULL, which only a test rules out for it.
 */
static bool is_valid_element(struct ownership *ownership, const struct argument *argument)
{
	static const char *const elements[] = { "task", "cgroup" };
	const struct probe_target *target = ownership->program->targets;

	for (size_t i = 0; i < sizeof(elements) / sizeof(elements[0]); i++)
		if (target && !strcmp(target->plan.symbol, elements[i]) &&
		    !strcmp(argument->name, elements[i]))
			return target_find_struct(ownership->checker->target,
						  "bpf_iter__task__safe_trusted", false);
	return false;
}

/* The kernel's own pointers in a probe's arguments. */
static struct pointer_value evaluate_argument(struct ownership *ownership, struct expr *expr)
{
	if (ownership->program->program.mechanism == MECHANISM_ITERATOR &&
	    expr->type->kind == TYPE_POINTER && is_valid_element(ownership, expr->argument))
		return (struct pointer_value){
			.provenance = POINTER_TRUSTED, .nullness = NULL_MAYBE,
		};
	if (ownership->program->program.mechanism == MECHANISM_TYPED_TRACEPOINT &&
	    expr->type->kind == TYPE_POINTER)
		return (struct pointer_value){
			.provenance = POINTER_TRUSTED,
			.nullness = may_be_null(ownership, expr->argument) ? NULL_MAYBE : NULL_NO,
		};
	return plain;
}

/* A variable turned out to be VALUE, and so did all that hold the same. */
static void refine_copies(struct pointer_state *state, struct pointer_value value)
{
	struct pointer_value *other;

	if (!value.reference || value.lost || (value.nullness == NULL_YES && !value.is_exact))
		return;
	for (unsigned i = 0; i < state->variable_count; i++) {
		other = &state->variables[i];
		if (other->reference == value.reference && other->is_exact && !other->lost)
			other->nullness = value.nullness;
	}
}

static void refine_variable(struct ownership *ownership, const struct expr *expr, bool truth)
{
	struct pointer_state *state = ownership->state;
	struct pointer_value *value;

	if (!expr->variable_ref)
		return;
	value = &state->variables[expr->variable_ref->index];
	/* The verifier knows as well which way is never gone. */
	if (truth ? value->nullness == NULL_YES && !state->is_widened :
	    value->nullness == NULL_NO && value->provenance >= POINTER_TRUSTED && !value->lost)
		state->is_dead = true;
	value->nullness = truth ? NULL_NO : NULL_YES;
	refine_copies(state, *value);
}

static bool is_zero(const struct expr *expr)
{
	return expr->is_constant && !expr->constant;
}

/* a && b that is true, a || b that is not: both; otherwise the first, or not it and the second. */
static void refine_logical(struct ownership *ownership, const struct expr *expr, bool truth)
{
	struct pointer_state *first, *second;

	if ((expr->binary.operator == BINARY_LOGICAL_AND) == truth) {
		ownership_refine(ownership, expr->binary.left, truth);
		ownership_refine(ownership, expr->binary.right, truth);
		return;
	}
	first = pointer_state_copy(ownership->checker->arena, ownership->state);
	ownership_refine(ownership, expr->binary.left, !truth);
	ownership_refine(ownership, expr->binary.right, truth);
	second = ownership->state;
	ownership->state = first;
	ownership_refine(ownership, expr->binary.left, truth);
	pointer_state_join(ownership->state, second);
}

void ownership_refine(struct ownership *ownership, const struct expr *expr, bool truth)
{
	bool is_equal;

	switch (expr->kind) {
	case EXPR_VARIABLE:
		refine_variable(ownership, expr, truth);
		break;
	case EXPR_UNARY:
		if (expr->unary.operator == UNARY_NOT)
			ownership_refine(ownership, expr->unary.operand, !truth);
		break;
	case EXPR_BINARY:
		is_equal = expr->binary.operator == BINARY_EQUAL;
		if (expr->binary.operator == BINARY_LOGICAL_AND ||
		    expr->binary.operator == BINARY_LOGICAL_OR)
			refine_logical(ownership, expr, truth);
		else if (is_equal || expr->binary.operator == BINARY_NOT_EQUAL) {
			if (is_zero(expr->binary.right))
				ownership_refine(ownership, expr->binary.left, truth != is_equal);
			else if (is_zero(expr->binary.left))
				ownership_refine(ownership, expr->binary.right, truth != is_equal);
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
	struct pointer_state *other = pointer_state_copy(ownership->checker->arena, ownership->state);
	struct pointer_value value;

	ownership_refine(ownership, condition, truth);
	value = ownership_evaluate(ownership, operand);
	pointer_state_join(ownership->state, other);
	return value;
}

static struct pointer_value evaluate_binary(struct ownership *ownership, struct expr *expr)
{
	enum binary_operator operator = expr->binary.operator;

	if (operator != BINARY_LOGICAL_AND && operator != BINARY_LOGICAL_OR)
		return evaluate_operands(ownership, expr);
	ownership_evaluate(ownership, expr->binary.left);
	evaluate_under(ownership, expr->binary.right, expr->binary.left,
		       operator == BINARY_LOGICAL_AND);
	return plain;
}

static struct pointer_value evaluate_ternary(struct ownership *ownership, struct expr *expr)
{
	struct pointer_value then, otherwise;

	then = ownership_evaluate(ownership, expr->ternary.condition);
	if (expr->ternary.then)
		then = evaluate_under(ownership, expr->ternary.then, expr->ternary.condition, true);
	otherwise = evaluate_under(ownership, expr->ternary.otherwise, expr->ternary.condition,
				   false);
	return pointer_value_join(then, otherwise);
}

void ownership_change(struct ownership *ownership, const struct expr *target,
		      const struct expr *expr)
{
	struct variable *variable = target->variable_ref;

	if (!variable)
		return;
	if (variable->release)
		ownership_report_owner(ownership, variable, expr);
	ownership->state->variables[variable->index] = plain;
}

struct pointer_value ownership_evaluate(struct ownership *ownership, struct expr *expr)
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
		/* One that was complained about is none. */
		return expr->variable_ref ?
		       ownership->state->variables[expr->variable_ref->index] : plain;
	case EXPR_FIELD:
		return evaluate_field(ownership, expr);
	case EXPR_CALL:
		if (expr->kfunc)
			return ownership_call(ownership, expr, NULL);
		break;
	case EXPR_BINARY:
		return evaluate_binary(ownership, expr);
	case EXPR_TERNARY:
		return evaluate_ternary(ownership, expr);
	case EXPR_BLOCK:
		ownership_run(ownership, expr->block.body);
		return expr->block.value ? ownership_evaluate(ownership, expr->block.value) : plain;
	case EXPR_INCREMENT:
		if (expr->increment.target->kind == EXPR_VARIABLE)
			ownership_change(ownership, expr->increment.target, expr);
		return plain;
	case EXPR_CAST:
		value = ownership_evaluate(ownership, expr->cast.operand);
		return expr->type == expr->cast.operand->type ? value : plain;
	default:
		break;
	}
	/* Kernels without such functions may have no pointers that the verifier follows. */
	if (expr->builtin && expr->builtin->flags & BUILTIN_TRUSTED &&
	    ownership->program->has_kfuncs) {
		expr->is_walked = true;
		return (struct pointer_value){ .provenance = POINTER_TRUSTED };
	}
	return evaluate_operands(ownership, expr);
}
