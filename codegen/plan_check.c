/*
 * Plan check: an image may come from a file, so the plan in it is checked once,
 * as a whole, and everything behind plan_read trusts it.
 */
#include "codegen/plan_check.h"

#include <stddef.h>

#include "codegen/call_arguments.h"
#include "codegen/display.h"
#include "codegen/form.h"
#include "codegen/plan.h"
#include "codegen/recorder.h"

/* Values of maps and records are far smaller; sums of such sizes cannot overflow. */
#define LARGEST_SIZE (1u << 28)

/* What a layout's size must be, by its kind; rows with 0, 0 have a rule of their own. */
static const struct {
	uint32_t least, most;
} layout_sizes[] = {
	[LAYOUT_NONE] = { 0, 0 },
	[LAYOUT_INTEGER] = { 1, 16 },
	[LAYOUT_BOOLEAN] = { 1, 8 },
	[LAYOUT_ENUM] = { 1, 8 },
	[LAYOUT_POINTER] = { 4, 8 },
	[LAYOUT_STRING] = { 0, LARGEST_SIZE },
	[LAYOUT_BUFFER] = { 4, LARGEST_SIZE },
	[LAYOUT_WORDS] = { 4, LARGEST_SIZE },
	[LAYOUT_TUPLE] = { 0, LARGEST_SIZE },
	[LAYOUT_STRUCT] = { 0, LARGEST_SIZE },
	[LAYOUT_ARRAY] = { 0, LARGEST_SIZE },
	[LAYOUT_KERNEL_SYMBOL] = { 8, 8 },
	[LAYOUT_USER_SYMBOL] = { 16, 16 },
	[LAYOUT_TIMESTAMP] = { 8, 8 },
	[LAYOUT_FORM] = { 8, 8 },
	[LAYOUT_STACK] = { sizeof(struct layout_stack), LARGEST_SIZE },
	[LAYOUT_INTERNED] = { 8, 8 },
	[LAYOUT_PATH] = { sizeof(struct layout_path), LARGEST_SIZE },
	[LAYOUT_DISPLAY] = { sizeof(struct layout_display_head), LARGEST_SIZE },
	[LAYOUT_ADDRESS] = { 0, LARGEST_SIZE },
	[LAYOUT_ARGUMENTS] = { sizeof(struct call_arguments), sizeof(struct call_arguments) },
	[LAYOUT_COUNT] = { 8, 8 },
	[LAYOUT_SUM] = { 8, 8 },
	[LAYOUT_MIN] = { sizeof(struct layout_extreme), sizeof(struct layout_extreme) },
	[LAYOUT_MAX] = { sizeof(struct layout_extreme), sizeof(struct layout_extreme) },
	[LAYOUT_AVG] = { sizeof(struct layout_stats), sizeof(struct layout_stats) },
	[LAYOUT_STATS] = { sizeof(struct layout_stats), sizeof(struct layout_stats) },
	[LAYOUT_HIST] = { 8, LARGEST_SIZE },
	[LAYOUT_LHIST] = { 8, LARGEST_SIZE },
};

enum { LAYOUT_KINDS = sizeof(layout_sizes) / sizeof(layout_sizes[0]) };

static bool is_number_size(uint32_t size)
{
	return size == 1 || size == 2 || size == 4 || size == 8 || size == 16;
}

static bool layout_is_sound(const struct plan *plan, const struct layout *layout,
			    uint64_t limit);

static bool children_are_sound(const struct plan *plan, const struct layout *layout,
			       uint64_t limit)
{
	for (uint32_t i = 0; i < layout->child_count; i++)
		if (!layout_is_sound(plan, &layout->children[i], limit))
			return false;
	return true;
}

/* The table's value is there whole, whatever map it is in. */
static bool interned_is_sound(const struct plan *plan, const struct layout *layout)
{
	return layout->table < plan->map_count && layout->child_count == 1 &&
	       layout->children[0].kind != LAYOUT_INTERNED &&
	       layout_is_sound(plan, &layout->children[0],
			       plan->maps[layout->table].value_size);
}

static bool array_is_sound(const struct plan *plan, const struct layout *layout)
{
	return layout->child_count == 1 &&
	       layout_is_sound(plan, &layout->children[0], layout->size) &&
	       (uint64_t)layout->count * layout->children[0].size <= layout->size;
}

static bool lhist_is_sound(const struct layout *layout)
{
	return layout->step > 0 && layout->max > layout->min && layout->count >= 2 &&
	       (uint64_t)layout->count * 8 <= layout->size;
}

static bool hist_is_sound(const struct layout *layout)
{
	return layout->bits < 16 && layout->count == layout_hist_buckets(layout->bits) &&
	       (uint64_t)layout->count * 8 <= layout->size;
}

