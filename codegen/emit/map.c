/*
 * Maps: keys, lookups and updates of the script's maps.
 *
 * Numbers are updated atomically. Every update is an output of the ledger; one
 * that the map refuses is counted as lost, never silent. A map that the script
 * clears carries its generation in front of the key: clearing is one atomic
 * increment, and what belongs to older generations is swept by the user side.
 */
#include "codegen/emit/emit.h"

#include <linux/bpf.h>
#include <stddef.h>

#include "codegen/builtin.h"
#include "codegen/layout.h"
#include "codegen/target/target.h"
#include "lexer/diag.h"

LLVMValueRef emit_declare_map(struct emitter *emitter, const char *name)
{
	enum { DEFINITION_WORDS = 5 };	/* type, key_size, value_size, max_entries, map_flags */
	LLVMTypeRef type = LLVMArrayType(emitter->i64, DEFINITION_WORDS);
	LLVMValueRef map = LLVMAddGlobal(emitter->module, type, name);

	LLVMSetInitializer(map, LLVMConstNull(type));
	LLVMSetSection(map, ".maps");
	LLVMSetAlignment(map, 8);
	return map;
}

LLVMValueRef emit_map_global(struct emitter *emitter, uint32_t index)
{
	LLVMValueRef *map = &emitter->maps[index];

	if (!*map)
		*map = emit_declare_map(emitter, emitter->checked->plan->maps[index].symbol);
	return *map;
}

const struct plan_map *emit_map_plan(const struct emitter *emitter, const struct map *map)
{
	return &emitter->checked->plan->maps[map->index];
}

void ledger_count(struct emitter *emitter, uint32_t ledger_offset)
{
	ir_atomic_add(emitter, ir_at(emitter, function_ledger(emitter), ledger_offset),
		      ir_int(emitter, 1));
}

/* ---- keys ---- */

LLVMValueRef emit_generation_pointer(struct emitter *emitter, const struct map *map)
{
	uint64_t offset = offsetof(struct plan_control, generations) +
			  emit_map_plan(emitter, map)->generation * 8ull;

	return ir_at(emitter, emitter->control, offset);
}

LLVMValueRef emit_generation(struct emitter *emitter, const struct map *map)
{
	return ir_load_volatile(emitter, emit_generation_pointer(emitter, map), 8, false);
}

/* A text that is too long for a key on this kernel: kept in a table, its key stands for it. */
static LLVMValueRef intern_text(struct emitter *emitter, const struct expr *expr,
				const struct layout *layout)
{
	uint32_t size = layout->children[0].size;
	LLVMValueRef memory = emit_scratch(emitter, size);

	ir_zero(emitter, memory, size);
	emit_memory(emitter, expr, memory);
	return emit_intern(emitter, layout->table, memory, ir_int(emitter, size / 8), size / 8);
}

static void tuple_as_layout(struct emitter *emitter, const struct expr *expr,
			    const struct layout *layout, LLVMValueRef base)
{
	const struct expr *element = expr->tuple.elements;

	for (uint32_t i = 0; i < layout->child_count; i++, element = element->next)
		emit_as_layout(emitter, element, &layout->children[i], base);
}

void emit_as_layout(struct emitter *emitter, const struct expr *expr,
		    const struct layout *layout, LLVMValueRef base)
{
	LLVMValueRef at = ir_at(emitter, base, layout->offset);

	if (layout->kind == LAYOUT_STACK)
		emit_stack(emitter, expr, at);
	else if (display_is(layout))
		emit_display(emitter, expr, display_place(emitter, expr, NULL), at);
	else if (display_is_text(expr, layout))
		emit_read_text(emitter, at, display_place(emitter, expr, NULL),
			       ir_int(emitter, layout->size), layout->size);
	else if (layout->kind == LAYOUT_INTERNED && expr->type->kind == TYPE_STRING)
		ir_store(emitter, intern_text(emitter, expr, layout), at, 8);
	else if (layout->kind == LAYOUT_TUPLE && expr->kind == EXPR_TUPLE)
		tuple_as_layout(emitter, expr, layout, at);
	else if (type_is_scalar(expr->type))
		ir_store(emitter, emit_scalar(emitter, expr), at, layout->size);
	else
		emit_memory(emitter, expr, at);
}

