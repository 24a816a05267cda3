/*
 * Kfunc: calls of kernel functions. Each is declared once, in the section where
 * libbpf looks for functions that the kernel has; debug info gives the prototype
 * that libbpf holds against the kernel's.
 */
#include "codegen/emit/emit.h"

#include <string.h>

#include "codegen/check/kfunc_argument.h"
#include "codegen/kfunc.h"
#include "codegen/target/target.h"
#include "lexer/arena.h"

enum { PARAMETERS_MAX = 5 };		/* as many as BPF has registers for */

static LLVMTypeRef machine_type(struct emitter *emitter, const struct type *type)
{
	return type->kind == TYPE_POINTER ? emitter->pointer : emitter->i64;
}

static LLVMTypeRef function_type(struct emitter *emitter, const struct function *function)
{
	LLVMTypeRef parameters[PARAMETERS_MAX], result;

	for (uint32_t i = 0; i < function->parameter_count; i++)
		parameters[i] = machine_type(emitter, function->parameters[i].type);
	result = function->return_type->kind == TYPE_VOID ?
		 LLVMVoidTypeInContext(emitter->context) :
		 machine_type(emitter, function->return_type);
	return LLVMFunctionType(result, parameters, function->parameter_count, false);
}

static LLVMValueRef declare(struct emitter *emitter, const struct kfunc *kfunc, LLVMTypeRef type)
{
	LLVMValueRef value = LLVMGetNamedFunction(emitter->module, kfunc->symbol);

	if (value)
		return value;
	value = LLVMAddFunction(emitter->module, kfunc->symbol, type);
	LLVMSetSection(value, ".ksyms");
	debug_declare_function(emitter, value, kfunc->function);
	return value;
}

LLVMValueRef emit_kernel_call(struct emitter *emitter, const struct kfunc *kfunc,
			      LLVMValueRef *values)
{
	const struct function *function = kfunc->function;
	LLVMTypeRef type = function_type(emitter, function);

	return LLVMBuildCall2(emitter->builder, type, declare(emitter, kfunc, type), values,
			      function->parameter_count, "");
}

/* A slot is 0 where it holds nothing: the verifier sees on each way which it is. */
void emit_drop(struct emitter *emitter, const struct variable *variable)
{
	LLVMValueRef slot = emit_variable(emitter, variable);
	LLVMValueRef value = ir_load(emitter, slot, 8, false), pointer;
	struct ir_if branch = ir_if_begin(emitter, ir_compare(emitter, LLVMIntNE, value,
							      ir_int(emitter, 0)));

	pointer = LLVMBuildIntToPtr(emitter->builder, value, emitter->pointer, "");
	emit_kernel_call(emitter, variable->release, &pointer);
	ir_store(emitter, ir_int(emitter, 0), slot, 8);
	ir_if_end(emitter, &branch);
}

/* Whose body, run by the kernel as a function of its own, the variable belongs to; NULL: none. */
static const struct stmt *home_of(struct emitter *emitter, const struct variable *variable)
{
	const struct variable_loop *loop;

	for (loop = variable->loops; loop; loop = loop->outer)
		if (loop_calls_back(emitter, loop->stmt))
			return loop->stmt;
	return NULL;
}

void emit_drop_all(struct emitter *emitter, const struct stmt *loop)
{
	for (const struct variable *variable = emitter->program->variables; variable;
	     variable = variable->next)
		if (variable->release && variable->home == emitter->function->routine &&
		    home_of(emitter, variable) == loop)
			emit_drop(emitter, variable);
}

static bool is_of_round(const struct variable *variable, const struct stmt *loop)
{
	return variable->release && variable->loops && variable->loops->stmt == loop;
}

LLVMBasicBlockRef emit_drop_before(struct emitter *emitter, const struct stmt *loop,
				   LLVMBasicBlockRef target)
{
	LLVMBasicBlockRef here = LLVMGetInsertBlock(emitter->builder), drop = NULL;

	for (const struct variable *variable = emitter->program->variables; variable;
	     variable = variable->next) {
		if (!is_of_round(variable, loop))
			continue;
		if (!drop)
			ir_enter(emitter, drop = ir_block(emitter, "drop"));
		emit_drop(emitter, variable);
	}
	if (!drop)
		return target;
	ir_jump(emitter, target);
	ir_enter(emitter, here);
	return drop;
}

/*
 * The verifier refuses arithmetic on what may be NULL. Where it is, the number that
 * goes on is another 0, so that it does not meet the pointer again; reading there fails
 * and is counted.
 */
LLVMValueRef emit_pointer(struct emitter *emitter, const struct expr *expr)
{
	LLVMValueRef value = emit_scalar(emitter, expr), slot;
	struct ir_if branch;

	if (!expr->is_nullable)
		return value;
	slot = emit_temporary(emitter, 8);
	ir_store(emitter, value, slot, 8);
	branch = ir_if_begin(emitter, ir_is_zero(emitter, value));
	ir_store(emitter, ir_opaque(emitter, ir_int(emitter, 0)), slot, 8);
	ir_if_end(emitter, &branch);
	return ir_load(emitter, slot, 8, false);
}

