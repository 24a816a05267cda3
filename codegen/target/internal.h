/*
 * Internal: what the files of codegen/target share and nobody else sees.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "codegen/target/kernel_file.h"
#include "codegen/target/table.h"
#include "codegen/target/target.h"

struct binary_dwarf;
struct btf;
struct btf_dump;
struct btf_type;
struct growing_file;
struct symbols;

/* One BTF: the kernel's own (number 0) or a module's. */
struct target_btf {
	const char *name;		/* "vmlinux" or the module's name */
	bool is_tried;			/* reading was attempted; BTF stays NULL when it failed */
	struct btf *btf;
	uint32_t first_id;		/* of its own types; those before are vmlinux' */
	uint32_t end_id;
	const struct type **types;	/* converted so far, by id - first_id */
	struct btf_dump *dump;		/* definition.c; NULL until a definition is printed */
	struct buffer *dump_out;	/* where it prints at the moment */
	unsigned questions;		/* searches by name so far */
	uint32_t *index;		/* ids of its own named types, by hash of the name; 0: free */
	uint32_t index_mask;
	bool is_signedness_known;	/* the next member was worked out */
	bool has_enum_sign;		/* its maker wrote down whether an enum is signed */
};

struct target {
	struct arena *arena;
	struct type_table *types;
	const char *root;
	struct kernel_files *files;
	long (*ask_feature)(void *context, enum feature feature);
	void *ask_context;
	const char *feature_file;	/* content of ROOT/ktrace/features; NULL: not read yet */
	const char *config;		/* the kernel's configuration; NULL: not read yet */
	bool can_tell_config;		/* it could be read */
	struct table facts;		/* struct fact by name */
	struct fact *first_fact, *last_fact;
	struct table answers;		/* by kind and name: "struct x", "function x", … */
	int btf_status;			/* 1: not tried yet */
	bool are_modules_listed;
	struct target_btf **btfs;	/* vmlinux first */
	uint32_t btf_count;
	struct symbols *symbols;	/* symbols.c */
	struct growing_file *hookable;	/* hookable.c */
	struct binary_dwarf *binaries;	/* user programs whose debug information was asked */
	const struct target_file *first_file;	/* the one noted last */
};

/* ---- target.c ---- */

/* Does NAME match the glob PATTERN? NULL matches everything. */
bool target_glob(const char *pattern, const char *name);

/* ---- facts.c ---- */

/* Records NAME = formatted value, unless NAME is there already; NAME is copied. */
void target_record(struct target *target, const char *name, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* ---- btf.c ---- */

/* One type of one BTF, modifiers not yet skipped. */
struct btf_place {
	uint32_t module;
	uint32_t id;
};

/* Reads the kernel's own BTF and makes its index. */
void target_read_types(struct target *target);

/* Loads vmlinux' BTF at the first call; NULL when there is none. */
struct target_btf *target_vmlinux_btf(struct target *target);

/* BTF number MODULE, loaded; NULL when it cannot be read. */
struct target_btf *target_module_btf(struct target *target, uint32_t module);

/* How many BTFs there are, modules included; lists the modules at the first call. */
uint32_t target_btf_count(struct target *target);

/*
 * Finds NAME of KIND (BTF_KIND_*), in MODULE, or when that is NULL in vmlinux and then
 * in the modules.
 */
bool target_find_btf(struct target *target, const char *module, const char *name, uint32_t kind,
		     struct btf_place *place);

/*
 * The name behind PREFIX of the next type of KIND (BTF_KIND_*) that begins so, in vmlinux and
 * then in the modules; *PLACE, {0} before the first, becomes its place. NULL behind the last.
 */
const char *target_next_prefixed(struct target *target, uint32_t kind, const char *prefix,
				 struct btf_place *place);

/* The type of ID in BTF; NULL when there is none (damaged BTF). */
const struct btf_type *target_btf_type(const struct target_btf *btf, uint32_t id);

/* A name of BTF; "" for none. */
const char *target_btf_name(const struct target_btf *btf, uint32_t offset);

/* Follows const, volatile, restrict, typedefs and type tags. */
uint32_t target_skip_modifiers(const struct target_btf *btf, uint32_t id);

/* ---- btf_convert.c ---- */

/* The ktrace type of a BTF type; void when the BTF is damaged there. */
const struct type *target_convert(struct target *target, uint32_t module, uint32_t id);

/* ---- btf_fields.c ---- */

/* Name and value of constant INDEX of an enum's definition. */
const char *target_constant_name(const struct target_btf *btf, const struct btf_type *definition,
				 uint32_t index);
int64_t target_constant_value(const struct btf_type *definition, uint32_t index, bool is_signed);

/* ---- spelling.c ---- */

/* Appends the type as C writes it, without a name: "const char *", "int (*)(void *)". */
void target_spell_type(const struct target_btf *btf, uint32_t id, struct buffer *out);

/* ---- tracepoint_type.c ---- */

/*
 * Fills name and type of FIELD from its declaration in a format file ("const char * path"),
 * its offset and size being known. IS_SYSCALL: pointers are user memory and every
 * value is as wide as a register.
 */
void target_declare_field(struct target *target, const char *declaration, bool is_signed,
			  bool is_syscall, struct tracepoint_field *field);

/* ---- symbols.c ---- */

struct symbol {
	const char *name;		/* not NUL-terminated: LENGTH bytes */
	uint32_t length;
	const char *module;		/* the same; NULL for the kernel's own */
	uint32_t module_length;
	const char *line;		/* starts with the address in hexadecimal */
	char kind;			/* kallsyms' letter */
	bool is_generated;		/* a BPF program's or a trampoline's, not the kernel's own */
	const char *closed_because;	/* why the kernel keeps probes away from there; NULL */
	bool takes_fentry;		/* though closed to kprobes */
};

/* Is it in text, where functions are? */
bool target_is_function_symbol(const struct symbol *symbol);

/* 0 where addresses are hidden. */
uint64_t target_symbol_address(const struct symbol *symbol);

/* Visits every symbol, of any kind, that is called NAME or NAME and a suffix (".isra.0"). */
void target_visit_named(struct target *target, const char *name,
			void (*visit)(void *context, const struct symbol *symbol), void *context);

/* Visits every function symbol whose name starts with PREFIX. */
void target_visit_symbols(struct target *target, const char *prefix,
			  void (*visit)(void *context, const struct symbol *symbol), void *context);

/* Is there a list of symbols at all? */
bool target_has_symbols(struct target *target);

void target_release_symbols(struct target *target);

/* Reads and indexes all symbols. */
void target_read_symbols(struct target *target);

/* ---- traceable.c ---- */

/* Is SYMBOL on the kernel's list of functions that kprobes refuse? */
bool target_refuses_kprobe(struct target *target, const char *symbol);

/* ---- hookable.c ---- */

void target_release_hookable(struct target *target);

/* Visits the lines of the list of those that can be hooked; false when there is no list. */
bool target_visit_hookable(struct target *target, const char *prefix,
			   void (*visit)(void *context, const char *line, size_t length),
			   void *context);

/* Reads which functions can be hooked. */
void target_read_hookable(struct target *target);
