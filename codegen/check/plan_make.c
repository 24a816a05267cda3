/*
 * Plan make: programs, maps, events and facts, in the order of their indices. The
 * version and the texts are added by who knows them.
 */
#include "codegen/check/plan_make.h"

#include <string.h>

#include "codegen/check/call_arguments.h"
#include "codegen/check/checker.h"
#include "codegen/check/head_choice.h"
#include "codegen/check/plan_map.h"
#include "codegen/check/probe_target.h"
#include "codegen/check/recorder.h"
#include "codegen/check/resolve.h"
#include "codegen/check/routine.h"
#include "codegen/check/saved.h"
#include "codegen/target/syscall.h"
#include "codegen/target/target.h"

enum { PAGE_BYTES = 4096 };

/* The section as libbpf and bpftool read it: the mechanism's, with the one place it is for. */
static char *section_of(struct checker *checker, const struct program_record *record,
			enum mechanism mechanism)
{
	const struct mechanism_row *row = &mechanism_rows[mechanism];
	const struct plan_target *target = &record->targets->plan;

	switch (mechanism) {
	case MECHANISM_TRACEPOINT:
		if (record->target_count == 1)
			return arena_printf(checker->arena, "%s/%s/%s", row->section,
					    target->category, target->symbol);
		break;
	case MECHANISM_RAW_TRACEPOINT:
	case MECHANISM_TYPED_TRACEPOINT:
	case MECHANISM_KPROBE:
	case MECHANISM_KRETPROBE:
	case MECHANISM_FENTRY:
	case MECHANISM_FEXIT:
	case MECHANISM_ITERATOR:
		if (record->target_count == 1)
			return arena_printf(checker->arena, "%s/%s", row->section,
					    target->symbol);
		break;
	default:
		break;
	}
	return arena_copy_string(checker->arena, row->section);
}

static void fill_program(struct checker *checker, const struct program_record *record,
			 enum mechanism mechanism, struct plan_program *plan)
{
	const struct probe_target *target;
	uint32_t index = 0;

	plan->function = arena_printf(checker->arena, "probe_%u", record->program.index);
	plan->mechanism = mechanism;
	plan->section = section_of(checker, record, mechanism);
	plan->span = record->program.probe->span;
	plan->reason = arena_copy_string(checker->arena, record->targets->reason);
	plan->note = arena_copy_string(checker->arena, record->note ? record->note : "");
	plan->is_overriding = record->is_overriding;
	plan->target_count = record->target_count;
	plan->targets = ARENA_NEW_ARRAY(checker->arena, struct plan_target, record->target_count);
	for (target = record->targets; target; target = target->next) {
		plan->targets[index] = target->plan;
		plan->targets[index++].path = arena_copy_string(checker->arena,
			resolve_runtime_path(checker, target->plan.path));
	}
}

/* The system calls that the program tells apart. */
static void list_calls(struct checker *checker, const struct program_record *record,
		       struct checked_program *program, struct plan *plan)
{
	const struct probe_target *target;
	struct program_call *calls;

	if (program->mechanism != MECHANISM_SYSCALL_ENTER &&
	    program->mechanism != MECHANISM_SYSCALL_EXIT)
		return;
	calls = ARENA_NEW_ARRAY(checker->arena, struct program_call, record->target_count);
	for (target = record->targets; target; target = target->next)
		calls[program->call_count++] = (struct program_call){
			.name = target->plan.name, .number = target->call->number,
			.compat_number = target->call->compat_number,
		};
	program->calls = calls;
	call_arguments_plan(checker, record, program, plan);
}

/* The program at the entry that keeps what RECORD's program, the next one, wants. */
static struct checked_program *make_keeper(struct checker *checker,
					   const struct program_record *record,
					   struct plan *whole, uint32_t index)
{
	struct plan_program *plan = &whole->programs[index];
	struct checked_program *keeper = ARENA_NEW(checker->arena, struct checked_program);

	*keeper = (struct checked_program){
		.index = index, .kind = record->program.kind, .probe = record->program.probe,
		.mechanism = mechanism_rows[record->program.mechanism].entry,
		.record = record->program.record, .is_keeper = true,
	};
	list_calls(checker, record, keeper, whole);
	fill_program(checker, record, keeper->mechanism, plan);
	plan->function = arena_printf(checker->arena, "entry_%u", record->program.index);
	plan->reason = arena_printf(checker->arena, "keeps %s for probe_%u",
				    saved_describe(checker, record), record->program.index);
	plan->note = "";
	plan->is_keeper = true;
	return keeper;
}

