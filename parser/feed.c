/*
 * Feed: looks at most PARSER_MOST_AHEAD tokens ahead, so the grammar needs no
 * more than bison's one.
 */
#include "parser/feed.h"

#include <assert.h>
#include <string.h>

#include "parser/type_word.h"

/* ---- reading ahead ---- */

const struct token *feed_peek(struct parser *parser, unsigned index)
{
	assert(index < PARSER_MOST_AHEAD);
	while (parser->ahead_count <= index)
		lexer_next(parser->lexer, &parser->ahead[parser->ahead_count++]);
	return &parser->ahead[index];
}

static struct token feed_take(struct parser *parser)
{
	struct token token = *feed_peek(parser, 0);

	parser->ahead_count--;
	memmove(parser->ahead, parser->ahead + 1, parser->ahead_count * sizeof(token));
	return token;
}

/* ---- which brackets are open ---- */

static bool is_block(enum token_kind kind)
{
	return kind == TOKEN_LEFT_BRACE || kind == TOKEN_BODY_OPEN || kind == TOKEN_VALUE_BRACE;
}

static enum token_kind opener_of(enum token_kind closer)
{
	switch (closer) {
	case TOKEN_RIGHT_BRACE:		return TOKEN_LEFT_BRACE;
	case TOKEN_BODY_CLOSE:		return TOKEN_BODY_OPEN;
	case TOKEN_RIGHT_PARENTHESIS:	return TOKEN_LEFT_PARENTHESIS;
	case TOKEN_RIGHT_BRACKET:	return TOKEN_LEFT_BRACKET;
	default:			return TOKEN_END;
	}
}

static unsigned feed_blocks(const struct parser *parser)
{
	unsigned count = 0, i;

	for (i = 0; i < parser->depth; i++)
		count += is_block(parser->open[i].kind);
	return count;
}

static struct opener feed_innermost(const struct parser *parser, bool only_blocks)
{
	unsigned i;

	for (i = parser->depth; i-- > 0;)
		if (!only_blocks || is_block(parser->open[i].kind))
			return parser->open[i];
	return (struct opener){ .kind = TOKEN_END };
}

static void feed_push(struct parser *parser, const struct token *token)
{
	enum token_kind kind = token->kind;

	/* Blocks that are no values never stand in parentheses: what is open there was forgotten. */
	while (is_block(kind) && kind != TOKEN_VALUE_BRACE && parser->depth &&
	       !is_block(parser->open[parser->depth - 1].kind))
		parser->depth--;
	assert(parser->depth < sizeof(parser->open) / sizeof(parser->open[0]));
	if (kind == TOKEN_TYPE_PARENTHESIS)
		kind = TOKEN_LEFT_PARENTHESIS;
	else if (kind == TOKEN_VALUE_BRACE)
		kind = TOKEN_LEFT_BRACE;
	parser->open[parser->depth++] = (struct opener){ .kind = kind, .span = token->span };
}

static void feed_pop(struct parser *parser, enum token_kind opener)
{
	unsigned depth = parser->depth;

	if (is_block(opener))
		while (depth && parser->open[depth - 1].kind != opener)
			depth--;
	if (depth && parser->open[depth - 1].kind == opener)
		parser->depth = depth - 1;
}

/* Keeps account of the brackets when TOKEN is handed out. */
static void feed_track(struct parser *parser, const struct token *token)
{
	enum token_kind opener = opener_of(token->kind);

	parser->unclosed = feed_innermost(parser, false);
	parser->block = feed_innermost(parser, true);
	if (opener != TOKEN_END)
		feed_pop(parser, opener);
	else if (token->kind == TOKEN_PREDICATE_CLOSE ||
		 (token->kind == TOKEN_SEMICOLON && parser->block.kind == TOKEN_END))
		parser->depth = 0;
	else if (is_block(token->kind) || token->kind == TOKEN_LEFT_PARENTHESIS ||
		 token->kind == TOKEN_TYPE_PARENTHESIS || token->kind == TOKEN_LEFT_BRACKET)
		feed_push(parser, token);
}

/* ---- parentheses around types ---- */

static bool is_c_word(const struct token *token)
{
	return token->kind == TOKEN_NAME && type_word_is_c(token->text, token->length);
}

/* Whether a bare name in parentheses before TOKEN is a cast of it, not an operand before it. */
static bool begins_operand(const struct token *token)
{
	switch (token->kind) {
	case TOKEN_NAME: case TOKEN_VARIABLE: case TOKEN_MAP: case TOKEN_INTEGER:
	case TOKEN_STRING: case TOKEN_POSITIONAL: case TOKEN_POSITIONAL_COUNT:
	case TOKEN_SIZEOF: case TOKEN_OFFSETOF: case TOKEN_TRUE: case TOKEN_FALSE: case TOKEN_HAS:
	case TOKEN_LEFT_PARENTHESIS: case TOKEN_NOT: case TOKEN_TILDE:
		return true;
	default:
		return false;
	}
}

