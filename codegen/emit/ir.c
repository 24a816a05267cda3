/*
 * IR: short words for what LLVM's C API spells out. Numbers are i64, memory is
 * reached through untyped pointers; nothing here knows of the tree.
 */
#include "codegen/emit/emit.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

LLVMValueRef ir_int(struct emitter *emitter, uint64_t value)
{
	return LLVMConstInt(emitter->i64, value, false);
}

LLVMValueRef ir_int32(struct emitter *emitter, uint32_t value)
{
	return LLVMConstInt(emitter->i32, value, false);
}

LLVMBasicBlockRef ir_block(struct emitter *emitter, const char *name)
{
	return LLVMAppendBasicBlockInContext(emitter->context, emitter->function->value, name);
}

void ir_enter(struct emitter *emitter, LLVMBasicBlockRef block)
{
	LLVMPositionBuilderAtEnd(emitter->builder, block);
}

void ir_jump(struct emitter *emitter, LLVMBasicBlockRef block)
{
	if (!LLVMGetBasicBlockTerminator(LLVMGetInsertBlock(emitter->builder)))
		LLVMBuildBr(emitter->builder, block);
}

LLVMValueRef ir_at_value(struct emitter *emitter, LLVMValueRef pointer, LLVMValueRef offset)
{
	return LLVMBuildGEP2(emitter->builder, emitter->i8, pointer, &offset, 1, "");
}

LLVMValueRef ir_at(struct emitter *emitter, LLVMValueRef pointer, uint64_t offset)
{
	return offset ? ir_at_value(emitter, pointer, ir_int(emitter, offset)) : pointer;
}

static LLVMTypeRef ir_sized(struct emitter *emitter, uint32_t size)
{
	switch (size) {
	case 1: return emitter->i8;
	case 2: return emitter->i16;
	case 4: return emitter->i32;
	case 8: return emitter->i64;
	default: break;
	}
	assert(!"a scalar has 1, 2, 4 or 8 bytes");
	return emitter->i64;
}

static LLVMValueRef ir_load_sized(struct emitter *emitter, LLVMValueRef pointer, uint32_t size,
				  bool is_signed, bool is_volatile)
{
	LLVMValueRef value = LLVMBuildLoad2(emitter->builder, ir_sized(emitter, size), pointer, "");

	/* Memory of a script's own is 8-aligned; fields of structs copied to it need not be. */
	LLVMSetAlignment(value, size);
	LLVMSetVolatile(value, is_volatile);
	if (size == 8)
		return value;
	return is_signed ? LLVMBuildSExt(emitter->builder, value, emitter->i64, "")
			 : LLVMBuildZExt(emitter->builder, value, emitter->i64, "");
}

LLVMValueRef ir_load(struct emitter *emitter, LLVMValueRef pointer, uint32_t size, bool is_signed)
{
	return ir_load_sized(emitter, pointer, size, is_signed, false);
}

LLVMValueRef ir_load_volatile(struct emitter *emitter, LLVMValueRef pointer, uint32_t size,
			      bool is_signed)
{
	return ir_load_sized(emitter, pointer, size, is_signed, true);
}

/*
 * The optimiser makes one load of two that are chosen between, volatile or not, at an address
 * that it computes; the verifier refuses a context pointer that was computed with. So the
 * instruction is given as text, offset and all.
 */
LLVMValueRef ir_load_context(struct emitter *emitter, uint32_t offset, uint32_t size,
			     bool is_signed)
{
	LLVMTypeRef type = LLVMFunctionType(emitter->i64, &emitter->pointer, 1, false);
	char text[48];
	LLVMValueRef load, value;

	snprintf(text, sizeof(text), "$0 = *(u%u *)($1 + %u)", size * 8, offset);
	load = LLVMGetInlineAsm(type, text, strlen(text), "=r,r", 4, false, false,
				LLVMInlineAsmDialectATT, false);
	value = LLVMBuildCall2(emitter->builder, type, load, &emitter->function->context, 1, "");
	return is_signed ? ir_extend(emitter, value, size, true) : value;
}

