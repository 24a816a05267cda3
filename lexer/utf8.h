/*
 * UTF-8: one character at a time, and whether and how wide a terminal shows it.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Decodes the character at BYTES (LENGTH of them, at least 1) and returns how
 * many bytes it takes; 0 when they are not valid UTF-8 (overlong forms,
 * surrogates and values above U+10FFFF included).
 */
unsigned utf8_decode(const char *bytes, size_t length, uint32_t *character);

/* False for control characters and those that reorder or hide text on a terminal. */
bool utf8_is_printable(uint32_t character);

/* Columns that a printable character takes: 0, 1 or 2. */
unsigned utf8_width(uint32_t character);
