/*
 * USDT: reading an argument from the register or the memory that its operand names.
 */
#include "codegen/emit/emit.h"

#include "codegen/target/abi.h"
#include "codegen/target/usdt.h"

static LLVMValueRef load_register(struct emitter *emitter, uint32_t offset)
{
	return ir_load_context(emitter, offset, 8, false);
}

static LLVMValueRef add(struct emitter *emitter, LLVMValueRef one, LLVMValueRef other)
{
	return ir_binary(emitter, LLVMAdd, one, other);
}

static struct place memory_place(struct emitter *emitter, const struct usdt_argument *operand)
{
	LLVMValueRef at = ir_int(emitter, (uint64_t)operand->number), index;

	if (operand->symbol)
		at = add(emitter, at, load_register(emitter,
						    abi_native()->instruction_pointer_offset));
	if (operand->has_base)
		at = add(emitter, at, load_register(emitter, operand->base));
	if (operand->scale) {
		index = ir_binary(emitter, LLVMMul, load_register(emitter, operand->index),
				  ir_int(emitter, operand->scale));
		at = add(emitter, at, index);
	}
	return (struct place){ .address = at, .space = SPACE_USER };
}

LLVMValueRef usdt_emit_argument(struct emitter *emitter, const struct argument *argument)
{
	const struct usdt_argument *operand = argument->operand;
	LLVMValueRef value;

	if (operand->source == USDT_MEMORY)
		return emit_load(emitter, memory_place(emitter, operand), argument->type);
	value = operand->source == USDT_CONSTANT ? ir_int(emitter, (uint64_t)operand->number) :
						   load_register(emitter, operand->base);
	if (operand->shift)
		value = ir_binary(emitter, LLVMLShr, value, ir_int(emitter, operand->shift));
	return ir_extend(emitter, value, operand->size, operand->is_signed);
}