/* Children's offsets count from their parent; a key's own layout starts behind the generation. */
LLVMValueRef emit_map_key(struct emitter *emitter, const struct map *map, const struct expr *key)
{
	const struct plan_map *plan = emit_map_plan(emitter, map);
	LLVMValueRef memory = emit_temporary(emitter, plan->key_size);

	if (plan->is_scalar && !plan->has_generation) {
		ir_store(emitter, ir_int(emitter, 0), memory, 4);
		return memory;
	}
	ir_zero(emitter, memory, plan->key_size);
	if (plan->has_generation)
		ir_store(emitter, emit_generation(emitter, map), memory, 8);
	if (key)
		emit_as_layout(emitter, key, &plan->key, memory);
	return memory;
}

/* ---- reading ---- */

LLVMValueRef emit_map_lookup(struct emitter *emitter, const struct map *map, LLVMValueRef key)
{
	return emit_helper2(emitter, HELPER_MAP_LOOKUP, emit_map_global(emitter, map->index), key);
}

LLVMValueRef emit_map_read(struct emitter *emitter, const struct expr *expr)
{
	const struct map *map = expr->map_ref;
	struct temporary_mark mark = emit_mark(emitter);
	LLVMValueRef key = emit_map_key(emitter, map, expr->map.key), slot, entry, value;
	struct ir_if branch;

	if (map->value->kind == TYPE_AGGREGATE) {
		value = emit_aggregate_read(emitter, map, key);
		emit_release(emitter, mark);
		return value;
	}
	slot = emit_temporary(emitter, 8);
	ir_store(emitter, ir_int(emitter, 0), slot, 8);
	entry = emit_map_lookup(emitter, map, key);
	branch = ir_if_begin(emitter, LLVMBuildIsNotNull(emitter->builder, entry, ""));
	ir_store(emitter, ir_load_volatile(emitter, entry, 8, false), slot, 8);
	ir_if_end(emitter, &branch);
	value = ir_load(emitter, slot, 8, false);
	emit_release(emitter, mark);
	return value;
}

void emit_map_read_memory(struct emitter *emitter, const struct expr *expr, LLVMValueRef to)
{
	const struct map *map = expr->map_ref;
	struct temporary_mark mark = emit_mark(emitter);
	LLVMValueRef entry = emit_map_lookup(emitter, map,
					     emit_map_key(emitter, map, expr->map.key));
	struct ir_if branch = ir_if_begin(emitter,
					  LLVMBuildIsNotNull(emitter->builder, entry, ""));

	ir_copy(emitter, to, entry, expr->type->size);
	ir_if_else(emitter, &branch);
	ir_zero(emitter, to, expr->type->size);
	ir_if_end(emitter, &branch);
	emit_release(emitter, mark);
}

/* What the CPUs' parts of an aggregate make together, while they are gone through. */
struct aggregate_sum {
	LLVMValueRef first, second;	/* slots: by kind sum; count and total; value and is_set */
};

static void add_to_slot(struct emitter *emitter, LLVMValueRef slot, LLVMValueRef entry,
			uint32_t offset)
{
	ir_store(emitter,
		 ir_binary(emitter, LLVMAdd, ir_load(emitter, slot, 8, false),
			   ir_load(emitter, ir_at(emitter, entry, offset), 8, false)), slot, 8);
}

/* The smaller or larger of what is there so far and one CPU's part, if it has any. */
static void keep_extreme(struct emitter *emitter, const struct type *type,
			 struct aggregate_sum *sum, LLVMValueRef entry)
{
	bool is_min = type->aggregate.kind == AGGREGATE_MIN;
	LLVMIntPredicate beats = type->is_signed ? (is_min ? LLVMIntSLT : LLVMIntSGT)
						 : (is_min ? LLVMIntULT : LLVMIntUGT);
	LLVMValueRef value = ir_load(emitter, entry, 8, false);
	LLVMValueRef is_set = ir_load(emitter, ir_at(emitter, entry,
						     offsetof(struct layout_extreme, is_set)),
				      8, false);
	LLVMValueRef better = ir_binary(
		emitter, LLVMOr, ir_is_zero(emitter, ir_load(emitter, sum->second, 8, false)),
		ir_compare(emitter, beats, value, ir_load(emitter, sum->first, 8, false)));
	LLVMValueRef some = ir_compare(emitter, LLVMIntNE, is_set, ir_int(emitter, 0));
	struct ir_if branch = ir_if_begin(emitter, ir_binary(emitter, LLVMAnd, some, better));

