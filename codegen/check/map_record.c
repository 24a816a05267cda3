/*
 * Map record: which maps there are, whether they have keys, and what types their
 * keys and values take. The first use with or without a key decides; the types
 * grow over the rounds of checking.
 */
#include "codegen/check/map_record.h"

#include <string.h>

#include "codegen/builtin.h"
#include "codegen/check/checker.h"
#include "codegen/check/expr.h"
#include "codegen/check/recorder.h"
#include "codegen/check/unify.h"
#include "lexer/suggest.h"

static struct map_record *record_new(struct checker *checker, const char *name, struct span span)
{
	struct map_record *record = ARENA_NEW(checker->arena, struct map_record);

	record->map.name = name;
	record->map.span = span;
	record->map.index = checker->map_count++;
	*checker->maps_end = &record->map;
	checker->maps_end = &record->map.next;
	return record;
}

static const struct map_declaration *find_declaration(const struct checker *checker,
						      const char *name)
{
	const struct map_declaration *declaration;

	for (declaration = checker->tree->map_declarations; declaration;
	     declaration = declaration->next)
		if (!strcmp(declaration->name, name))
			return declaration;
	return NULL;
}

static struct map_record *find_record(struct checker *checker, const char *name)
{
	struct map *map;

	for (map = checker->maps; map; map = map->next)
		if (!strcmp(map->name, name) && !((struct map_record *)map)->table_size)
			return (struct map_record *)map;
	return NULL;
}

struct map_record *map_record_of(struct checker *checker, struct expr *expr)
{
	struct map_record *record = find_record(checker, expr->map.name);

	if (!record) {
		record = record_new(checker, expr->map.name, expr->span);
		record->declaration = find_declaration(checker, expr->map.name);
		if (recorder_is_declared(record->declaration)) {
			record->map.is_recorder = true;
			record->map.value = &type_uint64;
		}
	}
	record->is_used |= !checker->current || !checker->current->is_context;
	expr->map_ref = &record->map;
	return record;
}

static bool is_key_type(const struct type *type)
{
	uint32_t index;

	if (type->kind == TYPE_TUPLE) {
		for (index = 0; index < type->count; index++)
			if (!is_key_type(type->elements[index]))
				return false;
		return type->count > 0;
	}
	return (type_is_number(type) && type->size <= 8) || type->kind == TYPE_POINTER ||
	       type->kind == TYPE_STRING || type->kind == TYPE_BUFFER ||
	       type->kind == TYPE_STACK || type->kind == TYPE_KERNEL_SYMBOL ||
	       type->kind == TYPE_FORM ||
	       type->kind == TYPE_USER_SYMBOL || type->kind == TYPE_INTERNET || type->kind == TYPE_ERROR;
}

bool map_record_check_key(struct checker *checker, struct map_record *record, struct expr *key)
{
	struct diag *diag;

	expr_settle_number(checker, key);
	if (key->type->kind == TYPE_ERROR)
		return false;
	if (!is_key_type(key->type)) {
		diag = checker_fail(checker, key, "%s cannot be a key of a map",
				    checker_type_name(checker, key->type));
		if (key->type->kind == TYPE_STRUCT)
			diag_hint(diag, "use one of its fields, or several: @%s[a.x, a.y]",
				  record->map.name);
		return false;
	}
	if (!unify_grow_stored(checker, &record->key, key)) {
		diag = diag_error(checker->diags, key->span, "@%s has keys of type %s, not %s",
				  record->map.name, checker_type_name(checker, record->key.now),
				  checker_type_name(checker, key->type));
		diag_note(diag, record->key.span, "the key got its type here");
		diag_hint(diag, "use another map for other keys");
		return false;
	}
	if (checker->is_final)
		unify_coerce(checker, key, record->map.key);
	return true;
}

