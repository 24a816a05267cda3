/*
 * Iterate: loops over what the kernel has many of.
 *
 * By the kernel's functions: their state lies on the stack, and whichever way leaves the
 * loop ends the iteration first; the verifier follows the body until one round looks like
 * the one before, for which captured.c has seen to the variables. By a walk: the place of
 * the link that comes next is in scratch memory, and each round reads it.
 */
#include "codegen/emit/emit.h"

#include <errno.h>

#include "codegen/iterator.h"
#include "codegen/kfunc.h"
#include "lexer/arena.h"

/* An iteration that has begun and has to be ended. */
struct open_iteration {
	const struct kfunc *end;
	LLVMValueRef state;
	struct open_iteration *outer;
};

void emit_end_iterations(struct emitter *emitter)
{
	struct open_iteration *open;

	for (open = emitter->function->iterations; open; open = open->outer)
		emit_kernel_call(emitter, open->end, &open->state);
}

static enum iterator iterator_of(const struct iteration *iteration)
{
	return (enum iterator)(iteration->row - iterator_rows);
}

static LLVMValueRef to_pointer(struct emitter *emitter, LLVMValueRef number)
{
	return LLVMBuildIntToPtr(emitter->builder, number, emitter->pointer, "");
}

static LLVMValueRef to_number(struct emitter *emitter, LLVMValueRef pointer)
{
	return LLVMBuildPtrToInt(emitter->builder, pointer, emitter->i64, "");
}

/* Goes on in this round only where CONDITION holds. */
static void continue_unless(struct emitter *emitter, LLVMValueRef condition)
{
	LLVMBasicBlockRef on = ir_block(emitter, "element");

	LLVMBuildCondBr(emitter->builder, condition, on, emitter->function->loop_continue);
	ir_enter(emitter, on);
}

/* ---- by the kernel's functions ---- */

/* A field of what a pointer that the verifier follows points to. */
static LLVMValueRef load_followed(struct emitter *emitter, LLVMValueRef pointer,
				  const struct field *field)
{
	uint32_t size = field->type->kind == TYPE_POINTER ? 8 : field->type->size;

	return ir_load(emitter, ir_at(emitter, pointer, field->offset), size,
		       field->type->is_signed);
}

/*
 * Of a process, its first thread leads to the others. From any other the kernel's iterator
 * sees only those behind it, so then it goes over all threads that there are.
 */
static LLVMValueRef thread_flags(struct emitter *emitter, const struct iteration *iteration,
				 LLVMValueRef task)
{
	LLVMValueRef pid = load_followed(emitter, task, &iteration->fields[0]);
	LLVMValueRef tgid = load_followed(emitter, task, &iteration->fields[1]);

	return LLVMBuildSelect(emitter->builder, ir_compare(emitter, LLVMIntEQ, pid, tgid),
			       ir_int(emitter, iteration->flags[0]),
			       ir_int(emitter, iteration->flags[1]), "");
}

/* What the kernel answers; ARGUMENT is the loop's, NULL where it takes none. */
static LLVMValueRef begin_iteration(struct emitter *emitter,
				    const struct iteration *iteration,
				    LLVMValueRef argument, LLVMValueRef state)
{
	LLVMValueRef values[3] = { state, NULL, ir_int(emitter, iteration->flags[0]) };
	LLVMValueRef memory;

	switch (iterator_of(iteration)) {
	case ITERATOR_TASKS:	/* it takes a task, and looks at none */
		values[1] = to_pointer(emitter, emit_helper0(emitter, HELPER_CURRENT_TASK_BTF));
		break;
	case ITERATOR_THREADS:
		values[1] = to_pointer(emitter, argument);
		values[2] = thread_flags(emitter, iteration, values[1]);
		break;
	case ITERATOR_BITS:
		memory = emit_temporary(emitter, 8);
		ir_store(emitter, argument, memory, 8);
		values[1] = memory;
		values[2] = ir_int(emitter, 1);
		break;
	default:
		values[1] = to_pointer(emitter, argument);
		break;
	}
	return emit_kernel_call(emitter, iteration->begin, values);
}

