/*
 * The ledger's sums: outputs = delivered + lost, and the sentence about it.
 */
#include "runtime/ledger.h"

#include <criterion/criterion.h>
#include <string.h>

#include "codegen/plan.h"
#include "lexer/buffer.h"
#include "runtime/events.h"
#include "runtime/sink.h"

static struct loss_summary summarise(const struct plan_ledger *sum, uint64_t delivered,
				     uint64_t lost_output)
{
	struct events events = { .delivered = delivered, .fault = 2, .truncated = 3 };
	struct ledger_missed missed = { .is_known = true, .count = 4 };
	struct loss_summary summary;

	ledger_summarise(sum, &events, &missed, lost_output, &summary);
	return summary;
}

Test(ledger, outputs_are_delivered_or_lost)
{
	const struct plan_ledger sum = {
		.events = 1000, .lost_ringbuf = 10, .updates = 500, .lost_map_full = 5,
		.degraded_fault = 6, .degraded_truncated = 7, .unmatched = 8, .abandoned = 3,
	};
	struct loss_summary summary = summarise(&sum, 990, 20);

	cr_expect_eq(summary.outputs, 1500);
	cr_expect_eq(summary.delivered + summary.lost_ringbuf + summary.lost_map_full +
			     summary.lost_output, summary.outputs);
	cr_expect_eq(summary.lost_output, 20);
	cr_expect_eq(summary.fault, 8);
	cr_expect_eq(summary.truncated, 10);
	cr_expect_eq(summary.missed, 12);
	cr_expect(ledger_has_loss(&summary));
}

/* A dropped return is known twice: by the kernel, and by the entry that waits in vain. */
Test(ledger, dropped_returns_count_once)
{
	const struct plan_ledger more = { .unmatched = 1, .abandoned = 9 };
	const struct plan_ledger fewer = { .unmatched = 1, .abandoned = 2 };

	cr_expect_eq(summarise(&more, 0, 0).missed, 10);
	cr_expect_eq(summarise(&fewer, 0, 0).missed, 5);
}

Test(ledger, settled_when_every_record_was_seen)
{
	const struct plan_ledger sum = { .events = 100, .lost_ringbuf = 10 };
	struct events events = { .delivered = 89 };

	cr_expect(!ledger_is_settled(&sum, &events));
	events.delivered = 90;
	cr_expect(ledger_is_settled(&sum, &events));
}

static void expect_sentence(const struct loss_summary *summary, const char *expected)
{
	struct buffer sentence = { 0 };

	ledger_describe(summary, &sentence);
	cr_expect_str_eq(sentence.data ? sentence.data : "", expected);
	cr_expect_eq(ledger_has_loss(summary), expected[0] != '\0');
	buffer_release(&sentence);
}

Test(ledger, sentences)
{
	struct loss_summary summary = { .outputs = 100, .delivered = 100, .fault = 9 };

	expect_sentence(&summary, "");
	summary.missed = 7;
	expect_sentence(&summary, "7 firings were missed");
	summary = (struct loss_summary){ .outputs = 100, .delivered = 97, .lost_ringbuf = 2,
					 .lost_map_full = 1 };
	expect_sentence(&summary, "Lost 3 of 100 outputs: 2 because the ring buffer was full, "
				  "1 because a map was full");
}
