/*
 * Literal: what the spelling of a number or a string means.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lexer/text.h"

struct arena;
struct diag_set;

/*
 * Reads an integer as ktrace writes it: decimal, octal 0..., hexadecimal 0x...,
 * 1e6, `_` between digits, a C suffix (ignored) or a unit of time (the value is
 * then in ns and IS_DURATION true). Reports what is wrong at SPAN; VALUE is 0 then.
 */
void literal_integer(struct diag_set *diags, struct span span, const char *text, size_t length,
		     uint64_t *value, bool *is_duration);

/*
 * Undoes the escapes of the LENGTH bytes between a string's quotes, which stand
 * at offset START; the result is from ARENA, NUL-terminated, its length in
 * RESULT_LENGTH. Reports unknown escapes and invalid UTF-8 at their places.
 */
const char *literal_string(struct arena *arena, struct diag_set *diags, uint32_t start,
			   const char *text, size_t length, uint32_t *result_length);
