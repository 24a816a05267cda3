/*
 * Grammar: ktrace's syntax. It has no conflicts; what bison's one token of
 * look-ahead cannot tell (casts, which `>` closes a body, what belongs to a
 * probe's head) is told by other tokens, made by the lexer and the feed.
 */
%define api.pure full
%define api.prefix {grammar_}
%define api.token.prefix {T_}
%define api.location.type {struct span}
%define parse.error custom
%define parse.lac full
%locations
%expect 0
%param {struct parser *parser}

%code requires {
#include "parser/parser.h"
}

%code {
#include "lexer/diag.h"
#include "parser/build.h"
#include "parser/complain.h"
#include "parser/feed.h"

/* Deep enough for PARSER_MOST_LEVELS of anything; beyond it complain_depth has the word. */
#define YYMAXDEPTH 8000

#define YYLLOC_DEFAULT(current, rhs, count)					\
	do {									\
		(current).start = (count) ? YYRHSLOC(rhs, 1).start		\
					  : YYRHSLOC(rhs, 0).end;		\
		(current).end = YYRHSLOC(rhs, count).end;			\
	} while (0)

static int grammar_lex(YYSTYPE *value, struct span *span, struct parser *parser)
{
	value->token = *feed_next(parser);
	*span = value->token.span;
	return (int)value->token.kind;
}

/* Bison's own complaint, of which only one is left: its stack is full. */
static void grammar_error(struct span *span, struct parser *parser, const char *message)
{
	(void)message;
	complain_depth(parser, *span);
}
}

%union {
	struct token token;
	struct expr *expr;
	struct expr_list exprs;
	struct stmt *stmt;
	struct stmt_list stmts;
	struct type_name *type_name;
	struct name_list *path;
	struct attach_list attach;
	struct parameter_list parameters;
	struct macro_parameter_list macro_parameters;
	enum binary_operator operator;
}

/* In the order of lexer/token.def; checked below. */
%token END 0
%token <token>
	NAME VARIABLE MAP INTEGER STRING POSITIONAL POSITIONAL_COUNT
%token	IF ELSE WHILE FOR UNROLL BREAK CONTINUE RETURN LET SIZEOF OFFSETOF STRUCT UNION ENUM
%token <token>
	TRUE FALSE HAS VERSION
%token	CONFIG KFUNC FN PARAM IMPORT MACRO
%token <token>
	DEFINE DECLARATION HEAD_WORD LABEL
%token	PREDICATE_OPEN PREDICATE_CLOSE BODY_OPEN BODY_CLOSE
	LEFT_BRACE RIGHT_BRACE LEFT_PARENTHESIS RIGHT_PARENTHESIS LEFT_BRACKET RIGHT_BRACKET
	SEMICOLON COMMA COLON RANGE DOT ARROW QUESTION
	ASSIGN ASSIGN_ADD ASSIGN_SUBTRACT ASSIGN_MULTIPLY ASSIGN_DIVIDE ASSIGN_MODULO ASSIGN_AND
	ASSIGN_OR ASSIGN_XOR ASSIGN_SHIFT_LEFT ASSIGN_SHIFT_RIGHT
	LOGICAL_OR LOGICAL_AND OR XOR AND EQUAL NOT_EQUAL LESS GREATER LESS_EQUAL GREATER_EQUAL
	SHIFT_LEFT SHIFT_RIGHT PLUS MINUS STAR SLASH PERCENT COALESCE
	NOT TILDE INCREMENT DECREMENT BARE_GREATER TYPE_PARENTHESIS KERNEL IN
	VALUE_BRACE VALUE_IF EXPRESSION RESUME

%right		QUESTION COLON
%left		LOGICAL_OR
%left		LOGICAL_AND
%left		OR
%left		XOR
%left		AND
%left		EQUAL NOT_EQUAL
%left		LESS GREATER LESS_EQUAL GREATER_EQUAL BARE_GREATER IN
%left		SHIFT_LEFT SHIFT_RIGHT
%left		PLUS MINUS
%left		STAR SLASH PERCENT
%left		COALESCE
%precedence	PREFIX
%precedence	INCREMENT DECREMENT DOT ARROW LEFT_BRACKET

