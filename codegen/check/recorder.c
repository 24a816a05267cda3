/*
 * Recorder: what is written to a recorder is checked as what print() takes, and each
 * statement records what it likes: a record knows its event, which says how it lies.
 * So there is no type that all records of a recorder have in common.
 */
#include "codegen/check/recorder.h"

#include <stddef.h>
#include <string.h>

#include "codegen/builtin.h"
#include "codegen/check/checker.h"
#include "codegen/check/event_make.h"
#include "codegen/check/expr.h"
#include "codegen/check/layout_make.h"
#include "codegen/check/plan_map.h"
#include "codegen/recorder.h"
#include "codegen/target/target.h"

enum {
	DEPTH_MAX = 1 << 20,
	SLOTS_MAX = 1 << 30,
	SLOT_MAX = 1 << 20,		/* bytes; what is recorded is an event, and smaller */
	LEAST_PLACES = 16,
	CPUS_GUESS = 8,			/* the compiler does not know the machine */
	CLEARED_PLACES = 4,		/* without keys: past generations are in the way for a while */
};

/* What a recorder takes whose script does not say for how many keys. */
#define USUAL_BYTES (64u << 20)

/* How large a recorder is. */
struct recorder_size {
	uint32_t depth, slot_count, place_count, slot_bytes;
	bool is_per_cpu;
};

bool recorder_is_declared(const struct map_declaration *declaration)
{
	return declaration && !strcmp(declaration->kind, "recorder");
}

void recorder_check_write(struct checker *checker, struct expr *target, struct expr *value)
{
	struct event *event;

	target->type = &type_error;
	if (value->type->kind == TYPE_ERROR)
		return;
	if (value->type->kind == TYPE_AGGREGATE) {
		diag_hint(checker_fail(checker, value, "a recorder keeps values as they are and "
				       "adds nothing up"), "use a map of its own for it");
		return;
	}
	if (value->builtin && value->builtin->flags & BUILTIN_ROW) {
		target->event = value->event;
	} else {
		event_warn_address(checker, value);
		event = event_make(checker, target, PLAN_EVENT_RECORD);
		if (!event_add_value(checker, event, value, true))
			return;
	}
	target->event->plan.map = target->map_ref->index;
	target->type = &type_uint64;
}

void recorder_report_read(struct checker *checker, struct expr *expr)
{
	diag_hint(checker_fail(checker, expr, "what @%s recorded is printed as a whole and is no "
			       "value", expr->map.name),
		  "print(@%s) or print(@%s[key])", expr->map.name, expr->map.name);
}

/* ---- sizes ---- */

/* A constant of the declaration, from 1 to MOST; FALLBACK after a complaint. */
static uint32_t read_count(struct checker *checker, struct expr *count, uint64_t most,
			   const char *what)
{
	expr_reset(count);
	if (count->kind == EXPR_INTEGER || count->kind == EXPR_POSITIONAL)
		expr_check(checker, count);
	if (count->is_constant && count->constant >= 1 && count->constant <= most)
		return (uint32_t)count->constant;
	diag_error(checker->diags, count->span, "a recorder %s: a constant number from 1 to %llu",
		   what, (unsigned long long)most);
	return 1;
}

/* The largest record that any statement writes to MAP. */
static uint32_t largest_record(const struct checker *checker, const struct map *map)
{
	const struct event *event;
	uint32_t size = sizeof(struct plan_record);

	for (event = checker->events; event; event = event->next)
		if (plan_event_is_kept(event->plan.kind) && event->plan.map == map->index &&
		    event->plan.record_size > size)
			size = event->plan.record_size;
	return size;
}

static uint32_t usual_places(struct checker *checker, const struct recorder_size *size)
{
	uint64_t each = (uint64_t)size->slot_bytes * size->slot_count *
			(size->is_per_cpu ? CPUS_GUESS : 1);
	uint64_t places = USUAL_BYTES / each;

	if (places < LEAST_PLACES)
		places = LEAST_PLACES;
	if (places > checker->settings.max_map_keys)
		places = checker->settings.max_map_keys;
	return (uint32_t)places;
}

