/*
 * Pace: the thresholds. More than three thousand records a second are polled for.
 */
#include "runtime/pace.h"

enum {
	WINDOW_NS = 10000000,		/* over which records are counted while idle */
	BUSY_RECORDS = 32,		/* in one window: start polling */
	POLL_MS = 2,
	QUIET_POLLS = 10,		/* without a record: stop polling */
};

enum pace_change pace_note(struct pace *pace, unsigned count, uint64_t now)
{
	if (pace->is_busy) {
		pace->empty_polls = count ? 0 : pace->empty_polls + 1;
		if (pace->empty_polls < QUIET_POLLS)
			return PACE_SAME;
		*pace = (struct pace){ .window_start = now };
		return PACE_TO_IDLE;
	}
	if (now - pace->window_start > WINDOW_NS) {
		pace->window_start = now;
		pace->recent = 0;
	}
	pace->recent += count;
	if (pace->recent < BUSY_RECORDS)
		return PACE_SAME;
	*pace = (struct pace){ .is_busy = true };
	return PACE_TO_BUSY;
}

int pace_timeout(const struct pace *pace)
{
	return pace->is_busy ? POLL_MS : -1;
}
