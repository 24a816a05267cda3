/*
 * Loops that the kernel runs: `for $i : a..b` through bpf_loop and
 * `for $kv : @m` through bpf_for_each_map_elem. The body becomes a callback that
 * gets the program's frame by pointer; it answers 0 to go on and 1 to stop. A
 * `return` in it sets the frame's stop word, which the program obeys afterwards.
 */
#include "codegen/emit/emit.h"

#include "codegen/target/target.h"
#include "lexer/arena.h"
#include "lexer/diag.h"

enum {
	UNAIDED_ROUNDS = 4096,
	ROUNDS_MAX = 1 << 23,	/* of bpf_loop */
};

void loop_make_exits(struct emitter *emitter, const struct stmt *loop)
{
	struct emit_function *function = emitter->function;
	LLVMBasicBlockRef here = LLVMGetInsertBlock(emitter->builder);

	function->loop_break = ir_block(emitter, "break");
	function->loop_continue = ir_block(emitter, "continue");
	function->loop = loop;
	ir_enter(emitter, function->loop_break);
	emit_drop_all(emitter, loop);
	LLVMBuildRet(emitter->builder, ir_int(emitter, 1));
	ir_enter(emitter, function->loop_continue);
	emit_drop_all(emitter, loop);
	LLVMBuildRet(emitter->builder, ir_int(emitter, 0));
	ir_enter(emitter, here);
}

const char *loop_callback_name(struct emitter *emitter)
{
	return arena_printf(emitter->arena, "loop_%u", emitter->function_count++);
}

void loop_obey_stop(struct emitter *emitter)
{
	LLVMValueRef stop = ir_load(emitter, emit_frame_word(emitter, FRAME_STOP), 8, false);
	LLVMBasicBlockRef stopped = ir_block(emitter, "stopped"), on = ir_block(emitter, "on");

	LLVMBuildCondBr(emitter->builder,
			ir_compare(emitter, LLVMIntNE, stop, ir_int(emitter, 0)), stopped, on);
	ir_enter(emitter, stopped);
	emit_end_iterations(emitter);
	LLVMBuildBr(emitter->builder, emitter->function->exit);
	ir_enter(emitter, on);
}

static LLVMValueRef range_callback(struct emitter *emitter, const struct stmt *stmt,
				   const char *name)
{
	static const char *const parameters[] = { "round", "frame" };
	LLVMBasicBlockRef here = LLVMGetInsertBlock(emitter->builder);
	struct emit_function *function = function_open(emitter, name, stmt->span, true, 2,
						       parameters);
	LLVMValueRef variable = emit_variable(emitter, stmt->variable_ref), from;

	loop_make_exits(emitter, stmt);
	/* The variable itself carries the number of the round before. */
	from = ir_load(emitter, variable, 8, false);
	ir_store(emitter, ir_binary(emitter, LLVMAdd, from, ir_int(emitter, 1)), variable, 8);
	emit_block(emitter, stmt->for_range.body);
	ir_jump(emitter, function->loop_continue);
	function_close(emitter);
	ir_enter(emitter, here);
	return function->value;
}

static void range_inline(struct emitter *emitter, const struct stmt *stmt, LLVMValueRef from,
			 LLVMValueRef rounds)
{
	struct emit_function *function = emitter->function;
	LLVMBasicBlockRef saved_break = function->loop_break;
	LLVMBasicBlockRef saved_continue = function->loop_continue;
	LLVMValueRef variable = emit_variable(emitter, stmt->variable_ref);
	struct ir_loop loop = ir_loop_begin(emitter, rounds);

	function->loop_break = emit_drop_before(emitter, stmt, loop.end);
	function->loop_continue = emit_drop_before(emitter, stmt, loop.next);
	ir_store(emitter, ir_binary(emitter, LLVMAdd, from, loop.index), variable, 8);
	emit_block(emitter, stmt->for_range.body);
	ir_jump(emitter, function->loop_continue);
	ir_loop_end(emitter, &loop);
	function->loop_break = saved_break;
	function->loop_continue = saved_continue;
}

static LLVMValueRef range_rounds(struct emitter *emitter, LLVMValueRef from, LLVMValueRef to)
{
	LLVMValueRef rounds = ir_binary(emitter, LLVMSub, to, from);

	return LLVMBuildSelect(emitter->builder, ir_compare(emitter, LLVMIntSGT, to, from), rounds,
			       ir_int(emitter, 0), "");
}

/* Both ends known: how many rounds; otherwise UINT64_MAX. */
static uint64_t known_rounds(const struct stmt *stmt)
{
	const struct expr *from = stmt->for_range.from, *to = stmt->for_range.to;

	if (!from->is_constant || !to->is_constant)
		return UINT64_MAX;
	if ((int64_t)to->constant <= (int64_t)from->constant)
		return 0;
	return to->constant - from->constant;
}

/* With more rounds than it runs the kernel runs none: not in silence. */
static void warn_of_refusal(struct emitter *emitter, const struct stmt *stmt,
			    LLVMValueRef result)
{
	struct ir_if branch;

	/* Where the verifier inlines the helper, the error has 32 bits only. */
	result = ir_extend(emitter, result, 4, true);
	branch = ir_if_begin(emitter, ir_compare(emitter, LLVMIntSLT, result,
						 ir_int(emitter, 0)));
	emit_warning(emitter, stmt->span, "the loop did not run: 8388608 rounds are the most");
	ir_if_end(emitter, &branch);
}

