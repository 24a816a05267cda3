/*
 * Param text: what stands behind `param`, and lists of values as the command line
 * has them too. Names, types and words are taken as written; what they mean is the
 * checker's business.
 */
#pragma once

#include <stdint.h>

struct arena;
struct diag_set;
struct param;
struct param_item;

/*
 * Reads a parameter's declaration, NUL-terminated, whose first byte is at offset
 * START; NULL after a complaint. It lives in ARENA.
 */
struct param *param_text_read(struct arena *arena, struct diag_set *diags, const char *text,
				  uint32_t start);

/*
 * Splits the comma separated list TEXT, whose first byte is at offset START. Blanks
 * around items do not count; a quoted item may hold blanks and commas. NULL after a
 * complaint.
 */
struct param_item *param_text_split(struct arena *arena, struct diag_set *diags,
					const char *text, uint32_t start);