LLVMValueRef ir_load_pointer(struct emitter *emitter, LLVMValueRef pointer)
{
	return LLVMBuildLoad2(emitter->builder, emitter->pointer, pointer, "");
}

void ir_store(struct emitter *emitter, LLVMValueRef value, LLVMValueRef pointer, uint32_t size)
{
	LLVMValueRef store;

	if (size < 8)
		value = LLVMBuildTrunc(emitter->builder, value, ir_sized(emitter, size), "");
	store = LLVMBuildStore(emitter->builder, value, pointer);
	LLVMSetAlignment(store, size);
}

LLVMValueRef ir_extend(struct emitter *emitter, LLVMValueRef value, uint32_t size, bool is_signed)
{
	if (size >= 8)
		return value;
	value = LLVMBuildTrunc(emitter->builder, value, ir_sized(emitter, size), "");
	return is_signed ? LLVMBuildSExt(emitter->builder, value, emitter->i64, "")
			 : LLVMBuildZExt(emitter->builder, value, emitter->i64, "");
}

LLVMValueRef ir_is_zero(struct emitter *emitter, LLVMValueRef value)
{
	return LLVMBuildIsNull(emitter->builder, value, "");
}

LLVMValueRef ir_widen(struct emitter *emitter, LLVMValueRef bit)
{
	return LLVMBuildZExt(emitter->builder, bit, emitter->i64, "");
}

LLVMValueRef ir_binary(struct emitter *emitter, LLVMOpcode opcode, LLVMValueRef left,
		       LLVMValueRef right)
{
	return LLVMBuildBinOp(emitter->builder, opcode, left, right, "");
}

LLVMValueRef ir_compare(struct emitter *emitter, LLVMIntPredicate predicate, LLVMValueRef left,
			LLVMValueRef right)
{
	return LLVMBuildICmp(emitter->builder, predicate, left, right, "");
}

LLVMValueRef ir_opaque(struct emitter *emitter, LLVMValueRef value)
{
	LLVMTypeRef type = LLVMFunctionType(emitter->i64, &emitter->i64, 1, false);
	LLVMValueRef nothing = LLVMGetInlineAsm(type, "", 0, "=r,0", 4, true, false,
						LLVMInlineAsmDialectATT, false);

	return LLVMBuildCall2(emitter->builder, type, nothing, &value, 1, "");
}

LLVMValueRef ir_constant(struct emitter *emitter, LLVMValueRef value, const char *name)
{
	LLVMValueRef global = LLVMAddGlobal(emitter->module, LLVMTypeOf(value), name);

	LLVMSetInitializer(global, value);
	LLVMSetGlobalConstant(global, true);
	LLVMSetSection(global, ".rodata");
	LLVMSetAlignment(global, 8);
	return global;
}

LLVMValueRef ir_at_most(struct emitter *emitter, LLVMValueRef value, uint64_t limit)
{
	value = ir_opaque(emitter, value);
	return LLVMBuildSelect(emitter->builder,
			       ir_compare(emitter, LLVMIntULT, value, ir_int(emitter, limit)),
			       value, ir_int(emitter, limit), "");
}

void ir_atomic_add(struct emitter *emitter, LLVMValueRef pointer, LLVMValueRef value)
{
	LLVMBuildAtomicRMW(emitter->builder, LLVMAtomicRMWBinOpAdd, pointer, value,
			   LLVMAtomicOrderingMonotonic, false);
}

/* Above this many bytes a memset or memcpy would become a call of a function BPF lacks. */
enum { INLINE_BYTES = 512 };

static void ir_zero_inline(struct emitter *emitter, LLVMValueRef pointer, uint32_t size)
{
	if (size)
		LLVMBuildMemSet(emitter->builder, pointer, LLVMConstInt(emitter->i8, 0, false),
				ir_int(emitter, size), 8);
}