/* An iteration that could not begin has no elements: not in silence. */
static void warn_of_refusal(struct emitter *emitter, const struct stmt *stmt,
			    LLVMValueRef result)
{
	const char *word = stmt->iteration->row->word;
	struct ir_if branch;

	result = ir_extend(emitter, result, 4, true);
	/* -ENOENT: a kernel thread, which has no memory areas. */
	result = LLVMBuildSelect(emitter->builder,
				 ir_compare(emitter, LLVMIntEQ, result,
					    ir_int(emitter, (uint64_t)-ENOENT)),
				 ir_int(emitter, 0), result, "");
	branch = ir_if_begin(emitter, ir_compare(emitter, LLVMIntSLT, result,
						 ir_int(emitter, 0)));
	emit_warning(emitter, stmt->for_call.call->span,
		     arena_printf(emitter->arena, "%s() went over nothing: the kernel refused%s",
				  word, iterator_of(stmt->iteration) == ITERATOR_VMAS ?
				  ", as someone held the lock of the memory areas or interrupts were "
				  "off" : ""));
	ir_if_end(emitter, &branch);
}

/* What the loop's variable gets of ELEMENT; some are passed over. */
static LLVMValueRef take_element(struct emitter *emitter, const struct iteration *iteration,
				 LLVMValueRef argument, LLVMValueRef element)
{
	const struct field *fields = iteration->fields;
	LLVMValueRef flags;

	switch (iterator_of(iteration)) {
	case ITERATOR_TASKS:	/* the idle task is no process */
		continue_unless(emitter, ir_compare(emitter, LLVMIntNE,
						    load_followed(emitter, element, &fields[0]),
						    ir_int(emitter, 0)));
		return to_number(emitter, element);
	case ITERATOR_THREADS:
		continue_unless(emitter, ir_compare(emitter, LLVMIntEQ,
						    load_followed(emitter, element, &fields[1]),
						    argument));
		return to_number(emitter, element);
	case ITERATOR_CHILDREN:	/* of all below; groups that were removed stay for a while */
		continue_unless(emitter, ir_compare(emitter, LLVMIntEQ,
						    load_followed(emitter, element, &fields[1]),
						    argument));
		flags = ir_binary(emitter, LLVMAnd, load_followed(emitter, element, &fields[2]),
				  ir_int(emitter, iteration->flags[1]));
		continue_unless(emitter, ir_compare(emitter, LLVMIntNE, flags,
						    ir_int(emitter, 0)));
		return load_followed(emitter, element, &fields[0]);
	case ITERATOR_BITS:
		return ir_load(emitter, element, 4, true);
	default:
		return to_number(emitter, element);
	}
}

/* What elements are compared with: of threads their process. */
static LLVMValueRef compared(struct emitter *emitter, const struct iteration *iteration,
			     LLVMValueRef argument)
{
	if (iterator_of(iteration) != ITERATOR_THREADS)
		return argument;
	return load_followed(emitter, to_pointer(emitter, argument), &iteration->fields[1]);
}

static void run_functions(struct emitter *emitter, const struct stmt *stmt,
			  LLVMValueRef argument)
{
	struct emit_function *function = emitter->function;
	LLVMBasicBlockRef saved_break = function->loop_break;
	LLVMBasicBlockRef saved_continue = function->loop_continue;
	const struct iteration *iteration = stmt->iteration;
	struct open_iteration *open = ARENA_NEW(emitter->arena, struct open_iteration);
	LLVMBasicBlockRef body = ir_block(emitter, "iteration"), next = ir_block(emitter, "next");
	LLVMBasicBlockRef end = ir_block(emitter, "iterated");
	LLVMValueRef result, element, number;

	open->end = iteration->end;
	open->state = function_alloca(emitter, iteration->size);
	open->outer = function->iterations;
	function->stack_bytes += iteration->size;
	result = begin_iteration(emitter, iteration, argument, open->state);
	function->iterations = open;
	warn_of_refusal(emitter, stmt, result);
	argument = argument ? compared(emitter, iteration, argument) : NULL;
	function->loop_break = emit_drop_before(emitter, stmt, end);
	function->loop_continue = emit_drop_before(emitter, stmt, next);
	ir_jump(emitter, next);
	ir_enter(emitter, next);
	debug_set_place(emitter, stmt->for_call.call->span);
	element = emit_kernel_call(emitter, iteration->next, &open->state);
	LLVMBuildCondBr(emitter->builder, ir_is_zero(emitter, element), end, body);
	ir_enter(emitter, body);
	number = take_element(emitter, iteration, argument, element);
	ir_store(emitter, number, emit_variable(emitter, stmt->variable_ref), 8);
	emit_block(emitter, stmt->for_call.body);
	ir_jump(emitter, function->loop_continue);
	ir_enter(emitter, end);
	debug_set_place(emitter, stmt->for_call.call->span);
	emit_kernel_call(emitter, iteration->end, &open->state);
	function->iterations = open->outer;
	function->loop_break = saved_break;
	function->loop_continue = saved_continue;
}

