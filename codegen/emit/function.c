/*
 * Functions: an LLVM function being filled, and the memory it works in.
 *
 * Blocks: `allocas` (nothing else), then the setup, a chain of lookups that grows
 * while the body asks for the ledger or the scratch memory, then the body. The
 * frame is one block of stack that loop callbacks reach through their context
 * argument; where no callback takes its address, the optimiser splits it into
 * registers. Scratch memory is a per-CPU array's entry: one for each program, so
 * that programs that interrupt each other do not share it.
 */
#include "codegen/emit/emit.h"

#include <string.h>

#include "lexer/arena.h"

enum {
	STACK_LIMIT = 288,		/* of 512 bytes; the rest is for spilled registers */
	STACK_OBJECT_LIMIT = 72,	/* larger objects go to scratch */
	STACK_ROUTINE = 24,		/* of that, an fn's for itself */
	STACK_ROUTINES = 120,		/* ... and all that may wait for each other */
	VARIABLE_IN_SCRATCH = 1u << 31,
};

static uint32_t align8(uint32_t size)
{
	return (size + 7) & ~7u;
}

/* ---- the frame ---- */

/*
 * Lays out the variables: small ones in the frame, large ones and those that a
 * kernel-run loop writes in scratch (captured.c); returns the frame's size.
 */
static uint32_t function_place_variables(struct emitter *emitter)
{
	const struct checked_program *program = emitter->program;
	uint32_t frame = FRAME_WORDS * 8;
	bool *captured = ARENA_NEW_ARRAY(emitter->arena, bool, program->variable_count + 1);

	if (program->record) {
		emitter->record_key = frame;
		frame += SAVED_KEY_WORDS * 8;
	}
	captured_mark(emitter, program->body, captured);
	for (const struct routine *routine = program->routines; routine; routine = routine->next)
		captured_mark(emitter, routine->body, captured);
	emitter->scratch_used = emitter->scratch_size = 0;
	emitter->variable_offsets = ARENA_NEW_ARRAY(emitter->arena, uint32_t,
						    program->variable_count + 1);
	for (const struct variable *variable = program->variables; variable;
	     variable = variable->next) {
		uint32_t size = align8(type_is_scalar(variable->type) ? 8 : variable->type->size);

		/* What went through scratch memory is no pointer that the verifier follows. */
		if (variable->release || variable->is_pointer ||
		    (!captured[variable->index] && size <= STACK_OBJECT_LIMIT &&
		     frame + size <= STACK_LIMIT / 2)) {
			emitter->variable_offsets[variable->index] = frame;
			frame += size;
		} else {
			emitter->variable_offsets[variable->index] =
				emitter->scratch_used | VARIABLE_IN_SCRATCH;
			emitter->scratch_used += size;
		}
	}
	emitter->scratch_size = emitter->scratch_used;
	return frame;
}

LLVMValueRef function_alloca(struct emitter *emitter, uint32_t size)
{
	LLVMBasicBlockRef here = LLVMGetInsertBlock(emitter->builder);
	LLVMValueRef pointer;

	LLVMPositionBuilderAtEnd(emitter->builder, emitter->function->allocas);
	pointer = LLVMBuildAlloca(emitter->builder, LLVMArrayType(emitter->i8, size), "");
	LLVMSetAlignment(pointer, 8);
	ir_enter(emitter, here);
	return pointer;
}

/* What lies in scratch still holds what the program's last run left there. */
static void function_zero_scratch(struct emitter *emitter)
{
	for (const struct variable *variable = emitter->program->variables; variable;
	     variable = variable->next)
		if (emitter->variable_offsets[variable->index] & VARIABLE_IN_SCRATCH &&
		    type_is_scalar(variable->type))
			ir_store(emitter, ir_int(emitter, 0), emit_variable(emitter, variable), 8);
}

/* Variables start at zero, as the language promises and the verifier demands. */
static void function_make_frame(struct emitter *emitter)
{
	struct emit_function *function = emitter->function;
	uint32_t size = function_place_variables(emitter);

	function->frame = function_alloca(emitter, size);
	function->stack_bytes += size;
	ir_zero(emitter, function->frame, size);
	LLVMBuildStore(emitter->builder, function->context,
		       ir_at(emitter, function->frame, FRAME_CONTEXT * 8));
}

LLVMValueRef emit_frame_word(struct emitter *emitter, enum frame_word word)
{
	return ir_at(emitter, emitter->function->frame, word * 8);
}