static bool bits_are_sound(const struct layout *layout, uint64_t limit)
{
	return layout->bit_size <= 64 && layout->bit_offset < 64 &&
	       layout->offset + (layout->bit_offset + layout->bit_size + 7) / 8 <= limit;
}

/* Does LAYOUT lie within LIMIT bytes, and its parts within it? */
static bool layout_is_sound(const struct plan *plan, const struct layout *layout,
			    uint64_t limit)
{
	if ((unsigned)layout->kind >= LAYOUT_KINDS ||
	    layout->size < layout_sizes[layout->kind].least ||
	    layout->size > layout_sizes[layout->kind].most ||
	    (uint64_t)layout->offset + layout->size > limit ||
	    (layout->bit_size && !bits_are_sound(layout, limit)))
		return false;
	switch (layout->kind) {
	case LAYOUT_INTEGER:
	case LAYOUT_BOOLEAN:
	case LAYOUT_ENUM:
	case LAYOUT_POINTER:
		return is_number_size(layout->size);
	case LAYOUT_DISPLAY:
		return layout->mode < DISPLAY_KINDS &&
		       children_are_sound(plan, layout, layout->size);
	case LAYOUT_PATH:
		return layout->mode <= DISPLAY_CGROUP;
	case LAYOUT_FORM:
		return layout->mode < FORM_COUNT;
	case LAYOUT_SUM:
	case LAYOUT_MIN:
	case LAYOUT_MAX:
	case LAYOUT_AVG:
	case LAYOUT_STATS:
		return layout->mode <= FORM_COUNT;
	case LAYOUT_ADDRESS:
		return layout->mode < ADDRESS_FORMS;
	case LAYOUT_TUPLE:
	case LAYOUT_STRUCT:
		return children_are_sound(plan, layout, layout->size);
	case LAYOUT_ARRAY:
		return array_is_sound(plan, layout);
	case LAYOUT_INTERNED:
		return interned_is_sound(plan, layout);
	case LAYOUT_HIST:
		return hist_is_sound(layout);
	case LAYOUT_LHIST:
		return lhist_is_sound(layout);
	default:
		return true;
	}
}

static bool program_is_sound(const struct plan_program *program)
{
	return (unsigned)program->mechanism < MECHANISM_COUNT && program->function[0] &&
	       program->scratch_size <= LARGEST_SIZE;
}

static bool map_is_sound(const struct plan *plan, const struct plan_map *map)
{
	uint32_t prefix = map->has_generation ? 8 : 0;

	if ((unsigned)map->kind > PLAN_MAP_QUEUE || !map->symbol[0] ||
	    map->key_size > LARGEST_SIZE || map->value_size > LARGEST_SIZE ||
	    map->key_size < prefix ||
	    (map->is_scalar && !map->has_generation && map->key_size != sizeof(uint32_t)))
		return false;
	if (map->has_generation && map->generation >= plan->generation_count)
		return false;
	if (map->is_recorder && (map->recorder >= plan->recorder_count ||
				 map->value_size != sizeof(uint64_t)))
		return false;
	return layout_is_sound(plan, &map->key, map->key_size) &&
	       layout_is_sound(plan, &map->value, map->value_size);
}

static bool recorder_has_map(const struct plan *plan, uint32_t index, enum plan_map_kind kind,
			     uint64_t entries, uint32_t value_size)
{
	return index < plan->map_count && plan->maps[index].kind == kind &&
	       plan->maps[index].max_entries >= entries &&
	       plan->maps[index].value_size >= value_size;
}

static bool recorder_is_sound(const struct plan *plan, const struct plan_recorder *recorder)
{
	uint64_t places = recorder->place_count;

	return recorder->map < plan->map_count && plan->maps[recorder->map].is_recorder &&
	       recorder->depth && recorder->depth <= recorder->slot_count && places &&
	       recorder_has_map(plan, recorder->heads, PLAN_MAP_SHARED_ARRAY, places,
				sizeof(struct recorder_head)) &&
	       recorder_has_map(plan, recorder->slots, PLAN_MAP_SHARED_ARRAY,
				places * recorder->slot_count, sizeof(struct recorder_slot)) &&
	       recorder_has_map(plan, recorder->pool, PLAN_MAP_QUEUE, places, sizeof(uint64_t));
}

