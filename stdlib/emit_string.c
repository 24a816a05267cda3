/*
 * Emitting the builtins on text and bytes.
 */
#include "codegen/check/display.h"
#include "codegen/emit/emit.h"
#include "codegen/target/target.h"
#include "stdlib/emit.h"

enum { MAC_ADDRESS_BYTES = 6, BUFFER_HEAD = 4 };	/* a buffer's length stands before it */

/* The kernel's numbers, not this machine's. */
enum { FAMILY_IPV4 = 2, FAMILY_IPV6 = 10, INTERNET_BYTES = 16 };

/* An integer used as an address: on x86-64 and arm64 the kernel has the upper half. */
static struct ir_if if_kernel_address(struct emitter *emitter, LLVMValueRef address)
{
	return ir_if_begin(emitter, ir_compare(emitter, LLVMIntSLT, address, ir_int(emitter, 0)));
}

static void read_bytes(struct emitter *emitter, bool is_text, LLVMValueRef to,
		       struct place from, LLVMValueRef size, uint32_t capacity)
{
	enum helper helper = from.space == SPACE_USER ? HELPER_READ_USER : HELPER_READ_KERNEL;

	if (is_text)
		emit_read_text(emitter, to, from, size, capacity);
	else
		emit_note_fault(emitter, emit_helper3(emitter, helper, to, size, from.address));
}

/*
 * Whether the pointer is the kernel's or a program's shows only while tracing: the
 * types of most kernels do not tell `const char *` from `const char __user *`.
 */
static bool has_unknown_space(const struct type *type)
{
	return type->kind != TYPE_POINTER ||
	       (type->space == SPACE_KERNEL && type->target->size <= 1);
}

/* Reads SIZE bytes (a text, or bytes) from where EXPR points, or from EXPR itself. */
static void read_from(struct emitter *emitter, bool is_text, const struct expr *expr,
		      LLVMValueRef to, LLVMValueRef size, uint32_t capacity)
{
	struct place from;
	struct ir_if branch;

	if (!type_is_scalar(expr->type)) {
		from = emit_place(emitter, expr);
		if (expr->type->kind == TYPE_BUFFER)
			from.address = ir_at(emitter, from.address, BUFFER_HEAD);
		if (from.space == SPACE_BPF)
			from = (struct place){
				.address = LLVMBuildPtrToInt(emitter->builder, from.address,
							     emitter->i64, ""),
				.space = SPACE_KERNEL,
			};
		read_bytes(emitter, is_text, to, from, size, capacity);
		return;
	}
	from.address = emit_scalar(emitter, expr);
	if (!has_unknown_space(expr->type)) {
		from.space = expr->type->space == SPACE_USER ? SPACE_USER : SPACE_KERNEL;
		read_bytes(emitter, is_text, to, from, size, capacity);
		return;
	}
	branch = if_kernel_address(emitter, from.address);
	from.space = SPACE_KERNEL;
	read_bytes(emitter, is_text, to, from, size, capacity);
	ir_if_else(emitter, &branch);
	from.space = SPACE_USER;
	read_bytes(emitter, is_text, to, from, size, capacity);
	ir_if_end(emitter, &branch);
}

static bool has_display(struct emitter *emitter, const struct expr *expr)
{
	struct display display;

	if (expr->type->kind == TYPE_POINTER && expr->type->space != SPACE_KERNEL)
		return false;
	return display_find(emitter->arena, emitter->target, expr->type, SPACE_KERNEL, &display) &&
	       display_has_text(display.row->kind);
}

LLVMValueRef emit_str(struct emitter *emitter, const struct expr *call, LLVMValueRef to)
{
	const struct expr *text = emit_call_argument(call, 0);
	const struct expr *length = emit_call_argument(call, 1);
	uint32_t capacity = call->type->size;
	LLVMValueRef size = ir_int(emitter, capacity);

	if (length && !length->is_constant)
		size = ir_at_most(emitter, emit_scalar(emitter, length),
				  text->text ? capacity - 1 : capacity);
	/* Of a constant text the length is that of what is left, as where it is constant, too. */
	if (text->text)
		size = LLVMBuildAdd(emitter->builder, size, ir_int(emitter, 1), "");
	if (has_display(emitter, text))
		emit_display_text(emitter, text, to, size, capacity);
	else
		read_from(emitter, true, text, to, size, capacity);
	return NULL;
}

