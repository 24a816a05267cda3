/*
 * Access: every read of memory. Which read it is follows from the address space
 * that the type carries, so a kernel pointer cannot be followed as a user pointer
 * by accident.
 */
#include "codegen/emit/emit.h"

#include <assert.h>

#include "codegen/target/abi.h"

/* A place OFFSET bytes further. */
static struct place place_at(struct emitter *emitter, struct place base, LLVMValueRef offset)
{
	if (base.space == SPACE_BPF)
		base.address = ir_at_value(emitter, base.address, offset);
	else
		base.address = ir_binary(emitter, LLVMAdd, base.address, offset);
	return base;
}

void emit_read(struct emitter *emitter, LLVMValueRef to, struct place from, uint32_t size)
{
	enum helper helper = from.space == SPACE_USER ? HELPER_READ_USER : HELPER_READ_KERNEL;

	if (from.space == SPACE_BPF) {
		ir_copy(emitter, to, from.address, size);
		return;
	}
	if (from.compat) {
		compat_read(emitter, to, from);
		return;
	}
	emit_note_fault(emitter, emit_helper3(emitter, helper, to, ir_int(emitter, size),
					      from.address));
}

/* The eight bytes of "<fault>" with its NUL, as a little-endian number. */
#define FAULT_TEXT 0x003e746c7561663cull

void emit_read_text(struct emitter *emitter, LLVMValueRef to, struct place from,
		    LLVMValueRef size, uint32_t capacity)
{
	enum helper helper = from.space == SPACE_USER ? HELPER_READ_USER_TEXT
						       : HELPER_READ_KERNEL_TEXT;
	LLVMValueRef address = from.address, result, word;
	struct ir_if branch;

	if (from.space == SPACE_BPF)
		address = LLVMBuildPtrToInt(emitter->builder, address, emitter->i64, "");
	result = emit_helper3(emitter, helper, to, size, address);
	emit_note_fault(emitter, result);
	branch = ir_if_begin(emitter, ir_compare(emitter, LLVMIntSLT, result,
						 ir_int(emitter, 0)));
	if (capacity >= 8)
		ir_store(emitter, ir_int(emitter, FAULT_TEXT), to, 8);
	else
		ir_store(emitter, ir_int(emitter, 0), to, 1);
	ir_if_else(emitter, &branch);
	/* A text that fills the memory to its last byte may have gone on. */
	word = emit_frame_word(emitter, FRAME_TRUNCATED);
	ir_store(emitter,
		 ir_binary(emitter, LLVMOr, ir_load(emitter, word, 8, false),
			   ir_widen(emitter, ir_compare(emitter, LLVMIntEQ, result,
							ir_int(emitter, capacity)))),
		 word, 8);
	ir_if_end(emitter, &branch);
}

LLVMValueRef emit_load_word(struct emitter *emitter, struct place place, uint32_t size,
			    bool is_signed)
{
	struct temporary_mark mark;
	LLVMValueRef memory, value;

	if (place.space == SPACE_BPF)
		return ir_load(emitter, place.address, size, is_signed);
	mark = emit_mark(emitter);
	memory = emit_temporary(emitter, 8);
	emit_read(emitter, memory, place, size);
	value = ir_load(emitter, memory, size, is_signed);
	emit_release(emitter, mark);
	return value;
}

LLVMValueRef emit_load(struct emitter *emitter, struct place place, const struct type *type)
{
	uint32_t size = type_is_scalar(type) ? type->size : 8;

	if (place.compat)
		return compat_load(emitter, place);
	if (type->kind == TYPE_POINTER)
		size = 8;
	return emit_load_word(emitter, place, size, type->is_signed);
}

/* A bit-field: the bytes that hold it, shifted down, cut and extended. */
static LLVMValueRef load_bits(struct emitter *emitter, struct place place,
			      const struct field *field)
{
	uint32_t bits = field->bit_offset + field->bit_size;
	uint32_t bytes = bits <= 8 ? 1 : bits <= 16 ? 2 : bits <= 32 ? 4 : 8;
	LLVMValueRef value = emit_load_word(emitter, place, bytes, false);

	if (bits > 64)	/* more than a word can hold: the low part is all that is read */
		bits = 64;
	value = ir_binary(emitter, LLVMShl, value, ir_int(emitter, 64 - bits));
	return ir_binary(emitter, field->type->is_signed ? LLVMAShr : LLVMLShr, value,
			 ir_int(emitter, 64 - field->bit_size));
}

LLVMValueRef emit_load_field(struct emitter *emitter, struct place base,
			     const struct field *field)
{
	struct place place = place_at(emitter, base, ir_int(emitter, field->offset));

	if (field->bit_size)
		return load_bits(emitter, place, field);
	return emit_load(emitter, place, field->type);
}

