/*
 * Event make: records of the ring buffer. A record starts with struct
 * plan_record; values follow in the order of the arguments, each 8-aligned.
 */
#include "codegen/check/event_make.h"

#include <string.h>

#include "codegen/check/checker.h"
#include "codegen/check/expr.h"
#include "codegen/check/layout_make.h"
#include "codegen/check/stack_use.h"

/* A record this large would not fit the smallest ring twice. */
enum { RECORD_MAX = 120 * 1024 };

static uint32_t align_word(uint32_t size)
{
	return (size + 7) & ~7u;
}

struct event *event_make(struct checker *checker, struct expr *call, enum plan_event_kind kind)
{
	struct event *event = ARENA_NEW(checker->arena, struct event);

	event->plan.kind = kind;
	event->plan.span = call->span;
	event->plan.text = arena_copy_string(checker->arena, "");
	event->plan.record_size = sizeof(struct plan_record);
	call->event = event;
	if (!checker->is_final)
		return event;
	event->index = checker->event_count++;
	*checker->events_end = event;
	checker->events_end = &event->next;
	return event;
}

void event_set_text(struct checker *checker, struct event *event, const char *text,
		    uint32_t length)
{
	event->plan.text = arena_copy_text(checker->arena, text, length);
}

void event_reserve(struct event *event, uint32_t bytes)
{
	event->plan.record_size = align_word(event->plan.record_size + bytes);
}

void event_add_layout(struct checker *checker, struct event *event, struct layout layout)
{
	struct plan_event *plan = &event->plan;
	struct layout *values;

	values = ARENA_NEW_ARRAY(checker->arena, struct layout, plan->value_count + 1);
	if (plan->value_count)
		memcpy(values, plan->values, sizeof(values[0]) * plan->value_count);
	layout.offset = plan->record_size;
	values[plan->value_count++] = layout;
	plan->values = values;
	event_reserve(event, layout.size);
}

static bool is_shown(const struct type *type)
{
	return type_is_value(type) &&
	       type->kind != TYPE_AGGREGATE;
}

static bool is_text_pointer(const struct type *type)
{
	return type->kind == TYPE_POINTER && type->target->kind == TYPE_INTEGER &&
	       type->target->size == 1;
}

void event_warn_address(struct checker *checker, const struct expr *expr)
{
	if (is_text_pointer(expr->type) && (!expr->type->is_text || expr->kind == EXPR_MAP))
		diag_hint(diag_warning(checker->diags, expr->span,
				       "this prints the address; the text at it is not read"),
			  "str(...) reads the text");
}

bool event_add_value(struct checker *checker, struct event *event, struct expr *expr,
		     bool as_text)
{
	struct layout layout;

	expr_settle_number(checker, expr);
	if (expr->type->kind == TYPE_ERROR)
		return false;
	if (!is_shown(expr->type)) {
		checker_fail(checker, expr, "%s cannot be printed",
			     expr->type->kind == TYPE_ARGUMENTS ? "args as a whole" : "nothing");
		return false;
	}
	if (!checker->is_final)
		return true;
	layout = as_text ? layout_make_shown(checker, expr) :
			   layout_make(checker, expr->type);
	event_add_layout(checker, event, layout);
	if (layout.kind == LAYOUT_STACK)
		stack_use_show(checker, expr);
	/* It is written where it is sent from and needs no memory of its own. */
	if (!type_is_scalar(expr->type) && checker->memory >= expr->type->size)
		checker->memory -= expr->type->size;
	if (event->plan.record_size <= RECORD_MAX)
		return true;
	diag_hint(checker_fail(checker, expr, "this makes an event of %u bytes; %u are the most",
			       event->plan.record_size, RECORD_MAX),
		  "print fewer or shorter values, one member instead of a whole struct");
	return false;
}
