/*
 * Checking the builtins on maps and the aggregates.
 */
#include "codegen/check/call.h"
#include "codegen/check/checker.h"
#include "codegen/check/event_make.h"
#include "codegen/check/expr.h"
#include "codegen/check/map_record.h"
#include "codegen/check/unify.h"
#include "stdlib/check.h"

enum { BUCKETS_MAX = 1000 };

/* ---- entries ---- */

const struct type *check_delete(struct checker *checker, struct expr *call)
{
	struct expr *map = call_argument(call, 0), *key = call_argument(call, 1);
	struct map_record *record = (struct map_record *)map->map_ref;
	struct event *event;

	if (key) {
		if (!map_record_needs_keys(checker, map, "delete with a key") ||
		    !map_record_check_key(checker, record, key))
			return &type_error;
	} else if (!map->map.key && record->has_shape && !record->map.is_scalar) {
		diag_hint(checker_fail(checker, map, "delete needs the key of the entry"),
			  "delete(@%s, key) removes one entry, clear(@%s) all", map->map.name,
			  map->map.name);
		return &type_error;
	}
	if (record->map.is_recorder) {
		event = event_make(checker, call, PLAN_EVENT_FREE_PLACES);
		event->plan.map = map->map_ref->index;
	}
	return &type_bool;
}

const struct type *check_has_key(struct checker *checker, struct expr *call)
{
	struct expr *map = call_argument(call, 0), *key = call_argument(call, 1);

	if (!map_record_needs_keys(checker, map, "has_key") ||
	    !map_record_check_key(checker, (struct map_record *)map->map_ref, key))
		return &type_error;
	return &type_bool;
}

const struct type *check_len(struct checker *checker, struct expr *call)
{
	struct expr *argument = call_argument(call, 0);

	if (argument->kind != EXPR_MAP)
		return &type_int64;
	/* len(@m[k]) is the length of the stack kept there. */
	if (argument->map.key) {
		if (argument->type->kind == TYPE_STACK || argument->type->kind == TYPE_VOID)
			return &type_int64;
		checker_fail(checker, argument, "len counts a whole map's entries, or the frames "
			     "of a stack; this is %s",
			     checker_type_name(checker, argument->type));
		return &type_error;
	}
	if (argument->map_ref->is_scalar && argument->type->kind == TYPE_STACK)
		return &type_int64;
	if (!map_record_needs_keys(checker, argument, "len"))
		return &type_error;
	argument->type = &type_void;	/* the map itself, whatever its values are */
	return &type_int64;
}

/* ---- whole maps ---- */

static const struct type *check_sweep(struct checker *checker, struct expr *call,
				      enum plan_event_kind kind)
{
	struct expr *map = call_argument(call, 0);
	struct event *event;

	if (map->map.key) {
		diag_hint(checker_fail(checker, map, "%s takes a whole map",
				       kind == PLAN_EVENT_CLEAR_MAP ? "clear" : "zero"),
			  "delete(@%s, key) removes one entry", map->map.name);
		return &type_error;
	}
	if (map->map_ref->is_recorder && kind == PLAN_EVENT_ZERO_MAP) {
		diag_hint(checker_fail(checker, map, "records have no zero"),
			  "clear(@%s) removes all of them", map->map.name);
		return &type_error;
	}
	((struct map_record *)map->map_ref)->is_cleared = true;
	event = event_make(checker, call, kind);
	event->plan.map = map->map_ref->index;
	event_reserve(event, sizeof(uint64_t));
	return &type_void;
}

const struct type *check_clear(struct checker *checker, struct expr *call)
{
	return check_sweep(checker, call, PLAN_EVENT_CLEAR_MAP);
}

const struct type *check_zero(struct checker *checker, struct expr *call)
{
	return check_sweep(checker, call, PLAN_EVENT_ZERO_MAP);
}

/* ---- aggregates ---- */

static const struct type *aggregate_of(struct checker *checker, const struct expr *call,
				       enum aggregate_kind kind)
{
	const struct expr *number = call_argument(call, 0);

	return type_aggregate_of(checker->types, kind, number ? number->type : NULL);
}

const struct type *check_count(struct checker *checker, struct expr *call)
{
	return aggregate_of(checker, call, AGGREGATE_COUNT);
}

const struct type *check_sum(struct checker *checker, struct expr *call)
{
	return aggregate_of(checker, call, AGGREGATE_SUM);
}

const struct type *check_min(struct checker *checker, struct expr *call)
{
	return aggregate_of(checker, call, AGGREGATE_MIN);
}

const struct type *check_max(struct checker *checker, struct expr *call)
{
	return aggregate_of(checker, call, AGGREGATE_MAX);
}

const struct type *check_avg(struct checker *checker, struct expr *call)
{
	return aggregate_of(checker, call, AGGREGATE_AVG);
}

const struct type *check_stats(struct checker *checker, struct expr *call)
{
	return aggregate_of(checker, call, AGGREGATE_STATS);
}

const struct type *check_hist(struct checker *checker, struct expr *call)
{
	const struct expr *number = call_argument(call, 0);
	uint64_t bits = call_number(checker, call, 1, 0, 5, 0);

	return type_aggregate(checker->types, AGGREGATE_HIST, number->type->is_signed,
			      (uint32_t)bits, 0, 0, 0);
}

const struct type *check_lhist(struct checker *checker, struct expr *call)
{
	const struct expr *number = call_argument(call, 0);
	int64_t min = (int64_t)call_argument(call, 1)->constant;
	int64_t max = (int64_t)call_argument(call, 2)->constant;
	int64_t step = (int64_t)call_argument(call, 3)->constant;
	struct expr *wrong = step <= 0 ? call_argument(call, 3) : call_argument(call, 2);

	if (step <= 0 || max <= min) {
		checker_fail(checker, wrong, step <= 0 ? "lhist's step has to be above 0" :
			     "lhist's max has to be above its min");
		return &type_error;
	}
	if (((uint64_t)max - (uint64_t)min) / (uint64_t)step > BUCKETS_MAX) {
		diag_hint(checker_fail(checker, call_argument(call, 3),
				       "lhist makes at most %u steps, these are %llu",
				       BUCKETS_MAX, (unsigned long long)
				       (((uint64_t)max - (uint64_t)min) / (uint64_t)step)),
			  "choose a larger step");
		return &type_error;
	}
	return type_aggregate(checker->types, AGGREGATE_LHIST, number->type->is_signed, 0, min,
			      max, step);
}
