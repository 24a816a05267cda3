/*
 * Statements.
 */
#include "codegen/emit/emit.h"

#include <assert.h>

void emit_assign_variable(struct emitter *emitter, const struct variable *variable,
			  enum binary_operator operator, const struct expr *value,
			  struct span span)
{
	LLVMValueRef slot = emit_variable(emitter, variable), number;
	const struct type *type = variable->type;

	if (type_is_scalar(type)) {
		number = emit_scalar(emitter, value);
		if (operator != BINARY_NONE) {
			if (type->kind == TYPE_POINTER)
				number = ir_binary(emitter, LLVMMul, number,
						   compat_step(emitter, type));
			number = emit_operator(emitter, operator,
					       ir_load(emitter, slot, 8, false), number, type,
					       span);
		}
		if (variable->release)
			emit_drop(emitter, variable);
		ir_store(emitter, number, slot, 8);
		return;
	}
	if (value->type->size < type->size)
		ir_zero(emitter, slot, type->size);
	if (value->type->size <= type->size || value->text)
		emit_memory(emitter, value, slot);
	else
		emit_read(emitter, slot, emit_place(emitter, value), type->size);
	if (value->type->size > type->size && type->kind == TYPE_STRING)
		ir_store(emitter, ir_int(emitter, 0), ir_at(emitter, slot, type->size - 1), 1);
}

static void emit_assign(struct emitter *emitter, const struct stmt *stmt)
{
	const struct expr *target = stmt->assign.target;

	if (target->kind == EXPR_MAP)
		emit_map_assign(emitter, stmt);
	else
		emit_assign_variable(emitter, target->variable_ref, stmt->assign.operator,
				     stmt->assign.value, stmt->span);
}

static void emit_let(struct emitter *emitter, const struct stmt *stmt)
{
	const struct variable *variable = stmt->variable_ref;

	if (stmt->let.value)
		emit_assign_variable(emitter, variable, BINARY_NONE, stmt->let.value, stmt->span);
	else if (variable->release)
		emit_drop(emitter, variable);
	else	/* in a loop the variable may hold the last round's value */
		ir_zero(emitter, emit_variable(emitter, variable),
			type_is_scalar(variable->type) ? 8 : variable->type->size);
}

static void emit_if(struct emitter *emitter, const struct stmt *stmt)
{
	struct temporary_mark mark = emit_mark(emitter);
	const struct expr *condition = stmt->if_.condition;
	struct ir_if branch;

	if (condition->is_constant) {	/* the other branch is absent from the object */
		emit_block(emitter, condition->constant ? stmt->if_.then : stmt->if_.otherwise);
		return;
	}
	branch = ir_if_begin(emitter, emit_condition(emitter, condition));
	emit_release(emitter, mark);
	emit_block(emitter, stmt->if_.then);
	if (stmt->if_.otherwise) {
		ir_if_else(emitter, &branch);
		emit_block(emitter, stmt->if_.otherwise);
	}
	ir_if_end(emitter, &branch);
}

struct loop_targets {
	LLVMBasicBlockRef saved_break, saved_continue;
};

static struct loop_targets enter_loop(struct emitter *emitter, const struct stmt *loop,
				      LLVMBasicBlockRef break_to, LLVMBasicBlockRef continue_to)
{
	struct emit_function *function = emitter->function;
	struct loop_targets saved = { function->loop_break, function->loop_continue };

	function->loop_break = emit_drop_before(emitter, loop, break_to);
	function->loop_continue = emit_drop_before(emitter, loop, continue_to);
	return saved;
}

static void leave_loop(struct emitter *emitter, struct loop_targets saved)
{
	emitter->function->loop_break = saved.saved_break;
	emitter->function->loop_continue = saved.saved_continue;
}

static void emit_while(struct emitter *emitter, const struct stmt *stmt)
{
	LLVMBasicBlockRef body = ir_block(emitter, "while"), again = ir_block(emitter, "again");
	LLVMBasicBlockRef end = ir_block(emitter, "done");
	struct loop_targets saved = enter_loop(emitter, stmt, end, again);

	/* The condition stands at both ends, so that the way back is a conditional jump (ir.c). */
	LLVMBuildCondBr(emitter->builder, emit_condition(emitter, stmt->while_.condition), body,
			end);
	ir_enter(emitter, body);
	emit_block(emitter, stmt->while_.body);
	ir_jump(emitter, emitter->function->loop_continue);
	ir_enter(emitter, again);
	LLVMBuildCondBr(emitter->builder, emit_condition(emitter, stmt->while_.condition), body,
			end);
	ir_enter(emitter, end);
	leave_loop(emitter, saved);
}

static void emit_unroll(struct emitter *emitter, const struct stmt *stmt)
{
	LLVMBasicBlockRef end = ir_block(emitter, "unrolled");

	for (uint64_t i = 0; i < stmt->unroll.count->constant; i++) {
		LLVMBasicBlockRef next = ir_block(emitter, "round");
		struct loop_targets saved = enter_loop(emitter, stmt, end, next);

		emit_block(emitter, stmt->unroll.body);
		ir_jump(emitter, emitter->function->loop_continue);
		ir_enter(emitter, next);
		leave_loop(emitter, saved);
	}
	ir_jump(emitter, end);
	ir_enter(emitter, end);
}

static void emit_jump(struct emitter *emitter, LLVMBasicBlockRef target)
{
	assert(target);
	LLVMBuildBr(emitter->builder, target);
	ir_enter(emitter, ir_block(emitter, "unreachable"));
}

static void emit_stmt(struct emitter *emitter, const struct stmt *stmt)
{
	switch (stmt->kind) {
	case STMT_EXPRESSION:
	case STMT_DISCARD:
		emit_effect(emitter, stmt->expression.value);
		break;
	case STMT_ASSIGN: emit_assign(emitter, stmt); break;
	case STMT_LET: emit_let(emitter, stmt); break;
	case STMT_IF: emit_if(emitter, stmt); break;
	case STMT_WHILE: emit_while(emitter, stmt); break;
	case STMT_FOR_RANGE: emit_for_range(emitter, stmt); break;
	case STMT_FOR_MAP: emit_for_map(emitter, stmt); break;
	case STMT_FOR_CALL: emit_for_call(emitter, stmt); break;
	case STMT_UNROLL: emit_unroll(emitter, stmt); break;
	case STMT_BREAK: emit_jump(emitter, emitter->function->loop_break); break;
	case STMT_CONTINUE: emit_jump(emitter, emitter->function->loop_continue); break;
	case STMT_RETURN:
		if (emitter->function->routine)
			routine_emit_return(emitter, stmt);
		else
			emit_leave(emitter);
		break;
	case STMT_BLOCK: emit_block(emitter, stmt->block.body); break;
	}
}

void emit_block(struct emitter *emitter, const struct stmt *list)
{
	for (const struct stmt *stmt = list; stmt; stmt = stmt->next) {
		struct temporary_mark mark = emit_mark(emitter);

		debug_set_place(emitter, stmt->span);
		emit_stmt(emitter, stmt);
		emit_release(emitter, mark);
	}
}
