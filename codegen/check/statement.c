/*
 * Statement: checking of statements: assignments, loops, the flow between them.
 * Each check says whether what follows it can be reached.
 */
#include "codegen/check/statement.h"

#include "codegen/builtin.h"
#include "codegen/check/checker.h"
#include "codegen/check/coalesce.h"
#include "codegen/check/expr.h"
#include "codegen/check/flow.h"
#include "codegen/check/iterate.h"
#include "codegen/check/map_record.h"
#include "codegen/check/recorder.h"
#include "codegen/check/routine.h"
#include "codegen/check/unify.h"
#include "codegen/check/variable.h"
#include "codegen/target/target.h"

/* A program may have this much memory on each CPU for values that do not fit registers. */
enum { MEMORY_MAX = 512 * 1024 };

void statement_check_block(struct checker *checker, struct stmt *list)
{
	struct scope_name *outer = variable_enter_scope(checker);

	statement_check_list(checker, list);
	variable_leave_scope(checker, outer);
}

static void check_loop_body(struct checker *checker, struct stmt *body)
{
	checker->loops++;
	statement_check_block(checker, body);
	checker->loops--;
}

/* count(), row(): what only an assignment to a map takes. */
static bool is_for_map(const struct checker *checker, const struct expr *expr)
{
	const char *name = expr->kind == EXPR_CALL ? expr->call.name :
			   expr->kind == EXPR_NAME ? expr->name.name : NULL;
	const struct builtin *row;

	row = name ? builtin_find(checker->options->library, name) : NULL;
	return row && row->flags & (BUILTIN_AGGREGATE | BUILTIN_ROW);
}

static void report_target(struct checker *checker, struct expr *target)
{
	struct diag *diag;

	expr_check(checker, target);
	if (target->type->kind == TYPE_ERROR && target->kind != EXPR_FIELD)
		return;
	diag = checker_fail(checker, target, "this cannot be assigned to");
	if (target->kind == EXPR_FIELD)
		diag_hint(diag, "kernel memory is only read; variables ($x) and maps (@x) "
			  "take values");
	else
		diag_hint(diag, "variables ($x) and maps (@x) take values");
}

/* `target OPERATOR= value`: the target is read, then written. */
static void check_compound(struct checker *checker, struct stmt *stmt)
{
	struct expr *target = stmt->assign.target, *value = stmt->assign.value;
	struct expr whole = { .kind = EXPR_BINARY };
	const struct type *type;

	whole.span = span_join(target->span, value->span);
	expr_check(checker, target);
	expr_check(checker, value);
	expr_reset(&whole);
	if (target->kind == EXPR_MAP && target->type->kind == TYPE_AGGREGATE) {
		diag_hint(checker_fail(checker, target, "@%s holds %s, which only its own function "
				       "changes", target->map.name,
				       checker_type_name(checker, target->type)),
			  "to add up numbers: @%s = sum(...);", target->map.name);
		return;
	}
	if (target->type->kind == TYPE_ERROR && !checker->is_final &&
	    value->type->kind != TYPE_ERROR) {
		/* Nothing but this may ever give it a type: @x += n. */
		whole.type = unify_widen(checker, value->type);
		whole.is_constant = value->is_constant;
		whole.constant = value->constant;
	} else {
		type = binary_result(checker, &whole, stmt->assign.operator, target, value);
		if (!type)
			return;
		/* A number that is subtracted does not make the target signed. */
		whole.type = type->kind == TYPE_INTEGER ? unify_numbers(target, value) : type;
		if (unify_is_neutral(value) && type->kind == TYPE_INTEGER &&
		    target->type->size == 8) {
			whole.is_constant = true;
			whole.constant = value->constant;
		}
	}
	if (target->kind == EXPR_MAP)
		map_record_check_write(checker, target, &whole);
	else
		variable_check_write(checker, target, &whole);
}

static void check_assign(struct checker *checker, struct stmt *stmt)
{
	struct expr *target = stmt->assign.target, *value = stmt->assign.value;

	if (target->kind != EXPR_MAP && target->kind != EXPR_VARIABLE) {
		expr_check(checker, value);
		report_target(checker, target);
		return;
	}
	if (stmt->assign.operator != BINARY_NONE) {
		if (target->kind == EXPR_VARIABLE && !variable_find(checker, target->variable.name))
			expr_check(checker, target);
		else
			check_compound(checker, stmt);
		return;
	}
	if (target->kind == EXPR_MAP && is_for_map(checker, value))
		checker->aggregate = value;
	expr_check(checker, value);
	expr_reset(target);
	if (target->kind == EXPR_MAP)
		map_record_check_write(checker, target, value);
	else
		variable_check_write(checker, target, value);
	checker->aggregate = NULL;
}

