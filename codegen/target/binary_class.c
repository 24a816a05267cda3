/*
 * Binary class: what the calling convention looks at when a value is passed: its
 * size, and whether each 8 bytes of it are integers or floating-point numbers.
 */
#include <dwarf.h>
#include <string.h>

#include "codegen/target/binary_internal.h"

/* Structs in structs; more is damage. Larger ones than this are never passed in registers. */
enum { NESTING_MAX = 32, BYTES_MAX = 64 };

/* A value while its parts are gone through. */
struct survey {
	const struct abi *abi;
	struct abi_value value;
	uint32_t float_size;		/* of its floating-point numbers */
	bool is_mixed;			/* not all of it is floating-point numbers of one size */
};

static void survey_type(struct survey *survey, Dwarf_Die *type, uint32_t offset, unsigned depth);

/* An INTEGER beside a floating-point number makes both of their 8 bytes INTEGER. */
static void mark(struct survey *survey, uint32_t offset, uint32_t size, enum abi_class class)
{
	uint32_t word;

	for (word = offset / 8; word < 2 && word * 8 < offset + size; word++)
		if (survey->value.words[word] != ABI_INTEGER)
			survey->value.words[word] = class;
}

static void add_integer(struct survey *survey, Dwarf_Die *type, uint32_t offset)
{
	mark(survey, offset, binary_size_of(type), ABI_INTEGER);
	survey->is_mixed = true;
	if (offset % binary_align_of(type))
		survey->value.is_memory = true;
}

/* SIZE bytes in one floating-point register each. */
static void add_vector(struct survey *survey, uint32_t offset, uint32_t size)
{
	/* The upper half of a 16-byte number is in the same register. */
	mark(survey, offset, size > 8 ? 8 : size, ABI_VECTOR);
	if (survey->float_size && survey->float_size != size)
		survey->is_mixed = true;
	survey->float_size = size;
	if (size && offset % size)
		survey->value.is_memory = true;
}

static bool is_x87(const struct survey *survey, Dwarf_Die *type, uint32_t size)
{
	/* A quad precision number has the same size and goes through one vector register. */
	return survey->abi->has_x87 && size == 16 && !strcmp(binary_die_name(type), "long double");
}

static void add_base(struct survey *survey, Dwarf_Die *type, uint32_t offset)
{
	uint32_t size = binary_size_of(type);

	switch (binary_die_number(type, DW_AT_encoding, 0)) {
	case DW_ATE_float:
	case DW_ATE_imaginary_float:
	case DW_ATE_decimal_float:
		add_vector(survey, offset, size);
		if (is_x87(survey, type, size))
			survey->value.is_x87 = survey->value.is_memory = true;
		break;
	case DW_ATE_complex_float:
		add_vector(survey, offset, size / 2);
		add_vector(survey, offset + size / 2, size / 2);
		if (survey->abi->has_x87 && size == 32)
			survey->value.is_x87 = survey->value.is_memory = true;
		break;
	default:
		add_integer(survey, type, offset);
	}
}

static void add_struct(struct survey *survey, Dwarf_Die *type, uint32_t offset, unsigned depth)
{
	Dwarf_Die child, member;
	uint64_t first_bit;
	uint32_t bits;
	int next, tag;

	for (next = dwarf_child(type, &child); next == 0; next = dwarf_siblingof(&child, &child)) {
		tag = dwarf_tag(&child);
		if (tag == DW_TAG_inheritance && binary_die_number(&child, DW_AT_virtuality, 0)) {
			survey->is_mixed = true;
			continue;
		}
		if ((tag != DW_TAG_member && tag != DW_TAG_inheritance) ||
		    !binary_member_place(&child, &first_bit, &bits))
			continue;
		if (bits) {
			mark(survey, offset + (uint32_t)(first_bit / 8),
			     (uint32_t)(first_bit % 8 + bits + 7) / 8, ABI_INTEGER);
			survey->is_mixed = true;
		} else if (binary_die_refers(&child, DW_AT_type, &member)) {
			survey_type(survey, &member, offset + (uint32_t)(first_bit / 8), depth + 1);
		}
	}
}

static void add_array(struct survey *survey, Dwarf_Die *type, uint32_t offset, unsigned depth)
{
	uint32_t size = binary_size_of(type), step, at;
	Dwarf_Die element;

	if (binary_die_flag(type, DW_AT_GNU_vector)) {
		add_vector(survey, offset, size);
		return;
	}
	if (!binary_die_refers(type, DW_AT_type, &element))
		return;
	step = binary_size_of(&element);
	for (at = 0; step && at + step <= size && at < BYTES_MAX; at += step)
		survey_type(survey, &element, offset + at, depth + 1);
}

static void survey_type(struct survey *survey, Dwarf_Die *type, uint32_t offset, unsigned depth)
{
	Dwarf_Die stripped = *type;

	if (depth > NESTING_MAX || offset > BYTES_MAX || !binary_strip_type(&stripped))
		return;
	switch (dwarf_tag(&stripped)) {
	case DW_TAG_structure_type:
	case DW_TAG_class_type:
	case DW_TAG_union_type:
	case DW_TAG_interface_type:
		add_struct(survey, &stripped, offset, depth);
		break;
	case DW_TAG_array_type:
		add_array(survey, &stripped, offset, depth);
		break;
	case DW_TAG_base_type:
		add_base(survey, &stripped, offset);
		break;
	default:
		add_integer(survey, &stripped, offset);
	}
}

