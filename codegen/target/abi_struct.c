/*
 * ABI structs: the rows of abi_struct.def as types, laid out as C does it. The same
 * pass lays them out as 32-bit programs have them, to tell which of the two agree.
 */
#include <string.h>

#include "codegen/target/abi.h"
#include "codegen/target/abi_type.h"
#include "codegen/target/internal.h"
#include "lexer/arena.h"

enum { MEMBERS_MAX = 64 };

enum abi_flags {
	ABI_PACKED = 1,		/* no padding */
	ABI_KERNEL = 2,		/* the kernel's own struct of this name is another */
	ABI_X86_64 = 4,		/* of this machine only */
	ABI_ARM64 = 8,
};

static const struct abi_row {
	const char *name;
	const char *members;
	unsigned flags;
	bool is_union;
} rows[] = {
#define STRUCT(tag, flags, members) { #tag, members, flags, false },
#define UNION(tag, flags, members) { #tag, members, flags, true },
#include "codegen/target/abi_struct.def"
#undef STRUCT
#undef UNION
};

enum { ROW_COUNT = sizeof(rows) / sizeof(rows[0]) };

/* A struct while it is laid out. */
struct composition {
	bool is_union, is_packed;
	uint32_t size, align;
	uint32_t compat_size, compat_align;
	bool is_compat_same;
	uint32_t count;
	struct field fields[MEMBERS_MAX];
};

static bool read_members(struct abi_reader *reader, struct composition *composition);

static bool is_of_machine(const struct abi_row *row)
{
	unsigned machine = strcmp(abi_native()->machine, "aarch64") ? ABI_X86_64 : ABI_ARM64;

	return !(row->flags & (ABI_X86_64 | ABI_ARM64)) || row->flags & machine;
}

static uint32_t align_up(uint32_t offset, uint32_t align)
{
	return (offset + align - 1) / align * align;
}

static bool add_member(struct composition *composition, const struct abi_declaration *member)
{
	uint32_t align = composition->is_packed ? 1 : member->type.type->align;
	uint32_t compat_align = composition->is_packed ? 1 : member->type.compat_align;
	uint32_t size = member->bits ? member->bits / 8 : member->type.type->size;
	uint32_t compat_size = member->bits ? size : member->type.compat_size;
	uint32_t offset = composition->is_union ? 0 : align_up(composition->size, align);
	uint32_t compat = composition->is_union ? 0 :
			  align_up(composition->compat_size, compat_align);

	if (composition->count == MEMBERS_MAX || !align || !compat_align)
		return false;
	composition->is_compat_same &= offset == compat && size == compat_size &&
				       (member->type.is_compat_same || member->bits);
	if (offset + size > composition->size)
		composition->size = offset + size;
	if (compat + compat_size > composition->compat_size)
		composition->compat_size = compat + compat_size;
	if (align > composition->align)
		composition->align = align;
	if (compat_align > composition->compat_align)
		composition->compat_align = compat_align;
	if (!member->bits)
		composition->fields[composition->count++] = (struct field){
			.name = member->name, .type = member->type.type, .offset = offset,
		};
	return true;
}

static void open_composition(struct composition *composition, bool is_union, bool is_packed)
{
	*composition = (struct composition){
		.is_union = is_union, .is_packed = is_packed, .align = 1, .compat_align = 1,
		.is_compat_same = true,
	};
}

/* Pads the end; the members are kept in MEMBERS if that is not NULL. */
static struct abi_type close_composition(struct target *target, struct composition *composition,
					 const char *name, struct members *members)
{
	struct field *fields;

	composition->size = align_up(composition->size, composition->align);
	composition->compat_size = align_up(composition->compat_size, composition->compat_align);
	if (members) {
		fields = ARENA_NEW_ARRAY(target->arena, struct field, composition->count + 1);
		memcpy(fields, composition->fields, sizeof(fields[0]) * composition->count);
		*members = (struct members){
			.origin = "abi", .count = composition->count, .fields = fields,
		};
	}
	return (struct abi_type){
		.type = type_intern(target->types, &(struct type){
			.kind = TYPE_STRUCT, .is_union = composition->is_union,
			.size = composition->size, .align = composition->align, .name = name,
			.members = members,
		}),
		.compat_size = composition->compat_size,
		.compat_align = composition->compat_align,
		.is_compat_same = composition->is_compat_same &&
				  composition->size == composition->compat_size,
	};
}

