/*
 * Recorder: writing records into their slots. Nobody waits for anybody.
 *
 * With atomic instructions that return the old value, all CPUs share a key's slots: a
 * ticket says which slot is whose, and a compare-and-exchange of its stamp keeps two
 * writers out of one slot. A writer finds its slot taken only when another has been
 * interrupted for as long as it took to go round all slots: its record is counted as
 * lost. Without such instructions every CPU has slots of its own, and what has to be
 * kept apart are only programs that interrupt each other there.
 */
#include "codegen/emit/emit.h"

#include <linux/bpf.h>
#include <stddef.h>

#include "codegen/recorder.h"
#include "lexer/arena.h"

/* One `@r[k] = value` while it is being built. */
struct write {
	const struct plan_recorder *plan;
	LLVMBasicBlockRef lost, end;
	LLVMValueRef head, slot;
	LLVMValueRef stamp;		/* of the whole record */
};

static const struct plan_recorder *recorder_of(const struct emitter *emitter,
					       const struct map *map)
{
	return &emitter->checked->plan->recorders[emit_map_plan(emitter, map)->recorder];
}

static void go_if(struct emitter *emitter, LLVMValueRef condition, LLVMBasicBlockRef to)
{
	LLVMBasicBlockRef on = ir_block(emitter, "on");

	LLVMBuildCondBr(emitter->builder, condition, to, on);
	ir_enter(emitter, on);
}

/* What was stored before is stored before what is stored later, as the compiler sees it. */
static void order_stores(struct emitter *emitter)
{
	LLVMTypeRef type = LLVMFunctionType(emitter->void_, NULL, 0, false);
	LLVMValueRef nothing = LLVMGetInlineAsm(type, "", 0, "~{memory}", 10, true, false,
						LLVMInlineAsmDialectATT, false);

	LLVMBuildCall2(emitter->builder, type, nothing, NULL, 0, "");
}

static void store_in_order(struct emitter *emitter, LLVMValueRef value, LLVMValueRef pointer)
{
	order_stores(emitter);
	ir_store(emitter, value, pointer, 8);
	order_stores(emitter);
}

/* Entry INDEX of an array. */
static LLVMValueRef element(struct emitter *emitter, uint32_t map, LLVMValueRef index)
{
	LLVMValueRef key = emit_temporary(emitter, 8);

	ir_store(emitter, index, key, 4);
	return emit_helper2(emitter, HELPER_MAP_LOOKUP, emit_map_global(emitter, map), key);
}

/* ---- the place of a key ---- */

static LLVMValueRef place_index(struct emitter *emitter, LLVMValueRef place)
{
	return ir_binary(emitter, LLVMAnd, place, ir_int(emitter, UINT32_MAX));
}

/*
 * Gives the new key at KEY the place at PLACE and returns it. When another CPU was quicker, the
 * place goes back, with a tenure of its own, and the other's counts; 0: the map is full.
 */
static void build_opener(struct emitter *emitter, const struct map *map, LLVMValueRef key,
			 LLVMValueRef place)
{
	const struct plan_recorder *plan = recorder_of(emitter, map);
	LLVMValueRef at = function_alloca(emitter, 8), head, owner, result, entry;
	LLVMValueRef own = emit_map_global(emitter, map->index);
	LLVMValueRef pool = emit_map_global(emitter, plan->pool);
	LLVMBasicBlockRef none = ir_block(emitter, "none"), other = ir_block(emitter, "other");

	go_if(emitter, ir_compare(emitter, LLVMIntNE,
				  emit_helper2(emitter, HELPER_MAP_POP, pool, place),
				  ir_int(emitter, 0)), none);
	ir_store(emitter, ir_load(emitter, place, 8, false), at, 4);
	head = emit_helper2(emitter, HELPER_MAP_LOOKUP, emit_map_global(emitter, plan->heads), at);
	go_if(emitter, ir_is_zero(emitter, head), none);
	owner = ir_at(emitter, head, offsetof(struct recorder_head, owner));
	store_in_order(emitter, ir_load(emitter, place, 8, false), owner);
	result = emit_helper4(emitter, HELPER_MAP_UPDATE, own, key, place,
			      ir_int(emitter, BPF_NOEXIST));
	go_if(emitter, ir_compare(emitter, LLVMIntNE, result, ir_int(emitter, 0)), other);
	LLVMBuildRet(emitter->builder, ir_load(emitter, place, 8, false));
	ir_enter(emitter, other);
	store_in_order(emitter, ir_int(emitter, 0), owner);
	ir_store(emitter, ir_binary(emitter, LLVMAdd, ir_load(emitter, place, 8, false),
				    ir_int(emitter, RECORDER_NEXT_TENURE)), place, 8);
	emit_helper3(emitter, HELPER_MAP_PUSH, pool, place, ir_int(emitter, 0));
	entry = emit_helper2(emitter, HELPER_MAP_LOOKUP, own, key);
	go_if(emitter, ir_is_zero(emitter, entry), none);
	LLVMBuildRet(emitter->builder, ir_load(emitter, entry, 8, false));
	ir_enter(emitter, none);
	LLVMBuildRet(emitter->builder, ir_int(emitter, 0));
}