static struct variable *list_variables(const struct program_record *record)
{
	struct variable *first = NULL, **end = &first;
	struct variable_record *variable;

	for (variable = record->variables; variable; variable = variable->next) {
		*end = &variable->variable;
		end = &variable->variable.next;
	}
	return first;
}

static uint32_t count_programs(const struct program_record *record)
{
	if (!record->target_count)
		return 0;
	return record->saved ? 2 : 1;
}

static void append(struct checked_program ***end, struct checked_program *program)
{
	**end = program;
	*end = &program->next;
}

static void make_programs(struct checker *checker, struct plan *plan)
{
	struct checked_program **end = &checker->checked->programs;
	struct program_record *record;
	uint32_t index = 0;

	for (record = checker->programs; record; record = record->next)
		plan->program_count += count_programs(record);
	if (plan->program_count > checker->settings.max_programs)
		diag_hint(diag_error(checker->diags, (struct span){ 0 },
				     "this makes %u BPF programs; %llu are allowed",
				     plan->program_count,
				     (unsigned long long)checker->settings.max_programs),
			  "config = { max_bpf_progs = %u }", plan->program_count);
	plan->programs = ARENA_NEW_ARRAY(checker->arena, struct plan_program,
					 plan->program_count + 1);
	for (record = checker->programs; record; record = record->next) {
		if (!record->target_count)
			continue;
		/* Entries are attached before returns: whoever returns has been seen. */
		record->program.index = index + (record->saved != NULL);
		saved_finish(checker, record, plan);
		if (record->saved)
			append(&end, make_keeper(checker, record, plan, index));
		index = record->program.index;
		record->program.variables = list_variables(record);
		record->program.routines = routine_list(record);
		list_calls(checker, record, &record->program, plan);
		fill_program(checker, record, record->program.mechanism, &plan->programs[index++]);
		append(&end, &record->program);
	}
}

static void make_maps(struct checker *checker, struct plan *plan)
{
	const struct map *map;

	/* Preparing appends tables to the list, which are visited in their turn. */
	for (map = checker->maps; map; map = map->next)
		plan_map_prepare(checker, map);
	plan->map_count = checker->map_count;
	plan->maps = ARENA_NEW_ARRAY(checker->arena, struct plan_map, plan->map_count + 1);
	for (map = checker->maps; map; map = map->next)
		plan_map_fill(checker, map, &plan->maps[map->index]);
	plan->generation_count = checker->generation_count;
	checker->checked->maps = checker->maps;
}

static void make_events(struct checker *checker, struct plan *plan)
{
	const struct event *event;

	plan->event_count = checker->event_count;
	plan->events = ARENA_NEW_ARRAY(checker->arena, struct plan_event, plan->event_count + 1);
	for (event = checker->events; event; event = event->next)
		plan->events[event->index] = event->plan;
}

static void make_facts(struct checker *checker, struct plan *plan)
{
	const struct fact *facts = target_facts(checker->target), *fact;
	uint32_t index = 0;

	for (fact = facts; fact; fact = fact->next)
		plan->fact_count++;
	plan->facts = ARENA_NEW_ARRAY(checker->arena, struct plan_fact, plan->fact_count + 1);
	for (fact = facts; fact; fact = fact->next, index++) {
		plan->facts[index].name = arena_copy_string(checker->arena, fact->name);
		plan->facts[index].value = arena_copy_string(checker->arena, fact->value);
	}
}

static uint32_t ring_bytes(uint64_t pages)
{
	uint64_t bytes = PAGE_BYTES;

	if (!pages)
		return 0;
	while (bytes < pages * PAGE_BYTES && bytes < 1u << 30)
		bytes *= 2;
	return (uint32_t)bytes;
}

void plan_make(struct checker *checker)
{
	struct plan *plan = ARENA_NEW(checker->arena, struct plan);

	checker->checked->plan = plan;
	head_choice_fill_plan(checker, plan);
	make_maps(checker, plan);
	recorder_finish(checker, plan);
	/* What programs keep from entry to return adds maps. */
	make_programs(checker, plan);
	make_events(checker, plan);
	make_facts(checker, plan);
	plan->settings.ring_bytes = ring_bytes(checker->settings.ring_pages);
	plan->settings.print_maps_on_exit = checker->settings.print_maps_on_exit;
	plan->settings.cpp_demangle = checker->settings.cpp_demangle;
	plan->settings.cat_bytes = (uint32_t)checker->settings.cat_bytes;
	checker->checked->has_string_functions = checker->settings.string_functions;
}
