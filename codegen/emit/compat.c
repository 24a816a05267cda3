/*
 * Compat: memory of a system call's caller that 32-bit programs lay out otherwise.
 *
 * A pointer's type tells both layouts (`compat` in codegen/type.h), and who the caller is
 * shows while tracing. So a member is an address that is chosen, and a number is read as
 * wide as its caller has it. What no layout is known for is read at an address that nobody
 * has: a fault, which is counted.
 */
#include "codegen/emit/emit.h"

#include <string.h>

#include "codegen/target/target.h"

#define UNREADABLE (1ull << 63)

static LLVMValueRef is_caller(struct emitter *emitter)
{
	return ir_compare(emitter, LLVMIntNE, syscall_caller_is_compat(emitter),
			  ir_int(emitter, 0));
}

static LLVMValueRef either(struct emitter *emitter, LLVMValueRef compat, LLVMValueRef native)
{
	return LLVMBuildSelect(emitter->builder, is_caller(emitter), compat, native, "");
}

/* TYPE is what is at PLACE, and COMPAT with it; NULL where 32-bit programs do not have it. */
static void place_set_types(struct emitter *emitter, struct place *place,
			    const struct type *type, const struct type *compat)
{
	place->type = place->compat = NULL;
	if (!compat || compat->kind == TYPE_ERROR) {
		place->address = either(emitter, ir_int(emitter, UNREADABLE), place->address);
	} else if (compat != type) {
		place->type = type;
		place->compat = compat;
	}
}

struct place compat_follow(struct emitter *emitter, LLVMValueRef address,
			   const struct type *pointer)
{
	struct place place = { .address = address, .space = pointer->space };

	if (pointer->compat && syscall_may_be_compat(emitter))
		place_set_types(emitter, &place, pointer->target, pointer->compat);
	return place;
}

struct place compat_member(struct emitter *emitter, struct place place, const struct field *field)
{
	LLVMValueRef offset = ir_int(emitter, field->offset);
	struct field other = { 0 };
	bool is_there = target_find_field(emitter->target, place.compat, field->name, &other);

	if (is_there && other.offset != field->offset)
		offset = either(emitter, ir_int(emitter, other.offset), offset);
	place.address = ir_binary(emitter, LLVMAdd, place.address, offset);
	place_set_types(emitter, &place, field->type, is_there ? other.type : NULL);
	return place;
}

struct place compat_element(struct emitter *emitter, struct place place, LLVMValueRef index,
			    bool is_pointer)
{
	const struct type *type = is_pointer ? place.type : place.type->target;
	const struct type *compat = is_pointer ? place.compat : place.compat->target;
	LLVMValueRef size = either(emitter, ir_int(emitter, compat->size),
				   ir_int(emitter, type->size));

	place.address = ir_binary(emitter, LLVMAdd, place.address,
				  ir_binary(emitter, LLVMMul, index, size));
	place_set_types(emitter, &place, type, compat);
	return place;
}

LLVMValueRef compat_step(struct emitter *emitter, const struct type *pointer)
{
	uint32_t size = pointer->target->size ? pointer->target->size : 1;

	if (!pointer->compat || !pointer->compat->size || !syscall_may_be_compat(emitter))
		return ir_int(emitter, size);
	return either(emitter, ir_int(emitter, pointer->compat->size), ir_int(emitter, size));
}

/* ---- reading ---- */

/* The same place as others have it. */
static struct place native_place(struct place place)
{
	place.type = place.compat = NULL;
	return place;
}

LLVMValueRef compat_load(struct emitter *emitter, struct place place)
{
	struct temporary_mark mark = emit_mark(emitter);
	LLVMValueRef slot = emit_temporary(emitter, 8), value;
	struct ir_if branch = ir_if_begin(emitter, is_caller(emitter));

	ir_store(emitter, emit_load_word(emitter, native_place(place), place.compat->size,
					 place.compat->is_signed), slot, 8);
	ir_if_else(emitter, &branch);
	ir_store(emitter, emit_load_word(emitter, native_place(place), place.type->size,
					 place.type->is_signed), slot, 8);
	ir_if_end(emitter, &branch);
	value = ir_load(emitter, slot, 8, false);
	emit_release(emitter, mark);
	return value;
}

