/*
 * Routine: calls are checked against the declaration, and each body once a round in
 * every program that calls it, after the program's own body.
 */
#include "codegen/check/routine.h"

#include <string.h>

#include "codegen/check/checker.h"
#include "codegen/check/expr.h"
#include "codegen/check/flow.h"
#include "codegen/check/statement.h"
#include "codegen/check/variable.h"
#include "parser/tree_clone.h"
#include "parser/tree_walk.h"

/* The kernel lets 8 functions of a program wait for each other; loops and paths take some. */
enum { CALLS_DEEP = 5 };

const struct routine_declaration *routine_find(const struct program *program, const char *name)
{
	const struct routine_declaration *routine;

	for (routine = program->routines; routine; routine = routine->next)
		if (!strcmp(routine->name, name))
			return routine;
	return NULL;
}

/* ---- who calls whom ---- */

/* The calls that lead to the body being looked at, the last first. */
struct chain {
	struct checker *checker;
	const struct routine_declaration *routine;
	const struct expr *call;	/* by which it was come to; NULL: none */
	unsigned length;
	const struct chain *outer;
};

static void follow(const struct chain *chain);

static bool is_waiting(const struct chain *chain, const struct routine_declaration *routine)
{
	for (; chain; chain = chain->outer)
		if (chain->routine == routine)
			return true;
	return false;
}

static void report_recursion(const struct chain *chain, const struct expr *call)
{
	struct diag *diag = diag_error(chain->checker->diags, call->span,
				       "%s calls itself, which a BPF function cannot",
				       call->call.name);

	for (; strcmp(chain->routine->name, call->call.name); chain = chain->outer)
		diag_note(diag, chain->call->span, "%s is called here", chain->routine->name);
	diag_hint(diag, "a loop does the same: while (...) { ... } or for $i : 0..n { ... }");
}

static void follow_call(const struct chain *chain, const struct expr *call)
{
	struct chain inner = {
		.checker = chain->checker, .call = call, .length = chain->length + 1,
		.outer = chain,
	};

	inner.routine = routine_find(chain->checker->tree, call->call.name);
	if (is_waiting(chain, inner.routine))
		report_recursion(chain, call);
	else if (inner.length > CALLS_DEEP)
		diag_hint(diag_error(chain->checker->diags, call->span, "this is the call of an fn "
				     "in %u others that wait for it; the kernel allows %d",
				     inner.length - 1, CALLS_DEEP - 1),
			  "let one of them do what the next one does");
	else
		follow(&inner);
}

static void follow_expr(void *context, struct expr **place)
{
	tree_visit_operands(*place, follow_expr, context);
	if ((*place)->kind == EXPR_INVOKE)
		follow_call(context, *place);
}

static void follow_block(void *context, struct stmt **list)
{
	struct stmt *stmt;

	for (stmt = *list; stmt; stmt = stmt->next) {
		tree_visit_values(stmt, follow_expr, context);
		tree_visit_blocks(stmt, follow_block, context);
	}
}

static void follow(const struct chain *chain)
{
	struct stmt *body = chain->routine->body;
	struct chain copy = *chain;

	follow_block(&copy, &body);
}

void routine_check_declarations(struct checker *checker)
{
	const struct routine_declaration *routine, *other;
	struct diag *diag;

	for (routine = checker->tree->routines; routine; routine = routine->next) {
		struct chain chain = { .checker = checker, .routine = routine, .length = 1 };

		other = routine_find(checker->tree, routine->name);
		if (other != routine) {
			diag = diag_error(checker->diags, routine->name_span,
					  "there are two fn %s", routine->name);
			diag_note(diag, other->name_span, "the first is here");
			continue;
		}
		follow(&chain);
	}
}

/* ---- what a program has of it ---- */

static struct routine_record *record_of(struct checker *checker,
					const struct routine_declaration *declaration)
{
	struct program_record *program = checker->current;
	struct routine_record *record;

	for (record = program->routines; record; record = record->next)
		if (record->routine.declaration == declaration)
			return record;
	record = ARENA_NEW(checker->arena, struct routine_record);
	record->routine.declaration = declaration;
	record->routine.body = program->is_trial ? declaration->body :
			       tree_clone_stmts(checker->arena, declaration->body);
	if (!program->routines)
		program->routines_end = &program->routines;
	*program->routines_end = record;
	program->routines_end = &record->next;
	return record;
}

void routine_begin_round(struct program_record *program)
{
	struct routine_record *record;

	for (record = program->routines; record; record = record->next) {
		record->call = NULL;
		record->is_checked = false;
	}
}

/* ---- calls ---- */

static const char *prototype_of(struct checker *checker,
				const struct routine_declaration *declaration)
{
	const struct routine_parameter *parameter;
	const char *text = arena_printf(checker->arena, "%s(", declaration->name);

	for (parameter = declaration->parameters; parameter; parameter = parameter->next)
		text = arena_printf(checker->arena, "%s$%s%s", text, parameter->name,
				    parameter->next ? ", " : "");
	return arena_printf(checker->arena, "%s)", text);
}

