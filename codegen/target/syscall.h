/*
 * System calls: what each is called, its numbers and its parameters, by machine. The
 * rows are in syscall.def and syscall_compat.def.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct function;
struct suggest;
struct target;
struct tracepoint_field;
struct type;

/* One system call of the machine that ktrace was built for. */
struct system_call {
	const char *name;
	int number;			/* -1: only 32-bit programs have it */
	int compat_number;		/* in the table of 32-bit programs; -1: it is not there */
	bool clears_registers;		/* at its end they do not hold the arguments any more */
	const char *function;		/* the kernel's: "newfstat" behind __x64_sys_ */
	const struct function *prototype;	/* of 32-bit programs where only they have it */
};

/* Where a parameter is: registers counted from 0, in the order in which they are passed. */
struct syscall_place {
	const struct type *type;
	int index;			/* -1: only the call of 32-bit programs has it */
	int compat_index;		/* -1: only the other has it */
	bool is_compat_wide;		/* it takes two registers there, the lower half first */
	bool is_compat_narrow;		/* it has 32 bits there, and 64 here */
};

/* A parameter as one of the two tables has it. */
struct syscall_parameter {
	const char *name;
	const struct type *type;
	const struct type *target;	/* what it points to as the caller lays it out: type_error
					   where that is not known; NULL: it is no pointer */
	uint32_t size;			/* bytes of its value */
	uint32_t place;			/* the register that has it, or the lower half of it */
	bool is_wide;			/* the upper half is in the next register */
	bool is_const;			/* what it points to is only read */
	bool is_compat;			/* of a 32-bit program's call */
};

/* The call of that name, from the table; NULL when it has none. It lives as long as TARGET. */
const struct system_call *syscall_find(struct target *target, const char *name);

/* Visits the calls whose names match the glob PATTERN. */
void syscall_match(struct target *target, const char *pattern,
		   void (*visit)(void *context, const struct system_call *call), void *context);

/* Where the parameter called NAME is; false when there is none. */
bool syscall_find_place(struct target *target, const struct system_call *call, const char *name,
			struct syscall_place *place);

/*
 * The parameters of the call of 64-bit or of 32-bit programs, from TARGET's arena; NULL where they do
 * not have it.
 */
const struct syscall_parameter *syscall_list_parameters(struct target *target,
							const struct system_call *call,
							bool is_compat, uint32_t *count);

/*
 * Is FIELD of sys_enter_NAME's record a parameter? The number of the call stands before
 * them, and in 7.x texts that the kernel has read on its own stand behind them.
 */
bool syscall_is_parameter(const struct tracepoint_field *field);

/* The kernel's own list of the parameters, from tracefs or BTF; NULL when neither tells. */
const struct function *syscall_find_kernel_prototype(struct target *target, const char *name);

/* False when the kernel certainly does not have the call; recorded. */
bool syscall_is_present(struct target *target, const struct system_call *call);

/* Does the table have a call that the kernel's function NAME serves? */
bool syscall_has_function(const char *name);

/*
 * The name behind a number of this machine's table, or of that for 32-bit programs;
 * NULL when it has none. Static.
 */
const char *syscall_find_name(uint32_t number, bool is_compat);

/* Offers every name. */
void syscall_suggest(struct suggest *suggest);