/* struct { … } [NAME]: */
static bool read_nested(struct abi_reader *reader, bool is_union, struct composition *outer)
{
	struct composition *inner = ARENA_NEW(reader->target->arena, struct composition);
	struct abi_declaration base = { .c_type = "" }, member;

	open_composition(inner, is_union, outer->is_packed);
	if (!read_members(reader, inner) || !abi_read_mark(reader, '}'))
		return false;
	base.type = close_composition(reader->target, inner, "",
				      ARENA_NEW(reader->target->arena, struct members));
	return abi_read_declarator(reader, &base, &member) && add_member(outer, &member);
}

/* Goes past "struct {" or "union {"; false when something else is next. */
static bool read_opening(struct abi_reader *reader, bool *is_union)
{
	*is_union = !strncmp(reader->at, "union {", 7);
	if (!*is_union && strncmp(reader->at, "struct {", 8))
		return false;
	reader->at += *is_union ? 7 : 8;
	return true;
}

static bool read_members(struct abi_reader *reader, struct composition *composition)
{
	struct abi_declaration base, member;
	bool is_union;

	while (abi_peek(reader) && abi_peek(reader) != '}') {
		if (read_opening(reader, &is_union)) {
			if (!read_nested(reader, is_union, composition))
				return false;
		} else {
			if (!abi_read_base(reader, &base))
				return false;
			do {
				if (!abi_read_declarator(reader, &base, &member) ||
				    !add_member(composition, &member))
					return false;
			} while (abi_read_mark(reader, ','));
		}
		if (!abi_read_mark(reader, ';'))
			return false;
	}
	return true;
}

/*
 * Made in two goes: with the first its size is known, so that members of the second may
 * point to it.
 */
static const struct abi_type *make_struct(struct target *target, const struct abi_row *row,
					  const char *key)
{
	struct composition *composition = ARENA_NEW(target->arena, struct composition);
	struct members *members = ARENA_NEW(target->arena, struct members);
	struct abi_type *type = ARENA_NEW(target->arena, struct abi_type);
	struct abi_reader reader = {
		.target = target, .at = row->members, .is_measuring = true,
	};
	bool is_packed = row->flags & ABI_PACKED;

	open_composition(composition, row->is_union, is_packed);
	if (!read_members(&reader, composition))
		return NULL;
	*type = close_composition(target, composition, row->name, members);
	table_put(&target->answers, key, type);
	reader.at = row->members;
	reader.is_measuring = false;
	open_composition(composition, row->is_union, is_packed);
	read_members(&reader, composition);
	close_composition(target, composition, row->name, members);
	return type;
}

const struct abi_type *abi_find_struct(struct target *target, const char *name, bool is_union,
				       bool is_written)
{
	const char *key = arena_printf(target->arena, "abi %s", name);
	const struct abi_row *row;
	const void *known;

	for (row = rows; row < rows + ROW_COUNT; row++)
		if (row->is_union == is_union && !strcmp(row->name, name) && is_of_machine(row))
			break;
	if (row == rows + ROW_COUNT || (is_written && row->flags & ABI_KERNEL))
		return NULL;
	return table_find(&target->answers, key, &known) ? known : make_struct(target, row, key);
}

void abi_visit_structs(void (*visit)(void *context, const char *keyword, const char *name),
		       void *context)
{
	const struct abi_row *row;

	for (row = rows; row < rows + ROW_COUNT; row++)
		if (is_of_machine(row))
			visit(context, row->is_union ? "union" : "struct", row->name);
}