%type <attach> attach_points chain alternatives
%type <token> label
%type <expr> predicate config_value expr argument primary kernel
%type <exprs> exprs arguments given
%type <stmts> body block content stmts
%type <stmt> simple compound if
%type <type_name> type base_type type_words result
%type <parameters> parameter parameters more_parameters
%type <macro_parameters> macro_parameter macro_parameters more_macro_parameters
%type <token> macro_name
%type <path> path
%type <operator> assign comparison

%%

/* ---- what a program is made of ---- */

program:
	items
|	EXPRESSION expr			{ parser->value = $expr; }

items:
	%empty
|	items item

item:
	probe
|	CONFIG ASSIGN LEFT_BRACE config RIGHT_BRACE
|	CONFIG ASSIGN LEFT_BRACE config config_entry RIGHT_BRACE
|	CONFIG ASSIGN LEFT_BRACE config error RIGHT_BRACE	{ yyerrok; }
|	LET MAP ASSIGN NAME LEFT_PARENTHESIS exprs RIGHT_PARENTHESIS SEMICOLON
		{ build_map(parser, @$, &$MAP, &$NAME, $exprs.first); }
|	KFUNC DECLARATION SEMICOLON		{ build_kfunc(parser, &$DECLARATION); }
|	IMPORT STRING SEMICOLON			{ build_import(parser, &$STRING); }
|	DEFINE					{ build_define(parser, &$DEFINE); }
|	MACRO NAME LEFT_PARENTHESIS macro_parameters RIGHT_PARENTHESIS block
		{ build_macro(parser, @$, &$NAME, $macro_parameters, $block, @block); }
|	FN NAME LEFT_PARENTHESIS parameters RIGHT_PARENTHESIS result block
		{ build_routine(parser, @$, &$NAME, $parameters, $result, $block, @block); }
|	PARAM DECLARATION SEMICOLON		{ build_param(parser, &$DECLARATION); }
|	error RESUME						{ yyerrok; }
|	error SEMICOLON						{ yyerrok; }

config:
	%empty
|	config config_entry SEMICOLON
|	config error SEMICOLON					{ yyerrok; }
|	config error RESUME					{ yyerrok; }

config_entry:
	NAME ASSIGN config_value	{ build_config(parser, @$, &$NAME, $config_value); }

config_value:
	NAME		{ $$ = build_leaf(parser, &$NAME); }
|	INTEGER		{ $$ = build_leaf(parser, &$INTEGER); }
|	STRING		{ $$ = build_leaf(parser, &$STRING); }
|	TRUE		{ $$ = build_leaf(parser, &$TRUE); }
|	FALSE		{ $$ = build_leaf(parser, &$FALSE); }

parameters:
	%empty				{ $$ = (struct parameter_list){ 0 }; }
|	more_parameters

more_parameters:
	parameter
|	more_parameters[list] COMMA parameter
		{ $$ = $list; build_append_parameter(&$$, $parameter.first); }

parameter:
	VARIABLE COLON type
		{ $$.first = $$.last = build_parameter(parser, @$, &$VARIABLE, $type); }

macro_parameters:
	%empty				{ $$ = (struct macro_parameter_list){ 0 }; }
|	more_macro_parameters

more_macro_parameters:
	macro_parameter
|	more_macro_parameters[list] COMMA macro_parameter
		{ $$ = $list; build_append_macro_parameter(&$$, $macro_parameter.first); }

macro_parameter:
	macro_name
		{ $$.first = $$.last = build_macro_parameter(parser, &$macro_name); }

macro_name:
	NAME
|	VARIABLE
|	MAP

result:
	%empty				{ $$ = NULL; }
|	COLON type			{ $$ = $type; }

probe:
	label attach_points predicate body
		{ build_probe(parser, @attach_points, &$label, $attach_points.first, $predicate,
			      $body, @body); }

label:
	%empty			{ $$ = (struct token){ .kind = TOKEN_END }; }
|	LABEL ASSIGN		{ $$ = $LABEL; }

attach_points:
	chain			{ $$.first = $$.last = $chain.first; }
|	attach_points[list] COMMA chain
		{ $$ = $list; build_append_chain(&$$, $chain.first); }

chain:
	alternatives
|	alternatives QUESTION
		{ $$ = $alternatives; $$.first->is_optional = true; }

alternatives:
	HEAD_WORD
		{ $$.first = $$.last = build_attach(parser, &$HEAD_WORD, NULL); }
