/*
 * Types: the constant ones, and the table that keeps one object of every other,
 * so that the rest of ktrace compares types by address. A type is looked up by
 * all of its members; what it points to is interned before it, so their
 * addresses stand for them.
 */
#include "codegen/type.h"

#include <stddef.h>
#include <string.h>

#include "codegen/call_arguments.h"
#include "codegen/layout.h"
#include "lexer/arena.h"

#define INTEGER(bytes, sign, spelling) \
	{ .kind = TYPE_INTEGER, .is_signed = (sign), .size = (bytes), .align = (bytes), \
	  .name = (spelling) }

const struct type type_error = { .kind = TYPE_ERROR, .align = 1, .name = "" };
const struct type type_void = { .kind = TYPE_VOID, .align = 1, .name = "" };
const struct type type_bool = { .kind = TYPE_BOOLEAN, .size = 1, .align = 1, .name = "" };
const struct type type_int8 = INTEGER(1, true, "int8");
const struct type type_int16 = INTEGER(2, true, "int16");
const struct type type_int32 = INTEGER(4, true, "int32");
const struct type type_int64 = INTEGER(8, true, "int64");
const struct type type_uint8 = INTEGER(1, false, "uint8");
const struct type type_uint16 = INTEGER(2, false, "uint16");
const struct type type_uint32 = INTEGER(4, false, "uint32");
const struct type type_uint64 = INTEGER(8, false, "uint64");
const struct type type_kernel_symbol = {
	.kind = TYPE_KERNEL_SYMBOL, .size = 8, .align = 8, .name = "",
};
const struct type type_user_symbol = {
	.kind = TYPE_USER_SYMBOL, .size = 16, .align = 8, .name = "",
};
const struct type type_internet = {
	.kind = TYPE_INTERNET, .size = sizeof(struct layout_internet), .align = 4, .name = "",
};
const struct type type_arguments = { .kind = TYPE_ARGUMENTS, .align = 1, .name = "" };
const struct type type_call_arguments = {
	.kind = TYPE_ARGUMENTS, .size = sizeof(struct call_arguments), .align = 8, .name = "",
};

