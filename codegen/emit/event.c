/*
 * Events: records in the ring buffer.
 *
 * A record is reserved at its full size and filled in place, so a text is written
 * once and only as long as it is. A reservation that fails is counted. The flags
 * of the submit come from the shared control word: the reader switches wake-ups
 * to batches while it is busy.
 */
#include "codegen/emit/emit.h"

#include <stddef.h>
#include <string.h>

#include "lexer/arena.h"

static LLVMValueRef ring_global(struct emitter *emitter)
{
	if (!emitter->ring)
		emitter->ring = emit_declare_map(emitter, PLAN_RING_MAP);
	return emitter->ring;
}

LLVMValueRef emit_take_flags(struct emitter *emitter)
{
	LLVMValueRef fault = emit_frame_word(emitter, FRAME_FAULT);
	LLVMValueRef cut = emit_frame_word(emitter, FRAME_TRUNCATED);
	LLVMValueRef flags = ir_binary(
		emitter, LLVMOr, ir_load(emitter, fault, 8, false),
		ir_binary(emitter, LLVMShl, ir_load(emitter, cut, 8, false), ir_int(emitter, 1)));

	ir_store(emitter, ir_int(emitter, 0), fault, 8);
	ir_store(emitter, ir_int(emitter, 0), cut, 8);
	return flags;
}

struct record record_begin(struct emitter *emitter, uint32_t event_index,
			   const struct plan_event *plan)
{
	struct record record = { .plan = plan };

	if (plan_event_is_output(plan->kind))
		ledger_count(emitter, offsetof(struct plan_ledger, events));
	record.pointer = emit_helper3(emitter, HELPER_RING_RESERVE, ring_global(emitter),
				      ir_int(emitter, plan->record_size), ir_int(emitter, 0));
	record.branch = ir_if_begin(emitter, ir_is_zero(emitter, record.pointer));
	if (plan_event_is_output(plan->kind))
		ledger_count(emitter, offsetof(struct plan_ledger, lost_ringbuf));
	emit_take_flags(emitter);
	ir_if_else(emitter, &record.branch);
	ir_store(emitter, ir_int(emitter, event_index), record.pointer, 4);
	return record;
}

void record_end(struct emitter *emitter, struct record *record)
{
	LLVMValueRef wakeup = ir_load_volatile(
		emitter, ir_at(emitter, emitter->control,
			       offsetof(struct plan_control, wakeup_flags)), 8, false);

	ir_store(emitter, emit_take_flags(emitter),
		 ir_at(emitter, record->pointer, offsetof(struct plan_record, flags)), 4);
	emit_helper2(emitter, HELPER_RING_SUBMIT, record->pointer, wakeup);
	ir_if_end(emitter, &record->branch);
}

/*
 * Scalars are computed before the record is reserved: an output that is lost has
 * had its side effects, and helper calls do not happen twice.
 */
void emit_event(struct emitter *emitter, const struct event *event, const struct expr *values)
{
	const struct plan_event *plan = &event->plan;
	LLVMValueRef *scalars = ARENA_NEW_ARRAY(emitter->arena, LLVMValueRef,
						plan->value_count + 1);
	const struct expr *value = values;
	struct record record;
	LLVMValueRef at;

	for (uint32_t i = 0; i < plan->value_count; i++, value = value->next)
		if (type_is_scalar(value->type) && plan->values[i].kind != LAYOUT_STACK)
			scalars[i] = emit_scalar(emitter, value);
	record = record_begin(emitter, event->index, plan);
	value = values;
	for (uint32_t i = 0; i < plan->value_count; i++, value = value->next) {
		const struct layout *layout = &plan->values[i];

		at = ir_at(emitter, record.pointer, layout->offset);
		if (display_is(layout))
			emit_display(emitter, value, display_place(emitter, value, scalars[i]),
				     at);
		else if (display_is_text(value, layout))
			emit_read_text(emitter, at, display_place(emitter, value, scalars[i]),
				       ir_int(emitter, layout->size), layout->size);
		else if (scalars[i])
			ir_store(emitter, scalars[i], at, layout->size);
		else
			emit_as_layout(emitter, value, layout, record.pointer);
	}
	record_end(emitter, &record);
}

/* ---- warnings, which emitting finds the need of ---- */

static uint32_t warning_event(struct emitter *emitter, struct span span, const char *text)
{
	struct plan *plan = emitter->checked->plan;
	struct plan_event *events;

	for (uint32_t i = 0; i < plan->event_count; i++)
		if (plan->events[i].kind == PLAN_EVENT_WARNING &&
		    plan->events[i].span.start == span.start &&
		    !strcmp(plan->events[i].text, text))
			return i;
	events = ARENA_NEW_ARRAY(emitter->arena, struct plan_event, plan->event_count + 1);
	if (plan->event_count)
		memcpy(events, plan->events, plan->event_count * sizeof(*events));
	events[plan->event_count] = (struct plan_event){
		.kind = PLAN_EVENT_WARNING, .span = span, .record_size = sizeof(struct plan_record),
		.text = arena_copy_string(emitter->arena, text),
	};
	plan->events = events;
	return plan->event_count++;
}

void emit_warning(struct emitter *emitter, struct span span, const char *text)
{
	uint32_t index = warning_event(emitter, span, text);
	struct record record = record_begin(emitter, index,
					    &emitter->checked->plan->events[index]);

	record_end(emitter, &record);
}
