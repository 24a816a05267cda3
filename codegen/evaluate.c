/*
 * Evaluate: the last expression becomes the argument of print(), unless it is there
 * for what it does.
 */
#include "codegen/evaluate.h"

#include <string.h>

#include "codegen/builtin.h"
#include "codegen/kfunc_library.h"
#include "lexer/arena.h"
#include "parser/tree.h"

/* Does the kernel function NAME, as declared, return nothing? */
static bool is_void_kfunc(struct arena *arena, const struct builtin_library *library,
			  const struct program *program, const char *name)
{
	const struct kfunc_declaration *declared;
	struct kfunc_library_row row;

	for (declared = program->kfuncs; declared; declared = declared->next)
		if (!strcmp(declared->name, name))
			return declared->result && !declared->result->suffixes &&
			       !strcmp(declared->result->name, "void");
	return kfunc_library_find(arena, library->kfuncs, name, &row) &&
	       !strncmp(row.declaration, "void ", 5) && row.declaration[5] != '*';
}

static bool has_value(struct arena *arena, const struct builtin_library *library,
		      const struct program *program, const struct expr *expr)
{
	const struct routine_declaration *routine;
	const struct builtin *builtin;

	if (expr->kind == EXPR_INCREMENT)
		return false;
	if (expr->kind != EXPR_CALL)
		return true;
	for (routine = program->routines; routine; routine = routine->next)
		if (!strcmp(routine->name, expr->call.name))
			return routine->result != NULL;
	builtin = builtin_find(library, expr->call.name);
	if (!builtin)
		return !is_void_kfunc(arena, library, program, expr->call.name);
	return strncmp(builtin->prototype, "void ", 5) != 0 &&
	       !(builtin->flags & (BUILTIN_AGGREGATE | BUILTIN_EFFECT));
}

void evaluate_print_last(struct arena *arena, const struct builtin_library *library,
			 struct program *program)
{
	struct probe *probe = program->probes;
	struct expr *value, *call;
	struct stmt *last;

	while (probe && probe->is_context)
		probe = probe->next;
	last = probe ? probe->body : NULL;
	while (last && last->next)
		last = last->next;
	if (!last || last->kind != STMT_EXPRESSION)
		return;
	value = last->expression.value;
	if (!value || !has_value(arena, library, program, value))
		return;
	call = ARENA_NEW(arena, struct expr);
	call->kind = EXPR_CALL;
	call->span = value->span;
	call->depth = (unsigned short)(value->depth + 1);
	call->call.name = "print";
	call->call.name_span = value->span;
	call->call.arguments = value;
	last->expression.value = call;
}