	ir_store(emitter, value, sum->first, 8);
	ir_store(emitter, ir_int(emitter, 1), sum->second, 8);
	ir_if_end(emitter, &branch);
}

static void add_part(struct emitter *emitter, const struct type *type, struct aggregate_sum *sum,
		     LLVMValueRef entry)
{
	switch (type->aggregate.kind) {
	case AGGREGATE_MIN:
	case AGGREGATE_MAX:
		keep_extreme(emitter, type, sum, entry);
		break;
	case AGGREGATE_AVG:
	case AGGREGATE_STATS:
		add_to_slot(emitter, sum->second, entry, offsetof(struct layout_stats, total));
		add_to_slot(emitter, sum->first, entry, offsetof(struct layout_stats, count));
		break;
	default:
		add_to_slot(emitter, sum->first, entry, 0);
		break;
	}
}

static LLVMValueRef sum_result(struct emitter *emitter, const struct map *map,
			       const struct aggregate_sum *sum)
{
	LLVMValueRef first = ir_load(emitter, sum->first, 8, false), none;

	if (map->value->aggregate.kind != AGGREGATE_AVG &&
	    map->value->aggregate.kind != AGGREGATE_STATS)
		return first;
	/* Of nothing the average is zero: a count of zero becomes one. */
	none = ir_widen(emitter, ir_is_zero(emitter, first));
	first = ir_binary(emitter, LLVMAdd, first, none);
	return emit_divide(emitter, ir_load(emitter, sum->second, 8, false), first,
			   map->value->is_signed);
}

LLVMValueRef emit_aggregate_read(struct emitter *emitter, const struct map *map, LLVMValueRef key)
{
	enum { CPUS_LIMIT = 512 };	/* the verifier walks the loop; the helper ends it */
	/* In scratch, of whose content the verifier knows nothing: all rounds look alike to it. */
	struct aggregate_sum sum = { emit_scratch(emitter, 8), emit_scratch(emitter, 8) };
	LLVMValueRef entry;
	struct ir_loop loop;
	struct ir_if branch;

	if (!target_feature(emitter->target, FEATURE_PERCPU_LOOKUP)) {
		diag_error(emitter->diags, map->span, "reading @%s in a probe needs the helper "
			   "bpf_map_lookup_percpu_elem, which Linux 5.19 brought", map->name);
		return ir_int(emitter, 0);
	}
	ir_store(emitter, ir_int(emitter, 0), sum.first, 8);
	ir_store(emitter, ir_int(emitter, 0), sum.second, 8);
	loop = ir_loop_begin(emitter, ir_int(emitter, CPUS_LIMIT));
	entry = emit_helper3(emitter, HELPER_MAP_LOOKUP_PERCPU,
			     emit_map_global(emitter, map->index), key, loop.index);
	branch = ir_if_begin(emitter, ir_is_zero(emitter, entry));
	ir_jump(emitter, loop.end);
	ir_if_end(emitter, &branch);
	add_part(emitter, map->value, &sum, entry);
	ir_loop_end(emitter, &loop);
	return sum_result(emitter, map, &sum);
}

/* ---- writing ---- */

static void count_degraded(struct emitter *emitter, enum frame_word word, uint32_t counter)
{
	LLVMValueRef flag = emit_frame_word(emitter, word);
	struct ir_if branch = ir_if_begin(
		emitter, ir_compare(emitter, LLVMIntNE, ir_load(emitter, flag, 8, false),
				    ir_int(emitter, 0)));

	ledger_count(emitter, counter);
	ir_store(emitter, ir_int(emitter, 0), flag, 8);
	ir_if_end(emitter, &branch);
}

static void count_refusal(struct emitter *emitter, LLVMValueRef refused)
{
	struct ir_if branch = ir_if_begin(emitter, refused);

	ledger_count(emitter, offsetof(struct plan_ledger, lost_map_full));
	ir_if_else(emitter, &branch);
	count_degraded(emitter, FRAME_FAULT, offsetof(struct plan_ledger, degraded_fault));
	count_degraded(emitter, FRAME_TRUNCATED,
		       offsetof(struct plan_ledger, degraded_truncated));
	ir_if_end(emitter, &branch);
}

