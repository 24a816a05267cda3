/*
 * System call contents: what is behind the pointers that system calls take, and when. The rows are
 * in syscall_content.def; the types tell the rest.
 */
#pragma once

#include <stdbool.h>

struct syscall_parameter;

enum content_moment { CONTENT_NEVER, CONTENT_READ, CONTENT_WRITTEN, CONTENT_BOTH };

enum content_shape {
	CONTENT_TEXT,			/* to its NUL */
	CONTENT_TEXTS,			/* an array of pointers to texts */
	CONTENT_DATA,
	CONTENT_VALUES,			/* of the type that the pointer points to */
	CONTENT_ADDRESS,		/* of a socket */
	CONTENT_VECTOR,			/* of struct iovec */
};

struct syscall_content {
	enum content_moment moment;
	enum content_shape shape;
	const char *count;		/* as the rows say it; "" for one */
};

/* What is behind PARAMETER of the call of that NAME; the moment is NEVER for all that is no pointer. */
struct syscall_content syscall_find_content(const char *name,
					    const struct syscall_parameter *parameter);

/* Visits the rows, for the unit test that holds them against the calls. */
void syscall_visit_contents(void (*visit)(void *context, const char *calls,
					  const char *parameter, const char *count),
			    void *context);
