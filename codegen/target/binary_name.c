/*
 * Binary name: types and constants of a program's debug information by name.
 *
 * DWARF has no such index that every compiler writes, so the first question goes
 * over all units once and keeps where each name is defined. Of several definitions
 * of one name the first counts. Names inside of namespaces and classes are kept as
 * they stand there, without what is around them.
 */
#include <dwarf.h>
#include <string.h>

#include "codegen/target/binary_dwarf.h"
#include "codegen/target/binary_internal.h"
#include "codegen/target/internal.h"
#include "lexer/arena.h"
#include "lexer/suggest.h"

enum { NESTING_MAX = 16 };

static void index_children(struct binary_dwarf *dwarf, Dwarf_Die *parent, unsigned depth);

/* Keeps DIE as the meaning of "WORD NAME", if it is the first. */
static void keep(struct binary_dwarf *dwarf, const char *word, const char *name, Dwarf_Die *die)
{
	Dwarf_Die *copy;
	const char *key;

	if (!*name)
		return;
	key = arena_printf(dwarf->target->arena, "%s %s", word, name);
	if (table_find(&dwarf->names, key, NULL))
		return;
	copy = ARENA_NEW(dwarf->target->arena, Dwarf_Die);
	*copy = *die;
	table_put(&dwarf->names, key, copy);
}

static void index_enum(struct binary_dwarf *dwarf, Dwarf_Die *die)
{
	Dwarf_Die child;
	int next;

	keep(dwarf, "enum", binary_die_name(die), die);
	for (next = dwarf_child(die, &child); next == 0; next = dwarf_siblingof(&child, &child))
		if (dwarf_tag(&child) == DW_TAG_enumerator)
			keep(dwarf, "constant", binary_die_name(&child), die);
}

static void index_die(struct binary_dwarf *dwarf, Dwarf_Die *die, unsigned depth)
{
	if (binary_die_flag(die, DW_AT_declaration))
		return;
	switch (dwarf_tag(die)) {
	case DW_TAG_structure_type:
	case DW_TAG_class_type:
		keep(dwarf, "struct", binary_die_name(die), die);
		index_children(dwarf, die, depth);
		break;
	case DW_TAG_union_type:
		keep(dwarf, "union", binary_die_name(die), die);
		index_children(dwarf, die, depth);
		break;
	case DW_TAG_enumeration_type:
		index_enum(dwarf, die);
		break;
	case DW_TAG_typedef:
		keep(dwarf, "typedef", binary_die_name(die), die);
		break;
	case DW_TAG_namespace:
	case DW_TAG_module:
		index_children(dwarf, die, depth);
		break;
	default:
		break;
	}
}

static void index_children(struct binary_dwarf *dwarf, Dwarf_Die *parent, unsigned depth)
{
	Dwarf_Die child;
	int next;

	if (depth > NESTING_MAX)
		return;
	for (next = dwarf_child(parent, &child); next == 0;
	     next = dwarf_siblingof(&child, &child))
		index_die(dwarf, &child, depth + 1);
}

static void index_units(struct binary_dwarf *dwarf, Dwarf *units)
{
	Dwarf_CU *unit = NULL;
	Dwarf_Die die;

	while (units && binary_next_unit(units, &unit, &die))
		index_children(dwarf, &die, 0);
}

bool binary_find_name(struct binary_dwarf *dwarf, const char *name, Dwarf_Die *die)
{
	const void *found;

	if (!dwarf->is_indexed) {
		dwarf->is_indexed = true;
		index_units(dwarf, dwarf->dwarf);
		/* What several files share may have been moved to one beside them. */
		if (dwarf->dwarf)
			index_units(dwarf, dwarf_getalt(dwarf->dwarf));
	}
	if (!table_find(&dwarf->names, name, &found))
		return false;
	*die = *(const Dwarf_Die *)found;
	return true;
}

static const struct type *find_type(struct target *target, const char *path, const char *word,
				    const char *name)
{
	struct binary_dwarf *dwarf = binary_open_dwarf(target, path);
	const char *key = arena_printf(target->arena, "%s %s", word, name);
	const struct type *type = NULL;
	Dwarf_Die die;

	if (!dwarf->dwarf)
		return NULL;
	if (binary_find_name(dwarf, key, &die))
		type = binary_convert_type(dwarf, &die);
	target_record(target, arena_printf(target->arena, "dwarf:%s:%s", path, key), "%s",
		      type ? arena_printf(target->arena, "%u bytes", type->size) : "absent");
	return type;
}

const struct type *binary_find_struct(struct target *target, const char *path, const char *name,
				      bool is_union)
{
	return find_type(target, path, is_union ? "union" : "struct", name);
}

const struct type *binary_find_enum(struct target *target, const char *path, const char *name)
{
	return find_type(target, path, "enum", name);
}

const struct type *binary_find_typedef(struct target *target, const char *path,
				       const char *name)
{
	return find_type(target, path, "typedef", name);
}

bool binary_find_constant(struct target *target, const char *path, const char *name,
			  int64_t *value, const struct type **type)
{
	const struct enumerator *values;
	uint32_t count, index;

	*type = find_type(target, path, "constant", name);
	if (!*type)
		return false;
	values = target_list_enumerators(target, *type, &count);
	for (index = 0; index < count; index++)
		if (!strcmp(values[index].name, name)) {
			*value = values[index].value;
			return true;
		}
	return false;
}

void binary_suggest_struct(struct target *target, const char *path, struct suggest *suggest)
{
	struct binary_dwarf *dwarf = binary_open_dwarf(target, path);
	uint32_t index;

	for (index = 0; dwarf->dwarf && index < dwarf->names.capacity; index++)
		if (dwarf->names.entries[index].name &&
		    !strncmp(dwarf->names.entries[index].name, "struct ", 7))
			suggest_offer(suggest, dwarf->names.entries[index].name + 7);
}
