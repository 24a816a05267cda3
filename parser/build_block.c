/*
 * Build block: blocks that are values, and macros, whose bodies are such.
 */
#include "lexer/arena.h"
#include "parser/build.h"
#include "parser/complain.h"
#include "parser/parse.h"

void build_append_last(struct stmt_list *list, struct stmt *stmt)
{
	stmt->is_last = stmt->kind == STMT_EXPRESSION;
	build_append_stmt(list, stmt);
}

static const struct stmt *last_of(const struct stmt *list)
{
	while (list && list->next)
		list = list->next;
	return list;
}

/* Whether a block of these statements has a value: the last one's. */
static bool has_value(const struct stmt *list)
{
	const struct stmt *last = last_of(list);

	if (!last)
		return false;
	switch (last->kind) {
	case STMT_EXPRESSION:
		return last->is_last;
	case STMT_IF:
		return has_value(last->if_.then) && has_value(last->if_.otherwise);
	case STMT_BLOCK:
		return has_value(last->block.body);
	default:
		return false;
	}
}

static struct expr *value_of(struct parser *parser, struct stmt *stmt)
{
	struct stmt_list then, otherwise;

	switch (stmt->kind) {
	case STMT_IF:
		then = (struct stmt_list){ .first = stmt->if_.then };
		otherwise = (struct stmt_list){ .first = stmt->if_.otherwise };
		return build_if_value(parser, stmt->span, stmt->if_.condition, then, otherwise);
	case STMT_BLOCK:
		return build_block_value(parser, stmt->span,
					 (struct stmt_list){ .first = stmt->block.body });
	default:
		return stmt->expression.value;
	}
}

struct expr *build_block_value(struct parser *parser, struct span span, struct stmt_list body)
{
	struct expr *block = build_expr(parser, EXPR_BLOCK, span);
	struct stmt **place = &body.first;
	const struct stmt *stmt;

	if (has_value(body.first)) {
		while ((*place)->next)
			place = &(*place)->next;
		block->block.value = value_of(parser, *place);
		*place = NULL;
		if (!body.first)
			return block->block.value;
		block->depth = block->block.value->depth;
	}
	block->block.body = body.first;
	for (stmt = body.first; stmt; stmt = stmt->next)
		if (stmt->depth > block->depth)
			block->depth = stmt->depth;
	if (++block->depth > PARSER_MOST_LEVELS) {
		block->depth = PARSER_MOST_LEVELS;
		complain_depth(parser, span);
	}
	return block;
}

struct expr *build_if_value(struct parser *parser, struct span span, struct expr *condition,
			    struct stmt_list then, struct stmt_list otherwise)
{
	return build_ternary(parser, span, condition, build_block_value(parser, span, then),
			     build_block_value(parser, span, otherwise));
}

/* ---- macros ---- */

struct macro_parameter *build_macro_parameter(struct parser *parser, const struct token *name)
{
	struct macro_parameter *parameter = ARENA_NEW(parser->arena, struct macro_parameter);

	parameter->kind = name->kind == TOKEN_VARIABLE ? MACRO_VARIABLE :
			  name->kind == TOKEN_MAP ? MACRO_MAP : MACRO_VALUE;
	parameter->name = name->text;
	parameter->span = name->span;
	return parameter;
}

void build_append_macro_parameter(struct macro_parameter_list *list,
				  struct macro_parameter *parameter)
{
	list->last->next = parameter;
	list->last = parameter;
}

void build_macro(struct parser *parser, struct span span, const struct token *name,
		 struct macro_parameter_list parameters, struct stmt_list body,
		 struct span body_span)
{
	struct macro_declaration *macro = ARENA_NEW(parser->arena, struct macro_declaration);

	macro->span = span;
	macro->name = name->text;
	macro->name_span = name->span;
	macro->parameters = parameters.first;
	macro->body = build_block_value(parser, body_span, body);
	*parser->macros_end = macro;
	parser->macros_end = &macro->next;
}

void build_define(struct parser *parser, const struct token *name)
{
	struct macro_declaration *macro;
	struct expr *value = parse_value(parser, name->inner);

	/* Whatever else it is, it is an error only where the name is used. */
	if (!value)
		return;
	macro = ARENA_NEW(parser->arena, struct macro_declaration);
	macro->span = name->span;
	macro->name = name->text;
	macro->name_span = name->span;
	macro->body = value;
	*parser->macros_end = macro;
	parser->macros_end = &macro->next;
}
