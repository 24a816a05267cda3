/*
 * Build: expressions and types. Statements and probes are in build_stmt.c.
 */
#include "parser/build.h"

#include <assert.h>
#include <string.h>

#include "lexer/arena.h"
#include "lexer/diag.h"
#include "parser/complain.h"
#include "parser/type_word.h"

struct expr *build_expr(struct parser *parser, enum expr_kind kind, struct span span)
{
	struct expr *expr = ARENA_NEW(parser->arena, struct expr);

	expr->kind = kind;
	expr->span = span;
	expr->depth = 1;
	return expr;
}

/* EXPR has CHILD (or nothing) below it. */
static void build_hang(struct parser *parser, struct expr *expr, const struct expr *child)
{
	if (!child || child->depth < expr->depth)
		return;
	expr->depth = (unsigned short)(child->depth + 1);
	if (expr->depth > PARSER_MOST_LEVELS) {
		expr->depth = PARSER_MOST_LEVELS;
		complain_depth(parser, expr->span);
	}
}

static void build_hang_all(struct parser *parser, struct expr *expr, const struct expr *children)
{
	for (; children; children = children->next)
		build_hang(parser, expr, children);
}

struct expr *build_leaf(struct parser *parser, const struct token *token)
{
	struct expr *expr = build_expr(parser, EXPR_NAME, token->span);

	switch (token->kind) {
	case TOKEN_NAME:
		expr->name.name = token->text;
		break;
	case TOKEN_VARIABLE:
		expr->kind = EXPR_VARIABLE;
		expr->variable.name = token->text;
		break;
	case TOKEN_MAP:
		expr->kind = EXPR_MAP;
		expr->map.name = token->text;
		break;
	case TOKEN_INTEGER:
		expr->kind = EXPR_INTEGER;
		expr->integer.value = token->integer;
		expr->integer.is_duration = token->is_duration;
		break;
	case TOKEN_STRING:
		expr->kind = EXPR_STRING;
		expr->string.bytes = token->text;
		expr->string.length = token->length;
		break;
	case TOKEN_TRUE:
	case TOKEN_FALSE:
		expr->kind = EXPR_BOOLEAN;
		expr->boolean = token->kind == TOKEN_TRUE;
		break;
	case TOKEN_POSITIONAL:
		expr->kind = EXPR_POSITIONAL;
		expr->positional.number = (unsigned)token->integer;
		break;
	case TOKEN_HAS:
		expr->kind = EXPR_HAS;
		expr->has.text = token->text;
		expr->has.text_span = token->inner;
		if (!token->length && !token->is_broken)
			diag_hint(diag_error(parser->diags, token->span,
					     "has() does not say what to look for"),
				  "for example has(struct open_how) or has(kprobe:vfs_unlink)");
		break;
	case TOKEN_POSITIONAL_COUNT:
		expr->kind = EXPR_POSITIONAL_COUNT;
		break;
	default:
		assert(!"no leaf");
	}
	return expr;
}

struct expr *build_unary(struct parser *parser, struct span span, enum unary_operator operator,
			 struct expr *operand)
{
	struct expr *expr = build_expr(parser, EXPR_UNARY, span);

	expr->unary.operator = operator;
	expr->unary.operand = operand;
	build_hang(parser, expr, operand);
	return expr;
}

struct expr *build_binary(struct parser *parser, struct span span, enum binary_operator operator,
			  struct expr *left, struct expr *right)
{
	struct expr *expr = build_expr(parser, EXPR_BINARY, span);

	expr->binary.operator = operator;
	expr->binary.left = left;
	expr->binary.right = right;
	build_hang(parser, expr, left);
	build_hang(parser, expr, right);
	return expr;
}

struct expr *build_ternary(struct parser *parser, struct span span, struct expr *condition,
			   struct expr *then, struct expr *otherwise)
{
	struct expr *expr = build_expr(parser, EXPR_TERNARY, span);

	expr->ternary.condition = condition;
	expr->ternary.then = then;
	expr->ternary.otherwise = otherwise;
	build_hang(parser, expr, condition);
	build_hang(parser, expr, then);
	build_hang(parser, expr, otherwise);
	return expr;
}

struct expr *build_coalesce(struct parser *parser, struct span span, struct expr *left,
			    struct expr *right)
{
	struct expr *expr = build_expr(parser, EXPR_COALESCE, span);

	expr->coalesce.left = left;
	expr->coalesce.right = right;
	build_hang(parser, expr, left);
	build_hang(parser, expr, right);
	return expr;
}

struct expr *build_kernel(struct parser *parser, struct span span, enum binary_operator operator,
			  const struct token *version)
{
	struct expr *expr = build_expr(parser, EXPR_KERNEL, span);

	expr->kernel.operator = operator;
	expr->kernel.version = version->text;
	return expr;
}

struct expr *build_in(struct parser *parser, struct span span, struct expr *left,
		      struct expr *right)
{
	struct expr *expr = build_expr(parser, EXPR_IN, span);

	expr->in.left = left;
	expr->in.right = right;
	build_hang(parser, expr, left);
	build_hang(parser, expr, right);
	return expr;
}

struct expr *build_cast(struct parser *parser, struct span span, struct type_name *type_name,
			struct expr *operand)
{
	struct expr *expr = build_expr(parser, EXPR_CAST, span);

	expr->cast.type_name = type_name;
	expr->cast.operand = operand;
	build_hang(parser, expr, operand);
	return expr;
}

struct expr *build_call(struct parser *parser, struct span span, const struct token *name,
			struct expr_list arguments)
{
	struct expr *expr = build_expr(parser, EXPR_CALL, span);

