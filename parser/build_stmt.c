/*
 * Build: statements, probes, and what stands between probes.
 */
#include <string.h>

#include "lexer/arena.h"
#include "lexer/diag.h"
#include "parser/build.h"
#include "parser/complain.h"
#include "parser/param_text.h"
#include "parser/parse.h"
#include "parser/prototype_text.h"

/* ---- statements ---- */

struct stmt *build_stmt(struct parser *parser, enum stmt_kind kind, struct span span)
{
	struct stmt *stmt = ARENA_NEW(parser->arena, struct stmt);

	stmt->kind = kind;
	stmt->span = span;
	stmt->depth = 1;
	return stmt;
}

/* STMT has the list BODY below it; returns it. */
static struct stmt *build_hang(struct parser *parser, struct stmt *stmt, struct stmt_list body)
{
	const struct stmt *child;

	for (child = body.first; child; child = child->next)
		if (child->depth >= stmt->depth)
			stmt->depth = (unsigned short)(child->depth + 1);
	if (stmt->depth > PARSER_MOST_LEVELS) {
		stmt->depth = PARSER_MOST_LEVELS;
		complain_depth(parser, stmt->span);
	}
	return body.first;
}

void build_append_stmt(struct stmt_list *list, struct stmt *stmt)
{
	if (list->last)
		list->last->next = stmt;
	else
		list->first = stmt;
	list->last = stmt;
}

struct stmt *build_expression(struct parser *parser, struct span span, struct expr *value)
{
	struct stmt *stmt = build_stmt(parser, STMT_EXPRESSION, span);

	stmt->expression.value = value;
	return stmt;
}

static struct stmt *build_discard(struct parser *parser, struct span span, struct expr *value)
{
	struct stmt *stmt = build_stmt(parser, STMT_DISCARD, span);

	stmt->expression.value = value;
	return stmt;
}

struct stmt *build_assign(struct parser *parser, struct span span, struct expr *target,
			  enum binary_operator operator, struct expr *value)
{
	struct stmt *stmt;
	struct diag *diag;

	if (target->kind == EXPR_NAME && operator == BINARY_NONE &&
	    strcmp(target->name.name, "_") == 0)
		return build_discard(parser, span, value);
	if (target->kind != EXPR_VARIABLE && target->kind != EXPR_MAP) {
		diag = diag_error(parser->diags, target->span,
				  "only variables and maps can be assigned to");
		if (target->kind == EXPR_NAME)
			diag_hint(diag, "a variable starts with `$`: `$%s`", target->name.name);
		return build_discard(parser, span, value);
	}
	stmt = build_stmt(parser, STMT_ASSIGN, span);
	stmt->assign.target = target;
	stmt->assign.operator = operator;
	stmt->assign.value = value;
	return stmt;
}

struct stmt *build_let(struct parser *parser, struct span span, const struct token *name,
		       struct type_name *type_name, struct expr *value)
{
	struct stmt *stmt = build_stmt(parser, STMT_LET, span);

	stmt->let.name = name->text;
	stmt->let.name_span = name->span;
	stmt->let.type_name = type_name;
	stmt->let.value = value;
	return stmt;
}

struct stmt *build_if(struct parser *parser, struct span span, struct expr *condition,
		      struct stmt_list then, struct stmt_list otherwise)
{
	struct stmt *stmt = build_stmt(parser, STMT_IF, span);

	stmt->if_.condition = condition;
	stmt->if_.then = build_hang(parser, stmt, then);
	stmt->if_.otherwise = build_hang(parser, stmt, otherwise);
	return stmt;
}

struct stmt *build_while(struct parser *parser, struct span span, struct expr *condition,
			 struct stmt_list body)
{
	struct stmt *stmt = build_stmt(parser, STMT_WHILE, span);

	stmt->while_.condition = condition;
	stmt->while_.body = build_hang(parser, stmt, body);
	return stmt;
}

struct stmt *build_for(struct parser *parser, struct span span, const struct token *name,
		       struct expr *from, struct expr *to, struct stmt_list body)
{
	enum stmt_kind kind = to ? STMT_FOR_RANGE :
			      from->kind == EXPR_CALL ? STMT_FOR_CALL : STMT_FOR_MAP;
	struct stmt *stmt = build_stmt(parser, kind, span);

	if (to) {
		stmt->for_range.name = name->text;
		stmt->for_range.name_span = name->span;
		stmt->for_range.from = from;
		stmt->for_range.to = to;
		stmt->for_range.body = build_hang(parser, stmt, body);
	} else if (kind == STMT_FOR_CALL) {
		stmt->for_call.name = name->text;
		stmt->for_call.name_span = name->span;
		stmt->for_call.call = from;
		stmt->for_call.body = build_hang(parser, stmt, body);
	} else {
		stmt->for_map.name = name->text;
		stmt->for_map.name_span = name->span;
		stmt->for_map.map = from;
		stmt->for_map.body = build_hang(parser, stmt, body);
	}
	return stmt;
}

struct stmt *build_unroll(struct parser *parser, struct span span, struct expr *count,
			  struct stmt_list body)
{
	struct stmt *stmt = build_stmt(parser, STMT_UNROLL, span);

	stmt->unroll.count = count;
	stmt->unroll.body = build_hang(parser, stmt, body);
	return stmt;
}

