/*
 * Directive: lines of the C preprocessor between probes. Constants and conditions are
 * understood; headers of the system are not needed, as the kernel's types are known
 * without them. What a condition leaves out is not looked at.
 */
#include "lexer/directive.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "lexer/arena.h"
#include "lexer/diag.h"

/* A name that #define gave, and its value, which may be anything. */
struct defined_name {
	const char *name;
	const char *value;
	struct defined_name *next;
};

/* A line being read, behind its #. */
struct reading {
	struct lexer *lexer;
	const char *at, *end;
	const char *line;		/* where the token begins */
	bool is_bad;			/* it has no value that is known here */
};

static struct span line_span(const struct lexer *lexer)
{
	return (struct span){ .start = lexer->start, .end = lexer->position };
}

static void skip_blanks(struct reading *reading)
{
	while (reading->at < reading->end &&
	       (isspace((unsigned char)*reading->at) || *reading->at == '\\'))
		reading->at++;
}

static bool is_word_byte(char byte)
{
	return isalnum((unsigned char)byte) || byte == '_';
}

/* The word that comes next; "" where none does. */
static const char *read_word(struct reading *reading)
{
	const char *start;

	skip_blanks(reading);
	for (start = reading->at; reading->at < reading->end && is_word_byte(*reading->at);)
		reading->at++;
	return arena_copy_text(reading->lexer->arena, start, (size_t)(reading->at - start));
}

static bool take(struct reading *reading, const char *text)
{
	size_t length = strlen(text);

	skip_blanks(reading);
	if ((size_t)(reading->end - reading->at) < length || memcmp(reading->at, text, length))
		return false;
	reading->at += length;
	return true;
}

/* ---- names ---- */

static struct defined_name *find_name(const struct lexer *lexer, const char *name)
{
	struct defined_name *defined;

	for (defined = lexer->defined; defined; defined = defined->next)
		if (!strcmp(defined->name, name))
			return defined;
	return NULL;
}

/* Types come from BTF or from ktrace itself: scripts that ask whether they do are told so. */
static bool is_defined(const struct lexer *lexer, const char *name)
{
	return find_name(lexer, name) || !strcmp(name, "BPFTRACE_HAVE_BTF");
}

/* ---- conditions ---- */

static int64_t read_condition(struct reading *reading);

static int64_t value_of(struct reading *reading, const char *word)
{
	const struct defined_name *defined = find_name(reading->lexer, word);
	const char *text = defined ? defined->value : word;
	char *end;
	int64_t value;

	if (!defined && !isdigit((unsigned char)*word))
		return is_defined(reading->lexer, word);
	value = strtoll(text, &end, 0);
	while (*end && strchr("uUlL \t\r", *end))
		end++;
	reading->is_bad |= !*text || *end;
	return value;
}

static int64_t read_operand(struct reading *reading)
{
	const char *word;
	bool parenthesis;
	int64_t value;

	if (take(reading, "!"))
		return !read_operand(reading);
	if (take(reading, "(")) {
		value = read_condition(reading);
		reading->is_bad |= !take(reading, ")");
		return value;
	}
	word = read_word(reading);
	reading->is_bad |= !*word;
	if (strcmp(word, "defined"))
		return value_of(reading, word);
	parenthesis = take(reading, "(");
	word = read_word(reading);
	reading->is_bad |= !*word || (parenthesis && !take(reading, ")"));
	return is_defined(reading->lexer, word);
}

static int64_t read_comparison(struct reading *reading)
{
	int64_t left = read_operand(reading);

	if (take(reading, "=="))
		return left == read_operand(reading);
	if (take(reading, "!="))
		return left != read_operand(reading);
	if (take(reading, "<="))
		return left <= read_operand(reading);
	if (take(reading, ">="))
		return left >= read_operand(reading);
	if (take(reading, "<"))
		return left < read_operand(reading);
	if (take(reading, ">"))
		return left > read_operand(reading);
	return left;
}

static int64_t read_and(struct reading *reading)
{
	int64_t value = read_comparison(reading), right;

	while (take(reading, "&&")) {
		right = read_comparison(reading);
		value = value && right;
	}
	return value;
}

static int64_t read_condition(struct reading *reading)
{
	int64_t value = read_and(reading), right;

	while (take(reading, "||")) {
		right = read_and(reading);
		value = value || right;
	}
	return value;
}

/* The whole rest of the line. */
static bool is_true(struct reading *reading)
{
	bool value = read_condition(reading) != 0;

	skip_blanks(reading);
	if (!reading->is_bad && (reading->at == reading->end || take(reading, "//") ||
				 take(reading, "/*")))
		return value;
	diag_hint(diag_error(reading->lexer->diags, line_span(reading->lexer),
			     "this condition has no value that is known here"),
		  "numbers, names of #define and defined(NAME) have; of the kernel ask in a body: "
		  "if (kernel >= v5.16) or if has(struct task_struct.__state)");
	return false;
}

