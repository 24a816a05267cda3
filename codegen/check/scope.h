/*
 * Scope: what the checker found out and the emitter goes by.
 *
 * How the tree is to be read after checking:
 * - every expression has a type; one with is_constant is its constant, whatever
 *   it looks like; one with text is that text (padded to its type's size).
 * - numbers are 64 bits wide during lowering, extended by their type; a cast cuts
 *   and extends again. Pointers are 64-bit numbers; pointer +- integer is not
 *   scaled in the tree, the emitter scales by the pointee's size.
 * - strings, buffers, tuples, user symbols, structs and arrays are memory.
 *   A char array member is typed string[N]; a pointer to char stays a pointer.
 * - integers in tuples, map keys and map values are widened to 64 bits (signedness
 *   kept; mixed signs make int64). Enums too (size 8, still enum). A variable's type
 *   may be narrower, its values are 64-bit numbers that fit; an event's value is cut
 *   to its layout's size, so that %x shows an int32 with 32 bits.
 * - `a.b` where a is a pointer and where a is a struct both have member set; args.x
 *   and arg_x have argument set.
 * - a stack is an 8-byte key into the table map_ref, except that an event's value
 *   with LAYOUT_STACK gets the frames themselves.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "codegen/plan.h"
#include "codegen/probe_kind.h"
#include "codegen/type.h"

struct arena;
struct expr;
struct probe;
struct stmt;
struct type;
struct usdt_argument;

enum argument_source {
	ARGUMENT_REGISTER,	/* in struct pt_regs at OFFSET of the context */
	ARGUMENT_REGISTER_PAIR,	/* a struct: the first 8 bytes there, the others at SECOND */
	ARGUMENT_STACK,		/* in memory, OFFSET bytes above the stack pointer at entry */
	ARGUMENT_CONTEXT,	/* 8-byte word at OFFSET of the context (raw tracepoint, fentry, iter) */
	ARGUMENT_RECORD,	/* in a tracepoint's record, SIZE bytes at OFFSET */
	ARGUMENT_RECORD_TEXT,	/* the same, a __data_loc word that says where the text is */
	ARGUMENT_SAVED,		/* kept at the entry, at OFFSET of the call's record */
	ARGUMENT_USDT,		/* where OPERAND says */
	ARGUMENT_SYSCALL,	/* at OFFSET of the struct pt_regs that the context points to */
};

/* ARGUMENT_SYSCALL: the same argument of a call that a 32-bit program made. */
struct argument_compat {
	bool is_absent;			/* it has none: read as 0, with a fault */
	bool is_wide;			/* in two registers, the lower half at OFFSET */
	bool is_narrow;			/* 32 bits, to be extended by the type's sign */
	uint32_t offset, high_offset;
};

/* Where the value of arg_x, args.x, argN or retval is. */
struct argument {
	const char *name;
	const struct type *type;	/* as the kernel declares it */
	enum argument_source source;
	uint32_t offset;
	uint32_t second;		/* ARGUMENT_REGISTER_PAIR */
	uint32_t size;			/* bytes to read there */
	uint32_t flags;			/* ARGUMENT_SAVED: where the record tells how reading it
					   went (PLAN_RECORD_*) */
	bool is_address;		/* what is there is the address of the value */
	const struct argument *origin;	/* ARGUMENT_SAVED: where it is at the entry; NULL for the
					   value of an entry(...) */
	struct argument_compat compat;
	const struct usdt_argument *operand;	/* ARGUMENT_USDT */
};

/* A value that the body of a return probe wants as it was at the entry. */
struct saved {
	struct argument argument;	/* first: as the return's program finds it */
	struct expr *expr;		/* evaluated at the entry; NULL: argument.origin is kept */
	struct saved *next;
};

/* What an entry's program keeps of one call until the return's program has run. */
struct saved_record {
	struct saved *first;
	uint32_t size;			/* bytes, a multiple of 8 */
	uint32_t map;			/* in plan->maps: the records */
	uint32_t zeros;			/* in plan->maps: one record of zeros; unless is_small */
	bool is_small;			/* it may be prepared on the stack */
	bool has_function;		/* the key tells which function it was: there are several */
};

/* Ranges of so many rounds, known beforehand, are plain loops on every kernel. */
enum { SCOPE_INLINE_ROUNDS = 64 };

/* The loops around a place, the innermost first. */
struct variable_loop {
	const struct stmt *stmt;
	const struct variable_loop *outer;
};

