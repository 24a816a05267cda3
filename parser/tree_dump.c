/*
 * Tree dump: each node a line, its children indented below it. The text is
 * for people and for golden tests; nothing reads it back.
 */
#include "parser/tree_dump.h"

#include <inttypes.h>

#include "lexer/buffer.h"
#include "parser/tree.h"

struct dump {
	const char *(*annotate)(const struct expr *expr, void *context);
	void *context;
	struct buffer *out;
};

static const char *const unary_texts[] = {
	[UNARY_MINUS] = "-", [UNARY_NOT] = "!", [UNARY_COMPLEMENT] = "~",
	[UNARY_DEREFERENCE] = "*", [UNARY_ADDRESS] = "&",
};

static const char *const binary_texts[] = {
	[BINARY_NONE] = "", [BINARY_LOGICAL_OR] = "||", [BINARY_LOGICAL_AND] = "&&",
	[BINARY_OR] = "|", [BINARY_XOR] = "^", [BINARY_AND] = "&",
	[BINARY_EQUAL] = "==", [BINARY_NOT_EQUAL] = "!=",
	[BINARY_LESS] = "<", [BINARY_GREATER] = ">",
	[BINARY_LESS_EQUAL] = "<=", [BINARY_GREATER_EQUAL] = ">=",
	[BINARY_SHIFT_LEFT] = "<<", [BINARY_SHIFT_RIGHT] = ">>",
	[BINARY_ADD] = "+", [BINARY_SUBTRACT] = "-",
	[BINARY_MULTIPLY] = "*", [BINARY_DIVIDE] = "/", [BINARY_MODULO] = "%",
};

static void dump_expr(const struct dump *dump, const struct expr *expr, unsigned indent);
static void dump_stmts(const struct dump *dump, const struct stmt *list, unsigned indent);

static void write_indent(const struct dump *dump, unsigned indent)
{
	for (; indent; indent--)
		buffer_append_string(dump->out, "  ");
}

/* A line without a node of its own: "then". */
static void dump_heading(const struct dump *dump, unsigned indent, const char *text)
{
	write_indent(dump, indent);
	buffer_printf(dump->out, "%s\n", text);
}

static void write_string(const struct dump *dump, const char *bytes, uint32_t length)
{
	uint32_t i;

	buffer_append_char(dump->out, '"');
	for (i = 0; i < length; i++) {
		unsigned char byte = (unsigned char)bytes[i];

		if (byte == '"' || byte == '\\')
			buffer_printf(dump->out, "\\%c", byte);
		else if (byte < 0x20 || byte >= 0x7f)
			buffer_printf(dump->out, "\\x%02x", byte);
		else
			buffer_append_char(dump->out, (char)byte);
	}
	buffer_append_char(dump->out, '"');
}

static void write_type(const struct dump *dump, const struct type_name *type_name)
{
	static const char *const words[] = {
		[TYPE_NAME_PLAIN] = "", [TYPE_NAME_STRUCT] = "struct ",
		[TYPE_NAME_UNION] = "union ", [TYPE_NAME_ENUM] = "enum ",
	};
	const struct type_suffix *suffix;

	buffer_printf(dump->out, "%s%s", words[type_name->kind], type_name->name);
	for (suffix = type_name->suffixes; suffix; suffix = suffix->next) {
		switch (suffix->kind) {
		case TYPE_SUFFIX_POINTER:
			buffer_append_string(dump->out, " *");
			break;
		case TYPE_SUFFIX_SIZE:
			buffer_printf(dump->out, "[%" PRIu64 "]", suffix->size);
			break;
		case TYPE_SUFFIX_UNSIZED:
			buffer_append_string(dump->out, "[]");
			break;
		}
	}
}

/* "type T" when there is one. */
static void write_operand_type(const struct dump *dump, const struct type_name *type_name)
{
	if (!type_name)
		return;
	buffer_append_char(dump->out, ' ');
	write_type(dump, type_name);
}

static void write_path(const struct dump *dump, const struct name_list *path)
{
	const char *before = " ";

	for (; path; path = path->next, before = ".")
		buffer_printf(dump->out, "%s%s", before, path->name);
}

