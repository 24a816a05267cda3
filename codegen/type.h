/*
 * Types: interned, so that equality is pointer equality.
 *
 * The address space is part of a pointer's type: which helper reads memory
 * follows from the type and cannot be chosen wrongly. Struct members are looked
 * up lazily in the target that the type came from (target_find_field).
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "codegen/form.h"

struct arena;
struct buffer;

enum type_kind {
	TYPE_ERROR,		/* something was complained about: swallows further complaints */
	TYPE_VOID,
	TYPE_BOOLEAN,
	TYPE_INTEGER,		/* 1, 2, 4, 8 or 16 bytes */
	TYPE_ENUM,		/* an integer with named values, from the kernel's types */
	TYPE_POINTER,
	TYPE_ARRAY,
	TYPE_STRUCT,		/* struct or union, from the kernel's types */
	TYPE_STRING,		/* SIZE bytes, NUL-terminated, by value */
	TYPE_BUFFER,		/* 4 bytes of length and at most SIZE - 4 bytes, by value; is_text:
				   words that end in NULs */
	TYPE_TUPLE,
	TYPE_STACK,		/* a kernel or user stack: the 8-byte key of an interned one */
	TYPE_KERNEL_SYMBOL,	/* ksym(): an address that prints as a name */
	TYPE_USER_SYMBOL,	/* usym(): the same, with its process */
	TYPE_INTERNET,		/* ntop(): an IPv4 or IPv6 address with its family */
	TYPE_TIMESTAMP,		/* strftime(): nanoseconds that print by a format */
	TYPE_FORM,		/* duration() and the like: a number that is shown otherwise */
	TYPE_AGGREGATE,		/* count(), sum(), ... hist(), lhist(): values of maps only */
	TYPE_ARGUMENTS,		/* `args` as a whole; with a size a value, of a system call */
};

enum address_space {
	SPACE_BPF,		/* the program's own: stack, map values, ring buffer records */
	SPACE_KERNEL,
	SPACE_USER,
};

enum aggregate_kind {
	AGGREGATE_COUNT, AGGREGATE_SUM, AGGREGATE_MIN, AGGREGATE_MAX,
	AGGREGATE_AVG, AGGREGATE_STATS, AGGREGATE_HIST, AGGREGATE_LHIST,
};

struct type;

struct type {
	enum type_kind kind;
	bool is_signed;			/* integers, enums, aggregates of signed numbers */
	bool is_union;			/* TYPE_STRUCT */
	bool is_flags;			/* TYPE_ENUM: its values are or'ed together: A|B */
	uint32_t size;			/* bytes; 0 for void and incomplete structs */
	uint32_t align;			/* bytes, at least 1 */
	const char *name;		/* struct, enum: tag ("task_struct"; "" when anonymous);
					   integers: spelling ("int32", "pid_t"), for messages only */
	const struct type *target;	/* pointer: pointee; array: element */
	enum address_space space;	/* pointer */
	const struct type *compat;	/* pointer of a system call's interface: what 32-bit programs
					   have there if it is laid out otherwise, type_error where
					   that is not known; NULL: it is alike */
	bool is_text;			/* pointer to char: to a whole text, which is what it shows as;
					   buffer: of words() */
	uint32_t count;			/* array: elements; tuple: elements */
	const struct type *const *elements;	/* tuple */
	uint32_t btf_module;		/* struct, enum: which BTF of the target (0 is vmlinux) */
	uint32_t btf_id;		/* struct, enum: its id there; 0 where BTF is not asked */
	const struct members *members;	/* struct: what is in it, where BTF is not asked; or NULL */
	const struct constants *constants;	/* enum: the same */
	struct {			/* TYPE_STACK */
		bool is_user;
		uint32_t limit;		/* frames at most */
		uint32_t mode;		/* enum stack_mode of codegen/layout.h */
	} stack;
	const char *time_format;	/* TYPE_TIMESTAMP */
	enum value_form form;		/* TYPE_FORM */
	struct {			/* TYPE_AGGREGATE */
		enum aggregate_kind kind;
		uint32_t bits;		/* hist: 2^bits buckets for each power of two */
		int64_t min, max, step;	/* lhist */
		const struct type *of;	/* the form that its numbers are of; or NULL */
	} aggregate;
};

/* One member of a struct, reached through anonymous members if need be. */
struct field {
	const char *name;
	const struct type *type;
	uint32_t offset;		/* bytes from the outer struct's start (for a bit-field: of
					   the storage unit that holds its first bit) */
	uint8_t bit_offset;		/* within the unit, counted from the least significant bit */
	uint8_t bit_size;		/* 0: not a bit-field */
};

/*
 * What is in a struct that does not come from the kernel's BTF: one of the system
 * call interface, or of a program's debug information. One object for each struct:
 * types are told apart by its address. Anonymous members have the name "".
 */
struct members {
	const char *origin;		/* "abi", "dwarf": where it is known from, for messages */
	uint32_t count;
	const struct field *fields;
	const struct type *compat;	/* as `compat` of a pointer to the struct */
	void (*complete)(struct members *members);	/* fills the two when they are asked for
							   first; NULL: they are there */
};

