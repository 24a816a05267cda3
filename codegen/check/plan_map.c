/*
 * Plan map: scalars become arrays, keyed maps hashes, aggregates per-CPU ones.
 * A map that is cleared keeps its generation in the key, so that clearing is one
 * store and takes effect at once.
 */
#include "codegen/check/plan_map.h"

#include <string.h>

#include "codegen/check/checker.h"
#include "codegen/check/expr.h"
#include "codegen/check/layout_make.h"
#include "codegen/check/map_record.h"
#include "codegen/check/recorder.h"
#include "codegen/target/target.h"

enum {
	PERCPU_VALUE_MAX = 32 * 1024,	/* the kernel's limit of one CPU's part */
	OLD_KEY_MAX = 512,		/* before 5.11 */
	VALUE_MAX = 1024 * 1024,
	SHORT_STRING = 64,		/* stays in the key even where keys are short */
};

struct declared_kind {
	const char *name;
	enum plan_map_kind plain, percpu;
};

static const struct declared_kind declared_kinds[] = {
	{ "hash", PLAN_MAP_HASH, PLAN_MAP_PERCPU_HASH },
	{ "lruhash", PLAN_MAP_LRU_HASH, PLAN_MAP_PERCPU_LRU_HASH },
	{ "percpuhash", PLAN_MAP_PERCPU_HASH, PLAN_MAP_PERCPU_HASH },
	{ "percpulruhash", PLAN_MAP_PERCPU_LRU_HASH, PLAN_MAP_PERCPU_LRU_HASH },
};

static uint32_t align_word(uint32_t size)
{
	return (size + 7) & ~7u;
}

static bool is_aggregate(const struct map *map)
{
	return map->value->kind == TYPE_AGGREGATE;
}

/* ---- keys ---- */

static uint32_t stored_key_size(const struct map *map)
{
	return align_word(map->key ? map->key->size : 0) + (map->is_cleared ? 8 : 0);
}

static bool is_key_too_long(struct checker *checker, const struct map *map)
{
	return map->key && stored_key_size(map) > OLD_KEY_MAX &&
	       !target_feature(checker->target, FEATURE_LARGE_KEYS);
}

/* Each long string that TYPE is, or has among its elements. */
static void visit_strings(struct checker *checker, const struct type *type,
			  void (*visit)(struct checker *checker, const struct type *string))
{
	uint32_t index;

	if (type->kind == TYPE_STRING && type->size > SHORT_STRING)
		visit(checker, type);
	for (index = 0; type->kind == TYPE_TUPLE && index < type->count; index++)
		visit_strings(checker, type->elements[index], visit);
}

static void make_string_table(struct checker *checker, const struct type *string)
{
	map_record_string_table(checker, string);
}

void plan_map_prepare(struct checker *checker, const struct map *map)
{
	if (!map->key || !map->value)
		return;
	if (is_key_too_long(checker, map))
		visit_strings(checker, map->key, make_string_table);
	/* Layouts ask for the tables of the stacks in them. */
	layout_make(checker, map->key);
}

/* Puts long strings behind an 8-byte key of their table; returns the new end. */
static uint32_t intern_strings(struct checker *checker, struct layout *layout, uint32_t offset)
{
	const struct type *string;
	struct layout *child;
	uint32_t index;

	layout->offset = offset;
	if (layout->kind == LAYOUT_TUPLE) {
		for (index = 0; index < layout->child_count; index++) {
			child = &layout->children[index];
			offset = layout->offset +
				 intern_strings(checker, child,
						align_word(offset - layout->offset));
		}
		layout->size = offset - layout->offset;
		return offset;
	}
	if (layout->kind == LAYOUT_STRING && layout->size > SHORT_STRING) {
		string = type_string(checker->types, layout->size);
		child = ARENA_NEW(checker->arena, struct layout);
		*child = *layout;
		child->offset = 0;
		*layout = (struct layout){
			.kind = LAYOUT_INTERNED, .offset = offset, .size = 8, .child_count = 1,
			.children = child,
			.table = map_record_string_table(checker, string)->map.index,
		};
	}
	return offset + align_word(layout->size);
}

static void fill_key(struct checker *checker, const struct map *map, struct plan_map *plan)
{
	uint32_t start = map->is_cleared ? 8 : 0;

	if (!map->key) {
		plan->key_size = start ? start : 4;
		return;
	}
	plan->key = layout_make(checker, map->key);
	plan->key.offset = start;
	plan->key_size = stored_key_size(map);
	if (is_key_too_long(checker, map)) {
		intern_strings(checker, &plan->key, 0);
		plan->key.offset = start;
		plan->key_size = start + align_word(plan->key.size);
	}
	if (plan->key_size > OLD_KEY_MAX &&
	    !target_feature(checker->target, FEATURE_LARGE_KEYS))
		diag_hint(diag_error(checker->diags, map->key_span,
				     "the key of @%s has %u bytes; this kernel allows %u",
				     map->name, plan->key_size, OLD_KEY_MAX),
			  "shorten the key's strings: str(pointer, 64)");
}

/* ---- kinds ---- */

