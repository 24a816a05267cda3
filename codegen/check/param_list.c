/*
 * Param list: `all`, one value, or a set of them: what is listed, less what is listed
 * behind a `!`, or all but that where nothing else is listed.
 */
#include "codegen/check/param_list.h"

#include <stdlib.h>
#include <string.h>

#include "codegen/check/param.h"
#include "codegen/target/syscall.h"
#include "codegen/target/syscall_class.h"
#include "lexer/arena.h"
#include "lexer/buffer.h"
#include "lexer/diag.h"
#include "lexer/suggest.h"
#include "parser/tree.h"

static bool is_all(const struct param_item *item)
{
	return !item->is_quoted && !item->is_negated && !strcmp(item->text, "all");
}

/* For a text, `all` is a word like others, unless the default shows that it is meant. */
static bool takes_all(const struct param_record *record)
{
	const struct param_item *value = record->param->value;

	if (record->is_set)
		return true;
	if (record->kind->form == PARAM_BOOLEAN)
		return false;
	return record->kind->form == PARAM_NUMBER || (value && is_all(value));
}

static void refuse(struct param_list *list, const struct param_item *item, const char *problem,
		   const char *hint)
{
	const struct param_record *record = list->record;
	const char *before = arena_printf(list->arena, "%s%s", list->is_given ? "--" : "the default of $",
					  record->param->name);
	struct diag *diag;

	if (problem)
		diag = diag_error(list->diags, item->span, "%s cannot be `%s`: %s", before,
				  item->text, problem);
	else
		diag = diag_error(list->diags, item->span, "%s takes %s, not `%s`", before,
				  record->kind->wanted, item->text);
	if (hint)
		diag_hint(diag, "%s", hint);
}

static bool read_item(struct param_list *list, const struct param_item *item,
		      struct param_value *value)
{
	const struct param_type *type = list->record->param->type;
	struct value_reader reader = {
		.arena = list->arena, .target = list->target, .type = list->record->is_set ? type->element : type,
	};
	bool is_good = list->record->kind->read(&reader, item, value);

	list->asks_system |= reader.asks_system;
	if (!is_good)
		refuse(list, item, reader.problem, reader.hint);
	return is_good;
}

/* ---- sets ---- */

/* What is in, and what is out. */
struct parts {
	struct buffer in, out;		/* of uint64_t or struct value_text */
	bool has_in;
};

static void add_number(struct buffer *part, uint64_t number)
{
	buffer_append(part, &number, sizeof(number));
}

static void add_call(void *context, const struct system_call *call)
{
	if (call->number >= 0)
		add_number(context, (uint64_t)call->number);
}

static void report_call(struct param_list *list, const struct param_item *item)
{
	const struct system_call *call = syscall_find(list->target, item->text);
	struct suggest suggest;

	suggest_start(&suggest, item->text);
	syscall_suggest(&suggest);
	syscall_class_suggest(&suggest);
	if (call)
		refuse(list, item, "only 32-bit programs have that system call", NULL);
	else
		refuse(list, item, strchr(item->text, '*') ? "no system call matches that" :
		       "there is no such system call", suggest.best ?
		       arena_printf(list->arena, "did you mean `%s`?", suggest.best) :
		       arena_printf(list->arena, "classes are %s; ktrace -l 'syscall:*' lists "
				    "the calls", syscall_class_names(list->arena)));
}

/* A call, a pattern of calls, or a class of them. */
static void add_calls(struct param_list *list, const struct param_item *item, struct buffer *part)
{
	const struct system_call *call;
	size_t before = part->length;

	if (strchr(item->text, '*')) {
		syscall_match(list->target, item->text, add_call, part);
	} else if (!syscall_class_visit(list->target, item->text, add_call, part)) {
		call = syscall_find(list->target, item->text);
		if (call)
			add_call(part, call);
	}
	if (part->length == before)
		report_call(list, item);
}