/* u64 place_N(key, place): of a key that has none yet; PLACE is room for 8 bytes. */
static LLVMValueRef opener_of(struct emitter *emitter, const struct map *map, struct span span)
{
	static const char *const parameters[] = { "key", "place" };
	uint32_t number = emit_map_plan(emitter, map)->recorder;
	LLVMTypeRef types[] = { emitter->pointer, emitter->pointer };
	LLVMValueRef *opener = &emitter->openers[number];
	struct emit_function *function;

	if (*opener)
		return *opener;
	function = function_open_plain(emitter, arena_printf(emitter->arena, "place_%u", number),
				       span, types, 2, parameters);
	build_opener(emitter, map, LLVMGetParam(function->value, 0),
		     LLVMGetParam(function->value, 1));
	function_close_plain(emitter);
	*opener = function->value;
	return *opener;
}

/* The place that the stored KEY has, or gets now; 0: there is none left. */
static LLVMValueRef find_place(struct emitter *emitter, const struct map *map, LLVMValueRef key,
			       struct span span)
{
	LLVMValueRef place = emit_temporary(emitter, 8), entry = emit_map_lookup(emitter, map, key);
	LLVMValueRef opener, arguments[] = { key, place };
	struct ir_if branch = ir_if_begin(emitter, ir_is_zero(emitter, entry));

	opener = opener_of(emitter, map, span);
	ir_store(emitter, ir_int(emitter, 0), place, 8);
	ir_store(emitter, LLVMBuildCall2(emitter->builder, LLVMGlobalGetValueType(opener), opener,
					 arguments, 2, ""), place, 8);
	ir_if_else(emitter, &branch);
	ir_store(emitter, ir_load_volatile(emitter, entry, 8, false), place, 8);
	ir_if_end(emitter, &branch);
	return ir_load(emitter, place, 8, false);
}

/* ---- the slot of a record ---- */

static void find_slot(struct emitter *emitter, struct write *write, LLVMValueRef index,
		      LLVMValueRef ticket)
{
	LLVMValueRef count = ir_int(emitter, write->plan->slot_count);

	index = ir_binary(emitter, LLVMAdd, ir_binary(emitter, LLVMMul, index, count),
			  ir_binary(emitter, LLVMURem, ticket, count));
	write->slot = element(emitter, write->plan->slots, index);
	write->stamp = ir_binary(emitter, LLVMShl,
				 ir_binary(emitter, LLVMAdd, ticket, ir_int(emitter, 1)),
				 ir_int(emitter, 1));
}

static LLVMValueRef begun(struct emitter *emitter, const struct write *write)
{
	return ir_binary(emitter, LLVMSub, write->stamp, ir_int(emitter, 1));
}

