/*
 * Version: how kernels and distributions write versions, and which of them counts.
 */
#include "codegen/target/version.h"

#include <criterion/criterion.h>

#include "lexer/arena.h"

#define DEBIAN "Linux version 6.1.0-21-amd64 (debian-kernel@lists.debian.org) (gcc-12 (Debian " \
	"12.2.0-14) 12.2.0, GNU ld (GNU Binutils for Debian) 2.40) #1 SMP PREEMPT_DYNAMIC " \
	"Debian 6.1.90-1 (2024-05-03)\n"
#define UBUNTU "Linux version 5.15.0-105-generic (buildd@lcy02-amd64-007) (gcc (Ubuntu " \
	"11.4.0-1ubuntu1~22.04) 11.4.0, GNU ld (GNU Binutils for Ubuntu) 2.38) " \
	"#115-Ubuntu SMP Mon Apr 15 09:52:04 UTC 2024\n"

static const char *parsed(struct arena *arena, const char *text)
{
	uint64_t version;

	return version_parse(text, &version) ? version_print(arena, version) : "none";
}

Test(version, what_is_written)
{
	struct arena *arena = arena_new();

	cr_expect_str_eq(parsed(arena, "v5.16"), "5.16.0");
	cr_expect_str_eq(parsed(arena, "v5.16.3"), "5.16.3");
	cr_expect_str_eq(parsed(arena, "v6"), "6.0.0");
	cr_expect_str_eq(parsed(arena, "6.1.90-1 (2024-05-03)"), "6.1.90");
	cr_expect_str_eq(parsed(arena, "5.10.0-30-amd64"), "5.10.0");
	cr_expect_str_eq(parsed(arena, "6.12~rc6-1"), "6.12.0");
	cr_expect_str_eq(parsed(arena, "6.12-rc1"), "6.12.0");
	cr_expect_str_eq(parsed(arena, "6.12.\n"), "6.12.0");
	cr_expect_str_eq(parsed(arena, "4.9.337.1"), "4.9.337");
	cr_expect_str_eq(parsed(arena, "65535.65535.65535"), "65535.65535.65535");
	cr_expect_str_eq(parsed(arena, "65536"), "none");
	cr_expect_str_eq(parsed(arena, "5.99999999999999999999999"), "none");
	cr_expect_str_eq(parsed(arena, ""), "none");
	cr_expect_str_eq(parsed(arena, "v"), "none");
	cr_expect_str_eq(parsed(arena, "-5"), "none");
	cr_expect_str_eq(parsed(arena, "vv5"), "none");
	arena_free(arena);
}

Test(version, numbers_compare_as_versions)
{
	static const char *const order[] = { "2.6.39", "3.0", "5.9", "5.10", "5.10.1", "5.10.218",
					     "5.11", "6.0", "6.0.1", "10" };
	uint64_t before, version;
	size_t i;

	cr_assert(version_parse(order[0], &before));
	for (i = 1; i < sizeof(order) / sizeof(order[0]); i++, before = version) {
		cr_assert(version_parse(order[i], &version));
		cr_expect_lt(before, version, "%s", order[i]);
	}
}

static const char *found(struct arena *arena, const char *banner, const char *signature,
			 const char *release)
{
	uint64_t version;

	return version_find(banner, signature, release, &version) ?
	       version_print(arena, version) : "none";
}

Test(version, distributions_tell_it_elsewhere)
{
	struct arena *arena = arena_new();

	cr_expect_str_eq(found(arena, DEBIAN, NULL, "6.1.0-21-amd64\n"), "6.1.90");
	cr_expect_str_eq(found(arena, UBUNTU, "Ubuntu 5.15.0-105.115-generic 5.15.148\n",
			       "5.15.0-105-generic\n"), "5.15.148");
	cr_expect_str_eq(found(arena, UBUNTU, NULL, "5.15.0-105-generic\n"), "5.15.0");
	cr_expect_str_eq(found(arena, "Linux version 6.18.44 (x@y) (gcc (Debian 12.2.0-14) 12.2.0) "
			       "#1 SMP Tue\n", NULL, "6.18.44\n"), "6.18.44");
	cr_expect_str_eq(found(arena, "Linux version 6.18.44 (x@y)\n", NULL, NULL), "6.18.44");
	cr_expect_str_eq(found(arena, "FreeBSD 14\n", "nothing", "release\n"), "none");
	cr_expect_str_eq(found(arena, NULL, NULL, NULL), "none");
	arena_free(arena);
}
