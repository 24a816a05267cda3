/*
 * Types dump: the checked bodies with the type behind every expression, for
 * `-d types` and the golden tests.
 */
#include <inttypes.h>

#include "codegen/check/check.h"
#include "codegen/check/coalesce.h"
#include "codegen/check/scope.h"
#include "codegen/type.h"
#include "lexer/buffer.h"
#include "parser/tree.h"
#include "parser/tree_dump.h"

static void print_constant(const struct expr *expr, struct buffer *text)
{
	if (expr->type->is_signed)
		buffer_printf(text, " = %" PRId64, (int64_t)expr->constant);
	else
		buffer_printf(text, " = %" PRIu64, expr->constant);
}

/* CONTEXT is the buffer that the text is made in, once for each expression. */
static const char *annotate(const struct expr *expr, void *context)
{
	struct buffer *text = context;

	if (!expr->type)
		return NULL;
	buffer_clear(text);
	type_print(expr->type, text);
	if (expr->is_constant)
		print_constant(expr, text);
	if (expr->chosen_by)
		buffer_printf(text, " (%u of %u)", expr->chosen_by->index + 1,
			      expr->chosen_by->count);
	return text->data;
}

static void dump_maps(const struct checked *checked, struct buffer *out)
{
	const struct map *map;

	for (map = checked->maps; map; map = map->next) {
		if (checked->plan->maps[map->index].is_internal)
			continue;
		buffer_printf(out, "@%s", map->name);
		if (map->key) {
			buffer_append_char(out, '[');
			type_print(map->key, out);
			buffer_append_char(out, ']');
		}
		buffer_append_string(out, " : ");
		type_print(map->value ? map->value : &type_error, out);
		buffer_append_char(out, '\n');
	}
}

/* The variables of the probe's body, or of an fn. */
static void dump_variables(const struct checked_program *program, const struct routine *home,
			   const char *indent, struct buffer *out)
{
	const struct variable *variable;

	for (variable = program->variables; variable; variable = variable->next) {
		if (variable->home != home || (home && variable == home->result))
			continue;
		buffer_printf(out, "%s$%s : ", indent, variable->name);
		type_print(variable->type ? variable->type : &type_error, out);
		buffer_append_char(out, '\n');
	}
}

static void dump_routine(const struct checked_program *program, const struct routine *routine,
			 struct buffer *text, struct buffer *out)
{
	buffer_printf(out, "  fn %s", routine->declaration->name);
	if (routine->result) {
		buffer_append_string(out, " : ");
		type_print(routine->result->type ? routine->result->type : &type_error, out);
	}
	buffer_append_char(out, '\n');
	dump_variables(program, routine, "    ", out);
	tree_dump_stmts(routine->body, 2, annotate, text, out);
}

static void dump_program(const struct checked_program *program, const struct plan *plan,
			 struct buffer *text, struct buffer *out)
{
	const struct plan_program *planned = &plan->programs[program->index];
	const struct routine *routine;
	uint32_t index;

	for (index = 0; index < planned->target_count; index++)
		buffer_printf(out, "%s%s", index ? ", " : "", planned->targets[index].name);
	buffer_append_char(out, '\n');
	dump_variables(program, NULL, "  ", out);
	if (program->predicate)
		tree_dump_expr(program->predicate, 1, annotate, text, out);
	tree_dump_stmts(program->body, 1, annotate, text, out);
	for (routine = program->routines; routine; routine = routine->next)
		dump_routine(program, routine, text, out);
}

void check_dump_types(const struct checked *checked, struct buffer *out)
{
	const struct checked_program *program;
	struct buffer text = { 0 };

	dump_maps(checked, out);
	for (program = checked->programs; program; program = program->next)
		dump_program(program, checked->plan, &text, out);
	buffer_release(&text);
}
