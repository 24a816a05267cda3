/*
 * ABI structs: the rows of abi_struct.def as types, laid out as C does it. The same
 * pass lays them out as 32-bit programs have them: the members that C's types give there,
 * or those of a row for such programs.
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
	ABI_COMPAT = 16,	/* of 32-bit programs of x86 only */
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

/* One of a struct's two layouts. */
struct arrangement {
	uint32_t size, align;
	uint32_t count;
	struct field fields[MEMBERS_MAX];
};

/* A struct while it is laid out. */
struct composition {
	bool is_union, is_packed;
	bool is_alike;			/* both are the same so far */
	bool is_compat_unknown;
	struct arrangement native, compat;
};

static bool read_members(struct abi_reader *reader, struct composition *composition);

static bool is_of_machine(const struct abi_row *row)
{
	unsigned machine = strcmp(abi_native()->machine, "aarch64") ? ABI_X86_64 : ABI_ARM64;

	return !(row->flags & ABI_COMPAT) &&
	       (!(row->flags & (ABI_X86_64 | ABI_ARM64)) || row->flags & machine);
}

static uint32_t align_up(uint32_t offset, uint32_t align)
{
	return (offset + align - 1) / align * align;
}

/* Adds a member of SIZE bytes, which is kept if it has a TYPE; false where there is no room. */
static bool arrange(struct arrangement *arrangement, bool is_union, const char *name,
		    const struct type *type, uint32_t size, uint32_t align)
{
	uint32_t offset = is_union ? 0 : align_up(arrangement->size, align);

	if (arrangement->count == MEMBERS_MAX)
		return false;
	if (offset + size > arrangement->size)
		arrangement->size = offset + size;
	if (align > arrangement->align)
		arrangement->align = align;
	if (type)
		arrangement->fields[arrangement->count++] = (struct field){
			.name = name, .type = type, .offset = offset,
		};
	return true;
}

static bool add_member(struct composition *composition, const struct abi_declaration *member)
{
	const struct type *type = member->type.type, *compat = member->type.compat;
	uint32_t align = composition->is_packed ? 1 : type->align;
	uint32_t compat_align = composition->is_packed ? 1 : member->type.compat_align;
	uint32_t bytes = member->bits / 8;

	if (compat->kind == TYPE_ERROR) {
		composition->is_compat_unknown = true;
		compat = type;
		compat_align = align;
	}
	if (!align || !compat_align ||
	    !arrange(&composition->native, composition->is_union, member->name,
		     bytes ? NULL : type, bytes ? bytes : type->size, align) ||
	    !arrange(&composition->compat, composition->is_union, member->name,
		     bytes ? NULL : compat, bytes ? bytes : compat->size, compat_align))
		return false;
	composition->is_alike &= composition->native.size == composition->compat.size &&
				 (bytes || compat == type);
	return true;
}

static void open_composition(struct composition *composition, bool is_union, bool is_packed)
{
	*composition = (struct composition){
		.is_union = is_union, .is_packed = is_packed, .is_alike = true,
		.native.align = 1, .compat.align = 1,
	};
}

/* What is made of a layout; MEMBERS are filled with its members. */
static const struct type *make_type(struct target *target, const struct composition *composition,
				    const struct arrangement *arrangement, const char *name,
				    struct members *members)
{
	struct field *fields = ARENA_NEW_ARRAY(target->arena, struct field,
					       arrangement->count + 1);

	memcpy(fields, arrangement->fields, sizeof(fields[0]) * arrangement->count);
	*members = (struct members){
		.origin = "abi", .count = arrangement->count, .fields = fields,
	};
	return type_intern(target->types, &(struct type){
		.kind = TYPE_STRUCT, .is_union = composition->is_union,
		.size = align_up(arrangement->size, arrangement->align),
		.align = arrangement->align, .name = name, .members = members,
	});
}

/* Pads the ends; MEMBERS are the members of both layouts. */
static struct abi_type close_composition(struct target *target,
					 const struct composition *composition, const char *name,
					 struct members members[2])
{
	struct abi_type made = {
		.type = make_type(target, composition, &composition->native, name, &members[0]),
		.compat_align = composition->compat.align,
	};

	made.compat = make_type(target, composition, &composition->compat, name, &members[1]);
	if (composition->is_compat_unknown)
		made.compat = &type_error;
	else if (composition->is_alike && made.compat->size == made.type->size)
		made.compat = made.type;
	members[0].compat = made.compat == made.type ? NULL : made.compat;
	return made;
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
				      ARENA_NEW_ARRAY(reader->target->arena, struct members, 2));
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

static bool compose(struct target *target, const struct abi_row *row, bool is_measuring,
		    struct composition *composition)
{
	struct abi_reader reader = {
		.target = target, .at = row->members, .is_measuring = is_measuring,
	};

	open_composition(composition, row->is_union, row->flags & ABI_PACKED);
	return read_members(&reader, composition);
}

/* The row of the same struct that 32-bit programs have; or NULL. */
static const struct abi_row *find_compat_row(const struct abi_row *row)
{
	const struct abi_row *other;

	for (other = rows; other < rows + ROW_COUNT; other++)
		if (other->flags & ABI_COMPAT && other->is_union == row->is_union &&
		    !strcmp(other->name, row->name))
			return other;
	return NULL;
}

/* Where 32-bit programs have a row of their own, its layout takes the place of the natural one. */
static bool compose_compat(struct target *target, const struct abi_row *row, bool is_measuring,
			   struct composition *composition)
{
	const struct abi_row *other = find_compat_row(row);
	struct composition *theirs;

	if (!other)
		return true;
	theirs = ARENA_NEW(target->arena, struct composition);
	if (!compose(target, other, is_measuring, theirs))
		return false;
	composition->compat = theirs->compat;
	composition->is_alike = false;
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
	struct members *members = ARENA_NEW_ARRAY(target->arena, struct members, 2);
	struct abi_type *type = ARENA_NEW(target->arena, struct abi_type);

	for (int go = 0; go < 2; go++) {
		if (!compose(target, row, go == 0, composition) ||
		    !compose_compat(target, row, go == 0, composition))
			return NULL;
		*type = close_composition(target, composition, row->name, members);
		if (go == 0)
			table_put(&target->answers, key, type);
	}
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
