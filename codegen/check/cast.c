/*
 * Cast: types as users write them, casts, sizeof and offsetof.
 */
#include <string.h>

#include "codegen/check/checker.h"
#include "codegen/check/coalesce.h"
#include "codegen/check/expr.h"
#include "codegen/check/user_type.h"
#include "codegen/target/target.h"
#include "lexer/suggest.h"

uint64_t cast_fold(const struct type *type, uint64_t value)
{
	unsigned shift = 64 - type->size * 8;

	if (type->kind == TYPE_BOOLEAN)
		return value != 0;
	if (type->size >= 8 || !type->size)
		return value;
	if (type->is_signed)
		return (uint64_t)((int64_t)(value << shift) >> shift);
	return value << shift >> shift;
}

/* Types whose [N] is a size and no array. */
static const struct type *find_sized(struct checker *checker, const struct type_name *name,
				     const struct type_suffix **suffix)
{
	const struct type_suffix *first = name->suffixes;
	bool is_sized = first && first->kind == TYPE_SUFFIX_SIZE && first->size &&
			first->size <= 1u << 20;
	bool is_string = !strcmp(name->name, "string"), is_buffer = !strcmp(name->name, "buffer");
	uint32_t size = is_sized ? (uint32_t)first->size : (uint32_t)checker->settings.max_strlen;

	if (name->kind != TYPE_NAME_PLAIN || (!is_string && !is_buffer))
		return NULL;
	if (is_sized)
		*suffix = first->next;
	return is_string ? type_string(checker->types, size) : type_buffer(checker->types, size);
}

static const struct type *find_named(struct checker *checker, const struct type_name *name)
{
	const struct type *type = NULL;

	if (name->kind == TYPE_NAME_PLAIN)
		type = type_find_builtin(name->name);
	if (!type)
		type = user_type_find(checker, name);
	if (type)
		return type;
	switch (name->kind) {
	case TYPE_NAME_PLAIN:
		return target_find_typedef(checker->target, name->name);
	case TYPE_NAME_STRUCT:
		return target_find_struct(checker->target, name->name, false);
	case TYPE_NAME_UNION:
		return target_find_struct(checker->target, name->name, true);
	case TYPE_NAME_ENUM:
		return target_find_enum(checker->target, name->name);
	}
	return NULL;
}

static void report_unknown(struct checker *checker, const struct type_name *name)
{
	static const char *const words[] = {
		[TYPE_NAME_PLAIN] = "type", [TYPE_NAME_STRUCT] = "struct",
		[TYPE_NAME_UNION] = "union", [TYPE_NAME_ENUM] = "enum",
	};
	const char *path = user_type_path(checker), *kernel = "this kernel has no";
	struct diag *diag;
	struct suggest suggest;

	if (target_btf_status(checker->target) < 0) {
		diag = coalesce_report_absent(checker, name->span,
				  "this kernel's types cannot be read, so there is no %s %s",
				  words[name->kind], name->name);
		diag_hint(diag, "types come from sys/kernel/btf/vmlinux, which kernels built with "
			  "CONFIG_DEBUG_INFO_BTF have");
		return;
	}
	if (path)
		kernel = arena_printf(checker->arena, "neither %s nor this kernel has", path);
	diag = coalesce_report_absent(checker, name->span, "%s %s %s", kernel,
				      words[name->kind], name->name);
	if (name->kind != TYPE_NAME_STRUCT && name->kind != TYPE_NAME_PLAIN)
		return;
	suggest_start(&suggest, name->name);
	user_type_suggest(checker, &suggest);
	target_suggest_struct(checker->target, &suggest);
	if (suggest.best)
		diag_hint(diag, "did you mean `struct %s`?", suggest.best);
}

static bool is_of_call(const struct checker *checker)
{
	enum probe_kind kind = checker_probe_kind(checker);

	return kind == PROBE_SYSCALL || kind == PROBE_SYSRET;
}

/* A pointer as a cast in this probe means it. */
static const struct type *point_to(struct checker *checker, const struct type *type)
{
	if (!checker_is_user_probe(checker))
		return type_pointer(checker->types, type, SPACE_KERNEL);
	if (!is_of_call(checker))
		return type_pointer(checker->types, type, SPACE_USER);
	return type_pointer_of_call(checker->types, type);
}

const struct type *cast_find_type(struct checker *checker, const struct type_name *name)
{
	const struct type_suffix *suffix = name->suffixes;
	const struct type *type = find_sized(checker, name, &suffix);

	if (!type)
		type = find_named(checker, name);
	if (!type) {
		report_unknown(checker, name);
		return NULL;
	}
	for (; suffix; suffix = suffix->next) {
		if (suffix->kind == TYPE_SUFFIX_POINTER) {
			type = point_to(checker, type);
			continue;
		}
		if (!type->size || suffix->size > (1u << 20) / type->size) {
			diag_error(checker->diags, name->span, "such an array is too large");
			return NULL;
		}
		type = type_array(checker->types, type, (uint32_t)suffix->size);
	}
	return type;
}

static bool is_bytes(const struct type *type)
{
	return type->kind == TYPE_ARRAY && type->target->kind == TYPE_INTEGER &&
	       type->target->size == 1;
}

/* T[]: as many elements as the operand's bytes make. */
static const struct type *complete_array(struct checker *checker, const struct type *type,
					 const struct type *from)
{
	if (type->kind != TYPE_ARRAY || type->count || !type->target->size)
		return type;
	return type_array(checker->types, type->target, from->size / type->target->size);
}