bool loop_calls_back(struct emitter *emitter, const struct stmt *stmt)
{
	if (stmt->kind == STMT_FOR_MAP)
		return true;
	if (stmt->kind == STMT_FOR_CALL)
		return stmt->iteration->calls_back;
	return stmt->kind == STMT_FOR_RANGE && known_rounds(stmt) > SCOPE_INLINE_ROUNDS &&
	       target_feature(emitter->target, FEATURE_LOOP);
}

void emit_for_range(struct emitter *emitter, const struct stmt *stmt)
{
	LLVMValueRef from = emit_scalar(emitter, stmt->for_range.from);
	LLVMValueRef to = emit_scalar(emitter, stmt->for_range.to), callback, result;
	LLVMValueRef rounds = range_rounds(emitter, from, to);
	uint64_t known = known_rounds(stmt);

	if (known != UINT64_MAX && known > ROUNDS_MAX) {
		diag_hint(diag_error(emitter->diags, stmt->span, "this loop has %llu rounds, and %d "
				     "are the most that the kernel runs", (unsigned long long)known,
				     ROUNDS_MAX),
			  "put one loop into another");
		return;
	}
	if (!loop_calls_back(emitter, stmt)) {
		if (known > UNAIDED_ROUNDS)
			diag_hint(diag_error(emitter->diags, stmt->span,
					     "a loop %s needs the helper bpf_loop, which Linux "
					     "5.17 brought", known == UINT64_MAX ?
					     "whose ends are known only at run time" :
					     "of that many rounds"),
				  "use constant ends, at most %d apart, and break", UNAIDED_ROUNDS);
		else if (known)
			range_inline(emitter, stmt, from, ir_int(emitter, known));
		return;
	}
	ir_store(emitter, ir_binary(emitter, LLVMSub, from, ir_int(emitter, 1)),
		 emit_variable(emitter, stmt->variable_ref), 8);
	callback = range_callback(emitter, stmt, loop_callback_name(emitter));
	debug_set_place(emitter, stmt->span);
	result = emit_helper4(emitter, HELPER_LOOP, rounds, callback, emitter->function->frame,
			      ir_int(emitter, 0));
	warn_of_refusal(emitter, stmt, result);
	loop_obey_stop(emitter);
}

/* Copies key and value of an entry into the loop variable, a tuple. */
static void fill_entry(struct emitter *emitter, const struct stmt *stmt, LLVMValueRef key,
		       LLVMValueRef value)
{
	const struct map *map = stmt->for_map.map->map_ref;
	const struct plan_map *plan = emit_map_plan(emitter, map);
	const struct type *pair = stmt->variable_ref->type;
	LLVMValueRef to = emit_variable(emitter, stmt->variable_ref);
	LLVMValueRef second = ir_at(emitter, to, type_tuple_offset(pair, 1));
	uint32_t key_size = type_is_scalar(pair->elements[0]) ? 8 : pair->elements[0]->size;

	ir_copy(emitter, to, ir_at(emitter, key, plan->has_generation ? 8 : 0), key_size);
	if (map->value->kind == TYPE_AGGREGATE)
		ir_store(emitter, emit_aggregate_read(emitter, map, key), second, 8);
	else
		ir_copy(emitter, second, value, plan->value_size);
}

static LLVMValueRef map_callback(struct emitter *emitter, const struct stmt *stmt,
				 const char *name)
{
	static const char *const parameters[] = { "map", "key", "value", "frame" };
	LLVMBasicBlockRef here = LLVMGetInsertBlock(emitter->builder);
	struct emit_function *function = function_open(emitter, name, stmt->span, true, 4,
						       parameters);
	const struct map *map = stmt->for_map.map->map_ref;
	LLVMValueRef key = LLVMGetParam(function->value, 1);
	struct ir_if other;

	loop_make_exits(emitter, stmt);
	if (emit_map_plan(emitter, map)->has_generation) {
		other = ir_if_begin(emitter,
				    ir_compare(emitter, LLVMIntNE, ir_load(emitter, key, 8, false),
					       emit_generation(emitter, map)));
		ir_jump(emitter, function->loop_continue);
		ir_if_end(emitter, &other);
	}
	fill_entry(emitter, stmt, key, LLVMGetParam(function->value, 2));
	emit_block(emitter, stmt->for_map.body);
	ir_jump(emitter, function->loop_continue);
	function_close(emitter);
	ir_enter(emitter, here);
	return function->value;
}

void emit_for_map(struct emitter *emitter, const struct stmt *stmt)
{
	LLVMValueRef callback;

	if (!target_feature(emitter->target, FEATURE_FOR_EACH)) {
		diag_error(emitter->diags, stmt->span, "a loop over a map needs the helper "
			   "bpf_for_each_map_elem, which Linux 5.13 brought");
		return;
	}
	callback = map_callback(emitter, stmt, loop_callback_name(emitter));
	debug_set_place(emitter, stmt->span);
	emit_helper4(emitter, HELPER_FOR_EACH,
		     emit_map_global(emitter, stmt->for_map.map->map_ref->index), callback,
		     emitter->function->frame, ir_int(emitter, 0));
	loop_obey_stop(emitter);
}
