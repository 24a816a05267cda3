/*
 * Directive: lines of the C preprocessor; part of the lexer.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "lexer/scan.h"

/*
 * Reads a line that begins with #, blanks before it aside; any other is left out. True
 * where the token has become a TOKEN_DEFINE: a name and where its value stands.
 */
bool directive_read(struct lexer *lexer, const char *line, size_t length);

/* Whether text is being left out. */
bool directive_is_skipping(const struct lexer *lexer);

/* At the end of the text: complains about conditions that are open. */
void directive_check_end(struct lexer *lexer);
