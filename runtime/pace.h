/*
 * Pace: when records wake the reader one by one, and when it comes by itself.
 *
 * A wake-up costs the traced task more than the record. So while records come
 * fast, programs are told to wake nobody and the ring is read every two
 * milliseconds; when it has been quiet for a while, they wake the reader again,
 * which sleeps without an end until then.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct pace {
	bool is_busy;			/* the ring is polled */
	unsigned recent;		/* records since window_start */
	unsigned empty_polls;		/* one after the other */
	uint64_t window_start;		/* ns */
};

enum pace_change {
	PACE_SAME,
	PACE_TO_BUSY,
	PACE_TO_IDLE,
};

/* Notes that COUNT records were read at time NOW (ns) and says what is to change. */
enum pace_change pace_note(struct pace *pace, unsigned count, uint64_t now);

/* How long to sleep, in milliseconds; -1: until woken. */
int pace_timeout(const struct pace *pace);
