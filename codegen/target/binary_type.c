/*
 * Binary type: types of a program's debug information as ktrace's.
 *
 * A struct gets one object for its members, which are looked at when one is asked
 * for: so types that contain pointers to each other need no care, and a program
 * that reads one member does not convert a thousand types. Every file that was
 * compiled has its own copy of a header's structs; those of the same name, size and
 * members are one type here.
 */
#include <dwarf.h>
#include <string.h>

#include "codegen/target/binary_dwarf.h"
#include "codegen/target/binary_internal.h"
#include "codegen/target/internal.h"
#include "lexer/arena.h"
#include "lexer/buffer.h"

/* Pointers to pointers, arrays of arrays, typedefs of typedefs: more is damage. */
enum { NESTING_MAX = 32, STEPS_MAX = 64, COUNT_MAX = 1 << 20, BYTES_MAX = 1 << 30 };

static const char origin[] = "dwarf";

/* Members that are read when they are asked for. */
struct binary_members {
	struct members members;		/* first */
	struct binary_dwarf *dwarf;
	Dwarf_Die die;
};

static const struct type *convert(struct binary_dwarf *dwarf, Dwarf_Die *die, unsigned depth);

static const struct type *convert_referred(struct binary_dwarf *dwarf, Dwarf_Die *die,
					   unsigned depth)
{
	Dwarf_Die referred;

	if (!binary_die_refers(die, DW_AT_type, &referred))
		return &type_void;
	return convert(dwarf, &referred, depth + 1);
}

bool binary_strip_type(Dwarf_Die *die)
{
	unsigned steps;

	for (steps = 0; steps < STEPS_MAX; steps++) {
		switch (dwarf_tag(die)) {
		case DW_TAG_typedef:
		case DW_TAG_const_type:
		case DW_TAG_volatile_type:
		case DW_TAG_restrict_type:
		case DW_TAG_atomic_type:
		case DW_TAG_immutable_type:
		case DW_TAG_packed_type:
		case DW_TAG_shared_type:
		case DW_TAG_template_alias:
			if (!binary_die_refers(die, DW_AT_type, die))
				return false;
			break;
		default:
			/* What stands for a type that was put into a unit of its own. */
			if (!dwarf_hasattr(die, DW_AT_signature) ||
			    !binary_die_refers(die, DW_AT_signature, die))
				return true;
		}
	}
	return false;
}

/* ---- members ---- */

static void fill_field(struct binary_dwarf *dwarf, Dwarf_Die *member, uint64_t first_bit,
		       uint32_t bits, struct field *field)
{
	uint32_t unit;

	*field = (struct field){
		.name = arena_copy_string(dwarf->target->arena,
				dwarf_tag(member) == DW_TAG_member ? binary_die_name(member) : ""),
		.type = convert_referred(dwarf, member, 0),
		.offset = (uint32_t)(first_bit / 8),
		.bit_size = (uint8_t)bits,
	};
	if (!bits)
		return;
	/* As BTF has it: within a unit of its type, or, across two of them, from its first byte. */
	unit = field->type->size ? field->type->size * 8 : 8;
	if (first_bit % unit + bits > unit)
		unit = 8;
	field->offset = (uint32_t)(first_bit / unit) * (unit / 8);
	field->bit_offset = (uint8_t)(first_bit % unit);
}

/* What a struct inherits is a member without a name: its members are the struct's own. */
static bool is_member(Dwarf_Die *child, uint64_t *first_bit, uint32_t *bits)
{
	int tag = dwarf_tag(child);

	return (tag == DW_TAG_member || tag == DW_TAG_inheritance) &&
	       binary_member_place(child, first_bit, bits);
}

static void complete_members(struct members *members)
{
	struct binary_members *own = (struct binary_members *)members;
	uint32_t count = 0, index = 0, bits;
	struct field *fields;
	uint64_t first_bit;
	Dwarf_Die child;
	int next;

	for (next = dwarf_child(&own->die, &child); next == 0;
	     next = dwarf_siblingof(&child, &child))
		count += is_member(&child, &first_bit, &bits);
	fields = ARENA_NEW_ARRAY(own->dwarf->target->arena, struct field, count + 1);
	for (next = dwarf_child(&own->die, &child); next == 0 && index < count;
	     next = dwarf_siblingof(&child, &child))
		if (is_member(&child, &first_bit, &bits))
			fill_field(own->dwarf, &child, first_bit, bits, &fields[index++]);
	members->fields = fields;
	members->count = count;
}

/* ---- structs ---- */