|	alternatives[before] OR HEAD_WORD
		{ $$.first = $before.first;
		  $$.last = build_attach(parser, &$HEAD_WORD, $before.last); }

predicate:
	%empty						{ $$ = NULL; }
|	PREDICATE_OPEN expr PREDICATE_CLOSE		{ $$ = $expr; }

/* ---- statements ---- */

body:
	block
|	BODY_OPEN content BODY_CLOSE			{ $$ = $content; }
|	BODY_OPEN stmts error BODY_CLOSE		{ yyerrok; $$ = $stmts; }

block:
	LEFT_BRACE content RIGHT_BRACE			{ $$ = $content; }
|	LEFT_BRACE stmts error RIGHT_BRACE		{ yyerrok; $$ = $stmts; }

content:
	stmts
|	stmts simple			{ $$ = $stmts; build_append_last(&$$, $simple); }

stmts:
	%empty				{ $$ = (struct stmt_list){ 0 }; }
|	stmts[list] simple SEMICOLON	{ $$ = $list; build_append_stmt(&$$, $simple); }
|	stmts[list] compound		{ $$ = $list; build_append_stmt(&$$, $compound); }
|	stmts[list] SEMICOLON		{ $$ = $list; }
|	stmts[list] error SEMICOLON	{ yyerrok; $$ = $list; }
|	stmts[list] error RESUME	{ yyerrok; $$ = $list; }

simple:
	expr				{ $$ = build_expression(parser, @$, $expr); }
|	expr[target] assign expr[value]	{ $$ = build_assign(parser, @$, $target, $assign, $value); }
|	LET VARIABLE			{ $$ = build_let(parser, @$, &$VARIABLE, NULL, NULL); }
|	LET VARIABLE ASSIGN expr	{ $$ = build_let(parser, @$, &$VARIABLE, NULL, $expr); }
|	LET VARIABLE COLON type		{ $$ = build_let(parser, @$, &$VARIABLE, $type, NULL); }
|	LET VARIABLE COLON type ASSIGN expr
					{ $$ = build_let(parser, @$, &$VARIABLE, $type, $expr); }
|	BREAK				{ $$ = build_stmt(parser, STMT_BREAK, @$); }
|	CONTINUE			{ $$ = build_stmt(parser, STMT_CONTINUE, @$); }
|	RETURN				{ $$ = build_return(parser, @$, NULL); }
|	RETURN expr			{ $$ = build_return(parser, @$, $expr); }

assign:
	ASSIGN				{ $$ = BINARY_NONE; }
|	ASSIGN_ADD			{ $$ = BINARY_ADD; }
|	ASSIGN_SUBTRACT			{ $$ = BINARY_SUBTRACT; }
|	ASSIGN_MULTIPLY			{ $$ = BINARY_MULTIPLY; }
|	ASSIGN_DIVIDE			{ $$ = BINARY_DIVIDE; }
|	ASSIGN_MODULO			{ $$ = BINARY_MODULO; }
|	ASSIGN_AND			{ $$ = BINARY_AND; }
|	ASSIGN_OR			{ $$ = BINARY_OR; }
|	ASSIGN_XOR			{ $$ = BINARY_XOR; }
|	ASSIGN_SHIFT_LEFT		{ $$ = BINARY_SHIFT_LEFT; }
|	ASSIGN_SHIFT_RIGHT		{ $$ = BINARY_SHIFT_RIGHT; }

compound:
	if
|	block				{ $$ = build_block(parser, @$, $block); }
|	WHILE expr block		{ $$ = build_while(parser, @$, $expr, $block); }
|	UNROLL expr block		{ $$ = build_unroll(parser, @$, $expr, $block); }
|	FOR VARIABLE COLON expr[map] block
		{ $$ = build_for(parser, @$, &$VARIABLE, $map, NULL, $block); }
|	FOR VARIABLE COLON expr[from] RANGE expr[to] block
		{ $$ = build_for(parser, @$, &$VARIABLE, $from, $to, $block); }
|	FOR LEFT_PARENTHESIS VARIABLE COLON expr[map] RIGHT_PARENTHESIS block
		{ $$ = build_for(parser, @$, &$VARIABLE, $map, NULL, $block); }
|	FOR LEFT_PARENTHESIS VARIABLE COLON expr[from] RANGE expr[to] RIGHT_PARENTHESIS block
		{ $$ = build_for(parser, @$, &$VARIABLE, $from, $to, $block); }

