/*
 * ABI: registers and calling conventions as rows. A BPF program sees a kprobe's
 * registers as struct pt_regs on x86-64 and struct user_pt_regs on arm64.
 */
#include "codegen/target/abi.h"

#include <stddef.h>
#include <string.h>

static const struct abi_register x86_64_registers[] = {
	{ "r15", 0 }, { "r14", 8 }, { "r13", 16 }, { "r12", 24 }, { "bp", 32 }, { "bx", 40 },
	{ "r11", 48 }, { "r10", 56 }, { "r9", 64 }, { "r8", 72 }, { "ax", 80 }, { "cx", 88 },
	{ "dx", 96 }, { "si", 104 }, { "di", 112 }, { "orig_ax", 120 }, { "ip", 128 },
	{ "cs", 136 }, { "flags", 144 }, { "sp", 152 }, { "ss", 160 }, { NULL, 0 },
};

static const struct abi_register arm64_registers[] = {
	{ "x0", 0 }, { "x1", 8 }, { "x2", 16 }, { "x3", 24 }, { "x4", 32 }, { "x5", 40 },
	{ "x6", 48 }, { "x7", 56 }, { "x8", 64 }, { "x9", 72 }, { "x10", 80 }, { "x11", 88 },
	{ "x12", 96 }, { "x13", 104 }, { "x14", 112 }, { "x15", 120 }, { "x16", 128 },
	{ "x17", 136 }, { "x18", 144 }, { "x19", 152 }, { "x20", 160 }, { "x21", 168 },
	{ "x22", 176 }, { "x23", 184 }, { "x24", 192 }, { "x25", 200 }, { "x26", 208 },
	{ "x27", 216 }, { "x28", 224 }, { "x29", 232 }, { "x30", 240 }, { "sp", 248 },
	{ "pc", 256 }, { "pstate", 264 }, { NULL, 0 },
};

static const struct abi abis[] = {
	{
		.machine = "x86_64",
		.argument_register_count = 6,
		.argument_offsets = { 112, 104, 96, 88, 72, 64 },
		.return_offset = 80,
		.second_return_offset = 96,
		.vector_register_count = 8,
		.instruction_pointer_offset = 128,
		.stack_pointer_offset = 152,
		.stack_argument_bias = 8,
		.is_result_place_argument = true,
		.has_x87 = true,
		.watched_code_length = 8,
		.registers = x86_64_registers,
		.syscall_prefix = "__x64_sys_",
		.syscall_offsets = { 112, 104, 96, 56, 72, 64 },
		.syscall_number_offset = 120,
		.syscall_number_size = 8,
		.syscall_number_ignored = 1u << 30,	/* x32: the same calls, shorter pointers */
		.compat_member = "status",
		.compat_bit = 1,			/* TS_COMPAT */
		.has_compat = true,
		.compat_offsets = { 40, 88, 96, 104, 112, 32 },
	},
	{
		.machine = "aarch64",
		.argument_register_count = 8,
		.argument_offsets = { 0, 8, 16, 24, 32, 40, 48, 56 },
		.return_offset = 0,
		.second_return_offset = 8,
		.vector_register_count = 8,
		.instruction_pointer_offset = 256,
		.stack_pointer_offset = 248,
		.is_spill_final = true,
		.is_large_struct_pointed_to = true,
		.watched_code_length = 4,
		.watches_reads = true,
		.registers = arm64_registers,
		.syscall_prefix = "__arm64_sys_",
		.syscall_offsets = { 272, 8, 16, 24, 32, 40 },	/* orig_x0 */
		.syscall_number_offset = 280,
		.syscall_number_size = 4,
		.compat_member = "flags",
		.compat_bit = 22,			/* TIF_32BIT */
	},
};

const struct abi *abi_find(const char *machine)
{
	size_t index;

	for (index = 0; index < sizeof(abis) / sizeof(abis[0]); index++)
		if (!strcmp(abis[index].machine, machine))
			return &abis[index];
	return NULL;
}

const struct abi *abi_native(void)
{
#if defined(__aarch64__)
	return abi_find("aarch64");
#else
	return abi_find("x86_64");
#endif
}

