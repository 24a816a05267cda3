/*
 * Ownership: an abstract run of the program. Values are tracked only as far as the
 * verifier tracks them: a pointer that has been through a map, a tuple or arithmetic
 * is a plain one. Loops are run until nothing changes, in silence, then once aloud.
 */
#include "codegen/check/ownership.h"

#include <string.h>

#include "codegen/builtin.h"
#include "codegen/check/checker.h"
#include "codegen/check/ownership_internal.h"
#include "codegen/check/probe_target.h"
#include "codegen/check/routine.h"
#include "codegen/target/target.h"
#include "parser/tree_walk.h"

enum { LOOP_ROUNDS_MAX = 64 };

static const struct pointer_value plain = { .nullness = NULL_MAYBE };

static void run_list(struct ownership *ownership, struct stmt *list);

static struct arena *arena_of(const struct ownership *ownership)
{
	return ownership->checker->arena;
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

/* The kernel's own pointers in a probe's arguments. */
static struct pointer_value evaluate_argument(struct ownership *ownership, struct expr *expr)
{
	if (ownership->program->program.mechanism == MECHANISM_TYPED_TRACEPOINT &&
	    expr->type->kind == TYPE_POINTER)
		return (struct pointer_value){ .provenance = POINTER_TRUSTED };
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

static void refine(struct ownership *ownership, const struct expr *expr, bool truth);

/* a && b that is true, a || b that is not: both; otherwise the first, or not it and the second. */
static void refine_logical(struct ownership *ownership, const struct expr *expr, bool truth)
{
	struct pointer_state *first, *second;

	if ((expr->binary.operator == BINARY_LOGICAL_AND) == truth) {
		refine(ownership, expr->binary.left, truth);
		refine(ownership, expr->binary.right, truth);
		return;
	}
	first = pointer_state_copy(arena_of(ownership), ownership->state);
	refine(ownership, expr->binary.left, !truth);
	refine(ownership, expr->binary.right, truth);
	second = ownership->state;
	ownership->state = first;
	refine(ownership, expr->binary.left, truth);
	pointer_state_join(ownership->state, second);
}

/* What is known once EXPR turned out to be TRUTH. */
static void refine(struct ownership *ownership, const struct expr *expr, bool truth)
{
	bool is_equal;

	switch (expr->kind) {
	case EXPR_VARIABLE:
		refine_variable(ownership, expr, truth);
		break;
	case EXPR_UNARY:
		if (expr->unary.operator == UNARY_NOT)
			refine(ownership, expr->unary.operand, !truth);
		break;
	case EXPR_BINARY:
		is_equal = expr->binary.operator == BINARY_EQUAL;
		if (expr->binary.operator == BINARY_LOGICAL_AND ||
		    expr->binary.operator == BINARY_LOGICAL_OR)
			refine_logical(ownership, expr, truth);
		else if (is_equal || expr->binary.operator == BINARY_NOT_EQUAL) {
			if (is_zero(expr->binary.right))
				refine(ownership, expr->binary.left, truth != is_equal);
			else if (is_zero(expr->binary.left))
				refine(ownership, expr->binary.right, truth != is_equal);
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

/* The variable TARGET is computed anew by EXPR, from what it was. */
static void change(struct ownership *ownership, const struct expr *target,
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
	case EXPR_INCREMENT:
		if (expr->increment.target->kind == EXPR_VARIABLE)
			change(ownership, expr->increment.target, expr);
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

/* ---- statements ---- */

/* Whether the kernel may run the loop's body as a function of its own. */
static bool may_call_back(const struct stmt *stmt)
{
	if (stmt->kind == STMT_FOR_CALL)
		return stmt->iteration && stmt->iteration->calls_back;
	return stmt->kind == STMT_FOR_RANGE || stmt->kind == STMT_FOR_MAP;
}

static void declare(struct ownership *ownership, struct variable *variable)
{
	struct ownership_variable *known = &ownership->variables[variable->index];

	if (known->is_declared)
		return;
	known->is_declared = true;
	variable->is_pointer |= variable->type && variable->type->kind == TYPE_POINTER;
	known->loops = ownership->loop ? &ownership->loop->place : NULL;
	variable->loops = known->loops;
}

/* A reference that is taken in such a body is given back in it. */
static void check_loop_owner(struct ownership *ownership, const struct variable *variable,
			     const struct expr *call)
{
	const struct variable_loop *loop = ownership->loop ? &ownership->loop->place : NULL;

	for (; loop && loop != variable->loops; loop = loop->outer) {
		if (!may_call_back(loop->stmt))
			continue;
		ownership_report_loop(ownership, variable, call);
		return;
	}
}

/* Unchecked, the variable keeps what was released; what owns it is another slot. */
static struct variable *shadow_of(struct ownership *ownership, const struct variable *variable)
{
	struct ownership_variable *known = &ownership->variables[variable->index];

	if (!known->shadow) {
		known->shadow = ownership_add_slot(ownership, variable->type, variable->span);
		known->shadow->loops = known->loops;
	}
	return known->shadow;
}

static void assign(struct ownership *ownership, struct variable *variable, struct expr *value)
{
	bool acquires = value->kind == EXPR_CALL && value->kfunc && !value->is_constant &&
			value->kfunc->flags & KFUNC_ACQUIRE;
	struct pointer_value given;

	declare(ownership, variable);
	if (acquires && ownership->is_unchecked) {
		value->variable_ref = shadow_of(ownership, variable);
		given = ownership_call(ownership, value, value->variable_ref);
	} else if (acquires) {
		given = ownership_call(ownership, value, variable);
		if (variable->release)
			check_loop_owner(ownership, variable, value);
	} else {
		given = ownership_evaluate(ownership, value);
		if (variable->release && given.nullness != NULL_YES)
			ownership_report_owner(ownership, variable, value);
		if (variable->release)
			ownership_drop(ownership, variable, value->span,
				       "released here, where its variable is emptied");
	}
	ownership->state->variables[variable->index] = given;
}

static void run_if(struct ownership *ownership, struct stmt *stmt)
{
	struct pointer_state *then, *other;

	ownership_evaluate(ownership, stmt->if_.condition);
	other = pointer_state_copy(arena_of(ownership), ownership->state);
	refine(ownership, stmt->if_.condition, true);
	run_list(ownership, stmt->if_.then);
	then = ownership->state;
	ownership->state = other;
	refine(ownership, stmt->if_.condition, false);
	run_list(ownership, stmt->if_.otherwise);
	pointer_state_join(ownership->state, then);
}

/* At the end of each of its rounds a loop gives back what its own variables hold. */
static void end_round(struct ownership *ownership)
{
	struct ownership_loop *loop = ownership->loop;
	const struct reference *reference;

	if (ownership->state->is_dead)
		return;
	for (reference = ownership->references; reference; reference = reference->next)
		if (reference->owner && reference->owner->loops == &loop->place)
			ownership_drop(ownership, reference->owner, loop->place.stmt->span,
				       "released where the round of this loop ends");
}

/* One round from ENTRY, which it adds to; true when that knew less before. */
static bool run_round(struct ownership *ownership, struct pointer_state *entry,
		      struct stmt *stmt, struct expr *condition, struct stmt *body)
{
	struct ownership_loop *loop = ownership->loop;

	loop->next->is_dead = true;
	ownership->state = pointer_state_copy(arena_of(ownership), entry);
	if (stmt->kind == STMT_FOR_CALL)
		ownership->state->variables[stmt->variable_ref->index] =
			ownership_element(ownership, stmt);
	if (condition) {
		ownership_evaluate(ownership, condition);
		refine(ownership, condition, true);
	}
	run_list(ownership, body);
	end_round(ownership);
	pointer_state_join(ownership->state, loop->next);
	return pointer_state_join(entry, ownership->state);
}

/* Loops of which it is known, by the verifier too, that they run at least one round. */
static bool runs_once(const struct stmt *stmt)
{
	const struct expr *from, *to;
	int64_t rounds;

	if (stmt->kind == STMT_UNROLL)
		return stmt->unroll.count->constant > 0;
	if (stmt->kind != STMT_FOR_RANGE)
		return false;
	from = stmt->for_range.from;
	to = stmt->for_range.to;
	rounds = (int64_t)(to->constant - from->constant);
	return from->is_constant && to->is_constant && rounds > 0 && rounds <= SCOPE_INLINE_ROUNDS;
}

static struct ownership_loop *open_loop(struct ownership *ownership, struct stmt *stmt)
{
	struct ownership_loop *outer = ownership->loop, *loop;

	/* The same each time, as variables point to it. */
	for (loop = ownership->loops; loop; loop = loop->earlier)
		if (loop->place.stmt == stmt)
			break;
	if (!loop) {
		loop = ARENA_NEW(arena_of(ownership), struct ownership_loop);
		loop->place.stmt = stmt;
		loop->place.outer = outer ? &outer->place : NULL;
		loop->earlier = ownership->loops;
		ownership->loops = loop;
	}
	ownership->state->is_widened |= !runs_once(stmt) &&
					(may_call_back(stmt) || stmt->kind == STMT_FOR_CALL);
	loop->after = pointer_state_copy(arena_of(ownership), ownership->state);
	loop->next = pointer_state_copy(arena_of(ownership), ownership->state);
	loop->after->is_dead = true;
	ownership->loop = loop;
	return loop;
}

static void run_loop(struct ownership *ownership, struct stmt *stmt, struct expr *condition,
		     struct stmt *body)
{
	struct diag_set *diags = ownership->checker->diags;
	struct ownership_loop *outer = ownership->loop, *loop = open_loop(ownership, stmt);
	struct pointer_state *entry = pointer_state_copy(arena_of(ownership), ownership->state);
	bool was_muted = diags->muted;
	unsigned rounds = 0;

	diags->muted = true;
	while (run_round(ownership, entry, stmt, condition, body) && ++rounds < LOOP_ROUNDS_MAX)
		;
	diags->muted = was_muted;
	run_round(ownership, entry, stmt, condition, body);
	if (!runs_once(stmt))
		ownership->state = entry;
	if (condition) {
		ownership_evaluate(ownership, condition);
		refine(ownership, condition, false);
	}
	pointer_state_join(ownership->state, loop->after);
	ownership->loop = outer;
}

static void check_end(struct ownership *ownership, struct span span)
{
	const struct pointer_state *state = ownership->state;

	for (unsigned i = 0; i < KFUNC_SECTIONS && !state->is_dead; i++)
		if (state->sections[i].most)
			ownership_report_open(ownership, &state->sections[i], span);
}

static void run_jump(struct ownership *ownership, bool is_break)
{
	struct ownership_loop *loop = ownership->loop;

	end_round(ownership);
	if (!ownership->is_unreachable)
		pointer_state_join(is_break ? loop->after : loop->next, ownership->state);
	ownership->state->is_dead = true;
}

static void run_let(struct ownership *ownership, struct stmt *stmt)
{
	struct variable *variable = stmt->variable_ref;

	declare(ownership, variable);
	if (stmt->let.value) {
		assign(ownership, variable, stmt->let.value);
		return;
	}
	ownership_drop(ownership, variable, stmt->span,
		       "released here, where its variable is emptied");
	ownership->state->variables[variable->index] =
		(struct pointer_value){ .nullness = NULL_YES };
}

static void run_assign(struct ownership *ownership, struct stmt *stmt)
{
	struct expr *target = stmt->assign.target;

	if (target->kind == EXPR_VARIABLE && target->variable_ref &&
	    stmt->assign.operator == BINARY_NONE) {
		assign(ownership, target->variable_ref, stmt->assign.value);
		return;
	}
	ownership_evaluate(ownership, target);
	ownership_evaluate(ownership, stmt->assign.value);
	if (target->kind == EXPR_VARIABLE)
		change(ownership, target, target);
}

static void run_statement(struct ownership *ownership, struct stmt *stmt)
{
	struct expr *value;

	switch (stmt->kind) {
	case STMT_EXPRESSION:
	case STMT_DISCARD:
		value = stmt->expression.value;
		ownership_evaluate(ownership, value);
		if (value->builtin && value->builtin->flags & BUILTIN_ENDS) {
			check_end(ownership, stmt->span);
			ownership->state->is_dead = true;
		}
		break;
	case STMT_ASSIGN:
		run_assign(ownership, stmt);
		break;
	case STMT_LET:
		run_let(ownership, stmt);
		break;
	case STMT_IF:
		run_if(ownership, stmt);
		break;
	case STMT_WHILE:
		run_loop(ownership, stmt, stmt->while_.condition, stmt->while_.body);
		break;
	case STMT_FOR_RANGE:
		ownership_evaluate(ownership, stmt->for_range.from);
		ownership_evaluate(ownership, stmt->for_range.to);
		run_loop(ownership, stmt, NULL, stmt->for_range.body);
		break;
	case STMT_FOR_MAP:
		run_loop(ownership, stmt, NULL, stmt->for_map.body);
		break;
	case STMT_FOR_CALL:
		ownership_begin_iteration(ownership, stmt);
		run_loop(ownership, stmt, NULL, stmt->for_call.body);
		ownership_end_iteration(ownership, stmt);
		break;
	case STMT_UNROLL:
		run_loop(ownership, stmt, NULL, stmt->unroll.body);
		break;
	case STMT_BREAK:
	case STMT_CONTINUE:
		run_jump(ownership, stmt->kind == STMT_BREAK);
		break;
	case STMT_RETURN:
		if (stmt->return_.value)
			ownership_evaluate(ownership, stmt->return_.value);
		check_end(ownership, stmt->span);
		ownership->state->is_dead = true;
		break;
	case STMT_BLOCK:
		run_list(ownership, stmt->block.body);
		break;
	}
}

/* What is never come to is marked for the emitter all the same, and nothing is said. */
static void run_unreachable(struct ownership *ownership, struct stmt *list)
{
	struct pointer_state *dead = ownership->state;
	bool was_muted = ownership->checker->diags->muted;
	bool was_unreachable = ownership->is_unreachable;

	ownership->state = pointer_state_copy(arena_of(ownership), dead);
	ownership->state->is_dead = false;
	ownership->checker->diags->muted = true;
	ownership->is_unreachable = true;
	run_list(ownership, list);
	ownership->is_unreachable = was_unreachable;
	ownership->checker->diags->muted = was_muted;
	ownership->state = dead;
}

static void run_list(struct ownership *ownership, struct stmt *list)
{
	for (; list && !ownership->state->is_dead; list = list->next)
		run_statement(ownership, list);
	if (list)
		run_unreachable(ownership, list);
}

/* An fn gets plain pointers only, and gives back by itself what it acquires. */
static void run_routines(struct ownership *ownership)
{
	const struct routine *routine = routine_list(ownership->program);
	const struct checked_program *program = &ownership->program->program;

	for (; routine; routine = routine->next) {
		ownership->state = pointer_state_new(arena_of(ownership), program->variable_count);
		run_list(ownership, routine->body);
		check_end(ownership, routine->declaration->body_span);
	}
}

/* One run through the whole program. */
static void run_program(struct ownership *ownership)
{
	struct checked_program *program = &ownership->program->program;

	ownership->state = pointer_state_new(arena_of(ownership), program->variable_count);
	if (program->predicate)
		ownership_evaluate(ownership, program->predicate);
	run_list(ownership, program->body);
	check_end(ownership, program->probe->body_span);
	run_routines(ownership);
}

void ownership_check(struct checker *checker, struct program_record *program)
{
	struct ownership ownership = {
		.checker = checker,
		.program = program,
		.is_unchecked = !checker->settings.check_ownership,
	};
	bool was_muted = checker->diags->muted;

	if (!program->has_kfuncs && !program->has_iterators)
		return;
	ownership.variables = ARENA_NEW_ARRAY(checker->arena, struct ownership_variable,
					      program->program.variable_count + 1);
	/* The first run finds the variables that own. */
	checker->diags->muted = true;
	run_program(&ownership);
	checker->diags->muted = was_muted || ownership.is_unchecked;
	run_program(&ownership);
	checker->diags->muted = was_muted;
}