/* All that tells one struct from another: name, size, place and type of each member. */
static const char *shape_of(struct binary_dwarf *dwarf, Dwarf_Die *die)
{
	struct buffer text = { 0 };
	uint64_t first_bit;
	const char *copy;
	Dwarf_Die child;
	uint32_t bits;
	int next;

	buffer_printf(&text, "shape %x %s %u", (unsigned)dwarf_tag(die), binary_die_name(die),
		      binary_size_of(die));
	for (next = dwarf_child(die, &child); next == 0; next = dwarf_siblingof(&child, &child)) {
		if (!is_member(&child, &first_bit, &bits))
			continue;
		buffer_printf(&text, " %s %llu %u ", binary_die_name(&child),
			      (unsigned long long)first_bit, bits);
		binary_spell_type_of(&child, &text);
	}
	copy = arena_copy_text(dwarf->target->arena, text.data, text.length);
	buffer_release(&text);
	return copy;
}

static const struct type *new_struct(struct binary_dwarf *dwarf, Dwarf_Die *die, bool is_known)
{
	struct binary_members *own = ARENA_NEW(dwarf->target->arena, struct binary_members);

	own->members.origin = origin;
	own->members.complete = is_known ? complete_members : NULL;
	own->dwarf = dwarf;
	own->die = *die;
	return type_intern(dwarf->target->types, &(struct type){
		.kind = TYPE_STRUCT, .is_union = dwarf_tag(die) == DW_TAG_union_type,
		.size = is_known ? binary_size_of(die) : 0,
		.align = is_known ? binary_align_of(die) : 1,
		.name = binary_die_name(die), .members = &own->members,
	});
}

static const struct type *convert_struct(struct binary_dwarf *dwarf, Dwarf_Die *die)
{
	const void *known = NULL;
	const char *shape;

	if (!*binary_die_name(die))
		return new_struct(dwarf, die, true);
	shape = shape_of(dwarf, die);
	if (!table_find(&dwarf->types, shape, &known)) {
		known = new_struct(dwarf, die, true);
		table_put(&dwarf->types, shape, known);
	}
	return known;
}

/* A declaration without a body: what another file of the program says it is. */
static const struct type *convert_declared(struct binary_dwarf *dwarf, Dwarf_Die *die,
					   unsigned depth)
{
	bool is_union = dwarf_tag(die) == DW_TAG_union_type;
	bool is_enum = dwarf_tag(die) == DW_TAG_enumeration_type;
	const char *name = binary_die_name(die);
	Dwarf_Die definition;

	if (*name && binary_find_name(dwarf, arena_printf(dwarf->target->arena, "%s %s",
							  is_enum ? "enum" : is_union ? "union" :
							  "struct", name), &definition))
		return convert(dwarf, &definition, depth + 1);
	return is_enum ? &type_uint32 : new_struct(dwarf, die, false);
}

/* ---- enums ---- */

static bool is_enum_signed(Dwarf_Die *die)
{
	uint64_t encoding = binary_die_number(die, DW_AT_encoding, 0);
	Dwarf_Attribute attribute;
	Dwarf_Die child;
	Dwarf_Sword value;
	int next;

	if (binary_die_refers(die, DW_AT_type, &child) && binary_strip_type(&child))
		encoding = binary_die_number(&child, DW_AT_encoding, encoding);
	if (encoding)
		return encoding == DW_ATE_signed || encoding == DW_ATE_signed_char;
	for (next = dwarf_child(die, &child); next == 0; next = dwarf_siblingof(&child, &child))
		if (dwarf_tag(&child) == DW_TAG_enumerator &&
		    dwarf_attr(&child, DW_AT_const_value, &attribute) &&
		    dwarf_whatform(&attribute) == DW_FORM_sdata &&
		    !dwarf_formsdata(&attribute, &value) && value < 0)
			return true;
	return false;
}

static bool read_enumerator(struct arena *arena, Dwarf_Die *die, bool is_signed,
			    struct enumerator *enumerator)
{
	Dwarf_Attribute attribute;
	Dwarf_Sword value;
	Dwarf_Word word;

	if (dwarf_tag(die) != DW_TAG_enumerator ||
	    !dwarf_attr(die, DW_AT_const_value, &attribute))
		return false;
	/* Short forms are extended as the enum's own sign says. */
	if (is_signed ? dwarf_formsdata(&attribute, &value) : dwarf_formudata(&attribute, &word))
		return false;
	enumerator->name = arena_copy_string(arena, binary_die_name(die));
	enumerator->value = is_signed ? value : (Dwarf_Sword)word;
	return true;
}

static const struct type *convert_enum(struct binary_dwarf *dwarf, Dwarf_Die *die)
{
	struct constants *constants = ARENA_NEW(dwarf->target->arena, struct constants);
	uint32_t size = binary_size_of(die), count = 0;
	bool is_signed = is_enum_signed(die);
	struct enumerator *values;
	Dwarf_Die child;
	int next;

	for (next = dwarf_child(die, &child); next == 0 && count < COUNT_MAX;
	     next = dwarf_siblingof(&child, &child))
		count++;
	values = ARENA_NEW_ARRAY(dwarf->target->arena, struct enumerator, count + 1);
	constants->origin = origin;
	constants->values = values;
	for (next = dwarf_child(die, &child); next == 0 && constants->count < count;
	     next = dwarf_siblingof(&child, &child))
		constants->count += read_enumerator(dwarf->target->arena, &child, is_signed,
						    &values[constants->count]);
	return type_intern(dwarf->target->types, &(struct type){
		.kind = TYPE_ENUM, .is_signed = is_signed, .size = size ? size : 4,
		.align = size ? size : 4, .name = binary_die_name(die), .constants = constants,
	});
}

