/*
 * Param fold: from names to literals; what is asked of them is answered where the answer
 * is known, so that a parameter that restricts nothing costs nothing.
 */
#include "codegen/check/param_fold.h"

#include <ctype.h>
#include <string.h>

#include "codegen/check/checker.h"
#include "codegen/check/param.h"

/* What an fn calls its own is not the command line's. */
static const struct param_record *find_named(const struct checker *checker, const char *name)
{
	const struct routine_parameter *own = checker->folded ? checker->folded->parameters : NULL;

	for (; own; own = own->next)
		if (!strcmp(own->name, name))
			return NULL;
	return param_find(checker->options->params, name);
}

static const struct param_record *find(struct checker *checker, const struct expr *expr)
{
	const struct param_set *params = checker->options->params;

	if (expr->kind == EXPR_VARIABLE)
		return find_named(checker, expr->variable.name);
	if (param_is_option_call(expr) && expr->call.arguments &&
	    expr->call.arguments->kind == EXPR_STRING)
		return param_find_option(params, expr->call.arguments->string.bytes);
	return NULL;
}

/* ---- literals ---- */

static void set_number(struct expr *expr, const struct param_value *value)
{
	expr->kind = EXPR_INTEGER;
	expr->integer.value = value->is_negative ? -value->number : value->number;
	expr->integer.is_duration = value->is_duration;
}

static void set_value(struct checker *checker, struct expr *expr,
		      const struct param_record *record)
{
	struct expr *next = expr->next, *operand;
	struct span span = expr->span;
	bool is_negative = record->value.is_negative;

	*expr = (struct expr){ .span = span, .next = next, .depth = is_negative ? 2 : 1 };
	if (record->kind->form == PARAM_TEXT) {
		expr->kind = EXPR_STRING;
		expr->string.bytes = record->value.text;
		expr->string.length = record->value.length;
	} else if (record->kind->form == PARAM_BOOLEAN) {
		expr->kind = EXPR_BOOLEAN;
		expr->boolean = record->value.number;
	} else if (is_negative) {
		operand = ARENA_NEW(checker->arena, struct expr);
		*operand = (struct expr){ .span = span, .depth = 1 };
		set_number(operand, &record->value);
		expr->kind = EXPR_UNARY;
		expr->unary.operator = UNARY_MINUS;
		expr->unary.operand = operand;
	} else {
		set_number(expr, &record->value);
	}
}

bool param_fold_leaf(struct checker *checker, struct expr *expr)
{
	const struct param_record *record = find(checker, expr);

	if (!record)
		return false;
	if (record->is_set) {
		diag_hint(diag_error(checker->diags, expr->span, "$%s is a set, not a value",
				     record->param->name),
			  "ask whether something is in it: pid in $%s; or whether everything is: "
			  "$%s == all", record->param->name, record->param->name);
		*expr = (struct expr){ .kind = EXPR_BOOLEAN, .span = expr->span, .depth = 1,
				       .next = expr->next };
		return true;
	}
	set_value(checker, expr, record);
	return true;
}

/* ---- operations ---- */

/* As an exact number; false for everything else. */
static bool number_of(const struct expr *expr, __int128 *number)
{
	bool is_minus = expr->kind == EXPR_UNARY && expr->unary.operator == UNARY_MINUS;
	const struct expr *operand = is_minus ? expr->unary.operand : expr;

	if (operand->kind != EXPR_INTEGER)
		return false;
	*number = is_minus ? -(__int128)operand->integer.value : operand->integer.value;
	return true;
}

bool param_fold_number(const struct expr *expr, bool *is_true)
{
	__int128 number = 0;
	bool is_number = number_of(expr, &number);

	*is_true = number != 0;
	return is_number;
}

static void set_truth(const struct expr *expr, struct expr *result, bool value)
{
	*result = (struct expr){ .kind = EXPR_BOOLEAN, .span = expr->span, .depth = 1,
				 .boolean = value };
}

static bool compare_numbers(enum binary_operator operator, __int128 left, __int128 right)
{
	switch (operator) {
	case BINARY_EQUAL:		return left == right;
	case BINARY_NOT_EQUAL:		return left != right;
	case BINARY_LESS:		return left < right;
	case BINARY_GREATER:		return left > right;
	case BINARY_LESS_EQUAL:		return left <= right;
	default:			return left >= right;
	}
}

/* Sums and products that C would not cut; the rest is left to who knows types. */
static bool fold_arithmetic(const struct expr *expr, __int128 left, __int128 right,
			    struct expr *result)
{
	__int128 value;

