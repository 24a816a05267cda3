/*
 * Wire: integers, strings and arrays as bytes. Reading trusts nothing: a count
 * that the bytes left cannot hold fails the wire, and a failed wire reads zeros.
 */
#include "codegen/wire.h"

#include <string.h>

#include "lexer/arena.h"

/* Arrays in arrays: deeper than any type can be, far less than the stack holds. */
#define MOST_NESTED 600

struct wire wire_writer(struct buffer *out)
{
	return (struct wire){ .out = out };
}

struct wire wire_reader(struct arena *arena, const void *bytes, size_t length)
{
	return (struct wire){ .arena = arena, .bytes = bytes, .left = length };
}

/* Takes LENGTH bytes; NULL (and a failed wire) when there are fewer. */
static const unsigned char *wire_take(struct wire *wire, size_t length)
{
	const unsigned char *bytes = wire->bytes;

	if (wire->failed || length > wire->left) {
		wire->failed = true;
		return NULL;
	}
	wire->bytes += length;
	wire->left -= length;
	return bytes;
}

static void wire_integer(struct wire *wire, uint64_t *value, unsigned size)
{
	unsigned char little[8];
	const unsigned char *bytes;

	if (wire->out) {
		for (unsigned i = 0; i < size; i++)
			little[i] = (unsigned char)(*value >> 8 * i);
		buffer_append(wire->out, little, size);
		return;
	}
	*value = 0;
	bytes = wire_take(wire, size);
	for (unsigned i = 0; bytes && i < size; i++)
		*value |= (uint64_t)bytes[i] << 8 * i;
}

void wire_u32(struct wire *wire, uint32_t *value)
{
	uint64_t wide = *value;

	wire_integer(wire, &wide, sizeof(*value));
	*value = (uint32_t)wide;
}

void wire_u64(struct wire *wire, uint64_t *value)
{
	wire_integer(wire, value, sizeof(*value));
}

void wire_i64(struct wire *wire, int64_t *value)
{
	uint64_t bits = (uint64_t)*value;

	wire_integer(wire, &bits, sizeof(bits));
	*value = (int64_t)bits;
}

void wire_bool(struct wire *wire, bool *value)
{
	uint64_t wide = *value;

	wire_integer(wire, &wide, 1);
	if (wide > 1)
		wire->failed = true;
	*value = wide == 1;
}

void wire_bytes(struct wire *wire, char **bytes, uint32_t *length)
{
	const unsigned char *taken;

	wire_u32(wire, length);
	if (wire->out) {
		buffer_append(wire->out, *bytes, *length);
		return;
	}
	taken = wire_take(wire, *length);
	if (!taken)
		*length = 0;
	*bytes = arena_copy_text(wire->arena, taken ? (const char *)taken : "", *length);
}

void wire_string(struct wire *wire, char **value)
{
	char *text = wire->out && *value ? *value : "";
	uint32_t length = (uint32_t)strlen(text);

	wire_bytes(wire, &text, &length);
	if (wire->out)
		return;
	if (strlen(text) != length)
		wire->failed = true;
	*value = text;
}

void wire_array(struct wire *wire, void **array, uint32_t *count, size_t size,
		void (*element)(struct wire *wire, void *element))
{
	wire_u32(wire, count);
	if (!wire->out) {
		/* An element is at least a byte, which bounds what a wrong count can cost. */
		if (wire->failed || *count > wire->left || wire->depth >= MOST_NESTED) {
			wire->failed = true;
			*count = 0;
		}
		*array = *count ? arena_alloc(wire->arena, size * *count) : NULL;
	}
	wire->depth++;
	for (uint32_t i = 0; i < *count && !wire->failed; i++)
		element(wire, (char *)*array + i * size);
	wire->depth--;
}
