/*
 * Scan: the lexer's decisions. All look-ahead goes to the loaded text itself,
 * which lies in memory whole; flex only cuts it into pieces.
 */
#include "lexer/scan.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "lexer/arena.h"
#include "lexer/diag.h"
#include "lexer/literal.h"
#include "lexer/utf8.h"

#define MOST_ERRORS 100		/* of one text; then it is no program */

static struct span scan_span(const struct lexer *lexer)
{
	return (struct span){ .start = lexer->start, .end = lexer->position };
}

/* ---- looking ahead in the text ---- */

struct ahead {
	const char *at, *end;
};

static struct ahead scan_ahead(const struct lexer *lexer)
{
	const struct text *text = lexer->text;

	return (struct ahead){
		.at = text->bytes + (lexer->position - text->base),
		.end = text->bytes + text->length,
	};
}

static bool is_blank(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n' || byte == '\f';
}

static bool is_word(char byte)
{
	return isalnum((unsigned char)byte) || byte == '_';
}

static bool ahead_starts(const struct ahead *ahead, const char *text)
{
	size_t length = strlen(text);

	return (size_t)(ahead->end - ahead->at) >= length &&
	       memcmp(ahead->at, text, length) == 0;
}

/* Steps over blanks and comments; an unclosed comment reaches to the end. */
static void ahead_skip(struct ahead *ahead)
{
	const char *found;

	for (;;) {
		while (ahead->at < ahead->end && is_blank(*ahead->at))
			ahead->at++;
		if (ahead_starts(ahead, "//")) {
			found = memchr(ahead->at, '\n', (size_t)(ahead->end - ahead->at));
			ahead->at = found ? found : ahead->end;
		} else if (ahead_starts(ahead, "/*")) {
			found = memmem(ahead->at + 2, (size_t)(ahead->end - ahead->at - 2), "*/", 2);
			ahead->at = found ? found + 2 : ahead->end;
		} else {
			return;
		}
	}
}

static char ahead_byte(const struct ahead *ahead)
{
	return ahead->at < ahead->end ? *ahead->at : '\0';
}

/* ---- brackets ---- */

bool scan_is_head(const struct lexer *lexer)
{
	return lexer->depth == 0 && !lexer->in_declaration;
}

bool scan_is_path(const struct lexer *lexer)
{
	return scan_is_head(lexer) && lexer->last == TOKEN_OR;
}

/* Statements stand in no parentheses: what is open above the innermost brace is an error. */
static void drop_parentheses(struct lexer *lexer)
{
	while (lexer->depth && lexer->open[lexer->depth - 1] <= OPEN_BRACKET)
		lexer->depth--;
}

static bool has_open(const struct lexer *lexer, enum open_kind kind)
{
	unsigned i;

	for (i = 0; i < lexer->depth; i++)
		if (lexer->open[i] == kind)
			return true;
	return false;
}

enum token_kind scan_open(struct lexer *lexer, enum open_kind kind, enum token_kind token)
{
	if (kind == OPEN_BRACE && !(lexer->depth && token_wants_value(lexer->last))) {
		drop_parentheses(lexer);
		if (lexer->depth && lexer->open[lexer->depth - 1] == OPEN_PREDICATE)
			lexer->depth--;
		lexer->in_condition = false;
	}
	if (lexer->depth == LEXER_MOST_NESTED) {
		diag_error(lexer->diags, scan_span(lexer),
			   "nested too deeply: more than %d brackets are open", LEXER_MOST_NESTED);
		lexer->has_stopped = true;
		return TOKEN_END;
	}
	lexer->open[lexer->depth++] = kind;
	return token;
}

/* A closing bracket that closes nothing leaves the state alone; the parser complains. */
enum token_kind scan_close(struct lexer *lexer, enum open_kind kind, enum token_kind token)
{
	if (kind == OPEN_BRACE) {
		if (!has_open(lexer, OPEN_BRACE))
			return token;
		while (lexer->open[lexer->depth - 1] != OPEN_BRACE)
			lexer->depth--;
		lexer->depth--;
		lexer->in_condition = false;
		if (lexer->depth == 0)
			lexer->in_declaration = false;
	} else if (lexer->depth && lexer->open[lexer->depth - 1] == kind) {
		lexer->depth--;
	}
	return token;
}

enum token_kind scan_semicolon(struct lexer *lexer)
{
	if (lexer->in_declaration && !has_open(lexer, OPEN_BRACE)) {
		lexer->in_declaration = false;
		lexer->depth = 0;
	}
	lexer->in_condition = false;
	return TOKEN_SEMICOLON;
}

