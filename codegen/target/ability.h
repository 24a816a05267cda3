/*
 * Ability: what a kernel has besides types, functions and tracepoints: its version, its
 * configuration, the helpers, map kinds and functions that BPF programs may use. Each answer is
 * recorded as a fact.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct target;

/* The upstream version (see version.h); false when the kernel's files do not tell it. */
bool target_version(struct target *target, uint64_t *version);

/* The helper bpf_NAME, known by the kernel's enum bpf_func_id; NAME may have the prefix. */
bool target_has_helper(struct target *target, const char *name);

/* The map kind, as ktrace (percpulruhash) or BPF (lru_percpu_hash) spells it. */
bool target_has_map_kind(struct target *target, const char *kind);

/* What BTF says of a function: kernels since about 6.10 tag those that BPF programs may call. */
enum kfunc_mark {
	KFUNC_MARK_ABSENT,	/* there is no such function */
	KFUNC_MARK_OTHERS,	/* others are tagged, this one is not */
	KFUNC_MARK_NONE,	/* nothing is: it may be one, or an ordinary function */
	KFUNC_MARK_TAGGED,
};

/* How NAME is marked. SINCE, "6.2" or "", is the kernel that brought it, for the record. */
enum kfunc_mark target_find_kfunc(struct target *target, const char *name, const char *since);

/*
 * The names of all functions that are tagged, in vmlinux and in modules, in no order, from
 * the arena; COUNT is set, 0 where nothing is.
 */
const char **target_list_kfuncs(struct target *target, uint32_t *count);

/* The security module NAME is active. */
bool target_has_security_module(struct target *target, const char *name);

/*
 * The value of CONFIG_NAME ("y", "m", "250"), from the arena; NULL when it is not set.
 * CAN_TELL is false when the configuration cannot be read.
 */
const char *target_config(struct target *target, const char *name, bool *can_tell);

/* Records what was concluded from other answers, such as that of has(). */
void target_record_answer(struct target *target, const char *question, bool answer);
