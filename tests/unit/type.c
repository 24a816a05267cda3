/*
 * Types: one object for each type, and how types are written.
 */
#include "codegen/type.h"

#include <criterion/criterion.h>
#include <string.h>

#include "codegen/layout.h"
#include "lexer/arena.h"

Test(type, equal_types_are_one_object)
{
	struct arena *arena = arena_new();
	struct type_table *table = type_table_new(arena);
	const struct type *pair[] = { &type_int64, type_string(table, 16) };
	const struct type *other[] = { &type_int64, type_string(table, 17) };

	cr_expect_eq(type_pointer(table, &type_int32, SPACE_KERNEL),
		     type_pointer(table, &type_int32, SPACE_KERNEL));
	cr_expect_neq(type_pointer(table, &type_int32, SPACE_KERNEL),
		      type_pointer(table, &type_int32, SPACE_USER));
	cr_expect_eq(type_tuple(table, pair, 2), type_tuple(table, pair, 2));
	cr_expect_neq(type_tuple(table, pair, 2), type_tuple(table, other, 2));
	cr_expect_neq(type_tuple(table, pair, 1), type_tuple(table, pair, 2));
	cr_expect_eq(type_timestamp(table, "%H"), type_timestamp(table, "%H"));
	cr_expect_neq(type_timestamp(table, "%H"), type_timestamp(table, "%M"));
	cr_expect_neq(type_stack(table, false, 127, 0), type_stack(table, true, 127, 0));
	cr_expect_neq(type_stack(table, false, 127, 0), type_stack(table, false, 127, 1));
	cr_expect_neq(type_aggregate(table, AGGREGATE_LHIST, false, 0, 0, 100, 10),
		      type_aggregate(table, AGGREGATE_LHIST, false, 0, 0, 100, 20));
	arena_free(arena);
}

Test(type, the_table_knows_the_constant_types)
{
	struct arena *arena = arena_new();
	struct type_table *table = type_table_new(arena);
	struct type copy = type_int32;

	cr_expect_eq(type_intern(table, &copy), &type_int32);
	copy.name = "pid_t";
	cr_expect_neq(type_intern(table, &copy), &type_int32);
	cr_expect_eq(type_intern(table, &copy), type_intern(table, &copy));
	arena_free(arena);
}

Test(type, interning_copies_names)
{
	struct arena *arena = arena_new();
	struct type_table *table = type_table_new(arena);
	char name[] = "dentry";
	struct type wanted = { .kind = TYPE_STRUCT, .size = 8, .align = 8, .name = name };
	const struct type *made = type_intern(table, &wanted);

	name[0] = 'x';
	cr_expect_str_eq(made->name, "dentry");
	cr_expect_neq(type_intern(table, &wanted), made);
	arena_free(arena);
}

Test(type, a_growing_table_keeps_its_objects)
{
	struct arena *arena = arena_new();
	struct type_table *table = type_table_new(arena);
	const struct type *made[3000];
	uint32_t index;

	for (index = 0; index < 3000; index++)
		made[index] = type_string(table, index + 1);
	for (index = 0; index < 3000; index++)
		cr_assert_eq(type_string(table, index + 1), made[index]);
	arena_free(arena);
}

Test(type, tuples_are_laid_out_like_structs)
{
	struct arena *arena = arena_new();
	struct type_table *table = type_table_new(arena);
	const struct type *elements[] = { &type_int8, &type_int64, &type_int16,
					  type_string(table, 5) };
	const struct type *tuple = type_tuple(table, elements, 4);

	cr_expect_eq(type_tuple_offset(tuple, 0), 0);
	cr_expect_eq(type_tuple_offset(tuple, 1), 8);
	cr_expect_eq(type_tuple_offset(tuple, 2), 16);
	cr_expect_eq(type_tuple_offset(tuple, 3), 18);
	cr_expect_eq(tuple->size, 24);
	cr_expect_eq(tuple->align, 8);
	arena_free(arena);
}

Test(type, sizes_follow_the_layouts)
{
	struct arena *arena = arena_new();
	struct type_table *table = type_table_new(arena);

	/* As a value a stack is the key that its frames are found by. */
	cr_expect_eq(type_stack(table, false, 10, 0)->size, 8);
	cr_expect_eq(type_aggregate(table, AGGREGATE_HIST, false, 0, 0, 0, 0)->size,
		     8 * layout_hist_buckets(0));
	/* Below, 0-9, …, 90-99, above. */
	cr_expect_eq(type_aggregate(table, AGGREGATE_LHIST, false, 0, 0, 100, 10)->size, 8 * 12);
	cr_expect_eq(type_aggregate(table, AGGREGATE_STATS, true, 0, 0, 0, 0)->size,
		     sizeof(struct layout_stats));
	cr_expect_eq(type_buffer(table, 64)->size, 68);
	arena_free(arena);
}

Test(type, spellings_of_c)
{
	cr_expect_eq(type_find_builtin("unsigned long"), &type_uint64);
	cr_expect_eq(type_find_builtin("long long unsigned int"), &type_uint64);
	cr_expect_eq(type_find_builtin("int8"), &type_int8);
	cr_expect_eq(type_find_builtin("_Bool"), &type_bool);
	cr_expect_null(type_find_builtin("pid_t"));
	cr_expect_null(type_find_builtin(""));
}

Test(type, printed_as_written)
{
	struct arena *arena = arena_new();
	struct type_table *table = type_table_new(arena);
	const struct type *dentry = type_intern(table, &(struct type){
		.kind = TYPE_STRUCT, .size = 8, .align = 8, .name = "dentry" });
	const struct type *pointer = type_pointer(table, dentry, SPACE_KERNEL);
	const struct type *elements[] = { &type_int64, type_string(table, 16) };
	const struct type *matrix = type_array(table, type_array(table, &type_int32, 3), 2);

	cr_expect_str_eq(type_to_string(arena, pointer), "struct dentry *");
	cr_expect_str_eq(type_to_string(arena, type_pointer(table, pointer, SPACE_KERNEL)),
			 "struct dentry **");
	cr_expect_str_eq(type_to_string(arena, type_tuple(table, elements, 2)),
			 "(int64,string[16])");
	cr_expect_str_eq(type_to_string(arena, matrix), "int32[2][3]");
	cr_expect_str_eq(type_to_string(arena, type_buffer(table, 64)), "buffer[64]");
	cr_expect_str_eq(type_to_string(arena, &type_bool), "bool");
	cr_expect_str_eq(type_to_string(arena, type_aggregate(table, AGGREGATE_LHIST, false, 0,
							      0, 1, 1)), "lhist");
	cr_expect_str_eq(type_to_string(arena, &type_void), "void");
	arena_free(arena);
}