static const struct declared_kind *find_declared(struct checker *checker,
						 const struct map_declaration *declaration)
{
	size_t index;

	for (index = 0; index < sizeof(declared_kinds) / sizeof(declared_kinds[0]); index++)
		if (!strcmp(declared_kinds[index].name, declaration->kind))
			return &declared_kinds[index];
	diag_hint(diag_error(checker->diags, declaration->span, "there is no kind of map `%s`",
			     declaration->kind),
		  "hash, lruhash, percpuhash, percpulruhash or recorder");
	return NULL;
}

static bool is_per_cpu(enum plan_map_kind kind)
{
	return kind == PLAN_MAP_PERCPU_HASH || kind == PLAN_MAP_PERCPU_LRU_HASH ||
	       kind == PLAN_MAP_PERCPU_ARRAY;
}

static void fill_declared(struct checker *checker, const struct map *map, struct plan_map *plan)
{
	const struct map_declaration *declaration =
		((const struct map_record *)map)->declaration;
	const struct declared_kind *declared = find_declared(checker, declaration);
	struct expr *count = declaration->counts;

	expr_reset(count);
	if (count->kind == EXPR_INTEGER || count->kind == EXPR_POSITIONAL)
		expr_check(checker, count);
	if (count->next)
		diag_error(checker->diags, count->next->span, "%s takes one number: how many "
			   "entries", declaration->kind);
	if (!count->is_constant || count->constant < 1 || count->constant > 1u << 30)
		diag_error(checker->diags, count->span,
			   "a map holds a constant number of entries, from 1 on");
	plan->max_entries = (uint32_t)count->constant;
	if (declared)
		plan->kind = is_aggregate(map) ? declared->percpu : declared->plain;
}

static void choose_kind(struct checker *checker, const struct map *map, struct plan_map *plan)
{
	const struct map_record *record = (const struct map_record *)map;
	bool percpu = is_aggregate(map);

	if (map->is_recorder) {
		recorder_fill_map(map, plan);
		return;
	}
	plan->is_scalar = map->is_scalar;
	if (record->declaration && !map->is_scalar) {
		fill_declared(checker, map, plan);
		return;
	}
	if (record->declaration)
		diag_hint(diag_error(checker->diags, record->declaration->span,
				     "@%s is used without keys and needs no declaration",
				     map->name), "leave the declaration out");
	if (map->is_scalar && !map->is_cleared) {
		plan->kind = percpu ? PLAN_MAP_PERCPU_ARRAY : PLAN_MAP_ARRAY;
		plan->max_entries = 1;
		return;
	}
	plan->kind = percpu ? PLAN_MAP_PERCPU_HASH : PLAN_MAP_HASH;
	/* Past generations are in the way until the user side has removed them. */
	plan->max_entries = map->is_scalar ? 64 : (uint32_t)checker->settings.max_map_keys;
}

static void check_value(struct checker *checker, const struct map *map,
			const struct plan_map *plan)
{
	uint32_t most = is_per_cpu(plan->kind) ? PERCPU_VALUE_MAX : VALUE_MAX;
	struct diag *diag;

	if (plan->value_size <= most)
		return;
	diag = diag_error(checker->diags, map->value_span,
			  "a value of @%s has %u bytes; %u are the most%s", map->name,
			  plan->value_size, most, is_per_cpu(plan->kind) ? " for each CPU" : "");
	if (map->value->kind == TYPE_AGGREGATE)
		diag_hint(diag, "fewer buckets: hist(n, 4), or a larger step");
}

static void fill_table(struct checker *checker, const struct map *map, struct plan_map *plan)
{
	const struct map_record *record = (const struct map_record *)map;

	plan->name = arena_copy_string(checker->arena, map->name);
	plan->symbol = plan->name;
	plan->kind = PLAN_MAP_HASH;
	plan->max_entries = record->table_size;
	plan->is_internal = true;
	plan->key = layout_make_integer(8, false);
	plan->key_size = 8;
	plan->value = layout_make(checker, map->value);
	if (plan->value.kind == LAYOUT_INTERNED)
		plan->value = plan->value.children[0];
	plan->value_size = align_word(plan->value.size);
}

uint32_t plan_map_add(struct checker *checker, struct plan *plan, struct plan_map map)
{
	struct plan_map *maps = ARENA_NEW_ARRAY(checker->arena, struct plan_map,
						plan->map_count + 1);

	if (plan->map_count)
		memcpy(maps, plan->maps, plan->map_count * sizeof(maps[0]));
	plan->maps = maps;
	if (!map.symbol)
		map.symbol = map.name;
	map.is_internal = true;
	plan->maps[plan->map_count] = map;
	return plan->map_count++;
}

void plan_map_fill(struct checker *checker, const struct map *map, struct plan_map *plan)
{
	const struct map_record *record = (const struct map_record *)map;

	if (record->table_size) {
		fill_table(checker, map, plan);
		return;
	}
	plan->name = arena_printf(checker->arena, "@%s", map->name);
	plan->symbol = arena_printf(checker->arena, "map_%s", map->name);
	if (!map->value)
		return;
	choose_kind(checker, map, plan);
	plan->has_generation = map->is_cleared;
	if (map->is_cleared)
		plan->generation = checker->generation_count++;
	fill_key(checker, map, plan);
	plan->value = layout_make(checker, map->value);
	plan->value_size = align_word(plan->value.size);
	check_value(checker, map, plan);
}
