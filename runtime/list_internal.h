/*
 * List, inside: what the files of -l share.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "codegen/probe_kind.h"

struct arena;
struct target;
struct type;

/* One probe or type that matched; every member lives in the listing's or the target's arena. */
struct list_entry {
	const char *title;	/* the whole line */
	enum probe_kind kind;
	const char *group;	/* module, category or file; NULL when the line has none */
	const char *name;
	uint64_t offset;	/* uprobes: of the function in the file */
	const char *arguments;	/* usdt: as the note has them */
};

struct listing {
	struct target *target;
	struct arena *arena;
	int pid;
	bool verbose, is_json;
	FILE *out;
	struct list_entry *entries;
	size_t count, capacity;
	enum probe_kind kind;	/* being collected */
	bool has_module;	/* the pattern names a module: lines show it */
	const char *path;	/* uprobes: the file being read */
	unsigned shared;	/* names left out because several functions have them */
};

/* Adds a line; its texts are kept. */
void list_add(struct listing *listing, const char *group, const char *name, const char *title);

/* "PROVIDER:PATTERN", the provider (LENGTH bytes) by name, alias or glob. 0, or -errno. */
int list_collect_provider(struct listing *listing, const char *name, size_t length,
			  const char *pattern);

/* FILE:[PROVIDER:]NAME, each a pattern; FILE may be * with -p. 0, or -errno. */
int list_collect_usdt(struct listing *listing, const char *pattern);

/* PATTERN in each provider of the kernel's. */
void list_collect_everywhere(struct listing *listing, const char *pattern);

/* "struct PATTERN", "union PATTERN", "enum PATTERN". */
void list_collect_types(struct listing *listing, const char *pattern);

/* Prints the probes (the types) that were collected, in order, and forgets them. */
void list_show_probes(struct listing *listing);
void list_show_types(struct listing *listing);

/* Prints ENTRY as a JSON object; TYPE is NULL unless its members are wanted. */
void list_json_probe(struct listing *listing, const struct list_entry *entry);
void list_json_type(struct listing *listing, const struct list_entry *entry,
		    const struct type *type);

/* Whose definition it is: the kernel's, or the system-call interface's. */
const char *list_origin(const struct type *type);

/* One value that a probe's program may name. */
struct list_variable {
	const char *name, *c_type;
};

/* What -v tells of a probe. */
struct list_detail {
	struct list_variable *arguments;
	uint32_t argument_count;
	bool is_variadic;
	const char *result;		/* the C type of retval; NULL: there is none */
};

/* What is known of ENTRY's arguments and result, from the arena. */
struct list_detail list_detail_find(struct listing *listing, const struct list_entry *entry);

/* The same of a usdt probe. */
struct list_detail list_detail_usdt(struct listing *listing, const struct list_entry *entry);
