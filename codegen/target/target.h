/*
 * Target: the kernel that a program is compiled for, as a directory of facts.
 *
 * A running kernel is the directory "/"; any other is a folder that holds the
 * same files (kernel_file.def lists them), or a snapshot, which is such a folder packed.
 * ktrace/features has what would be probed by system calls.
 * Nothing is read before it is asked for. Every answer that a program's shape
 * depends on is recorded as a fact, by name and value.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "codegen/target/feature.h"
#include "codegen/target/function_form.h"
#include "codegen/type.h"

struct arena;
struct buffer;
struct suggest;
struct target;

/* Where a target's files are; descriptors stay the caller's. */
struct target_source {
	const char *root;	/* "/", a folder or a snapshot; for messages too */
	int tracefs_fd;		/* directory of tracefs, or -1: look below root */
	int kallsyms_fd;	/* an open proc/kallsyms, or -1: open below root */
	/* Answers a feature of the running kernel; NULL: read ROOT/ktrace/features. */
	long (*ask_feature)(void *context, enum feature feature);
	void *ask_context;
};

/* Opens a target; everything it returns lives in ARENA. Never NULL (missing files show when asked). */
struct target *target_open(struct arena *arena, const struct target_source *source);

/*
 * Reads what most programs ask for now: the kernel's own types, its symbols and which of them
 * can be hooked. For a process that will answer for many programs. Nothing is recorded.
 */
void target_read_ahead(struct target *target);

/* Closes files and forgets BTF; what came from the arena stays valid. */
void target_close(struct target *target);

/* The types that this target's answers are interned in. */
struct type_table *target_types(struct target *target);

/* True when this is the kernel that is running. */
bool target_is_running(const struct target *target);

/* The root as given, for messages. */
const char *target_root(const struct target *target);

/* What is wrong with the root itself, as a sentence: a snapshot is damaged; NULL when nothing is. */
const char *target_problem(const struct target *target);

/* ---- facts ---- */

struct fact {
	const char *name;	/* "struct dentry.d_name", "btf:vfs_unlink", "feature:kprobe_multi" */
	const char *value;	/* "offset 32, struct qstr", a prototype in C, "1", "absent" */
	struct fact *next;
};

/* The facts asked for so far, each once, in the order of first asking. */
const struct fact *target_facts(const struct target *target);

/* A file outside of the kernel that an answer depended on, there or not. */
struct target_file {
	const char *path;
	const struct target_file *next;
};

/* Notes that what is in the file at PATH, or that it is not there, decided an answer. */
void target_note_file(struct target *target, const char *path);

/* The files noted so far: user programs and their debug information. */
const struct target_file *target_files(const struct target *target);

/* The answer to FEATURE: 0 means no; recorded. */
long target_feature(struct target *target, enum feature feature);

/* ---- types (BTF) ---- */

/* 0, or -errno when the kernel's BTF cannot be read (ENOENT: it has none). */
int target_btf_status(struct target *target);

/* struct or union NAME (IS_UNION chooses), enum NAME, typedef NAME; NULL when absent. */
const struct type *target_find_struct(struct target *target, const char *name, bool is_union);
const struct type *target_find_enum(struct target *target, const char *name);
const struct type *target_find_typedef(struct target *target, const char *name);

/* Finds a member of a struct or union by name, also inside anonymous members; recorded. */
bool target_find_field(struct target *target, const struct type *type, const char *name,
		       struct field *field);

/*
 * The struct's own members in order (anonymous ones with name ""), from the arena;
 * COUNT is set. NULL for an incomplete struct.
 */
const struct field *target_list_fields(struct target *target, const struct type *type,
				       uint32_t *count);

/* An enum's constants in order, from the arena. */
const struct enumerator *target_list_enumerators(struct target *target, const struct type *type,
						 uint32_t *count);

/* Finds an enum constant by name in any enum; sets its VALUE and its enum TYPE. */
bool target_find_constant(struct target *target, const char *name, int64_t *value,
			  const struct type **type);

/* Offers every member name (every struct name) to SUGGEST. */
void target_suggest_field(struct target *target, const struct type *type, struct suggest *suggest);
void target_suggest_struct(struct target *target, struct suggest *suggest);

/* The definition in C of a struct, union or enum, as `-lv 'struct x'` prints it. */
void target_print_definition(struct target *target, const struct type *type, struct buffer *out);

/* Calls VISIT with every struct ("struct x"), union and enum name that matches PATTERN (a glob). */
void target_match_types(struct target *target, const char *pattern,
			void (*visit)(void *context, const char *name), void *context);

/* ---- functions (BTF prototypes, symbols) ---- */

struct parameter {
	const char *name;		/* "" when the kernel does not tell */
	const struct type *type;
	const char *c_type;		/* as the kernel's source says: "const char *" */
};

struct function {
	const char *name;
	const char *module;		/* "vmlinux" or the module's name */
	uint32_t btf_id;
	const struct type *return_type;
	const char *return_c_type;
	uint32_t parameter_count;
	const struct parameter *parameters;
	bool is_variadic;
};

/* The prototype of NAME, in MODULE (NULL: vmlinux first, then modules); NULL when BTF lacks it; recorded. */
const struct function *target_find_function(struct target *target, const char *module,
					    const char *name);

/* Whether BTF knows the prototype; not recorded: for listings. */
bool target_has_prototype(struct target *target, const char *module, const char *name);

/*
 * Arguments of raw tracepoint NAME: types from btf_trace_NAME, names from
 * __traceiter_NAME; NULL when there is no such raw tracepoint; recorded.
 */