enum token_kind scan_slash(struct lexer *lexer)
{
	struct ahead ahead = scan_ahead(lexer);

	if (scan_is_head(lexer))
		return scan_open(lexer, OPEN_PREDICATE, TOKEN_PREDICATE_OPEN);
	if (lexer->depth == 0 || lexer->open[0] != OPEN_PREDICATE)
		return TOKEN_SLASH;
	ahead_skip(&ahead);
	if (ahead_byte(&ahead) != '{' && ahead_byte(&ahead) != '<')
		return TOKEN_SLASH;
	lexer->depth = 0;
	return TOKEN_PREDICATE_CLOSE;
}

/* ---- the `>` of a `< >` body ---- */

/* Words that stand between probes, each before another word. */
static const char *const between_probes[] = {
	"config", "enum", "fn", "import", "kfunc", "let", "macro", "param", "struct", "union",
};

static bool word_equals(const char *word, size_t length, const char *other)
{
	return strlen(other) == length && strncasecmp(word, other, length) == 0;
}

static bool starts_declaration(const char *word, size_t length)
{
	size_t i;

	for (i = 0; i < sizeof(between_probes) / sizeof(between_probes[0]); i++)
		if (word_equals(word, length, between_probes[i]))
			return true;
	return false;
}

/*
 * Whether what follows can stand behind a finished body. A word and a `{` can
 * be both a misspelt probe and the end of a condition: CONDITION decides.
 */
static bool ahead_follows_body(struct ahead ahead, bool condition)
{
	const char *word;
	size_t length;

	ahead_skip(&ahead);
	if (ahead.at == ahead.end || strchr("{});,#", *ahead.at))
		return true;
	word = ahead.at;
	while (ahead.at < ahead.end && (is_word(*ahead.at) || *ahead.at == '*'))
		ahead.at++;
	length = (size_t)(ahead.at - word);
	if (length == 0 || isdigit((unsigned char)*word))
		return false;
	if (ahead_byte(&ahead) == ':')
		return true;
	if (word_equals(word, length, "begin") || word_equals(word, length, "end") ||
	    starts_declaration(word, length))
		return true;
	ahead_skip(&ahead);
	if (ahead_starts(&ahead, "==") || ahead_starts(&ahead, "<<") || ahead_starts(&ahead, "<="))
		return false;
	return ahead_byte(&ahead) == '=' || (ahead_byte(&ahead) == '{' && !condition);
}

static bool ends_statement(enum token_kind kind)
{
	return kind == TOKEN_SEMICOLON || kind == TOKEN_RIGHT_BRACE || kind == TOKEN_BODY_OPEN;
}

enum token_kind scan_greater(struct lexer *lexer)
{
	struct ahead ahead = scan_ahead(lexer);
	unsigned depth = lexer->depth;

	while (depth && lexer->open[depth - 1] <= OPEN_BRACKET)
		depth--;
	if (depth == 0 || lexer->open[depth - 1] != OPEN_ANGLE)
		return TOKEN_GREATER;
	if (depth != lexer->depth) {
		/* Inside parentheses it is a comparison, unless nothing is left to compare with. */
		ahead_skip(&ahead);
		if (ahead.at < ahead.end)
			return TOKEN_GREATER;
	} else if (!ends_statement(lexer->last) &&
		   !ahead_follows_body(ahead, lexer->in_condition)) {
		return TOKEN_BARE_GREATER;
	}
	lexer->depth = 0;
	lexer->in_condition = false;
	return TOKEN_BODY_CLOSE;
}

/* ---- words ---- */

struct keyword {
	const char *text;
	enum token_kind kind;
};

static const struct keyword keywords[] = {
	{ "break", TOKEN_BREAK },	{ "continue", TOKEN_CONTINUE },
	{ "else", TOKEN_ELSE },		{ "enum", TOKEN_ENUM },
	{ "false", TOKEN_FALSE },	{ "for", TOKEN_FOR },
	{ "if", TOKEN_IF },		{ "let", TOKEN_LET },
	{ "offsetof", TOKEN_OFFSETOF },	{ "return", TOKEN_RETURN },
	{ "sizeof", TOKEN_SIZEOF },	{ "struct", TOKEN_STRUCT },
	{ "true", TOKEN_TRUE },		{ "union", TOKEN_UNION },
	{ "unroll", TOKEN_UNROLL },	{ "while", TOKEN_WHILE },
};

