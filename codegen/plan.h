/*
 * Plan: what a compiled program needs from the live session. It is stored in the
 * image (section `ktrace.plan`) and is, with the BPF code, all that crosses from
 * the compiler to the runtime.
 *
 * Every list is an array with a count; every string is owned by the plan's arena.
 * codegen/plan_wire.c lists the members once, for writing and for reading.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "codegen/layout.h"
#include "lexer/text.h"

/* How a program is hooked to what it traces. The rows are in codegen/mechanism.c. */
enum mechanism {
	MECHANISM_RUN_BEGIN,		/* run once, before the others start */
	MECHANISM_RUN_END,		/* run once, after the others stopped */
	MECHANISM_RUN_SIGNAL,		/* run whenever ktrace gets a signal */
	MECHANISM_PERF_TIMER,		/* perf cpu-clock: interval (one CPU), profile (each CPU) */
	MECHANISM_SOFTWARE,		/* perf software event, on each CPU */
	MECHANISM_HARDWARE,		/* perf hardware event, on each CPU */
	MECHANISM_WATCHPOINT,		/* perf breakpoint, on each CPU */
	MECHANISM_TRACEPOINT,		/* perf tracepoint */
	MECHANISM_RAW_TRACEPOINT,	/* raw tracepoint program */
	MECHANISM_SYSCALL_ENTER,	/* the same on sys_enter, for some system calls */
	MECHANISM_SYSCALL_EXIT,		/* the same on sys_exit */
	MECHANISM_TYPED_TRACEPOINT,	/* the same, its arguments typed by BTF (tp_btf) */
	MECHANISM_KPROBE,		/* perf kprobe, one function each */
	MECHANISM_KRETPROBE,
	MECHANISM_KPROBE_MULTI,		/* one link, many functions */
	MECHANISM_KRETPROBE_MULTI,
	MECHANISM_FENTRY,
	MECHANISM_FEXIT,
	MECHANISM_UPROBE,		/* perf uprobe */
	MECHANISM_URETPROBE,
	MECHANISM_USDT,			/* the same at a probe that the program has in it */
	MECHANISM_ITERATOR,		/* run for each element when ktrace reads a descriptor */
	MECHANISM_COUNT,
};

/* What one call's entry and return have in common besides the thread. */
enum pairing {
	PAIRING_NONE,			/* it is no return */
	PAIRING_STACK,			/* the stack pointer, but for the return address */
	PAIRING_CONTEXT,		/* the context, which lies in the trampoline's frame */
	PAIRING_REGISTERS,		/* the registers that the context points to: a system call's */
};

struct mechanism_row {
	const char *name;		/* "kprobe.multi", for --plan and messages */
	uint32_t program_type;		/* enum bpf_prog_type */
	uint32_t attach_type;		/* enum bpf_attach_type expected at load, or 0 */
	const char *section;		/* ELF section as libbpf and bpftool name it */
	enum pairing pairing;		/* returns: how a call's entry is found again */
	enum mechanism entry;		/* returns: what hooks the same functions' entries */
};

extern const struct mechanism_row mechanism_rows[MECHANISM_COUNT];

/* One concrete place a program is attached to. */
struct plan_target {
	char *name;		/* "kprobe:vfs_unlink": what `probe` yields and messages say */
	char *symbol;		/* kernel function, raw tracepoint, iterator or user symbol; "" */
	char *module;		/* kernel module; "" for vmlinux or unknown */
	char *path;		/* uprobe: the ELF file */
	char *category;		/* tracepoint: its subsystem; usdt: its provider */
	uint64_t address;	/* kprobe: where it is, several symbols having the name; or 0;
				   watchpoint: what is watched; usdt: file offset of
				   its semaphore, or 0 */
	uint64_t offset;	/* kprobe: bytes into the function; uprobe: file offset */
	uint32_t length;	/* watchpoint: bytes */
	uint64_t event_id;	/* tracepoint: perf config; 0: read it at attach time; self: the
				   signal's number; software, hardware: perf config;
				   watchpoint: HW_BREAKPOINT_* */
	uint64_t period;	/* timer: nanoseconds, or 0; software, hardware: events */
	uint64_t frequency;	/* timer: hertz, or 0 */
	bool every_cpu;		/* timer: profile */
	struct span span;	/* of the attach point in the script */
};

/* One way that a probe's head offers: the a of `a | b`. */
struct plan_way {
	char *text;		/* "kprobe:vfs_unlink" */
	char *because;		/* why it was not to be had; "" when it was, or was not tried */
	bool is_taken;
	struct span span;	/* the targets that it gave have the same */
};

/* Ways of which the first that this kernel has is taken. */
struct plan_choice {
	struct span span;	/* the probe's head */
	bool is_optional;	/* ends in ?: none need be had */
	uint32_t way_count;
	struct plan_way *ways;
};

