/*
 * Fold: what a condition is worth, as far as questions to the kernel decide it, and
 * what is left of the tree then. Parameters are put in here too, and decide like answers.
 * Constants that neither has a part in decide nothing: the body of `if (0)` is checked as
 * ever.
 */
#include "codegen/check/fold.h"

#include "codegen/builtin.h"
#include "codegen/check/checker.h"
#include "codegen/check/has.h"
#include "codegen/check/head.h"
#include "codegen/check/macro.h"
#include "codegen/check/map_record.h"
#include "codegen/check/param_fold.h"
#include "codegen/check/routine.h"
#include "codegen/target/target.h"
#include "parser/tree_clone.h"
#include "parser/tree_walk.h"

/* What is known of a condition before anything is checked. */
struct known {
	bool is_known;		/* it has this value, whatever runs */
	bool is_asked;		/* a question to the kernel has a part in that */
	bool is_pure;		/* nothing has to run to know it */
	bool value;
};

static struct known fold_expr(struct checker *checker, struct expr *expr);
static void fold_stmts(struct checker *checker, struct stmt *list);

static struct known known(bool value, bool is_asked)
{
	return (struct known){ .is_known = true, .is_asked = is_asked, .is_pure = true,
			       .value = value };
}

static bool is_decided(struct known known)
{
	return known.is_known && known.is_asked;
}

/* ---- what is left out ---- */

static void note_expr(void *context, struct expr **place)
{
	struct expr *expr = *place;

	if (expr->kind == EXPR_MAP)
		map_record_note_left_out(context, expr);
	tree_visit_operands(expr, note_expr, context);
}

static void note_stmts(void *context, struct stmt **list)
{
	struct stmt *stmt;

	for (stmt = *list; stmt; stmt = stmt->next) {
		tree_visit_values(stmt, note_expr, context);
		tree_visit_blocks(stmt, note_stmts, context);
	}
}

/* Leaves the statements out of the program, but for the maps that they speak of. */
static void leave_out(struct checker *checker, struct stmt **list)
{
	note_stmts(checker, list);
	*list = NULL;
}

/* Puts CHOSEN in the place of EXPR; LEFT_OUT (or NULL) is gone. */
static void replace(struct checker *checker, struct expr *expr, const struct expr *chosen,
		    struct expr *left_out)
{
	const struct expr written = *expr;

	if (left_out)
		note_expr(checker, &left_out);
	*expr = *chosen;
	expr->next = written.next;
	expr->given_name = written.given_name;
	expr->given_span = written.given_span;
}

static void replace_by_value(struct checker *checker, struct expr *expr, bool value)
{
	struct expr constant = { .kind = EXPR_BOOLEAN, .depth = 1, .span = expr->span,
				 .boolean = value };
	struct expr written = *expr;

	replace(checker, expr, &constant, &written);
}

/* ---- conditions ---- */

static void fold_operand(void *context, struct expr **place)
{
	fold_expr(context, *place);
}

static struct known fold_operands(struct checker *checker, struct expr *expr)
{
	tree_visit_operands(expr, fold_operand, checker);
	return (struct known){ 0 };
}

static struct known fold_not(struct checker *checker, struct expr *expr)
{
	struct known operand = fold_expr(checker, expr->unary.operand);

	operand.value = !operand.value;
	return operand;
}

/* && and ||: one of them is decided by a side that is true, the other by one that is false. */
static struct known fold_logical(struct checker *checker, struct expr *expr)
{
	bool deciding = expr->binary.operator == BINARY_LOGICAL_OR;
	struct known left = fold_expr(checker, expr->binary.left), right;

	if (is_decided(left) && left.value == deciding) {
		replace_by_value(checker, expr->binary.right, deciding);
		return left;
	}
	right = fold_expr(checker, expr->binary.right);
	if (left.is_known && left.value == deciding)
		return left;
	if (left.is_known && right.is_known)
		return (struct known){ true, left.is_asked || right.is_asked,
				       left.is_pure && right.is_pure, right.value };
	/* The left side still runs, and does not matter. */
	if (right.is_known && right.value == deciding)
		return (struct known){ true, right.is_asked, false, deciding };
	return (struct known){ 0 };
}

static struct known fold_ternary(struct checker *checker, struct expr *expr)
{
	struct known condition = fold_expr(checker, expr->ternary.condition);
	struct expr *then = expr->ternary.then, *otherwise = expr->ternary.otherwise;
	struct expr *chosen = condition.value ? then : otherwise;