static enum token_kind keyword_find(const char *text, size_t length)
{
	size_t i;

	for (i = 0; i < sizeof(keywords) / sizeof(keywords[0]); i++)
		if (strlen(keywords[i].text) == length &&
		    memcmp(keywords[i].text, text, length) == 0)
			return keywords[i].kind;
	return TOKEN_NAME;
}

enum token_kind scan_text(struct lexer *lexer, enum token_kind kind, const char *text,
			  size_t length)
{
	lexer->token->text = arena_copy_text(lexer->arena, text, length);
	lexer->token->length = (uint32_t)length;
	return kind;
}

/* There every word is a field's name. */
static bool is_behind_dot(enum token_kind last)
{
	return last == TOKEN_DOT || last == TOKEN_ARROW;
}

enum token_kind scan_word(struct lexer *lexer, const char *text, size_t length)
{
	enum token_kind kind = TOKEN_NAME;

	if (!is_behind_dot(lexer->last))
		kind = keyword_find(text, length);
	if (kind == TOKEN_IF || kind == TOKEN_WHILE || kind == TOKEN_FOR || kind == TOKEN_UNROLL)
		lexer->in_condition = true;
	return scan_text(lexer, kind, text, length);
}

/* Whether a label's `=` follows (and not `==`). */
static bool ahead_is_label(struct ahead ahead, const char *text, size_t length)
{
	size_t i;

	for (i = 0; i < length; i++)
		if (!is_word(text[i]))
			return false;
	ahead_skip(&ahead);
	return ahead_byte(&ahead) == '=' && !ahead_starts(&ahead, "==");
}

static bool ahead_is_config(struct ahead ahead)
{
	ahead_skip(&ahead);
	if (ahead_byte(&ahead) != '=')
		return false;
	ahead.at++;
	ahead_skip(&ahead);
	return ahead_byte(&ahead) == '{';
}

static bool ahead_is_quoted(struct ahead ahead)
{
	ahead_skip(&ahead);
	return ahead_byte(&ahead) == '"';
}

static bool is_first_word(const struct lexer *lexer)
{
	return lexer->last == TOKEN_END || lexer->last == TOKEN_RIGHT_BRACE ||
	       lexer->last == TOKEN_BODY_CLOSE || lexer->last == TOKEN_SEMICOLON;
}

enum token_kind scan_head_word(struct lexer *lexer, const char *text, size_t length)
{
	struct ahead ahead = scan_ahead(lexer);

	scan_text(lexer, TOKEN_HEAD_WORD, text, length);
	if (!is_first_word(lexer))
		return TOKEN_HEAD_WORD;
	if (strcmp(lexer->token->text, "config") == 0 && ahead_is_config(ahead))
		return TOKEN_CONFIG;
	if (ahead_is_label(ahead, text, length))
		return TOKEN_LABEL;
	if (strcmp(lexer->token->text, "kfunc") == 0) {
		lexer->in_kfunc = lexer->in_declaration = true;
		return TOKEN_KFUNC;
	}
	if (strcmp(lexer->token->text, "param") == 0) {
		lexer->in_param = lexer->in_declaration = true;
		return TOKEN_PARAM;
	}
	if (strcmp(lexer->token->text, "let") == 0) {
		lexer->in_declaration = true;
		return TOKEN_LET;
	}
	if (strcmp(lexer->token->text, "import") == 0 && ahead_is_quoted(ahead)) {
		lexer->in_declaration = true;
		return TOKEN_IMPORT;
	}
	if (strcmp(lexer->token->text, "macro") == 0) {
		lexer->in_declaration = true;
		return TOKEN_MACRO;
	}
	if (strcmp(lexer->token->text, "fn") == 0) {
		lexer->in_declaration = true;
		return TOKEN_FN;
	}
	return TOKEN_HEAD_WORD;
}

/* ---- asking the kernel ---- */

static bool is_comparison(enum token_kind kind)
{
	switch (kind) {
	case TOKEN_EQUAL: case TOKEN_NOT_EQUAL: case TOKEN_LESS: case TOKEN_GREATER:
	case TOKEN_LESS_EQUAL: case TOKEN_GREATER_EQUAL: case TOKEN_BARE_GREATER:
		return true;
	default:
		return false;
	}
}

void scan_remember(struct lexer *lexer, const struct token *token)
{
	if (token->kind == TOKEN_NAME && !is_behind_dot(lexer->last) &&
	    strcmp(token->text, "kernel") == 0)
		lexer->kernel = KERNEL_WORD;
	else if (lexer->kernel == KERNEL_WORD && is_comparison(token->kind))
		lexer->kernel = KERNEL_COMPARED;
	else
		lexer->kernel = KERNEL_NONE;
	lexer->last = token->kind;
}