/* Makes NAME a variable of the fn that has the type written at TYPE_NAME. */
static struct variable_record *declare(struct checker *checker, const char *name,
				       struct span span, const struct type_name *type_name)
{
	const struct type *type = cast_find_type(checker, type_name);
	struct variable_record *variable = variable_declare(checker, name, span);

	if (type && type->kind != TYPE_VOID)
		variable_set_type(checker, variable, type, type_name->span);
	else if (type)
		diag_error(checker->diags, type_name->span, "a parameter cannot be void");
	return variable;
}

static bool returns_nothing(const struct routine_declaration *declaration)
{
	const struct type_name *result = declaration->result;

	return !result || (result->kind == TYPE_NAME_PLAIN && !result->suffixes &&
			   !strcmp(result->name, "void"));
}

static void declare_result(struct checker *checker, struct routine_record *record)
{
	const struct routine_declaration *declaration = record->routine.declaration;

	record->type = &type_void;
	if (returns_nothing(declaration))
		return;
	record->type = cast_find_type(checker, declaration->result);
	if (!record->type)
		record->type = &type_error;
	/* No variable that a script names is called like that. */
	record->result = variable_declare(checker, arena_printf(checker->arena, "%s()",
								declaration->name),
					  declaration->name_span);
	record->result->shown = arena_printf(checker->arena, "the result of %s",
					     declaration->name);
	if (record->type->kind != TYPE_ERROR)
		variable_set_type(checker, record->result, record->type,
				  declaration->result->span);
	record->routine.result = &record->result->variable;
}

/* Parameters and result of an fn that is called for the first time in this round. */
static void declare_all(struct checker *checker, struct routine_record *record)
{
	const struct routine_declaration *declaration = record->routine.declaration;
	struct scope_name *scope = checker->scope;
	struct routine_record *outer = checker->routine;
	const struct routine_parameter *parameter;
	uint32_t count = 0;

	checker->routine = record;
	checker->scope = NULL;
	declare_result(checker, record);
	for (parameter = declaration->parameters; parameter; parameter = parameter->next) {
		if (count == ROUTINE_PARAMETERS) {
			diag_error(checker->diags, parameter->span, "an fn has at most %d "
				   "parameters", ROUTINE_PARAMETERS);
			break;
		}
		record->parameters[count] = declare(checker, parameter->name,
						    parameter->name_span, parameter->type_name);
		record->routine.parameters[count] = &record->parameters[count]->variable;
		count++;
	}
	record->routine.parameter_count = count;
	checker->routine = outer;
	checker->scope = scope;
}

static bool is_loose(const struct type *target)
{
	return target->kind == TYPE_VOID || target->size == 1;
}

/* (struct T *)0 leads nowhere, so into nobody's memory. */
static bool is_null(const struct expr *value)
{
	while (value->kind == EXPR_CAST)
		value = value->cast.operand;
	return value->kind == EXPR_INTEGER && !value->integer.value;
}

/* Pointers are held to what they point to; whose memory that is follows the first value. */
static bool settle_pointer(struct checker *checker, struct variable_record *variable,
			   struct expr *value)
{
	const struct type *declared = variable->declared, *given = value->type;
	struct diag *diag;

	if (!declared || declared->kind != TYPE_POINTER || given->kind != TYPE_POINTER)
		return true;
	if (declared->target != given->target && !is_loose(declared->target) &&
	    !is_loose(given->target)) {
		diag = checker_fail(checker, value, "%s is %s, and this is %s", variable->shown,
				    checker_type_name(checker, declared),
				    checker_type_name(checker, given));
		diag_hint(diag, "if that is meant, cast it: (%s)...",
			  checker_type_name(checker, declared));
		return false;
	}
	if (is_null(value)) {
		value->type = variable->stored;
		return true;
	}
	if (variable->stored == declared && declared->space != given->space) {
		variable->stored = type_pointer(checker->types, declared->target, given->space);
		variable->growing.now = variable->stored;
	}
	if (variable->stored->space == given->space)
		return true;
	checker_fail(checker, value, "%s leads into the memory of %s here, and elsewhere into that "
		     "of %s", variable->shown,
		     given->space == SPACE_USER ? "the process" : "the kernel",
		     given->space == SPACE_USER ? "the kernel" : "the process");
	return false;
}

static void give(struct checker *checker, struct variable_record *variable, struct expr *value)
{
	expr_settle_number(checker, value);
	if (value->type->kind == TYPE_ERROR || !variable->declared)
		return;
	/* A pointer to one other thing would make the whole a pointer to anything. */
	if (settle_pointer(checker, variable, value)) {
		variable_give(checker, variable, value);
		variable->growing.now = variable->stored;
	}
}