if:
	IF expr block
		{ $$ = build_if(parser, @$, $expr, $block, (struct stmt_list){ 0 }); }
|	IF expr block[then] ELSE block[otherwise]
		{ $$ = build_if(parser, @$, $expr, $then, $otherwise); }
|	IF expr block ELSE if[nested]
		{ $$ = build_if(parser, @$, $expr, $block,
				(struct stmt_list){ $nested, $nested }); }

/* ---- expressions ---- */

exprs:
	expr				{ $$ = (struct expr_list){ $expr, $expr }; }
|	exprs[list] COMMA expr		{ $$ = $list; build_append_expr(&$$, $expr); }

arguments:
	%empty				{ $$ = (struct expr_list){ 0 }; }
|	given

given:
	argument			{ $$ = (struct expr_list){ $argument, $argument }; }
|	given[list] COMMA argument	{ $$ = $list; build_append_expr(&$$, $argument); }

argument:
	expr
|	NAME ASSIGN expr		{ $$ = build_given(&$NAME, $expr); }

expr:
	primary
|	expr[a] QUESTION expr[b] COLON expr[c]	{ $$ = build_ternary(parser, @$, $a, $b, $c); }
|	expr[a] QUESTION COLON expr[c]	{ $$ = build_ternary(parser, @$, $a, NULL, $c); }
|	expr[a] LOGICAL_OR expr[b]	{ $$ = build_binary(parser, @$, BINARY_LOGICAL_OR, $a, $b); }
|	expr[a] LOGICAL_AND expr[b]	{ $$ = build_binary(parser, @$, BINARY_LOGICAL_AND, $a, $b); }
|	expr[a] OR expr[b]		{ $$ = build_binary(parser, @$, BINARY_OR, $a, $b); }
|	expr[a] XOR expr[b]		{ $$ = build_binary(parser, @$, BINARY_XOR, $a, $b); }
|	expr[a] AND expr[b]		{ $$ = build_binary(parser, @$, BINARY_AND, $a, $b); }
|	expr[a] EQUAL expr[b]		{ $$ = build_binary(parser, @$, BINARY_EQUAL, $a, $b); }
|	expr[a] NOT_EQUAL expr[b]	{ $$ = build_binary(parser, @$, BINARY_NOT_EQUAL, $a, $b); }
|	expr[a] LESS expr[b]		{ $$ = build_binary(parser, @$, BINARY_LESS, $a, $b); }
|	expr[a] GREATER expr[b]		{ $$ = build_binary(parser, @$, BINARY_GREATER, $a, $b); }
|	expr[a] BARE_GREATER expr[b]
		{ complain_bare_greater(parser, @2, @a, @b);
		  $$ = build_binary(parser, @$, BINARY_GREATER, $a, $b); }
|	expr[a] LESS_EQUAL expr[b]	{ $$ = build_binary(parser, @$, BINARY_LESS_EQUAL, $a, $b); }
|	expr[a] GREATER_EQUAL expr[b]
		{ $$ = build_binary(parser, @$, BINARY_GREATER_EQUAL, $a, $b); }
|	expr[a] IN expr[b]		{ $$ = build_in(parser, @$, $a, $b); }
|	expr[a] SHIFT_LEFT expr[b]	{ $$ = build_binary(parser, @$, BINARY_SHIFT_LEFT, $a, $b); }
|	expr[a] SHIFT_RIGHT expr[b]	{ $$ = build_binary(parser, @$, BINARY_SHIFT_RIGHT, $a, $b); }
|	expr[a] PLUS expr[b]		{ $$ = build_binary(parser, @$, BINARY_ADD, $a, $b); }
|	expr[a] MINUS expr[b]		{ $$ = build_binary(parser, @$, BINARY_SUBTRACT, $a, $b); }
|	expr[a] STAR expr[b]		{ $$ = build_binary(parser, @$, BINARY_MULTIPLY, $a, $b); }
|	expr[a] SLASH expr[b]		{ $$ = build_binary(parser, @$, BINARY_DIVIDE, $a, $b); }
|	expr[a] PERCENT expr[b]		{ $$ = build_binary(parser, @$, BINARY_MODULO, $a, $b); }
|	expr[a] COALESCE expr[b]	{ $$ = build_coalesce(parser, @$, $a, $b); }
|	MINUS expr[a] %prec PREFIX	{ $$ = build_unary(parser, @$, UNARY_MINUS, $a); }
|	NOT expr[a] %prec PREFIX	{ $$ = build_unary(parser, @$, UNARY_NOT, $a); }
|	TILDE expr[a] %prec PREFIX	{ $$ = build_unary(parser, @$, UNARY_COMPLEMENT, $a); }
|	STAR expr[a] %prec PREFIX	{ $$ = build_unary(parser, @$, UNARY_DEREFERENCE, $a); }
|	AND expr[a] %prec PREFIX	{ $$ = build_unary(parser, @$, UNARY_ADDRESS, $a); }
|	INCREMENT expr[a] %prec PREFIX	{ $$ = build_increment(parser, @$, $a, false, false); }
|	DECREMENT expr[a] %prec PREFIX	{ $$ = build_increment(parser, @$, $a, true, false); }
|	TYPE_PARENTHESIS type RIGHT_PARENTHESIS expr[a] %prec PREFIX
		{ $$ = build_cast(parser, @$, $type, $a); }