static LLVMValueRef update(struct emitter *emitter, const struct map *map, LLVMValueRef key,
			   LLVMValueRef value, uint64_t flags)
{
	return emit_helper4(emitter, HELPER_MAP_UPDATE, emit_map_global(emitter, map->index), key,
			    value, ir_int(emitter, flags));
}

/* The value of KEY, made of zeros if there is none; NULL when the map is full. */
static LLVMValueRef find_or_make(struct emitter *emitter, const struct map *map, LLVMValueRef key)
{
	const struct plan_map *plan = emit_map_plan(emitter, map);
	LLVMValueRef entry = emit_map_lookup(emitter, map, key), zeros, phi;
	LLVMBasicBlockRef found = LLVMGetInsertBlock(emitter->builder), made;
	LLVMValueRef again;
	struct ir_if branch;

	if (plan->kind == PLAN_MAP_ARRAY || plan->kind == PLAN_MAP_PERCPU_ARRAY)
		return entry;
	branch = ir_if_begin(emitter, ir_is_zero(emitter, entry));
	zeros = emit_temporary(emitter, plan->value_size);
	ir_zero(emitter, zeros, plan->value_size);
	/* Another CPU may be first: what counts is that there is an entry afterwards. */
	update(emitter, map, key, zeros, BPF_NOEXIST);
	again = emit_map_lookup(emitter, map, key);
	made = LLVMGetInsertBlock(emitter->builder);
	ir_if_end(emitter, &branch);
	phi = LLVMBuildPhi(emitter->builder, emitter->pointer, "");
	LLVMAddIncoming(phi, (LLVMValueRef[]){ entry, again },
			(LLVMBasicBlockRef[]){ found, made }, 2);
	return phi;
}

/*
 * An update of the value under KEY: what is built up to ir_if_end runs when the map has
 * room for it, and otherwise it is counted as lost.
 */
static struct ir_if entry_begin(struct emitter *emitter, const struct map *map,
				LLVMValueRef key, LLVMValueRef *entry)
{
	struct ir_if branch;

	ledger_count(emitter, offsetof(struct plan_ledger, updates));
	*entry = find_or_make(emitter, map, key);
	branch = ir_if_begin(emitter, ir_is_zero(emitter, *entry));
	ledger_count(emitter, offsetof(struct plan_ledger, lost_map_full));
	ir_if_else(emitter, &branch);
	return branch;
}

static void assign_plain(struct emitter *emitter, const struct expr *target,
			 const struct expr *value)
{
	const struct map *map = target->map_ref;
	const struct plan_map *plan = emit_map_plan(emitter, map);
	LLVMValueRef memory = emit_temporary(emitter, plan->value_size), key, result;

	/* A truth value fills one byte of its eight, and older verifiers want all of them written. */
	if (plan->value.size != plan->value_size || !type_is_scalar(value->type))
		ir_zero(emitter, memory, plan->value_size);
	emit_as_layout(emitter, value, &plan->value, memory);
	key = emit_map_key(emitter, map, target->map.key);
	ledger_count(emitter, offsetof(struct plan_ledger, updates));
	result = update(emitter, map, key, memory, BPF_ANY);
	count_refusal(emitter, ir_compare(emitter, LLVMIntNE, result, ir_int(emitter, 0)));
}

/* @m = count() and friends: the builtin works on the value in place. */
static void assign_aggregate(struct emitter *emitter, const struct expr *target,
			     const struct expr *value)
{
	const struct map *map = target->map_ref;
	LLVMValueRef key = emit_map_key(emitter, map, target->map.key), entry;
	struct ir_if branch;

	branch = entry_begin(emitter, map, key, &entry);
	value->builtin->emit(emitter, value, entry);
	count_degraded(emitter, FRAME_FAULT, offsetof(struct plan_ledger, degraded_fault));
	ir_if_end(emitter, &branch);
}

/* Adds DELTA to a number in place; returns the value before, or NULL when nobody USED it. */
static LLVMValueRef add_in_place(struct emitter *emitter, const struct expr *target,
				 LLVMValueRef delta, bool used)
{
	const struct map *map = target->map_ref;
	LLVMValueRef key = emit_map_key(emitter, map, target->map.key), entry;
	LLVMValueRef before = used ? emit_temporary(emitter, 8) : NULL, old;
	struct ir_if branch;

	if (used)
		ir_store(emitter, ir_int(emitter, 0), before, 8);
	branch = entry_begin(emitter, map, key, &entry);
	old = LLVMBuildAtomicRMW(emitter->builder, LLVMAtomicRMWBinOpAdd, entry, delta,
				 LLVMAtomicOrderingMonotonic, false);
	if (used)
		ir_store(emitter, old, before, 8);
	ir_if_end(emitter, &branch);
	return used ? ir_load(emitter, before, 8, false) : NULL;
}