/* ---- by a walk ---- */

/* Words of a walk in scratch memory. */
enum walk_word { WALK_PLACE, WALK_END, WALK_WORDS };

static LLVMValueRef walk_word(struct emitter *emitter, uint32_t base, enum walk_word word)
{
	return ir_at(emitter, function_scratch(emitter), base + word * 8);
}

static LLVMValueRef read_kernel(struct emitter *emitter, LLVMValueRef address,
				const struct type *type)
{
	return emit_load(emitter, (struct place){ .address = address, .space = SPACE_KERNEL },
			 type);
}

static LLVMValueRef add(struct emitter *emitter, LLVMValueRef number, uint32_t offset)
{
	return ir_binary(emitter, LLVMAdd, number, ir_int(emitter, offset));
}

/* The address of the first link; goes to NOWHERE where a pointer on the way is NULL. */
static LLVMValueRef first_link(struct emitter *emitter, const struct list_walk *walk,
			       LLVMValueRef argument, LLVMBasicBlockRef nowhere)
{
	LLVMValueRef at = walk->symbol ? ir_int(emitter, walk->symbol) : argument;
	LLVMBasicBlockRef on;

	for (uint32_t i = 0; i < walk->step_count; i++) {
		if (i) {
			at = read_kernel(emitter, at, &type_uint64);
			on = ir_block(emitter, "step");
			LLVMBuildCondBr(emitter->builder, ir_is_zero(emitter, at), nowhere, on);
			ir_enter(emitter, on);
		}
		at = add(emitter, at, walk->steps[i]);
	}
	return at;
}

/* A round that finds an element more than the walk may see says so and is the last. */
static void stop_at_bound(struct emitter *emitter, const struct stmt *stmt, LLVMValueRef round)
{
	const struct iteration *iteration = stmt->iteration;
	struct ir_if branch;

	/* LLVM must not conclude that a plain loop always goes back: see ir_loop_end(). */
	round = ir_opaque(emitter, round);
	branch = ir_if_begin(emitter, ir_compare(emitter, LLVMIntUGE, round,
						 ir_int(emitter, iteration->walk.bound)));
	emit_warning(emitter, stmt->for_call.call->span,
		     arena_printf(emitter->arena, "%s() ended after %u elements: there are more",
				  iteration->row->word, iteration->walk.bound));
	ir_jump(emitter, emitter->function->loop_break);
	ir_if_end(emitter, &branch);
}

/* Control groups that were removed stay in the list for a while. */
static void pass_over_removed(struct emitter *emitter, const struct iteration *iteration,
			      LLVMValueRef element)
{
	const struct field *flags = &iteration->fields[2], *self = &iteration->fields[3];
	LLVMValueRef value;

	if (iterator_of(iteration) != ITERATOR_CHILDREN)
		return;
	value = read_kernel(emitter, add(emitter, element, self->offset + flags->offset),
			    flags->type);
	value = ir_binary(emitter, LLVMAnd, value, ir_int(emitter, iteration->flags[1]));
	continue_unless(emitter, ir_compare(emitter, LLVMIntNE, value, ir_int(emitter, 0)));
}

static void walk_round(struct emitter *emitter, const struct stmt *stmt, uint32_t base,
		       LLVMValueRef round)
{
	const struct iteration *iteration = stmt->iteration;
	uint32_t link = iteration->walk.link;
	LLVMBasicBlockRef on = ir_block(emitter, "link");
	LLVMValueRef next, is_end, element;

	next = read_kernel(emitter,
			   ir_load(emitter, walk_word(emitter, base, WALK_PLACE), 8, false),
			   &type_uint64);
	is_end = LLVMBuildOr(emitter->builder, ir_is_zero(emitter, next),
			     ir_compare(emitter, LLVMIntEQ, next,
					ir_load(emitter, walk_word(emitter, base, WALK_END), 8,
						false)), "");
	LLVMBuildCondBr(emitter->builder, is_end, emitter->function->loop_break, on);
	ir_enter(emitter, on);
	stop_at_bound(emitter, stmt, round);
	element = iteration->row->is_ring ? ir_binary(emitter, LLVMSub, next,
						      ir_int(emitter, link)) : next;
	ir_store(emitter, iteration->row->is_ring ? next : add(emitter, next, link),
		 walk_word(emitter, base, WALK_PLACE), 8);
	pass_over_removed(emitter, iteration, element);
	ir_store(emitter, element, emit_variable(emitter, stmt->variable_ref), 8);
	emit_block(emitter, stmt->for_call.body);
}

