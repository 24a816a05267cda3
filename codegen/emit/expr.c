/*
 * Expressions: scalars to numbers, everything else to memory.
 */
#include "codegen/emit/emit.h"

#include <assert.h>

#include "codegen/builtin.h"

const struct expr *emit_call_argument(const struct expr *call, unsigned number)
{
	const struct expr *argument = call->kind == EXPR_CALL ? call->call.arguments : NULL;

	while (argument && number--)
		argument = argument->next;
	return argument;
}

static LLVMValueRef scalar_ternary(struct emitter *emitter, const struct expr *expr)
{
	const struct expr *then = expr->ternary.then;
	struct temporary_mark mark = emit_mark(emitter);
	LLVMValueRef slot = emit_temporary(emitter, 8), value, condition;
	struct ir_if branch;

	if (then) {
		condition = emit_condition(emitter, expr->ternary.condition);
		branch = ir_if_begin(emitter, condition);
		value = emit_scalar(emitter, then);
	} else {
		value = emit_scalar(emitter, expr->ternary.condition);
		condition = ir_compare(emitter, LLVMIntNE, value, ir_int(emitter, 0));
		branch = ir_if_begin(emitter, condition);
	}
	ir_store(emitter, value, slot, 8);
	ir_if_else(emitter, &branch);
	ir_store(emitter, emit_scalar(emitter, expr->ternary.otherwise), slot, 8);
	ir_if_end(emitter, &branch);
	value = ir_load(emitter, slot, 8, false);
	emit_release(emitter, mark);
	return value;
}

/* The bytes of a small array as a number: (uint32)$address_bytes. */
static LLVMValueRef scalar_from_memory(struct emitter *emitter, const struct expr *expr)
{
	struct temporary_mark mark = emit_mark(emitter);
	LLVMValueRef word = emit_temporary(emitter, 8), value;
	const struct expr *operand = expr->cast.operand;
	uint32_t size = operand->type->size < 8 ? operand->type->size : 8;

	ir_zero(emitter, word, 8);
	emit_read(emitter, word, emit_place(emitter, operand), size);
	value = ir_load(emitter, word, 8, false);
	emit_release(emitter, mark);
	return ir_extend(emitter, value, expr->type->size, expr->type->is_signed);
}

static LLVMValueRef scalar_cast(struct emitter *emitter, const struct expr *expr)
{
	const struct expr *operand = expr->cast.operand;
	LLVMValueRef value;

	if (operand->kind == EXPR_MAP && operand->type->kind == TYPE_AGGREGATE)
		value = emit_map_read(emitter, operand);
	else if (!type_is_scalar(operand->type))
		return scalar_from_memory(emitter, expr);
	else
		value = emit_scalar(emitter, operand);
	if (expr->type->kind == TYPE_BOOLEAN)
		return ir_widen(emitter, ir_compare(emitter, LLVMIntNE, value, ir_int(emitter, 0)));
	if (expr->type->kind == TYPE_POINTER)
		return value;
	return ir_extend(emitter, value, expr->type->size, expr->type->is_signed);
}

static LLVMValueRef variable_increment(struct emitter *emitter, const struct expr *expr)
{
	const struct expr *target = expr->increment.target;
	LLVMValueRef slot = emit_variable(emitter, target->variable_ref);
	LLVMValueRef before = ir_load(emitter, slot, 8, false), after;
	LLVMValueRef step = target->type->kind == TYPE_POINTER ?
			    compat_step(emitter, target->type) : ir_int(emitter, 1);

	after = ir_binary(emitter, expr->increment.is_decrement ? LLVMSub : LLVMAdd, before, step);
	ir_store(emitter, after, slot, 8);
	return expr->increment.is_postfix ? before : after;
}

