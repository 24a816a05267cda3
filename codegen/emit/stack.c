/*
 * Stacks: return addresses taken by the kernel's helper, written into a record
 * whole, or interned so that an 8-byte key stands for them.
 */
#include "codegen/emit/emit.h"

#include <linux/bpf.h>
#include <stddef.h>

#include "codegen/layout.h"

/* Fills a struct layout_stack at TO with at most LIMIT frames; a stack that is not there is empty. */
static LLVMValueRef take_stack(struct emitter *emitter, const struct type *type, LLVMValueRef to)
{
	uint64_t flags = type->stack.is_user ? BPF_F_USER_STACK : 0;
	LLVMValueRef bytes = emit_helper4(
		emitter, HELPER_GET_STACK, emitter->function->context,
		ir_at(emitter, to, offsetof(struct layout_stack, frames)),
		ir_int(emitter, type->stack.limit * 8ull), ir_int(emitter, flags));
	LLVMValueRef pid = ir_int(emitter, 0);

	/* A kernel thread has no user stack, an interrupt may have no kernel stack: none is no fault. */
	bytes = LLVMBuildSelect(emitter->builder,
				ir_compare(emitter, LLVMIntSLT, bytes, ir_int(emitter, 0)),
				ir_int(emitter, 0), bytes, "");
	if (type->stack.is_user)
		pid = ir_binary(emitter, LLVMLShr, emit_helper0(emitter, HELPER_PID_TGID),
				ir_int(emitter, 32));
	ir_store(emitter, bytes, ir_at(emitter, to, offsetof(struct layout_stack, bytes)), 4);
	ir_store(emitter, pid, ir_at(emitter, to, offsetof(struct layout_stack, pid)), 4);
	return bytes;
}

void emit_stack(struct emitter *emitter, const struct expr *expr, LLVMValueRef to)
{
	take_stack(emitter, expr->type, to);
}

LLVMValueRef emit_interned_stack(struct emitter *emitter, const struct expr *expr)
{
	const struct type *type = expr->type;
	uint32_t size = sizeof(struct layout_stack) + type->stack.limit * 8;
	struct temporary_mark mark = emit_mark(emitter);
	LLVMValueRef memory = emit_scratch(emitter, size), bytes, words, key;

	bytes = take_stack(emitter, type, memory);
	/* Hashed with its first word, which holds the length and the process. */
	words = ir_binary(emitter, LLVMAdd, ir_int(emitter, 1),
			  ir_binary(emitter, LLVMLShr, bytes, ir_int(emitter, 3)));
	key = emit_intern(emitter, expr->map_ref->index, memory, words, type->stack.limit + 1);
	emit_release(emitter, mark);
	return key;
}