static bool is_castable(const struct type *type, const struct type *from)
{
	bool from_number = type_is_number(from) && from->size <= 8;

	switch (type->kind) {
	case TYPE_INTEGER:
		if (is_bytes(from))
			return from->size == type->size;
		return type->size <= 8 &&
		       (from_number || from->kind == TYPE_POINTER ||
			from->kind == TYPE_KERNEL_SYMBOL || from->kind == TYPE_USER_SYMBOL ||
			from->kind == TYPE_TIMESTAMP || from->kind == TYPE_FORM);
	case TYPE_ENUM:
		return from_number;
	case TYPE_BOOLEAN:
		return from_number || from->kind == TYPE_POINTER;
	case TYPE_POINTER:
		return from_number || from->kind == TYPE_POINTER || from->kind == TYPE_ARRAY;
	case TYPE_STRING:
		return from->kind == TYPE_STRING || is_bytes(from);
	case TYPE_BUFFER:
		return from->kind == TYPE_BUFFER;
	case TYPE_ARRAY:
		if (from->kind == TYPE_INTEGER || from->kind == TYPE_STRING)
			return is_bytes(type) && type->size == from->size;
		return from == type;
	default:
		return from == type;
	}
}

/* A cast between pointers stays in the operand's memory. */
static const struct type *keep_space(struct checker *checker, const struct type *type,
				     const struct type *from)
{
	if (type->kind != TYPE_POINTER || from->kind != TYPE_POINTER ||
	    type->space == from->space)
		return type;
	return type_pointer(checker->types, type->target, from->space);
}

static void report_cast(struct checker *checker, struct expr *expr, const struct type *type,
			const struct type *from)
{
	struct diag *diag = checker_fail(checker, expr, "%s cannot be cast to %s",
					 checker_type_name(checker, from),
					 checker_type_name(checker, type));

	if (type->kind == TYPE_STRUCT)
		diag_hint(diag, "cast to a pointer and follow it: *(%s *)...",
			  checker_type_name(checker, type));
	else if (type->kind == TYPE_STRING && from->kind == TYPE_POINTER)
		diag_hint(diag, "read the text that it points to: str(...)");
}

/* (pid) - 3 reads like a cast of -3; nobody means that where pid is no type. */
static bool is_mistaken(struct checker *checker, struct expr *expr)
{
	static const char *const signs[] = {
		[UNARY_MINUS] = "-", [UNARY_DEREFERENCE] = "*", [UNARY_ADDRESS] = "&",
	};
	const struct type_name *name = expr->cast.type_name;
	const struct expr *operand = expr->cast.operand;
	struct diag *diag;

	if (name->kind != TYPE_NAME_PLAIN || name->suffixes || operand->kind != EXPR_UNARY ||
	    (operand->unary.operator != UNARY_MINUS && operand->unary.operator != UNARY_ADDRESS &&
	     operand->unary.operator != UNARY_DEREFERENCE))
		return false;
	if (!strcmp(name->name, "string") || find_named(checker, name))
		return false;
	diag = checker_fail(checker, expr, "`%s` is no type, so this is no cast", name->name);
	diag_hint(diag, "leave out the parentheses: %s %s ...", name->name,
		  signs[operand->unary.operator]);
	return true;
}

void cast_check(struct checker *checker, struct expr *expr)
{
	struct expr *operand = expr->cast.operand;
	const struct type *type;

	if (is_mistaken(checker, expr))
		return;
	expr_check(checker, operand);
	type = cast_find_type(checker, expr->cast.type_name);
	if (type_is_number(type ? type : &type_error))
		expr_settle_number(checker, operand);
	if (!type || operand->type->kind == TYPE_ERROR)
		return;
	type = complete_array(checker, type, operand->type);
	if (!is_castable(type, operand->type)) {
		report_cast(checker, expr, type, operand->type);
		return;
	}
	expr->type = keep_space(checker, type, operand->type);
	if (operand->is_constant && (type_is_number(type) || type->kind == TYPE_POINTER))
		expr_set_constant(expr, expr->type, cast_fold(type, operand->constant));
	if (operand->text && type->kind == TYPE_STRING && type->size > operand->text_length) {
		expr->text = operand->text;
		expr->text_length = operand->text_length;
	}
}

/* The type that sizeof or offsetof speaks of. */
static const struct type *named_type(struct checker *checker, const struct type_name *name,
				     struct expr *operand)
{
	if (name)
		return cast_find_type(checker, name);
	expr_check(checker, operand);
	return operand->type->kind == TYPE_ERROR ? NULL : operand->type;
}

void cast_check_size(struct checker *checker, struct expr *expr)
{
	const struct type *type = named_type(checker, expr->size_of.type_name,
					     expr->size_of.operand);

	if (type)
		expr_set_constant(expr, &type_uint64, type->size);
}

void cast_check_offset(struct checker *checker, struct expr *expr)
{
	const struct type *type = named_type(checker, expr->offset_of.type_name,
					     expr->offset_of.operand);
	const struct name_list *step;
	struct suggest suggest;
	struct diag *diag;
	struct field field;
	uint64_t offset = 0;

	for (step = expr->offset_of.path; type && step; step = step->next) {
		if (type->kind == TYPE_POINTER && step == expr->offset_of.path)
			type = type->target;
		if (type->kind != TYPE_STRUCT ||
		    !target_find_field(checker->target, type, step->name, &field)) {
			diag = coalesce_report_absent(checker, step->span,
						      "%s has no member `%s`",
						      checker_type_name(checker, type),
						      step->name);
			suggest_start(&suggest, step->name);
			if (type->kind == TYPE_STRUCT)
				target_suggest_field(checker->target, type, &suggest);
			if (suggest.best)
				diag_hint(diag, "did you mean `%s`?", suggest.best);
			return;
		}
		offset += field.offset;
		type = field.type;
	}
	if (type)
		expr_set_constant(expr, &type_uint64, offset);
}