	if (!is_decided(condition)) {
		if (then)
			fold_expr(checker, then);
		fold_expr(checker, otherwise);
		return (struct known){ 0 };
	}
	if (!chosen) {	/* a ?: c */
		replace(checker, expr, expr->ternary.condition, otherwise);
		return condition;
	}
	if (condition.is_pure) {
		replace(checker, expr, chosen, condition.value ? otherwise : then);
		return fold_expr(checker, expr);
	}
	/* The condition has to run; either way the value is the same. */
	fold_expr(checker, chosen);
	if (condition.value)
		replace(checker, otherwise, tree_clone_expr(checker->arena, chosen), otherwise);
	else if (then)
		replace(checker, then, tree_clone_expr(checker->arena, chosen), then);
	return (struct known){ 0 };
}

static bool is_comparison(enum binary_operator operator)
{
	return operator >= BINARY_EQUAL && operator <= BINARY_GREATER_EQUAL;
}

/* What a literal is worth, in whose making a parameter may have had a part. */
static struct known known_literal(const struct expr *expr, bool is_asked)
{
	struct known result = { .is_asked = is_asked, .is_pure = true };

	if (expr->kind == EXPR_BOOLEAN)
		return known(expr->boolean, is_asked);
	if (param_fold_number(expr, &result.value))
		result.is_known = true;
	return result;
}

static struct known fold_in(struct checker *checker, struct expr *expr)
{
	bool value;

	fold_expr(checker, expr->in.left);
	if (expr->in.right && expr->in.right->kind == EXPR_TUPLE)
		fold_operands(checker, expr->in.right);
	switch (param_fold_in(checker, expr, &value)) {
	case PARAM_FOLD_VALUE:
		replace_by_value(checker, expr, value);
		return known(value, true);
	case PARAM_FOLD_EXPR:
		return fold_expr(checker, expr);
	case PARAM_FOLD_NONE:
		break;
	}
	return (struct known){ 0 };
}

/* An operation on a parameter's value and what is known beside it. */
static struct known fold_operation(struct checker *checker, struct expr *expr)
{
	struct known left, right;
	struct expr result;
	bool is_all;

	if (param_fold_all(checker, expr, &is_all)) {
		replace_by_value(checker, expr, is_all);
		return known(is_all, true);
	}
	left = fold_expr(checker, expr->binary.left);
	right = fold_expr(checker, expr->binary.right);
	if (!(left.is_asked || right.is_asked) || !param_fold_binary(expr, &result))
		return (struct known){ 0 };
	replace(checker, expr, &result, NULL);
	return known_literal(expr, true);
}

static struct known fold_binary(struct checker *checker, struct expr *expr)
{
	if (expr->binary.operator == BINARY_LOGICAL_AND ||
	    expr->binary.operator == BINARY_LOGICAL_OR)
		return fold_logical(checker, expr);
	if (is_comparison(expr->binary.operator) && has_complain_version(checker, expr))
		replace_by_value(checker, expr, false);
	return expr->kind == EXPR_BINARY ? fold_operation(checker, expr) :
					   known(expr->boolean, false);
}

static struct known fold_expr(struct checker *checker, struct expr *expr)
{
	switch (expr->kind) {
	case EXPR_BOOLEAN:
		return known(expr->boolean, false);
	case EXPR_INTEGER:
		return known(expr->integer.value != 0, false);
	case EXPR_HAS:
		if (!has_answer(checker, expr))
			return (struct known){ 0 };
		return known(expr->has.answer, true);
	case EXPR_KERNEL:
		if (!has_answer(checker, expr))
			return (struct known){ 0 };
		return known(expr->kernel.answer, true);
	case EXPR_UNARY:
		if (expr->unary.operator == UNARY_NOT)
			return fold_not(checker, expr);
		break;
	case EXPR_BINARY:
		return fold_binary(checker, expr);
	case EXPR_IN:
		return fold_in(checker, expr);
	case EXPR_VARIABLE:
		if (!param_fold_leaf(checker, expr))
			break;
		return known_literal(expr, true);
	case EXPR_TERNARY:
		return fold_ternary(checker, expr);
	case EXPR_BLOCK:
		fold_stmts(checker, expr->block.body);
		if (expr->block.value)
			fold_expr(checker, expr->block.value);
		return (struct known){ 0 };
	case EXPR_CALL:
		if (routine_find(checker->tree, expr->call.name))
			expr->kind = EXPR_INVOKE;
		else if (param_fold_leaf(checker, expr))
			return known_literal(expr, true);
		else if (has_take_call(checker, expr))
			return fold_expr(checker, expr);
		break;
	default:
		break;
	}
	return fold_operands(checker, expr);
}