static void add_item(struct param_list *list, const struct param_item *item, struct parts *parts)
{
	struct buffer *part = item->is_negated ? &parts->out : &parts->in;
	struct param_value value = { 0 };
	struct value_text text;

	if (is_all(item))
		return;
	parts->has_in |= !item->is_negated;
	if (!list->record->kind->read) {
		add_calls(list, item, part);
		return;
	}
	if (!read_item(list, item, &value))
		return;
	if (list->record->kind->form == PARAM_TEXT) {
		text = (struct value_text){ value.text, value.length };
		buffer_append(part, &text, sizeof(text));
	} else {
		add_number(part, value.number);
	}
}

static int compare_numbers(const void *left, const void *right)
{
	uint64_t one = *(const uint64_t *)left, other = *(const uint64_t *)right;

	return one < other ? -1 : one > other;
}

static bool has_number(const struct buffer *part, uint64_t number)
{
	const uint64_t *numbers = (const void *)part->data;

	for (size_t i = 0; i < part->length / sizeof(*numbers); i++)
		if (numbers[i] == number)
			return true;
	return false;
}

static void take_numbers(struct arena *arena, struct value_set *set, struct buffer *from,
			 const struct buffer *less)
{
	uint64_t *numbers = (void *)from->data, *kept;
	size_t count = from->length / sizeof(*numbers);

	kept = ARENA_NEW_ARRAY(arena, uint64_t, count + 1);
	if (count)
		qsort(numbers, count, sizeof(*numbers), compare_numbers);
	for (size_t i = 0; i < count; i++)
		if (!(i && numbers[i] == numbers[i - 1]) && !has_number(less, numbers[i]))
			kept[set->count++] = numbers[i];
	set->numbers = kept;
}

static bool has_text(const struct value_text *texts, size_t count, const struct value_text *text)
{
	for (size_t i = 0; i < count; i++)
		if (texts[i].length == text->length &&
		    !memcmp(texts[i].bytes, text->bytes, text->length))
			return true;
	return false;
}

static void take_texts(struct arena *arena, struct value_set *set, const struct buffer *from,
		       const struct buffer *less)
{
	const struct value_text *texts = (const void *)from->data;
	const struct value_text *others = (const void *)less->data;
	size_t count = from->length / sizeof(*texts), other_count = less->length / sizeof(*others);
	struct value_text *kept = ARENA_NEW_ARRAY(arena, struct value_text, count + 1);

	for (size_t i = 0; i < count; i++)
		if (!has_text(kept, set->count, &texts[i]) &&
		    !has_text(others, other_count, &texts[i]))
			kept[set->count++] = texts[i];
	set->texts = kept;
	set->is_text = true;
}

static void read_set(struct param_list *list, const struct param_item *items)
{
	struct value_set *set = ARENA_NEW(list->arena, struct value_set);
	struct param_record *record = list->record;
	const struct param_item *item;
	const struct buffer none = { 0 };
	struct parts parts = { 0 };
	struct buffer *from;

	for (item = items; item; item = item->next)
		add_item(list, item, &parts);
	set->is_negated = !parts.has_in;
	from = set->is_negated ? &parts.out : &parts.in;
	if (record->kind->form == PARAM_TEXT)
		take_texts(list->arena, set, from, set->is_negated ? &none : &parts.out);
	else
		take_numbers(list->arena, set, from, set->is_negated ? &none : &parts.out);
	record->set = set;
	record->is_all = set->is_negated && !set->count;
	buffer_release(&parts.in);
	buffer_release(&parts.out);
}

void param_list_read(struct param_list *list, const struct param_item *items)
{
	struct param_record *record = list->record;

	record->value.text = "";
	if (record->is_set)
		read_set(list, items);
	else if (items->next)
		refuse(list, items->next, "it is one value, not a list", NULL);
	else if (is_all(items) && takes_all(record))
		record->is_all = true;
	else if (items->is_negated)
		refuse(list, items, "only lists leave something out", NULL);
	else
		read_item(list, items, &record->value);
}