struct enumerator {
	const char *name;
	int64_t value;
};

/* The same for an enum. */
struct constants {
	const char *origin;
	uint32_t count;
	const struct enumerator *values;
};

/* What the struct TYPE says itself is in it; NULL: BTF is asked. */
const struct members *type_members(const struct type *type);

/* The interning table; everything it hands out lives in its arena. */
struct type_table;

struct type_table *type_table_new(struct arena *arena);

extern const struct type type_error;
extern const struct type type_void;
extern const struct type type_bool;
extern const struct type type_int8, type_int16, type_int32, type_int64;
extern const struct type type_uint8, type_uint16, type_uint32, type_uint64;
extern const struct type type_kernel_symbol;	/* 8 bytes */
extern const struct type type_internet;		/* struct layout_internet */
extern const struct type type_user_symbol;	/* 16 bytes: address, pid, 0 */
extern const struct type type_arguments;
extern const struct type type_call_arguments;	/* struct call_arguments */

/* Its 64-bit number is signed. */
extern const struct type type_forms[FORM_COUNT];

/* The integer type of SIZE bytes (1, 2, 4, 8). */
const struct type *type_integer(uint32_t size, bool is_signed);

/* bool, int8 … uint64 and the C spellings ("unsigned int", "long"), or NULL. */
const struct type *type_find_builtin(const char *name);

const struct type *type_pointer(struct type_table *table, const struct type *target,
				enum address_space space);

/* A pointer to TARGET in a program's memory, which in a 32-bit program is COMPAT (NULL: alike). */
const struct type *type_pointer_compat(struct type_table *table, const struct type *target,
				       const struct type *compat);
/* A pointer as 32-bit programs keep it, to a whole text or not. */
const struct type *type_pointer_narrow(struct type_table *table, bool is_text);
/* A pointer to TARGET in the memory of a system call's caller. */
const struct type *type_pointer_of_call(struct type_table *table, const struct type *target);
const struct type *type_array(struct type_table *table, const struct type *element,
			      uint32_t count);
const struct type *type_string(struct type_table *table, uint32_t size);
const struct type *type_buffer(struct type_table *table, uint32_t capacity);
const struct type *type_words(struct type_table *table, uint32_t capacity);
const struct type *type_tuple(struct type_table *table, const struct type *const *elements,
			      uint32_t count);

/* Where element INDEX lies in a tuple in memory: laid out as C lays out a struct, bytes. */
uint32_t type_tuple_offset(const struct type *tuple, uint32_t index);

const struct type *type_stack(struct type_table *table, bool is_user, uint32_t limit,
			      uint32_t mode);
const struct type *type_timestamp(struct type_table *table, const char *format);
const struct type *type_aggregate(struct type_table *table, enum aggregate_kind kind,
				  bool is_signed, uint32_t bits, int64_t min, int64_t max,
				  int64_t step);

/* One of numbers of that type (NULL: it takes none), shown in their form; none of the histograms. */
const struct type *type_aggregate_of(struct type_table *table, enum aggregate_kind kind,
				     const struct type *number);

/*
 * Interns a fully filled TYPE (structs, enums and named integers of the target):
 * returns the one equal object. NAME and ELEMENTS are copied.
 */
const struct type *type_intern(struct type_table *table, const struct type *type);

/* Appends the type as users write and read it: `struct dentry *`, `string[16]`, `(int64,string[16])`. */
void type_print(const struct type *type, struct buffer *out);

/* The same as a string from ARENA. */
const char *type_to_string(struct arena *arena, const struct type *type);

/*
 * Where element INDEX of a tuple lies: elements follow each other, each aligned to
 * 8 bytes (integers in tuples are always 64 bits wide: the checker widens them).
 */
uint32_t type_tuple_offset(const struct type *tuple, uint32_t index);

/* Integers, booleans and enums: what arithmetic and comparison take. */
static inline bool type_is_number(const struct type *type)
{
	return type->kind == TYPE_INTEGER || type->kind == TYPE_BOOLEAN || type->kind == TYPE_ENUM;
}

/* What is something: that can be printed and kept. */
static inline bool type_is_value(const struct type *type)
{
	return type->kind != TYPE_VOID && (type->kind != TYPE_ARGUMENTS || type->size);
}

/* Numbers in a form that keeps when they are added up: durations and sizes. */
static inline bool type_is_quantity(const struct type *type)
{
	return type->kind == TYPE_FORM && form_rows[type->form].is_quantity;
}

/* What fits a register during lowering; everything else lives in memory. */
static inline bool type_is_scalar(const struct type *type)
{
	return (type_is_number(type) && type->size <= 8) || type->kind == TYPE_POINTER ||
	       type->kind == TYPE_KERNEL_SYMBOL || type->kind == TYPE_TIMESTAMP ||
	       type->kind == TYPE_STACK || type->kind == TYPE_FORM;
}
