/*
 * Context: its probes stand before the program's own, so what it left in the lists
 * of events and choices is at their start and goes when it has been checked.
 */
#include "codegen/check/context.h"

#include <stddef.h>

#include "codegen/check/checker.h"
#include "codegen/check/statement.h"

void context_forget_choices(struct checker *checker)
{
	checker->head_choices = NULL;
	checker->head_choices_end = &checker->head_choices;
	checker->head_choice_count = 0;
}

static void forget_events(struct checker *checker)
{
	checker->events = NULL;
	checker->events_end = &checker->events;
	checker->event_count = 0;
}

void context_check_program(struct checker *checker, struct program_record *program)
{
	bool was_muted = checker->diags->muted;

	checker->diags->muted = was_muted || program->is_context;
	statement_check_program(checker, program);
	checker->diags->muted = was_muted;
	if (program->is_context)
		forget_events(checker);
}

static void leave_out_programs(struct checker *checker)
{
	struct program_record **link = &checker->programs;

	while (*link) {
		if ((*link)->is_context)
			*link = (*link)->next;
		else
			link = &(*link)->next;
	}
	checker->programs_end = link;
}

static bool is_wanted(const struct map_record *record)
{
	return record->is_used || record->table_size;
}

static void leave_out_maps(struct checker *checker)
{
	struct map **link = &checker->maps;

	checker->map_count = 0;
	while (*link) {
		if (is_wanted((const struct map_record *)*link)) {
			(*link)->index = checker->map_count++;
			link = &(*link)->next;
		} else {
			*link = (*link)->next;
		}
	}
	checker->maps_end = link;
}

void context_leave_out(struct checker *checker)
{
	bool has_context = false;
	const struct program_record *program;

	for (program = checker->programs; program; program = program->next)
		has_context |= program->is_context;
	if (!has_context)
		return;
	leave_out_programs(checker);
	leave_out_maps(checker);
}