void ir_zero(struct emitter *emitter, LLVMValueRef pointer, uint32_t size)
{
	if (size <= INLINE_BYTES) {
		ir_zero_inline(emitter, pointer, size);
		return;
	}
	/*
	 * What cannot be read is zeros: the helper fills the memory when it fails, as it does at
	 * address 0. A loop would be walked round by round by the verifier.
	 */
	emit_helper3(emitter, HELPER_READ_KERNEL, pointer, ir_int(emitter, size),
		     ir_int(emitter, 0));
}

void ir_copy(struct emitter *emitter, LLVMValueRef to, LLVMValueRef from, uint32_t size)
{
	if (!size)
		return;
	if (size <= INLINE_BYTES) {
		LLVMBuildMemCpy(emitter->builder, to, 8, from, 8, ir_int(emitter, size));
		return;
	}
	/* The kernel's own copy is quicker than a loop that the verifier has to walk. */
	emit_helper3(emitter, HELPER_READ_KERNEL, to, ir_int(emitter, size),
		     LLVMBuildPtrToInt(emitter->builder, from, emitter->i64, ""));
}

struct ir_if ir_if_begin(struct emitter *emitter, LLVMValueRef condition)
{
	struct ir_if branch = {
		.then = ir_block(emitter, "then"),
		.otherwise = ir_block(emitter, "else"),
		.end = NULL,
	};

	LLVMBuildCondBr(emitter->builder, condition, branch.then, branch.otherwise);
	ir_enter(emitter, branch.then);
	return branch;
}

void ir_if_else(struct emitter *emitter, struct ir_if *branch)
{
	branch->end = ir_block(emitter, "endif");
	ir_jump(emitter, branch->end);
	ir_enter(emitter, branch->otherwise);
}

void ir_if_end(struct emitter *emitter, struct ir_if *branch)
{
	LLVMBasicBlockRef end = branch->end ? branch->end : branch->otherwise;

	ir_jump(emitter, end);
	ir_enter(emitter, end);
}

struct ir_loop ir_loop_begin(struct emitter *emitter, LLVMValueRef limit)
{
	struct ir_loop loop = {
		.body = ir_block(emitter, "loop"),
		.next = ir_block(emitter, "next"),
		.end = ir_block(emitter, "done"),
		.limit = limit,
	};
	LLVMBasicBlockRef here = LLVMGetInsertBlock(emitter->builder);

	/* A slot that becomes a phi: the loop's blocks may grow while the body is built. */
	LLVMPositionBuilderAtEnd(emitter->builder, emitter->function->allocas);
	loop.index_slot = LLVMBuildAlloca(emitter->builder, emitter->i64, "i");
	ir_enter(emitter, here);
	ir_store(emitter, ir_int(emitter, 0), loop.index_slot, 8);
	LLVMBuildCondBr(emitter->builder, ir_is_zero(emitter, limit), loop.end, loop.body);
	ir_enter(emitter, loop.body);
	loop.index = ir_load(emitter, loop.index_slot, 8, false);
	return loop;
}

/*
 * The way back is a conditional jump: old verifiers (5.10) take a block that falls
 * through into one before it for an endless loop, and LLVM likes to lay out plain
 * jumps so.
 */
void ir_loop_end(struct emitter *emitter, struct ir_loop *loop)
{
	LLVMValueRef index;

	ir_jump(emitter, loop->next);
	ir_enter(emitter, loop->next);
	index = ir_binary(emitter, LLVMAdd, loop->index, ir_int(emitter, 1));
	ir_store(emitter, index, loop->index_slot, 8);
	LLVMBuildCondBr(emitter->builder, ir_compare(emitter, LLVMIntULT, index, loop->limit),
			loop->body, loop->end);
	ir_enter(emitter, loop->end);
}