static void check_let(struct checker *checker, struct stmt *stmt)
{
	const struct type *declared = NULL;
	struct variable_record *record;

	if (stmt->let.value)
		expr_check(checker, stmt->let.value);
	if (stmt->let.type_name)
		declared = cast_find_type(checker, stmt->let.type_name);
	record = variable_declare(checker, stmt->let.name, stmt->let.name_span);
	stmt->variable_ref = &record->variable;
	if (declared)
		variable_set_type(checker, record, declared, stmt->let.type_name->span);
	if (stmt->let.value)
		variable_give(checker, record, stmt->let.value);
}

static void check_if(struct checker *checker, struct stmt *stmt)
{
	expr_check(checker, stmt->if_.condition);
	expr_needs_condition(checker, stmt->if_.condition);
	statement_check_block(checker, stmt->if_.then);
	statement_check_block(checker, stmt->if_.otherwise);
}

static void check_while(struct checker *checker, struct stmt *stmt)
{
	struct expr *condition = stmt->while_.condition;
	struct diag *diag;

	expr_check(checker, condition);
	expr_needs_condition(checker, condition);
	check_loop_body(checker, stmt->while_.body);
	if (!condition->is_constant || !condition->constant || flow_leaves_loop(stmt->while_.body))
		return;
	diag = diag_error(checker->diags, condition->span, "this loop cannot end");
	diag_hint(diag, "leave it with break, or count: for $i : 0..100 { ... }");
}

static void check_bound(struct checker *checker, struct expr *bound)
{
	expr_check(checker, bound);
	expr_needs_number(checker, bound, "a bound of a range");
}

static void check_for_range(struct checker *checker, struct stmt *stmt)
{
	struct scope_name *outer = variable_enter_scope(checker);
	struct variable_record *record;

	check_bound(checker, stmt->for_range.from);
	check_bound(checker, stmt->for_range.to);
	record = variable_declare(checker, stmt->for_range.name, stmt->for_range.name_span);
	stmt->variable_ref = &record->variable;
	unify_grow_type(checker, &record->growing, &type_int64, stmt->for_range.name_span);
	check_loop_body(checker, stmt->for_range.body);
	variable_leave_scope(checker, outer);
}

/* The value that a loop over a map sees: aggregates as the number they stand for. */
static const struct type *loop_value(struct checker *checker, struct expr *map)
{
	map->type = map->map_ref->value ? map->map_ref->value : &type_error;
	expr_settle_number(checker, map);
	return map->type;
}

static void check_for_map(struct checker *checker, struct stmt *stmt)
{
	struct scope_name *outer = variable_enter_scope(checker);
	struct expr *map = stmt->for_map.map;
	const struct type *pair[2];
	struct variable_record *record;

	record = variable_declare(checker, stmt->for_map.name, stmt->for_map.name_span);
	stmt->variable_ref = &record->variable;
	expr_reset(map);
	if (map->kind != EXPR_MAP) {
		iterate_report_range(checker, map);
	} else if (map_record_of(checker, map)->map.is_recorder) {
		recorder_report_read(checker, map);
	} else if (map_record_needs_keys(checker, map, "a loop")) {
		pair[0] = map->map_ref->key;
		pair[1] = loop_value(checker, map);
		if (pair[0] && pair[1]->kind != TYPE_ERROR)
			unify_grow_type(checker, &record->growing,
					type_tuple(checker->types, pair, 2),
					stmt->for_map.name_span);
	}
	check_loop_body(checker, stmt->for_map.body);
	variable_leave_scope(checker, outer);
}

static void check_for_call(struct checker *checker, struct stmt *stmt)
{
	struct scope_name *outer = variable_enter_scope(checker);
	const struct type *element = iterate_check(checker, stmt);
	struct variable_record *record;

	record = variable_declare(checker, stmt->for_call.name, stmt->for_call.name_span);
	record->is_element = true;
	stmt->variable_ref = &record->variable;
	unify_grow_type(checker, &record->growing, element, stmt->for_call.name_span);
	check_loop_body(checker, stmt->for_call.body);
	variable_leave_scope(checker, outer);
}

static void check_unroll(struct checker *checker, struct stmt *stmt)
{
	struct expr *count = stmt->unroll.count;

	expr_check(checker, count);
	if (expr_needs_number(checker, count, "unroll") &&
	    (!count->is_constant || count->constant < 1 || count->constant > 100))
		diag_hint(diag_error(checker->diags, count->span,
				     "unroll takes a constant number from 1 to 100"),
			  "for $i : 0..n { ... } takes any number");
	statement_check_block(checker, stmt->unroll.body);
}

static void check_jump(struct checker *checker, struct stmt *stmt)
{
	const char *word = stmt->kind == STMT_BREAK ? "break" : "continue";

	if (!checker->loops)
		diag_hint(diag_error(checker->diags, stmt->span, "%s stands outside of a loop",
				     word),
			  "return leaves the probe");
}