struct plan_program {
	char *function;			/* symbol in the image: "probe_0" */
	enum mechanism mechanism;
	char *section;			/* its ELF section */
	uint32_t target_count;
	struct plan_target *targets;	/* more than one only where one program serves all */
	struct span span;		/* the probe's head */
	uint32_t scratch_size;		/* bytes of per-CPU scratch it uses */
	char *reason;			/* why this mechanism, for --plan */
	char *note;			/* what else it is good to know: bounds of fallbacks; "" */
	bool is_overriding;		/* calls override(): where errors may be injected only */
	bool is_keeper;			/* no probe of its own: runs at the entry and keeps values
					   for the return program behind it */
};

enum plan_map_kind {
	PLAN_MAP_HASH, PLAN_MAP_LRU_HASH, PLAN_MAP_PERCPU_HASH, PLAN_MAP_PERCPU_LRU_HASH,
	PLAN_MAP_ARRAY, PLAN_MAP_PERCPU_ARRAY,
	PLAN_MAP_SHARED_ARRAY,		/* an array that the user side maps into its memory */
	PLAN_MAP_QUEUE,
};

struct plan_map {
	char *name;			/* as users know it: "@x", "@"; for ktrace's own: "stacks_0" */
	char *symbol;			/* its ELF symbol: "map_x" */
	enum plan_map_kind kind;
	uint32_t max_entries;
	bool is_internal;		/* ktrace's own: never printed at the end */
	bool is_scalar;			/* no key in the script: one array entry, key u32 0 */
	bool has_generation;		/* clear()ed or zero()ed somewhere: the stored key starts with
					   a u64, the generation the entry belongs to */
	uint32_t generation;		/* index into control.generations */
	struct layout key;		/* offsets count from the stored key's start */
	struct layout value;
	uint32_t key_size, value_size;	/* as stored, generation included */
	bool is_recorder;		/* its values are places of a recorder */
	uint32_t recorder;		/* index into recorders */
};

/* A flight recorder: the last records of each key. codegen/recorder.h says how they lie. */
struct plan_recorder {
	uint32_t map;			/* its keys; this and the next three: index into maps */
	uint32_t heads;
	uint32_t slots;
	uint32_t pool;			/* places that no key has */
	uint32_t depth;			/* records that are kept of a key */
	uint32_t slot_count;		/* slots of a place */
	uint32_t place_count;
	bool is_per_cpu;		/* heads and slots for each CPU: the loader makes the maps larger */
};

/* What an event asks the user side to do; the record's first word is the event's index. */
enum plan_event_kind {
	PLAN_EVENT_PRINTF,		/* text: format; values: arguments */
	PLAN_EVENT_ERRORF,		/* the same, told with SPAN as an error of the script's */
	PLAN_EVENT_WARNF,		/* the same as a warning */
	PLAN_EVENT_CAT,			/* the same: the name of a file that is printed */
	PLAN_EVENT_SYSTEM,		/* the same: a command for the shell */
	PLAN_EVENT_PRINT,		/* values[0] */
	PLAN_EVENT_PRINT_MAP,		/* map; record: u64 generation, u32 top, u32 divisor */
	PLAN_EVENT_PRINT_MAP_ENTRY,	/* map; values[0] is the key (LAYOUT_NONE for a scalar map's
					   plain value), values[1] the value */
	PLAN_EVENT_CLEAR_MAP,		/* map; record: u64 generation that is now past */
	PLAN_EVENT_ZERO_MAP,		/* the same; keys come back with value zero */
	PLAN_EVENT_EXIT,		/* values[0]: the status */
	PLAN_EVENT_TIME,		/* text: strftime format; no values */
	PLAN_EVENT_JOIN,		/* values: u32 count, then strings; text: separator */
	PLAN_EVENT_EMIT,		/* values: columns, each with its name */
	PLAN_EVENT_WARNING,		/* text: the sentence; a run-time warning at SPAN */
	PLAN_EVENT_RECORD,		/* map, values[0]: kept in a recorder, never sent */
	PLAN_EVENT_RECORD_ROW,		/* the same; values: columns, each with its name */
	PLAN_EVENT_PRINT_RECORDS,	/* map; record: u64 place (0: none), u32 top, u32 zero;
					   values[0] is the key (LAYOUT_NONE: it has none) */
	PLAN_EVENT_FREE_PLACES,		/* map: keys of a recorder have gone */
};

/* Is it kept in a recorder instead of sent? */
static inline bool plan_event_is_kept(enum plan_event_kind kind)
{
	return kind == PLAN_EVENT_RECORD || kind == PLAN_EVENT_RECORD_ROW;
}

/* Is carrying it out an output of the ledger? The others are orders to the user side. */
static inline bool plan_event_is_output(enum plan_event_kind kind)
{
	return kind != PLAN_EVENT_EXIT && kind != PLAN_EVENT_CLEAR_MAP &&
	       kind != PLAN_EVENT_ZERO_MAP && kind != PLAN_EVENT_WARNING &&
	       !plan_event_is_kept(kind) && kind != PLAN_EVENT_FREE_PLACES;
}