LLVMValueRef emit_buf(struct emitter *emitter, const struct expr *call, LLVMValueRef to)
{
	const struct expr *length = emit_call_argument(call, 1);
	uint32_t capacity = call->type->size - 4;
	LLVMValueRef size = ir_int(emitter, capacity);

	if (length && !length->is_constant)
		size = ir_at_most(emitter, emit_scalar(emitter, length), capacity);
	ir_store(emitter, size, to, 4);
	read_from(emitter, false, emit_call_argument(call, 0), ir_at(emitter, to, 4), size,
		  capacity);
	return NULL;
}

LLVMValueRef emit_ntop(struct emitter *emitter, const struct expr *call, LLVMValueRef to)
{
	const struct expr *address = emit_call_argument(call, 1);
	const struct expr *family = address ? emit_call_argument(call, 0) : NULL;
	bool is_long;
	uint32_t size;

	if (!address)
		address = emit_call_argument(call, 0);
	size = address->type->size;
	is_long = !type_is_number(address->type) && size == INTERNET_BYTES;
	ir_store(emitter, family ? emit_scalar(emitter, family) :
		 ir_int(emitter, is_long ? FAMILY_IPV6 : FAMILY_IPV4), to, 4);
	for (unsigned at = 4; at < 4 + INTERNET_BYTES; at += 4)
		ir_store(emitter, ir_int(emitter, 0), ir_at(emitter, to, at), 4);
	if (type_is_number(address->type))
		ir_store(emitter, emit_scalar(emitter, address), ir_at(emitter, to, 4), 4);
	else
		read_from(emitter, false, address, ir_at(emitter, to, 4), ir_int(emitter, size),
			  size);
	return NULL;
}

/* Its bytes are the lower six of a number, the first the lowest. */
LLVMValueRef emit_macaddr(struct emitter *emitter, const struct expr *call, LLVMValueRef to)
{
	LLVMValueRef bytes = function_alloca(emitter, 8);

	(void)to;
	ir_store(emitter, ir_int(emitter, 0), bytes, 8);
	read_from(emitter, false, emit_call_argument(call, 0), bytes,
		  ir_int(emitter, MAC_ADDRESS_BYTES), MAC_ADDRESS_BYTES);
	return LLVMBuildLoad2(emitter->builder, emitter->i64, bytes, "");
}

/* The number fills 64 bits: swapped whole, what was its lowest byte is the topmost one. */
LLVMValueRef emit_bswap(struct emitter *emitter, const struct expr *call, LLVMValueRef to)
{
	LLVMValueRef number = emit_scalar(emitter, emit_call_argument(call, 0));
	unsigned intrinsic = LLVMLookupIntrinsicID("llvm.bswap.i64", 14);
	LLVMValueRef swap = LLVMGetIntrinsicDeclaration(emitter->module, intrinsic,
							&emitter->i64, 1);

	(void)to;
	number = LLVMBuildCall2(emitter->builder,
				LLVMIntrinsicGetType(emitter->context, intrinsic, &emitter->i64, 1),
				swap, &number, 1, "");
	return LLVMBuildLShr(emitter->builder, number,
			     ir_int(emitter, 64 - 8 * call->type->size), "");
}

LLVMValueRef emit_strncmp(struct emitter *emitter, const struct expr *call, LLVMValueRef to)
{
	LLVMValueRef equal = emit_text_equal(emitter, emit_call_argument(call, 0),
					     emit_call_argument(call, 1),
					     emit_call_argument(call, 2)->constant);

	(void)to;
	return ir_widen(emitter, LLVMBuildNot(emitter->builder, equal, ""));
}

LLVMValueRef emit_strcontains(struct emitter *emitter, const struct expr *call, LLVMValueRef to)
{
	(void)to;
	return emit_text_contains(emitter, emit_call_argument(call, 0),
				  emit_call_argument(call, 1));
}

LLVMValueRef emit_strlen(struct emitter *emitter, const struct expr *call, LLVMValueRef to)
{
	(void)to;
	return emit_text_length(emitter, emit_call_argument(call, 0));
}

LLVMValueRef emit_strstr(struct emitter *emitter, const struct expr *call, LLVMValueRef to)
{
	(void)to;
	return emit_text_find(emitter, emit_call_argument(call, 0), emit_call_argument(call, 1));
}

