/*
 * Saved: the list of what a return program wants of the entry, and the record
 * that it makes. A value is kept once, however often the body asks for it.
 */
#include "codegen/check/saved.h"

#include <string.h>

#include "codegen/check/checker.h"
#include "codegen/check/layout_make.h"
#include "codegen/check/plan_map.h"
#include "codegen/check/probe_target.h"
#include "lexer/buffer.h"

enum {
	RECORD_MAX = 32 * 1024,
	RECORD_ON_STACK = 64,		/* larger ones are written in their map */
	RECORD_LEAST = 128,		/* with what the kernel adds */
	RECORDS_BYTES = 4 * 1024 * 1024,	/* what all records of a program may take, about */
	RECORDS_MOST = 16384,
	RECORDS_LEAST = 1024,
	KEY_WORDS = 2,			/* thread, place on the stack */
};

static const struct argument *add(struct checker *checker, struct saved saved)
{
	struct saved **end = &checker->current->saved;

	for (; *end; end = &(*end)->next)
		if ((*end)->expr == saved.expr &&
		    argument_is_same((*end)->argument.origin, saved.argument.origin)) {
			(*end)->argument.type = saved.argument.type;
			return &(*end)->argument;
		}
	*end = ARENA_NEW(checker->arena, struct saved);
	**end = saved;
	return &(*end)->argument;
}

const struct argument *saved_argument(struct checker *checker, const struct argument *origin)
{
	if (!origin)
		return NULL;
	if (checker->uses)
		checker->uses->saved = true;
	return add(checker, (struct saved){
		.argument = { .name = origin->name, .type = origin->type,
			      .source = ARGUMENT_SAVED, .origin = origin },
	});
}

const struct argument *saved_expression(struct checker *checker, struct expr *expr)
{
	if (checker->uses)
		checker->uses->saved = true;
	return add(checker, (struct saved){
		.argument = { .name = "entry", .type = expr->type, .source = ARGUMENT_SAVED },
		.expr = expr,
	});
}

void saved_call(struct checker *checker, struct expr *expr)
{
	const struct saved *saved;

	for (saved = checker->current->saved; saved; saved = saved->next)
		if (saved->argument.type == &type_call_arguments)
			return;
	expr->type = &type_call_arguments;
	saved_expression(checker, expr);
}

/* ---- the record ---- */

/* Reading a register cannot fail; everything else may and says so in a word of its own. */
static bool can_fail(const struct saved *saved)
{
	return saved->expr || saved->argument.origin->source == ARGUMENT_STACK ||
	       saved->argument.origin->is_address;
}

static uint32_t place(struct saved_record *record, uint32_t bytes)
{
	uint32_t offset = record->size;

	record->size += (bytes + 7) & ~7u;
	return offset;
}

static void lay_out(struct checker *checker, struct program_record *program)
{
	struct saved_record *record = ARENA_NEW(checker->arena, struct saved_record);
	struct saved *saved;

	program->program.record = record;
	record->first = program->saved;
	/* A thread makes one system call at a time. */
	record->has_function = program->target_count > 1 &&
			       program->program.mechanism != MECHANISM_SYSCALL_EXIT;
	for (saved = record->first; saved; saved = saved->next) {
		struct argument *argument = &saved->argument;

		argument->size = type_is_scalar(argument->type) ? 8 : argument->type->size;
		argument->offset = place(record, argument->size);
		if (can_fail(saved))
			argument->flags = place(record, 8);
	}
	record->is_small = record->size <= RECORD_ON_STACK;
	if (record->size > RECORD_MAX)
		diag_hint(diag_error(checker->diags, program->program.probe->span,
				     "this keeps %u bytes from the entry for the return; %u are "
				     "the most", record->size, RECORD_MAX),
			  "keep shorter texts: entry(str(p, 64))");
}

/* ---- its maps ---- */

/* Many programs (a pattern's, on kernels where each function has its own) share the room. */
static uint32_t record_count(const struct checker *checker, const struct saved_record *record)
{
	const struct program_record *program;
	uint32_t programs = 0, count;

	for (program = checker->programs; program; program = program->next)
		programs += program->saved != NULL;
	count = RECORDS_BYTES / (record->size > RECORD_LEAST ? record->size : RECORD_LEAST) /
		programs;
	return count > RECORDS_MOST ? RECORDS_MOST : count < RECORDS_LEAST ? RECORDS_LEAST : count;
}

/* For people who look at the plan. */
static struct layout record_layout(struct checker *checker, const struct saved_record *record)
{
	struct layout layout = { .kind = LAYOUT_TUPLE, .size = record->size };
	const struct saved *saved;

	for (saved = record->first; saved; saved = saved->next)
		layout.child_count++;
	layout.children = ARENA_NEW_ARRAY(checker->arena, struct layout, layout.child_count + 1);
	layout.child_count = 0;
	for (saved = record->first; saved; saved = saved->next) {
		struct layout *child = &layout.children[layout.child_count++];

		*child = layout_make(checker, saved->argument.type);
		child->offset = saved->argument.offset;
	}
	return layout;
}

void saved_finish(struct checker *checker, struct program_record *program, struct plan *plan)
{
	struct saved_record *record;
	struct layout layout;

	if (!program->saved || !program->target_count)
		return;
	lay_out(checker, program);
	record = program->program.record;
	layout = record_layout(checker, record);
	/* Calls that never return leave records behind: the oldest make room. */
	record->map = plan_map_add(checker, plan, (struct plan_map){
		.name = arena_printf(checker->arena, "calls_%u", program->program.index),
		.kind = PLAN_MAP_LRU_HASH, .max_entries = record_count(checker, record),
		.key = layout_make_integer(8, false),
		.key_size = 8 * (KEY_WORDS + record->has_function),
		.value = layout, .value_size = record->size,
	});
	if (!record->is_small)
		record->zeros = plan_map_add(checker, plan, (struct plan_map){
			.name = arena_printf(checker->arena, "zeros_%u", program->program.index),
			.kind = PLAN_MAP_ARRAY, .max_entries = 1, .key_size = 4,
			.key = layout_make_integer(4, false),
			.value = layout, .value_size = record->size,
		});
}

const char *saved_describe(struct checker *checker, const struct program_record *program)
{
	struct buffer text = { 0 };
	const struct saved *saved;
	const char *copy;

	for (saved = program->saved; saved; saved = saved->next)
		buffer_printf(&text, "%s%s", text.length ? ", " : "",
			      saved->expr ? "entry(...)" : saved->argument.name);
	copy = arena_copy_text(checker->arena, text.data, text.length);
	buffer_release(&text);
	return copy;
}