/* Are its values columns? */
static inline bool plan_event_is_row(enum plan_event_kind kind)
{
	return kind == PLAN_EVENT_EMIT || kind == PLAN_EVENT_RECORD_ROW;
}

struct plan_event {
	enum plan_event_kind kind;
	struct span span;
	uint32_t map;			/* index into maps */
	uint32_t record_size;		/* whole record with its header, multiple of 8 */
	char *text;
	uint32_t value_count;
	struct layout *values;		/* offsets count from the record's start */
};

/* A file beside the targets' own that decided something; or that would have, were it there. */
struct plan_file {
	char *path;
};

struct plan_fact {
	char *name;
	char *value;
};

/* A script's text, for places in messages at run time. */
struct plan_text {
	char *name;
	char *bytes;
	uint32_t base;
	uint32_t hidden_lines;	/* as in struct text */
};

/* The config block's values (and the environment's) that the runtime needs. */
struct plan_settings {
	uint32_t ring_bytes;		/* power of two, multiple of the page size; 0: choose */
	bool print_maps_on_exit;
	bool cpp_demangle;		/* names of user functions print as C++ writes them */
	uint32_t cat_bytes;		/* of a file that cat() prints, at most */
};

struct plan {
	char *compiler_version;		/* of the ktrace that wrote it; another one refuses */
	uint32_t choice_count;
	struct plan_choice *choices;
	uint32_t program_count;
	struct plan_program *programs;
	uint32_t map_count;
	struct plan_map *maps;
	uint32_t recorder_count;
	struct plan_recorder *recorders;
	uint32_t event_count;
	struct plan_event *events;
	uint32_t call_count;		/* system calls that are shown whole, for LAYOUT_ARGUMENTS: */
	struct layout *calls;		/* structs: text is the name, count the number, is_user
					   that it is a 32-bit program's; its parameters' offsets
					   are those of the registers, bits that it takes two,
					   mode how it is shown (enum call_shape) */
	uint32_t generation_count;	/* words in control.generations */
	uint32_t fact_count;
	struct plan_fact *facts;
	uint32_t file_count;
	struct plan_file *files;
	uint32_t text_count;
	struct plan_text *texts;
	struct plan_settings settings;
};

/* ELF names of what ktrace adds to every object. */
#define PLAN_SECTION		"ktrace.plan"
#define PLAN_RING_MAP		"ring"
#define PLAN_LEDGER_MAP		"ledger"
#define PLAN_SCRATCH_MAP	"scratch"

/*
 * Bytes that a program may have in that map, which it shares with others. One that needs more
 * has a map of its own, called so with _ and its index behind.
 */
enum { PLAN_SCRATCH_SHARED = 32 << 10 };

/* Every record in the ring starts so. */
struct plan_record {
	uint32_t event;			/* index into the plan's events */
	uint32_t flags;			/* PLAN_RECORD_* */
};

enum {
	PLAN_RECORD_FAULT = 1,		/* a read failed while the record was made */
	PLAN_RECORD_TRUNCATED = 2,	/* a string or path was cut */
};

/* The object's one .bss variable, shared with the user side by mmap. */
struct plan_control {
	uint64_t wakeup_flags;		/* flags for every ring submit; the reader switches batching */
	uint64_t exit_status;		/* 0: running; else 1 + the status given to exit() */
	uint64_t start_time;		/* boot-clock ns at start, for `elapsed` */
	uint64_t generations[];
};

/* One entry of the per-CPU ledger map: what happened to every output. */
struct plan_ledger {
	uint64_t events;		/* records wanted: printf, print, … */
	uint64_t lost_ringbuf;		/* of these, no room in the ring */
	uint64_t updates;		/* map updates wanted */
	uint64_t lost_map_full;		/* of these, refused by the map */
	uint64_t degraded_fault;	/* map updates with a failed read; events carry a flag instead */
	uint64_t degraded_truncated;
	uint64_t unmatched;		/* returns whose entry was not seen; their body did not run */
	uint64_t abandoned;		/* entries whose return was not seen: their place on the
					   stack was taken by another call */
};

/* The text of `-d plan`: programs, targets, maps with layouts, events, facts. --plan tells more. */
struct buffer;
void plan_dump(const struct plan *plan, struct buffer *out);

/* One layout without its parts: "int64", "string 16 bytes .comm". */
void plan_describe_layout(const struct plan *plan, const struct layout *layout,
			  struct buffer *out);

/* Appends what the layout holds, in a word or two: "string[16]", "(int64, uint32)", "hist". */
void plan_name_layout(const struct layout *layout, struct buffer *out);

const char *plan_map_kind_name(enum plan_map_kind kind);
const char *plan_event_name(enum plan_event_kind kind);
