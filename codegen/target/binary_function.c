/*
 * Binary function: a function of a user program, as its debug information has it.
 *
 * Where its arguments are follows from their types and the calling convention, as
 * for the kernel's functions. DWARF has places of its own (location lists), but what
 * they promise at a function's first instruction, which is where a uprobe stands, is
 * up to the compiler: without optimisation they name the stack slots that the first
 * instructions are yet to fill. A function is found by the address of its code, so
 * aliases and static functions are found as well; inlined copies have no entry of
 * their own and are not seen. Clones that a compiler made with other parameters
 * than the source's are known by their symbol, or by a mark in the debug information.
 */
#include <dwarf.h>
#include <string.h>

#include "codegen/target/binary_dwarf.h"
#include "codegen/target/binary_elf.h"
#include "codegen/target/binary_internal.h"
#include "codegen/target/internal.h"
#include "lexer/arena.h"
#include "lexer/buffer.h"

enum { NESTING_MAX = 16, STEPS_MAX = 8, LLVM_X86_64_SYSV = 0xc2 };

/* What was found out about one place; kept, because bodies are checked several times. */
struct answer {
	const struct binary_function *function;
	const char *because;
};

/* Languages whose compilers follow a convention of their own, in full or with structs. */
static const struct language {
	int code;
	const char *name;
	bool is_own_for_structs_only;
} languages[] = {
	{ DW_LANG_Go, "Go", false },
	{ DW_LANG_OCaml, "OCaml", false },
	{ DW_LANG_Haskell, "Haskell", false },
	{ DW_LANG_Swift, "Swift", false },
	{ DW_LANG_D, "D", false },
	{ DW_LANG_Rust, "Rust", true },
};

/* ---- an address to its DIE ---- */

struct search {
	Dwarf_Addr address;
	const char *symbol;
	Dwarf_Die found;
	bool is_found;
	bool is_named;			/* it is called as the symbol is */
};

/* Where a function begins; the first of its ranges where it was split into parts. */
static bool entry_of(Dwarf_Die *die, Dwarf_Addr *address)
{
	Dwarf_Addr base, end;

	if (!dwarf_entrypc(die, address))
		return true;
	return dwarf_ranges(die, 0, &base, address, &end) > 0;
}

static const char *linkage_name(Dwarf_Die *die)
{
	Dwarf_Attribute attribute;
	const char *name = NULL;

	if (dwarf_attr_integrate(die, DW_AT_linkage_name, &attribute) ||
	    dwarf_attr_integrate(die, DW_AT_MIPS_linkage_name, &attribute))
		name = dwarf_formstring(&attribute);
	return name ? name : "";
}

static void consider(struct search *search, Dwarf_Die *die)
{
	Dwarf_Addr address;
	bool is_named;

	if (!entry_of(die, &address) || address != search->address)
		return;
	/* Equal functions may have been folded into one. */
	is_named = !strcmp(binary_die_name(die), search->symbol) ||
		   !strcmp(linkage_name(die), search->symbol);
	if (search->is_found && (search->is_named || !is_named))
		return;
	search->found = *die;
	search->is_found = true;
	search->is_named = is_named;
}

static void search_children(struct search *search, Dwarf_Die *parent, unsigned depth)
{
	Dwarf_Die child;
	int next;

	if (depth > NESTING_MAX)
		return;
	for (next = dwarf_child(parent, &child); next == 0 && !search->is_named;
	     next = dwarf_siblingof(&child, &child)) {
		switch (dwarf_tag(&child)) {
		case DW_TAG_subprogram:
			consider(search, &child);
			/* GNU C and Pascal have functions inside of functions. */
			if (dwarf_haspc(&child, search->address) == 1)
				search_children(search, &child, depth + 1);
			break;
		case DW_TAG_namespace:
		case DW_TAG_module:
		case DW_TAG_structure_type:
		case DW_TAG_class_type:
			search_children(search, &child, depth + 1);
			break;
		default:
			break;
		}
	}
}

/* The table of addresses, where the compiler wrote one; else every unit is asked. */
static void search_units(struct search *search, Dwarf *dwarf)
{
	Dwarf_CU *unit = NULL;
	Dwarf_Die die;

	if (dwarf_addrdie(dwarf, search->address, &die)) {
		binary_follow_split(&die);
		search_children(search, &die, 0);
		if (search->is_found)
			return;
	}
	while (!search->is_found && !dwarf_get_units(dwarf, unit, &unit, NULL, NULL, &die, NULL))
		if (dwarf_haspc(&die, search->address) == 1) {
			binary_follow_split(&die);
			search_children(search, &die, 0);
		}
}