/* What stands on the expression's own line. */
static void write_literal(const struct dump *dump, const struct expr *expr)
{
	if (expr->kind == EXPR_INTEGER) {
		buffer_printf(dump->out, "integer %" PRIu64 "%s", expr->integer.value,
			      expr->integer.is_duration ? "ns" : "");
	} else if (expr->kind == EXPR_STRING) {
		buffer_append_string(dump->out, "string ");
		write_string(dump, expr->string.bytes, expr->string.length);
	} else {
		buffer_append_string(dump->out, expr->boolean ? "true" : "false");
	}
}

/* Kinds that a word tells whole: the rest stands in their children. */
static const char *const plain_words[] = {
	[EXPR_INDEX] = "index", [EXPR_TUPLE] = "tuple", [EXPR_COALESCE] = "coalesce",
	[EXPR_BLOCK] = "block", [EXPR_IN] = "in",
};

static void write_expr(const struct dump *dump, const struct expr *expr)
{
	struct buffer *out = dump->out;

	switch (expr->kind) {
	case EXPR_INDEX:
	case EXPR_TUPLE:
	case EXPR_COALESCE:
	case EXPR_BLOCK:
	case EXPR_IN:
		buffer_append_string(out, plain_words[expr->kind]);
		break;
	case EXPR_INTEGER:
	case EXPR_STRING:
	case EXPR_BOOLEAN:
		write_literal(dump, expr);
		break;
	case EXPR_NAME:
		buffer_printf(out, "name %s", expr->name.name);
		break;
	case EXPR_VARIABLE:
		buffer_printf(out, "variable $%s", expr->variable.name);
		break;
	case EXPR_MAP:
		buffer_printf(out, "map @%s", expr->map.name);
		break;
	case EXPR_POSITIONAL:
		buffer_printf(out, "parameter $%u", expr->positional.number);
		break;
	case EXPR_POSITIONAL_COUNT:
		buffer_append_string(out, "parameter $#");
		break;
	case EXPR_CALL:
	case EXPR_INVOKE:
		buffer_printf(out, "call %s", expr->call.name);
		break;
	case EXPR_UNARY:
		buffer_printf(out, "unary %s", unary_texts[expr->unary.operator]);
		break;
	case EXPR_BINARY:
		buffer_printf(out, "binary %s", binary_texts[expr->binary.operator]);
		break;
	case EXPR_TERNARY:
		buffer_append_string(out, expr->ternary.then ? "ternary" : "ternary ?:");
		break;
	case EXPR_FIELD:
		buffer_printf(out, "field %s", expr->field.name);
		break;
	case EXPR_ELEMENT:
		buffer_printf(out, "element %u", expr->element.number);
		break;
	case EXPR_CAST:
		buffer_append_string(out, "cast");
		write_operand_type(dump, expr->cast.type_name);
		break;
	case EXPR_INCREMENT:
		buffer_printf(out, "%s %s", expr->increment.is_postfix ? "postfix" : "prefix",
			      expr->increment.is_decrement ? "--" : "++");
		break;
	case EXPR_SIZEOF:
		buffer_append_string(out, "sizeof");
		write_operand_type(dump, expr->size_of.type_name);
		break;
	case EXPR_OFFSETOF:
		buffer_append_string(out, "offsetof");
		write_operand_type(dump, expr->offset_of.type_name);
		write_path(dump, expr->offset_of.path);
		break;
	case EXPR_HAS:
		buffer_printf(out, "has %s", expr->has.text);
		break;
	case EXPR_KERNEL:
		buffer_printf(out, "kernel %s %s", binary_texts[expr->kernel.operator],
			      expr->kernel.version);
		break;
	}
}

/* The arguments of a call, those with names below a line that tells it. */
static void dump_arguments(const struct dump *dump, const struct expr *list, unsigned indent)
{
	for (; list; list = list->next) {
		if (list->given_name) {
			write_indent(dump, indent);
			buffer_printf(dump->out, "%s =\n", list->given_name);
		}
		dump_expr(dump, list, indent + (list->given_name != NULL));
	}
}

static void dump_list(const struct dump *dump, const struct expr *list, unsigned indent)
{
	for (; list; list = list->next)
		dump_expr(dump, list, indent);
}