const struct type type_forms[] = {
#define FORM(form_, word, width, side, sort) \
	[FORM_##form_] = { .kind = TYPE_FORM, .size = 8, .align = 8, .is_signed = true, \
			  .name = "", .form = FORM_##form_ },
#include "codegen/form.def"
#undef FORM
};

static const struct type *const constant_types[] = {
	&type_error, &type_void, &type_bool,
	&type_int8, &type_int16, &type_int32, &type_int64,
	&type_uint8, &type_uint16, &type_uint32, &type_uint64,
	&type_kernel_symbol, &type_user_symbol, &type_internet, &type_arguments, &type_call_arguments,
};

/* Spellings of C on a 64-bit kernel, as one word each between single blanks. */
static const struct {
	const char *name;
	const struct type *type;
} builtin_names[] = {
	{ "bool", &type_bool }, { "_Bool", &type_bool }, { "void", &type_void },
	{ "int8", &type_int8 }, { "int16", &type_int16 },
	{ "int32", &type_int32 }, { "int64", &type_int64 },
	{ "uint8", &type_uint8 }, { "uint16", &type_uint16 },
	{ "uint32", &type_uint32 }, { "uint64", &type_uint64 },
	{ "char", &type_int8 }, { "signed char", &type_int8 },
	{ "unsigned char", &type_uint8 },
	{ "short", &type_int16 }, { "short int", &type_int16 },
	{ "signed short", &type_int16 },
	{ "unsigned short", &type_uint16 }, { "short unsigned int", &type_uint16 },
	{ "unsigned short int", &type_uint16 },
	{ "int", &type_int32 }, { "signed", &type_int32 }, { "signed int", &type_int32 },
	{ "unsigned", &type_uint32 }, { "unsigned int", &type_uint32 },
	{ "long", &type_int64 }, { "long int", &type_int64 }, { "signed long", &type_int64 },
	{ "unsigned long", &type_uint64 }, { "long unsigned int", &type_uint64 },
	{ "unsigned long int", &type_uint64 },
	{ "long long", &type_int64 }, { "long long int", &type_int64 },
	{ "signed long long", &type_int64 },
	{ "unsigned long long", &type_uint64 }, { "long long unsigned int", &type_uint64 },
	{ "unsigned long long int", &type_uint64 },
};

struct type_entry {
	const struct type *type;
	uint64_t hash;
	struct type_entry *next;
};

struct type_table {
	struct arena *arena;
	struct type_entry **buckets;
	uint32_t bucket_count;		/* a power of two */
	uint32_t count;
};

static uint64_t hash_add(uint64_t hash, uint64_t value)
{
	hash = (hash ^ value) * 0x9e3779b97f4a7c15ull;
	return hash ^ (hash >> 29);
}

static uint64_t hash_add_text(uint64_t hash, const char *text)
{
	for (; text && *text; text++)
		hash = (hash ^ (unsigned char)*text) * 0x100000001b3ull;
	return hash_add(hash, 0);
}

static uint64_t hash_type(const struct type *type)
{
	uint64_t hash = hash_add(0, type->kind);
	uint32_t index;

	hash = hash_add(hash, (uint64_t)type->size << 32 | type->count);
	hash = hash_add(hash, (uintptr_t)type->target);
	hash = hash_add(hash, (uintptr_t)type->compat);
	hash = hash_add(hash, (uint64_t)type->space << 32 | type->btf_module);
	hash = hash_add(hash, (uint64_t)type->btf_id << 2 | type->is_signed << 1 | type->is_union);
	hash = hash_add(hash, (uintptr_t)type->members ^ (uintptr_t)type->constants);
	hash = hash_add_text(hash, type->name);
	for (index = 0; type->elements && index < type->count; index++)
		hash = hash_add(hash, (uintptr_t)type->elements[index]);
	return hash;
}

static bool same_text(const char *one, const char *other)
{
	return !strcmp(one ? one : "", other ? other : "");
}

static bool same_elements(const struct type *one, const struct type *other)
{
	if (!one->elements || !other->elements)
		return one->elements == other->elements;
	return !memcmp(one->elements, other->elements,
		       sizeof(one->elements[0]) * one->count);
}

static bool same_aggregate(const struct type *one, const struct type *other)
{
	return one->aggregate.kind == other->aggregate.kind &&
	       one->aggregate.bits == other->aggregate.bits &&
	       one->aggregate.min == other->aggregate.min &&
	       one->aggregate.max == other->aggregate.max &&
	       one->aggregate.step == other->aggregate.step &&
	       one->aggregate.of == other->aggregate.of;
}

static bool same_stack(const struct type *one, const struct type *other)
{
	return one->stack.is_user == other->stack.is_user &&
	       one->stack.limit == other->stack.limit && one->stack.mode == other->stack.mode;
}

static bool same_type(const struct type *one, const struct type *other)
{
	return one->kind == other->kind && one->is_signed == other->is_signed &&
	       one->is_union == other->is_union && one->size == other->size &&
	       one->align == other->align && same_text(one->name, other->name) &&
	       one->target == other->target && one->space == other->space &&
	       one->compat == other->compat &&
	       one->count == other->count && same_elements(one, other) &&
	       one->btf_module == other->btf_module && one->btf_id == other->btf_id &&
	       one->members == other->members && one->constants == other->constants &&
	       one->is_flags == other->is_flags && one->is_text == other->is_text &&
	       same_stack(one, other) &&
	       same_text(one->time_format, other->time_format) && same_aggregate(one, other);
}

static void table_add(struct type_table *table, const struct type *type, uint64_t hash)
{
	struct type_entry *entry = ARENA_NEW(table->arena, struct type_entry);
	struct type_entry **bucket = &table->buckets[hash & (table->bucket_count - 1)];

	entry->type = type;
	entry->hash = hash;
	entry->next = *bucket;
	*bucket = entry;
	table->count++;
}

static void table_grow(struct type_table *table)
{
	uint32_t count = table->bucket_count * 2;
	struct type_entry **buckets = ARENA_NEW_ARRAY(table->arena, struct type_entry *, count);
	struct type_entry *entry, *next, **bucket;
	uint32_t index;

	for (index = 0; index < table->bucket_count; index++) {
		for (entry = table->buckets[index]; entry; entry = next) {
			next = entry->next;
			bucket = &buckets[entry->hash & (count - 1)];
			entry->next = *bucket;
			*bucket = entry;
		}
	}
	table->buckets = buckets;
	table->bucket_count = count;
}

struct type_table *type_table_new(struct arena *arena)
{
	struct type_table *table = ARENA_NEW(arena, struct type_table);
	size_t index;

	table->arena = arena;
	table->bucket_count = 256;
	table->buckets = ARENA_NEW_ARRAY(arena, struct type_entry *, table->bucket_count);
	for (index = 0; index < sizeof(constant_types) / sizeof(constant_types[0]); index++)
		table_add(table, constant_types[index], hash_type(constant_types[index]));
	return table;
}

const struct type *type_intern(struct type_table *table, const struct type *type)
{
	uint64_t hash = hash_type(type);
	const struct type **elements;
	struct type_entry *entry;
	struct type *copy;

	for (entry = table->buckets[hash & (table->bucket_count - 1)]; entry; entry = entry->next)
		if (entry->hash == hash && same_type(entry->type, type))
			return entry->type;
	if (table->count >= table->bucket_count)
		table_grow(table);
	copy = ARENA_NEW(table->arena, struct type);
	*copy = *type;
	copy->name = type->name && *type->name ? arena_copy_string(table->arena, type->name) : "";
	if (type->elements) {
		elements = ARENA_NEW_ARRAY(table->arena, const struct type *, type->count);
		memcpy(elements, type->elements, sizeof(elements[0]) * type->count);
		copy->elements = elements;
	}
	if (type->time_format)
		copy->time_format = arena_copy_string(table->arena, type->time_format);
	table_add(table, copy, hash);
	return copy;
}

const struct type *type_integer(uint32_t size, bool is_signed)
{
	switch (size) {
	case 1:
		return is_signed ? &type_int8 : &type_uint8;
	case 2:
		return is_signed ? &type_int16 : &type_uint16;
	case 4:
		return is_signed ? &type_int32 : &type_uint32;
	default:
		return is_signed ? &type_int64 : &type_uint64;
	}
}

const struct type *type_find_builtin(const char *name)
{
	size_t index;

	for (index = 0; index < sizeof(builtin_names) / sizeof(builtin_names[0]); index++)
		if (!strcmp(builtin_names[index].name, name))
			return builtin_names[index].type;
	return NULL;
}

const struct members *type_members(const struct type *type)
{
	struct members *members = (struct members *)type->members;
	void (*complete)(struct members *) = members ? members->complete : NULL;

	if (complete) {
		members->complete = NULL;
		complete(members);
	}
	return members;
}

const struct type *type_pointer(struct type_table *table, const struct type *target,
				enum address_space space)
{
	return type_intern(table, &(struct type){
		.kind = TYPE_POINTER, .size = 8, .align = 8, .target = target, .space = space,
	});
}

const struct type *type_pointer_compat(struct type_table *table, const struct type *target,
				       const struct type *compat)
{
	return type_intern(table, &(struct type){
		.kind = TYPE_POINTER, .size = 8, .align = 8, .target = target,
		.space = SPACE_USER, .compat = compat,
	});
}

const struct type *type_pointer_narrow(struct type_table *table, bool is_text)
{
	return type_intern(table, &(struct type){
		.kind = TYPE_POINTER, .size = 4, .align = 4, .space = SPACE_USER,
		.target = &type_void, .is_text = is_text,
	});
}

const struct type *type_pointer_of_call(struct type_table *table, const struct type *target)
{
	const struct type *compat = NULL;

	if (target->kind == TYPE_POINTER)
		compat = type_pointer_narrow(table, target->is_text);
	else if (target->kind == TYPE_STRUCT && target->members)
		compat = target->members->compat;
	return type_pointer_compat(table, target, compat);
}

const struct type *type_array(struct type_table *table, const struct type *element,
			      uint32_t count)
{
	return type_intern(table, &(struct type){
		.kind = TYPE_ARRAY, .size = element->size * count, .align = element->align,
		.target = element, .count = count,
	});
}

const struct type *type_string(struct type_table *table, uint32_t size)
{
	return type_intern(table, &(struct type){
		.kind = TYPE_STRING, .size = size, .align = 1,
	});
}

const struct type *type_buffer(struct type_table *table, uint32_t capacity)
{
	return type_intern(table, &(struct type){
		.kind = TYPE_BUFFER, .size = capacity + 4, .align = 4,
	});
}

const struct type *type_words(struct type_table *table, uint32_t capacity)
{
	return type_intern(table, &(struct type){
		.kind = TYPE_BUFFER, .size = capacity + 4, .align = 4, .is_text = true,
	});
}

static uint32_t align_up(uint32_t offset, uint32_t align)
{
	return (offset + align - 1) / align * align;
}

const struct type *type_tuple(struct type_table *table, const struct type *const *elements,
			      uint32_t count)
{
	struct type tuple = {
		.kind = TYPE_TUPLE, .align = 1, .count = count, .elements = elements,
	};
	uint32_t index;

	for (index = 0; index < count; index++) {
		if (elements[index]->align > tuple.align)
			tuple.align = elements[index]->align;
		tuple.size = align_up(tuple.size, elements[index]->align) + elements[index]->size;
	}
	tuple.size = align_up(tuple.size, tuple.align);
	return type_intern(table, &tuple);
}

uint32_t type_tuple_offset(const struct type *tuple, uint32_t index)
{
	uint32_t offset = 0, before;

	for (before = 0; before < index; before++)
		offset = align_up(offset, tuple->elements[before]->align) +
			 tuple->elements[before]->size;
	return align_up(offset, tuple->elements[index]->align);
}

const struct type *type_stack(struct type_table *table, bool is_user, uint32_t limit,
			      uint32_t mode)
{
	return type_intern(table, &(struct type){
		.kind = TYPE_STACK, .align = 8, .size = 8,
		.stack = { .is_user = is_user, .limit = limit, .mode = mode },
	});
}

const struct type *type_timestamp(struct type_table *table, const char *format)
{
	return type_intern(table, &(struct type){
		.kind = TYPE_TIMESTAMP, .size = 8, .align = 8, .time_format = format,
	});
}

/* Bytes of one CPU's part, as codegen/layout.h has them. */
static uint32_t aggregate_size(enum aggregate_kind kind, uint32_t bits, int64_t min, int64_t max,
			       int64_t step)
{
	switch (kind) {
	case AGGREGATE_COUNT:
	case AGGREGATE_SUM:
		return 8;
	case AGGREGATE_MIN:
	case AGGREGATE_MAX:
		return sizeof(struct layout_extreme);
	case AGGREGATE_AVG:
	case AGGREGATE_STATS:
		return sizeof(struct layout_stats);
	case AGGREGATE_HIST:
		return 8 * layout_hist_buckets(bits);
	case AGGREGATE_LHIST:
		if (step <= 0 || max < min)
			return 16;
		return (uint32_t)(((uint64_t)max - (uint64_t)min + (uint64_t)step - 1) /
				  (uint64_t)step + 2) * 8;
	}
	return 8;
}

const struct type *type_aggregate(struct type_table *table, enum aggregate_kind kind,
				  bool is_signed, uint32_t bits, int64_t min, int64_t max,
				  int64_t step)
{
	return type_intern(table, &(struct type){
		.kind = TYPE_AGGREGATE, .is_signed = is_signed, .align = 8,
		.size = aggregate_size(kind, bits, min, max, step),
		.aggregate = { .kind = kind, .bits = bits, .min = min, .max = max, .step = step },
	});
}

const struct type *type_aggregate_of(struct type_table *table, enum aggregate_kind kind,
				     const struct type *number)
{
	return type_intern(table, &(struct type){
		.kind = TYPE_AGGREGATE, .is_signed = number && number->is_signed, .align = 8,
		.size = aggregate_size(kind, 0, 0, 0, 0),
		.aggregate = { .kind = kind,
			       .of = number && type_is_quantity(number) ? number : NULL },
	});
}