/* ---- arguments of probes ---- */

static LLVMValueRef context_number(struct emitter *emitter)
{
	return LLVMBuildPtrToInt(emitter->builder, emitter->function->context, emitter->i64, "");
}

/* A struct in two registers, put together. */
static struct place pair_place(struct emitter *emitter, const struct argument *argument)
{
	LLVMValueRef memory = emit_temporary(emitter, 16);

	ir_store(emitter, ir_load_context(emitter, argument->offset, 8, false), memory, 8);
	ir_store(emitter, ir_load_context(emitter, argument->second, 8, false),
		 ir_at(emitter, memory, 8), 8);
	return (struct place){ .address = memory, .space = SPACE_BPF };
}

/* Whose memory the stack and what was passed by its address are. */
static enum address_space argument_space(const struct emitter *emitter)
{
	enum mechanism mechanism = emitter->program->mechanism;

	return mechanism == MECHANISM_UPROBE || mechanism == MECHANISM_URETPROBE ||
	       mechanism == MECHANISM_USDT ? SPACE_USER : SPACE_KERNEL;
}

/* A value that was passed as its address. */
static struct place place_of_address(struct emitter *emitter, const struct argument *argument)
{
	struct argument address = *argument;

	address.is_address = false;
	address.type = &type_uint64;
	address.size = 8;
	return (struct place){ .address = emit_argument(emitter, &address),
			       .space = argument_space(emitter) };
}

struct place emit_argument_place(struct emitter *emitter, const struct argument *argument)
{
	LLVMValueRef at = ir_int(emitter, argument->offset);

	if (argument->is_address)
		return place_of_address(emitter, argument);
	switch (argument->source) {
	case ARGUMENT_SAVED:
		return (struct place){ .address = saved_emit_place(emitter, argument),
				       .space = SPACE_BPF };
	case ARGUMENT_REGISTER_PAIR:
		return pair_place(emitter, argument);
	case ARGUMENT_USDT:
	case ARGUMENT_SYSCALL:
		at = emit_temporary(emitter, 8);
		ir_store(emitter, emit_argument(emitter, argument), at, 8);
		return (struct place){ .address = at, .space = SPACE_BPF };
	case ARGUMENT_STACK:
		/* OFFSET already counts from the stack pointer at entry. */
		at = ir_binary(emitter, LLVMAdd, at,
			       ir_load_context(emitter, abi_native()->stack_pointer_offset, 8,
					       false));
		return (struct place){ .address = at, .space = argument_space(emitter) };
	case ARGUMENT_RECORD_TEXT:
		at = ir_load_context(emitter, argument->offset, 4, false);
		at = ir_binary(emitter, LLVMAnd, at, ir_int(emitter, 0xffff));
		at = ir_binary(emitter, LLVMAdd, at, context_number(emitter));
		break;
	case ARGUMENT_REGISTER:
	case ARGUMENT_CONTEXT:
	case ARGUMENT_RECORD:
		at = ir_binary(emitter, LLVMAdd, at, context_number(emitter));
		break;
	}
	/* The context may be read only at constant offsets: copied out like kernel memory. */
	return (struct place){ .address = at, .space = SPACE_KERNEL };
}

LLVMValueRef emit_argument(struct emitter *emitter, const struct argument *argument)
{
	const struct type *type = argument->type;
	uint32_t size = type_is_scalar(type) && type->size ? type->size : 8;

	if (argument->source == ARGUMENT_STACK || argument->is_address)
		return emit_load(emitter, emit_argument_place(emitter, argument), type);
	if (argument->source == ARGUMENT_RECORD_TEXT)
		return emit_argument_place(emitter, argument).address;
	/* It was extended when it was kept. */
	if (argument->source == ARGUMENT_SAVED)
		return ir_load(emitter, saved_emit_place(emitter, argument), 8, false);
	if (argument->source == ARGUMENT_USDT)
		return usdt_emit_argument(emitter, argument);
	if (argument->source == ARGUMENT_SYSCALL)
		return ir_extend(emitter, syscall_argument(emitter, argument), size,
				 type->is_signed);
	if (argument->source == ARGUMENT_RECORD)
		return ir_extend(emitter,
				 ir_load_context(emitter, argument->offset, argument->size,
						 type->is_signed),
				 size, type->is_signed);
	if (emitter->program->mechanism == MECHANISM_ITERATOR && type->kind == TYPE_POINTER &&
	    argument->offset)
		return seq_load_pointer(emitter, argument->offset);
	/* A register holds more than a narrow type: its upper part is anything. */
	return ir_extend(emitter, ir_load_context(emitter, argument->offset, 8, false), size,
			 type->is_signed);
}

