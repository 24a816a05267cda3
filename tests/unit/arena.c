/*
 * Arena and buffer: what their users rely on without looking.
 */
#include "lexer/arena.h"
#include "lexer/buffer.h"

#include <criterion/criterion.h>
#include <stdalign.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

Test(arena, memory_is_zeroed_aligned_and_disjoint)
{
	static const size_t sizes[] = { 0, 1, 7, 16, 17, 1000, 20000, 70000, 1, 300000, 3 };
	enum { COUNT = sizeof(sizes) / sizeof(sizes[0]) };
	struct arena *arena = arena_new();
	unsigned char *blocks[COUNT];

	for (size_t i = 0; i < COUNT; i++) {
		blocks[i] = arena_alloc(arena, sizes[i]);
		cr_assert_eq((uintptr_t)blocks[i] % alignof(max_align_t), 0);
		for (size_t at = 0; at < sizes[i]; at++)
			cr_assert_eq(blocks[i][at], 0);
		memset(blocks[i], (int)i + 1, sizes[i]);
	}
	for (size_t i = 0; i < COUNT; i++)
		for (size_t at = 0; at < sizes[i]; at++)
			cr_assert_eq(blocks[i][at], i + 1);
	arena_free(arena);
}

Test(arena, many_small_objects_stay_apart)
{
	struct arena *arena = arena_new();
	uint64_t **numbers = ARENA_NEW_ARRAY(arena, uint64_t *, 50000);

	for (uint64_t i = 0; i < 50000; i++) {
		numbers[i] = ARENA_NEW(arena, uint64_t);
		*numbers[i] = i;
	}
	for (uint64_t i = 0; i < 50000; i++)
		cr_assert_eq(*numbers[i], i);
	arena_free(arena);
}

Test(arena, texts)
{
	struct arena *arena = arena_new();
	char *copy = arena_copy_text(arena, "a\0b", 3);

	cr_assert_eq(memcmp(copy, "a\0b", 4), 0);
	cr_assert_str_eq(arena_copy_text(arena, NULL, 0), "");
	cr_assert_str_eq(arena_copy_string(arena, "whole"), "whole");
	cr_assert_str_eq(arena_printf(arena, "%s-%d", "part", 42), "part-42");
	cr_assert_eq(strlen(arena_printf(arena, "%*s", 100000, "")), 100000);
	arena_free(arena);
}

Test(arena, nothing_can_be_freed)
{
	arena_free(NULL);
	arena_free(arena_new());
}

Test(buffer, grows_and_stays_terminated)
{
	struct buffer buffer = { 0 };
	size_t i;

	for (i = 0; i < 100000; i++)
		buffer_append_char(&buffer, (char)('a' + i % 26));
	cr_assert_eq(buffer.length, 100000);
	for (i = 0; i < 100000; i++)
		cr_assert_eq(buffer.data[i], (char)('a' + i % 26));
	cr_assert_eq(buffer.data[100000], '\0');
	buffer_clear(&buffer);
	cr_assert_str_eq(buffer.data, "");
	buffer_release(&buffer);
	cr_assert_null(buffer.data);
	buffer_append_string(&buffer, "usable again");
	cr_assert_str_eq(buffer.data, "usable again");
	buffer_release(&buffer);
}

Test(buffer, pieces_of_every_kind)
{
	struct buffer buffer = { 0 };
	char *zeroes;

	buffer_append(&buffer, NULL, 0);
	cr_assert_str_eq(buffer.data, "");
	buffer_printf(&buffer, "%d ", 7);
	buffer_append(&buffer, "x\0y", 3);
	zeroes = buffer_reserve(&buffer, 4);
	cr_assert_eq(memcmp(zeroes, "\0\0\0\0", 4), 0);
	buffer_append_string(&buffer, "end");
	cr_assert_eq(buffer.length, 12);
	cr_assert_eq(memcmp(buffer.data, "7 x\0y\0\0\0\0end", 13), 0);
	buffer_release(&buffer);
}

Test(buffer, reserved_bytes_are_zero_where_others_were)
{
	struct buffer buffer = { 0 };

	buffer_append_string(&buffer, "something");
	buffer_clear(&buffer);
	cr_assert_eq(memcmp(buffer_reserve(&buffer, 9), "\0\0\0\0\0\0\0\0\0", 9), 0);
	buffer_release(&buffer);
}

Test(buffer, reads_a_descriptor_to_its_end)
{
	struct buffer buffer = { 0 };
	int ends[2];

	buffer_append_string(&buffer, "before ");
	cr_assert_eq(pipe(ends), 0);
	cr_assert_eq(write(ends[1], "through the pipe", 16), 16);
	close(ends[1]);
	cr_assert_eq(buffer_read_fd(&buffer, ends[0]), 0);
	close(ends[0]);
	cr_assert_str_eq(buffer.data, "before through the pipe");
	cr_assert_lt(buffer_read_fd(&buffer, ends[0]), 0);
	cr_assert_str_eq(buffer.data, "before through the pipe");
	buffer_release(&buffer);
}
