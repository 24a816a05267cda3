/*
 * BTF convert: the kernel's types as ktrace's. A struct becomes its name and
 * size only; its members are looked at when one is asked for, so types that
 * point at each other need no care.
 */
#include <bpf/btf.h>
#include <string.h>

#include "codegen/target/abi_type.h"
#include "codegen/target/internal.h"
#include "codegen/target/target.h"
#include "lexer/arena.h"

/* Pointers to pointers and arrays of arrays nest; only damaged BTF nests deeper than this. */
enum { NESTING_MAX = 32, TYPES_MAX = 10000 };

static const struct type *convert(struct target *target, uint32_t module, uint32_t id,
				  unsigned depth);

static const struct type *convert_integer(struct target *target, const struct target_btf *btf,
					  const struct btf_type *type)
{
	uint8_t encoding = btf_int_encoding(type);
	const char *name = target_btf_name(btf, type->name_off);

	if ((encoding & BTF_INT_BOOL) && type->size == 1)
		return &type_bool;
	/* `char` is unsigned in kernels since 6.2; scripts know it as signed. */
	if (type->size == 1 && !strcmp(name, "char"))
		return type_intern(target->types, &(struct type){
			.kind = TYPE_INTEGER, .is_signed = true, .size = 1, .align = 1,
			.name = "char",
		});
	if (type->size == 16)
		return type_intern(target->types, &(struct type){
			.kind = TYPE_INTEGER, .is_signed = encoding & BTF_INT_SIGNED,
			.size = 16, .align = 16,
			.name = encoding & BTF_INT_SIGNED ? "int128" : "uint128",
		});
	return type_integer(type->size, encoding & BTF_INT_SIGNED);
}

/* Before pahole 1.24 no enum was marked as signed; then a negative constant tells. */
static bool is_enum_sign_written(struct target_btf *btf)
{
	const struct btf_type *type;
	uint32_t id;

	if (btf->is_signedness_known)
		return btf->has_enum_sign;
	btf->is_signedness_known = true;
	for (id = btf->first_id; id < btf->end_id && !btf->has_enum_sign; id++) {
		type = target_btf_type(btf, id);
		btf->has_enum_sign = btf_is_enum64(type) || (btf_is_enum(type) && btf_kflag(type));
	}
	return btf->has_enum_sign;
}

static bool is_enum_signed(struct target_btf *btf, const struct btf_type *type)
{
	const struct btf_enum *constant = btf_enum(type);
	uint32_t index;

	if (btf_kflag(type))
		return true;
	if (btf_is_enum64(type))
		return false;
	for (index = 0; index < btf_vlen(type); index++)
		if (constant[index].val < 0)
			return !is_enum_sign_written(btf);
	return false;
}

static const struct type *convert_enum(struct target *target, uint32_t module, uint32_t id,
				       const struct btf_type *type)
{
	struct target_btf *btf = target_module_btf(target, module);

	return type_intern(target->types, &(struct type){
		.kind = TYPE_ENUM, .is_signed = is_enum_signed(btf, type), .size = type->size,
		.align = type->size ? type->size : 1,
		.name = target_btf_name(btf, type->name_off),
		.btf_module = module, .btf_id = id,
	});
}

/*
 * Alignment in bytes. libbpf has a function for it, which does not come back from
 * types that contain themselves; BUDGET, counted down by types, ends that here.
 */
static uint32_t align_of(const struct target_btf *btf, uint32_t id, unsigned *budget)
{
	const struct btf_type *type;
	uint32_t align = 1, index, each;

	id = target_skip_modifiers(btf, id);
	type = target_btf_type(btf, id);
	if (!type || id == 0 || *budget == 0)
		return 1;
	(*budget)--;
	switch (btf_kind(type)) {
	case BTF_KIND_INT:
	case BTF_KIND_FLOAT:
	case BTF_KIND_ENUM:
	case BTF_KIND_ENUM64:
		return type->size && type->size <= 16 ? type->size : 1;
	case BTF_KIND_PTR:
		return 8;
	case BTF_KIND_ARRAY:
		return align_of(btf, btf_array(type)->type, budget);
	case BTF_KIND_STRUCT:
	case BTF_KIND_UNION:
		for (index = 0; index < btf_vlen(type); index++) {
			each = align_of(btf, btf_members(type)[index].type, budget);
			align = each > align ? each : align;
			/* Packed: a member lies where its own type could not. */
			if (!btf_member_bitfield_size(type, index) &&
			    btf_member_bit_offset(type, index) % (8 * each))
				return 1;
		}
		return type->size % align ? 1 : align;
	default:
		return 1;
	}
}