/* All CPUs share the slots. A record that is older than what is there is overwritten already. */
static void claim_shared(struct emitter *emitter, struct write *write, LLVMValueRef index)
{
	LLVMValueRef ticket, old, claim;

	write->head = element(emitter, write->plan->heads, index);
	go_if(emitter, ir_is_zero(emitter, write->head), write->lost);
	ticket = LLVMBuildAtomicRMW(emitter->builder, LLVMAtomicRMWBinOpAdd,
				    ir_at(emitter, write->head,
					  offsetof(struct recorder_head, ticket)),
				    ir_int(emitter, 1), LLVMAtomicOrderingMonotonic, false);
	find_slot(emitter, write, index, ticket);
	go_if(emitter, ir_is_zero(emitter, write->slot), write->lost);
	old = ir_load_volatile(emitter, write->slot, 8, false);
	go_if(emitter, ir_compare(emitter, LLVMIntUGT, old, write->stamp), write->end);
	go_if(emitter, ir_compare(emitter, LLVMIntNE,
				  ir_binary(emitter, LLVMAnd, old, ir_int(emitter, 1)),
				  ir_int(emitter, 0)), write->lost);
	claim = LLVMBuildAtomicCmpXchg(emitter->builder, write->slot, old, begun(emitter, write),
				       LLVMAtomicOrderingSequentiallyConsistent,
				       LLVMAtomicOrderingSequentiallyConsistent, false);
	go_if(emitter, LLVMBuildNot(emitter->builder,
				    LLVMBuildExtractValue(emitter->builder, claim, 1, ""), ""),
	      write->lost);
}

/* The slots are this CPU's; a program that interrupts another one here finds the head busy. */
static void claim_own(struct emitter *emitter, struct write *write, LLVMValueRef index)
{
	LLVMValueRef cpu = emit_helper0(emitter, HELPER_CPU), busy, next, ticket;

	cpu = ir_binary(emitter, LLVMAnd, cpu, ir_int(emitter, UINT32_MAX));
	index = ir_binary(emitter, LLVMAdd, index,
			  ir_binary(emitter, LLVMMul, cpu,
				    ir_int(emitter, write->plan->place_count)));
	write->head = element(emitter, write->plan->heads, index);
	go_if(emitter, ir_is_zero(emitter, write->head), write->lost);
	next = ir_at(emitter, write->head, offsetof(struct recorder_head, ticket));
	busy = ir_at(emitter, write->head, offsetof(struct recorder_head, is_busy));
	go_if(emitter, ir_compare(emitter, LLVMIntNE, ir_load_volatile(emitter, busy, 8, false),
				  ir_int(emitter, 0)), write->lost);
	store_in_order(emitter, ir_int(emitter, 1), busy);
	ticket = ir_load_volatile(emitter, next, 8, false);
	store_in_order(emitter, ir_binary(emitter, LLVMAdd, ticket, ir_int(emitter, 1)), next);
	find_slot(emitter, write, index, ticket);
	go_if(emitter, ir_is_zero(emitter, write->slot), write->lost);
	store_in_order(emitter, begun(emitter, write), write->slot);
}

static void finish_slot(struct emitter *emitter, const struct write *write)
{
	if (!write->plan->is_per_cpu) {
		LLVMBuildAtomicRMW(emitter->builder, LLVMAtomicRMWBinOpXchg, write->slot,
				   write->stamp, LLVMAtomicOrderingSequentiallyConsistent, false);
		return;
	}
	store_in_order(emitter, write->stamp, write->slot);
	store_in_order(emitter, ir_int(emitter, 0),
		       ir_at(emitter, write->head, offsetof(struct recorder_head, is_busy)));
}

/* ---- the record ---- */

static void count_flag(struct emitter *emitter, LLVMValueRef flags, uint64_t flag,
		       uint32_t counter)
{
	LLVMValueRef is_set = ir_compare(emitter, LLVMIntNE,
					 ir_binary(emitter, LLVMAnd, flags,
						   ir_int(emitter, flag)), ir_int(emitter, 0));
	struct ir_if branch = ir_if_begin(emitter, is_set);

	ledger_count(emitter, counter);
	ir_if_end(emitter, &branch);
}

static void fill_slot(struct emitter *emitter, const struct write *write,
		      const struct event *event, const struct expr *value)
{
	LLVMValueRef record = ir_at(emitter, write->slot, offsetof(struct recorder_slot, record));
	LLVMValueRef flags;

	ir_store(emitter, emit_helper0(emitter, HELPER_KTIME_BOOT_NS),
		 ir_at(emitter, write->slot, offsetof(struct recorder_slot, time)), 8);
	ir_store(emitter, ir_int(emitter, event->index), record, 4);
	for (uint32_t i = 0; i < event->plan.value_count; i++, value = value->next)
		emit_as_layout(emitter, value, &event->plan.values[i], record);
	flags = emit_take_flags(emitter);
	ir_store(emitter, flags, ir_at(emitter, record, offsetof(struct plan_record, flags)), 4);
	count_flag(emitter, flags, PLAN_RECORD_FAULT,
		   offsetof(struct plan_ledger, degraded_fault));
	count_flag(emitter, flags, PLAN_RECORD_TRUNCATED,
		   offsetof(struct plan_ledger, degraded_truncated));
}