/* ---- statements ---- */

static void fold_block(void *context, struct stmt **list)
{
	fold_stmts(context, *list);
}

static void fold_if(struct checker *checker, struct stmt *stmt)
{
	struct known condition = fold_expr(checker, stmt->if_.condition);

	if (!is_decided(condition))
		return;
	stmt->if_.is_then = condition.value;
	stmt->if_.is_otherwise = !condition.value;
	leave_out(checker, condition.value ? &stmt->if_.otherwise : &stmt->if_.then);
}

static void fold_while(struct checker *checker, struct stmt *stmt)
{
	struct known condition = fold_expr(checker, stmt->while_.condition);

	if (is_decided(condition) && !condition.value)
		leave_out(checker, &stmt->while_.body);
}

static void fold_stmts(struct checker *checker, struct stmt *list)
{
	struct stmt *stmt;

	for (stmt = list; stmt; stmt = stmt->next) {
		if (param_fold_is_set(checker, stmt))
			continue;
		if (stmt->kind == STMT_IF)
			fold_if(checker, stmt);
		else if (stmt->kind == STMT_WHILE)
			fold_while(checker, stmt);
		else
			tree_visit_values(stmt, fold_operand, checker);
		tree_visit_blocks(stmt, fold_block, checker);
	}
}

/* ---- the program ---- */

/* The probe as it is for this kernel; NULL when its predicate can never be true here. */
static struct probe *fold_probe(struct checker *checker, const struct probe *written)
{
	struct probe *probe = ARENA_NEW(checker->arena, struct probe);
	struct known predicate = { 0 };

	*probe = *written;
	probe->next = NULL;
	probe->attach_points = head_complete(checker, param_fold_heads(checker,
								       written->attach_points));
	probe->body = tree_clone_stmts(checker->arena, written->body);
	macro_expand_list(checker, probe->body);
	if (written->predicate) {
		probe->predicate = tree_clone_expr(checker->arena, written->predicate);
		macro_expand_expr(checker, &probe->predicate);
		predicate = fold_expr(checker, probe->predicate);
	}
	if (is_decided(predicate) && !predicate.value) {
		leave_out(checker, &probe->body);
		return NULL;
	}
	fold_stmts(checker, probe->body);
	return probe;
}

static struct expr *fold_counts(struct checker *checker, const struct expr *written)
{
	struct expr *first = NULL, **end = &first;

	for (; written; written = written->next) {
		*end = tree_clone_expr(checker->arena, written);
		macro_expand_expr(checker, end);
		fold_expr(checker, *end);
		end = &(*end)->next;
	}
	return first;
}

/* let @m = hash(has(…) ? 1000 : 10) */
static struct map_declaration *fold_maps(struct checker *checker,
					 const struct map_declaration *written)
{
	struct map_declaration *first = NULL, **end = &first;

	for (; written; written = written->next) {
		*end = ARENA_NEW(checker->arena, struct map_declaration);
		**end = *written;
		(*end)->counts = fold_counts(checker, written->counts);
		end = &(*end)->next;
	}
	return first;
}

static struct routine_declaration *fold_routines(struct checker *checker,
						 const struct routine_declaration *written)
{
	struct routine_declaration *first = NULL, **end = &first;

	for (; written; written = written->next) {
		*end = ARENA_NEW(checker->arena, struct routine_declaration);
		**end = *written;
		(*end)->body = tree_clone_stmts(checker->arena, written->body);
		macro_expand_list(checker, (*end)->body);
		checker->folded = written;
		fold_stmts(checker, (*end)->body);
		end = &(*end)->next;
	}
	checker->folded = NULL;
	return first;
}

const struct program *fold_program(struct checker *checker)
{
	struct program *program = ARENA_NEW(checker->arena, struct program);
	struct probe **end = &program->probes;
	const struct probe *probe;

	macro_check_declarations(checker);
	*program = *checker->tree;
	program->probes = NULL;
	program->map_declarations = fold_maps(checker, checker->tree->map_declarations);
	program->routines = fold_routines(checker, checker->tree->routines);
	for (probe = checker->tree->probes; probe; probe = probe->next) {
		*end = fold_probe(checker, probe);
		if (*end)
			end = &(*end)->next;
	}
	return program;
}
