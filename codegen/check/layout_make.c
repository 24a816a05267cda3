/*
 * Layout make: layouts of types. Structs are listed member by member, down to a
 * depth and a number of members beyond which nobody reads them.
 */
#include "codegen/check/layout_make.h"

#include "codegen/check/checker.h"
#include "codegen/check/display.h"
#include "codegen/check/expr.h"
#include "codegen/check/map_record.h"
#include "codegen/target/target.h"

enum { DEPTH_MAX = 6, MEMBERS_MAX = 2000 };

/* How much of a struct may still be listed. */
struct budget {
	unsigned depth;
	unsigned members;
	bool is_shown;		/* in an event: addresses inside are shown as such */
};

static void fill(struct checker *checker, const struct type *type, struct budget *budget,
		 struct layout *layout);

struct layout layout_make_integer(uint32_t size, bool is_signed)
{
	return (struct layout){ .kind = LAYOUT_INTEGER, .size = size, .is_signed = is_signed };
}

static void fill_enum(struct checker *checker, const struct type *type, struct layout *layout)
{
	const struct enumerator *known;
	uint32_t index;

	layout->kind = LAYOUT_ENUM;
	layout->is_signed = type->is_signed;
	layout->is_flags = type->is_flags;
	layout->text = arena_copy_string(checker->arena, type->name);
	known = target_list_enumerators(checker->target, type, &layout->enumerator_count);
	if (!known)
		layout->enumerator_count = 0;
	layout->enumerators = ARENA_NEW_ARRAY(checker->arena, struct layout_enumerator,
					      layout->enumerator_count + 1);
	for (index = 0; index < layout->enumerator_count; index++) {
		layout->enumerators[index].name = arena_copy_string(checker->arena,
								    known[index].name);
		layout->enumerators[index].value = known[index].value;
	}
}

static void fill_array(struct checker *checker, const struct type *type, struct budget *budget,
		       struct layout *layout)
{
	layout->kind = LAYOUT_ARRAY;
	layout->count = type->count;
	layout->child_count = 1;
	layout->children = ARENA_NEW(checker->arena, struct layout);
	fill(checker, type->target, budget, layout->children);
}

static void fill_tuple(struct checker *checker, const struct type *type, struct budget *budget,
		       struct layout *layout)
{
	uint32_t index;

	layout->kind = LAYOUT_TUPLE;
	layout->child_count = type->count;
	layout->children = ARENA_NEW_ARRAY(checker->arena, struct layout, type->count + 1);
	for (index = 0; index < type->count; index++) {
		fill(checker, type->elements[index], budget, &layout->children[index]);
		layout->children[index].offset = type_tuple_offset(type, index);
	}
}

static void fill_struct(struct checker *checker, const struct type *type, struct budget *budget,
			struct layout *layout)
{
	const struct field *fields;
	uint32_t count = 0, index;
	enum address_form form;

	/* Its outermost struct is shown whole: whoever asks for that has a reason. */
	if (budget->is_shown && budget->depth < DEPTH_MAX && display_find_address(type, &form)) {
		layout->kind = LAYOUT_ADDRESS;
		layout->mode = form;
		return;
	}
	layout->kind = LAYOUT_STRUCT;
	layout->is_union = type->is_union;
	layout->text = arena_copy_string(checker->arena, type->name);
	if (!budget->depth)
		return;
	fields = target_list_fields(checker->target, type, &count);
	layout->children = ARENA_NEW_ARRAY(checker->arena, struct layout, count + 1);
	budget->depth--;
	for (index = 0; fields && index < count && budget->members; index++) {
		struct layout *child = &layout->children[layout->child_count++];

		budget->members--;
		fill(checker, fields[index].type, budget, child);
		child->name = arena_copy_string(checker->arena, fields[index].name);
		child->offset = fields[index].offset;
		child->bit_offset = fields[index].bit_offset;
		child->bit_size = fields[index].bit_size;
	}
	budget->depth++;
}

