/*
 * Arena: memory that lives as long as one compilation.
 *
 * Everything the compiler builds (texts, trees, types, plans) is taken from
 * one arena and given back at once; nobody frees inside it.
 */
#pragma once

#include <stdarg.h>
#include <stddef.h>

struct arena;

/* Makes an empty arena; the caller owns it. Never NULL: out of memory ends the process. */
struct arena *arena_new(void);

/* Gives back everything taken from the arena, and the arena; accepts NULL. */
void arena_free(struct arena *arena);

/* Zeroed memory of SIZE bytes, aligned for any type; never NULL. */
void *arena_alloc(struct arena *arena, size_t size) __attribute__((malloc, returns_nonnull));

/* A NUL-terminated copy of LENGTH bytes at TEXT. */
char *arena_copy_text(struct arena *arena, const char *text, size_t length);

/* A copy of the NUL-terminated TEXT. */
char *arena_copy_string(struct arena *arena, const char *text);

/* The formatted text, as printf would make it. */
char *arena_printf(struct arena *arena, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *arena, const char *format, va_list arguments)
	__attribute__((format(printf, 2, 0)));

/* A zeroed object, or an array of COUNT zeroed objects, of TYPE. */
#define ARENA_NEW(arena, type) ((type *)arena_alloc(arena, sizeof(type)))
#define ARENA_NEW_ARRAY(arena, type, count) \
	((type *)arena_alloc(arena, sizeof(type) * (size_t)(count)))
