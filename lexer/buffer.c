/*
 * Buffer: bytes that grow by doubling, always NUL-terminated, so that what was
 * put together can be handed on as a C string.
 */
#include "lexer/buffer.h"

#include <assert.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FIRST_CAPACITY 256
#define READ_CHUNK 65536

void buffer_release(struct buffer *buffer)
{
	free(buffer->data);
	*buffer = (struct buffer){ 0 };
}

void buffer_clear(struct buffer *buffer)
{
	buffer->length = 0;
	if (buffer->data)
		buffer->data[0] = '\0';
}

/* Makes room for MORE bytes and the NUL behind them. */
static void buffer_grow(struct buffer *buffer, size_t more)
{
	size_t capacity = buffer->capacity ? buffer->capacity : FIRST_CAPACITY;
	char *data;

	if (more > SIZE_MAX / 2 - buffer->length - 1)
		goto fail;
	while (capacity < buffer->length + more + 1)
		capacity *= 2;
	if (capacity == buffer->capacity)
		return;
	data = realloc(buffer->data, capacity);
	if (!data)
		goto fail;
	buffer->data = data;
	buffer->capacity = capacity;
	return;
fail:
	fputs("ktrace: out of memory\n", stderr);
	exit(1);
}

void buffer_append(struct buffer *buffer, const void *bytes, size_t length)
{
	buffer_grow(buffer, length);
	if (length)
		memcpy(buffer->data + buffer->length, bytes, length);
	buffer->length += length;
	buffer->data[buffer->length] = '\0';
}

void buffer_append_string(struct buffer *buffer, const char *text)
{
	buffer_append(buffer, text, strlen(text));
}

void buffer_append_char(struct buffer *buffer, char character)
{
	buffer_append(buffer, &character, 1);
}

void buffer_vprintf(struct buffer *buffer, const char *format, va_list arguments)
{
	va_list again;
	int length;

	assert(format);
	va_copy(again, arguments);
	length = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (length < 0)
		return;
	buffer_grow(buffer, (size_t)length);
	vsnprintf(buffer->data + buffer->length, (size_t)length + 1, format, arguments);
	buffer->length += (size_t)length;
}

void buffer_printf(struct buffer *buffer, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	buffer_vprintf(buffer, format, arguments);
	va_end(arguments);
}

char *buffer_reserve(struct buffer *buffer, size_t length)
{
	char *start;

	buffer_grow(buffer, length);
	start = buffer->data + buffer->length;
	memset(start, 0, length + 1);
	buffer->length += length;
	return start;
}

int buffer_read_fd(struct buffer *buffer, int fd)
{
	ssize_t count;

	for (;;) {
		buffer_grow(buffer, READ_CHUNK);
		count = read(fd, buffer->data + buffer->length, READ_CHUNK);
		if (count < 0 && errno == EINTR)
			continue;
		buffer->length += count > 0 ? (size_t)count : 0;
		buffer->data[buffer->length] = '\0';
		if (count < 0)
			return -errno;
		if (count == 0)
			return 0;
	}
}

int buffer_write_fd(const struct buffer *buffer, int fd)
{
	size_t done = 0;

	while (done < buffer->length) {
		ssize_t count = write(fd, buffer->data + done, buffer->length - done);

		if (count < 0 && errno != EINTR)
			return -errno;
		done += count > 0 ? (size_t)count : 0;
	}
	return 0;
}