	expr->call.name = name->text;
	expr->call.name_span = name->span;
	expr->call.arguments = arguments.first;
	build_hang_all(parser, expr, arguments.first);
	return expr;
}

struct expr *build_given(const struct token *name, struct expr *value)
{
	value->given_name = name->text;
	value->given_span = name->span;
	return value;
}

struct expr *build_field(struct parser *parser, struct span span, struct expr *base,
			 const struct token *name)
{
	struct expr *expr = build_expr(parser, EXPR_FIELD, span);

	expr->field.base = base;
	expr->field.name = name->text;
	expr->field.name_span = name->span;
	build_hang(parser, expr, base);
	return expr;
}

struct expr *build_element(struct parser *parser, struct span span, struct expr *base,
			   const struct token *number)
{
	struct expr *expr = build_expr(parser, EXPR_ELEMENT, span);

	expr->element.base = base;
	expr->element.number = (unsigned)number->integer;
	if (number->integer > UINT16_MAX || number->is_duration) {
		diag_error(parser->diags, number->span, "this is not the number of an element");
		expr->element.number = 0;
	}
	build_hang(parser, expr, base);
	return expr;
}

struct expr *build_index(struct parser *parser, struct span span, struct expr *base,
			 struct expr_list keys, struct span keys_span)
{
	bool is_key = base->kind == EXPR_MAP && !base->map.key;
	struct expr *expr = build_expr(parser, is_key ? EXPR_MAP : EXPR_INDEX, span);
	struct expr *key = keys.first;

	if (is_key) {
		expr->map.name = base->map.name;
		if (key->next)
			key = build_tuple(parser, keys_span, keys);
		expr->map.key = key;
	} else {
		expr->index.base = base;
		expr->index.index = key;
		if (key->next)
			diag_error(parser->diags, keys_span, "an index is one value");
		build_hang(parser, expr, base);
	}
	build_hang(parser, expr, key);
	return expr;
}

struct expr *build_tuple(struct parser *parser, struct span span, struct expr_list elements)
{
	struct expr *expr = build_expr(parser, EXPR_TUPLE, span);

	expr->tuple.elements = elements.first;
	build_hang_all(parser, expr, elements.first);
	return expr;
}

struct expr *build_increment(struct parser *parser, struct span span, struct expr *target,
			     bool is_decrement, bool is_postfix)
{
	struct expr *expr = build_expr(parser, EXPR_INCREMENT, span);

	expr->increment.target = target;
	expr->increment.is_decrement = is_decrement;
	expr->increment.is_postfix = is_postfix;
	if (target->kind != EXPR_VARIABLE && target->kind != EXPR_MAP)
		diag_error(parser->diags, target->span, "only variables and maps can be %s",
			   is_decrement ? "decremented" : "incremented");
	build_hang(parser, expr, target);
	return expr;
}

struct expr *build_sizeof(struct parser *parser, struct span span, struct type_name *type_name,
			  struct expr *operand)
{
	struct expr *expr = build_expr(parser, EXPR_SIZEOF, span);

	expr->size_of.type_name = type_name;
	expr->size_of.operand = operand;
	build_hang(parser, expr, operand);
	return expr;
}

struct expr *build_offsetof(struct parser *parser, struct span span, struct type_name *type_name,
			    struct expr *operand, struct name_list *path)
{
	struct expr *expr = build_expr(parser, EXPR_OFFSETOF, span);

	expr->offset_of.type_name = type_name;
	expr->offset_of.operand = operand;
	expr->offset_of.path = path;
	build_hang(parser, expr, operand);
	return expr;
}

void build_append_expr(struct expr_list *list, struct expr *expr)
{
	list->last->next = expr;
	list->last = expr;
}

struct name_list *build_append_step(struct parser *parser, struct name_list *path,
				    const struct token *name)
{
	struct name_list *step = ARENA_NEW(parser->arena, struct name_list);
	struct name_list **end = &path;
	unsigned count = 0;

	step->name = name->text;
	step->span = name->span;
	for (; *end; end = &(*end)->next)
		count++;
	*end = step;
	if (count > PARSER_MOST_LEVELS)
		complain_depth(parser, name->span);
	return path;
}

/* ---- types ---- */

struct type_name *build_type(struct parser *parser, enum type_name_kind kind, struct span span,
			     const struct token *name)
{
	struct type_name *type_name = ARENA_NEW(parser->arena, struct type_name);

	type_name->kind = kind;
	type_name->span = span;
	type_name->name = name->text;
	return type_name;
}

void build_type_word(struct parser *parser, struct type_name *type_name,
		     const struct token *word)
{
	const char *first = type_name->name;

	if (!type_word_is_c(first, strcspn(first, " ")) ||
	    !type_word_is_c(word->text, word->length) ||
	    strlen(first) > sizeof("unsigned long long int")) {
		diag_error(parser->diags, word->span, "`%s` does not belong to the type `%s`",
			   word->text, first);
		return;
	}
	type_name->name = arena_printf(parser->arena, "%s %s", first, word->text);
	type_name->span.end = word->span.end;
}

void build_type_suffix(struct parser *parser, struct type_name *type_name,
		       enum type_suffix_kind kind, uint64_t size, struct span end)
{
	struct type_suffix *suffix = ARENA_NEW(parser->arena, struct type_suffix);
	struct type_suffix **last = &type_name->suffixes;
	unsigned count = 0;

	suffix->kind = kind;
	suffix->size = size;
	for (; *last; last = &(*last)->next)
		count++;
	*last = suffix;
	type_name->span.end = end.end;
	if (count > PARSER_MOST_LEVELS)
		complain_depth(parser, end);
}
