/*
 * Emitting the builtins that send events.
 */
#include <assert.h>
#include <stddef.h>

#include "codegen/emit/emit.h"
#include "stdlib/emit.h"

enum { RECORD_GENERATION = sizeof(struct plan_record), RECORD_TOP = 16, RECORD_DIVISOR = 20 };

LLVMValueRef emit_printf(struct emitter *emitter, const struct expr *call, LLVMValueRef to)
{
	(void)to;
	emit_event(emitter, call->event, call->call.arguments->next);
	return NULL;
}

LLVMValueRef emit_emit(struct emitter *emitter, const struct expr *call, LLVMValueRef to)
{
	(void)to;
	emit_event(emitter, call->event, call->call.arguments);
	return NULL;
}

LLVMValueRef emit_form(struct emitter *emitter, const struct expr *call, LLVMValueRef to)
{
	(void)to;
	return emit_scalar(emitter, emit_call_argument(call, 0));
}

LLVMValueRef emit_syscall_name(struct emitter *emitter, const struct expr *call, LLVMValueRef to)
{
	const struct expr *is_compat = emit_call_argument(call, 1);
	LLVMValueRef number = emit_form(emitter, call, to), table;

	if (!is_compat)
		return number;
	table = LLVMBuildShl(emitter->builder, emit_scalar(emitter, is_compat),
			     ir_int(emitter, 32), "");
	return LLVMBuildOr(emitter->builder, number, table, "");
}

LLVMValueRef emit_time(struct emitter *emitter, const struct expr *call, LLVMValueRef to)
{
	(void)to;
	if (call->kind == EXPR_NAME)
		return emit_helper0(emitter, HELPER_KTIME_BOOT_NS);
	emit_event(emitter, call->event, NULL);
	return NULL;
}

LLVMValueRef emit_strftime(struct emitter *emitter, const struct expr *call, LLVMValueRef to)
{
	(void)to;
	return emit_scalar(emitter, emit_call_argument(call, 1));
}

static LLVMValueRef argument_or(struct emitter *emitter, const struct expr *call, unsigned number,
				uint64_t otherwise)
{
	const struct expr *argument = emit_call_argument(call, number);

	return argument ? emit_scalar(emitter, argument) : ir_int(emitter, otherwise);
}

/* What is printed is the map as it is now: of this generation. */
static void print_map(struct emitter *emitter, const struct expr *call)
{
	const struct event *event = call->event;
	const struct map *map = call->call.arguments->map_ref;
	LLVMValueRef top = argument_or(emitter, call, 1, 0);
	LLVMValueRef divisor = argument_or(emitter, call, 2, 0), generation;
	struct record record;

	generation = emit_map_plan(emitter, map)->has_generation ? emit_generation(emitter, map)
								  : ir_int(emitter, 0);
	record = record_begin(emitter, event->index, &event->plan);
	ir_store(emitter, generation, ir_at(emitter, record.pointer, RECORD_GENERATION), 8);
	ir_store(emitter, top, ir_at(emitter, record.pointer, RECORD_TOP), 4);
	ir_store(emitter, divisor, ir_at(emitter, record.pointer, RECORD_DIVISOR), 4);
	record_end(emitter, &record);
}

static void print_map_entry(struct emitter *emitter, const struct expr *call)
{
	const struct event *event = call->event;
	const struct expr *entry = call->call.arguments;
	const struct layout *key = &event->plan.values[0], *value = &event->plan.values[1];
	struct record record = record_begin(emitter, event->index, &event->plan);

	if (key->kind != LAYOUT_NONE) {
		ir_zero(emitter, ir_at(emitter, record.pointer, key->offset), key->size);
		emit_as_layout(emitter, entry->map.key, key, record.pointer);
	}
	emit_as_layout(emitter, entry, value, record.pointer);
	record_end(emitter, &record);
}

LLVMValueRef emit_print(struct emitter *emitter, const struct expr *call, LLVMValueRef to)
{
	(void)to;
	switch (call->event->plan.kind) {
	case PLAN_EVENT_PRINT_MAP:
		print_map(emitter, call);
		break;
	case PLAN_EVENT_PRINT_MAP_ENTRY:
		print_map_entry(emitter, call);
		break;
	case PLAN_EVENT_PRINT_RECORDS:
		recorder_emit_print(emitter, call);
		break;
	default:
		emit_event(emitter, call->event, call->call.arguments);
		break;
	}
	return NULL;
}

/* The status also goes through the shared word, which no full ring can lose. */
LLVMValueRef emit_exit(struct emitter *emitter, const struct expr *call, LLVMValueRef to)
{
	const struct event *event = call->event;
	LLVMValueRef status = argument_or(emitter, call, 0, 0);
	struct record record;

	(void)to;
	ir_store(emitter, ir_binary(emitter, LLVMAdd, status, ir_int(emitter, 1)),
		 ir_at(emitter, emitter->control, offsetof(struct plan_control, exit_status)), 8);
	record = record_begin(emitter, event->index, &event->plan);
	ir_store(emitter, status, ir_at(emitter, record.pointer, event->plan.values[0].offset),
		 event->plan.values[0].size);
	record_end(emitter, &record);
	emit_leave(emitter);
	return NULL;
}

/* Element INDEX of the array of addresses at BASE. */
static LLVMValueRef read_element(struct emitter *emitter, const struct expr *array,
				 LLVMValueRef base, uint32_t index)
{
	struct place at = { .address = base, .space = SPACE_USER };

	if (array->type->kind == TYPE_POINTER)
		at = compat_follow(emitter, base, array->type);
	if (at.compat)
		at = compat_element(emitter, at, ir_int(emitter, index), true);
	else
		at.address = ir_binary(emitter, LLVMAdd, base, ir_int(emitter, index * 8ull));
	return emit_load(emitter, at, &type_uint64);
}

/* The words of an array of strings, up to its NULL: values[0] counts, the others are the words. */
LLVMValueRef emit_join(struct emitter *emitter, const struct expr *call, LLVMValueRef to)
{
	const struct event *event = call->event;
	const struct plan_event *plan = &event->plan;
	const struct expr *array = emit_call_argument(call, 0);
	LLVMValueRef base = emit_scalar(emitter, array), words = emit_temporary(emitter, 8);
	enum address_space space = array->type->kind == TYPE_POINTER ? array->type->space
								      : SPACE_USER;
	LLVMBasicBlockRef done = ir_block(emitter, "joined");
	struct record record = record_begin(emitter, event->index, plan);

	(void)to;
	ir_store(emitter, ir_int(emitter, 0), words, 8);
	for (uint32_t i = 1; i < plan->value_count; i++) {
		LLVMValueRef word = read_element(emitter, array, base, i - 1);
		LLVMBasicBlockRef next = ir_block(emitter, "word");
		uint32_t size = plan->values[i].size;

		LLVMBuildCondBr(emitter->builder, ir_is_zero(emitter, word), done, next);
		ir_enter(emitter, next);
		emit_read_text(emitter, ir_at(emitter, record.pointer, plan->values[i].offset),
			       (struct place){ .address = word, .space = space },
			       ir_int(emitter, size), size);
		ir_store(emitter, ir_int(emitter, i), words, 8);
	}
	ir_jump(emitter, done);
	ir_enter(emitter, done);
	ir_store(emitter, ir_load(emitter, words, 8, false),
		 ir_at(emitter, record.pointer, plan->values[0].offset), plan->values[0].size);
	record_end(emitter, &record);
	return NULL;
}