static void bits_round(struct emitter *emitter, const struct stmt *stmt, uint32_t base,
		       LLVMValueRef round)
{
	LLVMValueRef word = ir_load(emitter, walk_word(emitter, base, WALK_PLACE), 8, false);

	word = ir_binary(emitter, LLVMLShr, word,
			 ir_binary(emitter, LLVMAnd, round, ir_int(emitter, 63)));
	word = ir_binary(emitter, LLVMAnd, word, ir_int(emitter, 1));
	continue_unless(emitter, ir_compare(emitter, LLVMIntNE, word, ir_int(emitter, 0)));
	ir_store(emitter, round, emit_variable(emitter, stmt->variable_ref), 8);
	emit_block(emitter, stmt->for_call.body);
}

static void emit_round(struct emitter *emitter, const struct stmt *stmt, uint32_t base,
		       LLVMValueRef round)
{
	if (stmt->iteration->row->element)
		walk_round(emitter, stmt, base, round);
	else
		bits_round(emitter, stmt, base, round);
}

static void walk_by_callback(struct emitter *emitter, const struct stmt *stmt, uint32_t base,
			     LLVMValueRef rounds)
{
	static const char *const parameters[] = { "round", "frame" };
	LLVMBasicBlockRef here = LLVMGetInsertBlock(emitter->builder);
	struct emit_function *function = function_open(emitter, loop_callback_name(emitter),
						       stmt->span, true, 2, parameters);

	loop_make_exits(emitter, stmt);
	emit_round(emitter, stmt, base, LLVMGetParam(function->value, 0));
	ir_jump(emitter, function->loop_continue);
	function_close(emitter);
	ir_enter(emitter, here);
	debug_set_place(emitter, stmt->span);
	emit_helper4(emitter, HELPER_LOOP, rounds, function->value, emitter->function->frame,
		     ir_int(emitter, 0));
	loop_obey_stop(emitter);
}

static void walk_inline(struct emitter *emitter, const struct stmt *stmt, uint32_t base,
			LLVMValueRef rounds)
{
	struct emit_function *function = emitter->function;
	LLVMBasicBlockRef saved_break = function->loop_break;
	LLVMBasicBlockRef saved_continue = function->loop_continue;
	struct ir_loop loop = ir_loop_begin(emitter, rounds);

	function->loop_break = emit_drop_before(emitter, stmt, loop.end);
	function->loop_continue = emit_drop_before(emitter, stmt, loop.next);
	emit_round(emitter, stmt, base, loop.index);
	ir_jump(emitter, function->loop_continue);
	ir_loop_end(emitter, &loop);
	function->loop_break = saved_break;
	function->loop_continue = saved_continue;
}

static void run_walk(struct emitter *emitter, const struct stmt *stmt, LLVMValueRef argument)
{
	const struct iteration *iteration = stmt->iteration;
	bool is_list = iteration->row->element != NULL;
	/* In the round behind the last the bound is told. */
	LLVMValueRef rounds = ir_int(emitter, iteration->walk.bound + is_list);
	LLVMBasicBlockRef nowhere = ir_block(emitter, "walked");
	LLVMValueRef place = argument;
	uint32_t base = emitter->scratch_used;

	emit_scratch(emitter, WALK_WORDS * 8);
	if (is_list)
		place = first_link(emitter, &iteration->walk, argument, nowhere);
	ir_store(emitter, place, walk_word(emitter, base, WALK_PLACE), 8);
	ir_store(emitter, iteration->row->is_ring ? place : ir_int(emitter, 0),
		 walk_word(emitter, base, WALK_END), 8);
	if (iteration->calls_back)
		walk_by_callback(emitter, stmt, base, rounds);
	else
		walk_inline(emitter, stmt, base, rounds);
	ir_jump(emitter, nowhere);
	ir_enter(emitter, nowhere);
}

void emit_for_call(struct emitter *emitter, const struct stmt *stmt)
{
	const struct expr *argument = stmt->for_call.call->call.arguments;
	LLVMValueRef value = argument ? emit_scalar(emitter, argument) : NULL;

	if (stmt->iteration->begin)
		run_functions(emitter, stmt, value);
	else
		run_walk(emitter, stmt, value);
}