static void fill_hist(const struct type *type, struct layout *layout)
{
	layout->bits = type->aggregate.bits;
	layout->min = type->aggregate.min;
	layout->max = type->aggregate.max;
	layout->step = type->aggregate.step;
	layout->count = type->size / 8;
}

static void fill_aggregate(const struct type *type, struct layout *layout)
{
	static const enum layout_kind kinds[] = {
		[AGGREGATE_COUNT] = LAYOUT_COUNT, [AGGREGATE_SUM] = LAYOUT_SUM,
		[AGGREGATE_MIN] = LAYOUT_MIN, [AGGREGATE_MAX] = LAYOUT_MAX,
		[AGGREGATE_AVG] = LAYOUT_AVG, [AGGREGATE_STATS] = LAYOUT_STATS,
		[AGGREGATE_HIST] = LAYOUT_HIST, [AGGREGATE_LHIST] = LAYOUT_LHIST,
	};

	layout->kind = kinds[type->aggregate.kind];
	layout->is_signed = type->is_signed;
	layout->mode = type->aggregate.of ? type->aggregate.of->form + 1 : 0;
	if (layout->kind == LAYOUT_HIST || layout->kind == LAYOUT_LHIST)
		fill_hist(type, layout);
}

static void fill_frames(const struct type *type, struct layout *layout)
{
	layout->kind = LAYOUT_STACK;
	layout->size = (uint32_t)sizeof(struct layout_stack) + 8 * type->stack.limit;
	layout->is_user = type->stack.is_user;
	layout->mode = type->stack.mode;
}

static void fill_stack(struct checker *checker, const struct type *type, struct layout *layout)
{
	layout->kind = LAYOUT_INTERNED;
	layout->size = 8;
	layout->table = map_record_stack_table(checker, type)->map.index;
	layout->child_count = 1;
	layout->children = ARENA_NEW(checker->arena, struct layout);
	fill_frames(type, layout->children);
}

static void fill(struct checker *checker, const struct type *type, struct budget *budget,
		 struct layout *layout)
{
	static const enum layout_kind plain_kinds[] = {
		[TYPE_BOOLEAN] = LAYOUT_BOOLEAN,
		[TYPE_INTEGER] = LAYOUT_INTEGER,
		[TYPE_POINTER] = LAYOUT_POINTER,
		[TYPE_STRING] = LAYOUT_STRING,
		[TYPE_KERNEL_SYMBOL] = LAYOUT_KERNEL_SYMBOL,
		[TYPE_USER_SYMBOL] = LAYOUT_USER_SYMBOL,
		[TYPE_TIMESTAMP] = LAYOUT_TIMESTAMP,
		[TYPE_ARGUMENTS] = LAYOUT_ARGUMENTS,
	};
	const struct type *value = access_value_type(checker, type);

	layout->size = value->size;
	layout->is_signed = value->is_signed;
	switch (value->kind) {
	case TYPE_ENUM:
		fill_enum(checker, value, layout);
		break;
	case TYPE_ARRAY:
		fill_array(checker, value, budget, layout);
		break;
	case TYPE_STRUCT:
		fill_struct(checker, value, budget, layout);
		break;
	case TYPE_TUPLE:
		fill_tuple(checker, value, budget, layout);
		break;
	case TYPE_STACK:
		fill_stack(checker, value, layout);
		break;
	case TYPE_AGGREGATE:
		fill_aggregate(value, layout);
		break;
	case TYPE_INTERNET:
		layout->kind = LAYOUT_ADDRESS;
		layout->mode = ADDRESS_INTERNET;
		break;
	case TYPE_FORM:
		layout->kind = LAYOUT_FORM;
		layout->mode = value->form;
		break;
	case TYPE_STRING:
		layout->kind = LAYOUT_STRING;
		/* What fills max_strlen was cut there, and is shown so. */
		if (value->size == checker->settings.max_strlen + 1)
			layout->count = (uint32_t)checker->settings.max_strlen;
		break;
	case TYPE_BUFFER:
		layout->kind = value->is_text ? LAYOUT_WORDS : LAYOUT_BUFFER;
		break;
	default:
		layout->kind = plain_kinds[value->kind];
		if (value->kind == TYPE_TIMESTAMP)
			layout->text = arena_copy_string(checker->arena, value->time_format);
		break;
	}
}