	switch (expr->binary.operator) {
	case BINARY_ADD:	value = left + right; break;
	case BINARY_SUBTRACT:	value = left - right; break;
	case BINARY_MULTIPLY:
		if (__builtin_mul_overflow(left, right, &value))
			return false;
		break;
	case BINARY_DIVIDE:
		if (!right)
			return false;
		value = left / right;
		break;
	default:
		return false;
	}
	if (value < 0 || value > INT64_MAX)
		return false;
	*result = (struct expr){ .kind = EXPR_INTEGER, .span = expr->span, .depth = 1 };
	result->integer.value = (uint64_t)value;
	return true;
}

static bool is_same_text(const struct expr *left, const struct expr *right)
{
	return left->string.length == right->string.length &&
	       !memcmp(left->string.bytes, right->string.bytes, left->string.length);
}

bool param_fold_binary(const struct expr *expr, struct expr *result)
{
	const struct expr *left = expr->binary.left, *right = expr->binary.right;
	enum binary_operator operator = expr->binary.operator;
	bool is_equality = operator == BINARY_EQUAL || operator == BINARY_NOT_EQUAL;
	__int128 one, other;

	if (number_of(left, &one) && number_of(right, &other)) {
		if (operator < BINARY_EQUAL || operator > BINARY_GREATER_EQUAL)
			return fold_arithmetic(expr, one, other, result);
		set_truth(expr, result, compare_numbers(operator, one, other));
		return true;
	}
	if (!is_equality || left->kind != right->kind)
		return false;
	if (left->kind == EXPR_STRING)
		set_truth(expr, result, is_same_text(left, right) == (operator == BINARY_EQUAL));
	else if (left->kind == EXPR_BOOLEAN)
		set_truth(expr, result,
			  (left->boolean == right->boolean) == (operator == BINARY_EQUAL));
	else
		return false;
	return true;
}

bool param_fold_all(struct checker *checker, const struct expr *expr, bool *value)
{
	const struct expr *left = expr->binary.left, *right = expr->binary.right;
	bool is_turned = left->kind == EXPR_NAME && !strcmp(left->name.name, "all");
	const struct param_record *record = find(checker, is_turned ? right : left);
	const struct expr *all = is_turned ? left : right;

	if (!record || all->kind != EXPR_NAME || strcmp(all->name.name, "all") ||
	    (expr->binary.operator != BINARY_EQUAL && expr->binary.operator != BINARY_NOT_EQUAL))
		return false;
	*value = record->is_all == (expr->binary.operator == BINARY_EQUAL);
	return true;
}

/* ---- in ---- */

static void make_equality(struct expr *expr, struct expr *value)
{
	struct expr *left = expr->in.left;

	expr->kind = EXPR_BINARY;
	expr->binary.operator = BINARY_EQUAL;
	expr->binary.left = left;
	expr->binary.right = value;
}

/* key in @map */
static void make_lookup(struct expr *expr, struct expr *map)
{
	struct expr *key = expr->in.left;

	expr->kind = EXPR_CALL;
	expr->call.name = "has_key";
	expr->call.name_span = expr->span;
	expr->call.arguments = map;
	map->next = key;
	key->next = NULL;
}

static enum param_fold fold_param(struct checker *checker, struct expr *expr,
				  const struct param_record *record, bool *value)
{
	*value = record->is_all;
	if (record->is_all)
		return PARAM_FOLD_VALUE;
	if (!record->is_set) {
		set_value(checker, expr->in.right, record);
		make_equality(expr, expr->in.right);
		return PARAM_FOLD_EXPR;
	}
	expr->in.set = record->set;
	expr->in.right = NULL;
	if (record->set && record->set->count)
		return PARAM_FOLD_NONE;
	*value = record->set && record->set->is_negated;
	return PARAM_FOLD_VALUE;
}

enum param_fold param_fold_in(struct checker *checker, struct expr *expr, bool *value)
{
	struct expr *right = expr->in.right;
	const struct param_record *record = right ? find(checker, right) : NULL;

	if (record)
		return fold_param(checker, expr, record, value);
	if (!right || right->kind != EXPR_MAP || right->map.key)
		return PARAM_FOLD_NONE;
	make_lookup(expr, right);
	return PARAM_FOLD_EXPR;
}

/* ---- what may not be set ---- */

static bool report_set(struct checker *checker, const char *name, struct span span)
{
	const struct param_record *record = find_named(checker, name);
	struct diag *diag;

	if (!record)
		return false;
	diag = diag_error(checker->diags, span,
			  "$%s is a parameter, which the command line sets and nothing else", name);
	diag_note(diag, record->param->name_span, "here it is declared");
	diag_hint(diag, "give the variable another name");
	return true;
}

