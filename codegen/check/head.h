/*
 * Head: what a probe's head means as a text, before the kernel is looked at.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct attach_point;
struct checker;

/*
 * A copy of POINTS in which every alternative that begins with no provider has the one of the
 * alternative before it: `tracepoint:a:b | c:d` is `tracepoint:a:b | tracepoint:c:d`.
 */
struct attach_point *head_complete(struct checker *checker, const struct attach_point *points);

/* Whether PROVIDER is a pattern that some provider's name matches. */
bool head_is_provider_pattern(const char *provider);

/* The length of TEXT's first part, which a colon outside of quotes ends; all of it without one. */
size_t head_part(const char *text);

/* LENGTH bytes of TEXT without its quotes, from ARENA. */
const char *head_unquote(struct arena *arena, const char *text, size_t length);
