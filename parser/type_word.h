/*
 * Type word: names that are types wherever they stand, so that `(u32) -1` is a
 * cast and `(limit) - 1` a subtraction.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Whether the LENGTH bytes are one of the words that C's integer types are made of. */
bool type_word_is_c(const char *word, size_t length);

/* Whether NAME is plainly a type: a C word, one of ktrace's types, or something_t. */
bool type_word_is_plain(const char *name);
