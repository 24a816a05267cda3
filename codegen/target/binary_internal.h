/*
 * Binary internal: what the files that read DWARF share.
 */
#pragma once

#include <elfutils/libdw.h>
#include <elfutils/libdwfl.h>
#include <stdbool.h>
#include <stdint.h>

#include "codegen/target/abi.h"
#include "codegen/target/table.h"

struct buffer;
struct target;
struct type;

/* One traced file and its debug information. */
struct binary_dwarf {
	const char *path;
	struct target *target;
	const struct abi *abi;
	Dwfl *dwfl;
	Dwfl_Module *module;
	Dwarf *dwarf;			/* NULL: there is none; BECAUSE says why */
	Dwarf_Addr bias;		/* from DWARF's addresses to those of MODULE */
	const char *because;
	bool is_stripped;		/* that it has none is all that is wrong */
	struct table functions;		/* struct answer by file offset and symbol */
	struct table types;		/* struct type by the place of its DIE, and by its shape */
	struct table names;		/* Dwarf_Die by "struct x"; see binary_name.c */
	bool is_indexed;		/* NAMES is filled */
	struct binary_dwarf *next;
};

/* ---- binary_dwarf.c ---- */

/* The debug information of the file at PATH, opened at the first call; never NULL. */
struct binary_dwarf *binary_open_dwarf(struct target *target, const char *path);

/* What DIE is called; "" where it has no name of its own. */
const char *binary_die_name(Dwarf_Die *die);

/*
 * Goes through the units: DIE is the next one's, that of its .dwo file where it was split.
 * *UNIT is NULL at first; false at the end.
 */
bool binary_next_unit(Dwarf *dwarf, Dwarf_CU **unit, Dwarf_Die *die);

/* Takes the place of a unit that was split: its DIE in the .dwo file, if that is there. */
void binary_follow_split(Dwarf_Die *die);

/* The DIE that attribute NAME of DIE refers to, abstract instances asked as well. */
bool binary_die_refers(Dwarf_Die *die, unsigned name, Dwarf_Die *referred);

/* A constant attribute, or OTHERWISE. */
uint64_t binary_die_number(Dwarf_Die *die, unsigned name, uint64_t otherwise);

/* True when the flag is there and set. */
bool binary_die_flag(Dwarf_Die *die, unsigned name);

/* ---- binary_type.c ---- */

/* Follows typedefs, qualifiers and signatures; false when nothing is left: void. */
bool binary_strip_type(Dwarf_Die *die);

/* The ktrace type of a type's DIE. */
const struct type *binary_convert_type(struct binary_dwarf *dwarf, Dwarf_Die *die);

/* The type that attribute DW_AT_type of DIE says; void without one. */
const struct type *binary_convert_type_of(struct binary_dwarf *dwarf, Dwarf_Die *die);

/* ---- binary_shape.c ---- */

/* Bytes of a type, 0 when unknown. */
uint32_t binary_size_of(Dwarf_Die *type);

/* Alignment of a type in bytes, at least 1. */
uint32_t binary_align_of(Dwarf_Die *type);

/* How many elements an array has in dimension NUMBER; false when it has fewer dimensions. */
bool binary_array_bound(Dwarf_Die *array, unsigned number, uint32_t *count);

/* A bit-field's width, or 0, and where a member starts; false for one that is not in the object. */
bool binary_member_place(Dwarf_Die *member, uint64_t *first_bit, uint32_t *bits);

/* ---- binary_class.c ---- */

/* How the calling convention sees a value of the type of DIE (DW_AT_type). */
struct abi_value binary_classify(const struct abi *abi, Dwarf_Die *die);

/* ---- binary_spelling.c ---- */

/* Appends DIE's type (DW_AT_type) as C writes it, without a name. */
void binary_spell_type_of(Dwarf_Die *die, struct buffer *out);

/* ---- binary_name.c ---- */

/* The definition called NAME ("struct x", "typedef y", "constant Z"), or false. */
bool binary_find_name(struct binary_dwarf *dwarf, const char *name, Dwarf_Die *die);