static struct recorder_size size_of(struct checker *checker, const struct map *map)
{
	const struct map_declaration *declaration =
		((const struct map_record *)map)->declaration;
	struct expr *depth = declaration->counts, *keys = depth->next;
	struct recorder_size size = {
		.depth = read_count(checker, depth, DEPTH_MAX,
				    "keeps the last records of each key"),
		.slot_bytes = offsetof(struct recorder_slot, record) + largest_record(checker, map),
		.is_per_cpu = !target_feature(checker->target, FEATURE_FETCH_ATOMICS),
	};

	size.slot_count = size.depth + RECORDER_SPARE_SLOTS;
	if (keys && keys->next)
		diag_hint(diag_error(checker->diags, keys->next->span,
				     "a recorder takes at most two numbers"),
			  "recorder(records for each key, keys)");
	if (map->is_scalar)
		size.place_count = map->is_cleared ? CLEARED_PLACES : 1;
	else if (keys)
		size.place_count = read_count(checker, keys, SLOTS_MAX, "has room for some keys");
	else
		size.place_count = usual_places(checker, &size);
	if ((uint64_t)size.place_count * size.slot_count > SLOTS_MAX) {
		diag_hint(diag_error(checker->diags, declaration->span, "these are more than %d "
				     "records", SLOTS_MAX), "keep fewer, or of fewer keys");
		size.place_count = 1;
	}
	return size;
}

void recorder_fill_map(const struct map *map, struct plan_map *plan)
{
	plan->is_scalar = map->is_scalar;
	plan->is_recorder = true;
	plan->kind = PLAN_MAP_HASH;
}

/* ---- the plan ---- */

static uint32_t add_array(struct checker *checker, struct plan *plan, const struct map *map,
			  const char *name, uint32_t entries, uint32_t bytes)
{
	return plan_map_add(checker, plan, (struct plan_map){
		.name = arena_printf(checker->arena, "%s of @%s", name, map->name),
		.symbol = arena_printf(checker->arena, "%s_%u", name, plan->recorder_count),
		.kind = PLAN_MAP_SHARED_ARRAY, .max_entries = entries, .key_size = 4,
		.key = layout_make_integer(4, false),
		.value = { .kind = LAYOUT_NONE }, .value_size = bytes,
	});
}

static void add_recorder(struct checker *checker, struct plan *plan, const struct map *map,
			 struct plan_recorder *recorder)
{
	struct recorder_size size = size_of(checker, map);

	*recorder = (struct plan_recorder){
		.map = map->index, .depth = size.depth, .slot_count = size.slot_count,
		.place_count = size.place_count, .is_per_cpu = size.is_per_cpu,
	};
	recorder->heads = add_array(checker, plan, map, "heads", size.place_count,
				    sizeof(struct recorder_head));
	recorder->slots = add_array(checker, plan, map, "slots",
				    size.place_count * size.slot_count, size.slot_bytes);
	recorder->pool = plan_map_add(checker, plan, (struct plan_map){
		.name = arena_printf(checker->arena, "free places of @%s", map->name),
		.symbol = arena_printf(checker->arena, "pool_%u", plan->recorder_count),
		.kind = PLAN_MAP_QUEUE, .max_entries = size.place_count,
		.value = layout_make_integer(8, false), .value_size = 8,
	});
	plan->maps[map->index].recorder = plan->recorder_count;
	plan->maps[map->index].max_entries = size.place_count;
}

void recorder_finish(struct checker *checker, struct plan *plan)
{
	const struct map *map;
	uint32_t count = 0;

	for (map = checker->maps; map; map = map->next)
		count += plan->maps[map->index].is_recorder;
	plan->recorders = ARENA_NEW_ARRAY(checker->arena, struct plan_recorder, count + 1);
	for (map = checker->maps; map; map = map->next)
		if (plan->maps[map->index].is_recorder) {
			add_recorder(checker, plan, map, &plan->recorders[plan->recorder_count]);
			plan->recorder_count++;
		}
}
