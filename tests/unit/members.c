/*
 * Members: structs and enums that say themselves what is in them.
 */
#include <criterion/criterion.h>

#include "codegen/target/target.h"
#include "lexer/arena.h"
#include "tests/unit/fixture.h"

Test(members, are_asked_before_btf)
{
	struct arena *arena = arena_new();
	struct target *target = fixture_open(arena, "v6.12-like");
	const struct field inner_fields[] = {
		{ .name = "low", .type = &type_uint32, .offset = 0 },
		{ .name = "high", .type = &type_uint32, .offset = 4 },
	};
	const struct members inner = { .origin = "abi", .count = 2, .fields = inner_fields };
	const struct type *anonymous = type_intern(target_types(target), &(struct type){
		.kind = TYPE_STRUCT, .size = 8, .align = 8, .name = "", .members = &inner,
	});
	const struct field outer_fields[] = {
		{ .name = "flags", .type = &type_uint64, .offset = 0 },
		{ .name = "", .type = anonymous, .offset = 8 },
	};
	const struct members outer = { .origin = "abi", .count = 2, .fields = outer_fields };
	const struct type *type = type_intern(target_types(target), &(struct type){
		.kind = TYPE_STRUCT, .size = 16, .align = 8, .name = "dentry", .members = &outer,
	});
	struct field field;
	uint32_t count;

	cr_expect_neq(type, target_find_struct(target, "dentry", false));
	cr_assert(target_find_field(target, type, "high", &field));
	cr_expect_eq(field.offset, 12);
	cr_expect_not(target_find_field(target, type, "d_name", &field));
	cr_expect_eq(target_list_fields(target, type, &count), outer_fields);
	cr_expect_eq(count, 2);
	target_close(target);
	arena_free(arena);
}

Test(members, of_an_enum)
{
	struct arena *arena = arena_new();
	struct target *target = fixture_open(arena, "v6.12-like");
	const struct enumerator values[] = { { "O_WRONLY", 1 }, { "O_RDWR", 2 } };
	const struct constants constants = { .origin = "abi", .count = 2, .values = values };
	const struct type *type = type_intern(target_types(target), &(struct type){
		.kind = TYPE_ENUM, .size = 4, .align = 4, .name = "open_flags",
		.is_flags = true, .constants = &constants,
	});
	uint32_t count;

	cr_expect_eq(target_list_enumerators(target, type, &count), values);
	cr_expect_eq(count, 2);
	target_close(target);
	arena_free(arena);
}