static LLVMValueRef scalar_field(struct emitter *emitter, const struct expr *expr)
{
	const struct expr *base = expr->field.base;
	struct place place;

	if (expr->argument)
		return emit_argument(emitter, expr->argument);
	if (expr->is_walked)
		return ir_load(emitter, ir_at(emitter, LLVMBuildIntToPtr(
				emitter->builder, emit_scalar(emitter, base), emitter->pointer, ""),
				expr->member->offset), expr->member->type->size,
			       expr->member->type->is_signed);
	if (!expr->member->bit_size)
		return emit_load(emitter, emit_place(emitter, expr), expr->member->type);
	if (base->type->kind == TYPE_POINTER)
		place = compat_follow(emitter, emit_scalar(emitter, base), base->type);
	else
		place = emit_place(emitter, base);
	return emit_load_field(emitter, place, expr->member);
}

static LLVMValueRef scalar_name(struct emitter *emitter, const struct expr *expr)
{
	if (expr->argument)
		return emit_argument(emitter, expr->argument);
	if (expr->kfunc)
		return emit_kfunc_call(emitter, expr);
	assert(expr->builtin && expr->builtin->emit);
	return expr->builtin->emit(emitter, expr, NULL);
}

LLVMValueRef emit_scalar(struct emitter *emitter, const struct expr *expr)
{
	debug_set_place(emitter, expr->span);
	if (expr->is_constant)
		return ir_int(emitter, expr->constant);
	switch (expr->kind) {
	case EXPR_VARIABLE:
		return ir_load(emitter, emit_variable(emitter, expr->variable_ref), 8, false);
	case EXPR_MAP:
		return emit_map_read(emitter, expr);
	case EXPR_NAME:
	case EXPR_CALL:
		return scalar_name(emitter, expr);
	case EXPR_INVOKE:
		return routine_emit_call(emitter, expr);
	case EXPR_BLOCK:
		emit_block(emitter, expr->block.body);
		return emit_scalar(emitter, expr->block.value);
	case EXPR_UNARY:
		return emit_unary(emitter, expr);
	case EXPR_BINARY:
		return emit_binary(emitter, expr);
	case EXPR_TERNARY:
		return scalar_ternary(emitter, expr);
	case EXPR_FIELD:
		return scalar_field(emitter, expr);
	case EXPR_ELEMENT:
	case EXPR_INDEX:
		return emit_load(emitter, emit_place(emitter, expr), expr->type);
	case EXPR_CAST:
		return scalar_cast(emitter, expr);
	case EXPR_INCREMENT:
		if (expr->increment.target->kind == EXPR_MAP)
			return emit_map_increment(emitter, expr, true);
		return variable_increment(emitter, expr);
	case EXPR_IN:
		return emit_in(emitter, expr, false);
	default:
		break;
	}
	assert(!"the checker makes every other kind a constant or memory");
	return ir_int(emitter, 0);
}

/* ---- memory ---- */

/* A text of another size, or a constant: cut or padded with zeros. */
static void memory_resize(struct emitter *emitter, LLVMValueRef to, uint32_t size,
			  struct place from, uint32_t from_size)
{
	uint32_t copied = from_size < size ? from_size : size;

	if (copied < size)
		ir_zero(emitter, to, size);
	emit_read(emitter, to, from, copied);
	if (from_size > size)
		ir_store(emitter, ir_int(emitter, 0), ir_at(emitter, to, size - 1), 1);
}

static void memory_tuple(struct emitter *emitter, const struct expr *expr, LLVMValueRef to)
{
	const struct expr *element = expr->tuple.elements;

	ir_zero(emitter, to, expr->type->size);
	for (uint32_t i = 0; i < expr->type->count; i++, element = element->next) {
		LLVMValueRef at = ir_at(emitter, to, type_tuple_offset(expr->type, i));

		if (type_is_scalar(element->type))
			ir_store(emitter, emit_scalar(emitter, element), at, 8);
		else
			emit_memory(emitter, element, at);
	}
}

