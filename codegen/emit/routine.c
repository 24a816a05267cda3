/*
 * Routine: the functions that a program writes itself, fn. Each is a function of the
 * object for each BPF program that calls it. It gets that program's frame; parameters and
 * result are variables there (or in scratch memory), which the caller writes and reads.
 * What it takes of scratch memory is its own: the caller may hold something at any place.
 */
#include "codegen/emit/emit.h"

#include "lexer/arena.h"
#include "parser/tree_walk.h"

static const char *routine_name(struct emitter *emitter, const struct routine *routine)
{
	return arena_printf(emitter->arena, "fn_%s_%u", routine->declaration->name,
			    emitter->program->index);
}

static void emit_routine(struct emitter *emitter, const struct routine *routine)
{
	LLVMBasicBlockRef here = LLVMGetInsertBlock(emitter->builder);

	emitter->scratch_used = emitter->scratch_size;
	function_open_routine(emitter, routine_name(emitter, routine), routine);
	emit_block(emitter, routine->body);
	function_close(emitter);
	ir_enter(emitter, here);
}

void routine_emit_all(struct emitter *emitter)
{
	const struct routine *routine = emitter->program->routines;

	for (; routine; routine = routine->next)
		emit_routine(emitter, routine);
	emitter->scratch_used = emitter->scratch_size;
	debug_set_place(emitter, emitter->program->probe->span);
}

/* What leads to a call of an fn. */
struct search {
	const struct routine *routine;
	bool is_found;
};

static void search_stmts(void *context, struct stmt **list);

static void search_expr(void *context, struct expr **place)
{
	struct search *search = context;
	const struct expr *expr = *place;
	struct stmt *body;

	tree_visit_operands(*place, search_expr, context);
	if (expr->kind != EXPR_INVOKE || search->is_found)
		return;
	body = expr->routine->body;
	search->is_found = expr->routine == search->routine;
	search_stmts(context, &body);
}

static void search_stmts(void *context, struct stmt **list)
{
	struct stmt *stmt;

	for (stmt = *list; stmt; stmt = stmt->next) {
		tree_visit_values(stmt, search_expr, context);
		tree_visit_blocks(stmt, search_stmts, context);
	}
}

/* Whether ROUTINE is called, by itself or by what it calls, in an expression of the list. */
static bool is_called_in(const struct routine *routine, struct expr *list)
{
	struct search search = { .routine = routine };

	for (; list && !search.is_found; list = list->next)
		search_expr(&search, &list);
	return search.is_found;
}

/* The argument, where it stays until all are known. */
static LLVMValueRef evaluate(struct emitter *emitter, const struct expr *argument,
			     const struct variable *parameter)
{
	LLVMValueRef memory;

	if (type_is_scalar(parameter->type))
		return emit_scalar(emitter, argument);
	if (argument->type->size >= parameter->type->size && !argument->text)
		return emit_local(emitter, argument);
	memory = emit_temporary(emitter, parameter->type->size);
	ir_zero(emitter, memory, parameter->type->size);
	emit_memory(emitter, argument, memory);
	return memory;
}

static void pass(struct emitter *emitter, const struct variable *parameter, LLVMValueRef value)
{
	LLVMValueRef slot = emit_variable(emitter, parameter);
	uint32_t size = parameter->type->size;

	if (type_is_scalar(parameter->type)) {
		ir_store(emitter, value, slot, 8);
		return;
	}
	ir_copy(emitter, slot, value, size);
	if (parameter->type->kind == TYPE_STRING)	/* it may have been cut */
		ir_store(emitter, ir_int(emitter, 0), ir_at(emitter, slot, size - 1), 1);
}

/*
 * An argument goes to its place as soon as it is known, so that it takes no stack while the
 * others are evaluated, unless one of these calls the same fn, which would take the place.
 */
static void pass_arguments(struct emitter *emitter, const struct routine *routine,
			   struct expr *argument)
{
	LLVMValueRef values[ROUTINE_PARAMETERS];
	uint32_t i, passed = 0;

	for (i = 0; i < routine->parameter_count; i++, argument = argument->next) {
		values[i] = evaluate(emitter, argument, routine->parameters[i]);
		if (is_called_in(routine, argument->next))
			continue;
		for (; passed <= i; passed++)
			pass(emitter, routine->parameters[passed], values[passed]);
	}
}

LLVMValueRef routine_emit_call(struct emitter *emitter, const struct expr *call)
{
	const struct routine *routine = call->routine;
	struct temporary_mark mark = emit_mark(emitter);
	LLVMValueRef function, result;

	pass_arguments(emitter, routine, call->call.arguments);
	emit_release(emitter, mark);
	debug_set_place(emitter, call->span);
	function = function_declare_routine(emitter, routine_name(emitter, routine));
	result = LLVMBuildCall2(emitter->builder, LLVMGlobalGetValueType(function), function,
				&emitter->function->frame, 1, "");
	if (emitter->program->has_routine_end)
		loop_obey_stop(emitter);
	return result;
}

LLVMValueRef routine_emit_result(struct emitter *emitter, const struct expr *call)
{
	return emit_variable(emitter, call->routine->result);
}

void routine_emit_return(struct emitter *emitter, const struct stmt *stmt)
{
	struct emit_function *function = emitter->function, *outer = function;

	if (stmt->return_.value)
		emit_assign_variable(emitter, function->routine->result, BINARY_NONE,
				     stmt->return_.value, stmt->span);
	if (!function->is_routine) {
		while (!outer->is_routine)
			outer = outer->outer;
		outer->stops = true;
		ir_store(emitter, ir_int(emitter, STOP_ROUTINE),
			 emit_frame_word(emitter, FRAME_STOP), 8);
	}
	emit_end_iterations(emitter);
	LLVMBuildBr(emitter->builder, function->exit);
	ir_enter(emitter, ir_block(emitter, "unreachable"));
}