static bool convert(struct emitter *emitter, LLVMValueRef to, const struct type *type,
		    LLVMValueRef from, const struct type *compat);

/* Nothing of a 32-bit program is aligned to more than 4 bytes. */
static void copy(struct emitter *emitter, LLVMValueRef to, LLVMValueRef from, uint32_t size,
		 uint32_t align)
{
	align = align < 4 ? align : 4;
	LLVMBuildMemCpy(emitter->builder, to, align, from, align, ir_int(emitter, size));
}

/* The member of COMPAT that FIELD is: by its name, or by its number where it has none. */
static const struct field *find_other(struct emitter *emitter, const struct type *compat,
				      const struct field *field, uint32_t number)
{
	const struct field *others;
	uint32_t count, index;

	others = target_list_fields(emitter->target, compat, &count);
	for (index = 0; others && *field->name && index < count; index++)
		if (!strcmp(others[index].name, field->name))
			return &others[index];
	return others && !*field->name && number < count ? &others[number] : NULL;
}

/* Room at the end of a struct, or between members, that only one of the layouts has. */
static bool is_padding(const struct field *field)
{
	return !strncmp(field->name, "__", 2);
}

static bool convert_struct(struct emitter *emitter, LLVMValueRef to, const struct type *type,
			   LLVMValueRef from, const struct type *compat)
{
	const struct field *fields, *other;
	uint32_t count, index;

	fields = target_list_fields(emitter->target, type, &count);
	for (index = 0; fields && index < count; index++) {
		other = find_other(emitter, compat, &fields[index], index);
		if (!other && is_padding(&fields[index]))
			continue;
		if (!other || !convert(emitter, ir_at(emitter, to, fields[index].offset),
				       fields[index].type, ir_at(emitter, from, other->offset),
				       other->type))
			return false;
	}
	return fields;
}

/* Numbers and pointers that begin together: as few bytes as there are; the others are 0. */
static bool convert_union(struct emitter *emitter, LLVMValueRef to, const struct type *type,
			  LLVMValueRef from, const struct type *compat)
{
	const struct field *fields;
	uint32_t count, index;

	fields = target_list_fields(emitter->target, type, &count);
	for (index = 0; fields && index < count; index++)
		if (!type_is_scalar(fields[index].type))
			return false;
	copy(emitter, to, from, compat->size < type->size ? compat->size : type->size,
	     compat->align);
	return fields;
}

/* Makes a TYPE of the COMPAT at FROM, over zeros; false where that cannot be told. */
static bool convert(struct emitter *emitter, LLVMValueRef to, const struct type *type,
		    LLVMValueRef from, const struct type *compat)
{
	uint32_t index;

	if (compat == type) {
		copy(emitter, to, from, type->size, type->align);
		return true;
	}
	if (compat->kind != type->kind)
		return false;
	if (type_is_scalar(type)) {
		ir_store(emitter, ir_load(emitter, from, compat->size, compat->is_signed), to,
			 type->size);
		return true;
	}
	if (type->kind == TYPE_STRUCT)
		return type->is_union ? convert_union(emitter, to, type, from, compat)
				      : convert_struct(emitter, to, type, from, compat);
	if (type->kind != TYPE_ARRAY)
		return false;
	for (index = 0; index < type->count && index < compat->count; index++)
		if (!convert(emitter, ir_at(emitter, to, (uint64_t)index * type->target->size),
			     type->target,
			     ir_at(emitter, from, (uint64_t)index * compat->target->size),
			     compat->target))
			return false;
	return true;
}

void compat_read(struct emitter *emitter, LLVMValueRef to, struct place from)
{
	struct temporary_mark mark = emit_mark(emitter);
	LLVMValueRef memory = emit_temporary(emitter, from.compat->size);
	struct ir_if branch = ir_if_begin(emitter, is_caller(emitter));

	ir_zero(emitter, to, from.type->size);
	emit_read(emitter, memory, native_place(from), from.compat->size);
	if (!convert(emitter, to, from.type, memory, from.compat)) {
		ir_zero(emitter, to, from.type->size);
		emit_note_fault(emitter, ir_int(emitter, UINT64_MAX));
	}
	ir_if_else(emitter, &branch);
	emit_read(emitter, to, native_place(from), from.type->size);
	ir_if_end(emitter, &branch);
	emit_release(emitter, mark);
}
