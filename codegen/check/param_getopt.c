/*
 * Param getopt: an option is declared where it is asked for, and may be asked for
 * several times. Its type is that of its default; without one it is a flag.
 */
#include "codegen/check/param_getopt.h"

#include <inttypes.h>
#include <string.h>

#include "codegen/check/param.h"
#include "lexer/arena.h"
#include "lexer/diag.h"
#include "parser/tree.h"
#include "parser/tree_walk.h"

struct collection {
	struct arena *arena;
	struct diag_set *diags;
	struct param *first, **end;
};

bool param_is_option_call(const struct expr *expr)
{
	return expr->kind == EXPR_CALL && !strcmp(expr->call.name, "getopt");
}

static void complain(const struct collection *collection, struct span span, const char *what)
{
	diag_hint(diag_error(collection->diags, span, "%s", what),
		  "for example getopt(\"verbose\") or getopt(\"count\", 10, \"how many\")");
}

/* The type that a default has, and its text; NULL when it is none. */
static const char *type_of(struct arena *arena, const struct expr *value, const char **text)
{
	if (value->kind == EXPR_BOOLEAN) {
		*text = value->boolean ? "yes" : "no";
		return "bool";
	}
	if (value->kind == EXPR_STRING) {
		*text = value->string.bytes;
		return "string";
	}
	if (value->kind == EXPR_INTEGER) {
		*text = arena_printf(arena, "%" PRIu64, value->integer.value);
		return "int";
	}
	if (value->kind == EXPR_UNARY && value->unary.operator == UNARY_MINUS &&
	    value->unary.operand->kind == EXPR_INTEGER) {
		*text = arena_printf(arena, "-%" PRIu64, value->unary.operand->integer.value);
		return "int";
	}
	return NULL;
}

static void add(struct collection *collection, const struct expr *call)
{
	const struct expr *name = call->call.arguments;
	const struct expr *value = name ? name->next : NULL, *help = value ? value->next : NULL;
	struct param *param = ARENA_NEW(collection->arena, struct param);
	struct param_item *item = ARENA_NEW(collection->arena, struct param_item);

	if (!name || name->kind != EXPR_STRING || !name->string.length) {
		complain(collection, call->span, "getopt() needs the name of an option, in quotes");
		return;
	}
	*param = (struct param){
		.span = call->span, .name_span = name->span, .help = "", .value = item,
		.name = name->string.bytes,
		.type = ARENA_NEW(collection->arena, struct param_type),
	};
	item->text = "no";
	param->type->name = value ? type_of(collection->arena, value, &item->text) : "bool";
	param->type->span = call->span;
	item->span = value ? value->span : call->span;
	item->length = (uint32_t)strlen(item->text);
	item->is_quoted = true;
	if (!param->type->name || (help && help->kind != EXPR_STRING) || (help && help->next)) {
		complain(collection, call->span, "getopt() takes a name, a default that is a "
			 "number, a text, true or false, and what the option does");
		return;
	}
	if (help)
		param->help = help->string.bytes;
	*collection->end = param;
	collection->end = &param->next;
}

static void visit_expr(void *context, struct expr **place)
{
	if (param_is_option_call(*place))
		add(context, *place);
	tree_visit_operands(*place, visit_expr, context);
}

static void visit_stmts(void *context, struct stmt **list)
{
	struct stmt *stmt;

	for (stmt = *list; stmt; stmt = stmt->next) {
		tree_visit_values(stmt, visit_expr, context);
		tree_visit_blocks(stmt, visit_stmts, context);
	}
}

const struct param *param_getopt_collect(struct arena *arena, struct diag_set *diags,
					 const struct program *program)
{
	struct collection collection = { .arena = arena, .diags = diags };
	struct routine_declaration *routine;
	struct probe *probe;

	collection.end = &collection.first;
	for (routine = program->routines; routine; routine = routine->next)
		if (!strcmp(routine->name, "getopt"))
			return NULL;		/* the program's own */
	for (routine = program->routines; routine; routine = routine->next)
		visit_stmts(&collection, &routine->body);
	for (probe = program->probes; probe; probe = probe->next) {
		if (probe->predicate)
			visit_expr(&collection, &probe->predicate);
		visit_stmts(&collection, &probe->body);
	}
	return collection.first;
}

void param_getopt_compare(struct diag_set *diags, const struct param *first,
			  const struct param *other)
{
	if (!strcmp(first->type->name, other->type->name) &&
	    !strcmp(first->value->text, other->value->text))
		return;
	diag_note(diag_error(diags, other->span, "getopt(\"%s\") has another default here",
			     other->name), first->span, "here it is asked for first");
}