/* ---- the others ---- */

/* What programs cannot calculate with: the bytes can be shown. */
static const struct type *convert_bytes(struct binary_dwarf *dwarf, uint32_t size)
{
	if (size == 1 || size == 2 || size == 4 || size == 8)
		return type_integer(size, false);
	return type_array(dwarf->target->types, &type_uint8, size);
}

static const struct type *convert_base(struct binary_dwarf *dwarf, Dwarf_Die *die)
{
	uint64_t encoding = binary_die_number(die, DW_AT_encoding, 0);
	bool is_signed = encoding == DW_ATE_signed || encoding == DW_ATE_signed_char;
	uint32_t size = binary_size_of(die);

	if (encoding == DW_ATE_boolean && size == 1)
		return &type_bool;
	/* Whether it is signed is the machine's choice; scripts know it as signed. */
	if (size == 1 && !strcmp(binary_die_name(die), "char"))
		return type_intern(dwarf->target->types, &(struct type){
			.kind = TYPE_INTEGER, .is_signed = true, .size = 1, .align = 1,
			.name = "char",
		});
	if (size == 16 && (is_signed || encoding == DW_ATE_unsigned))
		return type_intern(dwarf->target->types, &(struct type){
			.kind = TYPE_INTEGER, .is_signed = is_signed, .size = 16, .align = 16,
			.name = is_signed ? "int128" : "uint128",
		});
	if (size != 1 && size != 2 && size != 4 && size != 8)
		return convert_bytes(dwarf, size);
	return type_integer(size, is_signed);
}

static const struct type *convert_array(struct binary_dwarf *dwarf, Dwarf_Die *die,
					unsigned number, unsigned depth)
{
	const struct type *element;
	uint32_t count;

	if (depth > NESTING_MAX || !binary_array_bound(die, number, &count))
		return convert_referred(dwarf, die, depth);
	element = convert_array(dwarf, die, number + 1, depth + 1);
	if (element->size && count > BYTES_MAX / element->size)
		count = 0;
	return type_array(dwarf->target->types, element, count);
}

static const struct type *convert_tag(struct binary_dwarf *dwarf, Dwarf_Die *die, unsigned depth)
{
	switch (dwarf_tag(die)) {
	case DW_TAG_base_type:
		return convert_base(dwarf, die);
	case DW_TAG_enumeration_type:
		return convert_enum(dwarf, die);
	case DW_TAG_structure_type:
	case DW_TAG_class_type:
	case DW_TAG_union_type:
	case DW_TAG_interface_type:
		return convert_struct(dwarf, die);
	case DW_TAG_pointer_type:
	case DW_TAG_reference_type:
	case DW_TAG_rvalue_reference_type:
		return type_pointer(dwarf->target->types, convert_referred(dwarf, die, depth),
				    SPACE_USER);
	case DW_TAG_ptr_to_member_type:
		/* To a member it is the member's offset; to a method it is two words. */
		return binary_size_of(die) == 8 ? &type_int64 :
		       type_array(dwarf->target->types, &type_uint64, 2);
	case DW_TAG_array_type:
		return convert_array(dwarf, die, 0, depth);
	case DW_TAG_subrange_type:
		return convert_referred(dwarf, die, depth);
	case DW_TAG_unspecified_type:
		/* C++'s nullptr_t is passed as a pointer; void has no DIE at all. */
		return &type_uint64;
	case DW_TAG_subroutine_type:
		return &type_void;
	default:
		return binary_size_of(die) ? convert_bytes(dwarf, binary_size_of(die)) :
					     &type_void;
	}
}

static const struct type *convert(struct binary_dwarf *dwarf, Dwarf_Die *die, unsigned depth)
{
	Dwarf_Die stripped = *die;
	const void *known;
	const char *key;

	if (depth > NESTING_MAX || !binary_strip_type(&stripped))
		return &type_void;
	key = arena_printf(dwarf->target->arena, "die %p", stripped.addr);
	if (table_find(&dwarf->types, key, &known))
		return known;
	if (binary_die_flag(&stripped, DW_AT_declaration))
		known = convert_declared(dwarf, &stripped, depth);
	else
		known = convert_tag(dwarf, &stripped, depth);
	table_put(&dwarf->types, key, known);
	return known;
}

const struct type *binary_convert_type(struct binary_dwarf *dwarf, Dwarf_Die *die)
{
	return convert(dwarf, die, 0);
}

const struct type *binary_convert_type_of(struct binary_dwarf *dwarf, Dwarf_Die *die)
{
	return convert_referred(dwarf, die, 0);
}