LLVMValueRef emit_variable(struct emitter *emitter, const struct variable *variable)
{
	uint32_t offset = emitter->variable_offsets[variable->index];

	if (offset & VARIABLE_IN_SCRATCH)
		return ir_at(emitter, function_scratch(emitter), offset & ~VARIABLE_IN_SCRATCH);
	return ir_at(emitter, emitter->function->frame, offset);
}

/* ---- opening and closing ---- */

static void function_add_attribute(struct emitter *emitter, LLVMValueRef function,
				   const char *name)
{
	unsigned kind = LLVMGetEnumAttributeKindForName(name, strlen(name));

	LLVMAddAttributeAtIndex(function, LLVMAttributeFunctionIndex,
				LLVMCreateEnumAttribute(emitter->context, kind, 0));
}

static LLVMValueRef function_declare(struct emitter *emitter, const char *name, bool is_callback,
				     unsigned count)
{
	LLVMTypeRef parameters[4];
	LLVMTypeRef result = is_callback ? emitter->i64 : emitter->i32;
	LLVMValueRef value = LLVMGetNamedFunction(emitter->module, name);

	if (value)	/* an fn that was called before it is emitted */
		return value;

	/* A callback's first parameter is a number (bpf_loop) only where count is 2. */
	for (unsigned i = 0; i < count; i++)
		parameters[i] = is_callback && count == 2 && i == 0 ? emitter->i64
								     : emitter->pointer;
	value = LLVMAddFunction(emitter->module, name,
				LLVMFunctionType(result, parameters, count, false));
	function_add_attribute(emitter, value, "nounwind");
	if (is_callback)
		LLVMSetLinkage(value, LLVMInternalLinkage);
	return value;
}

LLVMValueRef function_declare_routine(struct emitter *emitter, const char *name)
{
	LLVMValueRef value = function_declare(emitter, name, true, 1);

	function_add_attribute(emitter, value, "noinline");
	return value;
}

/*
 * What a program does first. Programs on all system calls leave most of them here: at the entry
 * before anything else, at the return as soon as the stack may be used to read the number.
 */
static void function_open_program(struct emitter *emitter)
{
	bool is_entry = emitter->program->mechanism == MECHANISM_SYSCALL_ENTER;
	LLVMBasicBlockRef other = emitter->program->call_count ? ir_block(emitter, "other") : NULL;
	LLVMBasicBlockRef here;

	emitter->function->context = LLVMGetParam(emitter->function->value, 0);
	if (is_entry)
		syscall_test(emitter, other);
	preemption_emit_disable(emitter);
	if (!is_entry)
		syscall_test(emitter, other);
	function_make_frame(emitter);
	syscall_open(emitter);
	if (!other)
		return;
	here = LLVMGetInsertBlock(emitter->builder);
	ir_enter(emitter, other);
	if (!is_entry)
		preemption_emit_enable(emitter);
	LLVMBuildRet(emitter->builder, ir_int32(emitter, 0));
	ir_enter(emitter, here);
}

struct emit_function *function_open(struct emitter *emitter, const char *name, struct span span,
				    bool is_callback, unsigned count,
				    const char *const *parameter_names)
{
	struct emit_function *function = ARENA_NEW(emitter->arena, struct emit_function);
	LLVMBasicBlockRef setup;

	function->outer = is_callback ? emitter->function : NULL;
	function->is_callback = is_callback;
	function->value = function_declare(emitter, name, is_callback, count);
	emitter->function = function;
	function->scope = debug_describe_function(emitter, function->value, name, span, count,
						  parameter_names, is_callback);
	debug_set_place(emitter, span);
	function->allocas = ir_block(emitter, "allocas");
	setup = ir_block(emitter, "setup");
	function->exit = ir_block(emitter, "exit");
	function->setup_end = setup;
	ir_enter(emitter, setup);
	if (is_callback) {
		function->frame = LLVMGetParam(function->value, count - 1);
		function->context = ir_load_pointer(emitter,
						    emit_frame_word(emitter, FRAME_CONTEXT));
		function->stack_bytes = function->outer->stack_bytes;
		function->routine = function->outer->routine;
	} else {
		function_open_program(emitter);
		/* These may have moved on to another block. */
		function->setup_end = LLVMGetInsertBlock(emitter->builder);
	}
	function->start = ir_block(emitter, "start");
	ir_enter(emitter, function->start);
	if (!is_callback)
		function_zero_scratch(emitter);
	return function;
}

