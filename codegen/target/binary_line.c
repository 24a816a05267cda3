/*
 * Binary line: where the code of a source line begins, by the line tables of the debug information.
 *
 * A line's code lies in pieces, and a function that was inlined has it several times. Each function
 * and each inlined copy counts once, by the lowest of its addresses that begins a statement.
 */
#include <dwarf.h>
#include <stdlib.h>
#include <string.h>

#include "codegen/target/binary_dwarf.h"
#include "codegen/target/binary_elf.h"
#include "codegen/target/binary_internal.h"
#include "codegen/target/internal.h"
#include "lexer/arena.h"

enum { NESTING_MAX = 16 };

struct line_search {
	struct binary_dwarf *dwarf;
	const struct binary_line *line;
	struct binary_line_place *first;
	bool has_file;
	int next_line;			/* the nearest behind the line that has code; 0: none */
};

/* "src/a.c" and "a.c" both mean /home/me/src/a.c. */
static bool is_file(const char *source, const char *wanted)
{
	size_t length = strlen(source), tail = strlen(wanted);

	return length >= tail && !strcmp(source + length - tail, wanted) &&
	       (length == tail || *wanted == '/' || source[length - tail - 1] == '/');
}

/* The address as the debug information has it to the file's offset. */
static bool to_offset(struct binary_dwarf *dwarf, Dwarf_Addr address, uint64_t *offset)
{
	GElf_Addr bias;
	Elf *elf = dwfl_module_getelf(dwarf->module, &bias);

	return elf && !binary_to_offset(elf, address + dwarf->bias - bias, offset);
}

/* The function below PARENT that holds ADDRESS; what is inlined at it is none. */
static bool find_function(Dwarf_Die *parent, Dwarf_Addr address, unsigned depth, Dwarf_Die *function)
{
	Dwarf_Die child;
	int next;

	if (depth > NESTING_MAX)
		return false;
	for (next = dwarf_child(parent, &child); next == 0;
	     next = dwarf_siblingof(&child, &child)) {
		switch (dwarf_tag(&child)) {
		case DW_TAG_subprogram:
			if (dwarf_haspc(&child, address) != 1)
				break;
			if (!find_function(&child, address, depth + 1, function))
				*function = child;
			return true;
		case DW_TAG_namespace:
		case DW_TAG_module:
		case DW_TAG_structure_type:
		case DW_TAG_class_type:
			if (find_function(&child, address, depth + 1, function))
				return true;
			break;
		default:
			break;
		}
	}
	return false;
}

/* The function or the inlined copy that the code at ADDRESS belongs to, as a number. */
static uint64_t scope_of(Dwarf_Die *unit, Dwarf_Addr address)
{
	uint64_t scope = address;
	Dwarf_Die *scopes = NULL;
	int count = dwarf_getscopes(unit, address, &scopes), index;

	for (index = 0; index < count; index++)
		if (dwarf_tag(&scopes[index]) == DW_TAG_subprogram ||
		    dwarf_tag(&scopes[index]) == DW_TAG_inlined_subroutine) {
			scope = dwarf_dieoffset(&scopes[index]);
			break;
		}
	free(scopes);
	return scope;
}

/* Adds the address, or takes the place of a higher one of the same scope. */
static void add(struct line_search *search, Dwarf_Die *unit, Dwarf_Addr address)
{
	struct arena *arena = search->dwarf->target->arena;
	struct binary_line_place *place;
	uint64_t offset, scope;
	Dwarf_Die function;
	Dwarf_Addr entry;
	bool is_known;

	if (!to_offset(search->dwarf, address, &offset))
		return;
	scope = scope_of(unit, address);
	for (place = search->first; place; place = place->next)
		if (place->scope == scope || place->offset == offset)
			break;
	if (place && place->offset <= offset)
		return;
	if (!place) {
		place = ARENA_NEW(arena, struct binary_line_place);
		place->next = search->first;
		search->first = place;
	}
	place->scope = scope;
	place->offset = offset;
	is_known = find_function(unit, address, 0, &function);
	place->is_inside = !is_known || dwarf_entrypc(&function, &entry) || entry != address;
	place->function = arena_copy_string(arena, is_known ? binary_die_name(&function) : "");
}

static void search_unit(struct line_search *search, Dwarf_Die *unit, Dwarf_Die *split)
{
	const struct binary_line *wanted = search->line;
	size_t count, index;
	Dwarf_Lines *lines;
	bool is_end, is_begin;
	const char *source;
	Dwarf_Addr address;
	int number, column;

	if (dwarf_getsrclines(unit, &lines, &count))
		return;
	for (index = 0; index < count; index++) {
		Dwarf_Line *line = dwarf_onesrcline(lines, index);

		source = dwarf_linesrc(line, NULL, NULL);
		if (!source || !is_file(source, wanted->file))
			continue;
		search->has_file = true;
		if (dwarf_lineendsequence(line, &is_end) || is_end ||
		    dwarf_linebeginstatement(line, &is_begin) || !is_begin ||
		    dwarf_lineno(line, &number) || dwarf_linecol(line, &column) ||
		    dwarf_lineaddr(line, &address))
			continue;
		if (number == wanted->line && (!wanted->column || column == wanted->column))
			add(search, split, address);
		else if (number > wanted->line &&
			 (!search->next_line || number < search->next_line))
			search->next_line = number;
	}
}

const struct binary_line_place *binary_find_line(struct target *target, const char *path,
						 const struct binary_line *line,
						 const char **because)
{
	struct binary_dwarf *dwarf = binary_open_dwarf(target, path);
	struct line_search search = { .dwarf = dwarf, .line = line };
	Dwarf_CU *unit = NULL;
	Dwarf_Die die, split;

	while (dwarf->dwarf && !dwarf_get_units(dwarf->dwarf, unit, &unit, NULL, NULL, &die, NULL)) {
		split = die;
		binary_follow_split(&split);
		search_unit(&search, &die, &split);
	}
	if (search.first)
		return search.first;
	*because = !dwarf->dwarf ? dwarf->because : !search.has_file ?
		   arena_printf(target->arena, "%s was not made from a file %s", path, line->file) :
		   !search.next_line ?
		   arena_printf(target->arena, "%s has no code of line %d of %s, nor behind it",
				path, line->line, line->file) :
		   arena_printf(target->arena, "%s has no code of line %d of %s; the next is of "
				"line %d", path, line->line, line->file, search.next_line);
	return NULL;
}
