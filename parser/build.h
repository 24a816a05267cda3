/*
 * Build: the tree's nodes, for the grammar's actions. Every node is from the
 * parser's arena and knows how deep the tree below it is.
 */
#pragma once

#include "parser/parser.h"

struct expr *build_expr(struct parser *parser, enum expr_kind kind, struct span span);

/* Leaves: names, variables and literals, from their token. */
struct expr *build_leaf(struct parser *parser, const struct token *token);

struct expr *build_unary(struct parser *parser, struct span span, enum unary_operator operator,
			 struct expr *operand);
struct expr *build_binary(struct parser *parser, struct span span, enum binary_operator operator,
			  struct expr *left, struct expr *right);

/* THEN may be NULL: a ?: c. */
struct expr *build_ternary(struct parser *parser, struct span span, struct expr *condition,
			   struct expr *then, struct expr *otherwise);
struct expr *build_coalesce(struct parser *parser, struct span span, struct expr *left,
			    struct expr *right);

/* kernel OPERATOR VERSION. */
struct expr *build_kernel(struct parser *parser, struct span span, enum binary_operator operator,
			  const struct token *version);

/* LEFT in RIGHT. */
struct expr *build_in(struct parser *parser, struct span span, struct expr *left,
		      struct expr *right);
struct expr *build_cast(struct parser *parser, struct span span, struct type_name *type_name,
			struct expr *operand);
struct expr *build_call(struct parser *parser, struct span span, const struct token *name,
			struct expr_list arguments);
/* An argument with a name: VALUE, which keeps it. */
struct expr *build_given(const struct token *name, struct expr *value);
struct expr *build_field(struct parser *parser, struct span span, struct expr *base,
			 const struct token *name);
struct expr *build_element(struct parser *parser, struct span span, struct expr *base,
			   const struct token *number);

/* BASE[KEYS]: a map's key (several make a tuple) or an element of an array. */
struct expr *build_index(struct parser *parser, struct span span, struct expr *base,
			 struct expr_list keys, struct span keys_span);
struct expr *build_tuple(struct parser *parser, struct span span, struct expr_list elements);
struct expr *build_increment(struct parser *parser, struct span span, struct expr *target,
			     bool is_decrement, bool is_postfix);

/* sizeof and offsetof: one of TYPE_NAME and OPERAND is NULL; PATH is offsetof's. */
struct expr *build_sizeof(struct parser *parser, struct span span, struct type_name *type_name,
			  struct expr *operand);
struct expr *build_offsetof(struct parser *parser, struct span span, struct type_name *type_name,
			    struct expr *operand, struct name_list *path);

/* { ... } where a value is wanted: that of its last expression, if no `;` is behind it. */
struct expr *build_block_value(struct parser *parser, struct span span, struct stmt_list body);
struct expr *build_if_value(struct parser *parser, struct span span, struct expr *condition,
			    struct stmt_list then, struct stmt_list otherwise);

/* Lists grow at the end; paths too, a step being a field's name. */
void build_append_expr(struct expr_list *list, struct expr *expr);
void build_append_stmt(struct stmt_list *list, struct stmt *stmt);
/* The statement that ends its block without a `;`. */
void build_append_last(struct stmt_list *list, struct stmt *stmt);
struct name_list *build_append_step(struct parser *parser, struct name_list *path,
				    const struct token *name);

struct type_name *build_type(struct parser *parser, enum type_name_kind kind, struct span span,
			     const struct token *name);

/* Adds a word to a type such as `unsigned long`; complains about anything else. */
void build_type_word(struct parser *parser, struct type_name *type_name,
		     const struct token *word);
void build_type_suffix(struct parser *parser, struct type_name *type_name,
		       enum type_suffix_kind kind, uint64_t size, struct span end);

struct stmt *build_stmt(struct parser *parser, enum stmt_kind kind, struct span span);
struct stmt *build_expression(struct parser *parser, struct span span, struct expr *value);

/* TARGET = VALUE, or with OPERATOR; `_ = VALUE` discards, other targets are complained about. */
struct stmt *build_assign(struct parser *parser, struct span span, struct expr *target,
			  enum binary_operator operator, struct expr *value);
struct stmt *build_let(struct parser *parser, struct span span, const struct token *name,
		       struct type_name *type_name, struct expr *value);
struct stmt *build_if(struct parser *parser, struct span span, struct expr *condition,
		      struct stmt_list then, struct stmt_list otherwise);
struct stmt *build_while(struct parser *parser, struct span span, struct expr *condition,
			 struct stmt_list body);

/* TO NULL: FROM is a map to walk. */
struct stmt *build_for(struct parser *parser, struct span span, const struct token *name,
		       struct expr *from, struct expr *to, struct stmt_list body);
struct stmt *build_unroll(struct parser *parser, struct span span, struct expr *count,
			  struct stmt_list body);
struct stmt *build_return(struct parser *parser, struct span span, struct expr *value);
struct stmt *build_block(struct parser *parser, struct span span, struct stmt_list body);

/* One attach point, put behind BEFORE as its alternative unless that is NULL. */
struct attach_point *build_attach(struct parser *parser, const struct token *word,
				  struct attach_point *before);
void build_append_chain(struct attach_list *list, struct attach_point *chain);

/* Puts something that is complete into the program. */
void build_probe(struct parser *parser, struct span head, const struct token *label,
		 struct attach_point *attach_points, struct expr *predicate,
		 struct stmt_list body, struct span body_span);
void build_config(struct parser *parser, struct span span, const struct token *name,
		  struct expr *value);
/* A kfunc's declaration, whose text the token is. */
void build_kfunc(struct parser *parser, const struct token *text);
/* A parameter of an fn; lists of them grow at the end. */
struct routine_parameter *build_parameter(struct parser *parser, struct span span,
					  const struct token *name, struct type_name *type_name);
void build_append_parameter(struct parameter_list *list, struct routine_parameter *parameter);
/* RESULT NULL: the fn returns nothing. */
void build_routine(struct parser *parser, struct span span, const struct token *name,
		   struct parameter_list parameters, struct type_name *result,
		   struct stmt_list body, struct span body_span);
/* A declaration behind `param`, the same way. */
void build_param(struct parser *parser, const struct token *text);
struct macro_parameter *build_macro_parameter(struct parser *parser, const struct token *name);
void build_append_macro_parameter(struct macro_parameter_list *list,
				  struct macro_parameter *parameter);
void build_macro(struct parser *parser, struct span span, const struct token *name,
		 struct macro_parameter_list parameters, struct stmt_list body,
		 struct span body_span);
/* #define NAME VALUE is a macro, if the value is an expression. */
void build_define(struct parser *parser, const struct token *name);
/* Takes what the file PATH holds into the program, here. */
void build_import(struct parser *parser, const struct token *path);
void build_map(struct parser *parser, struct span span, const struct token *name,
	       const struct token *kind, struct expr *counts);