static const struct type *convert_struct(struct target *target, uint32_t module, uint32_t id,
					 const struct btf_type *type)
{
	struct target_btf *btf = target_module_btf(target, module);
	unsigned budget = TYPES_MAX;

	return type_intern(target->types, &(struct type){
		.kind = TYPE_STRUCT, .is_union = btf_is_union(type), .size = type->size,
		.align = align_of(btf, id, &budget),
		.name = target_btf_name(btf, type->name_off),
		.btf_module = module, .btf_id = id,
	});
}

/*
 * A declaration without a body: the definition of that name, if this BTF has one, or
 * the one that system calls share with user programs.
 */
static const struct type *convert_forward(struct target *target, uint32_t module, uint32_t id,
					  const struct btf_type *type)
{
	struct target_btf *btf = target_module_btf(target, module);
	const char *name = target_btf_name(btf, type->name_off);
	bool is_union = btf_kflag(type);
	const struct abi_type *known;
	struct btf_place place;

	if (target_find_btf(target, btf->name, name, is_union ? BTF_KIND_UNION : BTF_KIND_STRUCT,
			    &place))
		return target_convert(target, place.module, place.id);
	known = abi_find_struct(target, name, is_union, true);
	if (known)
		return known->type;
	return type_intern(target->types, &(struct type){
		.kind = TYPE_STRUCT, .is_union = is_union, .align = 1, .name = name,
		.btf_module = module, .btf_id = id,
	});
}

static const struct type *convert_pointer(struct target *target, uint32_t module,
					  const struct btf_type *type, unsigned depth)
{
	struct target_btf *btf = target_module_btf(target, module);
	enum address_space space = SPACE_KERNEL;
	const struct btf_type *pointee;
	uint32_t id = type->type;
	unsigned steps;

	for (steps = 0; steps < 64; steps++) {
		pointee = target_btf_type(btf, id);
		if (!pointee || (!btf_is_mod(pointee) && !btf_is_typedef(pointee)))
			break;
		if (btf_is_type_tag(pointee) &&
		    !strcmp(target_btf_name(btf, pointee->name_off), "user"))
			space = SPACE_USER;
		id = pointee->type;
	}
	return type_pointer(target->types, convert(target, module, id, depth + 1), space);
}

static const struct type *convert_kind(struct target *target, uint32_t module, uint32_t id,
				       const struct btf_type *type, unsigned depth)
{
	struct target_btf *btf = target_module_btf(target, module);

	switch (btf_kind(type)) {
	case BTF_KIND_INT:
		return convert_integer(target, btf, type);
	case BTF_KIND_FLOAT:
		/* Programs cannot calculate with it; the bits can be shown. */
		return type_integer(type->size, false);
	case BTF_KIND_ENUM:
	case BTF_KIND_ENUM64:
		return convert_enum(target, module, id, type);
	case BTF_KIND_STRUCT:
	case BTF_KIND_UNION:
		return convert_struct(target, module, id, type);
	case BTF_KIND_FWD:
		return convert_forward(target, module, id, type);
	case BTF_KIND_PTR:
		return convert_pointer(target, module, type, depth);
	case BTF_KIND_ARRAY:
		return type_array(target->types,
				  convert(target, module, btf_array(type)->type, depth + 1),
				  btf_array(type)->nelems);
	default:
		return &type_void;
	}
}

static const struct type *convert(struct target *target, uint32_t module, uint32_t id,
				  unsigned depth)
{
	struct target_btf *btf = target_module_btf(target, module);
	const struct btf_type *type;
	const struct type **known;

	if (!btf || depth > NESTING_MAX)
		return &type_void;
	id = target_skip_modifiers(btf, id);
	type = target_btf_type(btf, id);
	if (id == 0 || !type)
		return &type_void;
	/* A module refers to the kernel's types by the kernel's numbers. */
	if (id < btf->first_id)
		return convert(target, 0, id, depth);
	known = &btf->types[id - btf->first_id];
	if (!*known)
		*known = convert_kind(target, module, id, type, depth);
	return *known;
}

const struct type *target_convert(struct target *target, uint32_t module, uint32_t id)
{
	return convert(target, module, id, 0);
}