static bool is_composite(Dwarf_Die *type)
{
	int tag = dwarf_tag(type);

	return tag == DW_TAG_structure_type || tag == DW_TAG_class_type ||
	       tag == DW_TAG_union_type || tag == DW_TAG_interface_type;
}

/* ---- C++: what is not just bytes is passed by its address ---- */

/* Does the constructor or destructor do what copying bytes does not? */
static bool is_users_own(Dwarf_Die *method)
{
	return !binary_die_flag(method, DW_AT_artificial) &&
	       !binary_die_flag(method, DW_AT_deleted) &&
	       binary_die_number(method, DW_AT_defaulted, DW_DEFAULTED_no) !=
	       DW_DEFAULTED_in_class;
}

/* X(const X &), X(X &&): takes the object and a reference to one of its class. */
static bool is_copier(Dwarf_Die *class, Dwarf_Die *method)
{
	Dwarf_Die child, type;
	unsigned count = 0;
	bool found = false;
	int next, tag;

	if (strcmp(binary_die_name(method), binary_die_name(class)))
		return false;
	for (next = dwarf_child(method, &child); next == 0; next = dwarf_siblingof(&child, &child)) {
		if (dwarf_tag(&child) != DW_TAG_formal_parameter ||
		    binary_die_flag(&child, DW_AT_artificial))
			continue;
		count++;
		if (!binary_die_refers(&child, DW_AT_type, &type))
			continue;
		tag = dwarf_tag(&type);
		found |= (tag == DW_TAG_reference_type || tag == DW_TAG_rvalue_reference_type) &&
			 binary_die_refers(&type, DW_AT_type, &type) && binary_strip_type(&type) &&
			 type.addr == class->addr;
	}
	return count == 1 && found;
}

static bool is_more_than_bytes(Dwarf_Die *type, unsigned depth);

static bool has_part_of_more(Dwarf_Die *part, unsigned depth)
{
	Dwarf_Die type;

	/* Virtual functions and bases: the object says what it is. */
	if (binary_die_number(part, DW_AT_virtuality, 0) || !strncmp(binary_die_name(part), "_vptr", 5))
		return true;
	return binary_die_refers(part, DW_AT_type, &type) && binary_strip_type(&type) &&
	       is_more_than_bytes(&type, depth + 1);
}

static bool is_more_than_bytes(Dwarf_Die *type, unsigned depth)
{
	unsigned copiers = 0, deleted = 0;
	Dwarf_Die child, element;
	int next;

	if (depth > NESTING_MAX)
		return false;
	if (dwarf_tag(type) == DW_TAG_array_type)
		return binary_die_refers(type, DW_AT_type, &element) &&
		       binary_strip_type(&element) && is_more_than_bytes(&element, depth + 1);
	if (!is_composite(type))
		return false;
	for (next = dwarf_child(type, &child); next == 0; next = dwarf_siblingof(&child, &child)) {
		switch (dwarf_tag(&child)) {
		case DW_TAG_member:
		case DW_TAG_inheritance:
			if (!binary_die_flag(&child, DW_AT_declaration) &&
			    !binary_die_flag(&child, DW_AT_external) &&
			    has_part_of_more(&child, depth))
				return true;
			break;
		case DW_TAG_subprogram:
			if (is_copier(type, &child)) {
				copiers++;
				deleted += binary_die_flag(&child, DW_AT_deleted);
			} else if (binary_die_name(&child)[0] != '~') {
				break;
			}
			if (is_users_own(&child))
				return true;
			break;
		default:
			break;
		}
	}
	return copiers && copiers == deleted;
}

/* clang says so; of gcc's classes their methods tell. */
static bool is_passed_by_address(Dwarf_Die *type)
{
	uint64_t convention = binary_die_number(type, DW_AT_calling_convention, 0);

	if (convention)
		return convention == DW_CC_pass_by_reference;
	return is_more_than_bytes(type, 0);
}

struct abi_value binary_classify(const struct abi *abi, Dwarf_Die *die)
{
	struct survey survey = { .abi = abi };
	struct abi_value *value = &survey.value;
	Dwarf_Die type;

	if (!binary_die_refers(die, DW_AT_type, &type) || !binary_strip_type(&type))
		return *value;
	value->size = binary_size_of(&type);
	value->align = binary_align_of(&type);
	value->is_struct = is_composite(&type);
	value->is_pointed_to = value->is_struct && is_passed_by_address(&type);
	survey_type(&survey, &type, 0, 0);
	if (value->is_struct && value->size > 16)
		value->is_memory = true;
	if (value->is_struct && survey.float_size && !survey.is_mixed &&
	    value->size / survey.float_size <= 4)
		value->vectors = value->size / survey.float_size;
	return *value;
}