/* Whether what stands behind the `(` just taken, itself behind BEFORE, is a type. */
static bool begins_type(struct parser *parser, enum token_kind before)
{
	bool operator = before == TOKEN_SIZEOF || before == TOKEN_OFFSETOF;
	bool condition = before == TOKEN_IF || before == TOKEN_WHILE || before == TOKEN_UNROLL;

	const struct token *name = feed_peek(parser, 0);
	enum token_kind next;
	unsigned at = 1;

	if (name->kind == TOKEN_STRUCT || name->kind == TOKEN_UNION || name->kind == TOKEN_ENUM)
		return true;
	if (name->kind != TOKEN_NAME)
		return false;
	while (at < PARSER_MOST_AHEAD / 2 && is_c_word(name) && is_c_word(feed_peek(parser, at)))
		at++;
	while (at < PARSER_MOST_AHEAD - 2 && feed_peek(parser, at)->kind == TOKEN_STAR)
		at++;
	next = feed_peek(parser, at)->kind;
	if (next == TOKEN_LEFT_BRACKET)
		return type_word_is_plain(name->text) ||
		       feed_peek(parser, at + 1)->kind == TOKEN_RIGHT_BRACKET;
	if (next != TOKEN_RIGHT_PARENTHESIS && !(operator && next == TOKEN_COMMA))
		return false;
	if (at > 1 || type_word_is_plain(name->text))
		return true;
	/* `if (pid) print(1)` lacks braces; nobody means a cast there. */
	return !operator && !condition && begins_operand(feed_peek(parser, at + 1));
}

static void feed_settle_parenthesis(struct parser *parser, struct token *token)
{
	/* Behind a name it is a call's. */
	if (parser->current.kind != TOKEN_NAME && begins_type(parser, parser->current.kind))
		token->kind = TOKEN_TYPE_PARENTHESIS;
}

/* Whether an operand ends with the token, so that an operator may follow. */
static bool ends_operand(enum token_kind kind)
{
	switch (kind) {
	case TOKEN_NAME: case TOKEN_VARIABLE: case TOKEN_MAP: case TOKEN_INTEGER:
	case TOKEN_STRING: case TOKEN_POSITIONAL: case TOKEN_POSITIONAL_COUNT: case TOKEN_TRUE:
	case TOKEN_FALSE: case TOKEN_HAS: case TOKEN_VERSION: case TOKEN_RIGHT_PARENTHESIS:
	case TOKEN_RIGHT_BRACKET: case TOKEN_INCREMENT: case TOKEN_DECREMENT:
		return true;
	default:
		return false;
	}
}

/* The lexer makes a version only where `kernel` and a comparison stand before it. */
static void feed_settle_name(struct parser *parser, struct token *token)
{
	if (strcmp(token->text, "kernel") == 0 && feed_peek(parser, 1)->kind == TOKEN_VERSION)
		token->kind = TOKEN_KERNEL;
	else if (strcmp(token->text, "in") == 0 && ends_operand(parser->current.kind))
		token->kind = TOKEN_IN;
}

/* Where a value is wanted, blocks and `if` are such. */
static void feed_settle_value(const struct parser *parser, struct token *token)
{
	if (feed_innermost(parser, true).kind != TOKEN_END &&
	    token_wants_value(parser->current.kind))
		token->kind = token->kind == TOKEN_IF ? TOKEN_VALUE_IF : TOKEN_VALUE_BRACE;
}

/* ---- after an error ---- */

void feed_recover(struct parser *parser)
{
	enum token_kind kind = parser->current.kind;
	enum token_kind block = parser->block.kind;

	parser->is_over = false;
	/* A token that ends the statement is what the grammar's error rules wait for. */
	if (kind == TOKEN_SEMICOLON || (block != TOKEN_END && opener_of(kind) == block))
		return;
	parser->is_recovering = true;
	parser->recovery_blocks = feed_blocks(parser) - is_block(kind);
	parser->is_over = block == TOKEN_END && is_block(opener_of(kind));
}

/* Skips to the token that ends the broken statement, or makes one up (RESUME). */
static struct token feed_skip(struct parser *parser)
{
	struct token resume = { .kind = TOKEN_RESUME, .span = parser->current.span };
	struct token token;
	unsigned blocks;

	while (!parser->is_over) {
		token = feed_take(parser);
		feed_track(parser, &token);
		resume.span = token.span;
		blocks = feed_blocks(parser);
		if (token.kind == TOKEN_END) {
			if (parser->recovery_blocks)
				return token;
			break;
		}
		if (token.kind == TOKEN_SEMICOLON && blocks == parser->recovery_blocks)
			return token;
		if (opener_of(token.kind) == TOKEN_END || !is_block(opener_of(token.kind)))
			continue;
		if (blocks < parser->recovery_blocks)
			return token;
		if (blocks == parser->recovery_blocks &&
		    feed_peek(parser, 0)->kind != TOKEN_ELSE)
			break;
	}
	return resume;
}

const struct token *feed_next(struct parser *parser)
{
	struct token token;

	if (parser->is_expression) {
		parser->is_expression = false;
		parser->current = (struct token){ .kind = TOKEN_EXPRESSION };
		return &parser->current;
	}
	if (parser->has_stopped || lexer_has_stopped(parser->lexer)) {
		parser->has_stopped = true;
		token = (struct token){ .kind = TOKEN_END, .span = parser->current.span };
	} else if (parser->is_recovering) {
		token = feed_skip(parser);
		parser->is_recovering = false;
		parser->is_over = false;
	} else {
		token = feed_take(parser);
		if (token.kind == TOKEN_LEFT_PARENTHESIS)
			feed_settle_parenthesis(parser, &token);
		else if (token.kind == TOKEN_NAME)
			feed_settle_name(parser, &token);
		else if (token.kind == TOKEN_LEFT_BRACE || token.kind == TOKEN_IF)
			feed_settle_value(parser, &token);
		feed_track(parser, &token);
	}
	if (token.kind == TOKEN_HEAD_WORD)
		parser->head = token;
	parser->previous = parser->current;
	parser->current = token;
	return &parser->current;
}
