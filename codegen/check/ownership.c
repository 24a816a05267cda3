/*
 * Ownership: an abstract run of the program, statement by statement. Values are tracked
 * only as far as the verifier tracks them: a pointer that has been through a map, a tuple
 * or arithmetic is a plain one. Loops are run until nothing changes, in silence, then once
 * aloud.
 */
#include "codegen/check/ownership.h"

#include "codegen/builtin.h"
#include "codegen/check/checker.h"
#include "codegen/check/ownership_internal.h"
#include "codegen/check/probe_target.h"
#include "codegen/check/routine.h"

enum { LOOP_ROUNDS_MAX = 64 };

static struct arena *arena_of(const struct ownership *ownership)
{
	return ownership->checker->arena;
}

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
	ownership_refine(ownership, stmt->if_.condition, true);
	ownership_run(ownership, stmt->if_.then);
	then = ownership->state;
	ownership->state = other;
	ownership_refine(ownership, stmt->if_.condition, false);
	ownership_run(ownership, stmt->if_.otherwise);
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
		ownership_refine(ownership, condition, true);
	}
	ownership_run(ownership, body);
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
		ownership_refine(ownership, condition, false);
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
		ownership_change(ownership, target, target);
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
		ownership_run(ownership, stmt->block.body);
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
	ownership_run(ownership, list);
	ownership->is_unreachable = was_unreachable;
	ownership->checker->diags->muted = was_muted;
	ownership->state = dead;
}

void ownership_run(struct ownership *ownership, struct stmt *list)
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
		ownership_run(ownership, routine->body);
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
	ownership_run(ownership, program->body);
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
