/*
 * Complain: syntax errors in our words. What would have been right is told in
 * terms of the language (an expression, a statement), not of the grammar; a
 * table of hints knows the usual slips.
 */
#include "parser/complain.h"

#include <string.h>
#include <strings.h>

#include "lexer/buffer.h"
#include "lexer/diag.h"
#include "parser/feed.h"

#define MOST_COMPLAINTS 100	/* after so many it is no program */
#define MOST_NAMED 5		/* kinds worth naming in "expected ..." */
#define LONGEST_QUOTE 40	/* bytes of the program quoted in a sentence */

struct refusal {
	struct parser *parser;
	const enum token_kind *expected;
	unsigned count;
};

static bool refusal_expects(const struct refusal *refusal, enum token_kind kind)
{
	unsigned i;

	for (i = 0; i < refusal->count; i++)
		if (refusal->expected[i] == kind)
			return true;
	return false;
}

static bool begins_expression(enum token_kind kind)
{
	return token_class(kind) == TOKEN_CLASS_OPERAND || kind == TOKEN_LEFT_PARENTHESIS;
}

/* ---- "expected ..." ---- */

static const char *program_text(const struct parser *parser, struct span span)
{
	return parser->text->bytes + (span.start - parser->text->base);
}

/* The kinds to name, at most MOST_NAMED + 1 of them. */
struct named {
	const char *texts[MOST_NAMED + 1];
	unsigned count;
};

static void named_add(struct named *named, const char *text)
{
	if (named->count <= MOST_NAMED)
		named->texts[named->count++] = text;
}

/* Sums up what begins something bigger; returns whether single operands remain to be named. */
static bool named_add_summary(struct named *named, const struct refusal *refusal)
{
	/* One token of each group that nothing else shares tells that the whole group is there. */
	if (refusal_expects(refusal, TOKEN_BODY_OPEN))
		named_add(named, "a body");
	else if (refusal_expects(refusal, TOKEN_BREAK))
		named_add(named, "a statement");
	else if (refusal_expects(refusal, TOKEN_NOT))
		named_add(named, "an expression");
	else if (refusal_expects(refusal, TOKEN_STRUCT))
		named_add(named, "a type");
	else
		return true;
	return false;
}

/* Whether the summary says it already. */
static bool is_summed_up(const struct refusal *refusal, enum token_kind kind)
{
	if (refusal_expects(refusal, TOKEN_BODY_OPEN))
		return true;
	return refusal_expects(refusal, TOKEN_BREAK) &&
	       (kind == TOKEN_SEMICOLON || kind == TOKEN_LEFT_BRACE);
}

static void named_fill(struct named *named, const struct refusal *refusal)
{
	bool operands = named_add_summary(named, refusal);
	unsigned i;

	for (i = 0; i < refusal->count; i++) {
		enum token_kind kind = refusal->expected[i];
		enum token_class class = token_class(kind);

		if (kind == TOKEN_END || is_summed_up(refusal, kind))
			continue;
		if (class == TOKEN_CLASS_PLAIN || (operands && class == TOKEN_CLASS_OPERAND))
			named_add(named, token_describe(kind));
	}
	for (i = 0; named->count == 0 && i < refusal->count; i++)
		if (token_class(refusal->expected[i]) == TOKEN_CLASS_OPERATOR)
			named_add(named, token_describe(refusal->expected[i]));
}

/* "a, b or c"; empty when there is nothing to say, or too much. */
static void write_expected(const struct refusal *refusal, struct buffer *out)
{
	struct named named = { .count = 0 };
	unsigned i;

	named_fill(&named, refusal);
	if (named.count > MOST_NAMED)
		return;
	for (i = 0; i < named.count; i++) {
		if (i)
			buffer_append_string(out, i + 1 == named.count ? " or " : ", ");
		buffer_append_string(out, named.texts[i]);
	}
}

static void write_found(const struct parser *parser, struct buffer *out)
{
	const struct token *token = &parser->current;
	unsigned length = token->span.end - token->span.start;

	if (token->kind == TOKEN_END || token->kind == TOKEN_STRING || length > LONGEST_QUOTE)
		buffer_append_string(out, token_describe(token->kind));
	else if (token->kind == TOKEN_BODY_CLOSE)
		buffer_append_string(out, "the `>` that closes the body");
	else
		buffer_printf(out, "`%.*s`", (int)length, program_text(parser, token->span));
}

/* ---- hints for the usual slips ---- */

struct slip {
	bool (*applies)(const struct refusal *refusal);
	const char *hint;
};

static bool is_assignment_as_condition(const struct refusal *refusal)
{
	return refusal->parser->current.kind == TOKEN_ASSIGN &&
	       (refusal_expects(refusal, TOKEN_RIGHT_PARENTHESIS) ||
		refusal_expects(refusal, TOKEN_LEFT_BRACE) ||
		refusal_expects(refusal, TOKEN_PREDICATE_CLOSE));
}

