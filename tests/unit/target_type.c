/*
 * Target: types of the fixture kernels, their members and constants.
 */
#include "codegen/target/target.h"

#include <criterion/criterion.h>

#include "lexer/arena.h"
#include "lexer/buffer.h"
#include "lexer/suggest.h"
#include "tests/unit/fixture.h"

static struct arena *arena;
static struct target *older, *newer;

static void open_both(void)
{
	arena = arena_new();
	older = fixture_open(arena, "v5.10-like");
	newer = fixture_open(arena, "v6.12-like");
}

static void close_both(void)
{
	target_close(older);
	target_close(newer);
	arena_free(arena);
}

TestSuite(target_type, .init = open_both, .fini = close_both);

/* ---- types ---- */

Test(target_type, members_by_name)
{
	const struct type *dentry = target_find_struct(newer, "dentry", false);
	struct field field;

	cr_assert_not_null(dentry);
	cr_expect_eq(target_btf_status(newer), 0);
	cr_assert(target_find_field(newer, dentry, "d_parent", &field));
	cr_expect_eq(field.offset, 24);
	cr_expect_str_eq(field.name, "d_parent");
	cr_expect_eq(field.type->kind, TYPE_POINTER);
	cr_expect_eq(field.type->space, SPACE_KERNEL);
	cr_expect_eq(field.type->target, dentry);
	cr_expect_eq(field.bit_size, 0);
	cr_assert(target_find_field(newer, dentry, "d_iname", &field));
	cr_expect_str_eq(type_to_string(arena, field.type), "uint8[40]");
	cr_expect_not(target_find_field(newer, dentry, "d_nothing", &field));
	cr_expect_not(target_find_field(newer, dentry, "", &field));
	cr_expect_not(target_find_field(newer, &type_int32, "d_parent", &field));
}

Test(target_type, members_inside_anonymous_ones)
{
	const struct type *sock = target_find_struct(newer, "sock_common", false);
	const struct type *qstr = target_find_struct(newer, "qstr", false);
	struct field field;

	cr_assert(target_find_field(newer, qstr, "len", &field));
	cr_expect_eq(field.offset, 4);
	cr_expect_eq(field.type, &type_uint32);
	cr_assert(target_find_field(newer, sock, "skc_num", &field));
	cr_expect_eq(field.offset, 10);
	cr_expect_eq(field.type, &type_uint16);
}

Test(target_type, bit_fields)
{
	const struct type *task = target_find_struct(newer, "task_struct", false);
	const struct type *sock = target_find_struct(newer, "sock_common", false);
	struct field field;

	cr_assert(target_find_field(newer, task, "in_iowait", &field));
	cr_expect_eq(field.bit_offset, 1);
	cr_expect_eq(field.bit_size, 1);
	cr_expect_eq(field.offset % 4, 0);
	cr_assert(target_find_field(newer, sock, "skc_ipv6only", &field));
	cr_expect_eq(field.bit_offset, 5);
	cr_expect_eq(field.bit_size, 1);
	cr_expect_eq(field.offset, 15);
}

Test(target_type, a_struct_may_change_between_kernels)
{
	struct field field;

	cr_expect(target_find_field(older, target_find_struct(older, "task_struct", false),
				    "state", &field));
	cr_expect_eq(field.type, &type_int64);
	cr_expect(target_find_field(newer, target_find_struct(newer, "task_struct", false),
				    "__state", &field));
	cr_expect_eq(field.type, &type_uint32);
	cr_expect_not(target_find_field(newer, target_find_struct(newer, "task_struct", false),
					"state", &field));
}

Test(target_type, types_are_the_same_object_however_reached)
{
	const struct type *file = target_find_struct(newer, "file", false);
	const struct type *path = target_find_struct(newer, "path", false);
	struct field field, inner;

	cr_assert(target_find_field(newer, file, "f_path", &field));
	cr_expect_eq(field.type, path);
	cr_assert(target_find_field(newer, field.type, "dentry", &inner));
	cr_expect_eq(inner.type->target, target_find_struct(newer, "dentry", false));
	cr_expect_eq(target_find_typedef(newer, "sockptr_t"),
		     target_find_struct(newer, "sockptr", false));
	cr_expect_eq(target_find_typedef(newer, "pid_t"), &type_int32);
	cr_expect_eq(target_find_typedef(newer, "bool"), &type_bool);
}

