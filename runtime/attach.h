/*
 * Attach: hooking loaded programs to what they trace, by one row a mechanism.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "codegen/plan.h"

struct arena;
struct load;

/* One descriptor that keeps a program attached; closing it ends that. */
struct attachment {
	int fd;
	int link_fd;		/* a BPF link on a perf event, where the kernel has them; -1 */
	uint32_t program;	/* index in the plan */
	bool is_keeper;		/* of a program that only keeps values for another */
};

struct attach_failure {
	int error;			/* -errno */
	const struct plan_target *target;
	const struct plan_program *program;
};

struct attachments {
	struct attachment *list;
	unsigned count, capacity;
	unsigned probes;	/* places attached, as people count them */
	unsigned skipped;	/* places of patterns that could not be */
	unsigned iterated;	/* iterators among the first so many have been gone over */
	struct attach_failure first_skipped;
};

struct attach_options {
	struct arena *arena;
	const struct load *load;
	int tracefs_fd;		/* -1: none */
	pid_t pid;		/* uprobes: this process only; 0: all */
};

/*
 * Attaches every program that waits for something to happen (not begin, not end).
 * False at the first that cannot be; what is attached so far stays in LIST. Of the
 * places that a pattern matched, those that the kernel refuses are left out, and
 * counted, as long as there are others.
 */
bool attach_all(const struct attach_options *options, struct attachments *list,
		struct attach_failure *failure);

/* Detaches all, several at a time; afterwards no program is started any more. */
void attach_stop(struct attachments *list);

/* Elements that are gone over at once: signals are looked at in between. */
enum { ATTACH_ELEMENTS_MOST = 512 };

/*
 * Goes over the next MOST elements of the iterators, one iterator after the other; false when
 * all are through. One that ends early is told as FAILURE, whose error is 0 otherwise.
 */
bool attach_iterate(const struct load *load, struct attachments *list, unsigned most,
		    struct attach_failure *failure);

/* Whether the plan has an iterator. */
bool attach_has_iterator(const struct plan *plan);

/*
 * How many probes the plan has that nothing is attached for; whether it has any that wait for
 * something: more than begin, end and iterators.
 */
unsigned attach_count_run(const struct plan *plan);
bool attach_has_others(const struct plan *plan);

/* Runs every program of MECHANISM (begin or end) once, in order; 0 or -errno. */
int attach_run(const struct load *load, enum mechanism mechanism);

/* Whether a probe of the plan is for that signal; running all that are, in order; 0 or -errno. */
bool attach_has_signal(const struct plan *plan, int number);
int attach_run_signal(const struct load *load, int number);