static bool is_late_else(const struct refusal *refusal)
{
	return refusal->parser->current.kind == TOKEN_ELSE;
}

static bool is_statement_without_braces(const struct refusal *refusal)
{
	const struct parser *parser = refusal->parser;

	return parser->block.kind != TOKEN_END && refusal_expects(refusal, TOKEN_LEFT_BRACE) &&
	       (begins_expression(parser->current.kind) ||
		token_class(parser->current.kind) == TOKEN_CLASS_STATEMENT);
}

static bool is_open_predicate(const struct refusal *refusal)
{
	return refusal_expects(refusal, TOKEN_PREDICATE_CLOSE) &&
	       refusal->parser->current.kind == TOKEN_LEFT_BRACE;
}

static bool is_later_language(const struct refusal *refusal)
{
	static const char *const words[] = {
		"enum", "fn", "import", "kfunc", "macro", "struct", "union",
	};
	const struct token *before = &refusal->parser->previous;
	size_t i;

	if (before->kind != TOKEN_HEAD_WORD)
		return false;
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(before->text, words[i]) == 0)
			return true;
	return false;
}

static bool is_second_probe(const struct refusal *refusal)
{
	return refusal->parser->current.kind == TOKEN_HEAD_WORD && !is_later_language(refusal) &&
	       refusal_expects(refusal, TOKEN_BODY_OPEN);
}

static bool is_declared_map(const struct refusal *refusal)
{
	return refusal->parser->current.kind == TOKEN_MAP &&
	       refusal->parser->previous.kind == TOKEN_LET;
}

static bool is_missing_body(const struct refusal *refusal)
{
	return refusal->parser->current.kind == TOKEN_END &&
	       refusal_expects(refusal, TOKEN_BODY_OPEN);
}

static bool is_early_question(const struct refusal *refusal)
{
	return refusal->parser->current.kind == TOKEN_OR &&
	       refusal->parser->previous.kind == TOKEN_QUESTION;
}

static bool is_closing_greater(const struct refusal *refusal)
{
	return refusal->parser->current.kind == TOKEN_BODY_CLOSE;
}

static const struct slip slips[] = {
	{ is_assignment_as_condition, "to compare, write `==`" },
	{ is_late_else, "`else` follows the `}` of its `if`, with nothing between" },
	{ is_statement_without_braces, "the statements here stand in braces: `{ ... }`" },
	{ is_open_predicate, "a predicate ends with `/` before the body" },
	{ is_second_probe, "put `,` between probes, and the body into `{ }` or `< >`" },
	{ is_later_language, "declarations of this kind are not understood yet" },
	{ is_declared_map,
	  "a map needs no `let` in a body; its kind is declared between probes: `let @m = hash(9);`" },
	{ is_missing_body, "a probe has a body, for example `{ print(comm); }`" },
	{ is_early_question, "`?` ends the whole chain: `kprobe:a | b?`" },
	{ is_closing_greater,
	  "if it was meant to compare, put the comparison into parentheses: `(a > b)`,\n"
	  "or the body into braces: `{ ... }`" },
};

static void add_hints(const struct refusal *refusal, struct diag *diag)
{
	size_t i;

	for (i = 0; i < sizeof(slips) / sizeof(slips[0]); i++)
		if (slips[i].applies(refusal))
			diag_hint(diag, "%s", slips[i].hint);
}

/* ---- brackets that were forgotten ---- */

static const char *closer_of(enum token_kind opener)
{
	switch (opener) {
	case TOKEN_LEFT_BRACE:		return token_describe(TOKEN_RIGHT_BRACE);
	case TOKEN_BODY_OPEN:		return token_describe(TOKEN_BODY_CLOSE);
	case TOKEN_LEFT_BRACKET:	return token_describe(TOKEN_RIGHT_BRACKET);
	default:			return token_describe(TOKEN_RIGHT_PARENTHESIS);
	}
}

static void note_opener(struct diag *diag, const struct opener *opener)
{
	if (opener->kind != TOKEN_END)
		diag_note(diag, opener->span, "this %s is not closed",
			  token_describe(opener->kind));
}

/* Whether a name at the start of a line, with NEXT behind it, is a probe's head. */
static bool looks_like_probe(const struct parser *parser, const struct token *name,
			     enum token_kind next)
{
	const char *at = program_text(parser, name->span);

	if (name->kind != TOKEN_NAME)
		return false;
	while (at > parser->text->bytes && (at[-1] == ' ' || at[-1] == '\t'))
		at--;
	if (at > parser->text->bytes && at[-1] != '\n' && at[-1] != '}')
		return false;
	return next == TOKEN_COLON ||
	       ((next == TOKEN_LEFT_BRACE || next == TOKEN_LESS) &&
		(strcasecmp(name->text, "begin") == 0 || strcasecmp(name->text, "end") == 0));
}

