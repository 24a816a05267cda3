/*
 * Live: what the output side may know of a loaded program: its plan and the
 * descriptors behind it. The loader (runtime/load.h) fills and owns it.
 */
#pragma once

#include <stdint.h>

struct plan;
struct plan_control;

struct live {
	const struct plan *plan;
	int *map_fds;			/* one for each of plan->maps */
	int ring_fd;
	int ledger_fd;
	struct plan_control *control;	/* mapped, shared with the programs */
	unsigned cpu_count;		/* possible CPUs: values of per-CPU maps have so many parts */
};