bool scan_takes_version(const struct lexer *lexer)
{
	return lexer->kernel == KERNEL_COMPARED;
}

enum token_kind scan_version(struct lexer *lexer, const char *text, size_t length)
{
	const char *candidate = memchr(text, '-', length);
	unsigned parts = 1;
	size_t i;

	if (candidate) {
		length = (size_t)(candidate - text);
		diag_hint(diag_error(lexer->diags, scan_span(lexer),
				     "release candidates have the number of the version that they "
				     "lead to"),
			  "write %.*s", (int)length, text);
	}
	for (i = 0; i < length; i++)
		parts += text[i] == '.';
	if (parts > 3)
		diag_hint(diag_error(lexer->diags, scan_span(lexer),
				     "a kernel's version has at most three numbers"),
			  "for example v5.16 or v5.16.3");
	return scan_text(lexer, TOKEN_VERSION, text, length);
}

/* Does the word that ends before AT, blanks left out, introduce the definition of a name? */
static bool is_defining(const char *start, const char *at)
{
	static const char *const words[] = { "macro", "fn" };
	size_t length, i;

	while (at > start && is_blank(at[-1]))
		at--;
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		length = strlen(words[i]);
		if ((size_t)(at - start) < length || memcmp(at - length, words[i], length))
			continue;
		at -= length;
		while (at > start && (at[-1] == ' ' || at[-1] == '\t'))
			at--;
		return at == start || strchr("\r\n;}>/", at[-1]);
	}
	return false;
}

/* A macro or function of the program's own called `has` takes the question's place. */
static bool defines_has(const struct text *text)
{
	const char *at = text->bytes, *end = text->bytes + text->length;
	struct ahead ahead;

	while ((at = memmem(at, (size_t)(end - at), "has", 3))) {
		ahead = (struct ahead){ at + 3, end };
		ahead_skip(&ahead);
		if (ahead_byte(&ahead) == '(' && at > text->bytes && is_blank(at[-1]) &&
		    is_defining(text->bytes, at))
			return true;
		at += 3;
	}
	return false;
}

bool scan_takes_question(struct lexer *lexer)
{
	if (is_behind_dot(lexer->last))
		return false;
	if (lexer->has == HAS_UNKNOWN)
		lexer->has = defines_has(lexer->text) ? HAS_DEFINED : HAS_ASKS;
	return lexer->has == HAS_ASKS;
}

enum token_kind scan_question(struct lexer *lexer)
{
	const struct text *text = lexer->text;
	uint32_t start = lexer->has_open.end - text->base;
	uint32_t end = lexer->position - 1 - text->base;
	char *copy, *at;

	while (start < end && is_blank(text->bytes[start]))
		start++;
	while (end > start && is_blank(text->bytes[end - 1]))
		end--;
	lexer->start = lexer->has_open.start;
	lexer->token->inner = (struct span){ text->base + start, text->base + end };
	copy = arena_copy_text(lexer->arena, text->bytes + start, end - start);
	for (at = copy; *at; at++)
		if (is_blank(*at))
			*at = ' ';
	lexer->token->text = copy;
	lexer->token->length = end - start;
	return TOKEN_HAS;
}

enum token_kind scan_unclosed_question(struct lexer *lexer)
{
	diag_hint(diag_error(lexer->diags, lexer->has_open, "this has( is not closed"),
		  "it ends with `)`, as in has(struct open_how)");
	lexer->start = lexer->has_open.start;
	lexer->token->is_broken = true;
	return scan_text(lexer, TOKEN_HAS, "", 0);
}

/* ---- literals ---- */

enum token_kind scan_integer(struct lexer *lexer, const char *text, size_t length)
{
	literal_integer(lexer->diags, scan_span(lexer), text, length, &lexer->token->integer,
			&lexer->token->is_duration);
	return TOKEN_INTEGER;
}

enum token_kind scan_positional(struct lexer *lexer, const char *text, size_t length)
{
	uint64_t number = 0;
	size_t i;

	for (i = 1; i < length && isdigit((unsigned char)text[i]) && number <= UINT16_MAX; i++)
		number = number * 10 + (uint64_t)(text[i] - '0');
	if (i < length || number == 0 || number > UINT16_MAX)
		diag_hint(diag_error(lexer->diags, scan_span(lexer), "`%s` is not a parameter",
				     text),
			  "parameters are $1 to $%u; names of variables start with a letter",
			  UINT16_MAX);
	lexer->token->integer = number;
	return TOKEN_POSITIONAL;
}

