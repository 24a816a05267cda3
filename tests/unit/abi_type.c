/*
 * The structs and constants of the system-call interface, against the headers of the
 * machine and by themselves.
 */
#include "codegen/target/abi_type.h"

#include <criterion/criterion.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "codegen/target/target.h"
#include "lexer/arena.h"
#include "lexer/buffer.h"
#include "tests/unit/abi_system.h"
#include "tests/unit/fixture.h"

/* ---- values as the preprocessor leaves them: "(0x01|(1 << 4))" ---- */

static bool read_sum(const char **at, int64_t *value);

static bool read_value(const char **at, int64_t *value)
{
	char *end;

	while (**at == ' ')
		++*at;
	if (**at == '(') {
		++*at;
		if (!read_sum(at, value))
			return false;
		while (**at == ' ')
			++*at;
		return *(*at)++ == ')';
	}
	if (**at == '-') {
		++*at;
		if (!read_value(at, value))
			return false;
		*value = -*value;
		return true;
	}
	if (!isdigit((unsigned char)**at))
		return false;
	*value = (int64_t)strtoull(*at, &end, 0);
	for (*at = end; strchr("uUlL", **at) && **at;)
		++*at;
	return true;
}

static bool read_sum(const char **at, int64_t *value)
{
	int64_t next;
	char operator;

	if (!read_value(at, value))
		return false;
	for (;;) {
		while (**at == ' ')
			++*at;
		operator = **at;
		if (!operator || !strchr("|+<", operator))
			return true;
		*at += operator == '<' ? 2 : 1;
		if (!read_value(at, &next))
			return false;
		*value = operator == '|' ? *value | next : operator == '+' ? *value + next :
			 *value << next;
	}
}

static struct arena *arena;
static struct target *target;

static void setup(void)
{
	arena = arena_new();
	target = fixture_open(arena, "v6.12-like");
}

static void teardown(void)
{
	target_close(target);
	arena_free(arena);
}

TestSuite(abi_type, .init = setup, .fini = teardown);

Test(abi_type, structs_are_as_in_the_headers)
{
	const struct system_field *each;
	const struct type *type;
	struct field field;

	cr_assert_geq(system_field_count, 100);
	for (each = system_fields; each < system_fields + system_field_count; each++) {
		const struct abi_type *known = abi_find_struct(target, each->structure, false,
							       false);

		cr_assert(known, "struct %s is not in the table", each->structure);
		type = known->type;
		if (!each->member) {
			cr_expect_eq(type->size, each->size, "struct %s has %u bytes, not %zu",
				     each->structure, type->size, each->size);
			continue;
		}
		cr_assert(target_find_field(target, type, each->member, &field), "%s.%s",
			  each->structure, each->member);
		cr_expect_eq(field.offset, each->offset, "%s.%s lies at %u, not at %zu",
			     each->structure, each->member, field.offset, each->offset);
		cr_expect_eq(field.type->size, each->size, "%s.%s has %u bytes, not %zu",
			     each->structure, each->member, field.type->size, each->size);
	}
}

Test(abi_type, constants_are_as_in_the_headers)
{
	const struct system_constant *each;
	unsigned checked = 0;

	for (each = system_constants; each < system_constants + system_constant_count; each++) {
		const char *at = each->text;
		int64_t value;

		if (!strcmp(each->name, each->text) || !read_sum(&at, &value) || *at)
			continue;
		checked++;
		cr_expect_eq(value, each->value, "%s is %lld, not %lld", each->name,
			     (long long)value, (long long)each->value);
	}
	cr_expect_geq(checked, 900, "only %u were checked", checked);
}

static void find_each(void *context, const char *keyword, const char *name)
{
	unsigned *count = context;
	bool is_union = !strcmp(keyword, "union");
	const struct abi_type *type = abi_find_struct(target, name, is_union, false);

	cr_assert(type, "%s %s cannot be read", keyword, name);
	cr_expect(type->type->size || !strcmp(name, "linux_dirent"), "%s is empty", name);
	++*count;
}

Test(abi_type, every_row_is_readable)
{
	unsigned count = 0;

	abi_visit_structs(find_each, &count);
	cr_expect_geq(count, 90);
}

