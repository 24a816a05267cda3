/*
 * Buffer: bytes that grow. Used wherever text or a file is put together piece
 * by piece; unlike an arena it owns one block and is released by its user.
 */
#pragma once

#include <stdarg.h>
#include <stddef.h>

struct buffer {
	char *data;		/* NULL while empty; otherwise NUL-terminated after LENGTH bytes */
	size_t length;
	size_t capacity;
};

/* Releases the bytes and leaves an empty, usable buffer. */
void buffer_release(struct buffer *buffer);

/* Forgets the content, keeps the memory. */
void buffer_clear(struct buffer *buffer);

void buffer_append(struct buffer *buffer, const void *bytes, size_t length);
void buffer_append_string(struct buffer *buffer, const char *text);
void buffer_append_char(struct buffer *buffer, char character);
void buffer_printf(struct buffer *buffer, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void buffer_vprintf(struct buffer *buffer, const char *format, va_list arguments)
	__attribute__((format(printf, 2, 0)));

/* Appends LENGTH zero bytes and returns where they start (valid until the next append). */
char *buffer_reserve(struct buffer *buffer, size_t length);

/* Appends the whole content of the descriptor, read to its end; 0 or -errno. */
int buffer_read_fd(struct buffer *buffer, int fd);

/* Writes the whole content to a blocking descriptor; 0 or -errno. */
int buffer_write_fd(const struct buffer *buffer, int fd);
