/*
 * Function choice: which mechanism a probe on a kernel function is attached by.
 */
#pragma once

#include <stdbool.h>

#include "codegen/plan.h"
#include "codegen/probe_kind.h"

struct checker;
struct function_place;

/* The mechanisms of one kind of probe. */
struct function_kind {
	bool is_return;
	bool is_trampoline;	/* fentry and fexit come first */
	bool is_best;		/* no mechanism was asked for */
	enum mechanism kprobe, kprobe_multi, trampoline;
};

struct function_kind function_kind_of(enum probe_kind kind);

/* What the kernel can do with functions at all. */
struct function_abilities {
	bool kprobe, kprobe_multi, trampoline;
	const char *no_trampoline;	/* why not: the end of a sentence */
	bool is_exact;		/* whether a kprobe will be refused has to be known beforehand, which
				   takes as long as the rest of the compilation */
};

struct function_abilities function_abilities_find(struct checker *checker);

/* What was found; a reason against a mechanism is NULL when it serves or was not looked at. */
struct function_choice {
	const char *no_kprobe, *no_trampoline;
	enum mechanism mechanism;
	const char *reason;
};

/*
 * Chooses for PLACE, or an instruction inside it. False when nothing serves; then CHOICE has
 * both reasons, which are the arena's.
 */
bool function_choose(struct checker *checker, const struct function_kind *kind,
		     const struct function_abilities *abilities,
		     const struct function_place *place, bool is_inside,
		     struct function_choice *choice);