/* File offset to the addresses that the debug information speaks of. */
static bool to_address(struct binary_dwarf *dwarf, uint64_t offset, Dwarf_Addr *address)
{
	GElf_Addr bias;
	Elf *elf = dwfl_module_getelf(dwarf->module, &bias);
	uint64_t place;

	if (!elf || binary_to_address(elf, offset, &place))
		return false;
	*address = place + bias - dwarf->bias;
	return true;
}

/* ---- what the convention does not cover ---- */

/* Clones have the plain name in their debug information, and other parameters. */
static bool is_clone(const char *symbol)
{
	return strstr(symbol, ".isra.") || strstr(symbol, ".constprop.") ||
	       strstr(symbol, ".part.");
}

static const struct language *language_of(Dwarf_Die *die)
{
	Dwarf_Die unit;
	size_t index;
	int code;

	if (!dwarf_diecu(die, &unit, NULL, NULL))
		return NULL;
	code = dwarf_srclang(&unit);
	for (index = 0; index < sizeof(languages) / sizeof(languages[0]); index++)
		if (languages[index].code == code)
			return &languages[index];
	return NULL;
}

static bool has_structs(const struct function *prototype)
{
	uint32_t index;

	for (index = 0; index < prototype->parameter_count; index++)
		if (prototype->parameters[index].type->kind == TYPE_STRUCT)
			return true;
	return prototype->return_type->kind == TYPE_STRUCT;
}

/* Half a sentence, or NULL: the arguments of DIE are where the convention says. */
static const char *why_unconventional(struct binary_dwarf *dwarf, Dwarf_Die *die,
				      const char *symbol, const struct function *prototype)
{
	uint64_t convention = binary_die_number(die, DW_AT_calling_convention, DW_CC_normal);
	const struct language *language = language_of(die);

	if (is_clone(symbol) || convention == DW_CC_nocall)
		return "the compiler made it with other parameters than its source has";
	if (convention != DW_CC_normal && convention != DW_CC_program &&
	    convention != LLVM_X86_64_SYSV)
		return "it has a calling convention of its own";
	if (language && (!language->is_own_for_structs_only || has_structs(prototype)))
		return arena_printf(dwarf->target->arena, "it is written in %s, which has a "
				    "calling convention of its own%s", language->name,
				    language->is_own_for_structs_only ? " for structs" : "");
	return NULL;
}

/* ---- a DIE to the function ---- */

/* The DIE that has all of the parameters, as the source does: a copy may have lost some. */
static Dwarf_Die source_of(Dwarf_Die *die)
{
	Dwarf_Die source = *die, origin;
	Dwarf_Attribute attribute;
	unsigned steps;

	for (steps = 0; steps < STEPS_MAX; steps++) {
		if (!dwarf_attr(&source, DW_AT_abstract_origin, &attribute) ||
		    !dwarf_formref_die(&attribute, &origin))
			break;
		source = origin;
	}
	return source;
}

/* What a C++ compiler adds to constructors; only the second is ever passed. */
static bool is_hidden(Dwarf_Die *parameter, Dwarf_Die *function)
{
	const char *name = binary_die_name(parameter), *symbol = linkage_name(function);

	if (!binary_die_flag(parameter, DW_AT_artificial))
		return false;
	if (!strcmp(name, "__in_chrg"))
		return true;
	/* _ZN1XC2Ev: the constructor of X as a part of something else. */
	return !strcmp(name, "__vtt_parm") && !strstr(symbol, "C2E") && !strstr(symbol, "D2E");
}

static const char *spelling_of(struct binary_dwarf *dwarf, Dwarf_Die *die)
{
	struct buffer text = { 0 };
	const char *copy;

	binary_spell_type_of(die, &text);
	copy = arena_copy_text(dwarf->target->arena, text.data, text.length);
	buffer_release(&text);
	return copy;
}

static uint32_t count_children(Dwarf_Die *parent)
{
	uint32_t count = 0;
	Dwarf_Die child;
	int next;

	for (next = dwarf_child(parent, &child); next == 0;
	     next = dwarf_siblingof(&child, &child))
		count += dwarf_tag(&child) == DW_TAG_formal_parameter;
	return count;
}

