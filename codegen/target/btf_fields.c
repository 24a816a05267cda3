/*
 * BTF fields: what structs and enums hold: as BTF says, or as the type itself does
 * where it does not come from there.
 */
#include <bpf/btf.h>
#include <string.h>

#include "codegen/target/internal.h"
#include "codegen/target/target.h"
#include "lexer/arena.h"
#include "lexer/buffer.h"
#include "lexer/suggest.h"

/* Members looked at for one question; only a struct that contains itself has more. */
enum { MEMBERS_MAX = 20000 };

/* The BTF definition that TYPE was converted from; NULL for structs without one. */
static const struct btf_type *definition_of(struct target *target, const struct type *type,
					    const struct target_btf **btf)
{
	const struct btf_type *definition;

	if (type->btf_id == 0)
		return NULL;
	*btf = target_module_btf(target, type->btf_module);
	definition = *btf ? target_btf_type(*btf, type->btf_id) : NULL;
	if (!definition || btf_is_fwd(definition))
		return NULL;
	return definition;
}

/*
 * Bits that a member has as a bit-field, 0 for none, and where they start. Before
 * the member flag of Linux 4.20 the width was told by an integer type of its own.
 */
static uint32_t member_bits(const struct target_btf *btf, const struct btf_type *definition,
			    uint32_t index, uint32_t *first_bit)
{
	uint32_t id = target_skip_modifiers(btf, btf_members(definition)[index].type);
	const struct btf_type *type = target_btf_type(btf, id);
	uint32_t size = btf_member_bitfield_size(definition, index);

	*first_bit = btf_member_bit_offset(definition, index);
	if (size || btf_kflag(definition) || !type || id == 0 || !btf_is_int(type))
		return size;
	if (btf_int_bits(type) == type->size * 8 && btf_int_offset(type) == 0)
		return 0;
	*first_bit += btf_int_offset(type);
	return btf_int_bits(type);
}

static void fill_field(struct target *target, const struct type *type,
		       const struct target_btf *btf, const struct btf_type *definition,
		       uint32_t index, struct field *field)
{
	const struct btf_member *member = &btf_members(definition)[index];
	uint32_t first_bit, unit;
	uint32_t bits = member_bits(btf, definition, index, &first_bit);

	*field = (struct field){
		.name = target_btf_name(btf, member->name_off),
		.type = target_convert(target, type->btf_module, member->type),
		.offset = first_bit / 8,
		.bit_size = (uint8_t)bits,
	};
	if (bits == 0)
		return;
	/* Packed structs have bit-fields across two units: those count from their first byte. */
	unit = field->type->size ? field->type->size * 8 : 8;
	if (first_bit % unit + bits > unit)
		unit = 8;
	field->offset = first_bit / unit * (unit / 8);
	field->bit_offset = (uint8_t)(first_bit % unit);
}

static bool find_field(struct target *target, const struct type *type, const char *name,
		       unsigned *budget, struct field *field);

/* OUTER is one of the members: it, or, if it is anonymous, what is in it. */
static bool find_within(struct target *target, const struct field *outer, const char *name,
			unsigned *budget, struct field *field)
{
	if (*outer->name) {
		*field = *outer;
		return true;
	}
	if (outer->type->kind != TYPE_STRUCT ||
	    !find_field(target, outer->type, name, budget, field))
		return false;
	field->offset += outer->offset;
	return true;
}

static bool find_member(struct target *target, const struct members *members, const char *name,
			unsigned *budget, struct field *field)
{
	uint32_t index;

	for (index = 0; index < members->count && *budget; index++) {
		(*budget)--;
		if (*members->fields[index].name && strcmp(members->fields[index].name, name))
			continue;
		if (find_within(target, &members->fields[index], name, budget, field))
			return true;
	}
	return false;
}

static bool find_field(struct target *target, const struct type *type, const char *name,
		       unsigned *budget, struct field *field)
{
	const struct target_btf *btf;
	const struct btf_type *definition = definition_of(target, type, &btf);
	const char *member_name;
	struct field outer;
	uint32_t index;

	if (type->members)
		return find_member(target, type_members(type), name, budget, field);
	if (!definition || !btf_is_composite(definition))
		return false;
	for (index = 0; index < btf_vlen(definition) && *budget; index++) {
		(*budget)--;
		member_name = target_btf_name(btf, btf_members(definition)[index].name_off);
		if (*member_name ? strcmp(member_name, name) != 0 : false)
			continue;
		fill_field(target, type, btf, definition, index, &outer);
		if (find_within(target, &outer, name, budget, field))
			return true;
	}
	return false;
}

static void record_field(struct target *target, const char *key, const struct field *field)
{
	const char *type = type_to_string(target->arena, field->type);

	if (field->bit_size)
		target_record(target, key, "offset %u, bits %u to %u, %s", field->offset,
			      field->bit_offset, field->bit_offset + field->bit_size - 1u, type);
	else
		target_record(target, key, "offset %u, %s", field->offset, type);
}

/* An answer about one type is kept under its number: names may be shared. */
static const char *type_key(struct target *target, const char *what, const struct type *type)
{
	return arena_printf(target->arena, "%s %u:%u", what, type->btf_module, type->btf_id);
}

/*
 * How a struct without a tag is told from others: by its typedef, or else by its number, which
 * is another on each kernel.
 */
