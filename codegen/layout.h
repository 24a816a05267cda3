/*
 * Layout: how a value lies in memory that the kernel side writes and the user
 * side reads: map keys, map values, records of the ring buffer.
 *
 * It is all that the runtime knows of types: the printing of a value follows
 * from its layout alone. Integers are little-endian on every target so far.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum layout_kind {
	LAYOUT_NONE,		/* nothing: a map without keys */
	LAYOUT_INTEGER,		/* size 1, 2, 4, 8, 16; is_signed */
	LAYOUT_BOOLEAN,		/* size 1 */
	LAYOUT_ENUM,		/* an integer with names */
	LAYOUT_POINTER,		/* 8 bytes, prints as 0x… */
	LAYOUT_STRING,		/* size bytes, ends at the first NUL; one of `count` bytes (not 0)
				   was cut by str() and prints with the trailer */
	LAYOUT_BUFFER,		/* u32 length, then bytes */
	LAYOUT_TUPLE,		/* children */
	LAYOUT_STRUCT,		/* children with names */
	LAYOUT_ARRAY,		/* count times children[0] */
	LAYOUT_KERNEL_SYMBOL,	/* u64 address */
	LAYOUT_USER_SYMBOL,	/* u64 address, u32 pid, u32 zero */
	LAYOUT_TIMESTAMP,	/* u64 boot-clock nanoseconds, printed by text (a strftime format) */
	LAYOUT_STACK,		/* struct layout_stack */
	LAYOUT_INTERNED,	/* u64 key into the table map `table`, whose value is children[0];
				   0 means that it could not be stored and prints <fault> */
	LAYOUT_DENTRY_PATH,	/* struct layout_dentry_path */
	LAYOUT_COUNT,		/* u64 per CPU */
	LAYOUT_SUM,		/* u64 per CPU */
	LAYOUT_MIN,		/* struct layout_extreme per CPU */
	LAYOUT_MAX,		/* struct layout_extreme per CPU */
	LAYOUT_AVG,		/* struct layout_stats per CPU */
	LAYOUT_STATS,		/* struct layout_stats per CPU */
	LAYOUT_HIST,		/* u64 buckets[count] per CPU; `bits` as hist()'s second argument */
	LAYOUT_LHIST,		/* u64 buckets[count] per CPU: below min, the steps, max and above */
};

enum stack_mode {		/* how a stack prints: kstack(perf), stack_mode = … */
	STACK_MODE_BPFTRACE,
	STACK_MODE_PERF,
	STACK_MODE_RAW,
};

struct layout_enumerator {
	char *name;
	int64_t value;
};

struct layout {
	enum layout_kind kind;
	uint32_t offset;		/* bytes from the start of the parent */
	uint32_t size;			/* bytes, padding included */
	bool is_signed;
	bool is_user;			/* stack: a user stack */
	bool is_union;			/* struct */
	bool is_flags;			/* enum: shown as A|B */
	uint32_t bit_offset, bit_size;	/* struct members that are bit-fields; size 0: none */
	uint32_t count;			/* array elements; hist buckets; string: see there */
	uint32_t bits;			/* hist */
	uint32_t table;			/* interned: index into the plan's maps */
	uint32_t mode;			/* stack: enum stack_mode */
	int64_t min, max, step;		/* lhist */
	char *name;			/* member name; "" for none */
	char *text;			/* timestamp: format; struct, enum: its tag */
	uint32_t child_count;
	struct layout *children;
	uint32_t enumerator_count;
	struct layout_enumerator *enumerators;
};

/* A stack in memory. Frames are a BPF helper's output: return addresses, innermost first. */
struct layout_stack {
	int32_t bytes;		/* bytes of frames that are valid; negative errno: could not be taken */
	uint32_t pid;		/* of the task (tgid), for user stacks */
	uint64_t frames[];
};

struct layout_extreme {
	int64_t value;
	uint64_t is_set;
};

struct layout_stats {
	uint64_t count;
	int64_t total;
};

/*
 * A dentry's path inside its file system, leaf first: NUL-terminated component
 * names one after the other. The user side turns them round and puts the mount
 * point of the task's mount in front (runtime/mount_path.h).
 */
enum {
	LAYOUT_PATH_BYTES = 4096,
	LAYOUT_PATH_TRUNCATED = 1,	/* flags: there were more components or bytes */
	LAYOUT_PATH_FAULT = 2,		/* flags: a read failed on the way */
	LAYOUT_PATH_NULL = 4,		/* flags: the pointer was NULL */
};

struct layout_dentry_path {
	uint32_t device;		/* the kernel's dev_t: major << 20 | minor */
	uint32_t flags;
	uint32_t mount_namespace;	/* inode number of the task's mount namespace */
	uint32_t pid;			/* the task's thread group in the initial namespace */
	uint32_t length;		/* bytes used in components */
	uint32_t unused;
	char components[LAYOUT_PATH_BYTES + 256];
};

/* Number of u64 buckets of a hist with BITS: negatives, zero, and (64 - bits) << bits more. */
static inline uint32_t layout_hist_buckets(uint32_t bits)
{
	return ((64 - bits) << bits) + 2;
}
