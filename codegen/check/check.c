/*
 * Check: settings, then probes to programs, then the bodies round by round until
 * no type changes, then one round that reports, then the plan.
 */
#include "codegen/check/check.h"

#include <stdarg.h>
#include <string.h>

#include "codegen/check/checker.h"
#include "codegen/check/context.h"
#include "codegen/check/fold.h"
#include "codegen/check/kfunc.h"
#include "codegen/check/map_record.h"
#include "codegen/check/ownership.h"
#include "codegen/check/plan_make.h"
#include "codegen/check/probe_target.h"
#include "codegen/check/resolve.h"
#include "codegen/check/routine.h"
#include "codegen/check/stack_use.h"
#include "codegen/check/variable.h"
#include "codegen/target/target.h"

/* Types only climb, so few rounds suffice; a chain of maps assigned backwards takes one each. */
enum { ROUNDS_MAX = 16 };

struct diag *checker_fail(struct checker *checker, struct expr *expr, const char *format, ...)
{
	struct diag *diag;
	va_list arguments;

	va_start(arguments, format);
	diag = diag_error(checker->diags, expr->span, "%s",
			  arena_vprintf(checker->arena, format, arguments));
	va_end(arguments);
	expr->type = &type_error;
	return diag;
}

void checker_note(struct checker *checker, const char *note)
{
	struct program_record *program = checker->current;

	if (program->note && strstr(program->note, note))
		return;
	program->note = program->note ? arena_printf(checker->arena, "%s; %s", program->note, note) :
			note;
}

const char *checker_type_name(struct checker *checker, const struct type *type)
{
	return type_to_string(checker->arena, type);
}

const char *checker_probe_name(const struct checker *checker)
{
	const struct probe_target *target = checker->current->context;

	return target ? target->plan.name : "";
}

enum probe_kind checker_probe_kind(const struct checker *checker)
{
	if (!checker->current || !checker->current->context)
		return PROBE_KIND_COUNT;
	return checker->current->context->kind;
}

bool checker_is_user_probe(const struct checker *checker)
{
	enum probe_kind kind = checker_probe_kind(checker);

	return kind == PROBE_UPROBE || kind == PROBE_URETPROBE || kind == PROBE_USDT ||
	       kind == PROBE_SYSCALL || kind == PROBE_SYSRET;
}

static bool check_round(struct checker *checker)
{
	struct program_record *program;
	bool changed = false;

	for (program = checker->programs; program; program = program->next)
		context_check_program(checker, program);
	if (checker->is_final)
		return false;
	for (program = checker->programs; program; program = program->next)
		changed |= variable_end_round(program);
	changed |= map_record_end_round(checker);
	return changed;
}

/* A map that is written and yet has no type is written only from itself. */
static bool has_untyped(const struct checker *checker)
{
	const struct map *map;

	for (map = checker->maps; map; map = map->next)
		if (!map->value && ((const struct map_record *)map)->is_written)
			return true;
	return false;
}

static void climb(struct checker *checker)
{
	unsigned round = 0;

	while (check_round(checker) && ++round < ROUNDS_MAX)
		;
}

static void check_bodies(struct checker *checker)
{
	struct program_record *program;
	bool was_muted = checker->diags->muted;

	checker->diags->muted = true;
	climb(checker);
	if (has_untyped(checker)) {
		checker->is_guessing = true;
		climb(checker);
		checker->is_guessing = false;
	}
	checker->diags->muted = was_muted;
	checker->is_final = true;
	check_round(checker);
	context_leave_out(checker);
	for (program = checker->programs; program; program = program->next)
		ownership_check(checker, program);
	map_record_finish(checker);
	stack_use_finish(checker);
}

struct checked *check_program(struct arena *arena, struct diag_set *diags, struct target *target,
			      struct program *program, const struct check_options *options)
{
	struct checker checker = {
		.arena = arena,
		.diags = diags,
		.target = target,
		.types = target_types(target),
		.options = options,
		.tree = program,
		.checked = ARENA_NEW(arena, struct checked),
	};

	checker.programs_end = &checker.programs;
	checker.head_choices_end = &checker.head_choices;
	checker.maps_end = &checker.maps;
	checker.events_end = &checker.events;
	settings_read(&checker.settings, diags, program, options->settings);
	checker.tree = fold_program(&checker);
	kfunc_check_declarations(&checker);
	routine_check_declarations(&checker);
	resolve_program(&checker);
	check_bodies(&checker);
	plan_make(&checker);
	checker.checked->pid_filter = options->pid_filter;
	checker.checked->child_pid = options->child_pid;
	checker.checked->path_depth = (uint32_t)checker.settings.max_path_depth;
	return checker.checked;
}