static void memory_ternary(struct emitter *emitter, const struct expr *expr, LLVMValueRef to)
{
	struct ir_if branch = ir_if_begin(emitter,
					  emit_condition(emitter, expr->ternary.condition));
	uint32_t size = expr->type->size;
	const struct expr *branches[] = { expr->ternary.then, expr->ternary.otherwise };

	for (int i = 0; i < 2; i++) {
		if (branches[i]->type->size == size || branches[i]->text)
			emit_memory(emitter, branches[i], to);
		else
			memory_resize(emitter, to, size, emit_place(emitter, branches[i]),
				      branches[i]->type->size);
		if (i == 0)
			ir_if_else(emitter, &branch);
	}
	ir_if_end(emitter, &branch);
}

static void memory_cast(struct emitter *emitter, const struct expr *expr, LLVMValueRef to)
{
	const struct expr *operand = expr->cast.operand;

	if (type_is_scalar(operand->type)) {	/* an integer as an array of its bytes */
		ir_store(emitter, emit_scalar(emitter, operand), to, expr->type->size);
		return;
	}
	memory_resize(emitter, to, expr->type->size, emit_place(emitter, operand),
		      operand->type->size);
}

void emit_memory(struct emitter *emitter, const struct expr *expr, LLVMValueRef destination)
{
	debug_set_place(emitter, expr->span);
	if (expr->text) {
		emit_text_constant(emitter, expr->text, expr->text_length, destination,
				   expr->type->size);
		return;
	}
	switch (expr->kind) {
	case EXPR_TUPLE:
		memory_tuple(emitter, expr, destination);
		return;
	case EXPR_MAP:
		emit_map_read_memory(emitter, expr, destination);
		return;
	case EXPR_TERNARY:
		memory_ternary(emitter, expr, destination);
		return;
	case EXPR_BLOCK:
		emit_block(emitter, expr->block.body);
		emit_memory(emitter, expr->block.value, destination);
		return;
	case EXPR_INVOKE:
		routine_emit_call(emitter, expr);
		ir_copy(emitter, destination, routine_emit_result(emitter, expr),
			expr->type->size);
		return;
	case EXPR_CAST:
		memory_cast(emitter, expr, destination);
		return;
	case EXPR_NAME:
	case EXPR_CALL:
		if (!expr->argument) {
			expr->builtin->emit(emitter, expr, destination);
			return;
		}
		break;
	default:
		break;
	}
	/* The text of a record is as long as it is; reading a fixed length could run off its end. */
	if (expr->argument && expr->argument->source == ARGUMENT_RECORD_TEXT)
		emit_read_text(emitter, destination, emit_argument_place(emitter, expr->argument),
			       ir_int(emitter, expr->type->size), expr->type->size);
	else
		emit_read(emitter, destination, emit_place(emitter, expr), expr->type->size);
}

static void effect_of_block(struct emitter *emitter, const struct expr *expr)
{
	emit_block(emitter, expr->block.body);
	if (expr->block.value)
		emit_effect(emitter, expr->block.value);
}

void emit_effect(struct emitter *emitter, const struct expr *expr)
{
	struct temporary_mark mark = emit_mark(emitter);

	debug_set_place(emitter, expr->span);
	if (expr->kind == EXPR_INCREMENT && expr->increment.target->kind == EXPR_MAP)
		emit_map_increment(emitter, expr, false);
	else if (expr->kfunc)
		emit_kfunc_call(emitter, expr);
	else if (expr->kind == EXPR_INVOKE)
		routine_emit_call(emitter, expr);
	else if (expr->kind == EXPR_BLOCK)
		effect_of_block(emitter, expr);
	else if (expr->type->kind == TYPE_VOID)
		expr->builtin->emit(emitter, expr, NULL);
	else if (type_is_scalar(expr->type) || expr->is_constant)
		emit_scalar(emitter, expr);
	else if (!expr->text)
		emit_memory(emitter, expr, emit_temporary(emitter, expr->type->size));
	emit_release(emitter, mark);
}