void recorder_emit_write(struct emitter *emitter, const struct stmt *stmt)
{
	const struct expr *target = stmt->assign.target;
	const struct map *map = target->map_ref;
	struct write write = {
		.plan = recorder_of(emitter, map), .lost = ir_block(emitter, "lost"),
		.end = ir_block(emitter, "recorded"),
	};
	const struct expr *values = stmt->assign.value;
	LLVMValueRef key = emit_map_key(emitter, map, target->map.key), place, index;

	if (target->event->plan.kind == PLAN_EVENT_RECORD_ROW)
		values = values->call.arguments;
	ledger_count(emitter, offsetof(struct plan_ledger, updates));
	place = find_place(emitter, map, key, stmt->span);
	go_if(emitter, ir_is_zero(emitter, place), write.lost);
	index = place_index(emitter, place);
	if (write.plan->is_per_cpu)
		claim_own(emitter, &write, index);
	else
		claim_shared(emitter, &write, index);
	fill_slot(emitter, &write, target->event, values);
	finish_slot(emitter, &write);
	ir_jump(emitter, write.end);
	ir_enter(emitter, write.lost);
	ledger_count(emitter, offsetof(struct plan_ledger, lost_map_full));
	emit_take_flags(emitter);
	ir_jump(emitter, write.end);
	ir_enter(emitter, write.end);
}

/* ---- print(@r[k]), delete(@r, k) ---- */

/* The user side gets the place: it is right even when the key is deleted right after. */
void recorder_emit_print(struct emitter *emitter, const struct expr *call)
{
	enum { RECORD_PLACE = sizeof(struct plan_record), RECORD_TOP = 16 };
	const struct plan_event *plan = &call->event->plan;
	const struct expr *entry = call->call.arguments, *top = emit_call_argument(call, 1);
	const struct map *map = entry->map_ref;
	const struct plan_map *stored = emit_map_plan(emitter, map);
	LLVMValueRef key = emit_map_key(emitter, map, entry->map.key);
	LLVMValueRef place = emit_temporary(emitter, 8), found, limit;
	struct record record;
	struct ir_if branch;

	ir_store(emitter, ir_int(emitter, 0), place, 8);
	found = emit_map_lookup(emitter, map, key);
	branch = ir_if_begin(emitter, LLVMBuildIsNotNull(emitter->builder, found, ""));
	ir_store(emitter, ir_load_volatile(emitter, found, 8, false), place, 8);
	ir_if_end(emitter, &branch);
	limit = top ? emit_scalar(emitter, top) : ir_int(emitter, 0);
	record = record_begin(emitter, call->event->index, plan);
	ir_store(emitter, ir_load(emitter, place, 8, false),
		 ir_at(emitter, record.pointer, RECORD_PLACE), 8);
	ir_store(emitter, limit, ir_at(emitter, record.pointer, RECORD_TOP), 4);
	ir_store(emitter, ir_int(emitter, 0), ir_at(emitter, record.pointer, RECORD_TOP + 4), 4);
	if (plan->values[0].kind != LAYOUT_NONE)
		ir_copy(emitter, ir_at(emitter, record.pointer, plan->values[0].offset),
			ir_at(emitter, key, stored->key.offset), plan->values[0].size);
	record_end(emitter, &record);
}

LLVMValueRef recorder_emit_delete(struct emitter *emitter, const struct expr *call,
				  const struct map *map, const struct expr *key)
{
	LLVMValueRef was_there = emit_map_delete(emitter, map, key);
	struct ir_if branch = ir_if_begin(emitter, ir_compare(emitter, LLVMIntNE, was_there,
							      ir_int(emitter, 0)));
	struct record record = record_begin(emitter, call->event->index, &call->event->plan);

	record_end(emitter, &record);
	ir_if_end(emitter, &branch);
	return was_there;
}
