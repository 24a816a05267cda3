/*
 * Cache: finished images, so that the same program starts without its compiler.
 *
 * An entry holds for one boot of one kernel, one ktrace, one user and one request;
 * all of that is stored in full and compared byte by byte. What it relied on and
 * may change meanwhile (traced binaries) is stored with size and times.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct buffer;
struct plan;
struct request;

/*
 * Appends the image kept for REQUEST to IMAGE; false when there is none that
 * still fits. COMPILER is the path of ktrace-compile.
 */
bool cache_find(const struct request *request, const char *compiler, struct buffer *image);

/*
 * Keeps an image and what its PLAN relies on. Failing to is no error: the next
 * run compiles again.
 */
void cache_store(const struct request *request, const char *compiler, const struct plan *plan,
		 const void *image, size_t length);
