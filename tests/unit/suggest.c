/*
 * Suggest: distances, and which names count as near.
 */
#include "lexer/suggest.h"

#include <criterion/criterion.h>
#include <string.h>

Test(suggest, distances)
{
	static const struct {
		const char *one, *other;
		unsigned distance;
	} rows[] = {
		{ "", "", 0 }, { "", "abc", 3 }, { "abc", "", 3 }, { "same", "same", 0 },
		{ "kitten", "sitting", 3 }, { "ab", "ba", 1 }, { "ca", "abc", 3 },
		{ "vfs_unlnik", "vfs_unlink", 1 }, { "pid", "ppid", 1 }, { "abcd", "bcda", 2 },
		{ "sunday", "saturday", 3 }, { "Comm", "comm", 1 },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		cr_expect_eq(suggest_distance(rows[i].one, rows[i].other, 9), rows[i].distance,
			     "%s %s", rows[i].one, rows[i].other);
		cr_expect_eq(suggest_distance(rows[i].other, rows[i].one, 9), rows[i].distance,
			     "%s %s", rows[i].other, rows[i].one);
	}
}

/* The same, computed cell by cell without any shortcut. */
static unsigned plain_distance(const char *one, const char *other)
{
	unsigned cells[16][16];
	unsigned rows = (unsigned)strlen(one), columns = (unsigned)strlen(other);

	for (unsigned i = 0; i <= rows; i++) {
		for (unsigned j = 0; j <= columns; j++) {
			unsigned best = i + j;

			if (i && cells[i - 1][j] + 1 < best)
				best = cells[i - 1][j] + 1;
			if (j && cells[i][j - 1] + 1 < best)
				best = cells[i][j - 1] + 1;
			if (i && j && cells[i - 1][j - 1] + (one[i - 1] != other[j - 1]) < best)
				best = cells[i - 1][j - 1] + (one[i - 1] != other[j - 1]);
			if (i > 1 && j > 1 && one[i - 1] == other[j - 2] &&
			    one[i - 2] == other[j - 1] && cells[i - 2][j - 2] + 1 < best)
				best = cells[i - 2][j - 2] + 1;
			cells[i][j] = best;
		}
	}
	return cells[rows][columns];
}

Test(suggest, the_band_gives_what_the_whole_table_gives)
{
	unsigned seed = 1;

	for (unsigned round = 0; round < 20000; round++) {
		char names[2][12] = { "", "" };

		for (unsigned name = 0; name < 2; name++) {
			unsigned length = (seed = seed * 1103515245 + 12345) >> 16 & 7;

			for (unsigned i = 0; i < length; i++)
				names[name][i] = "abc"[((seed = seed * 1103515245 + 12345) >> 16) % 3];
		}
		for (unsigned limit = 0; limit < 9; limit++) {
			unsigned distance = plain_distance(names[0], names[1]);

			cr_assert_eq(suggest_distance(names[0], names[1], limit),
				     distance > limit ? limit + 1 : distance, "%s %s %u", names[0],
				     names[1], limit);
		}
	}
}

Test(suggest, counting_stops_at_the_limit)
{
	char long_name[2000];

	memset(long_name, 'x', sizeof(long_name));
	long_name[sizeof(long_name) - 1] = '\0';
	cr_assert_eq(suggest_distance("abcdef", "uvwxyz", 2), 3);
	cr_assert_eq(suggest_distance("a", "abcdef", 2), 3);
	cr_assert_eq(suggest_distance(long_name, "x", 3), 4);
	cr_assert_eq(suggest_distance(long_name, long_name + 1, 3), 4);
	cr_assert_eq(suggest_distance(long_name, long_name, 3), 0);
}

static const char *nearest(const char *wanted, const char *const *candidates)
{
	struct suggest suggest;

	suggest_start(&suggest, wanted);
	for (; *candidates; candidates++)
		suggest_offer(&suggest, *candidates);
	return suggest.best;
}

#define NEAREST(wanted, ...) nearest(wanted, (const char *const[]){ __VA_ARGS__, NULL })

Test(suggest, the_nearest_wins_and_the_first_of_equals)
{
	cr_assert_str_eq(NEAREST("vfs_unlnk", "vfs_link", "vfs_unlink", "vfs_unlock"), "vfs_unlink");
	cr_assert_str_eq(NEAREST("retvl", "retval", "retvel"), "retval");
	cr_assert_str_eq(NEAREST("pd", "cpu", "pid"), "pid");
}

Test(suggest, far_names_are_not_suggested)
{
	cr_assert_null(NEAREST("dentry", "inode", "comm", "pid"));
	cr_assert_null(NEAREST("x", "y", "z"));
	cr_assert_null(NEAREST("cat", "dog"));
}