struct emit_function *function_open_routine(struct emitter *emitter, const char *name,
					    const struct routine *routine)
{
	static const char *const parameters[] = { "frame" };
	struct emit_function *function;
	LLVMBasicBlockRef here;

	function_declare_routine(emitter, name);
	function = function_open(emitter, name, routine->declaration->name_span, true, 1,
				 parameters);
	function->routine = routine;
	function->is_routine = true;
	function->lost = ir_block(emitter, "lost");
	here = LLVMGetInsertBlock(emitter->builder);
	ir_enter(emitter, function->lost);
	LLVMBuildRet(emitter->builder, ir_int(emitter, 0));
	ir_enter(emitter, here);
	function->stack_bytes = STACK_LIMIT - STACK_ROUTINE;
	return function;
}

/* An fn's end: its result, and what follows the call goes on if only the fn was to stop. */
static void function_return_routine(struct emitter *emitter)
{
	const struct variable *result = emitter->function->routine->result;
	LLVMValueRef word = emit_frame_word(emitter, FRAME_STOP);
	struct ir_if branch;

	if (emitter->function->stops) {
		branch = ir_if_begin(emitter, ir_compare(emitter, LLVMIntEQ,
							 ir_load(emitter, word, 8, false),
							 ir_int(emitter, STOP_ROUTINE)));
		ir_store(emitter, ir_int(emitter, 0), word, 8);
		ir_if_end(emitter, &branch);
	}
	LLVMBuildRet(emitter->builder, result && type_is_scalar(result->type) ?
		     ir_load(emitter, emit_variable(emitter, result), 8, false) :
		     ir_int(emitter, 0));
}

/* A program's end, whichever way it came there. */
static void function_return(struct emitter *emitter)
{
	if (emitter->program->record && !emitter->program->is_keeper)
		saved_emit_drop(emitter);
	preemption_emit_enable(emitter);
	LLVMBuildRet(emitter->builder, ir_int32(emitter, 0));
}

void function_close(struct emitter *emitter)
{
	struct emit_function *function = emitter->function;
	LLVMBasicBlockRef setup = LLVMGetNextBasicBlock(function->allocas);

	ir_jump(emitter, function->exit);
	ir_enter(emitter, function->exit);
	emit_drop_all(emitter, function->loop);
	if (function->is_routine)
		function_return_routine(emitter);
	else if (function->is_callback)
		/* The verifier wants to see that it is 0 or 1. */
		LLVMBuildRet(emitter->builder,
			     ir_binary(emitter, LLVMAnd,
				       ir_load(emitter, emit_frame_word(emitter, FRAME_STOP), 8,
					       false), ir_int(emitter, 1)));
	else
		function_return(emitter);
	ir_enter(emitter, function->allocas);
	LLVMBuildBr(emitter->builder, setup);
	ir_enter(emitter, function->setup_end);
	LLVMBuildBr(emitter->builder, function->start);
	emitter->function = function->outer;
}

struct emit_function *function_open_plain(struct emitter *emitter, const char *name,
					  struct span span, LLVMTypeRef *types, unsigned count,
					  const char *const *parameter_names)
{
	struct emit_function *function = ARENA_NEW(emitter->arena, struct emit_function);

	function->outer = emitter->function;
	function->resume = LLVMGetInsertBlock(emitter->builder);
	function->span = span;
	function->value = LLVMAddFunction(emitter->module, name,
					  LLVMFunctionType(emitter->i64, types, count, false));
	LLVMSetLinkage(function->value, LLVMInternalLinkage);
	function_add_attribute(emitter, function->value, "noinline");
	function_add_attribute(emitter, function->value, "nounwind");
	emitter->function = function;
	function->scope = debug_describe_function(emitter, function->value, name, span, count,
						  parameter_names, true);
	debug_set_place(emitter, span);
	function->allocas = ir_block(emitter, "allocas");
	ir_enter(emitter, ir_block(emitter, "start"));
	return function;
}

void function_close_plain(struct emitter *emitter)
{
	struct emit_function *function = emitter->function;

	ir_enter(emitter, function->allocas);
	LLVMBuildBr(emitter->builder, LLVMGetNextBasicBlock(function->allocas));
	emitter->function = function->outer;
	ir_enter(emitter, function->resume);
	debug_set_place(emitter, function->span);
}

/* ---- what the setup looks up ---- */

LLVMValueRef function_find(struct emitter *emitter, LLVMValueRef map, LLVMValueRef key)
{
	struct emit_function *function = emitter->function;
	LLVMBasicBlockRef here = LLVMGetInsertBlock(emitter->builder), next;
	LLVMValueRef entry;

	ir_enter(emitter, function->setup_end);
	entry = emit_helper2(emitter, HELPER_MAP_LOOKUP, map, key);
	next = ir_block(emitter, "setup");
	/* The end of an fn reads its result, which may be in what was not found. */
	LLVMBuildCondBr(emitter->builder, ir_is_zero(emitter, entry),
			function->lost ? function->lost : function->exit, next);
	function->setup_end = next;
	ir_enter(emitter, here);
	return entry;
}

