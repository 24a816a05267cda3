/*
 * Ledger: where every output went, from the kernel's counters and the reader's.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct attachments;
struct buffer;
struct events;
struct load;
struct loss_summary;
struct plan_ledger;

/* Firings that the kernel dropped; must be asked while the programs are still attached. */
struct ledger_missed {
	bool is_known;		/* false: this kernel cannot tell (before 6.7) */
	uint64_t count;
};

/* Sums the ledger over the CPUs; all zero when the program has none. 0 or -errno. */
int ledger_read(const struct load *load, struct plan_ledger *sum);

/* True when every record that was counted as wanted has been seen or was lost. */
bool ledger_is_settled(const struct plan_ledger *sum, const struct events *events);

struct ledger_missed ledger_count_missed(const struct load *load,
					 const struct attachments *attachments);

/* Puts the sums together; LOST_OUTPUT is what could not be written out. */
void ledger_summarise(const struct plan_ledger *sum, const struct events *events,
		      const struct ledger_missed *missed, uint64_t lost_output,
		      struct loss_summary *summary);

/* Whether anything was lost or missed. */
bool ledger_has_loss(const struct loss_summary *summary);

/* Appends the sentence that tells people what was lost (no newline); nothing if nothing was. */
void ledger_describe(const struct loss_summary *summary, struct buffer *out);
