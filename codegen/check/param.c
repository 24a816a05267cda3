/*
 * Param: from declarations and words of the command line to values. The command line is
 * a text like any other, so that what is wrong in it is shown at its place.
 */
#include "codegen/check/param.h"

#include <ctype.h>
#include <string.h>

#include "codegen/check/param_getopt.h"
#include "codegen/check/param_list.h"
#include "lexer/arena.h"
#include "lexer/buffer.h"
#include "lexer/diag.h"
#include "lexer/suggest.h"
#include "parser/param_text.h"
#include "parser/tree.h"
#include "parser/tree_walk.h"

/* ---- declarations ---- */

static bool is_name(const char *name, const char *word, size_t length)
{
	size_t i;

	for (i = 0; i < length && name[i]; i++)
		if (name[i] != (word[i] == '-' ? '_' : word[i]))
			return false;
	return i == length && !name[i];
}

static struct param_record *find(const struct param_set *params, const char *word, size_t length)
{
	struct param_record *record;

	for (record = params->first; record; record = record->next)
		if (is_name(record->param->name, word, length))
			return record;
	return NULL;
}

const struct param_record *param_find(const struct param_set *params, const char *name)
{
	const struct param_record *record = params ? find(params, name, strlen(name)) : NULL;

	return record && !record->is_option ? record : NULL;
}

const struct param_record *param_find_option(const struct param_set *params, const char *name)
{
	const struct param_record *record = params ? find(params, name, strlen(name)) : NULL;

	return record && record->is_option ? record : NULL;
}

void param_suggest(const struct param_set *params, struct suggest *suggest)
{
	const struct param_record *record;

	for (record = params ? params->first : NULL; record; record = record->next)
		if (!record->is_option)
			suggest_offer(suggest, record->param->name);
}

static bool find_kind(const struct param_reading *reading, const struct param *param,
		      struct param_record *record)
{
	const struct param_type *type = param->type;
	struct diag *diag;

	record->is_set = !strcmp(type->name, "set") && type->element;
	if (record->is_set)
		type = type->element;
	record->kind = param_kind_find(type->name);
	if (!record->kind) {
		const char *near = param_kind_suggest(type->name);

		diag = diag_error(reading->diags, type->span, "`%s` is no type of a parameter",
				  type->name);
		if (near && strcmp(near, type->name))
			diag_hint(diag, "did you mean `%s`?", near);
		else
			diag_hint(diag, "types are %s", param_kind_names(reading->arena));
	} else if (!record->kind->read && !record->is_set) {
		diag = diag_error(reading->diags, type->span,
				  "system calls are told by name in sets only");
		diag_hint(diag, "param %s : set(syscall) = all;", param->name);
	} else if (!type->choices != !!strcmp(type->name, "one_of")) {
		diag = diag_error(reading->diags, type->span, type->choices ?
				  "`%s` has nothing in parentheses" :
				  "`%s` needs the words that it can be", type->name);
		diag_hint(diag, "a choice is one_of(first, second), a list set(pid)");
	} else {
		return true;
	}
	return false;
}

static void declare(const struct param_reading *reading, struct param_set *params,
		    const struct param *param, bool is_option)
{
	struct param_record *before = find(params, param->name, strlen(param->name));
	struct param_record *record = ARENA_NEW(reading->arena, struct param_record);

	if (before && is_option && before->is_option) {
		param_getopt_compare(reading->diags, before->param, param);
		return;
	}
	if (before) {
		diag_note(diag_error(reading->diags, param->name_span,
				     "there is a parameter %s already", param->name),
			  before->param->name_span, "here it was declared");
		return;
	}
	if (!strcmp(param->name, "help")) {
		diag_error(reading->diags, param->name_span,
			   "every script has --help; the parameter needs another name");
		return;
	}
	record->param = param;
	record->is_option = is_option;
	record->given_end = &record->given;
	if (!find_kind(reading, param, record))
		return;
	*params->end = record;
	params->end = &record->next;
}

struct param_set *param_declare(const struct param_reading *reading)
{
	struct param_set *params = ARENA_NEW(reading->arena, struct param_set);
	const struct param *param;

	params->end = &params->first;
	for (param = reading->program->parameters; param; param = param->next)
		declare(reading, params, param, false);
	for (param = param_getopt_collect(reading->arena, reading->diags, reading->program);
	     param; param = param->next)
		declare(reading, params, param, true);
	return params;
}

/* ---- the command line ---- */

/* The words of the command line, and where each is in the text that they make. */
struct words {
	const struct param_reading *reading;
	struct param_set *params;
	char **words;
	uint32_t count, at;
	uint32_t *starts;
};

static struct span span_of(const struct words *words, uint32_t index, size_t from)
{
	uint32_t start = words->starts[index];

	return (struct span){ start + (uint32_t)from,
			      start + (uint32_t)strlen(words->words[index]) };
}

static struct diag *misuse(const struct words *words, struct span span, const char *sentence)
{
	words->params->is_misused = true;
	return diag_error(words->reading->diags, span, "%s", sentence);
}