/* ---- places of expressions ---- */

static struct place place_of_field(struct emitter *emitter, const struct expr *expr)
{
	const struct expr *base = expr->field.base;
	struct place place;

	if (expr->argument)
		return emit_argument_place(emitter, expr->argument);
	if (base->type->kind == TYPE_POINTER)
		place = compat_follow(emitter, emit_pointer(emitter, base), base->type);
	else
		place = emit_place(emitter, base);
	if (place.compat)
		return compat_member(emitter, place, expr->member);
	if (place.space == SPACE_BPF && base->type->kind == TYPE_POINTER)
		place.address = LLVMBuildIntToPtr(emitter->builder, place.address,
						  emitter->pointer, "");
	return place_at(emitter, place, ir_int(emitter, expr->member->offset));
}

static struct place place_of_element(struct emitter *emitter, const struct expr *expr)
{
	struct place place = emit_place(emitter, expr->element.base);
	uint32_t offset = type_tuple_offset(expr->element.base->type, expr->element.number);

	return place_at(emitter, place, ir_int(emitter, offset));
}

/* a[i]: through a pointer, or inside an array or a text; outside reads as zero. */
static struct place place_of_index(struct emitter *emitter, const struct expr *expr)
{
	const struct expr *base = expr->index.base;
	LLVMValueRef index = emit_scalar(emitter, expr->index.index);
	uint32_t size = expr->type->size ? expr->type->size : 1;
	struct place place;

	if (base->type->kind == TYPE_POINTER) {
		place = compat_follow(emitter, emit_scalar(emitter, base), base->type);
	} else {
		uint32_t count = base->type->kind == TYPE_ARRAY ? base->type->count
								: base->type->size;

		place = emit_place(emitter, base);
		if (place.space == SPACE_BPF && !expr->index.index->is_constant) {
			/* Read by the helper, which takes any address and checks it itself. */
			place.address = LLVMBuildPtrToInt(emitter->builder, place.address,
							  emitter->i64, "");
			place.space = SPACE_KERNEL;
		}
		if (!expr->index.index->is_constant)
			index = LLVMBuildSelect(emitter->builder,
						ir_compare(emitter, LLVMIntULT, index,
							   ir_int(emitter, count)),
						index, ir_int(emitter, 0), "");
	}
	if (place.compat)
		return compat_element(emitter, place, index, base->type->kind == TYPE_POINTER);
	return place_at(emitter, place,
			ir_binary(emitter, LLVMMul, index, ir_int(emitter, size)));
}

static struct place place_of_temporary(struct emitter *emitter, const struct expr *expr)
{
	LLVMValueRef memory = emit_temporary(emitter, expr->type->size);

	emit_memory(emitter, expr, memory);
	return (struct place){ .address = memory, .space = SPACE_BPF };
}

static bool is_dereference(const struct expr *expr)
{
	return expr->kind == EXPR_UNARY && expr->unary.operator == UNARY_DEREFERENCE;
}

struct place emit_place(struct emitter *emitter, const struct expr *expr)
{
	if (expr->text || expr->is_constant)
		return place_of_temporary(emitter, expr);
	if (is_dereference(expr))
		return compat_follow(emitter, emit_scalar(emitter, expr->unary.operand),
				     expr->unary.operand->type);
	switch (expr->kind) {
	case EXPR_VARIABLE:
		return (struct place){ .address = emit_variable(emitter, expr->variable_ref),
				       .space = SPACE_BPF };
	case EXPR_FIELD:
		return place_of_field(emitter, expr);
	case EXPR_NAME:
	case EXPR_CALL:
		if (expr->argument)
			return emit_argument_place(emitter, expr->argument);
		break;
	case EXPR_BLOCK:
		emit_block(emitter, expr->block.body);
		return emit_place(emitter, expr->block.value);
	case EXPR_ELEMENT:
		return place_of_element(emitter, expr);
	case EXPR_INDEX:
		return place_of_index(emitter, expr);
	case EXPR_CAST:
		if (!type_is_scalar(expr->type) && !type_is_scalar(expr->cast.operand->type))
			return emit_place(emitter, expr->cast.operand);
		break;
	default:
		break;
	}
	return place_of_temporary(emitter, expr);
}

LLVMValueRef emit_local(struct emitter *emitter, const struct expr *expr)
{
	struct place place = emit_place(emitter, expr);
	LLVMValueRef memory;

	if (place.space == SPACE_BPF)
		return place.address;
	memory = emit_temporary(emitter, expr->type->size);
	emit_read(emitter, memory, place, expr->type->size);
	return memory;
}
