/*
 * Running: a loaded program while it traces: its ring, what it is attached to, and what
 * it has asked for. A session has one; the prompt has several.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "codegen/plan.h"
#include "runtime/attach.h"
#include "runtime/ledger.h"
#include "runtime/pace.h"
#include "runtime/ring.h"

struct events;
struct load;
struct loss_summary;
struct sink;

struct running {
	/* the caller's */
	struct load *load;
	struct events *events;
	struct sink *sink;
	int tracefs_fd;
	pid_t pid;			/* uprobes: of this process only; 0: all */
	bool quiet, color;
	/* its own */
	struct ring ring;
	bool has_ring;
	struct pace pace;
	struct attachments attachments;
	unsigned elements;		/* of iterators, that are gone over next */
	struct ledger_missed missed;	/* noted when it was detached */
	int output_error;		/* -errno of the first write that failed */
};

/* Opens the ring. False after saying why. */
bool running_open(struct running *running);
void running_close(struct running *running);

/* Runs the programs of MECHANISM, begin or end. False after saying why. */
bool running_run(const struct running *running, enum mechanism mechanism);

/* Attaches everything that is not begin or end; what could not be is said. False: nothing runs. */
bool running_attach(struct running *running);

/*
 * Goes over some more elements of its iterators; false when all are through. To be called
 * with reads in between, which make room for records.
 */
bool running_iterate(struct running *running);

/* How many probes it has, begin and end included. */
unsigned running_count_probes(const struct running *running);

/* Is there a record to be read? */
bool running_has_records(const struct running *running);

/* Carries out at most MOST records and writes them out; how many there were. */
unsigned running_read(struct running *running, unsigned most);

/* Has the program called exit()? */
bool running_has_exited(const struct running *running);

/* Whether programs wake the reader with each record; that no record is forgotten is seen to. */
void running_set_wakeups(struct running *running, bool wanted);

/* Detaches it, runs end and reads the last records; SUM is the ledger. False after saying why. */
bool running_stop(struct running *running, struct plan_ledger *sum);

/* What became of its outputs, once it is stopped. */
void running_summarise(const struct running *running, const struct plan_ledger *sum,
		       struct loss_summary *summary);