static void place_words(struct words *words)
{
	const struct param_reading *reading = words->reading;
	struct buffer line = { 0 };
	const struct text *text;

	words->words = reading->arguments;
	words->count = reading->argument_count;
	words->starts = ARENA_NEW_ARRAY(reading->arena, uint32_t, words->count + 1);
	for (uint32_t i = 0; i < words->count; i++) {
		if (i)
			buffer_append_char(&line, ' ');
		words->starts[i] = (uint32_t)line.length;
		buffer_append_string(&line, words->words[i]);
	}
	text = words->count ? text_add(reading->texts, "command line", line.data, line.length)
			    : NULL;
	for (uint32_t i = 0; text && i < words->count; i++)
		words->starts[i] += text->base;
	buffer_release(&line);
}

static void report_unknown(struct words *words, size_t length)
{
	const char *word = words->words[words->at];
	struct arena *arena = words->reading->arena;
	struct span span = span_of(words, words->at, 0);
	const struct param_record *record;
	struct suggest suggest;
	struct diag *diag;
	char *name = arena_copy_text(arena, word + 2, length), *dash;

	for (dash = name; *dash; dash++)
		if (*dash == '-')
			*dash = '_';
	span.end = span.start + 2 + (uint32_t)length;
	diag = misuse(words, span, arena_printf(arena, "the script has no option %.*s",
						(int)length + 2, word));
	suggest_start(&suggest, name);
	for (record = words->params->first; record; record = record->next)
		suggest_offer(&suggest, record->param->name);
	if (suggest.best)
		diag_hint(diag, "did you mean --%s?", suggest.best);
	else if (words->params->first)
		diag_hint(diag, "--help behind the script's name shows its options");
	else
		diag_hint(diag, "it has none; a word that begins so goes behind --");
}

static void give(const struct words *words, struct param_record *record, const char *text,
		 struct span span)
{
	struct param_item *item = ARENA_NEW(words->reading->arena, struct param_item);

	*item = (struct param_item){ .span = span, .text = text,
				     .length = (uint32_t)strlen(text) };
	*record->given_end = item;
	record->given_end = &item->next;
}

/* The value from byte SKIP of the word on. The shell makes two words of `a, b`: a list goes on. */
static void take_value(struct words *words, struct param_record *record, uint32_t skip)
{
	const char *text = words->words[words->at] + skip;
	size_t length = strlen(text);
	bool goes_on = record->is_set && length > 1 && text[length - 1] == ',' &&
		       words->at + 1 < words->count &&
		       strncmp(words->words[words->at + 1], "--", 2);

	if (goes_on)
		text = arena_copy_text(words->reading->arena, text, length - 1);
	give(words, record, text, span_of(words, words->at, skip));
	if (goes_on) {
		words->at++;
		take_value(words, record, 0);
	}
}

/* --no-NAME; NULL when the word is none. */
static struct param_record *find_denied(const struct words *words, const char *name, size_t length)
{
	struct param_record *record = NULL;

	if (length > 3 && !memcmp(name, "no-", 3))
		record = find(words->params, name + 3, length - 3);
	return record && record->kind->form == PARAM_BOOLEAN && !record->is_set ? record : NULL;
}

static void take_option(struct words *words)
{
	const char *word = words->words[words->at], *name = word + 2;
	size_t length = strcspn(name, "=");
	struct param_record *record = find(words->params, name, length);
	struct span span = span_of(words, words->at, 0);
	bool is_flag = record && record->kind->form == PARAM_BOOLEAN && !record->is_set;

	if (record && name[length]) {
		take_value(words, record, (uint32_t)length + 3);
	} else if (is_flag) {
		give(words, record, "yes", span);
	} else if (record && words->at + 1 < words->count) {
		words->at++;
		take_value(words, record, 0);
	} else if (record) {
		misuse(words, span, arena_printf(words->reading->arena, "%s needs a value: %s",
						 word, record->kind->placeholder));
	} else if (!name[length] && find_denied(words, name, length)) {
		give(words, find_denied(words, name, length), "no", span);
	} else {
		report_unknown(words, length);
	}
}

static void take_words(struct words *words)
{
	struct param_set *params = words->params;
	bool is_behind = false;

	params->arguments = ARENA_NEW_ARRAY(words->reading->arena, char *, words->count + 1);
	for (words->at = 0; words->at < words->count; words->at++) {
		char *word = words->words[words->at];

		if (is_behind || strncmp(word, "--", 2))
			params->arguments[params->argument_count++] = word;
		else if (!word[2])
			is_behind = true;
		else
			take_option(words);
	}
}

/* ---- values ---- */

/* The text may hold a list, or be the value as a whole. */
static struct param_item *split(const struct param_reading *reading,
				const struct param_record *record, struct param_item *given)
{
	if ((!record->is_set && record->kind->is_raw && given->text[0] != '"') ||
	    (!record->is_set && !given->length))
		return given;
	return param_text_split(reading->arena, reading->diags, given->text, given->span.start);
}

static void append(struct param_item ***end, struct param_item *items)
{
	**end = items;
	while (**end)
		*end = &(**end)->next;
}

