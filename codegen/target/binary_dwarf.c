/*
 * Binary DWARF: finding and opening debug information: in the file, or where
 * separate debug files are: by build-id and by debug link, in the usual folders.
 */
#include "codegen/target/binary_dwarf.h"

#include <dwarf.h>
#include <elfutils/libdwelf.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "codegen/target/binary_internal.h"
#include "codegen/target/internal.h"
#include "lexer/arena.h"

/* libdw's own search asks a server where the environment names one; we stay off the network. */
static int find_debug_file(Dwfl_Module *module, void **user, const char *name, Dwarf_Addr base,
			   const char *file, const char *link, GElf_Word checksum, char **found)
{
	static const char variable[] = "DEBUGINFOD_URLS";
	struct binary_dwarf *dwarf = *user;
	const char *servers = getenv(variable);
	char *kept = servers ? strdup(servers) : NULL;
	int descriptor;

	unsetenv(variable);
	descriptor = dwfl_standard_find_debuginfo(module, user, name, base, file, link, checksum,
						  found);
	if (kept)
		setenv(variable, kept, 1);
	free(kept);
	if (descriptor >= 0 && *found)
		target_note_file(dwarf->target, *found);
	return descriptor;
}

static const Dwfl_Callbacks callbacks = {
	.find_elf = dwfl_build_id_find_elf,
	.find_debuginfo = find_debug_file,
	.section_address = dwfl_offline_section_address,
};

/* Where the debug link's file would be: beside the program, below it, or in the common folder. */
static void note_missing_link(struct binary_dwarf *dwarf, Elf *elf)
{
	struct arena *arena = dwarf->target->arena;
	const char *slash = strrchr(dwarf->path, '/'), *name;
	GElf_Word checksum;
	char *folder;

	name = dwelf_elf_gnu_debuglink(elf, &checksum);
	if (!name || !slash)
		return;
	folder = arena_copy_text(arena, dwarf->path, (size_t)(slash - dwarf->path));
	target_note_file(dwarf->target, arena_printf(arena, "%s/%s", folder, name));
	target_note_file(dwarf->target, arena_printf(arena, "%s/.debug/%s", folder, name));
	target_note_file(dwarf->target, arena_printf(arena, "/usr/lib/debug%s/%s", folder, name));
}

static void note_missing_build(struct binary_dwarf *dwarf)
{
	const unsigned char *bits;
	GElf_Addr address;
	char hex[128];
	int length = dwfl_module_build_id(dwarf->module, &bits, &address), index;

	if (length < 2 || (size_t)length * 2 >= sizeof(hex))
		return;
	for (index = 0; index < length; index++) {
		hex[2 * index] = "0123456789abcdef"[bits[index] >> 4];
		hex[2 * index + 1] = "0123456789abcdef"[bits[index] & 15];
	}
	hex[2 * length] = '\0';
	target_note_file(dwarf->target,
			 arena_printf(dwarf->target->arena, "/usr/lib/debug/.build-id/%.2s/%s.debug",
				      hex, hex + 2));
}

/* Only programs for this machine: those of another word size pass their arguments otherwise. */
static bool is_native(Elf *elf)
{
	GElf_Ehdr header;

	if (!elf || !gelf_getehdr(elf, &header) || header.e_ident[EI_CLASS] != ELFCLASS64)
		return false;
	return header.e_machine == (strcmp(abi_native()->machine, "aarch64") ? EM_X86_64
									     : EM_AARCH64);
}