static void open_condition(struct lexer *lexer, bool value)
{
	bool is_on = !directive_is_skipping(lexer);

	if (lexer->condition_count == LEXER_MOST_CONDITIONS) {
		diag_error(lexer->diags, line_span(lexer), "more than %d conditions are open",
			   LEXER_MOST_CONDITIONS);
		lexer->has_stopped = true;
		return;
	}
	lexer->conditions[lexer->condition_count++] = (struct condition){
		.span = line_span(lexer), .is_outer_on = is_on, .is_on = is_on && value,
		.was_on = value,
	};
}

/* #else, #elif and #endif: the innermost condition, or NULL after a complaint. */
static struct condition *innermost(struct lexer *lexer, const char *word)
{
	if (lexer->condition_count)
		return &lexer->conditions[lexer->condition_count - 1];
	diag_error(lexer->diags, line_span(lexer), "this #%s belongs to no #if", word);
	return NULL;
}

static void read_else(struct lexer *lexer, struct reading *reading, const char *word)
{
	struct condition *condition = innermost(lexer, word);
	bool value;

	if (!condition)
		return;
	value = condition->is_outer_on && !condition->was_on &&
		(!strcmp(word, "else") || is_true(reading));
	condition->is_on = value;
	condition->was_on |= value;
}

bool directive_is_skipping(const struct lexer *lexer)
{
	return lexer->condition_count && !lexer->conditions[lexer->condition_count - 1].is_on;
}

/* The lines that matter where text is left out, too; false for any other. */
static bool read_conditional(struct lexer *lexer, struct reading *reading, const char *word)
{
	bool skips = directive_is_skipping(lexer);

	if (!strcmp(word, "if"))
		open_condition(lexer, !skips && is_true(reading));
	else if (!strcmp(word, "ifdef"))
		open_condition(lexer, is_defined(lexer, read_word(reading)));
	else if (!strcmp(word, "ifndef"))
		open_condition(lexer, !is_defined(lexer, read_word(reading)));
	else if (!strcmp(word, "else") || !strcmp(word, "elif"))
		read_else(lexer, reading, word);
	else if (!strcmp(word, "endif"))
		lexer->condition_count -= innermost(lexer, word) != NULL;
	else
		return false;
	return true;
}

void directive_check_end(struct lexer *lexer)
{
	while (lexer->condition_count)
		diag_error(lexer->diags, lexer->conditions[--lexer->condition_count].span,
			   "this has no #endif");
}

/* ---- the others ---- */

static void read_include(struct lexer *lexer, struct reading *reading)
{
	if (!take(reading, "\""))
		return;
	diag_hint(diag_error(lexer->diags, line_span(lexer), "C code cannot be included"),
		  "structs of the kernel and of its interface need no header; import \"FILE.kt\"; "
		  "takes in what another program has");
}

/* A constant; one with parameters is read as bpftrace reads it: not at all. */
static bool read_define(struct lexer *lexer, struct reading *reading)
{
	struct defined_name *defined = ARENA_NEW(lexer->arena, struct defined_name);
	const char *start;

	defined->name = read_word(reading);
	if (!*defined->name) {
		diag_error(lexer->diags, line_span(lexer), "#define needs a name");
		return false;
	}
	if (reading->at < reading->end && *reading->at == '(')
		return false;
	skip_blanks(reading);
	start = reading->at;
	defined->value = arena_copy_text(lexer->arena, start, (size_t)(reading->end - start));
	defined->next = lexer->defined;
	lexer->defined = defined;
	lexer->token->text = defined->name;
	lexer->token->length = (uint32_t)strlen(defined->name);
	lexer->token->inner = (struct span){
		.start = lexer->start + (uint32_t)(start - reading->line),
		.end = lexer->start + (uint32_t)(reading->end - reading->line),
	};
	return start < reading->end;
}

static void forget(struct lexer *lexer, const char *name)
{
	struct defined_name **place = &lexer->defined;

	while (*place && strcmp((*place)->name, name))
		place = &(*place)->next;
	if (*place)
		*place = (*place)->next;
}

bool directive_read(struct lexer *lexer, const char *line, size_t length)
{
	struct reading reading = { .lexer = lexer, .at = line, .end = line + length,
				   .line = line };
	const char *word;

	if (!take(&reading, "#"))
		return false;
	while (reading.end > reading.at && isspace((unsigned char)reading.end[-1]))
		reading.end--;
	word = read_word(&reading);
	if (read_conditional(lexer, &reading, word) || directive_is_skipping(lexer))
		return false;
	if (!strcmp(word, "define"))
		return read_define(lexer, &reading);
	if (!strcmp(word, "include")) {
		read_include(lexer, &reading);
	} else if (!strcmp(word, "undef")) {
		forget(lexer, read_word(&reading));
	} else if (!strcmp(word, "error")) {
		skip_blanks(&reading);
		diag_error(lexer->diags, line_span(lexer), "%.*s",
			   (int)(reading.end - reading.at), reading.at);
	} else if (*word && strcmp(word, "pragma")) {
		diag_error(lexer->diags, line_span(lexer), "there is no #%s", word);
	}
	return false;
}
