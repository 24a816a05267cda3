/*
 * Helpers: calls of the kernel's BPF helpers, by number, and the fault that a
 * failed read leaves behind.
 */
#include "codegen/emit/emit.h"

enum { HELPER_ARGUMENTS_MAX = 5 };

static bool helper_returns_pointer(enum helper helper)
{
	return helper == HELPER_MAP_LOOKUP || helper == HELPER_RING_RESERVE ||
	       helper == HELPER_MAP_LOOKUP_PERCPU;
}

LLVMValueRef emit_helper(struct emitter *emitter, enum helper helper, unsigned count,
			 LLVMValueRef *arguments)
{
	LLVMTypeRef parameters[HELPER_ARGUMENTS_MAX];
	LLVMTypeRef result = helper_returns_pointer(helper) ? emitter->pointer : emitter->i64;
	LLVMValueRef function;

	for (unsigned i = 0; i < count; i++)
		parameters[i] = LLVMTypeOf(arguments[i]);
	function = LLVMConstIntToPtr(ir_int(emitter, helper), emitter->pointer);
	return LLVMBuildCall2(emitter->builder,
			      LLVMFunctionType(result, parameters, count, false), function,
			      arguments, count, "");
}

LLVMValueRef emit_helper0(struct emitter *emitter, enum helper helper)
{
	return emit_helper(emitter, helper, 0, NULL);
}

LLVMValueRef emit_helper1(struct emitter *emitter, enum helper helper, LLVMValueRef a)
{
	return emit_helper(emitter, helper, 1, (LLVMValueRef[]){ a });
}

LLVMValueRef emit_helper2(struct emitter *emitter, enum helper helper, LLVMValueRef a,
			  LLVMValueRef b)
{
	return emit_helper(emitter, helper, 2, (LLVMValueRef[]){ a, b });
}

LLVMValueRef emit_helper3(struct emitter *emitter, enum helper helper, LLVMValueRef a,
			  LLVMValueRef b, LLVMValueRef c)
{
	return emit_helper(emitter, helper, 3, (LLVMValueRef[]){ a, b, c });
}

LLVMValueRef emit_helper4(struct emitter *emitter, enum helper helper, LLVMValueRef a,
			  LLVMValueRef b, LLVMValueRef c, LLVMValueRef d)
{
	return emit_helper(emitter, helper, 4, (LLVMValueRef[]){ a, b, c, d });
}

void emit_note_fault(struct emitter *emitter, LLVMValueRef result)
{
	LLVMValueRef word = emit_frame_word(emitter, FRAME_FAULT);
	LLVMValueRef sign = ir_binary(emitter, LLVMLShr, result, ir_int(emitter, 63));
	LLVMValueRef before = ir_load(emitter, word, 8, false);

	ir_store(emitter, ir_binary(emitter, LLVMOr, before, sign), word, 8);
}
