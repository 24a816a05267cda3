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

static const struct abi_value integer = { .size = 8, .align = 8, .words = { ABI_INTEGER } };
static const struct abi_value number = { .size = 8, .align = 8, .words = { ABI_VECTOR } };
static const struct abi_value both = {
	.size = 16, .align = 8, .words = { ABI_VECTOR, ABI_INTEGER }, .is_struct = true,
};
static const struct abi_value four_floats = {
	.size = 16, .align = 4, .words = { ABI_VECTOR, ABI_VECTOR }, .is_struct = true,
	.vectors = 4,
};
static const struct abi_value large = {
	.size = 40, .align = 8, .words = { ABI_INTEGER, ABI_INTEGER }, .is_struct = true,
	.is_memory = true,
};

Test(abi, floating_point_has_registers_of_its_own)
{
	const struct abi *arm64 = abi_find("aarch64");
	struct abi_cursor cursor = { 0 };
	struct abi_place found;

	cr_expect_eq(abi_place_next(x86_64(), &cursor, &number).kind, ABI_PLACE_VECTOR);
	found = abi_place_next(x86_64(), &cursor, &integer);
	cr_expect_eq(found.offsets[0], x86_64()->argument_offsets[0]);
	cr_expect_eq(abi_place_next(x86_64(), &cursor, &both).kind, ABI_PLACE_VECTOR);
	found = abi_place_next(x86_64(), &cursor, &integer);
	cr_expect_eq(found.offsets[0], x86_64()->argument_offsets[2]);

	/* There a struct of both kinds goes through the registers for integers. */
	cursor = (struct abi_cursor){ 0 };
	cr_expect_eq(abi_place_next(arm64, &cursor, &four_floats).kind, ABI_PLACE_VECTOR);
	found = abi_place_next(arm64, &cursor, &both);
	cr_expect_eq(found.kind, ABI_PLACE_REGISTERS);
	cr_expect_eq(found.register_count, 2);
	cr_expect_eq(abi_place_next(arm64, &cursor, &four_floats).kind, ABI_PLACE_VECTOR);
	found = abi_place_next(arm64, &cursor, &number);
	cr_expect_eq(found.kind, ABI_PLACE_STACK);
	found = abi_place_next(arm64, &cursor, &integer);
	cr_expect_eq(found.offsets[0], arm64->argument_offsets[2]);
}

Test(abi, addresses_of_copies)
{
	struct abi_value guarded = integer;
	struct abi_cursor cursor = { 0 };
	struct abi_place found;

	guarded.is_struct = guarded.is_pointed_to = true;
	guarded.size = 24;
	found = abi_place_next(x86_64(), &cursor, &guarded);
	cr_expect(found.is_address);
	cr_expect_eq(found.offsets[0], x86_64()->argument_offsets[0]);
	cr_expect_not(abi_place_next(x86_64(), &cursor, &large).is_address);
	cursor = (struct abi_cursor){ 0 };
	cr_expect(abi_place_next(abi_find("aarch64"), &cursor, &large).is_address);
}

Test(abi, results)
{
	const struct abi *arm64 = abi_find("aarch64");
	struct abi_place found = abi_place_result(x86_64(), &large);
	struct abi_value x87 = { .size = 16, .align = 16, .words = { ABI_VECTOR },
				 .is_memory = true, .is_x87 = true };

	cr_expect(abi_is_result_in_memory(x86_64(), &large));
	cr_expect(found.is_address);
	cr_expect_eq(found.offsets[0], x86_64()->return_offset);
	cr_expect_eq(abi_place_result(arm64, &large).kind, ABI_PLACE_UNKNOWN);
	cr_expect_eq(abi_place_result(x86_64(), &x87).kind, ABI_PLACE_VECTOR);
	cr_expect_not(abi_is_result_in_memory(x86_64(), &x87));
	cr_expect_eq(abi_place_result(x86_64(), &both).kind, ABI_PLACE_VECTOR);
	found = abi_place_result(arm64, &both);
	cr_expect_eq(found.register_count, 2);
	cr_expect_eq(found.offsets[1], arm64->second_return_offset);
	cr_expect_eq(abi_place_result(arm64, &four_floats).kind, ABI_PLACE_VECTOR);
	cr_expect_eq(abi_place_result(x86_64(), &(struct abi_value){ 0 }).kind,
		     ABI_PLACE_NOWHERE);
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
