/*
 * Argument usdt: arguments of a program's own probes, which it has where the note about the
 * place says.
 */
#include "codegen/check/argument_usdt.h"

#include <string.h>

#include "codegen/check/argument_row.h"
#include "codegen/check/checker.h"
#include "codegen/target/abi.h"
#include "codegen/target/usdt.h"

/* A symbol's address is counted from the place: the instruction pointer is known there. */
static bool settle_symbol(const struct probe_target *target, struct usdt_argument *operand)
{
	uint64_t address;

	if (!operand->symbol)
		return true;
	if (usdt_find_symbol(target->plan.path, operand->symbol, &address))
		return false;
	operand->number += (int64_t)(address - target->usdt_address);
	return true;
}

const struct argument *argument_find_usdt(struct checker *checker, struct probe_target *target,
					  unsigned number)
{
	struct usdt_argument *operand = ARENA_NEW(checker->arena, struct usdt_argument);
	struct argument *argument;
	const char *text;

	if (usdt_read_argument(checker->arena, abi_native(), target->usdt_arguments, number,
			       operand, &text) != USDT_KNOWN || !settle_symbol(target, operand))
		return NULL;
	argument = argument_new(checker, arena_printf(checker->arena, "arg%u", number),
				type_integer(operand->size, operand->is_signed), ARGUMENT_USDT, 0);
	argument->operand = operand;
	return argument;
}

const char *argument_why_no_usdt(struct checker *checker, const struct probe_target *target,
				 unsigned number)
{
	struct usdt_argument operand;
	const char *text;

	if (!target->usdt_arguments)
		return NULL;
	switch (usdt_read_argument(checker->arena, abi_native(), target->usdt_arguments, number,
				   &operand, &text)) {
	case USDT_KNOWN:
		return arena_printf(checker->arena, "it is at `%s`, and %s has no symbol %s", text,
				    target->plan.path, operand.symbol);
	case USDT_UNKNOWN:
		return arena_printf(checker->arena, "it is at `%s`, which is out of reach", text);
	default:
		return NULL;
	}
}

bool argument_is_same_usdt(const struct usdt_argument *one, const struct usdt_argument *other)
{
	if (!one || !other)
		return one == other;
	return one->size == other->size && one->is_signed == other->is_signed &&
	       one->source == other->source && one->number == other->number &&
	       one->has_base == other->has_base && one->base == other->base &&
	       one->shift == other->shift && one->index == other->index &&
	       one->scale == other->scale && !one->symbol == !other->symbol;
}