/* Keeps to what the first use said: with or without a key. */
static bool check_shape(struct checker *checker, struct map_record *record,
			const struct expr *expr)
{
	bool is_scalar = !expr->map.key;
	struct diag *diag;

	if (!record->has_shape) {
		record->has_shape = true;
		record->map.is_scalar = is_scalar;
		record->map.span = expr->span;
	}
	if (record->map.is_scalar == is_scalar)
		return true;
	diag = diag_error(checker->diags, expr->span,
			  is_scalar ? "@%s needs a key here, as in its first use" :
			  "@%s has no keys, as in its first use", record->map.name);
	diag_note(diag, record->map.span, is_scalar ? "here it has a key" : "here it has no key");
	diag_hint(diag, "use two maps, one with keys and one without");
	return false;
}

struct map_record *map_record_check_place(struct checker *checker, struct expr *expr)
{
	struct map_record *record = map_record_of(checker, expr);
	bool fine = true;

	if (expr->map.key)
		expr_check(checker, expr->map.key);
	if (!check_shape(checker, record, expr))
		return NULL;
	if (expr->map.key)
		fine = map_record_check_key(checker, record, expr->map.key);
	return fine ? record : NULL;
}

void map_record_check_read(struct checker *checker, struct expr *expr)
{
	struct map_record *record = map_record_check_place(checker, expr);

	if (record && record->map.is_recorder) {
		recorder_report_read(checker, expr);
		return;
	}
	if (!record || (!record->map.value && !record->value.now))
		expr->type = &type_error;
	else
		expr->type = record->map.value ? record->map.value : record->value.now;
}

static void report_misfit(struct checker *checker, const struct map_record *record,
			  const struct expr *value)
{
	const struct type *holds = record->value.now;
	struct diag *diag;

	diag = diag_error(checker->diags, value->span, "@%s holds %s and cannot take %s",
			  record->map.name, checker_type_name(checker, holds),
			  checker_type_name(checker, value->type));
	diag_note(diag, record->value.span, "@%s got its type here", record->map.name);
	if (holds->kind != TYPE_AGGREGATE && holds->kind != TYPE_FORM && type_is_scalar(holds) &&
	    type_is_scalar(value->type))
		diag_hint(diag, "cast the value: (%s)...", checker_type_name(checker, holds));
	else
		diag_hint(diag, "use another map for the other values");
}

static bool is_value_type(const struct type *type)
{
	return type_is_value(type) &&
	       (type->kind != TYPE_INTEGER || type->size <= 8);
}

void map_record_check_write(struct checker *checker, struct expr *target, struct expr *value)
{
	struct map_record *record;

	map_record_of(checker, target)->is_written = true;
	record = map_record_check_place(checker, target);
	target->type = &type_error;
	if (!record)
		return;
	if (record->map.is_recorder) {
		recorder_check_write(checker, target, value);
		return;
	}
	if (value->builtin && value->builtin->flags & BUILTIN_ROW) {
		diag_hint(checker_fail(checker, value, "only a recorder keeps rows, and @%s is none",
				       target->map.name),
			  "let @%s = recorder(100); before the probes", target->map.name);
		return;
	}
	if (value != checker->aggregate)
		expr_settle_number(checker, value);
	if (value->type->kind == TYPE_ERROR)
		return;
	if (!is_value_type(value->type)) {
		checker_fail(checker, value, "a map cannot hold %s",
			     value->type->kind == TYPE_VOID ? "a call that yields nothing" :
			     checker_type_name(checker, value->type));
		return;
	}
	if (!unify_grow_stored(checker, &record->value, value)) {
		report_misfit(checker, record, value);
		return;
	}
	if (record->map.value)
		target->type = record->map.value;
	if (checker->is_final)
		unify_coerce(checker, value, record->map.value);
}

bool map_record_needs_keys(struct checker *checker, struct expr *expr, const char *what)
{
	struct map_record *record = map_record_of(checker, expr);
	struct diag *diag;

	if (expr->map.key) {
		checker_fail(checker, expr, "%s takes a whole map: @%s", what, expr->map.name);
		return false;
	}
	if (!record->has_shape || !record->map.is_scalar)
		return true;
	diag = checker_fail(checker, expr, "%s needs a map with keys; @%s has none", what,
			    expr->map.name);
	diag_note(diag, record->map.span, "here it has no key");
	return false;
}