static void check_return(struct checker *checker, struct stmt *stmt)
{
	if (checker->routine) {
		routine_check_return(checker, stmt);
		return;
	}
	if (!stmt->return_.value)
		return;
	expr_check(checker, stmt->return_.value);
	expr_needs_number(checker, stmt->return_.value, "return");
}

static void check_expression(struct checker *checker, struct stmt *stmt)
{
	struct expr *value = stmt->expression.value;

	if (is_for_map(checker, value)) {
		expr_check(checker, value);
		return;
	}
	expr_check(checker, value);
	if (stmt->kind == STMT_DISCARD || value->type->kind == TYPE_VOID ||
	    value->type->kind == TYPE_ERROR || value->kind == EXPR_INCREMENT)
		return;
	if ((value->builtin && value->builtin->flags & BUILTIN_EFFECT) ||
	    value->kind == EXPR_INVOKE || value->kind == EXPR_BLOCK)
		return;
	diag_hint(diag_warning(checker->diags, value->span, "the value of this is not used"),
		  "to say that this is meant: _ = ...;");
}

static void check_statement(struct checker *checker, struct stmt *stmt)
{
	switch (stmt->kind) {
	case STMT_EXPRESSION:
	case STMT_DISCARD:
		check_expression(checker, stmt);
		break;
	case STMT_ASSIGN:
		check_assign(checker, stmt);
		break;
	case STMT_LET:
		check_let(checker, stmt);
		break;
	case STMT_IF:
		check_if(checker, stmt);
		break;
	case STMT_WHILE:
		check_while(checker, stmt);
		break;
	case STMT_FOR_RANGE:
		check_for_range(checker, stmt);
		break;
	case STMT_FOR_MAP:
		check_for_map(checker, stmt);
		break;
	case STMT_FOR_CALL:
		check_for_call(checker, stmt);
		break;
	case STMT_UNROLL:
		check_unroll(checker, stmt);
		break;
	case STMT_BREAK:
	case STMT_CONTINUE:
		check_jump(checker, stmt);
		break;
	case STMT_RETURN:
		check_return(checker, stmt);
		break;
	case STMT_BLOCK:
		statement_check_block(checker, stmt->block.body);
		break;
	}
}

static void report_memory(struct checker *checker, struct span span, uint32_t bytes)
{
	struct diag *diag = diag_error(checker->diags, span,
				       "this needs %u bytes of memory; a probe has %u",
				       bytes, MEMORY_MAX);

	diag_hint(diag, "shorten the strings: str(pointer, 64), or config = { max_strlen = 64 }");
}

/* What follows it is there for other kernels. */
static bool is_decided(const struct stmt *stmt)
{
	return stmt->kind == STMT_IF && (stmt->if_.is_then || stmt->if_.is_otherwise);
}

void statement_check_list(struct checker *checker, struct stmt *list)
{
	const struct stmt *before = NULL;
	struct stmt *stmt;

	for (stmt = list; stmt; before = stmt, stmt = stmt->next) {
		if (before && !is_decided(before) &&
		    flow_ends(checker->options->library, before) &&
		    (before == list || !flow_ends_before(checker->options->library, list, before)))
			diag_warning(checker->diags, stmt->span, "this is never reached");
		checker->memory = 0;
		check_statement(checker, stmt);
		if (checker->memory > MEMORY_MAX)
			report_memory(checker, stmt->span, checker->memory);
	}
}

/* Variables live as long as the probe runs. */
static void check_variable_memory(struct checker *checker, const struct program_record *program)
{
	const struct variable_record *record;
	uint32_t bytes = 0;

	for (record = program->variables; record; record = record->next) {
		if (!record->variable.type || type_is_scalar(record->variable.type))
			continue;
		bytes += record->variable.type->size;
		if (bytes > MEMORY_MAX) {
			report_memory(checker, record->variable.span, bytes);
			return;
		}
	}
}

void statement_check_program(struct checker *checker, struct program_record *program)
{
	struct expr *predicate = program->program.predicate;

	checker->current = program;
	checker->pass++;
	checker->scope = NULL;
	checker->depth = checker->loops = 0;
	checker->memory = 0;
	checker->aggregate = NULL;
	checker->at_entry = false;
	routine_begin_round(program);
	if (predicate) {
		expr_check(checker, predicate);
		expr_needs_condition(checker, predicate);
	}
	statement_check_block(checker, program->program.body);
	routine_check_bodies(checker);
	if (checker->is_final)
		check_variable_memory(checker, program);
	else
		coalesce_restore(checker);
	checker->choices = NULL;
	checker->current = NULL;
}