const struct function *target_find_raw_tracepoint(struct target *target, const char *name);

/* Whether argument NUMBER (from 0) of a raw tracepoint, a pointer, may be NULL. */
bool target_may_be_null(struct target *target, const char *tracepoint, uint32_t number);

/* C prototype as text: "int vfs_unlink(struct mnt_idmap *idmap, struct inode *dir, …)". */
void target_print_prototype(const struct function *function, struct buffer *out);

/* A symbol that stands for a function, or for what the compiler made of it. */
struct function_place {
	const char *symbol;
	const char *module;		/* NULL: the kernel's own */
	enum function_form form;
	const char *closed_because;	/* why kprobes are refused there; NULL: they are not */
	bool takes_fentry;		/* as far as the symbols tell */
	bool is_patchable;		/* known to be among the entries that fentry can patch */
	bool is_shared;			/* other symbols are called so: only the address tells which */
	uint64_t address;		/* 0: hidden */
	struct function_place *next;
};

enum traceable {
	TRACEABLE_NO,			/* no such function symbol */
	TRACEABLE_YES,
	TRACEABLE_NOT,			/* it is there, and the kernel lets nobody probe it */
	TRACEABLE_CLONE,		/* there are only compiler's clones of it: f.isra.0 */
	TRACEABLE_PART,			/* only f.part.0 is left, the rest was inlined */
	TRACEABLE_AMBIGUOUS,		/* several functions are called so */
};

struct traceable_function {
	enum traceable traceable;
	const struct function_place *places;	/* it, then its clones; AMBIGUOUS: those that share
						   the name; PART: its parts; NOT: it */
	const struct function_place *parts;	/* f.part.N beside them */
};

/*
 * What the kernel function NAME is on this kernel, in MODULE ("vmlinux": the kernel itself)
 * or, when that is NULL, anywhere. Asked of the symbols. Never NULL; recorded.
 */
const struct traceable_function *target_find_traceable(struct target *target, const char *module,
						       const char *name);

/*
 * How a probe can name PLACE and no other: "f.isra.0", "MODULE:f", or by the function before
 * it, "g+0x40". NULL when that is not to be had. From the arena.
 */
const char *target_name_place(struct target *target, const struct function_place *place);

/*
 * Why a kprobe cannot be put on the entry of PLACE: a sentence without its full stop. NULL
 * when it can; a refusal is recorded. Reads available_filter_functions.
 */
const char *target_why_unprobeable(struct target *target, const struct function_place *place);

/*
 * Why fentry and fexit cannot hook the function at PLACE although this kernel has them: a
 * sentence without its full stop. NULL when they can; recorded.
 */
const char *target_why_unhookable(struct target *target, const struct function_place *place);

/* Does a function begin OFFSET bytes behind PLACE? False where addresses are hidden. */
bool target_is_entry(struct target *target, const struct function_place *place, uint64_t offset);

/*
 * Visits every traceable function whose name matches the glob, in MODULE glob if not NULL.
 * Returns how many names were left out because several functions have them.
 */
unsigned target_match_functions(struct target *target, const char *module, const char *pattern,
				void (*visit)(void *context, const char *module,
					      const char *name),
				void *context);

/*
 * Visits the functions in MODULE (NULL: anywhere) whose names start with PREFIX, as
 * target_match_functions finds them but for a few that cannot be had: for who is typing.
 */
void target_complete_functions(struct target *target, const char *module, const char *prefix,
			       void (*visit)(void *context, const char *module, const char *name),
			       void *context);

/*
 * Whether there is a kernel symbol (function or variable) of that name; ADDRESS is set, to 0
 * when it is hidden from us or nobody's (a kernel that is not running).
 */
bool target_find_symbol(struct target *target, const char *name, uint64_t *address);

/* Is there a symbol of MODULE? */
bool target_has_module(struct target *target, const char *module);

/* Offers the names of functions, of MODULE if not NULL. */
void target_suggest_function(struct target *target, const char *module, struct suggest *suggest);

/* ---- tracepoints ---- */

struct tracepoint_field {
	const char *name;
	const struct type *type;	/* __data_loc strings: string type with size 0 */
	uint32_t offset;		/* bytes from the record's start */
	uint32_t size;
	bool is_data_loc;		/* a 32-bit word: offset in the low half, length in the high */
	bool is_relative;		/* data_loc whose offset counts from the word's end (5.17) */
	const char *c_type;		/* as the format file says: "const char *" */
};

struct tracepoint {
	const char *category;
	const char *name;
	uint64_t id;			/* for perf_event_open; 0 when not readable */
	uint32_t field_count;		/* common_* left out */
	const struct tracepoint_field *fields;
};

/* 0, or -errno when tracefs cannot be read. */
int target_tracefs_status(struct target *target);

/* Reads events/CATEGORY/NAME/format; NULL when absent; recorded. */
const struct tracepoint *target_find_tracepoint(struct target *target, const char *category,
						const char *name);
void target_match_tracepoints(struct target *target, const char *category, const char *pattern,
			      void (*visit)(void *context, const char *category, const char *name),
			      void *context);
/* The subsystems that tracepoints are in. */
void target_match_categories(struct target *target, const char *pattern,
			     void (*visit)(void *context, const char *category), void *context);
void target_match_raw_tracepoints(struct target *target, const char *pattern,
				  void (*visit)(void *context, const char *module,
						const char *name), void *context);
void target_suggest_tracepoint(struct target *target, struct suggest *suggest); /* "cat:name" */
