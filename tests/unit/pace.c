/*
 * Pace: polling starts when records come fast and ends when they stop.
 */
#include "runtime/pace.h"

#include <criterion/criterion.h>

#define MS 1000000ull

Test(pace, single_records_wake)
{
	struct pace pace = { 0 };

	for (uint64_t now = 0; now < 1000 * MS; now += MS)
		cr_assert_eq(pace_note(&pace, 1, now), PACE_SAME, "a thousand a second");
	cr_expect_eq(pace_timeout(&pace), -1);
}

Test(pace, a_burst_is_polled_until_it_is_over)
{
	struct pace pace = { 0 };
	uint64_t now = 5000 * MS;
	int polls = 0;

	cr_expect_eq(pace_note(&pace, 1, now), PACE_SAME);
	cr_expect_eq(pace_note(&pace, 1000, now + MS), PACE_TO_BUSY);
	cr_expect_gt(pace_timeout(&pace), 0);
	for (int i = 0; i < 50; i++)
		cr_assert_eq(pace_note(&pace, i % 5 ? 0 : 100, now += 2 * MS), PACE_SAME);
	while (pace_note(&pace, 0, now += 2 * MS) == PACE_SAME)
		cr_assert_lt(++polls, 100);
	cr_expect_gt(polls, 2);
	cr_expect_eq(pace_timeout(&pace), -1);
	cr_expect_eq(pace_note(&pace, 1, now), PACE_SAME);
}

Test(pace, many_wakeups_in_a_short_time_are_a_burst_too)
{
	struct pace pace = { 0 };
	uint64_t now = 0;
	int notes = 1;

	while (pace_note(&pace, 1, now += 100000) == PACE_SAME)
		cr_assert_lt(++notes, 200);
	cr_expect_leq(notes, 100, "ten thousand a second");
}