Test(abi_type, what_32_bit_programs_lay_out_otherwise_is_known)
{
	static const char *const same[] = {
		"open_how", "statx", "clone_args", "__kernel_timespec", "pollfd", "sockaddr_in6",
		"epoll_event", "io_uring_params", "rlimit64", "futex_waitv",
	};
	static const char *const other[] = {
		"iovec", "stat", "user_msghdr", "timespec", "rusage", "sigaction", "mmsghdr",
		"flock", "sigaltstack", "rlimit", "statfs",
	};
	const struct abi_type *known;
	size_t index;

	for (index = 0; index < sizeof(same) / sizeof(same[0]); index++) {
		known = abi_find_struct(target, same[index], false, false);
		cr_expect_eq(known->compat, known->type, "%s", same[index]);
	}
	for (index = 0; index < sizeof(other) / sizeof(other[0]); index++) {
		known = abi_find_struct(target, other[index], false, false);
		cr_expect_neq(known->compat, known->type, "%s", other[index]);
		cr_expect_eq(known->compat->kind, TYPE_STRUCT, "%s", other[index]);
	}
}

Test(abi_type, members_know_their_constants_and_whose_memory_they_point_to)
{
	const struct type *type = target_find_struct(target, "open_how", false);
	struct field field;

	cr_assert(type && type->members);
	cr_assert(target_find_field(target, type, "flags", &field));
	cr_expect_eq(field.type->kind, TYPE_ENUM);
	cr_expect(field.type->is_flags);
	cr_expect_eq(field.type->size, 8);
	cr_assert(target_find_field(target, target_find_struct(target, "iovec", false),
				    "iov_base", &field));
	cr_expect_eq(field.type->kind, TYPE_POINTER);
	cr_expect_eq(field.type->space, SPACE_USER);
	type = target_find_struct(target, "robust_list_head", false);
	cr_assert(target_find_field(target, type, "list", &field));
	cr_assert(target_find_field(target, field.type, "next", &field));
	cr_expect_str_eq(field.type->target->name, "robust_list");
	cr_expect_eq(field.type->target->size, 8);
}

Test(abi_type, the_kernel_keeps_the_names_of_its_own_structs)
{
	const struct type *type = target_find_struct(target, "msghdr", false);
	struct field field;

	cr_assert(type && type->btf_id);
	cr_expect_not(target_find_field(target, type, "msg_iov", &field));
	type = target_find_struct(target, "user_msghdr", false);
	cr_expect(target_find_field(target, type, "msg_iov", &field));
}

Test(abi_type, constants_are_found_by_name_and_win)
{
	const struct type *type;
	int64_t value;

	cr_assert(target_find_constant(target, "O_CREAT", &value, &type));
	cr_expect_eq(value, 0100);
	cr_expect_str_eq(type->name, "open_flags");
	cr_assert(target_find_constant(target, "AT_FDCWD", &value, &type));
	cr_expect_eq(value, -100);
	cr_expect(type->is_signed);
	cr_assert(target_find_constant(target, "CLONE_INTO_CGROUP", &value, &type));
	cr_expect_eq(value, 0x200000000);
	cr_expect_eq(type->size, 8);
	cr_assert(target_find_constant(target, "PIDTYPE_TGID", &value, &type));
	cr_expect(type->btf_id);
	cr_expect_not(target_find_constant(target, "O_CREATE", &value, &type));
}

Test(abi_type, definitions_are_printed_as_c)
{
	struct buffer text = { 0 };

	target_print_definition(target, target_find_struct(target, "epoll_event", false), &text);
	cr_expect_str_eq(text.data, "struct epoll_event {\n\tenum epoll_events events;\n"
			 "\tunion {\n\t\tuint64 data;\n\t\tint32 fd;\n\t};\n};\n");
	buffer_clear(&text);
	target_print_definition(target, target_find_enum(target, "fd_flags"), &text);
	cr_expect_str_eq(text.data, "enum fd_flags {\n\tFD_CLOEXEC = 0x1,\n};\n");
	buffer_release(&text);
}
