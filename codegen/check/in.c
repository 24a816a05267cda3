/*
 * In: the set is a parameter's, or made here of constants in parentheses.
 */
#include "codegen/check/in.h"

#include <stdlib.h>
#include <string.h>

#include "codegen/check/checker.h"
#include "codegen/check/expr.h"
#include "codegen/value_set.h"

static int compare_numbers(const void *left, const void *right)
{
	uint64_t one = *(const uint64_t *)left, other = *(const uint64_t *)right;

	return one < other ? -1 : one > other;
}

static void sort_numbers(struct value_set *set, uint64_t *numbers)
{
	uint32_t kept = 0;

	qsort(numbers, set->count, sizeof(*numbers), compare_numbers);
	for (uint32_t i = 0; i < set->count; i++)
		if (!kept || numbers[i] != numbers[kept - 1])
			numbers[kept++] = numbers[i];
	set->count = kept;
}

static void report_list(struct checker *checker, struct expr *expr)
{
	diag_hint(checker_fail(checker, expr, "behind `in` stands a parameter, a map, or known "
			       "numbers or texts in parentheses"),
		  "for example: pid in $pids, tid in @start, $signal in (SIGKILL, SIGTERM)");
}

/* The values of (a, b, c); NULL after a complaint. */
static const struct value_set *make_set(struct checker *checker, struct expr *right)
{
	struct value_set *set = ARENA_NEW(checker->arena, struct value_set);
	struct expr *list = right->kind == EXPR_TUPLE ? right->tuple.elements : right, *element;
	struct value_text *texts;
	uint64_t *numbers;
	uint32_t count = 0;

	for (element = list; element; element = element->next)
		count++;
	set->numbers = numbers = ARENA_NEW_ARRAY(checker->arena, uint64_t, count + 1);
	set->texts = texts = ARENA_NEW_ARRAY(checker->arena, struct value_text, count + 1);
	for (element = list; element; element = element->next) {
		expr_check(checker, element);
		if (element->type->kind == TYPE_ERROR)
			return NULL;
		if (element == list)
			set->is_text = element->text != NULL;
		if (set->is_text ? !element->text : !element->is_constant) {
			report_list(checker, element);
			return NULL;
		}
		texts[set->count] = (struct value_text){ element->text, element->text_length };
		numbers[set->count++] = element->constant;
	}
	if (!count)
		report_list(checker, right);
	if (!set->is_text)
		sort_numbers(set, numbers);
	return count ? set : NULL;
}

static bool has_number(const struct value_set *set, uint64_t number)
{
	for (uint32_t i = 0; i < set->count; i++)
		if (set->numbers[i] == number)
			return true;
	return false;
}

static bool has_text(const struct value_set *set, const struct expr *expr)
{
	for (uint32_t i = 0; i < set->count; i++)
		if (set->texts[i].length == expr->text_length &&
		    !memcmp(set->texts[i].bytes, expr->text, expr->text_length))
			return true;
	return false;
}

static bool is_fitting(struct checker *checker, struct expr *left, const struct value_set *set)
{
	struct diag *diag;

	expr_settle_number(checker, left);
	if (left->type->kind == TYPE_ERROR)
		return false;
	if (set->is_text ? left->type->kind == TYPE_STRING :
			   type_is_number(left->type) && left->type->size <= 8)
		return true;
	diag = checker_fail(checker, left, "the set holds %s, and this is %s",
			    set->is_text ? "texts" : "numbers",
			    checker_type_name(checker, left->type));
	if (set->is_text && left->type->kind == TYPE_POINTER)
		diag_hint(diag, "read the text that the pointer points to: str(...)");
	return false;
}

void in_check(struct checker *checker, struct expr *expr)
{
	struct expr *left = expr->in.left;
	const struct value_set *set = expr->in.set;

	expr_check(checker, left);
	if (expr->in.right)
		expr->in.set = set = make_set(checker, expr->in.right);
	if (!set || !is_fitting(checker, left, set))
		return;
	expr->type = &type_bool;
	if (set->is_text ? left->text != NULL : left->is_constant)
		expr_set_constant(expr, &type_bool,
				  (set->is_text ? has_text(set, left) :
				   has_number(set, left->constant)) != set->is_negated);
}