static bool has_right_count(struct checker *checker, struct expr *call,
			    const struct routine_record *record)
{
	uint32_t given = 0, count = record->routine.parameter_count;
	const struct expr *argument;
	struct diag *diag;

	for (argument = call->call.arguments; argument; argument = argument->next)
		given++;
	if (given == count)
		return true;
	diag = checker_fail(checker, call, "%s takes %u argument%s and got %u", call->call.name,
			    count, count == 1 ? "" : "s", given);
	diag_note(diag, record->routine.declaration->name_span, "it is %s",
		  prototype_of(checker, record->routine.declaration));
	return false;
}

/* A call is checked before the body: whose memory a pointer leads into, earlier rounds know. */
static const struct type *result_type(const struct routine_record *record)
{
	if (record->type->kind != TYPE_POINTER || !record->result->variable.type)
		return record->type;
	return record->result->variable.type;
}

void routine_check_call(struct checker *checker, struct expr *call)
{
	const struct routine_declaration *declaration = routine_find(checker->tree,
								     call->call.name);
	struct routine_record *record;
	struct expr *argument;
	uint32_t index = 0;

	for (argument = call->call.arguments; argument; argument = argument->next)
		expr_check(checker, argument);
	if (checker->at_entry) {
		diag_hint(checker_fail(checker, call, "an fn is not called inside entry(...)"),
			  "write what %s does there", call->call.name);
		return;
	}
	record = record_of(checker, declaration);
	if (!record->call) {
		declare_all(checker, record);
		record->call = call;
	}
	if (!has_right_count(checker, call, record))
		return;
	for (argument = call->call.arguments; argument; argument = argument->next)
		give(checker, record->parameters[index++], argument);
	call->routine = &record->routine;
	call->type = result_type(record);
	if (checker->is_final && declaration->note)
		checker_note(checker, declaration->note);
	if (call->type->kind != TYPE_VOID && !type_is_scalar(call->type))
		checker->memory += call->type->size;
}

/* ---- bodies ---- */

static void check_end(struct checker *checker, const struct routine_record *record)
{
	const struct routine_declaration *declaration = record->routine.declaration;
	struct span span = { declaration->body_span.end - 1, declaration->body_span.end };

	if (!record->result || flow_list_ends(checker->options->library, record->routine.body))
		return;
	diag_hint(diag_error(checker->diags, span, "%s can end here without a result",
			     declaration->name),
		  "return a value on every way, or leave out the type behind its parentheses");
}

/* What was said of the body, since LAST, was said because of this call. */
static void note_call(struct checker *checker, const struct routine_record *record,
		      struct diag *last)
{
	struct diag *diag = last ? last->next : checker->diags->first;
	const char *name = record->routine.declaration->name;
	const char *probe = checker_probe_name(checker);

	/* A probe that was not found has no name: what is wrong with its head is said there. */
	for (; diag; diag = diag->next)
		if (*probe)
			diag_note(diag, record->call->span, "%s is called here, in %s", name, probe);
		else
			diag_note(diag, record->call->span, "%s is called here", name);
}

static void check_body(struct checker *checker, struct routine_record *record)
{
	struct diag *last = checker->diags->last;
	struct scope_name *outer;
	uint32_t index;

	record->is_checked = true;
	checker->routine = record;
	checker->scope = NULL;
	checker->depth = checker->loops = 0;
	checker->memory = 0;
	checker->aggregate = NULL;
	outer = variable_enter_scope(checker);
	for (index = 0; index < record->routine.parameter_count; index++)
		variable_show(checker, record->parameters[index]);
	statement_check_block(checker, record->routine.body);
	variable_leave_scope(checker, outer);
	check_end(checker, record);
	checker->routine = NULL;
	note_call(checker, record, last);
}

void routine_check_bodies(struct checker *checker)
{
	struct routine_record *record;
	bool found;

	do {
		found = false;
		for (record = checker->current->routines; record; record = record->next)
			if (record->call && !record->is_checked) {
				check_body(checker, record);
				found = true;
			}
	} while (found);
}

void routine_check_return(struct checker *checker, struct stmt *stmt)
{
	const struct routine_record *record = checker->routine;
	const char *name = record->routine.declaration->name;
	struct expr *value = stmt->return_.value;

	if (value)
		expr_check(checker, value);
	if (record->result && !value)
		diag_error(checker->diags, stmt->span, "%s returns %s: what is it here?", name,
			   checker_type_name(checker, record->type));
	else if (!record->result && value)
		diag_hint(diag_error(checker->diags, value->span, "%s returns nothing", name),
			  "say what it returns: fn %s : TYPE { ... }",
			  prototype_of(checker, record->routine.declaration));
	else if (value)
		give(checker, record->result, value);
}

const struct routine *routine_list(struct program_record *program)
{
	const struct routine *first = NULL, **end = &first;
	struct routine_record *record;

	for (record = program->routines; record; record = record->next) {
		if (!record->call)
			continue;
		*end = &record->routine;
		end = &record->routine.next;
	}
	return first;
}