/* @m[k] *= 3: read, compute, write back; only += and -= are atomic. */
static void assign_computed(struct emitter *emitter, const struct stmt *stmt)
{
	const struct expr *target = stmt->assign.target;
	const struct map *map = target->map_ref;
	LLVMValueRef value = emit_scalar(emitter, stmt->assign.value);
	LLVMValueRef key = emit_map_key(emitter, map, target->map.key), entry, before;
	struct ir_if branch;

	branch = entry_begin(emitter, map, key, &entry);
	before = ir_load_volatile(emitter, entry, 8, false);
	ir_store(emitter,
		 emit_operator(emitter, stmt->assign.operator, before, value, map->value,
			       stmt->span), entry, 8);
	ir_if_end(emitter, &branch);
}

void emit_map_assign(struct emitter *emitter, const struct stmt *stmt)
{
	const struct expr *target = stmt->assign.target, *value = stmt->assign.value;
	LLVMValueRef delta;

	if (target->map_ref->is_recorder) {
		recorder_emit_write(emitter, stmt);
	} else if (stmt->assign.operator == BINARY_ADD || stmt->assign.operator == BINARY_SUBTRACT) {
		delta = emit_scalar(emitter, value);
		if (stmt->assign.operator == BINARY_SUBTRACT)
			delta = LLVMBuildNeg(emitter->builder, delta, "");
		add_in_place(emitter, target, delta, false);
	} else if (stmt->assign.operator != BINARY_NONE) {
		assign_computed(emitter, stmt);
	} else if (value->builtin && (value->builtin->flags & BUILTIN_AGGREGATE)) {
		assign_aggregate(emitter, target, value);
	} else {
		assign_plain(emitter, target, value);
	}
}

LLVMValueRef emit_map_increment(struct emitter *emitter, const struct expr *expr, bool used)
{
	const struct expr *target = expr->increment.target;
	LLVMValueRef delta = ir_int(emitter, expr->increment.is_decrement ? -1ull : 1), before;

	if (used && !target_feature(emitter->target, FEATURE_FETCH_ATOMICS)) {
		diag_hint(diag_error(emitter->diags, expr->span,
				     "the value of an atomic %s needs instructions that Linux 5.12 "
				     "brought", expr->increment.is_decrement ? "--" : "++"),
			  "increment in a statement of its own, then read the map");
		return ir_int(emitter, 0);
	}
	before = add_in_place(emitter, target, delta, used);
	if (!used || expr->increment.is_postfix)
		return before;
	return ir_binary(emitter, LLVMAdd, before, delta);
}

LLVMValueRef emit_map_delete(struct emitter *emitter, const struct map *map,
			     const struct expr *key)
{
	const struct plan_map *plan = emit_map_plan(emitter, map);
	LLVMValueRef stored = emit_map_key(emitter, map, key), entry, zeros, slot, result;
	struct ir_if branch;

	if (plan->kind != PLAN_MAP_ARRAY && plan->kind != PLAN_MAP_PERCPU_ARRAY) {
		result = emit_helper2(emitter, HELPER_MAP_DELETE,
				      emit_map_global(emitter, map->index), stored);
		return ir_widen(emitter, ir_is_zero(emitter, result));
	}
	/* An array's entry cannot go away: it is zero again. */
	slot = emit_temporary(emitter, 8);
	ir_store(emitter, ir_int(emitter, 0), slot, 8);
	entry = emit_map_lookup(emitter, map, stored);
	branch = ir_if_begin(emitter, LLVMBuildIsNotNull(emitter->builder, entry, ""));
	zeros = emit_temporary(emitter, plan->value_size);
	ir_zero(emitter, zeros, plan->value_size);
	ir_copy(emitter, entry, zeros, plan->value_size);
	ir_store(emitter, ir_int(emitter, 1), slot, 8);
	ir_if_end(emitter, &branch);
	return ir_load(emitter, slot, 8, false);
}