/* The expressions below EXPR, in the order in which they were written. */
static void dump_children(const struct dump *dump, const struct expr *expr, unsigned indent)
{
	const struct expr *children[3] = { NULL };
	unsigned i;

	switch (expr->kind) {
	case EXPR_MAP:		children[0] = expr->map.key; break;
	case EXPR_CALL:
	case EXPR_INVOKE:	dump_arguments(dump, expr->call.arguments, indent); break;
	case EXPR_UNARY:	children[0] = expr->unary.operand; break;
	case EXPR_BINARY:
		children[0] = expr->binary.left;
		children[1] = expr->binary.right;
		break;
	case EXPR_TERNARY:
		children[0] = expr->ternary.condition;
		children[1] = expr->ternary.then;
		children[2] = expr->ternary.otherwise;
		break;
	case EXPR_FIELD:	children[0] = expr->field.base; break;
	case EXPR_ELEMENT:	children[0] = expr->element.base; break;
	case EXPR_INDEX:
		children[0] = expr->index.base;
		children[1] = expr->index.index;
		break;
	case EXPR_CAST:		children[0] = expr->cast.operand; break;
	case EXPR_TUPLE:	dump_list(dump, expr->tuple.elements, indent); break;
	case EXPR_BLOCK:
		dump_stmts(dump, expr->block.body, indent);
		children[0] = expr->block.value;
		break;
	case EXPR_INCREMENT:	children[0] = expr->increment.target; break;
	case EXPR_SIZEOF:	children[0] = expr->size_of.operand; break;
	case EXPR_OFFSETOF:	children[0] = expr->offset_of.operand; break;
	case EXPR_COALESCE:
		children[0] = expr->coalesce.left;
		children[1] = expr->coalesce.right;
		break;
	case EXPR_IN:
		children[0] = expr->in.left;
		children[1] = expr->in.right;
		break;
	case EXPR_INTEGER: case EXPR_STRING: case EXPR_BOOLEAN: case EXPR_NAME:
	case EXPR_VARIABLE: case EXPR_POSITIONAL: case EXPR_POSITIONAL_COUNT: case EXPR_HAS:
	case EXPR_KERNEL:
		break;
	}
	for (i = 0; i < 3; i++)
		if (children[i])
			dump_expr(dump, children[i], indent);
}

static void dump_expr(const struct dump *dump, const struct expr *expr, unsigned indent)
{
	const char *note = dump->annotate ? dump->annotate(expr, dump->context) : NULL;

	write_indent(dump, indent);
	write_expr(dump, expr);
	buffer_printf(dump->out, "%s%s\n", note ? "  " : "", note ? note : "");
	dump_children(dump, expr, indent + 1);
}

/* ---- statements ---- */

static void dump_section(const struct dump *dump, const char *heading, const struct stmt *list,
			 unsigned indent)
{
	dump_heading(dump, indent, heading);
	dump_stmts(dump, list, indent + 1);
}

static void dump_let(const struct dump *dump, const struct stmt *stmt, unsigned indent)
{
	buffer_printf(dump->out, "let $%s", stmt->let.name);
	if (stmt->let.type_name)
		buffer_append_string(dump->out, " :");
	write_operand_type(dump, stmt->let.type_name);
	buffer_append_char(dump->out, '\n');
	if (stmt->let.value)
		dump_expr(dump, stmt->let.value, indent + 1);
}

static void dump_if(const struct dump *dump, const struct stmt *stmt, unsigned indent)
{
	buffer_append_string(dump->out, "if\n");
	dump_expr(dump, stmt->if_.condition, indent + 1);
	dump_section(dump, "then", stmt->if_.then, indent);
	if (stmt->if_.otherwise)
		dump_section(dump, "else", stmt->if_.otherwise, indent);
}

static void dump_for(const struct dump *dump, const struct stmt *stmt, unsigned indent)
{
	if (stmt->kind == STMT_FOR_RANGE) {
		buffer_printf(dump->out, "for $%s in range\n", stmt->for_range.name);
		dump_expr(dump, stmt->for_range.from, indent + 1);
		dump_expr(dump, stmt->for_range.to, indent + 1);
		dump_section(dump, "do", stmt->for_range.body, indent);
	} else if (stmt->kind == STMT_FOR_CALL) {
		buffer_printf(dump->out, "for $%s in iterator\n", stmt->for_call.name);
		dump_expr(dump, stmt->for_call.call, indent + 1);
		dump_section(dump, "do", stmt->for_call.body, indent);
	} else {
		buffer_printf(dump->out, "for $%s in map\n", stmt->for_map.name);
		dump_expr(dump, stmt->for_map.map, indent + 1);
		dump_section(dump, "do", stmt->for_map.body, indent);
	}
}