struct stmt *build_return(struct parser *parser, struct span span, struct expr *value)
{
	struct stmt *stmt = build_stmt(parser, STMT_RETURN, span);

	stmt->return_.value = value;
	return stmt;
}

struct stmt *build_block(struct parser *parser, struct span span, struct stmt_list body)
{
	struct stmt *stmt = build_stmt(parser, STMT_BLOCK, span);

	stmt->block.body = build_hang(parser, stmt, body);
	return stmt;
}

/* ---- probes ---- */

/* The first (LAST false) or last colon outside quotes; NULL when there is none. */
static const char *find_colon(const char *text, bool last)
{
	const char *found = NULL;
	bool quoted = false;

	for (; *text; text++) {
		if (*text == '"')
			quoted = !quoted;
		if (*text != ':' || quoted)
			continue;
		found = text;
		if (!last)
			break;
	}
	return found;
}

struct attach_point *build_attach(struct parser *parser, const struct token *word,
				  struct attach_point *before)
{
	struct attach_point *point = ARENA_NEW(parser->arena, struct attach_point);
	const char *colon = find_colon(word->text, false);
	int kept;

	point->span = word->span;
	point->provider = word->text;
	point->target = "";
	if (colon) {
		point->provider = arena_copy_text(parser->arena, word->text,
						  (size_t)(colon - word->text));
		point->target = colon + 1;
	} else if (before && before->target[0]) {
		/* All but the last part comes from the one before. */
		colon = find_colon(before->target, true);
		kept = colon ? (int)(colon + 1 - before->target) : 0;
		point->provider = before->provider;
		point->target = arena_printf(parser->arena, "%.*s%s", kept, before->target,
					     word->text);
	}
	if (before)
		before->alternative = point;
	return point;
}

void build_append_chain(struct attach_list *list, struct attach_point *chain)
{
	list->last->next = chain;
	list->last = chain;
}

void build_probe(struct parser *parser, struct span head, const struct token *label,
		 struct attach_point *attach_points, struct expr *predicate,
		 struct stmt_list body, struct span body_span)
{
	struct probe *probe = ARENA_NEW(parser->arena, struct probe);

	probe->span = head;
	probe->label = label->text;
	probe->attach_points = attach_points;
	probe->predicate = predicate;
	probe->body = body.first;
	probe->body_span = body_span;
	*parser->probes_end = probe;
	parser->probes_end = &probe->next;
}

/* ---- between probes ---- */

void build_config(struct parser *parser, struct span span, const struct token *name,
		  struct expr *value)
{
	struct config_entry *entry = ARENA_NEW(parser->arena, struct config_entry);

	if (parser->outer) {
		diag_hint(diag_error(parser->diags, span, "config stands in the program itself, not "
				     "in what it imports"),
			  "write it there: config = { %s = ... }", name->text);
		return;
	}
	entry->span = span;
	entry->name = name->text;
	entry->value = value;
	*parser->config_end = entry;
	parser->config_end = &entry->next;
}

void build_kfunc(struct parser *parser, const struct token *text)
{
	struct kfunc_declaration *declaration;

	declaration = prototype_text_read(parser->arena, parser->diags, text->text,
					  text->span.start);
	if (!declaration)
		return;
	*parser->kfuncs_end = declaration;
	parser->kfuncs_end = &declaration->next;
}

void build_param(struct parser *parser, const struct token *text)
{
	struct param *parameter = param_text_read(parser->arena, parser->diags, text->text,
						      text->span.start);

	if (!parameter)
		return;
	*parser->parameters_end = parameter;
	parser->parameters_end = &parameter->next;
}

void build_map(struct parser *parser, struct span span, const struct token *name,
	       const struct token *kind, struct expr *counts)
{
	struct map_declaration *map = ARENA_NEW(parser->arena, struct map_declaration);

	map->span = span;
	map->name = name->text;
	map->kind = kind->text;
	map->counts = counts;
	*parser->map_declarations_end = map;
	parser->map_declarations_end = &map->next;
}

struct routine_parameter *build_parameter(struct parser *parser, struct span span,
					  const struct token *name, struct type_name *type_name)
{
	struct routine_parameter *parameter = ARENA_NEW(parser->arena, struct routine_parameter);

	parameter->span = span;
	parameter->name = name->text;
	parameter->name_span = name->span;
	parameter->type_name = type_name;
	return parameter;
}

void build_append_parameter(struct parameter_list *list, struct routine_parameter *parameter)
{
	list->last->next = parameter;
	list->last = parameter;
}

void build_routine(struct parser *parser, struct span span, const struct token *name,
		   struct parameter_list parameters, struct type_name *result,
		   struct stmt_list body, struct span body_span)
{
	struct routine_declaration *routine = ARENA_NEW(parser->arena, struct routine_declaration);

	routine->span = span;
	routine->name = name->text;
	routine->name_span = name->span;
	routine->parameters = parameters.first;
	routine->result = result;
	routine->body = body.first;
	routine->body_span = body_span;
	*parser->routines_end = routine;
	parser->routines_end = &routine->next;
}

void build_import(struct parser *parser, const struct token *path)
{
	if (!parser->imports)
		diag_error(parser->diags, path->span, "nothing can be imported here");
	else if (strlen(path->text) != path->length || !path->length)
		diag_error(parser->diags, path->span, "this is not the name of a file");
	else
		parser->imports->import(parser->imports->context, parser, path->text, path->span);
}