|	expr[a] INCREMENT		{ $$ = build_increment(parser, @$, $a, false, true); }
|	expr[a] DECREMENT		{ $$ = build_increment(parser, @$, $a, true, true); }
|	expr[a] DOT NAME		{ $$ = build_field(parser, @$, $a, &$NAME); }
|	expr[a] ARROW NAME		{ $$ = build_field(parser, @$, $a, &$NAME); }
|	expr[a] DOT INTEGER		{ $$ = build_element(parser, @$, $a, &$INTEGER); }
|	expr[a] LEFT_BRACKET exprs RIGHT_BRACKET
		{ $$ = build_index(parser, @$, $a, $exprs, @exprs); }

primary:
	NAME				{ $$ = build_leaf(parser, &$NAME); }
|	VARIABLE			{ $$ = build_leaf(parser, &$VARIABLE); }
|	MAP				{ $$ = build_leaf(parser, &$MAP); }
|	INTEGER				{ $$ = build_leaf(parser, &$INTEGER); }
|	STRING				{ $$ = build_leaf(parser, &$STRING); }
|	TRUE				{ $$ = build_leaf(parser, &$TRUE); }
|	FALSE				{ $$ = build_leaf(parser, &$FALSE); }
|	POSITIONAL			{ $$ = build_leaf(parser, &$POSITIONAL); }
|	POSITIONAL_COUNT		{ $$ = build_leaf(parser, &$POSITIONAL_COUNT); }
|	NAME LEFT_PARENTHESIS arguments RIGHT_PARENTHESIS
		{ $$ = build_call(parser, @$, &$NAME, $arguments); }
|	HAS				{ $$ = build_leaf(parser, &$HAS); }
|	VALUE_BRACE content RIGHT_BRACE	{ $$ = build_block_value(parser, @$, $content); }
|	VALUE_BRACE stmts error RIGHT_BRACE
		{ yyerrok; $$ = build_block_value(parser, @$, $stmts); }
|	VALUE_IF expr block[then] ELSE block[otherwise]
		{ $$ = build_if_value(parser, @$, $expr, $then, $otherwise); }
|	VALUE_IF expr block ELSE if[nested]
		{ $$ = build_if_value(parser, @$, $expr, $block,
				      (struct stmt_list){ $nested, $nested }); }
|	kernel
|	LEFT_PARENTHESIS expr RIGHT_PARENTHESIS		{ $$ = $expr; }
|	LEFT_PARENTHESIS RIGHT_PARENTHESIS
		{ $$ = build_tuple(parser, @$, (struct expr_list){ 0 }); }
|	LEFT_PARENTHESIS expr COMMA RIGHT_PARENTHESIS
		{ $$ = build_tuple(parser, @$, (struct expr_list){ $expr, $expr }); }
|	LEFT_PARENTHESIS expr COMMA exprs RIGHT_PARENTHESIS
		{ $expr->next = $exprs.first;
		  $$ = build_tuple(parser, @$, (struct expr_list){ $expr, $exprs.last }); }
|	LEFT_PARENTHESIS expr COMMA exprs COMMA RIGHT_PARENTHESIS
		{ $expr->next = $exprs.first;
		  $$ = build_tuple(parser, @$, (struct expr_list){ $expr, $exprs.last }); }
