/*
 * Binary: functions of ELF files, tried on this very program and its C library.
 */
#include "codegen/target/binary.h"

#include <criterion/criterion.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "lexer/arena.h"
#include "lexer/suggest.h"

#define SELF "/proc/self/exe"

__attribute__((noinline)) int binary_landmark(int number);

/* A function whose bytes are compared with the file's. */
__attribute__((noinline)) int binary_landmark(int number)
{
	return number * 7919 + 104729;
}

Test(binary, a_symbols_offset_is_where_its_code_lies_in_the_file)
{
	unsigned char code[16];
	uint64_t offset;
	int descriptor = open(SELF, O_RDONLY);

	cr_assert_eq(binary_find_symbol(SELF, "binary_landmark", &offset), 0);
	cr_assert_eq(pread(descriptor, code, sizeof(code), (off_t)offset),
		     (ssize_t)sizeof(code));
	cr_expect_eq(memcmp(code, (const void *)binary_landmark, sizeof(code)), 0);
	cr_expect_eq(binary_landmark(1), 112648);
	close(descriptor);
}

Test(binary, what_is_not_there)
{
	uint64_t offset;

	cr_expect_eq(binary_find_symbol(SELF, "no_such_landmark", &offset), -ENOENT);
	cr_expect_eq(binary_find_symbol("/nonexistent", "main", &offset), -ENOENT);
	cr_expect_eq(binary_find_symbol("/etc/passwd", "main", &offset), -ENOEXEC);
	cr_expect_eq(binary_find_symbol("/dev/null", "main", &offset), -ENOEXEC);
	cr_expect_eq(binary_address_offset(SELF, UINT64_MAX - 8, &offset), -ENOENT);
}

Test(binary, an_address_is_turned_by_its_segment)
{
	uint64_t by_name, by_address;
	Dl_info info;

	cr_assert_neq(dladdr((const void *)binary_landmark, &info), 0);
	cr_assert_eq(binary_find_symbol(SELF, "binary_landmark", &by_name), 0);
	cr_assert_eq(binary_address_offset(SELF, (uint64_t)((const char *)binary_landmark -
				(const char *)info.dli_fbase), &by_address), 0);
	cr_expect_eq(by_name, by_address);
}

Test(binary, the_c_library_is_found_by_its_short_name)
{
	struct arena *arena = arena_new();
	const char *path = binary_find(arena, "libc", "");
	uint64_t offset;

	cr_assert_not_null(path);
	cr_expect_not_null(strstr(path, "libc"));
	cr_expect_eq(binary_find_symbol(path, "malloc", &offset), 0);
	cr_expect_neq(offset, 0);
	cr_expect_null(binary_find(arena, "libnosuchthing", ""));
	cr_expect_null(binary_find(arena, "", ""));
	arena_free(arena);
}

Test(binary, programs_and_paths)
{
	struct arena *arena = arena_new();
	const char *shell = binary_find(arena, "sh", "");
	char root[32], own[64];

	cr_assert_not_null(shell);
	cr_expect_eq(shell[0], '/');
	cr_expect_str_eq(binary_find(arena, SELF, ""), SELF);
	cr_expect_null(binary_find(arena, "/nonexistent", ""));
	snprintf(root, sizeof(root), "/proc/%d/root", (int)getpid());
	snprintf(own, sizeof(own), "%s/etc/passwd", root);
	cr_expect_str_eq(binary_find(arena, "/etc/passwd", root), own);
	arena_free(arena);
}

static void count_landmarks(void *context, const char *symbol, uint64_t offset)
{
	int *count = context;

	cr_expect_eq(strncmp(symbol, "binary_landma", 13), 0);
	cr_expect_neq(offset, 0);
	(*count)++;
}

Test(binary, globs_and_suggestions)
{
	struct arena *arena = arena_new();
	struct suggest suggest;
	int count = 0;

	cr_expect_eq(binary_match_symbols(SELF, "binary_landma?k", count_landmarks, &count), 0);
	cr_expect_eq(count, 1);
	suggest_start(&suggest, "binary_landmrak");
	cr_expect_eq(binary_suggest_symbol(arena, SELF, &suggest), 0);
	cr_assert_not_null(suggest.best);
	cr_expect_str_eq(suggest.best, "binary_landmark");
	arena_free(arena);
}
