/*
 * Param kind: the types that a parameter can have, and how each reads its values.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct buffer;
struct diag_set;
struct param_item;
struct param_type;
struct target;
struct value_reader;

enum param_form {
	PARAM_NUMBER,
	PARAM_BOOLEAN,
	PARAM_TEXT,
};

/* One value as it was read; which member counts follows from the kind's form. */
struct param_value {
	uint64_t number;
	bool is_negative;		/* NUMBER is a negative int64 */
	bool is_duration;
	const char *text;
	uint32_t length;
};

/* While a value is read: what is asked, and what was found out on the way. */
struct value_reader {
	struct arena *arena;
	struct target *target;
	const struct param_type *type;
	const char *problem;		/* why ITEM was refused; NULL: it just is no such value */
	const char *hint;		/* what to paste; NULL */
	bool asks_system;		/* the answer is not the same tomorrow */
};

/* A type by its name; sets are none of them, they have such elements. */
struct param_kind {
	const char *name;
	enum param_form form;
	const char *placeholder;	/* in --help: --NAME PLACEHOLDER */
	const char *wanted;		/* "takes WANTED": "a number such as 5 or 0x1f" */
	bool is_raw;			/* the text is the value, whatever is in it */
	/* False when ITEM is no such value. NULL: set(syscall)'s, which are read as a set. */
	bool (*read)(struct value_reader *reader, const struct param_item *item,
		     struct param_value *value);
};

/* The kind that a declaration names; NULL when there is none. */
const struct param_kind *param_kind_find(const char *name);

/* The name nearest to NAME among kinds and `set`; NULL when none is near. */
const char *param_kind_suggest(const char *name);

/* "int, uint, …" */
const char *param_kind_names(struct arena *arena);

/* The id of the control group (of version 2) at PATH, whole or below where they are mounted. */
bool param_kind_find_cgroup(struct arena *arena, const char *path, uint64_t *id);