/* A word, perhaps an expression, perhaps a body. */
static void dump_plain(const struct dump *dump, const char *word, const struct expr *value,
		       unsigned indent)
{
	buffer_printf(dump->out, "%s\n", word);
	if (value)
		dump_expr(dump, value, indent + 1);
}

static void dump_stmt(const struct dump *dump, const struct stmt *stmt, unsigned indent)
{
	write_indent(dump, indent);
	switch (stmt->kind) {
	case STMT_EXPRESSION:
		dump_plain(dump, "do", stmt->expression.value, indent);
		break;
	case STMT_DISCARD:
		dump_plain(dump, "discard", stmt->expression.value, indent);
		break;
	case STMT_ASSIGN:
		buffer_printf(dump->out, "assign %s=\n", binary_texts[stmt->assign.operator]);
		dump_expr(dump, stmt->assign.target, indent + 1);
		dump_expr(dump, stmt->assign.value, indent + 1);
		break;
	case STMT_LET:
		dump_let(dump, stmt, indent);
		break;
	case STMT_IF:
		dump_if(dump, stmt, indent);
		break;
	case STMT_WHILE:
		dump_plain(dump, "while", stmt->while_.condition, indent);
		dump_section(dump, "do", stmt->while_.body, indent);
		break;
	case STMT_FOR_RANGE:
	case STMT_FOR_MAP:
	case STMT_FOR_CALL:
		dump_for(dump, stmt, indent);
		break;
	case STMT_UNROLL:
		dump_plain(dump, "unroll", stmt->unroll.count, indent);
		dump_section(dump, "do", stmt->unroll.body, indent);
		break;
	case STMT_BREAK:
		dump_plain(dump, "break", NULL, indent);
		break;
	case STMT_CONTINUE:
		dump_plain(dump, "continue", NULL, indent);
		break;
	case STMT_RETURN:
		dump_plain(dump, "return", stmt->return_.value, indent);
		break;
	case STMT_BLOCK:
		dump_plain(dump, "block", NULL, indent);
		dump_stmts(dump, stmt->block.body, indent + 1);
		break;
	}
}

static void dump_stmts(const struct dump *dump, const struct stmt *list, unsigned indent)
{
	for (; list; list = list->next)
		dump_stmt(dump, list, indent);
}

/* ---- the program ---- */

static void dump_attach(const struct dump *dump, const struct attach_point *point)
{
	const struct attach_point *choice;
	const char *word = "attach";

	for (choice = point; choice; choice = choice->alternative, word = "else") {
		write_indent(dump, word[0] == 'e' ? 2 : 1);
		buffer_printf(dump->out, "%s %s", word, choice->provider);
		if (choice->target[0])
			buffer_printf(dump->out, ":%s", choice->target);
		buffer_printf(dump->out, "%s\n", choice->is_optional ? " optional" : "");
	}
}

static void dump_probe(const struct dump *dump, const struct probe *probe)
{
	const struct attach_point *point;

	buffer_append_string(dump->out, "probe");
	if (probe->label)
		buffer_printf(dump->out, " %s", probe->label);
	buffer_append_char(dump->out, '\n');
	for (point = probe->attach_points; point; point = point->next)
		dump_attach(dump, point);
	if (probe->predicate) {
		dump_heading(dump, 1, "predicate");
		dump_expr(dump, probe->predicate, 2);
	}
	dump_section(dump, "body", probe->body, 1);
}

static void dump_kfunc(const struct dump *dump, const struct kfunc_declaration *kfunc)
{
	const struct kfunc_parameter *parameter;
	const struct name_list *flag;

	buffer_printf(dump->out, "kfunc %s ", kfunc->name);
	write_type(dump, kfunc->result);
	for (flag = kfunc->flags; flag; flag = flag->next)
		buffer_printf(dump->out, " %s", flag->name);
	buffer_append_char(dump->out, '\n');
	for (parameter = kfunc->parameters; parameter; parameter = parameter->next) {
		buffer_append_string(dump->out, "  parameter ");
		write_type(dump, parameter->type_name);
		buffer_printf(dump->out, " %s\n", parameter->name);
	}
}

