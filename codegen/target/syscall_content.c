/*
 * System call contents: the rows, and what the types tell where there is none.
 */
#include "codegen/target/syscall_content.h"

#include <stddef.h>
#include <string.h>

#include "codegen/target/syscall.h"
#include "codegen/type.h"

static const struct content_row {
	const char *calls, *parameter;
	struct syscall_content content;
} rows[] = {
#define CONTENT(calls, parameter, moment, shape, count) \
	{ calls, parameter, { CONTENT_##moment, CONTENT_##shape, count } },
#include "codegen/target/syscall_content.def"
#undef CONTENT
};

enum { ROW_COUNT = sizeof(rows) / sizeof(rows[0]) };

/* The bytes of a call's name without what tells 32-bit programs' calls with 64 bits of time. */
static size_t name_length(const char *name)
{
	static const char suffix[] = "_time64";
	size_t length = strlen(name), end = sizeof(suffix) - 1;

	return length > end && !strcmp(name + length - end, suffix) ? length - end : length;
}

/* Is the NAME of LENGTH bytes one of the words of CALLS? */
static bool is_word(const char *calls, const char *name, size_t length)
{
	const char *at = calls;

	while (*at) {
		size_t word = strcspn(at, " ");

		if (word == length && !strncmp(at, name, length))
			return true;
		at += word + strspn(at + word, " ");
	}
	return false;
}

/* A pointer's; char and void are memory of some length and of no known use. */
static struct syscall_content content_of_type(const struct syscall_parameter *parameter)
{
	const struct type *target = parameter->target;
	enum content_moment moment = parameter->is_const ? CONTENT_READ : CONTENT_WRITTEN;

	if (parameter->type->is_text)
		return (struct syscall_content){ CONTENT_READ, CONTENT_TEXT, "" };
	if (target->kind == TYPE_POINTER && target->is_text)
		return (struct syscall_content){ CONTENT_READ, CONTENT_TEXTS, "" };
	if ((target->kind == TYPE_INTEGER && target->size > 1) ||
	    (target->kind == TYPE_STRUCT && target->size))
		return (struct syscall_content){ moment, CONTENT_VALUES, "" };
	return (struct syscall_content){ CONTENT_NEVER, CONTENT_VALUES, "" };
}

struct syscall_content syscall_find_content(const char *name,
					    const struct syscall_parameter *parameter)
{
	const struct content_row *row;
	struct syscall_content content;

	if (parameter->type->kind != TYPE_POINTER)
		return (struct syscall_content){ CONTENT_NEVER, CONTENT_VALUES, "" };
	content = content_of_type(parameter);
	for (row = rows; row < rows + ROW_COUNT; row++)
		if (!strcmp(row->parameter, parameter->name) &&
		    is_word(row->calls, name, name_length(name)))
			content = row->content;
	if (content.shape == CONTENT_VALUES && parameter->target->kind == TYPE_ERROR)
		content.moment = CONTENT_NEVER;
	return content;
}

void syscall_visit_contents(void (*visit)(void *context, const char *calls,
					  const char *parameter, const char *count),
			    void *context)
{
	for (size_t index = 0; index < ROW_COUNT; index++)
		visit(context, rows[index].calls, rows[index].parameter,
		      rows[index].content.count);
}