LLVMValueRef emit_pton(struct emitter *emitter, const struct expr *call, LLVMValueRef to)
{
	const unsigned char *bytes = call->extra;

	for (uint32_t at = 0; at < call->type->size; at++)
		ir_store(emitter, ir_int(emitter, bytes[at]), ir_at(emitter, to, at), 1);
	return NULL;
}

/* SIZE bytes of what EXPR is, or points to. */
static LLVMValueRef bytes_of(struct emitter *emitter, const struct expr *expr, uint32_t size)
{
	LLVMValueRef memory = emit_scratch(emitter, size + 1);

	if (expr->text)
		emit_text_constant(emitter, expr->text, expr->text_length, memory, size + 1);
	else
		read_from(emitter, false, expr, memory, ir_int(emitter, size), size);
	return memory;
}

/* The difference of the first two bytes that differ; nothing branches inside. */
LLVMValueRef emit_memcmp(struct emitter *emitter, const struct expr *call, LLVMValueRef to)
{
	uint32_t size = (uint32_t)emit_call_argument(call, 2)->constant;
	LLVMValueRef one = bytes_of(emitter, emit_call_argument(call, 0), size);
	LLVMValueRef other = bytes_of(emitter, emit_call_argument(call, 1), size);
	LLVMValueRef result = emit_scratch(emitter, 8), before, here, none;
	struct ir_loop loop;

	(void)to;
	ir_store(emitter, ir_int(emitter, 0), result, 8);
	loop = ir_loop_begin(emitter, ir_int(emitter, size));
	before = ir_load(emitter, result, 8, false);
	here = ir_binary(emitter, LLVMSub,
			 ir_load(emitter, ir_at_value(emitter, one, loop.index), 1, false),
			 ir_load(emitter, ir_at_value(emitter, other, loop.index), 1, false));
	/* All bits while none differed: the sign of neither it nor its negative is set then. */
	none = LLVMBuildNeg(emitter->builder, before, "");
	none = ir_binary(emitter, LLVMLShr, ir_binary(emitter, LLVMOr, before, none),
			 ir_int(emitter, 63));
	none = ir_binary(emitter, LLVMSub, ir_opaque(emitter, none), ir_int(emitter, 1));
	ir_store(emitter, ir_binary(emitter, LLVMOr, before,
				    ir_binary(emitter, LLVMAnd, here, none)), result, 8);
	ir_loop_end(emitter, &loop);
	return ir_load(emitter, result, 8, false);
}

/* The second is copied to where the first one's NUL is. */
LLVMValueRef emit_str_concat(struct emitter *emitter, const struct expr *call, LLVMValueRef to)
{
	const struct expr *first = emit_call_argument(call, 0);
	const struct expr *second = emit_call_argument(call, 1);
	uint32_t size = call->type->size;
	uint32_t room = second->text ? second->text_length + 1 : second->type->size;
	LLVMValueRef memory = emit_scratch(emitter, size), length, at;

	ir_zero(emitter, memory, size);
	if (first->text)
		emit_text_constant(emitter, first->text, first->text_length, memory,
				   first->text_length + 1);
	else
		emit_memory(emitter, first, memory);
	length = ir_at_most(emitter, ir_opaque(emitter, emit_text_length(emitter, first)),
			    size - room);
	at = LLVMBuildPtrToInt(emitter->builder, bytes_of(emitter, second, room), emitter->i64,
			       "");
	emit_helper3(emitter, HELPER_READ_KERNEL_TEXT, ir_at_value(emitter, memory, length),
		     ir_int(emitter, room), at);
	ir_copy(emitter, to, memory, size);
	return NULL;
}

static void store_member(struct emitter *emitter, const struct expr *call, const char *member,
			 uint32_t argument, LLVMValueRef to)
{
	struct field field;

	if (target_find_field(emitter->target, call->type, member, &field))
		ir_store(emitter, emit_scalar(emitter, emit_call_argument(call, argument)),
			 ir_at(emitter, to, field.offset), 8);
}

LLVMValueRef emit_path_of(struct emitter *emitter, const struct expr *call, LLVMValueRef to)
{
	store_member(emitter, call, "dentry", 0, to);
	store_member(emitter, call, "mnt", 1, to);
	return NULL;
}