/* The items of the last --NAME, of all of them for a set; NULL after a complaint. */
static struct param_item *given_items(const struct param_reading *reading,
				      struct param_set *params, struct param_record *record)
{
	struct param_item *first = NULL, **end = &first, *given, *next, *items;
	unsigned errors = reading->diags->errors;

	for (given = record->given; given; given = next) {
		next = given->next;
		given->next = NULL;
		items = split(reading, record, given);
		if (!record->is_set) {
			first = NULL;
			end = &first;
		}
		if (items)
			append(&end, items);
	}
	if (reading->diags->errors > errors) {
		params->is_misused = true;
		return NULL;
	}
	return first;
}

/* The last one counts, or of a set all. */
static void join_given(struct arena *arena, struct param_record *record)
{
	const struct param_item *item;

	for (item = record->given; item; item = item->next)
		record->given_text = !record->given_text || !record->is_set ? item->text :
				     arena_printf(arena, "%s,%s", record->given_text, item->text);
}

static void report_missing(const struct param_reading *reading, struct param_set *params,
			   const struct param_record *record)
{
	params->is_misused = true;
	diag_hint(diag_error(reading->diags, record->param->name_span,
			     "--%s has to be given: %s", record->param->name,
			     record->param->help[0] ? record->param->help : record->kind->wanted),
		  "--%s %s", record->param->name, record->kind->placeholder);
}

static void read_value(const struct param_reading *reading, struct param_set *params,
		       struct param_record *record)
{
	struct param_item *items = record->param->value;
	struct param_list list = {
		.arena = reading->arena, .diags = reading->diags, .target = reading->target,
		.record = record,
	};
	unsigned errors = reading->diags->errors;

	if (record->given) {
		join_given(reading->arena, record);
		items = given_items(reading, params, record);
		list.is_given = true;
		if (!items)
			return;
	}
	if (items) {
		param_list_read(&list, items);
		params->is_misused |= list.is_given && reading->diags->errors > errors;
		params->asks_system |= list.asks_system;
		return;
	}
	record->is_all = reading->is_lenient;
	record->value.text = "";
	if (!reading->is_lenient && record->kind->form != PARAM_BOOLEAN)
		report_missing(reading, params, record);
}

/* ---- words that nobody reads ---- */

static void note_positional(void *context, struct expr **place)
{
	if ((*place)->kind == EXPR_POSITIONAL || (*place)->kind == EXPR_POSITIONAL_COUNT)
		*(bool *)context = true;
	tree_visit_operands(*place, note_positional, context);
}

static void note_positional_block(void *context, struct stmt **list)
{
	struct stmt *stmt;

	for (stmt = *list; stmt; stmt = stmt->next) {
		tree_visit_values(stmt, note_positional, context);
		tree_visit_blocks(stmt, note_positional_block, context);
	}
}

static bool names_positional(const char *target)
{
	for (; *target; target++)
		if (*target == '$' && isdigit((unsigned char)target[1]))
			return true;
	return false;
}

static bool has_positional(const struct program *program)
{
	const struct attach_point *point;
	struct routine_declaration *routine;
	struct probe *probe;
	bool found = false;

	for (routine = program->routines; routine; routine = routine->next)
		note_positional_block(&found, &routine->body);

	for (probe = program->probes; probe; probe = probe->next) {
		if (probe->predicate)
			note_positional(&found, &probe->predicate);
		note_positional_block(&found, &probe->body);
		for (point = probe->attach_points; point; point = point->next)
			found |= names_positional(point->target);
	}
	return found;
}

/*
 * A script that says what it takes is not given words for nothing, nor one that takes nothing
 * what looks like an option: it was meant for ktrace.
 */
static void check_words(struct words *words)
{
	const struct param_set *params = words->params;
	const struct program *program = words->reading->program;

	if (params->is_misused || !params->argument_count ||
	    (!program->parameters && params->arguments[0][0] != '-') || has_positional(program))
		return;
	for (uint32_t i = 0; i < words->count; i++) {
		if (words->words[i] != params->arguments[0])
			continue;
		diag_hint(misuse(words, span_of(words, i, 0),
				 arena_printf(words->reading->arena, "the script does not know "
					      "what to do with `%s`", words->words[i])),
			  words->words[i][0] == '-' ?
			  "ktrace's own options stand before the script's name" :
			  "--help behind the script's name shows its options");
		return;
	}
}

struct param_set *param_read(const struct param_reading *reading)
{
	struct param_set *params = param_declare(reading);
	struct words words = { .reading = reading, .params = params };
	struct param_record *record;

	place_words(&words);
	take_words(&words);
	check_words(&words);
	for (record = params->first; record; record = record->next)
		read_value(reading, params, record);
	return params;
}

const char *param_text(struct arena *arena, const struct param_record *record)
{
	const struct param_value *value = &record->value;

	if (record->kind->form == PARAM_TEXT)
		return value->text;
	if (value->is_negative)
		return arena_printf(arena, "%lld", (long long)value->number);
	return arena_printf(arena, "%llu", (unsigned long long)value->number);
}
