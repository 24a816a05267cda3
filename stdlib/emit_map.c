/*
 * Emitting the builtins on maps.
 */
#include <assert.h>
#include <stddef.h>
#include <stdio.h>

#include "codegen/emit/emit.h"
#include "codegen/target/target.h"
#include "lexer/diag.h"
#include "stdlib/emit.h"

/* delete(@m, k), delete(@m[k]), delete(@m). */
LLVMValueRef emit_delete(struct emitter *emitter, const struct expr *call, LLVMValueRef to)
{
	const struct expr *map = emit_call_argument(call, 0), *key = emit_call_argument(call, 1);

	(void)to;
	if (!key)
		key = map->map.key;
	if (map->map_ref->is_recorder)
		return recorder_emit_delete(emitter, call, map->map_ref, key);
	return emit_map_delete(emitter, map->map_ref, key);
}

LLVMValueRef emit_has_key(struct emitter *emitter, const struct expr *call, LLVMValueRef to)
{
	const struct map *map = emit_call_argument(call, 0)->map_ref;
	LLVMValueRef key = emit_map_key(emitter, map, emit_call_argument(call, 1));

	(void)to;
	return ir_widen(emitter, LLVMBuildIsNotNull(emitter->builder,
						    emit_map_lookup(emitter, map, key), ""));
}

/*
 * The map's next generation begins at once; what belonged to the one before is no
 * longer seen by the script and is swept by the user side. zero() is the same here: the
 * user side brings the keys back.
 */
LLVMValueRef emit_clear(struct emitter *emitter, const struct expr *call, LLVMValueRef to)
{
	const struct event *event = call->event;
	const struct map *map = emit_call_argument(call, 0)->map_ref;
	LLVMValueRef past = emit_generation(emitter, map);
	struct record record;

	(void)to;
	ir_atomic_add(emitter, emit_generation_pointer(emitter, map), ir_int(emitter, 1));
	record = record_begin(emitter, event->index, &event->plan);
	ir_store(emitter, past, ir_at(emitter, record.pointer, sizeof(struct plan_record)), 8);
	record_end(emitter, &record);
	return NULL;
}

/* ---- len ---- */

/* u64 count_N(map, key, value, frame): one more entry of the current generation. */
static LLVMValueRef make_counter(struct emitter *emitter, const struct map *map,
				 struct span span)
{
	static const char *const parameters[] = { "map", "key", "value", "count" };
	LLVMTypeRef types[] = { emitter->pointer, emitter->pointer, emitter->pointer,
				emitter->pointer };
	LLVMValueRef count, one = ir_int(emitter, 1);
	struct emit_function *function;
	char name[32];

	snprintf(name, sizeof(name), "count_%u", emitter->function_count++);
	function = function_open_plain(emitter, name, span, types, 4, parameters);
	count = LLVMGetParam(function->value, 3);
	if (emit_map_plan(emitter, map)->has_generation)
		one = ir_widen(emitter,
			       ir_compare(emitter, LLVMIntEQ,
					  ir_load(emitter, LLVMGetParam(function->value, 1), 8,
						  false), emit_generation(emitter, map)));
	ir_store(emitter, ir_binary(emitter, LLVMAdd, ir_load(emitter, count, 8, false), one),
		 count, 8);
	LLVMBuildRet(emitter->builder, ir_int(emitter, 0));
	function_close_plain(emitter);
	return function->value;
}

/* The table that stacks of TYPE are interned in; each such type has one. */
static uint32_t stack_table(struct emitter *emitter, const struct type *type)
{
	const struct map *map = emitter->checked->maps;

	while (map && (map->value != type ||
		       !emitter->checked->plan->maps[map->index].is_internal))
		map = map->next;
	assert(map);
	return map->index;
}

/* The number of a stack's frames: the table keeps how many bytes they take. */
static LLVMValueRef stack_length(struct emitter *emitter, const struct expr *stack)
{
	LLVMValueRef key = emit_temporary(emitter, 8), length = emit_temporary(emitter, 8), entry;
	uint32_t table = stack_table(emitter, stack->type);
	struct ir_if branch;

	ir_store(emitter, emit_scalar(emitter, stack), key, 8);
	ir_store(emitter, ir_int(emitter, 0), length, 8);
	entry = emit_helper2(emitter, HELPER_MAP_LOOKUP,
			     emit_map_global(emitter, table), key);
	branch = ir_if_begin(emitter, LLVMBuildIsNotNull(emitter->builder, entry, ""));
	ir_store(emitter, ir_binary(emitter, LLVMLShr, ir_load(emitter, entry, 4, false),
				    ir_int(emitter, 3)), length, 8);
	ir_if_end(emitter, &branch);
	return ir_load(emitter, length, 8, false);
}

LLVMValueRef emit_len(struct emitter *emitter, const struct expr *call, LLVMValueRef to)
{
	const struct expr *argument = emit_call_argument(call, 0);
	LLVMValueRef count;

	(void)to;
	if (argument->type->kind == TYPE_STACK)
		return stack_length(emitter, argument);
	if (!target_feature(emitter->target, FEATURE_FOR_EACH)) {
		diag_error(emitter->diags, call->span, "len() of a map needs the helper "
			   "bpf_for_each_map_elem, which Linux 5.13 brought");
		return ir_int(emitter, 0);
	}
	count = emit_temporary(emitter, 8);
	ir_store(emitter, ir_int(emitter, 0), count, 8);
	emit_helper4(emitter, HELPER_FOR_EACH,
		     emit_map_global(emitter, argument->map_ref->index),
		     make_counter(emitter, argument->map_ref, call->span), count,
		     ir_int(emitter, 0));
	return ir_load(emitter, count, 8, false);
}