static void dump_macro(const struct dump *dump, const struct macro_declaration *macro)
{
	static const char *const signs[] = {
		[MACRO_VALUE] = "", [MACRO_VARIABLE] = "$", [MACRO_MAP] = "@",
	};
	const struct macro_parameter *parameter;

	buffer_printf(dump->out, "macro %s\n", macro->name);
	for (parameter = macro->parameters; parameter; parameter = parameter->next)
		buffer_printf(dump->out, "  parameter %s%s\n", signs[parameter->kind],
			      parameter->name);
	dump_expr(dump, macro->body, 1);
}

static void dump_routine(const struct dump *dump, const struct routine_declaration *routine)
{
	const struct routine_parameter *parameter;

	buffer_printf(dump->out, "fn %s", routine->name);
	if (routine->result) {
		buffer_append_char(dump->out, ' ');
		write_type(dump, routine->result);
	}
	buffer_append_char(dump->out, '\n');
	for (parameter = routine->parameters; parameter; parameter = parameter->next) {
		buffer_append_string(dump->out, "  parameter ");
		write_type(dump, parameter->type_name);
		buffer_printf(dump->out, " $%s\n", parameter->name);
	}
	dump_section(dump, "body", routine->body, 1);
}

static void dump_parameter(const struct dump *dump, const struct param *parameter)
{
	const struct param_type *type = parameter->type;
	const struct param_item *item;

	buffer_printf(dump->out, "param %s %s", parameter->name, type->name);
	if (type->element)
		buffer_printf(dump->out, "(%s)", type->element->name);
	buffer_append_char(dump->out, '\n');
	for (item = type->element ? type->element->choices : type->choices; item;
	     item = item->next)
		buffer_printf(dump->out, "  choice %s\n", item->text);
	for (item = parameter->value; item; item = item->next)
		buffer_printf(dump->out, "  default %s%s\n", item->is_negated ? "!" : "",
			      item->text);
	if (parameter->help[0])
		buffer_printf(dump->out, "  help %s\n", parameter->help);
}

void tree_dump_program(const struct program *program, struct buffer *out)
{
	struct dump dump = { .out = out };
	const struct routine_declaration *routine;
	const struct macro_declaration *macro;
	const struct kfunc_declaration *kfunc;
	const struct map_declaration *map;
	const struct config_entry *entry;
	const struct param *parameter;
	const struct expr *count;
	const struct probe *probe;

	for (parameter = program->parameters; parameter; parameter = parameter->next)
		dump_parameter(&dump, parameter);
	for (entry = program->config; entry; entry = entry->next) {
		buffer_printf(out, "config %s\n", entry->name);
		dump_expr(&dump, entry->value, 1);
	}
	for (map = program->map_declarations; map; map = map->next) {
		buffer_printf(out, "declare @%s %s\n", map->name, map->kind);
		for (count = map->counts; count; count = count->next)
			dump_expr(&dump, count, 1);
	}
	for (kfunc = program->kfuncs; kfunc; kfunc = kfunc->next)
		dump_kfunc(&dump, kfunc);
	for (macro = program->macros; macro; macro = macro->next)
		dump_macro(&dump, macro);
	for (routine = program->routines; routine; routine = routine->next)
		dump_routine(&dump, routine);
	for (probe = program->probes; probe; probe = probe->next)
		dump_probe(&dump, probe);
}

void tree_dump_expr(const struct expr *expr, unsigned indent,
		    const char *(*annotate)(const struct expr *expr, void *context),
		    void *context, struct buffer *out)
{
	struct dump dump = { .annotate = annotate, .context = context, .out = out };

	dump_expr(&dump, expr, indent);
}

void tree_dump_stmts(const struct stmt *list, unsigned indent,
		     const char *(*annotate)(const struct expr *expr, void *context),
		     void *context, struct buffer *out)
{
	struct dump dump = { .annotate = annotate, .context = context, .out = out };

	dump_stmts(&dump, list, indent);
}