/* What a call that is part of an expression acquires is kept in a slot of its own. */
static void keep_reference(struct emitter *emitter, const struct expr *call, LLVMValueRef value)
{
	if (!(call->kfunc->flags & KFUNC_ACQUIRE) || !call->variable_ref)
		return;
	emit_drop(emitter, call->variable_ref);
	ir_store(emitter, value, emit_variable(emitter, call->variable_ref), 8);
}

/* ---- arguments ---- */

/* What the kernel may have written to, and goes back to the script's variable. */
struct written {
	LLVMValueRef memory, variable;
	uint32_t size;
};

/* A constant of the object: the verifier reads it. */
static LLVMValueRef text_argument(struct emitter *emitter, const struct expr *argument)
{
	const char *name = arena_printf(emitter->arena, "text_%u_%u", emitter->program->index,
					argument->span.start);
	LLVMValueRef global = LLVMGetNamedGlobal(emitter->module, name), text;

	if (global)
		return global;
	text = LLVMConstStringInContext(emitter->context, argument->text, argument->text_length,
					false);
	global = LLVMAddGlobal(emitter->module, LLVMTypeOf(text), name);
	LLVMSetInitializer(global, text);
	LLVMSetGlobalConstant(global, true);
	LLVMSetSection(global, ".rodata");
	return global;
}

/* Behind the length of a buffer are its bytes. */
static LLVMValueRef bytes_of(struct emitter *emitter, const struct type *type, LLVMValueRef memory)
{
	return type->kind == TYPE_BUFFER ? ir_at(emitter, memory, 4) : memory;
}

/*
 * The kernel makes a struct bpf_dynptr of memory in maps only, so the bytes are copied
 * into scratch, and those of a variable back after the call, which may have written to them.
 */
static LLVMValueRef dynptr_argument(struct emitter *emitter, const struct expr *argument,
				    struct written *written)
{
	enum { DYNPTR_SIZE = 16 };
	LLVMValueRef memory = emit_scratch(emitter, argument->type->size);
	LLVMValueRef dynptr = function_alloca(emitter, DYNPTR_SIZE);
	uint32_t size = argument->type->size;

	emitter->function->stack_bytes += DYNPTR_SIZE;
	emit_memory(emitter, argument, memory);
	if (argument->kind == EXPR_VARIABLE)
		*written = (struct written){ memory, emit_local(emitter, argument), size };
	size -= argument->type->kind == TYPE_BUFFER ? 4 : 0;
	emit_helper4(emitter, HELPER_DYNPTR_FROM_MEM, bytes_of(emitter, argument->type, memory),
		     ir_int(emitter, size), ir_int(emitter, 0), dynptr);
	return dynptr;
}

static LLVMValueRef emit_kernel_argument(struct emitter *emitter, const struct function *function,
					 uint32_t index, const struct expr *argument,
					 struct written *written)
{
	enum kfunc_passing passing = kfunc_argument_passing(function, index);

	if (passing == KFUNC_PASS_NUMBER)
		return emit_scalar(emitter, argument);
	if (passing == KFUNC_PASS_TEXT)
		return text_argument(emitter, argument);
	if (passing == KFUNC_PASS_MAP)
		return emit_map_global(emitter, argument->map_ref->index);
	if (passing == KFUNC_PASS_DYNPTR)
		return dynptr_argument(emitter, argument, written);
	if (!type_is_scalar(argument->type))
		return bytes_of(emitter, argument->type, emit_local(emitter, argument));
	return LLVMBuildIntToPtr(emitter->builder, emit_scalar(emitter, argument),
				 emitter->pointer, "");
}

/* ---- calls ---- */

LLVMValueRef emit_kfunc_call(struct emitter *emitter, const struct expr *call)
{
	const struct function *function = call->kfunc->function;
	LLVMValueRef values[PARAMETERS_MAX], result;
	struct written written[PARAMETERS_MAX] = { 0 };
	const struct expr *argument = call->call.arguments;

	for (uint32_t i = 0; i < function->parameter_count; i++, argument = argument->next)
		values[i] = emit_kernel_argument(emitter, function, i, argument, &written[i]);
	debug_set_place(emitter, call->span);
	result = emit_kernel_call(emitter, call->kfunc, values);
	for (uint32_t i = 0; i < function->parameter_count; i++)
		if (written[i].memory)
			emit_read(emitter, written[i].variable,
				  (struct place){ .address = written[i].memory, .space = SPACE_BPF },
				  written[i].size);
	if (call->kfunc->flags & KFUNC_RELEASE && call->variable_ref)
		ir_store(emitter, ir_int(emitter, 0), emit_variable(emitter, call->variable_ref),
			 8);
	if (function->return_type->kind == TYPE_VOID)
		return ir_int(emitter, 0);
	if (function->return_type->kind == TYPE_POINTER) {
		result = LLVMBuildPtrToInt(emitter->builder, result, emitter->i64, "");
		keep_reference(emitter, call, result);
		return result;
	}
	/* Of a narrow result only its own bits mean anything. */
	return ir_extend(emitter, result, function->return_type->size,
			 function->return_type->is_signed);
}