LLVMValueRef function_find_index(struct emitter *emitter, LLVMValueRef map, uint32_t index)
{
	struct emit_function *function = emitter->function;
	LLVMBasicBlockRef here = LLVMGetInsertBlock(emitter->builder);
	LLVMValueRef key = function_alloca(emitter, 8);

	ir_enter(emitter, function->setup_end);
	ir_store(emitter, ir_int(emitter, index), key, 4);
	ir_enter(emitter, here);
	return function_find(emitter, map, key);
}

static LLVMValueRef function_global(struct emitter *emitter, LLVMValueRef *global,
				    const char *name)
{
	if (!*global)
		*global = emit_declare_map(emitter, name);
	return *global;
}

LLVMValueRef function_ledger(struct emitter *emitter)
{
	struct emit_function *function = emitter->function;

	if (!function->ledger)
		function->ledger = function_find_index(
			emitter, function_global(emitter, &emitter->ledger, PLAN_LEDGER_MAP), 0);
	return function->ledger;
}

/* ---- temporary memory ---- */

LLVMValueRef emit_scratch(struct emitter *emitter, uint32_t size)
{
	LLVMValueRef pointer = ir_at(emitter, function_scratch(emitter), emitter->scratch_used);

	emitter->scratch_used += align8(size);
	if (emitter->scratch_used > emitter->scratch_size)
		emitter->scratch_size = emitter->scratch_used;
	return pointer;
}

/* What waits for an fn leaves room for it, and for what that calls. */
static uint32_t stack_limit(const struct emitter *emitter)
{
	if (emitter->function->routine || !emitter->program->routines)
		return STACK_LIMIT;
	return STACK_LIMIT - STACK_ROUTINES;
}

static struct stack_slot *function_find_slot(struct emit_function *function, uint32_t size)
{
	for (struct stack_slot *slot = function->slots; slot; slot = slot->next)
		if (slot->is_free && slot->size == size)
			return slot;
	return NULL;
}

LLVMValueRef emit_temporary(struct emitter *emitter, uint32_t size)
{
	struct emit_function *function = emitter->function;
	struct stack_slot *slot;

	size = align8(size ? size : 1);
	slot = size <= STACK_OBJECT_LIMIT ? function_find_slot(function, size) : NULL;
	if (!slot && (size > STACK_OBJECT_LIMIT ||
		      function->stack_bytes + size > stack_limit(emitter)))
		return emit_scratch(emitter, size);
	if (!slot) {
		slot = ARENA_NEW(emitter->arena, struct stack_slot);
		slot->size = size;
		slot->pointer = function_alloca(emitter, size);
		slot->next = function->slots;
		function->slots = slot;
		function->stack_bytes += size;
	}
	slot->is_free = false;
	return slot->pointer;
}

struct temporary_mark emit_mark(struct emitter *emitter)
{
	struct stack_slot *used = NULL;

	/* The slots in use now, so that release frees only what came later. */
	for (struct stack_slot *slot = emitter->function->slots; slot; slot = slot->next) {
		if (!slot->is_free) {
			struct stack_slot *kept = ARENA_NEW(emitter->arena, struct stack_slot);

			kept->pointer = slot->pointer;
			kept->next = used;
			used = kept;
		}
	}
	return (struct temporary_mark){ .scratch_used = emitter->scratch_used, .slots = used };
}

static bool mark_holds(const struct stack_slot *used, LLVMValueRef pointer)
{
	for (; used; used = used->next)
		if (used->pointer == pointer)
			return true;
	return false;
}

void emit_release(struct emitter *emitter, struct temporary_mark mark)
{
	emitter->scratch_used = mark.scratch_used;
	for (struct stack_slot *slot = emitter->function->slots; slot; slot = slot->next)
		slot->is_free = !mark_holds(mark.slots, slot->pointer);
}

/* ---- leaving ---- */

void emit_leave(struct emitter *emitter)
{
	struct emit_function *function = emitter->function;

	if (function->is_callback)
		ir_store(emitter, ir_int(emitter, STOP_PROGRAM),
			 emit_frame_word(emitter, FRAME_STOP), 8);
	emit_end_iterations(emitter);
	LLVMBuildBr(emitter->builder, function->exit);
	ir_enter(emitter, ir_block(emitter, "unreachable"));
}
