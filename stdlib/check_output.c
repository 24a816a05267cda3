/*
 * Checking the builtins that send events: the format of printf, and what is in
 * each record.
 */
#include <string.h>

#include "codegen/check/call.h"
#include "codegen/check/checker.h"
#include "codegen/check/event_make.h"
#include "codegen/check/expr.h"
#include "codegen/check/layout_make.h"
#include "codegen/check/map_record.h"
#include "codegen/format.h"
#include "stdlib/check.h"

enum { JOIN_WORDS = 16, JOIN_WORD = 4096 };

/* ---- printf ---- */

static bool is_number_like(const struct type *type)
{
	return (type_is_number(type) && type->size <= 8) || type->kind == TYPE_POINTER ||
	       type->kind == TYPE_KERNEL_SYMBOL || type->kind == TYPE_FORM;
}

static bool takes(enum format_conversion conversion, const struct type *type)
{
	switch (conversion) {
	case FORMAT_LITERAL:
	case FORMAT_STRING:
		return true;
	case FORMAT_DECIMAL:
	case FORMAT_UNSIGNED:
	case FORMAT_OCTAL:
	case FORMAT_HEX:
	case FORMAT_HEX_UPPER:
	case FORMAT_CHARACTER:
	case FORMAT_POINTER:
		return is_number_like(type);
	case FORMAT_BUFFER:
	case FORMAT_BUFFER_HEX:
	case FORMAT_BUFFER_PLAIN:
		return type->kind == TYPE_BUFFER || type->kind == TYPE_STRING ||
		       (type->kind == TYPE_ARRAY && type->target->kind == TYPE_INTEGER &&
			type->target->size == 1);
	}
	return false;
}

static void report_conversion(struct checker *checker, struct expr *value, const char *format,
			      const struct format_segment *segment)
{
	bool is_bytes = segment->conversion >= FORMAT_BUFFER;
	struct diag *diag;

	diag = checker_fail(checker, value, "%.*s shows %s, and this is %s", (int)segment->length,
			    format + segment->start, is_bytes ? "bytes" : "a number",
			    checker_type_name(checker, value->type));
	if (is_bytes)
		diag_hint(diag, "buf(pointer, length) reads bytes");
	else
		diag_hint(diag, "%%s shows any value");
}

static bool add_converted(struct checker *checker, struct event *event, struct expr *value,
			  const char *format, const struct format_segment *segment)
{
	if (segment->conversion != FORMAT_STRING)
		expr_settle_number(checker, value);
	if (value->type->kind == TYPE_ERROR)
		return false;
	if (!takes(segment->conversion, value->type)) {
		report_conversion(checker, value, format, segment);
		return false;
	}
	if (segment->conversion == FORMAT_STRING)
		event_warn_address(checker, value);
	return event_add_value(checker, event, value, segment->conversion == FORMAT_STRING);
}

static const struct type *report_count(struct checker *checker, struct expr *call,
				       unsigned wanted, unsigned given)
{
	checker_fail(checker, call, "the format shows %u value%s, and %u %s given", wanted,
		     wanted == 1 ? "" : "s", given, given == 1 ? "is" : "are");
	return &type_error;
}

static const struct type *check_format(struct checker *checker, struct expr *call,
				       enum plan_event_kind kind)
{
	struct expr *format = call_argument(call, 0), *value = call_argument(call, 1);
	struct format_segment *segments;
	uint32_t count, index, start, end;
	struct event *event;
	unsigned wanted = 0;
	const char *error;
	bool fine = true;

	segments = format_parse(checker->arena, format->text, format->text_length, &count, &error,
				&start, &end);
	if (!segments) {
		checker_fail(checker, format, "%s: %.*s", error, (int)(end - start),
			     format->text + start);
		return &type_error;
	}
	for (index = 0; index < count; index++)
		wanted += segments[index].conversion != FORMAT_LITERAL;
	if (wanted != call_argument_count(call) - 1)
		return report_count(checker, call, wanted, call_argument_count(call) - 1);
	event = event_make(checker, call, kind);
	event_set_text(checker, event, format->text, format->text_length);
	for (index = 0; index < count; index++) {
		if (segments[index].conversion == FORMAT_LITERAL)
			continue;
		fine &= add_converted(checker, event, value, format->text, &segments[index]);
		value = value->next;
	}
	return fine ? &type_void : &type_error;
}

const struct type *check_printf(struct checker *checker, struct expr *call)
{
	return check_format(checker, call, PLAN_EVENT_PRINTF);
}

const struct type *check_errorf(struct checker *checker, struct expr *call)
{
	return check_format(checker, call, PLAN_EVENT_ERRORF);
}

const struct type *check_warnf(struct checker *checker, struct expr *call)
{
	return check_format(checker, call, PLAN_EVENT_WARNF);
}

