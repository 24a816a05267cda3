/*
 * Complain: what is said about text that is not in the language.
 */
#pragma once

#include "parser/parser.h"

/* The current token was refused; EXPECTED are the COUNT kinds that would have done. */
void complain_syntax(struct parser *parser, const enum token_kind *expected, unsigned count);

/* The place is nested more deeply than later passes could follow; nothing is parsed after it. */
void complain_depth(struct parser *parser, struct span span);

/* LEFT > RIGHT stands bare in a `< >` body. */
void complain_bare_greater(struct parser *parser, struct span greater, struct span left,
			   struct span right);
