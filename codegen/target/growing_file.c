/*
 * Growing file: reading on in steps.
 */
#include "codegen/target/growing_file.h"

#include <stdlib.h>
#include <string.h>

#define INITIAL_CAPACITY ((size_t)8 << 20)
#define STEP ((size_t)128 << 10)

void growing_file_open(struct growing_file *file, struct kernel_files *files,
		       enum kernel_file which)
{
	*file = (struct growing_file){ 0 };
	file->is_at_end = kernel_stream_open(files, which, &file->stream) < 0;
}

static void end_reading(struct growing_file *file)
{
	if (!file->is_at_end)
		kernel_stream_close(&file->stream);
	file->is_at_end = true;
}

void growing_file_release(struct growing_file *file)
{
	end_reading(file);
	free(file->bytes);
	file->bytes = NULL;
	file->length = file->unfinished = file->capacity = 0;
}

static bool make_room(struct growing_file *file)
{
	size_t used = file->length + file->unfinished;
	size_t capacity = file->capacity;
	char *bytes;

	if (used + STEP <= capacity)
		return true;
	capacity = capacity ? capacity * 2 : INITIAL_CAPACITY;
	bytes = realloc(file->bytes, capacity);
	if (!bytes)
		return false;
	file->bytes = bytes;
	file->capacity = capacity;
	return true;
}

bool growing_file_read(struct growing_file *file)
{
	size_t used, before = file->length, wanted;
	const char *newline;
	ssize_t got = 0;

	if (file->is_at_end || !make_room(file)) {
		end_reading(file);
		return false;
	}
	used = file->length + file->unfinished;
	wanted = used + STEP;
	/* One read gives no more than a page of such files. */
	while (used < wanted &&
	       (got = kernel_stream_read(&file->stream, file->bytes + used, wanted - used)) > 0)
		used += (size_t)got;
	if (got <= 0)
		end_reading(file);
	newline = used > before ? memrchr(file->bytes + before, '\n', used - before) : NULL;
	if (newline)
		file->length = (size_t)(newline - file->bytes) + 1;
	file->unfinished = used - file->length;
	return file->length > before || !file->is_at_end;
}

size_t growing_file_line(const struct growing_file *file, size_t position)
{
	const char *newline = memrchr(file->bytes, '\n', position);

	return newline ? (size_t)(newline - file->bytes) + 1 : 0;
}