const struct type *check_cat(struct checker *checker, struct expr *call)
{
	return check_format(checker, call, PLAN_EVENT_CAT);
}

const struct type *check_system(struct checker *checker, struct expr *call)
{
	return check_format(checker, call, PLAN_EVENT_SYSTEM);
}

/* ---- print ---- */

/* top and divisor make sense for whole maps only. */
static bool has_no_top(struct checker *checker, struct expr *call)
{
	struct expr *top = call_argument(call, 1);

	if (!top)
		return true;
	checker_fail(checker, top, "only a whole map can be cut to its top entries");
	return false;
}

static const struct type *print_map(struct checker *checker, struct expr *call, struct expr *map)
{
	struct event *event = event_make(checker, call, PLAN_EVENT_PRINT_MAP);

	if (map->map_ref->is_recorder && call_argument(call, 2))
		checker_fail(checker, call_argument(call, 2), "records are not divided");
	event->plan.map = map->map_ref->index;
	event_reserve(event, sizeof(uint64_t) + 2 * sizeof(uint32_t));
	return &type_void;
}

static const struct type *print_entry(struct checker *checker, struct expr *call,
				      struct expr *map)
{
	struct layout key = { .kind = LAYOUT_NONE };
	struct event *event;

	if (!has_no_top(checker, call))
		return &type_error;
	expr_settle_number(checker, map);
	if (map->type->kind == TYPE_ERROR)
		return &type_error;
	event = event_make(checker, call, PLAN_EVENT_PRINT_MAP_ENTRY);
	event->plan.map = map->map_ref->index;
	if (!checker->is_final || !map->map_ref->value)
		return &type_void;
	if (map->map.key)
		key = layout_make(checker, map->map_ref->key);
	event_add_layout(checker, event, key);
	event_add_layout(checker, event, layout_make(checker, map->type));
	return &type_void;
}

/* What a recorder has of one key. */
static const struct type *print_records(struct checker *checker, struct expr *call,
					struct expr *map)
{
	struct layout key = { .kind = LAYOUT_NONE };
	struct event *event = event_make(checker, call, PLAN_EVENT_PRINT_RECORDS);

	if (call_argument(call, 2))
		checker_fail(checker, call_argument(call, 2), "records are not divided");
	event->plan.map = map->map_ref->index;
	event_reserve(event, sizeof(uint64_t) + 2 * sizeof(uint32_t));
	if (checker->is_final && map->map_ref->key)
		key = layout_make(checker, map->map_ref->key);
	event_add_layout(checker, event, key);
	return &type_void;
}

const struct type *check_print(struct checker *checker, struct expr *call)
{
	struct expr *value = call_argument(call, 0);
	const struct map_record *record;
	struct event *event;

	if (value->kind != EXPR_MAP) {
		if (!has_no_top(checker, call))
			return &type_error;
		event_warn_address(checker, value);
		event = event_make(checker, call, PLAN_EVENT_PRINT);
		return event_add_value(checker, event, value, true) ? &type_void : &type_error;
	}
	record = (const struct map_record *)value->map_ref;
	if (record->map.is_recorder)
		return value->map.key ? print_records(checker, call, value)
				      : print_map(checker, call, value);
	if (value->map.key || (record->has_shape && record->map.is_scalar &&
			       value->type->kind != TYPE_AGGREGATE))
		return print_entry(checker, call, value);
	return print_map(checker, call, value);
}

/* ---- the others ---- */

const struct type *check_time(struct checker *checker, struct expr *call)
{
	static const char usual[] = "%H:%M:%S\n";
	const struct expr *format = call_argument(call, 0);
	struct event *event;

	if (call->kind == EXPR_NAME)
		return &type_forms[FORM_TIME];
	event = event_make(checker, call, PLAN_EVENT_TIME);
	event_set_text(checker, event, format ? format->text : usual,
		       format ? format->text_length : sizeof(usual) - 1);
	return &type_void;
}

const struct type *check_join(struct checker *checker, struct expr *call)
{
	const struct expr *separator = call_argument(call, 1);
	struct event *event = event_make(checker, call, PLAN_EVENT_JOIN);
	struct layout word = { .kind = LAYOUT_STRING };
	unsigned index;

	word.size = (uint32_t)checker->settings.max_strlen;
	if (word.size > JOIN_WORD)
		word.size = JOIN_WORD;
	event_set_text(checker, event, separator ? separator->text : " ",
		       separator ? separator->text_length : 1);
	event_add_layout(checker, event, layout_make_integer(4, false));
	for (index = 0; index < JOIN_WORDS; index++)
		event_add_layout(checker, event, word);
	return &type_void;
}

const struct type *check_exit(struct checker *checker, struct expr *call)
{
	struct event *event = event_make(checker, call, PLAN_EVENT_EXIT);

	event_add_layout(checker, event, layout_make_integer(8, true));
	return &type_void;
}
