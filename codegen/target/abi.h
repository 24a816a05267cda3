/*
 * ABI: what differs between architectures, in one place: registers of a kprobe's
 * context, the calling convention's order, names users know registers by.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum { ABI_ARGUMENT_REGISTERS_MAX = 8, ABI_SYSCALL_REGISTERS = 6 };

struct abi_register {
	const char *name;	/* "di", "x0" */
	uint32_t offset;	/* in struct pt_regs as BPF programs see it */
};

struct abi {
	const char *machine;			/* "x86_64" */
	uint32_t argument_register_count;	/* integer arguments passed in registers */
	uint32_t argument_offsets[ABI_ARGUMENT_REGISTERS_MAX];
	uint32_t return_offset;
	uint32_t second_return_offset;		/* of the other half of a value of two words */
	uint32_t vector_register_count;		/* floating-point arguments passed in registers */
	uint32_t instruction_pointer_offset;
	uint32_t stack_pointer_offset;
	uint32_t stack_argument_bias;		/* bytes from the stack pointer at entry to the first
						   stack argument (x86-64: 8, the return address) */
	bool is_spill_final;			/* after an argument on the stack no later one is
						   in a register */
	bool is_large_struct_pointed_to;	/* a struct of more than 16 bytes is passed as the
						   address of a copy */
	bool is_result_place_argument;		/* where a large result is to be put is told in the
						   first argument register */
	bool has_x87;				/* `long double` has registers of its own */
	uint32_t watched_code_length;		/* of a hardware breakpoint on an instruction */
	bool watches_reads;			/* breakpoints on data know reads from writes */
	const struct abi_register *registers;	/* ended by name NULL */

	/* System calls: in the kernel's struct pt_regs, which may be longer than a program's. */
	const char *syscall_prefix;		/* of the kernel's functions: "__x64_sys_" */
	uint32_t syscall_offsets[ABI_SYSCALL_REGISTERS];
	uint32_t syscall_number_offset, syscall_number_size;
	uint32_t syscall_number_ignored;	/* bits that the number may have besides */
	/* 32-bit programs: the member of struct thread_info and its bit that tell them. */
	const char *compat_member;
	uint32_t compat_bit;
	bool has_compat;			/* the numbers and registers of their calls are known */
	uint32_t compat_offsets[ABI_SYSCALL_REGISTERS];
};

/* The row of MACHINE ("x86_64", "aarch64"), or NULL. */
const struct abi *abi_find(const char *machine);

/* The architecture that ktrace was built for. */
const struct abi *abi_native(void);

/* What holds 8 bytes of a value that is passed by value. */
enum abi_class {
	ABI_NONE,		/* nothing: padding */
	ABI_INTEGER,
	ABI_VECTOR,		/* a floating-point register, which BPF programs cannot read */
};

/* A parameter or result, as far as the calling convention looks at it. */
struct abi_value {
	uint32_t size, align;		/* bytes */
	enum abi_class words[2];	/* of the first 16 bytes */
	bool is_struct;
	bool is_memory;			/* never in registers: too large, packed, or x87's */
	bool is_x87;			/* long double */
	bool is_pointed_to;		/* the language passes the address of a copy (C++) */
	uint32_t vectors;		/* a struct of nothing but 1 to 4 equal floating-point
					   numbers (arm64 passes them in as many registers) */
};

enum abi_place_kind {
	ABI_PLACE_NOWHERE,		/* an empty struct */
	ABI_PLACE_REGISTERS,
	ABI_PLACE_STACK,
	ABI_PLACE_VECTOR,		/* at least in part in a floating-point register */
	ABI_PLACE_UNKNOWN,		/* a result whose address is no longer known at return */
};

struct abi_place {
	enum abi_place_kind kind;
	bool is_address;		/* what is there is the value's address */
	uint32_t register_count;	/* 1 or 2 */
	uint32_t offsets[2];		/* of these registers, in struct pt_regs */
	uint32_t stack_offset;		/* bytes from the first stack argument */
};

/* How far the parameters before took registers and stack; zeroed for the first one. */
struct abi_cursor {
	uint32_t registers, vectors, stack;
};

/* The place of a function's next parameter at entry; moves CURSOR behind it. */
struct abi_place abi_place_next(const struct abi *abi, struct abi_cursor *cursor,
				const struct abi_value *value);

/* Where a function's result is at its return. */
struct abi_place abi_place_result(const struct abi *abi, const struct abi_value *value);

/* True when the caller says where the result is to be put: before the first parameter. */
bool abi_is_result_in_memory(const struct abi *abi, const struct abi_value *value);

/*
 * Where a function's parameter INDEX is, given all parameter sizes in bytes, none
 * of them floating-point. Returns false when it is on the stack and then sets
 * *STACK_OFFSET (from the first stack argument) instead of *REGISTER (index into
 * argument_offsets).
 */
bool abi_place_argument(const struct abi *abi, const uint32_t *sizes, const bool *is_struct,
			uint32_t count, uint32_t index, uint32_t *reg, uint32_t *stack_offset);
