/*
 * Binary spelling: types of debug information as C writes them, qualifiers and
 * typedef names kept, for prototypes and listings.
 */
#include <dwarf.h>

#include "codegen/target/binary_internal.h"
#include "lexer/buffer.h"

/* Only damage nests deeper than this. */
enum { NESTING_MAX = 32 };

static void spell(Dwarf_Die *die, unsigned depth, struct buffer *out);

static void spell_referred(Dwarf_Die *die, unsigned depth, struct buffer *out)
{
	Dwarf_Die referred;

	if (depth < NESTING_MAX && binary_die_refers(die, DW_AT_type, &referred))
		spell(&referred, depth + 1, out);
	else
		buffer_append_string(out, "void");
}

static void spell_tagged(Dwarf_Die *die, const char *keyword, struct buffer *out)
{
	const char *name = binary_die_name(die);

	buffer_printf(out, "%s %s", keyword, *name ? name : "{…}");
}

/* The qualifier of a pointer stands behind its star, every other before its type. */
static void spell_qualified(Dwarf_Die *die, const char *qualifier, unsigned depth,
			    struct buffer *out)
{
	Dwarf_Die referred;

	if (binary_die_refers(die, DW_AT_type, &referred) &&
	    dwarf_tag(&referred) == DW_TAG_pointer_type) {
		spell_referred(die, depth, out);
		buffer_append_string(out, qualifier);
	} else {
		buffer_printf(out, "%s ", qualifier);
		spell_referred(die, depth, out);
	}
}

static void spell_parameters(Dwarf_Die *function, unsigned depth, struct buffer *out)
{
	unsigned count = 0;
	Dwarf_Die child;
	int next, tag;

	buffer_append_char(out, '(');
	for (next = dwarf_child(function, &child); next == 0;
	     next = dwarf_siblingof(&child, &child)) {
		tag = dwarf_tag(&child);
		if (tag != DW_TAG_formal_parameter && tag != DW_TAG_unspecified_parameters)
			continue;
		if (count++)
			buffer_append_string(out, ", ");
		if (tag == DW_TAG_formal_parameter)
			spell_referred(&child, depth, out);
		else
			buffer_append_string(out, "...");
	}
	buffer_append_string(out, count ? ")" : "void)");
}

static void spell_pointer(Dwarf_Die *die, const char *sign, unsigned depth, struct buffer *out)
{
	Dwarf_Die referred;

	if (depth < NESTING_MAX && binary_die_refers(die, DW_AT_type, &referred) &&
	    dwarf_tag(&referred) == DW_TAG_subroutine_type) {
		spell_referred(&referred, depth + 1, out);
		buffer_printf(out, " (%s)", sign);
		spell_parameters(&referred, depth + 1, out);
		return;
	}
	spell_referred(die, depth, out);
	if (out->length && out->data[out->length - 1] != '*')
		buffer_append_char(out, ' ');
	buffer_append_string(out, sign);
}

/* A blank before the bounds, which a name goes in front of. */
static void spell_array(Dwarf_Die *die, unsigned depth, struct buffer *out)
{
	uint32_t count;
	unsigned number;

	spell_referred(die, depth, out);
	buffer_append_char(out, ' ');
	for (number = 0; number < NESTING_MAX && binary_array_bound(die, number, &count); number++)
		buffer_printf(out, "[%u]", count);
}

static void spell(Dwarf_Die *die, unsigned depth, struct buffer *out)
{
	const char *name;

	switch (dwarf_tag(die)) {
	case DW_TAG_structure_type:
	case DW_TAG_interface_type:
		spell_tagged(die, "struct", out);
		break;
	case DW_TAG_class_type:
		spell_tagged(die, "class", out);
		break;
	case DW_TAG_union_type:
		spell_tagged(die, "union", out);
		break;
	case DW_TAG_enumeration_type:
		spell_tagged(die, "enum", out);
		break;
	case DW_TAG_pointer_type:
		spell_pointer(die, "*", depth, out);
		break;
	case DW_TAG_reference_type:
		spell_pointer(die, "&", depth, out);
		break;
	case DW_TAG_rvalue_reference_type:
		spell_pointer(die, "&&", depth, out);
		break;
	case DW_TAG_array_type:
		spell_array(die, depth, out);
		break;
	case DW_TAG_const_type:
		spell_qualified(die, "const", depth, out);
		break;
	case DW_TAG_volatile_type:
		spell_qualified(die, "volatile", depth, out);
		break;
	case DW_TAG_restrict_type:
	case DW_TAG_atomic_type:
		spell_referred(die, depth, out);
		break;
	default:
		name = binary_die_name(die);
		buffer_append_string(out, *name ? name : "{…}");
	}
}

void binary_spell_type_of(Dwarf_Die *die, struct buffer *out)
{
	spell_referred(die, 0, out);
}