/* Returns what the file lacks, to stand behind its name; NULL: nothing. */
static const char *open_module(struct binary_dwarf *dwarf)
{
	GElf_Addr elf_bias;
	void **user;

	dwarf->dwfl = dwfl_begin(&callbacks);
	if (!dwarf->dwfl)
		return "cannot be read";
	dwarf->module = dwfl_report_offline(dwarf->dwfl, "", dwarf->path, -1);
	dwfl_report_end(dwarf->dwfl, NULL, NULL);
	if (!dwarf->module)
		return "cannot be read";
	dwfl_module_info(dwarf->module, &user, NULL, NULL, NULL, NULL, NULL, NULL);
	*user = dwarf;
	if (!is_native(dwfl_module_getelf(dwarf->module, &elf_bias)))
		return "is a program for another kind of machine";
	dwarf->dwarf = dwfl_module_getdwarf(dwarf->module, &dwarf->bias);
	if (dwarf->dwarf)
		return NULL;
	dwarf->is_stripped = true;
	/* Once one of these files is there, the answers are others. */
	note_missing_build(dwarf);
	note_missing_link(dwarf, dwfl_module_getelf(dwarf->module, &elf_bias));
	return "has no debug information";
}

struct binary_dwarf *binary_open_dwarf(struct target *target, const char *path)
{
	struct binary_dwarf *dwarf;
	const char *lack;

	for (dwarf = target->binaries; dwarf; dwarf = dwarf->next)
		if (!strcmp(dwarf->path, path))
			return dwarf;
	dwarf = ARENA_NEW(target->arena, struct binary_dwarf);
	dwarf->path = arena_copy_string(target->arena, path);
	dwarf->target = target;
	dwarf->abi = abi_native();
	dwarf->functions.arena = dwarf->types.arena = dwarf->names.arena = target->arena;
	dwarf->next = target->binaries;
	target->binaries = dwarf;
	lack = open_module(dwarf);
	if (lack)
		dwarf->because = arena_printf(target->arena, "%s %s", path, lack);
	target_record(target, arena_printf(target->arena, "dwarf:%s", path), "%s",
		      lack ? lack : "present");
	return dwarf;
}

bool binary_is_stripped(struct target *target, const char *path)
{
	return binary_open_dwarf(target, path)->is_stripped;
}

void binary_close_dwarf(struct target *target)
{
	struct binary_dwarf *dwarf;

	for (dwarf = target->binaries; dwarf; dwarf = dwarf->next)
		dwfl_end(dwarf->dwfl);
	target->binaries = NULL;
}

/* ---- DIEs ---- */

void binary_follow_split(Dwarf_Die *die)
{
	Dwarf_Die split;
	uint8_t kind;

	if (!dwarf_cu_info(die->cu, NULL, &kind, NULL, &split, NULL, NULL, NULL) &&
	    kind == DW_UT_skeleton && dwarf_tag(&split) == DW_TAG_compile_unit)
		*die = split;
}

bool binary_next_unit(Dwarf *dwarf, Dwarf_CU **unit, Dwarf_Die *die)
{
	if (dwarf_get_units(dwarf, *unit, unit, NULL, NULL, die, NULL))
		return false;
	binary_follow_split(die);
	return true;
}

const char *binary_die_name(Dwarf_Die *die)
{
	const char *name = dwarf_diename(die);

	return name ? name : "";
}

bool binary_die_refers(Dwarf_Die *die, unsigned name, Dwarf_Die *referred)
{
	Dwarf_Attribute attribute;

	return dwarf_attr_integrate(die, name, &attribute) &&
	       dwarf_formref_die(&attribute, referred);
}

uint64_t binary_die_number(Dwarf_Die *die, unsigned name, uint64_t otherwise)
{
	Dwarf_Attribute attribute;
	Dwarf_Word value;

	if (!dwarf_attr_integrate(die, name, &attribute) ||
	    dwarf_formudata(&attribute, &value))
		return otherwise;
	return value;
}

bool binary_die_flag(Dwarf_Die *die, unsigned name)
{
	Dwarf_Attribute attribute;
	bool is_set;

	/* Asked of this DIE alone: a definition refers to declarations that say they are. */
	return dwarf_attr(die, name, &attribute) && !dwarf_formflag(&attribute, &is_set) && is_set;
}