struct iterator_row;

/* Where a loop over an iterator finds what it goes over, on kernels that have no functions for it. */
struct list_walk {
	uint64_t symbol;		/* the address that it starts from; 0: the loop's argument */
	uint32_t step_count;		/* offsets to the first link; between two a pointer is read */
	uint32_t steps[3];
	uint32_t link;			/* where in an element its link to the next is */
	uint32_t bound;			/* rounds at most */
};

enum { ITERATION_FIELDS = 4 };

/* How a loop over an iterator runs on this kernel. */
struct iteration {
	const struct iterator_row *row;
	const struct kfunc *begin, *next, *end;	/* the kernel's functions; NULL: by a walk */
	uint32_t size;			/* bytes of their state */
	uint64_t flags[2];		/* by the row's flags */
	struct field fields[ITERATION_FIELDS];	/* by the row's fields */
	struct list_walk walk;
	bool calls_back;		/* the kernel runs the body as a function of its own */
};

struct routine;

struct variable {
	const char *name;
	const struct type *type;	/* widened */
	uint32_t index;			/* within its program, from 0 */
	struct span span;		/* where it was first given a value */
	bool is_pointer;		/* the verifier is to know what it points to */
	const struct kfunc *release;	/* it holds references, which this gives back; NULL: none */
	const struct variable_loop *loops;	/* such a variable: the loops it is declared in */
	const struct routine *home;	/* the fn that it belongs to; NULL: the probe's body */
	struct variable *next;
};

enum { ROUTINE_PARAMETERS = 16 };

/*
 * An fn as one BPF program has it: a function of the object that gets the program's
 * frame. No fn ever runs twice at once, so its variables have their places there.
 */
struct routine {
	const struct routine_declaration *declaration;
	struct stmt *body;		/* its own copy */
	uint32_t parameter_count;
	struct variable *parameters[ROUTINE_PARAMETERS];
	struct variable *result;	/* NULL: it returns nothing */
	const struct routine *next;	/* another of the program */
};

struct map {
	const char *name;		/* without @ */
	const struct type *key;		/* NULL: scalar; a tuple for several keys; widened */
	const struct type *value;	/* widened; an aggregate for count() and friends */
	uint32_t index;			/* in plan->maps */
	struct span span;		/* first use */
	struct span key_span, value_span;	/* what decided the types, for messages */
	bool is_scalar;
	bool is_cleared;		/* clear() or zero() names it */
	bool is_recorder;		/* its value is the place that the key has */
	struct map *next;
};

struct event {
	uint32_t index;			/* in plan->events */
	struct plan_event plan;		/* copied into plan->events when checking is done */
	struct event *next;
};

/* A system call that a program is for. */
struct program_call {
	const char *name;		/* what `probe` yields: "syscall:openat" */
	int number, compat_number;	/* in the table of 32-bit programs; -1: not there */
};

/* One BPF program to emit; its plan is plan->programs[index]. */
struct checked_program {
	uint32_t index;
	enum probe_kind kind;
	enum mechanism mechanism;
	const struct probe *probe;
	struct expr *predicate;		/* may be NULL; its own copy */
	struct stmt *body;		/* its own copy */
	uint32_t variable_count;
	struct variable *variables;
	const struct routine *routines;	/* that it calls, or that those call */
	bool has_routine_end;		/* one of them has a call that ends the program's run */
	struct saved_record *record;	/* what is kept from entry to return; NULL: nothing */
	bool is_keeper;			/* the entry's program: it fills the record, that is all */
	uint32_t call_count;		/* MECHANISM_SYSCALL_*: the calls */
	const struct program_call *calls;
	const struct call_copies *const *copies;	/* two for each call, of 64-bit and of 32-bit
						   programs or NULL; NULL: `args` is no value here */
	struct checked_program *next;
};

struct checked {
	struct plan *plan;		/* complete but for what emitting finds out (scratch sizes) */
	struct checked_program *programs;
	struct map *maps;		/* user maps and tables, each with its index in plan->maps */
	bool asks_system;		/* of what may be otherwise tomorrow */
	uint32_t pid_filter;		/* 0: none */
	uint32_t child_pid;		/* of -c's command; 0: none */
	bool has_string_functions;	/* texts are compared by the kernel's, where it has them */
	uint32_t path_depth;		/* components of a path, where the kernel has no bpf_loop */
};
