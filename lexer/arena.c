/*
 * Arena: blocks of zeroed memory that are handed out front to back and given
 * back together. Big requests get a block of their own, so that they do not
 * waste the rest of the current one.
 */
#include "lexer/arena.h"

#include <assert.h>
#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_SIZE ((size_t)64 * 1024)
#define ALIGNMENT alignof(max_align_t)

struct block {
	struct block *next;
	size_t used;
	size_t size;
	alignas(max_align_t) char bytes[];
};

struct arena {
	struct block *blocks;	/* the first is the one being filled */
};

/* There is no way to go on and nothing to say that needs memory. */
static _Noreturn void arena_fail(void)
{
	fputs("ktrace: out of memory\n", stderr);
	exit(1);
}

struct arena *arena_new(void)
{
	struct arena *arena = calloc(1, sizeof(*arena));

	if (!arena)
		arena_fail();
	return arena;
}

void arena_free(struct arena *arena)
{
	struct block *block, *next;

	if (!arena)
		return;
	for (block = arena->blocks; block; block = next) {
		next = block->next;
		free(block);
	}
	free(arena);
}

static struct block *block_new(size_t size)
{
	struct block *block;

	if (size > SIZE_MAX - sizeof(*block))
		arena_fail();
	block = calloc(1, sizeof(*block) + size);
	if (!block)
		arena_fail();
	block->size = size;
	return block;
}

/* A block for one big request; it goes behind the current one, which stays in use. */
static void *arena_alloc_big(struct arena *arena, size_t size)
{
	struct block *block = block_new(size);

	block->used = size;
	if (arena->blocks) {
		block->next = arena->blocks->next;
		arena->blocks->next = block;
	} else {
		arena->blocks = block;
	}
	return block->bytes;
}

void *arena_alloc(struct arena *arena, size_t size)
{
	struct block *block = arena->blocks;
	void *result;

	if (size == 0)
		size = 1;
	if (size > SIZE_MAX - ALIGNMENT)
		arena_fail();
	size = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
	if (size > BLOCK_SIZE / 4)
		return arena_alloc_big(arena, size);

	if (!block || block->size - block->used < size) {
		block = block_new(BLOCK_SIZE);
		block->next = arena->blocks;
		arena->blocks = block;
	}
	result = block->bytes + block->used;
	block->used += size;
	return result;
}

char *arena_copy_text(struct arena *arena, const char *text, size_t length)
{
	char *copy = arena_alloc(arena, length + 1);

	if (length)
		memcpy(copy, text, length);
	return copy;
}

char *arena_copy_string(struct arena *arena, const char *text)
{
	return arena_copy_text(arena, text, strlen(text));
}

char *arena_vprintf(struct arena *arena, const char *format, va_list arguments)
{
	va_list again;
	char *result;
	int length;

	assert(format);
	va_copy(again, arguments);
	length = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (length < 0)
		arena_fail();
	result = arena_alloc(arena, (size_t)length + 1);
	vsnprintf(result, (size_t)length + 1, format, arguments);
	return result;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
	va_list arguments;
	char *result;

	va_start(arguments, format);
	result = arena_vprintf(arena, format, arguments);
	va_end(arguments);
	return result;
}