/* A body that was not closed swallows the next probe; says so and gives up. */
static bool complain_swallowed_probe(struct parser *parser)
{
	const struct token *name = &parser->previous;
	struct diag *diag;

	if (parser->block.kind == TOKEN_END)
		return false;
	if (!looks_like_probe(parser, name, parser->current.kind)) {
		name = &parser->current;
		if (!looks_like_probe(parser, name, feed_peek(parser, 0)->kind))
			return false;
	}
	diag = diag_error(parser->diags, name->span,
			  "`%s` looks like the next probe, but the body before it is not closed",
			  name->text);
	note_opener(diag, &parser->block);
	diag_hint(diag, "add %s before it", closer_of(parser->block.kind));
	parser->has_stopped = true;
	return true;
}

static bool complain_end(struct parser *parser)
{
	struct diag *diag;

	if (parser->current.kind != TOKEN_END || parser->unclosed.kind == TOKEN_END)
		return false;
	diag = diag_error(parser->diags, parser->current.span,
			  "expected %s before the end of the program",
			  closer_of(parser->unclosed.kind));
	note_opener(diag, &parser->unclosed);
	return true;
}

/* A `;` left out is missed where it belongs, behind what it ends. */
static bool complain_semicolon(const struct refusal *refusal)
{
	const struct parser *parser = refusal->parser;
	const struct token *found = &parser->current;
	struct span place = { parser->previous.span.end, parser->previous.span.end + 1 };
	struct buffer text = { 0 };

	if (!refusal_expects(refusal, TOKEN_SEMICOLON) || parser->block.kind == TOKEN_END ||
	    refusal_expects(refusal, TOKEN_BREAK))
		return false;
	if (!begins_expression(found->kind) && token_class(found->kind) != TOKEN_CLASS_STATEMENT)
		return false;
	write_found(parser, &text);
	diag_error(parser->diags, place, "expected `;` before %s", text.data);
	buffer_release(&text);
	return true;
}

/* ---- what the grammar calls ---- */

void complain_syntax(struct parser *parser, const enum token_kind *expected, unsigned count)
{
	struct refusal refusal = { .parser = parser, .expected = expected, .count = count };
	struct buffer wanted = { 0 }, found = { 0 };
	struct diag *diag;

	/* Some slips were reported by the lexer, and better. */
	if (parser->has_stopped || parser->previous.is_broken ||
	    (parser->current.kind == TOKEN_END && lexer_has_stopped(parser->lexer)))
		return;
	if (!parser->program->refused.end)
		parser->program->refused = parser->current.span;
	if (++parser->complaints == MOST_COMPLAINTS)
		parser->has_stopped = true;
	if (complain_swallowed_probe(parser) || complain_end(parser) ||
	    complain_semicolon(&refusal))
		return;
	write_found(parser, &found);
	write_expected(&refusal, &wanted);
	if (wanted.length)
		diag = diag_error(parser->diags, parser->current.span, "expected %s, found %s",
				  wanted.data, found.data);
	else
		diag = diag_error(parser->diags, parser->current.span, "%s is not expected here",
				  found.data);
	if (refusal_expects(&refusal, TOKEN_RIGHT_PARENTHESIS) ||
	    refusal_expects(&refusal, TOKEN_RIGHT_BRACKET))
		note_opener(diag, &parser->unclosed);
	else if (parser->current.kind == TOKEN_BODY_CLOSE)
		diag_note(diag, parser->block.span, "the body opens here");
	add_hints(&refusal, diag);
	buffer_release(&wanted);
	buffer_release(&found);
}

void complain_depth(struct parser *parser, struct span span)
{
	struct diag *diag;

	if (parser->has_stopped)
		return;
	diag = diag_error(parser->diags, span, "nested too deeply: more than %d levels",
			  PARSER_MOST_LEVELS);
	diag_hint(diag, "put parts of it into variables");
	parser->has_stopped = true;
}

/* Whether the span is short enough, and on one line, to be quoted. */
static bool is_quotable(const struct parser *parser, struct span span)
{
	return span.end > span.start && span.end - span.start <= LONGEST_QUOTE &&
	       !memchr(program_text(parser, span), '\n', span.end - span.start);
}

void complain_bare_greater(struct parser *parser, struct span greater, struct span left,
			   struct span right)
{
	struct span comparison = span_join(left, right);
	struct diag *diag;

	if (++parser->complaints == MOST_COMPLAINTS)
		parser->has_stopped = true;
	diag = diag_error(parser->diags, greater,
			  "a bare `>` closes a `< >` body, so it cannot compare here");
	diag_note(diag, parser->block.span, "the body opens here");
	if (is_quotable(parser, comparison))
		diag_hint(diag, "put the comparison into parentheses: `(%.*s)`",
			  (int)(comparison.end - comparison.start),
			  program_text(parser, comparison));
	else
		diag_hint(diag, "put the comparison into parentheses: `(a > b)`");
	diag_hint(diag, "or put the body into braces: `%s { ... }`",
		  parser->head.text ? parser->head.text : "");
}
