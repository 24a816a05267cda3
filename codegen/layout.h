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
	LAYOUT_WORDS,		/* the same; the bytes are words, each with a NUL behind it */
	LAYOUT_TUPLE,		/* children */
	LAYOUT_STRUCT,		/* children with names */
	LAYOUT_ARRAY,		/* count times children[0] */
	LAYOUT_KERNEL_SYMBOL,	/* u64 address */
	LAYOUT_USER_SYMBOL,	/* u64 address, u32 pid, u32 zero */
	LAYOUT_TIMESTAMP,	/* u64 boot-clock nanoseconds, printed by text (a strftime format) */
	LAYOUT_FORM,		/* an integer of 8 bytes; mode: enum value_form */
	LAYOUT_STACK,		/* struct layout_stack */
	LAYOUT_INTERNED,	/* u64 key into the table map `table`, whose value is children[0];
				   0 means that it could not be stored and prints <fault> */
	LAYOUT_PATH,		/* struct layout_path; mode: enum display_kind */
	LAYOUT_DISPLAY,		/* struct layout_display_head and children; mode: enum display_kind */
	LAYOUT_ADDRESS,		/* a network address in size bytes; mode: enum address_form */
	LAYOUT_ARGUMENTS,	/* struct call_arguments; the plan's calls say how it prints */
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
	uint32_t mode;			/* stack: enum stack_mode; displays: see there */
	int64_t min, max, step;		/* lhist */
	char *name;			/* member name; "" for none */
	char *text;			/* timestamp: format; struct, enum: its tag */
	uint32_t child_count;
	struct layout *children;
	uint32_t enumerator_count;
	struct layout_enumerator *enumerators;
};

/* What ntop() makes: of IPv4 the first four bytes, 0 behind them. */
struct layout_internet {
	uint32_t family;
	unsigned char bytes[16];
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

/* What a display could not get at: the first word of its record. */
enum {
	LAYOUT_DISPLAY_TRUNCATED = 1,	/* there were more components or bytes */
	LAYOUT_DISPLAY_FAULT = 2,	/* a read failed on the way */
	LAYOUT_DISPLAY_NULL = 4,	/* the pointer was NULL */
	LAYOUT_DISPLAY_WHOLE = 8,	/* path: it is told from the root of its name space on */
	LAYOUT_DISPLAY_INTERNAL = 16,	/* path: the kernel's own: its mount, or no folder */
	LAYOUT_DISPLAY_DETACHED = 32,	/* path: on a mount that is in no name space any more */
};

struct layout_display_head {
	uint32_t flags;
	uint32_t unused;
};

/*
 * A path inside its file system, leaf first: NUL-terminated component names one
 * after the other; "/" is none. The user side turns them round and, unless they are the whole
 * path already, puts the mount point of the task's mount in front
 * (runtime/mount_path.h).
 */
enum { LAYOUT_PATH_BYTES = 4096 };

struct layout_path {
	uint32_t flags;
	uint32_t device;		/* the kernel's dev_t: major << 20 | minor */
	uint32_t mount_namespace;	/* inode number of the task's mount namespace */
	uint32_t pid;			/* the task's thread group in the initial namespace */
	uint32_t magic;			/* of the file system, as statfs(2) tells it */
	uint32_t length;		/* bytes used in components */
	uint64_t inode;			/* number; 0 for a dentry without one */
	char components[LAYOUT_PATH_BYTES + 256];
	uint64_t walk[4];		/* the kernel side's own */
};

/* Number of u64 buckets of a hist with BITS: negatives, zero, and (64 - bits) << bits more. */
static inline uint32_t layout_hist_buckets(uint32_t bits)
{
	return ((64 - bits) << bits) + 2;
}