|	SIZEOF TYPE_PARENTHESIS type RIGHT_PARENTHESIS
		{ $$ = build_sizeof(parser, @$, $type, NULL); }
|	SIZEOF LEFT_PARENTHESIS expr RIGHT_PARENTHESIS
		{ $$ = build_sizeof(parser, @$, NULL, $expr); }
|	OFFSETOF TYPE_PARENTHESIS type COMMA path RIGHT_PARENTHESIS
		{ $$ = build_offsetof(parser, @$, $type, NULL, $path); }
|	OFFSETOF LEFT_PARENTHESIS expr COMMA path RIGHT_PARENTHESIS
		{ $$ = build_offsetof(parser, @$, NULL, $expr, $path); }

kernel:
	KERNEL comparison VERSION	{ $$ = build_kernel(parser, @$, $comparison, &$VERSION); }
|	KERNEL BARE_GREATER VERSION
		{ complain_bare_greater(parser, @2, @1, @3);
		  $$ = build_kernel(parser, @$, BINARY_GREATER, &$VERSION); }

comparison:
	EQUAL				{ $$ = BINARY_EQUAL; }
|	NOT_EQUAL			{ $$ = BINARY_NOT_EQUAL; }
|	LESS				{ $$ = BINARY_LESS; }
|	GREATER				{ $$ = BINARY_GREATER; }
|	LESS_EQUAL			{ $$ = BINARY_LESS_EQUAL; }
|	GREATER_EQUAL			{ $$ = BINARY_GREATER_EQUAL; }

path:
	NAME				{ $$ = build_append_step(parser, NULL, &$NAME); }
|	path[steps] DOT NAME		{ $$ = build_append_step(parser, $steps, &$NAME); }

/* ---- types ---- */

type:
	base_type
|	type[inner] STAR
		{ $$ = $inner; build_type_suffix(parser, $$, TYPE_SUFFIX_POINTER, 0, @2); }
|	type[inner] LEFT_BRACKET INTEGER RIGHT_BRACKET
		{ $$ = $inner;
		  build_type_suffix(parser, $$, TYPE_SUFFIX_SIZE, $INTEGER.integer, @4); }
|	type[inner] LEFT_BRACKET RIGHT_BRACKET
		{ $$ = $inner; build_type_suffix(parser, $$, TYPE_SUFFIX_UNSIZED, 0, @3); }

base_type:
	type_words
|	STRUCT NAME		{ $$ = build_type(parser, TYPE_NAME_STRUCT, @$, &$NAME); }
|	UNION NAME		{ $$ = build_type(parser, TYPE_NAME_UNION, @$, &$NAME); }
|	ENUM NAME		{ $$ = build_type(parser, TYPE_NAME_ENUM, @$, &$NAME); }

type_words:
	NAME			{ $$ = build_type(parser, TYPE_NAME_PLAIN, @$, &$NAME); }
|	type_words[words] NAME	{ $$ = $words; build_type_word(parser, $$, &$NAME); }

%%

/* Bison numbers the tokens as the lexer does, so one can be read as the other. */
#define FIRST_SYMBOL 3
#define TOKEN(name, class, text)						\
	_Static_assert((int)T_##name == (int)TOKEN_##name, "token.def: " #name);	\
	_Static_assert((int)YYSYMBOL_##name - FIRST_SYMBOL ==			\
		       (int)TOKEN_##name - TOKEN_BEFORE_FIRST - 1, "token.def: " #name);
#include "lexer/token.def"
#undef TOKEN

static int yyreport_syntax_error(const yypcontext_t *context, struct parser *parser)
{
	enum token_kind expected[TOKEN_AFTER_LAST - TOKEN_BEFORE_FIRST];
	yysymbol_kind_t symbols[TOKEN_AFTER_LAST - TOKEN_BEFORE_FIRST];
	int count, i;

	count = yypcontext_expected_tokens(context, symbols, TOKEN_AFTER_LAST - TOKEN_BEFORE_FIRST);
	if (count < 0)
		return count;
	for (i = 0; i < count; i++)
		expected[i] = symbols[i] < FIRST_SYMBOL ? TOKEN_END :
			      (enum token_kind)(symbols[i] - FIRST_SYMBOL + TOKEN_BEFORE_FIRST + 1);
	complain_syntax(parser, expected, (unsigned)count);
	feed_recover(parser);
	return 0;
}
