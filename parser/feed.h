/*
 * Feed: the tokens as the grammar gets them. Between lexer and grammar it
 * tells a type's `(` from others, and after an error skips to where parsing
 * can go on.
 */
#pragma once

#include "parser/parser.h"

/* The next token for the grammar; also left in parser->current. */
const struct token *feed_next(struct parser *parser);

/* The token INDEX places behind the current one (0: the next), not yet handed out. */
const struct token *feed_peek(struct parser *parser, unsigned index);

/* Called when the current token was refused: decides where parsing goes on. */
void feed_recover(struct parser *parser);