/* What each kind of event has: a map, so many values, so many bytes behind the header. */
static const struct event_rule {
	bool has_map;
	uint32_t values;	/* exactly; ANY_VALUES: as many as there are */
	uint32_t bytes;		/* at least */
} event_rules[] = {
#define ANY_VALUES UINT32_MAX
	[PLAN_EVENT_PRINTF] = { false, ANY_VALUES, 0 },
	[PLAN_EVENT_ERRORF] = { false, ANY_VALUES, 0 },
	[PLAN_EVENT_WARNF] = { false, ANY_VALUES, 0 },
	[PLAN_EVENT_CAT] = { false, ANY_VALUES, 0 },
	[PLAN_EVENT_SYSTEM] = { false, ANY_VALUES, 0 },
	[PLAN_EVENT_PRINT] = { false, 1, 0 },
	[PLAN_EVENT_PRINT_MAP] = { true, 0, 16 },
	[PLAN_EVENT_PRINT_MAP_ENTRY] = { true, 2, 0 },
	[PLAN_EVENT_CLEAR_MAP] = { true, 0, 8 },
	[PLAN_EVENT_ZERO_MAP] = { true, 0, 8 },
	[PLAN_EVENT_EXIT] = { false, 1, 0 },
	[PLAN_EVENT_TIME] = { false, 0, 0 },
	[PLAN_EVENT_JOIN] = { false, ANY_VALUES, 0 },
	[PLAN_EVENT_EMIT] = { false, ANY_VALUES, 0 },
	[PLAN_EVENT_WARNING] = { false, 0, 0 },
	[PLAN_EVENT_RECORD] = { true, 1, 0 },
	[PLAN_EVENT_RECORD_ROW] = { true, ANY_VALUES, 0 },
	[PLAN_EVENT_PRINT_RECORDS] = { true, 1, 16 },
	[PLAN_EVENT_FREE_PLACES] = { true, 0, 0 },
};

enum { EVENT_KINDS = sizeof(event_rules) / sizeof(event_rules[0]) };

static bool event_is_for_recorder(enum plan_event_kind kind)
{
	return plan_event_is_kept(kind) || kind == PLAN_EVENT_PRINT_RECORDS ||
	       kind == PLAN_EVENT_FREE_PLACES;
}

/* The event's map is a recorder, and what is recorded fits its slots. */
static bool recorder_takes(const struct plan *plan, const struct plan_event *event)
{
	const struct plan_map *map = &plan->maps[event->map];
	uint32_t size;

	if (!map->is_recorder)
		return false;
	size = plan->maps[plan->recorders[map->recorder].slots].value_size;
	return !plan_event_is_kept(event->kind) ||
	       offsetof(struct recorder_slot, record) + event->record_size <= size;
}

static bool event_is_sound(const struct plan *plan, const struct plan_event *event)
{
	const struct event_rule *rule;

	if ((unsigned)event->kind >= EVENT_KINDS)
		return false;
	rule = &event_rules[event->kind];
	if ((rule->has_map && event->map >= plan->map_count) ||
	    (rule->values != ANY_VALUES && rule->values != event->value_count) ||
	    event->record_size % 8 || event->record_size > LARGEST_SIZE ||
	    event->record_size < sizeof(struct plan_record) + rule->bytes)
		return false;
	if (event_is_for_recorder(event->kind) && !recorder_takes(plan, event))
		return false;
	for (uint32_t i = 0; i < event->value_count; i++)
		if (!layout_is_sound(plan, &event->values[i], event->record_size))
			return false;
	return true;
}

/* A parameter is in the registers; what it points to has a layout where it is shown by one. */
static bool parameter_is_sound(const struct plan *plan, const struct layout *parameter)
{
	bool has_value = parameter->mode == CALL_VALUE || parameter->mode == CALL_VALUES;
	const struct layout *children = parameter->children;

	if (parameter->offset / 8 >= CALL_REGISTERS)
		return false;
	if (parameter->kind != LAYOUT_POINTER)
		return layout_is_sound(plan, parameter,
				       parameter->offset + sizeof(uint64_t));
	if (parameter->mode >= CALL_SHAPES || parameter->child_count != has_value)
		return false;
	return !has_value || layout_is_sound(plan, children, LARGEST_SIZE);
}

static bool call_is_sound(const struct plan *plan, const struct layout *call)
{
	for (uint32_t i = 0; i < call->child_count; i++)
		if (!parameter_is_sound(plan, &call->children[i]))
			return false;
	return call->kind == LAYOUT_STRUCT;
}

bool plan_is_sound(const struct plan *plan)
{
	uint32_t ring = plan->settings.ring_bytes;

	if (ring & (ring - 1) || plan->generation_count > LARGEST_SIZE)
		return false;
	for (uint32_t i = 0; i < plan->program_count; i++)
		if (!program_is_sound(&plan->programs[i]))
			return false;
	for (uint32_t i = 0; i < plan->map_count; i++)
		if (!map_is_sound(plan, &plan->maps[i]))
			return false;
	for (uint32_t i = 0; i < plan->recorder_count; i++)
		if (!recorder_is_sound(plan, &plan->recorders[i]))
			return false;
	for (uint32_t i = 0; i < plan->event_count; i++)
		if (!event_is_sound(plan, &plan->events[i]))
			return false;
	for (uint32_t i = 0; i < plan->call_count; i++)
		if (!call_is_sound(plan, &plan->calls[i]))
			return false;
	return true;
}
