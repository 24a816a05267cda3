/*
 * ABI: what differs between architectures, in one place: registers of a kprobe's
 * context, the calling convention's order, names users know registers by.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum { ABI_ARGUMENT_REGISTERS_MAX = 8 };

struct abi_register {
	const char *name;	/* "di", "x0" */
	uint32_t offset;	/* in struct pt_regs as BPF programs see it */
};

struct abi {
	const char *machine;			/* "x86_64" */
	uint32_t argument_register_count;	/* integer arguments passed in registers */
	uint32_t argument_offsets[ABI_ARGUMENT_REGISTERS_MAX];
	uint32_t return_offset;
	uint32_t instruction_pointer_offset;
	uint32_t stack_pointer_offset;
	uint32_t stack_argument_bias;		/* bytes from the stack pointer at entry to the first
						   stack argument (x86-64: 8, the return address) */
	bool is_spill_final;			/* after an argument on the stack no later one is
						   in a register */
	bool is_large_struct_pointed_to;	/* a struct of more than 16 bytes is passed as the
						   address of a copy */
	const struct abi_register *registers;	/* ended by name NULL */
};

/* The row of MACHINE ("x86_64", "aarch64"), or NULL. */
const struct abi *abi_find(const char *machine);

/* The architecture that ktrace was built for. */
const struct abi *abi_native(void);

/*
 * Where a function's parameter INDEX is, given all parameter sizes in bytes: by
 * the calling convention, structs by value taking registers or stack. Returns
 * false when it is on the stack and then sets *STACK_OFFSET (from the first stack
 * argument) instead of *REGISTER (index into argument_offsets).
 */
bool abi_place_argument(const struct abi *abi, const uint32_t *sizes, const bool *is_struct,
			uint32_t count, uint32_t index, uint32_t *reg, uint32_t *stack_offset);