static void fill_parameters(struct binary_dwarf *dwarf, Dwarf_Die *die, Dwarf_Die *source,
			    struct abi_cursor cursor, struct binary_function *function)
{
	struct arena *arena = dwarf->target->arena;
	uint32_t most = count_children(source), count = 0;
	struct parameter *parameters = ARENA_NEW_ARRAY(arena, struct parameter, most + 1);
	struct abi_place *places = ARENA_NEW_ARRAY(arena, struct abi_place, most + 1);
	struct abi_value value;
	Dwarf_Die child;
	int next;

	for (next = dwarf_child(source, &child); next == 0;
	     next = dwarf_siblingof(&child, &child)) {
		if (dwarf_tag(&child) == DW_TAG_unspecified_parameters)
			function->prototype.is_variadic = true;
		if (dwarf_tag(&child) != DW_TAG_formal_parameter || is_hidden(&child, die) ||
		    count == most)
			continue;
		value = binary_classify(dwarf->abi, &child);
		parameters[count] = (struct parameter){
			.name = arena_copy_string(arena, binary_die_name(&child)),
			.type = binary_convert_type_of(dwarf, &child),
			.c_type = spelling_of(dwarf, &child),
		};
		places[count++] = abi_place_next(dwarf->abi, &cursor, &value);
	}
	function->prototype.parameters = parameters;
	function->prototype.parameter_count = count;
	function->places = places;
}

static const struct binary_function *make_function(struct binary_dwarf *dwarf, Dwarf_Die *die,
						   const char *symbol)
{
	struct arena *arena = dwarf->target->arena;
	struct binary_function *function = ARENA_NEW(arena, struct binary_function);
	struct abi_value result = binary_classify(dwarf->abi, die);
	struct abi_cursor cursor = { 0 };
	Dwarf_Die source = source_of(die);
	const char *name = binary_die_name(die);

	function->prototype.name = arena_copy_string(arena, *name ? name : symbol);
	function->prototype.module = dwarf->path;
	function->prototype.return_type = binary_convert_type_of(dwarf, die);
	function->prototype.return_c_type = spelling_of(dwarf, die);
	function->result = abi_place_result(dwarf->abi, &result);
	if (dwarf->abi->is_result_place_argument && abi_is_result_in_memory(dwarf->abi, &result))
		cursor.registers = 1;
	fill_parameters(dwarf, die, &source, cursor, function);
	return function;
}

static void look_up(struct binary_dwarf *dwarf, uint64_t offset, const char *symbol,
		    struct answer *answer)
{
	struct search search = { .symbol = symbol };

	if (!dwarf->dwarf) {
		answer->because = dwarf->because;
		return;
	}
	if (to_address(dwarf, offset, &search.address))
		search_units(&search, dwarf->dwarf);
	if (!search.is_found) {
		answer->because = arena_printf(dwarf->target->arena,
				"the debug information of %s does not have it", dwarf->path);
		return;
	}
	answer->function = make_function(dwarf, &search.found, symbol);
	answer->because = why_unconventional(dwarf, &search.found, symbol,
					     &answer->function->prototype);
	if (answer->because)
		answer->function = NULL;
}

static void record(struct target *target, const char *path, const char *symbol,
		   const struct answer *answer)
{
	struct buffer text = { 0 };

	if (answer->function)
		target_print_prototype(&answer->function->prototype, &text);
	target_record(target, arena_printf(target->arena, "dwarf:%s:%s", path, symbol), "%s",
		      answer->function ? text.data : answer->because);
	buffer_release(&text);
}

const struct binary_function *binary_find_function(struct target *target, const char *path,
						   uint64_t offset, const char *symbol,
						   const char **because)
{
	struct binary_dwarf *dwarf = binary_open_dwarf(target, path);
	const char *key = arena_printf(target->arena, "%llx %s", (unsigned long long)offset,
				       symbol);
	struct answer *answer;
	const void *known;

	if (table_find(&dwarf->functions, key, &known)) {
		answer = (struct answer *)known;
	} else {
		answer = ARENA_NEW(target->arena, struct answer);
		look_up(dwarf, offset, symbol, answer);
		table_put(&dwarf->functions, key, answer);
		record(target, path, symbol, answer);
	}
	*because = answer->because;
	return answer->function;
}