static const char *untagged_name(struct target *target, const struct type *type)
{
	const char *key = type_key(target, "typedef", type);
	const struct target_btf *btf;
	const struct btf_type *other;
	const char *name = NULL;
	const void *known;
	uint32_t id;

	if (table_find(&target->answers, key, &known))
		return known;
	if (definition_of(target, type, &btf))
		for (id = btf->first_id; id < btf->end_id && !name; id++) {
			other = target_btf_type(btf, id);
			if (btf_is_typedef(other) && other->type == type->btf_id)
				name = target_btf_name(btf, other->name_off);
		}
	if (!name)
		name = arena_printf(target->arena, "%s #%u", type->is_union ? "union" : "struct",
				    type->btf_id);
	table_put(&target->answers, key, name);
	return name;
}

bool target_find_field(struct target *target, const struct type *type, const char *name,
		       struct field *field)
{
	const char *keyword = type->is_union ? "union" : "struct";
	unsigned budget = MEMBERS_MAX;
	const char *key;
	bool found;

	if (type->kind != TYPE_STRUCT || !*name)
		return false;
	found = find_field(target, type, name, &budget, field);
	if (type->name && *type->name)
		key = arena_printf(target->arena, "%s %s.%s", keyword, type->name, name);
	else
		key = arena_printf(target->arena, "%s.%s", untagged_name(target, type), name);
	if (!found) {
		target_record(target, key, "absent");
		return false;
	}
	field->name = arena_copy_string(target->arena, field->name);
	record_field(target, key, field);
	return true;
}

static const struct field *list_fields(struct target *target, const struct type *type,
				       uint32_t *count)
{
	const struct target_btf *btf;
	const struct btf_type *definition = definition_of(target, type, &btf);
	const void *known;
	struct field *fields;
	const char *key;
	uint32_t index;

	*count = type->members ? type_members(type)->count : 0;
	if (type->members)
		return type->members->fields;
	if (type->kind != TYPE_STRUCT || !definition || !btf_is_composite(definition))
		return NULL;
	*count = btf_vlen(definition);
	key = type_key(target, "fields", type);
	if (table_find(&target->answers, key, &known))
		return known;
	fields = ARENA_NEW_ARRAY(target->arena, struct field, *count + 1);
	for (index = 0; index < *count; index++) {
		fill_field(target, type, btf, definition, index, &fields[index]);
		fields[index].name = arena_copy_string(target->arena, fields[index].name);
	}
	table_put(&target->answers, key, fields);
	return fields;
}

/* The members as one fact: a struct of 250 members is not worth 250 of them. */
static void record_fields(struct target *target, const struct type *type,
			  const struct field *fields, uint32_t count)
{
	const char *keyword = type->is_union ? "union" : "struct";
	struct buffer text = { 0 };
	uint32_t index;

	for (index = 0; index < count; index++) {
		buffer_printf(&text, "%s %u %u %u ", fields[index].name, fields[index].offset,
			      fields[index].bit_offset, fields[index].bit_size);
		type_print(fields[index].type, &text);
	}
	target_record(target, arena_printf(target->arena, "%s %s.*", keyword, type->name),
		      "%u members, checksum %08x", count,
		      table_hash(text.data ? text.data : "", (uint32_t)text.length));
	buffer_release(&text);
}

const struct field *target_list_fields(struct target *target, const struct type *type,
				       uint32_t *count)
{
	const struct field *fields = list_fields(target, type, count);

	if (fields && *type->name)
		record_fields(target, type, fields, *count);
	return fields;
}

const char *target_constant_name(const struct target_btf *btf, const struct btf_type *definition,
				 uint32_t index)
{
	if (btf_is_enum64(definition))
		return target_btf_name(btf, btf_enum64(definition)[index].name_off);
	return target_btf_name(btf, btf_enum(definition)[index].name_off);
}

int64_t target_constant_value(const struct btf_type *definition, uint32_t index, bool is_signed)
{
	if (btf_is_enum64(definition))
		return (int64_t)btf_enum64_value(&btf_enum64(definition)[index]);
	if (is_signed)
		return btf_enum(definition)[index].val;
	return (uint32_t)btf_enum(definition)[index].val;
}

const struct enumerator *target_list_enumerators(struct target *target, const struct type *type,
						 uint32_t *count)
{
	const struct target_btf *btf;
	const struct btf_type *definition = definition_of(target, type, &btf);
	struct enumerator *constants;
	const void *known;
	const char *key;
	uint32_t index;

	*count = type->constants ? type->constants->count : 0;
	if (type->constants)
		return type->constants->values;
	if (type->kind != TYPE_ENUM || !definition || !btf_is_any_enum(definition))
		return NULL;
	*count = btf_vlen(definition);
	key = type_key(target, "enumerators", type);
	if (table_find(&target->answers, key, &known))
		return known;
	constants = ARENA_NEW_ARRAY(target->arena, struct enumerator, *count + 1);
	for (index = 0; index < *count; index++) {
		constants[index].name = arena_copy_string(target->arena,
				target_constant_name(btf, definition, index));
		constants[index].value = target_constant_value(definition, index, type->is_signed);
	}
	table_put(&target->answers, key, constants);
	return constants;
}

static void suggest_fields(struct target *target, const struct type *type, unsigned *budget,
			   struct suggest *suggest)
{
	const struct field *fields;
	uint32_t count, index;

	fields = list_fields(target, type, &count);
	for (index = 0; index < count && *budget; index++) {
		(*budget)--;
		if (*fields[index].name)
			suggest_offer(suggest, fields[index].name);
		else
			suggest_fields(target, fields[index].type, budget, suggest);
	}
}

void target_suggest_field(struct target *target, const struct type *type, struct suggest *suggest)
{
	unsigned budget = MEMBERS_MAX;

	suggest_fields(target, type, &budget, suggest);
}