bool param_fold_is_set(struct checker *checker, const struct stmt *stmt)
{
	const struct expr *target = NULL;

	if (!checker->options->params)
		return false;
	switch (stmt->kind) {
	case STMT_LET:
		return report_set(checker, stmt->let.name, stmt->let.name_span);
	case STMT_FOR_RANGE:
		return report_set(checker, stmt->for_range.name, stmt->for_range.name_span);
	case STMT_FOR_MAP:
		return report_set(checker, stmt->for_map.name, stmt->for_map.name_span);
	case STMT_FOR_CALL:
		return report_set(checker, stmt->for_call.name, stmt->for_call.name_span);
	case STMT_ASSIGN:
		target = stmt->assign.target;
		break;
	case STMT_EXPRESSION:
		if (stmt->expression.value->kind == EXPR_INCREMENT)
			target = stmt->expression.value->increment.target;
		break;
	default:
		break;
	}
	return target && target->kind == EXPR_VARIABLE &&
	       report_set(checker, target->variable.name, target->span);
}

/* ---- heads ---- */

/* The first parameter in TEXT, from its $ to behind its name. */
static const struct param_record *find_in_text(struct checker *checker, const char *text,
					       const char **from, const char **to)
{
	const char *at, *end;

	for (at = strchr(text, '$'); at; at = strchr(at + 1, '$')) {
		for (end = at + 1; isalnum((unsigned char)*end) || *end == '_'; end++)
			;
		*from = at;
		*to = end;
		if (end > at + 1) {
			const struct param_record *record =
				param_find(checker->options->params,
					   arena_copy_text(checker->arena, at + 1,
							   (size_t)(end - at - 1)));

			if (record)
				return record;
		}
	}
	return NULL;
}

/* TARGET with the values of its parameters that are none of system calls. */
static void put_in(struct checker *checker, struct attach_point *point, uint32_t which)
{
	const struct param_record *record;
	const char *from, *to, *value;

	for (;;) {
		record = find_in_text(checker, point->target, &from, &to);
		if (!record || (record->is_set && !record->kind->read && !record->is_all))
			return;		/* resolving knows what to do with system calls */
		if (!record->is_set)
			value = record->is_all ? "*" : param_text(checker->arena, record);
		else if (record->kind->form == PARAM_TEXT && record->set && !record->is_all &&
			 which < record->set->count)
			value = record->set->texts[which].bytes;
		else
			value = "*";
		point->target = arena_printf(checker->arena, "%.*s%s%s",
					     (int)(from - point->target), point->target, value, to);
	}
}

/* Where a parameter is all of a head, its text is kind and target. */
static void split_whole(struct checker *checker, struct attach_point *point)
{
	const char *colon = strchr(point->target, ':');

	point->provider = point->target;
	point->target = "";
	if (!colon)
		return;
	point->target = colon + 1;
	point->provider = arena_copy_text(checker->arena, point->provider,
					  (size_t)(colon - point->provider));
}

/* A head that is nothing but a parameter has it where the others have their kind. */
static bool is_whole(const struct attach_point *point)
{
	return *point->provider == '$' && !*point->target;
}

/* How many heads the sets in it make of it. */
static uint32_t count_values(struct checker *checker, const struct attach_point *point)
{
	const char *from, *to, *text = is_whole(point) ? point->provider : point->target;
	const struct param_record *record = find_in_text(checker, text, &from, &to);

	if (!record || !record->is_set || record->is_all || !record->set ||
	    record->kind->form != PARAM_TEXT)
		return 1;
	if (record->set->is_negated) {
		diag_error(checker->diags, point->span,
			   "$%s leaves something out, and a probe needs to know what is in it",
			   record->param->name);
		return 0;
	}
	return record->set->count;
}

struct attach_point *param_fold_heads(struct checker *checker, struct attach_point *points)
{
	struct attach_point *first = NULL, **end = &first, *point;
	const struct attach_point *written;
	uint32_t count;

	if (!checker->options->params || !checker->options->params->first)
		return points;
	for (; points; points = points->next) {
		count = count_values(checker, points);
		for (uint32_t which = 0; which < count; which++) {
			struct attach_point **chain = end;

			for (written = points; written; written = written->alternative) {
				point = ARENA_NEW(checker->arena, struct attach_point);
				*point = *written;
				point->next = point->alternative = NULL;
				if (is_whole(point)) {
					point->target = point->provider;
					put_in(checker, point, which);
					split_whole(checker, point);
				} else {
					put_in(checker, point, which);
				}
				*chain = point;
				chain = &point->alternative;
			}
			end = &(*end)->next;
		}
	}
	return first;
}