static bool adopt(struct checker *checker, const struct type **type,
		  struct growing_type *growing, struct span *span)
{
	const struct type *stored = growing->now ? unify_widen(checker, growing->now) : NULL;
	bool changed = *type != stored;

	*type = stored;
	*span = growing->span;
	*growing = (struct growing_type){ .span = growing->span };
	return changed;
}

bool map_record_end_round(struct checker *checker)
{
	struct map_record *record;
	bool changed = false;
	struct map *map;

	for (map = checker->maps; map; map = map->next) {
		record = (struct map_record *)map;
		if (record->table_size)
			continue;
		changed |= adopt(checker, &map->key, &record->key, &map->key_span);
		if (!map->is_recorder)
			changed |= adopt(checker, &map->value, &record->value,
					 &map->value_span);
		map->is_cleared = record->is_cleared || checker->options->shares_maps;
	}
	return changed;
}

void map_record_forget(struct checker *checker)
{
	struct map_record *record;
	struct map *map;

	for (map = checker->maps; map; map = map->next) {
		record = (struct map_record *)map;
		record->key = record->value = (struct growing_type){ 0 };
		record->is_written = false;
	}
}

void map_record_note_left_out(struct checker *checker, const struct expr *expr)
{
	struct name_list *name = ARENA_NEW(checker->arena, struct name_list);

	name->name = expr->map.name;
	name->span = expr->span;
	name->next = checker->left_out_maps;
	checker->left_out_maps = name;
}

static void report_left_out(struct checker *checker, const struct map *map,
			    const struct name_list *left_out)
{
	struct diag *diag = diag_error(checker->diags, map->span,
				       "@%s is given no value on this kernel", map->name);

	diag_note(diag, left_out->span, "this is left out here, because of what was asked");
	diag_hint(diag, "what reads @%s belongs under the same question", map->name);
}

static void report_unwritten(struct checker *checker, const struct map *map)
{
	const struct name_list *left_out;
	const struct map *other;
	struct suggest suggest;
	struct diag *diag;

	for (left_out = checker->left_out_maps; left_out; left_out = left_out->next) {
		if (!strcmp(left_out->name, map->name)) {
			report_left_out(checker, map, left_out);
			return;
		}
	}
	diag = diag_error(checker->diags, map->span, "@%s is never given a value", map->name);
	suggest_start(&suggest, map->name);
	for (other = checker->maps; other; other = other->next)
		if (other->value && other != map && !((const struct map_record *)other)->table_size)
			suggest_offer(&suggest, other->name);
	if (suggest.best)
		diag_hint(diag, "did you mean `@%s`?", suggest.best);
	else
		diag_hint(diag, "assign to it somewhere, e.g. @%s = %s;", map->name,
			  map->is_recorder ? "(pid, comm)" : "count()");
}

void map_record_finish(struct checker *checker)
{
	const struct map_record *record;
	const struct map *map;

	for (map = checker->maps; map; map = map->next) {
		record = (const struct map_record *)map;
		if (!record->table_size && !record->is_written)
			report_unwritten(checker, map);
	}
}

static struct map_record *table_of(struct checker *checker, const struct type *value,
				   const char *prefix)
{
	struct map_record *record;
	struct map *map;
	unsigned number = 0;

	for (map = checker->maps; map; map = map->next) {
		record = (struct map_record *)map;
		if (!record->table_size)
			continue;
		if (map->value == value)
			return record;
		number += !strncmp(map->name, prefix, strlen(prefix));
	}
	record = record_new(checker, arena_printf(checker->arena, "%s_%u", prefix, number),
			    (struct span){ 0 });
	record->map.key = &type_uint64;
	record->map.value = value;
	record->table_size = (uint32_t)checker->settings.max_map_keys;
	return record;
}

struct map_record *map_record_stack_table(struct checker *checker, const struct type *stack)
{
	return table_of(checker, stack, "stacks");
}

struct map_record *map_record_string_table(struct checker *checker, const struct type *string)
{
	return table_of(checker, string, "strings");
}
