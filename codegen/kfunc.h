/*
 * Kfunc: a function of the kernel that scripts may call: as it is declared, and as
 * this kernel has it.
 */
#pragma once

#include <stdbool.h>

struct function;
struct kfunc_declaration;

enum kfunc_flag {
#define KFUNC_FLAG(identifier, name, meaning) KFUNC_FLAG_##identifier##_BIT,
#include "codegen/kfunc_flag.def"
#undef KFUNC_FLAG
	KFUNC_FLAG_COUNT,
};

#define KFUNC_FLAG(identifier, name, meaning) \
	enum { KFUNC_##identifier = 1u << KFUNC_FLAG_##identifier##_BIT };
#include "codegen/kfunc_flag.def"
#undef KFUNC_FLAG

struct kfunc_flag_row {
	const char *name;		/* KF_ACQUIRE */
	const char *meaning;
};

extern const struct kfunc_flag_row kfunc_flag_rows[KFUNC_FLAG_COUNT];

/*
 * The sets in which the kernel registers these functions, as far as programs that
 * trace can tell them apart.
 */
enum kfunc_set {
	KFUNC_SET_COMMON,		/* every program (6.2) */
	KFUNC_SET_TRACING,		/* fentry, fexit, tp_btf; tracepoints and perf events (6.12) */
	KFUNC_SET_ELSEWHERE,		/* programs that are no probes */
	KFUNC_SET_UNKNOWN,		/* declared by the script: the verifier decides */
};

/* A set as the library names it. */
struct kfunc_set_row {
	const char *word;
	enum kfunc_set set;
	const char *programs;		/* KFUNC_SET_ELSEWHERE: those that may */
};

enum { KFUNC_SET_ROWS = 6 };
extern const struct kfunc_set_row kfunc_set_rows[KFUNC_SET_ROWS];

/* Sections of a program that have to be closed again, and what a call does to one. */
enum kfunc_section { KFUNC_SECTION_RCU, KFUNC_SECTION_PREEMPT, KFUNC_SECTIONS };
enum kfunc_effect { KFUNC_EFFECT_NONE, KFUNC_EFFECT_OPENS, KFUNC_EFFECT_CLOSES };

struct kfunc {
	const char *name;		/* as scripts call it; NAME___FLAVOUR is one of several
					   declarations of NAME */
	const char *symbol;		/* the kernel's name */
	const char *since;		/* "6.2", the kernel that brought it; "" for not known */
	const char *doc;		/* what it does; "" */
	enum kfunc_set set;
	const char *programs;		/* KFUNC_SET_ELSEWHERE: those that may call it */
	enum kfunc_effect effect;		/* on SECTION */
	enum kfunc_section section;
	unsigned flags;			/* KFUNC_ACQUIRE | ... */
	const struct kfunc_declaration *declaration;
	const struct function *function;	/* in this kernel; NULL: it has none, or another */
	struct kfunc *next;
};
