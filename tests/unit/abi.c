/*
 * ABI: where the calling conventions put arguments. The x86-64 cases are what
 * gcc does with the same prototypes.
 */
#include "codegen/target/abi.h"

#include <criterion/criterion.h>
#include <stddef.h>
#include <string.h>

#if defined(__x86_64__)
#include <sys/user.h>
#endif

static const struct abi *x86_64(void)
{
	return abi_find("x86_64");
}

/* The register's number, or 100 + the offset on the stack. */
static uint32_t place(const struct abi *abi, const uint32_t *sizes, const bool *is_struct,
		      uint32_t count, uint32_t index)
{
	uint32_t reg = 0, stack_offset = 0;

	return abi_place_argument(abi, sizes, is_struct, count, index, &reg, &stack_offset)
	       ? reg : 100 + stack_offset;
}

static uint32_t offset_of(const struct abi *abi, const char *name)
{
	const struct abi_register *row;

	for (row = abi->registers; row->name; row++)
		if (!strcmp(row->name, name))
			return row->offset;
	return UINT32_MAX;
}

Test(abi, integers_fill_registers_then_the_stack)
{
	uint32_t sizes[8] = { 4, 8, 1, 8, 2, 8, 4, 8 };
	bool is_struct[8] = { false };

	cr_expect_eq(place(x86_64(), sizes, is_struct, 8, 0), 0);
	cr_expect_eq(place(x86_64(), sizes, is_struct, 8, 5), 5);
	cr_expect_eq(place(x86_64(), sizes, is_struct, 8, 6), 100);
	cr_expect_eq(place(x86_64(), sizes, is_struct, 8, 7), 108);
}

/* do_sock_setsockopt(sock, compat, level, optname, sockptr_t optval, int optlen) */
Test(abi, a_struct_of_two_words_takes_two_registers)
{
	uint32_t sizes[6] = { 8, 1, 4, 4, 16, 4 };
	bool is_struct[6] = { [4] = true };

	cr_expect_eq(place(x86_64(), sizes, is_struct, 6, 3), 3);
	cr_expect_eq(place(x86_64(), sizes, is_struct, 6, 4), 4);
	cr_expect_eq(place(x86_64(), sizes, is_struct, 6, 5), 100);
}

Test(abi, a_struct_that_does_not_fit_leaves_its_register_to_later_arguments)
{
	uint32_t sizes[8] = { 8, 8, 8, 8, 8, 16, 4, 4 };
	bool is_struct[8] = { [5] = true };

	cr_expect_eq(place(x86_64(), sizes, is_struct, 8, 5), 100);
	cr_expect_eq(place(x86_64(), sizes, is_struct, 8, 6), 5);
	cr_expect_eq(place(x86_64(), sizes, is_struct, 8, 7), 116);
}

Test(abi, a_large_struct_lies_on_the_stack)
{
	uint32_t sizes[4] = { 8, 20, 8, 24 };
	bool is_struct[4] = { false, true, false, true };

	cr_expect_eq(place(x86_64(), sizes, is_struct, 4, 1), 100);
	cr_expect_eq(place(x86_64(), sizes, is_struct, 4, 2), 1);
	cr_expect_eq(place(x86_64(), sizes, is_struct, 4, 3), 124);
}

Test(abi, on_arm64_an_argument_on_the_stack_closes_the_registers)
{
	const struct abi *arm64 = abi_find("aarch64");
	uint32_t sizes[10] = { 8, 8, 8, 8, 8, 8, 8, 16, 4, 4 };
	bool is_struct[10] = { [7] = true };
	uint32_t large[2] = { 40, 8 };
	bool large_is_struct[2] = { true, false };

	cr_expect_eq(place(arm64, sizes, is_struct, 10, 6), 6);
	cr_expect_eq(place(arm64, sizes, is_struct, 10, 7), 100);
	cr_expect_eq(place(arm64, sizes, is_struct, 10, 8), 116);
	cr_expect_eq(place(arm64, large, large_is_struct, 2, 0), 0);
	cr_expect_eq(place(arm64, large, large_is_struct, 2, 1), 1);
}

Test(abi, an_unknown_machine_has_no_row)
{
	cr_expect_null(abi_find("pdp11"));
	cr_assert_not_null(abi_native());
}

#if defined(__x86_64__)
/* The kernel shows the same struct to debuggers. */
Test(abi, register_offsets_are_the_kernels)
{
	cr_expect_eq(offset_of(x86_64(), "di"), offsetof(struct user_regs_struct, rdi));
	cr_expect_eq(offset_of(x86_64(), "ax"), offsetof(struct user_regs_struct, rax));
	cr_expect_eq(offset_of(x86_64(), "ip"), offsetof(struct user_regs_struct, rip));
	cr_expect_eq(offset_of(x86_64(), "sp"), offsetof(struct user_regs_struct, rsp));
	cr_expect_eq(offset_of(x86_64(), "r15"), offsetof(struct user_regs_struct, r15));
	cr_expect_eq(offset_of(x86_64(), "flags"), offsetof(struct user_regs_struct, eflags));
	cr_expect_eq(abi_native()->argument_offsets[0], offsetof(struct user_regs_struct, rdi));
	cr_expect_eq(abi_native()->argument_offsets[5], offsetof(struct user_regs_struct, r9));
	cr_expect_eq(abi_native()->stack_pointer_offset, offsetof(struct user_regs_struct, rsp));
	cr_expect_eq(abi_native()->return_offset, offsetof(struct user_regs_struct, rax));
	cr_expect_eq(abi_native()->instruction_pointer_offset,
		     offsetof(struct user_regs_struct, rip));
}
#else
Test(abi, register_offsets_are_in_order)
{
	cr_expect_eq(offset_of(abi_find("aarch64"), "x8"), 64);
}
#endif
