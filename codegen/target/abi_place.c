/*
 * ABI place: the calling conventions of C on x86-64 (System V) and arm64 (AAPCS64):
 * which registers and which part of the stack a value takes, one parameter after
 * the other.
 */
#include "codegen/target/abi.h"

static uint32_t round_up(uint32_t bytes, uint32_t unit)
{
	return (bytes + unit - 1) / unit * unit;
}

static uint32_t count_words(const struct abi_value *value, enum abi_class class)
{
	return (value->words[0] == class) + (value->words[1] == class);
}

static struct abi_place place_on_stack(struct abi_cursor *cursor, const struct abi_value *value)
{
	/* Only what needs 16 bytes or more is aligned to more than a word. */
	uint32_t offset = round_up(cursor->stack, value->align >= 16 ? value->align : 8);

	cursor->stack = offset + round_up(value->size, 8);
	return (struct abi_place){ .kind = ABI_PLACE_STACK, .stack_offset = offset };
}

static struct abi_place place_in_registers(const struct abi *abi, struct abi_cursor *cursor,
					   uint32_t count)
{
	struct abi_place place = { .kind = ABI_PLACE_REGISTERS, .register_count = count };
	uint32_t index;

	for (index = 0; index < count; index++)
		place.offsets[index] = abi->argument_offsets[cursor->registers++];
	return place;
}

/* System V: each word by its own class, and all of the value in registers or none of it. */
static struct abi_place place_by_words(const struct abi *abi, struct abi_cursor *cursor,
				       const struct abi_value *value)
{
	uint32_t integers = count_words(value, ABI_INTEGER);
	uint32_t vectors = count_words(value, ABI_VECTOR);

	if (!value->is_memory && !integers && !vectors)
		return (struct abi_place){ .kind = ABI_PLACE_NOWHERE };
	if (value->is_memory || cursor->registers + integers > abi->argument_register_count ||
	    cursor->vectors + vectors > abi->vector_register_count)
		return place_on_stack(cursor, value);
	cursor->vectors += vectors;
	if (!vectors)
		return place_in_registers(abi, cursor, integers);
	cursor->registers += integers;
	return (struct abi_place){ .kind = ABI_PLACE_VECTOR };
}

/* AAPCS64: once something went to the stack, nothing later of its kind takes a register. */
static struct abi_place place_by_kind(const struct abi *abi, struct abi_cursor *cursor,
				      const struct abi_value *value)
{
	uint32_t vectors = value->vectors, words = round_up(value->size, 8) / 8;

	if (!value->size)
		return (struct abi_place){ .kind = ABI_PLACE_NOWHERE };
	if (!value->is_struct && value->words[0] == ABI_VECTOR)
		vectors = count_words(value, ABI_VECTOR);
	if (vectors) {
		if (cursor->vectors + vectors > abi->vector_register_count) {
			cursor->vectors = abi->vector_register_count;
			return place_on_stack(cursor, value);
		}
		cursor->vectors += vectors;
		return (struct abi_place){ .kind = ABI_PLACE_VECTOR };
	}
	/* What is aligned to 16 bytes starts at an even register. */
	if (value->align >= 16)
		cursor->registers = round_up(cursor->registers, 2);
	if (words > 2 || cursor->registers + words > abi->argument_register_count) {
		cursor->registers = abi->argument_register_count;
		return place_on_stack(cursor, value);
	}
	return place_in_registers(abi, cursor, words);
}

struct abi_place abi_place_next(const struct abi *abi, struct abi_cursor *cursor,
				const struct abi_value *value)
{
	static const struct abi_value address = {
		.size = 8, .align = 8, .words = { ABI_INTEGER },
	};
	bool is_large = abi->is_large_struct_pointed_to && value->is_struct &&
			value->size > 16 && !value->vectors;
	bool is_address = value->is_pointed_to || is_large;
	struct abi_place place;

	if (is_address)
		value = &address;
	place = abi->is_spill_final ? place_by_kind(abi, cursor, value) :
				      place_by_words(abi, cursor, value);
	place.is_address = is_address;
	return place;
}

bool abi_is_result_in_memory(const struct abi *abi, const struct abi_value *value)
{
	/* A long double comes in a register of the x87's, alone or as all that a struct holds. */
	if (abi->has_x87 && value->is_x87 && (!value->is_struct || value->size <= 16))
		return false;
	return value->is_pointed_to || value->is_memory ||
	       (value->is_struct && value->size > 16 && !value->vectors);
}

struct abi_place abi_place_result(const struct abi *abi, const struct abi_value *value)
{
	uint32_t integers = count_words(value, ABI_INTEGER);
	uint32_t vectors = count_words(value, ABI_VECTOR);

	if (abi_is_result_in_memory(abi, value)) {
		/* The address that was given comes back, on x86-64 only. */
		if (!abi->is_result_place_argument)
			return (struct abi_place){ .kind = ABI_PLACE_UNKNOWN };
		return (struct abi_place){
			.kind = ABI_PLACE_REGISTERS, .register_count = 1, .is_address = true,
			.offsets = { abi->return_offset },
		};
	}
	if (value->vectors && abi->is_spill_final)
		return (struct abi_place){ .kind = ABI_PLACE_VECTOR };
	if (abi->is_spill_final && value->is_struct) {
		integers = round_up(value->size, 8) / 8;
		vectors = 0;
	}
	if (vectors || value->is_x87)
		return (struct abi_place){ .kind = ABI_PLACE_VECTOR };
	if (!integers)
		return (struct abi_place){ .kind = ABI_PLACE_NOWHERE };
	return (struct abi_place){
		.kind = ABI_PLACE_REGISTERS, .register_count = integers,
		.offsets = { abi->return_offset, abi->second_return_offset },
	};
}

bool abi_place_argument(const struct abi *abi, const uint32_t *sizes, const bool *is_struct,
			uint32_t count, uint32_t index, uint32_t *reg, uint32_t *stack_offset)
{
	struct abi_place place = { .kind = ABI_PLACE_NOWHERE };
	struct abi_cursor cursor = { 0 };
	uint32_t argument;

	for (argument = 0; argument <= index && argument < count; argument++)
		place = abi_place_next(abi, &cursor, &(struct abi_value){
			.size = sizes[argument],
			.align = sizes[argument] == 16 && !is_struct[argument] ? 16 : 8,
			.words = { ABI_INTEGER, sizes[argument] > 8 ? ABI_INTEGER : ABI_NONE },
			.is_struct = is_struct[argument], .is_memory = sizes[argument] > 16,
		});
	*stack_offset = place.stack_offset;
	for (*reg = 0; *reg < abi->argument_register_count; ++*reg)
		if (place.kind == ABI_PLACE_REGISTERS && abi->argument_offsets[*reg] == place.offsets[0])
			return true;
	return false;
}