static struct layout make(struct checker *checker, const struct type *type, bool is_shown)
{
	struct budget budget = { .depth = DEPTH_MAX, .members = MEMBERS_MAX,
				 .is_shown = is_shown };
	struct layout layout = { 0 };

	fill(checker, type, &budget, &layout);
	return layout;
}

struct layout layout_make(struct checker *checker, const struct type *type)
{
	return make(checker, type, false);
}

/* ---- what an event shows ---- */

/* Only a stack that is taken here and now comes with its frames. */
static bool is_taken_here(const struct expr *expr)
{
	return expr->type->kind == TYPE_STACK && expr->builtin && !expr->argument;
}

/* What was kept in a map is shown as it was kept; a struct that was followed to, whole. */
static bool is_plain(const struct expr *expr)
{
	return expr->kind == EXPR_MAP || expr->kind == EXPR_ELEMENT ||
	       (expr->kind == EXPR_UNARY && expr->unary.operator == UNARY_DEREFERENCE &&
		expr->type->kind == TYPE_STRUCT);
}

/* The display of EXPR, if it has one and this kernel has what it takes. */
static bool make_display(struct checker *checker, const struct expr *expr, struct layout *layout)
{
	enum address_space space = SPACE_KERNEL;
	struct display display;

	if (is_plain(expr))
		return false;
	if (expr->type->kind == TYPE_POINTER && expr->type->is_text) {
		*layout = layout_make(checker, type_string(checker->types,
			(uint32_t)checker->settings.max_strlen + 1));
		return true;
	}
	if (expr->type->kind == TYPE_STRUCT && access_space(expr) == SPACE_USER)
		space = SPACE_USER;
	if (!display_find(checker->arena, checker->target, expr->type, space, &display))
		return false;
	if (!display.missing) {
		*layout = display_layout(checker->arena, &display);
		return true;
	}
	diag_warning(checker->diags, expr->span, "%s is shown as it is stored: this kernel's types "
		     "do not tell %s", checker_type_name(checker, expr->type), display.missing);
	return false;
}

/* A tuple that is written out shows what its elements show; false where none has a display. */
static bool make_shown_tuple(struct checker *checker, const struct expr *tuple,
			     struct layout *layout)
{
	const struct expr *element = tuple->tuple.elements;
	bool is_any = false;
	uint32_t index;

	*layout = (struct layout){ .kind = LAYOUT_TUPLE, .child_count = tuple->type->count };
	layout->children = ARENA_NEW_ARRAY(checker->arena, struct layout,
					   layout->child_count + 1);
	for (index = 0; index < layout->child_count; index++, element = element->next) {
		struct layout *child = &layout->children[index];

		if (make_display(checker, element, child) ||
		    (element->kind == EXPR_TUPLE && make_shown_tuple(checker, element, child)))
			is_any = true;
		else
			*child = make(checker, tuple->type->elements[index], true);
		child->offset = layout->size;
		layout->size += (child->size + 7) & ~7u;
	}
	return is_any;
}

struct layout layout_make_shown(struct checker *checker, const struct expr *expr)
{
	struct layout layout = { 0 };

	if (make_display(checker, expr, &layout))
		return layout;
	if (is_taken_here(expr)) {
		fill_frames(expr->type, &layout);
		return layout;
	}
	if (expr->kind == EXPR_TUPLE && make_shown_tuple(checker, expr, &layout))
		return layout;
	return make(checker, expr->type, !is_plain(expr) || expr->kind == EXPR_UNARY);
}