Test(target_type, names_that_do_not_exist)
{
	cr_expect_null(target_find_struct(newer, "no_such_struct", false));
	cr_expect_null(target_find_struct(newer, "dentry", true));
	cr_expect_null(target_find_struct(newer, "", false));
	cr_expect_null(target_find_enum(newer, "no_such_enum"));
	cr_expect_null(target_find_typedef(newer, "no_such_type"));
	cr_expect_str_eq(fixture_fact(newer, "struct no_such_struct"), "absent");
}

Test(target_type, a_struct_that_is_only_declared_is_incomplete)
{
	const struct type *group = target_find_struct(newer, "fsnotify_group", false);
	uint32_t count;

	cr_assert_not_null(group);
	cr_expect_eq(group->size, 0);
	cr_expect_null(target_list_fields(newer, group, &count));
	cr_expect_eq(count, 0);
}

Test(target_type, all_members_in_order)
{
	const struct type *qstr = target_find_struct(newer, "qstr", false);
	const struct field *fields;
	uint32_t count;

	fields = target_list_fields(newer, qstr, &count);
	cr_assert_eq(count, 2);
	cr_expect_str_eq(fields[0].name, "");
	cr_expect(fields[0].type->is_union);
	cr_expect_str_eq(fields[1].name, "name");
	cr_expect_eq(fields[1].offset, 8);
	cr_expect_eq(target_list_fields(newer, qstr, &count), fields);
}

Test(target_type, enums_and_their_constants)
{
	const struct type *state = target_find_enum(newer, "perf_event_state"), *found;
	const struct enumerator *constants;
	uint32_t count;
	int64_t value;

	cr_assert_not_null(state);
	cr_expect(state->is_signed);
	constants = target_list_enumerators(newer, state, &count);
	cr_assert_eq(count, 3);
	cr_expect_str_eq(constants[0].name, "PERF_EVENT_STATE_DEAD");
	cr_expect_eq(constants[0].value, -4);
	cr_assert(target_find_constant(newer, "PIDTYPE_SID", &value, &found));
	cr_expect_eq(value, 3);
	cr_expect_eq(found, target_find_enum(newer, "pid_type"));
	cr_assert(target_find_constant(newer, "PERF_EVENT_STATE_OFF", &value, &found));
	cr_expect_eq(value, -1);
	cr_expect_not(target_find_constant(newer, "PIDTYPE_NONE", &value, &found));
	cr_expect_str_eq(fixture_fact(newer, "constant PIDTYPE_SID"), "3");
}

Test(target_type, definitions_in_c)
{
	struct buffer text = { 0 };

	target_print_definition(newer, target_find_struct(newer, "sockptr", false), &text);
	cr_expect_str_eq(text.data, "struct sockptr {\n\tunion {\n\t\tvoid *kernel;\n"
			 "\t\tvoid *user;\n\t};\n\tbool is_kernel : 1;\n};\n");
	buffer_clear(&text);
	target_print_definition(newer, target_find_enum(newer, "hrtimer_mode"), &text);
	cr_expect_str_eq(text.data, "enum hrtimer_mode {\n\tHRTIMER_MODE_ABS = 0,\n"
			 "\tHRTIMER_MODE_REL = 1,\n\tHRTIMER_MODE_PINNED = 2,\n};\n");
	buffer_release(&text);
}

Test(target_type, types_by_glob)
{
	struct buffer text = { 0 };

	target_match_types(newer, "struct mnt_*", fixture_append_name, &text);
	cr_expect_str_eq(text.data, "struct mnt_namespace;struct mnt_idmap;struct mnt_id_req;");
	buffer_clear(&text);
	target_match_types(newer, "enum pi*", fixture_append_name, &text);
	cr_expect_str_eq(text.data, "enum pid_type;enum pidfd_flags;enum pidfd_signal_flags;");
	buffer_release(&text);
}

Test(target_type, suggestions)
{
	struct suggest suggest;

	suggest_start(&suggest, "conm");
	target_suggest_field(newer, target_find_struct(newer, "task_struct", false), &suggest);
	cr_assert_not_null(suggest.best);
	cr_expect_str_eq(suggest.best, "comm");
	suggest_start(&suggest, "dentri");
	target_suggest_struct(newer, &suggest);
	cr_expect_str_eq(suggest.best, "dentry");
	suggest_start(&suggest, "vfs_unlnk");
	target_suggest_function(newer, NULL, &suggest);
	cr_expect_str_eq(suggest.best, "vfs_unlink");
	suggest_start(&suggest, "syscalls:sys_enter_opennat");
	target_suggest_tracepoint(newer, &suggest);
	cr_expect_str_eq(suggest.best, "syscalls:sys_enter_openat");
}
