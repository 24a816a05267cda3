/*
 * Unify: the lattice of types that maps and variables climb while a program is
 * checked round by round. Numbers, strings and buffers take the larger size, mixed
 * signs become int64.
 */
#include "codegen/check/unify.h"

#include "codegen/check/checker.h"
#include "codegen/target/target.h"

const struct type *unify_widen(struct checker *checker, const struct type *type)
{
	struct type wide;

	if (type->kind == TYPE_INTEGER && type->size <= 8)
		return type_integer(8, type->is_signed);
	if (type->kind != TYPE_ENUM || type->size == 8)
		return type;
	wide = *type;
	wide.size = wide.align = 8;
	return type_intern(checker->types, &wide);
}

static const struct type *unify_tuples(struct checker *checker, const struct type *one,
				       const struct type *other)
{
	const struct type **elements;
	uint32_t index;

	if (one->count != other->count)
		return NULL;
	elements = ARENA_NEW_ARRAY(checker->arena, const struct type *, one->count + 1);
	for (index = 0; index < one->count; index++) {
		elements[index] = unify_types(checker, one->elements[index],
					      other->elements[index]);
		if (!elements[index])
			return NULL;
	}
	return type_tuple(checker->types, elements, one->count);
}

static const struct type *unify_aggregates(struct checker *checker, const struct type *one,
					   const struct type *other)
{
	if (one->aggregate.kind != other->aggregate.kind ||
	    one->aggregate.bits != other->aggregate.bits ||
	    one->aggregate.min != other->aggregate.min ||
	    one->aggregate.max != other->aggregate.max ||
	    one->aggregate.step != other->aggregate.step)
		return NULL;
	if (one->aggregate.of && one->aggregate.of == other->aggregate.of)
		return one;
	return type_aggregate(checker->types, one->aggregate.kind, true, one->aggregate.bits,
			      one->aggregate.min, one->aggregate.max, one->aggregate.step);
}

static bool is_integer(const struct type *type)
{
	return (type->kind == TYPE_INTEGER || type->kind == TYPE_ENUM) && type->size <= 8;
}

static const struct type *unify_integers(const struct type *one, const struct type *other)
{
	if (one->is_signed != other->is_signed)
		return &type_int64;
	return type_integer(one->size > other->size ? one->size : other->size, one->is_signed);
}

const struct type *unify_types(struct checker *checker, const struct type *one,
			       const struct type *other)
{
	if (one == other || other->kind == TYPE_ERROR)
		return one;
	if (one->kind == TYPE_ERROR)
		return other;
	if (is_integer(one) && is_integer(other))
		return unify_integers(one, other);
	if (one->kind != other->kind)
		return NULL;
	switch (one->kind) {
	case TYPE_BUFFER:
		if (one->is_text != other->is_text)
			return NULL;
		return one->size > other->size ? one : other;
	case TYPE_STRING:
		return one->size > other->size ? one : other;
	case TYPE_TUPLE:
		return unify_tuples(checker, one, other);
	case TYPE_AGGREGATE:
		return unify_aggregates(checker, one, other);
	case TYPE_POINTER:
		if (one->space != other->space)
			return NULL;
		if (one->target == other->target && one->compat == other->compat)
			return one->compat ? type_pointer_compat(checker->types, one->target,
								 one->compat) :
			       type_pointer(checker->types, one->target, one->space);
		return type_pointer(checker->types, &type_void, one->space);
	default:
		return NULL;
	}
}

bool unify_is_neutral(const struct expr *expr)
{
	return expr->is_constant && expr->type->kind == TYPE_INTEGER &&
	       expr->type->size == 8 && (int64_t)expr->constant >= 0;
}

const struct type *unify_numbers(struct expr *left, struct expr *right)
{
	bool is_signed = left->type->is_signed || right->type->is_signed;
	bool left_neutral = unify_is_neutral(left), right_neutral = unify_is_neutral(right);

	if (left_neutral && !right_neutral) {
		is_signed = right->type->is_signed;
		left->type = type_integer(8, is_signed);
	} else if (right_neutral && !left_neutral) {
		is_signed = left->type->is_signed;
		right->type = type_integer(8, is_signed);
	}
	return type_integer(8, is_signed);
}

