/*
 * Seq: programs of iterators. Their output goes to the ring as all output does. What is
 * written to the file that runs them is one byte for each element, so that who reads N
 * bytes goes over N elements and can empty the ring before the next.
 */
#include "codegen/emit/emit.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

void seq_emit_note(struct emitter *emitter)
{
	LLVMBasicBlockRef on;
	LLVMValueRef meta, file, byte, ended;
	struct temporary_mark mark;

	if (emitter->program->mechanism != MECHANISM_ITERATOR)
		return;
	mark = emit_mark(emitter);
	byte = emit_temporary(emitter, 8);
	ir_store(emitter, ir_int(emitter, 0), byte, 8);
	/* The first word of both: struct bpf_iter_meta begins with the file. */
	meta = ir_load_context(emitter, 0, 8, false);
	file = ir_load(emitter, LLVMBuildIntToPtr(emitter->builder, meta, emitter->pointer, ""),
		       8, false);
	emit_helper3(emitter, HELPER_SEQ_WRITE, file, byte, ir_int(emitter, 1));
	emit_release(emitter, mark);
	/* exit() ends it with the element at hand, however many are still to come. */
	ended = ir_load_volatile(emitter, ir_at(emitter, emitter->control,
						offsetof(struct plan_control, exit_status)),
				 8, false);
	on = ir_block(emitter, "element");
	LLVMBuildCondBr(emitter->builder, ir_is_zero(emitter, ended), on,
			emitter->function->exit);
	ir_enter(emitter, on);
}

/*
 * The verifier takes no arithmetic with a pointer that may be NULL, and forgets what was found
 * out about one by the next load: each load is followed by its own test.
 */
LLVMValueRef seq_load_pointer(struct emitter *emitter, uint32_t offset)
{
	LLVMTypeRef type = LLVMFunctionType(emitter->i64, &emitter->pointer, 1, false);
	char text[96];
	LLVMValueRef load;

	snprintf(text, sizeof(text), "$0 = *(u64 *)($1 + %u)\nif $0 != 0 goto +1\n$0 = 0", offset);
	load = LLVMGetInlineAsm(type, text, strlen(text), "=&r,r", 5, false, false,
				LLVMInlineAsmDialectATT, false);
	return LLVMBuildCall2(emitter->builder, type, load, &emitter->function->context, 1, "");
}
