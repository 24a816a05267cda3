/*
 * Binary shape: sizes, alignments, bounds and places inside types, as DWARF 2 to 5
 * say them.
 */
#include <dwarf.h>

#include "codegen/target/binary_internal.h"

enum {
	TYPES_MAX = 10000,		/* looked at for one alignment */
	SIZE_MAX_BYTES = 1u << 30,
};

/* Pointers to members have no size written down: a method's is an address and an adjustment. */
static uint32_t member_pointer_size(Dwarf_Die *type)
{
	Dwarf_Die referred;

	return binary_die_refers(type, DW_AT_type, &referred) && binary_strip_type(&referred) &&
	       dwarf_tag(&referred) == DW_TAG_subroutine_type ? 16 : 8;
}

uint32_t binary_size_of(Dwarf_Die *type)
{
	Dwarf_Die stripped = *type;
	Dwarf_Word bytes;

	if (!binary_strip_type(&stripped))
		return 0;
	if (dwarf_tag(&stripped) == DW_TAG_ptr_to_member_type)
		return member_pointer_size(&stripped);
	if (dwarf_tag(&stripped) == DW_TAG_unspecified_type)
		return 8;	/* C++'s nullptr_t */
	/* Multiplies the bounds of arrays by itself. */
	if (dwarf_aggregate_size(&stripped, &bytes) || bytes > SIZE_MAX_BYTES)
		return 0;
	return (uint32_t)bytes;
}

/* ---- arrays ---- */

static uint32_t bound_of(Dwarf_Die *range)
{
	uint64_t count = binary_die_number(range, DW_AT_count, UINT64_MAX);

	/* A bound that is worked out while the program runs is no number here. */
	if (count == UINT64_MAX)
		count = binary_die_number(range, DW_AT_upper_bound, UINT64_MAX) + 1;
	return count > UINT32_MAX ? 0 : (uint32_t)count;
}

bool binary_array_bound(Dwarf_Die *array, unsigned number, uint32_t *count)
{
	Dwarf_Die child;
	int next;

	for (next = dwarf_child(array, &child); next == 0; next = dwarf_siblingof(&child, &child))
		if (dwarf_tag(&child) == DW_TAG_subrange_type && number-- == 0) {
			*count = bound_of(&child);
			return true;
		}
	return false;
}

/* ---- members ---- */

/* Bytes from the object's start; false for what is computed while the program runs. */
static bool member_offset(Dwarf_Die *member, uint64_t *offset)
{
	Dwarf_Attribute attribute;
	Dwarf_Word value;
	Dwarf_Op *steps;
	size_t count;

	*offset = 0;
	if (!dwarf_attr(member, DW_AT_data_member_location, &attribute))
		return !binary_die_flag(member, DW_AT_external) &&
		       !binary_die_flag(member, DW_AT_declaration);
	if (!dwarf_formudata(&attribute, &value)) {
		*offset = value;
		return true;
	}
	/* DWARF 2 writes a little program: add a number to the object's address. */
	if (dwarf_getlocation(&attribute, &steps, &count) || count != 1 ||
	    steps[0].atom != DW_OP_plus_uconst)
		return false;
	*offset = steps[0].number;
	return true;
}

bool binary_member_place(Dwarf_Die *member, uint64_t *first_bit, uint32_t *bits)
{
	uint64_t offset, unit, from_top;
	Dwarf_Die type;

	*bits = (uint32_t)binary_die_number(member, DW_AT_bit_size, 0);
	*first_bit = binary_die_number(member, DW_AT_data_bit_offset, UINT64_MAX);
	if (*first_bit != UINT64_MAX)
		return *bits <= 64;
	if (!member_offset(member, &offset) || offset >= SIZE_MAX_BYTES || *bits > 64)
		return false;
	*first_bit = offset * 8;
	from_top = binary_die_number(member, DW_AT_bit_offset, UINT64_MAX);
	if (!*bits || from_top == UINT64_MAX)
		return true;
	/* DWARF 2 and 3 count a bit-field from the upper end of its unit. */
	unit = binary_die_number(member, DW_AT_byte_size, 0);
	if (!unit && binary_die_refers(member, DW_AT_type, &type))
		unit = binary_size_of(&type);
	if (unit * 8 < from_top + *bits)
		return false;
	*first_bit += unit * 8 - from_top - *bits;
	return true;
}

/* ---- alignment ---- */

static uint32_t align_of(Dwarf_Die *type, unsigned *budget);

static uint32_t align_of_struct(Dwarf_Die *type, unsigned *budget)
{
	uint32_t size = binary_size_of(type), align = 1, each, bits;
	uint64_t first_bit;
	Dwarf_Die child, child_type;
	int next, tag;

	for (next = dwarf_child(type, &child); next == 0; next = dwarf_siblingof(&child, &child)) {
		tag = dwarf_tag(&child);
		if ((tag != DW_TAG_member && tag != DW_TAG_inheritance) ||
		    !binary_member_place(&child, &first_bit, &bits) ||
		    !binary_die_refers(&child, DW_AT_type, &child_type))
			continue;
		each = align_of(&child_type, budget);
		/* Packed: a member lies where its own type could not. */
		if (!bits && first_bit % (8 * (uint64_t)each))
			return 1;
		align = each > align ? each : align;
	}
	return size % align ? 1 : align;
}

static uint32_t align_of(Dwarf_Die *type, unsigned *budget)
{
	Dwarf_Die stripped = *type, element;
	uint64_t given = binary_die_number(type, DW_AT_alignment, 0);
	uint32_t size;

	if (given && given <= 4096 && !(given & (given - 1)))
		return (uint32_t)given;
	if (*budget == 0 || !binary_strip_type(&stripped))
		return 1;
	(*budget)--;
	switch (dwarf_tag(&stripped)) {
	case DW_TAG_structure_type:
	case DW_TAG_class_type:
	case DW_TAG_union_type:
		given = binary_die_number(&stripped, DW_AT_alignment, 0);
		if (given && given <= 4096 && !(given & (given - 1)))
			return (uint32_t)given;
		return align_of_struct(&stripped, budget);
	case DW_TAG_array_type:
		if (binary_die_flag(&stripped, DW_AT_GNU_vector))
			break;
		if (!binary_die_refers(&stripped, DW_AT_type, &element))
			return 1;
		return align_of(&element, budget);
	case DW_TAG_ptr_to_member_type:
		return 8;
	default:
		break;
	}
	size = binary_size_of(&stripped);
	/* Two numbers side by side. */
	if (binary_die_number(&stripped, DW_AT_encoding, 0) == DW_ATE_complex_float)
		size /= 2;
	return size && size <= 16 && !(size & (size - 1)) ? size : 8;
}

uint32_t binary_align_of(Dwarf_Die *type)
{
	unsigned budget = TYPES_MAX;

	return align_of(type, &budget);
}