static void coerce_tuple(struct checker *checker, struct expr *tuple, const struct type *slot)
{
	struct expr *element = tuple->tuple.elements;
	uint32_t index;

	if (slot->kind != TYPE_TUPLE || slot->count != tuple->type->count)
		return;
	for (index = 0; element && index < slot->count; index++, element = element->next)
		unify_coerce(checker, element, slot->elements[index]);
	tuple->type = slot;
}

void unify_coerce(struct checker *checker, struct expr *expr, const struct type *slot)
{
	if (!slot || slot->kind == TYPE_ERROR || expr->type->kind == TYPE_ERROR ||
	    expr->type == slot)
		return;
	if (expr->text && slot->kind == TYPE_STRING) {
		if (slot->size > expr->type->size)
			expr->type = slot;
	} else if (expr->kind == EXPR_TUPLE) {
		coerce_tuple(checker, expr, slot);
	} else if (expr->kind == EXPR_TERNARY && !expr->is_constant) {
		if (expr->ternary.then)
			unify_coerce(checker, expr->ternary.then, slot);
		unify_coerce(checker, expr->ternary.otherwise, slot);
		if (slot->kind == TYPE_STRING || slot->kind == TYPE_TUPLE)
			expr->type = slot;
	} else if (unify_is_neutral(expr) &&
		   (slot->kind == TYPE_INTEGER || slot->kind == TYPE_POINTER)) {
		expr->type = slot;
	}
}

/* TYPE, or its 64 bits when a literal that has to live there needs them. */
static const struct type *with_room(const struct type *type, uint64_t literal)
{
	unsigned bits = type->size * 8 - type->is_signed;

	return bits >= 63 || !(literal >> bits) ? type : type_integer(8, type->is_signed);
}

/* A literal is written: only where nothing else is, it says what the type is. */
static void grow_by_literal(struct growing_type *growing, const struct expr *literal)
{
	if (literal->constant > growing->literal)
		growing->literal = literal->constant;
	if (growing->now && is_integer(growing->now)) {
		growing->now = with_room(growing->now, growing->literal);
		return;
	}
	growing->now = literal->type;
	growing->is_weak = true;
	growing->span = literal->span;
}

bool unify_grow_type(struct checker *checker, struct growing_type *growing,
		     const struct type *type, struct span span)
{
	const struct type *joined = type;

	if (type->kind == TYPE_ERROR)
		return true;
	if (!growing->now)
		growing->span = span;
	else if (growing->is_weak && is_integer(type))
		joined = with_room(type, growing->literal);
	else if (growing->is_weak && type->kind == TYPE_POINTER && !growing->literal)
		joined = type;
	else
		joined = unify_types(checker, growing->now, type);
	if (!joined)
		return false;
	growing->now = joined;
	growing->is_weak = false;
	return true;
}

bool unify_grow(struct checker *checker, struct growing_type *growing, const struct expr *expr)
{
	bool is_literal = unify_is_neutral(expr);

	/* A null pointer is written as 0. */
	if (is_literal && !expr->constant && growing->now && growing->now->kind == TYPE_POINTER)
		return true;
	if (!is_literal || (growing->now && !is_integer(growing->now)))
		return unify_grow_type(checker, growing, expr->type, expr->span);
	grow_by_literal(growing, expr);
	return true;
}

static const struct type *join_stored(struct checker *checker, const struct type *one,
				      const struct type *other)
{
	const struct type **elements;
	uint32_t index;

	if ((one->kind == TYPE_POINTER && is_integer(other)) ||
	    (other->kind == TYPE_POINTER && is_integer(one)))
		return &type_uint64;
	if (one->kind != TYPE_TUPLE || other->kind != TYPE_TUPLE || one->count != other->count)
		return unify_types(checker, one, other);
	elements = ARENA_NEW_ARRAY(checker->arena, const struct type *, one->count + 1);
	for (index = 0; index < one->count; index++) {
		elements[index] = join_stored(checker, one->elements[index],
					      other->elements[index]);
		if (!elements[index])
			return NULL;
	}
	return type_tuple(checker->types, elements, one->count);
}

bool unify_grow_stored(struct checker *checker, struct growing_type *growing,
		       const struct expr *expr)
{
	const struct type *joined;

	if (unify_grow(checker, growing, expr))
		return true;
	joined = join_stored(checker, growing->now, expr->type);
	if (!joined)
		return false;
	growing->now = joined;
	return true;
}