enum token_kind scan_string(struct lexer *lexer, const char *text, size_t length)
{
	lexer->token->text = literal_string(lexer->arena, lexer->diags, lexer->start + 1, text,
					    length, &lexer->token->length);
	return TOKEN_STRING;
}

/* ---- both ends of the text ---- */

size_t scan_prefix(const struct text *text)
{
	struct ahead ahead = { .at = text->bytes, .end = text->bytes + text->length };
	const char *newline;

	if (ahead_starts(&ahead, "\xef\xbb\xbf"))
		ahead.at += 3;
	if (ahead_starts(&ahead, "#!")) {
		newline = memchr(ahead.at, '\n', (size_t)(ahead.end - ahead.at));
		ahead.at = newline ? newline : ahead.end;
	}
	return (size_t)(ahead.at - text->bytes);
}

bool scan_check_nul(struct lexer *lexer)
{
	struct ahead ahead = scan_ahead(lexer);
	const char *nul = memchr(ahead.at, '\0', (size_t)(ahead.end - ahead.at));

	if (!nul)
		return true;
	lexer->start = lexer->position + (uint32_t)(nul - ahead.at);
	lexer->position = lexer->start + 1;
	diag_error(lexer->diags, scan_span(lexer),
		   "the text holds NUL bytes: it is no program, or not UTF-8");
	lexer->has_stopped = true;
	return false;
}

struct span scan_end_span(const struct lexer *lexer)
{
	const struct text *text = lexer->text;
	uint32_t length = text->length;

	while (length && is_blank(text->bytes[length - 1]))
		length--;
	return (struct span){ .start = text->base + length, .end = text->base + length + 1 };
}

/* ---- complaints ---- */

/* Characters that word processors and web pages put where others were meant. */
static const struct {
	const char *character, *meant;
} lookalikes[] = {
	{ "\u201c", "\"" }, { "\u201d", "\"" }, { "\u2018", "\"" }, { "\u2019", "\"" },
	{ "\u2013", "-" }, { "\u2014", "--" }, { "\u2212", "-" }, { "\u2192", "->" },
	{ "\u2026", "..." }, { "\u00a0", " " }, { "\u00d7", "*" }, { "\u2264", "<=" },
	{ "\u2265", ">=" }, { "\u2260", "!=" }, { "'", "\"" },
};

static void stop_if_hopeless(struct lexer *lexer)
{
	if (lexer->diags->errors - lexer->errors_before >= MOST_ERRORS)
		lexer->has_stopped = true;
}

static void complain_character(struct lexer *lexer, const char *text, size_t length)
{
	struct diag *diag;
	size_t i;

	diag = diag_error(lexer->diags, scan_span(lexer), "`%.*s` means nothing here", (int)length,
			  text);
	for (i = 0; i < sizeof(lookalikes) / sizeof(lookalikes[0]); i++)
		if (strlen(lookalikes[i].character) == length &&
		    memcmp(lookalikes[i].character, text, length) == 0)
			diag_hint(diag, "write `%s`", lookalikes[i].meant);
}

void scan_complain_bytes(struct lexer *lexer, const char *text, size_t length)
{
	uint32_t character;

	if (utf8_decode(text, length, &character) == 0)
		diag_error(lexer->diags, scan_span(lexer), "byte 0x%02X is not valid UTF-8",
			   (unsigned char)text[0]);
	else if (character < 0x20 || character == 0x7f)
		diag_error(lexer->diags, scan_span(lexer), "control byte 0x%02X in the text",
			   (unsigned char)text[0]);
	else
		complain_character(lexer, text, length);
	stop_if_hopeless(lexer);
}

void scan_complain_quotes(struct lexer *lexer, const char *text, size_t length)
{
	struct diag *diag = diag_error(lexer->diags, scan_span(lexer),
				       "strings stand in double quotes");

	diag_hint(diag, "write \"%.*s\"", (int)length - 2, text + 1);
	stop_if_hopeless(lexer);
}

void scan_complain_unclosed(struct lexer *lexer, const char *what, const char *closer)
{
	struct diag *diag = diag_error(lexer->diags, scan_span(lexer), "this %s is not closed", what);

	diag_hint(diag, "it ends with `%s`", closer);
	stop_if_hopeless(lexer);
}
