/*
 * Argument user: the parameters and the result of a user program's function, where
 * its debug information and the calling convention say they are.
 */
#include "codegen/check/argument_user.h"

#include <string.h>

#include "codegen/check/checker.h"
#include "codegen/check/probe_target.h"
#include "codegen/target/binary_dwarf.h"

/* Looked for when the first name is asked for: reading debug information takes its time. */
static const struct binary_function *find_function(struct checker *checker,
						   struct probe_target *target)
{
	if (!target->user && !target->unnamed_because)
		target->user = binary_find_function(checker->target, target->plan.path,
						    target->plan.offset, target->plan.symbol,
						    &target->unnamed_because);
	return target->user;
}

static const struct argument *argument_new(struct checker *checker, const char *name,
					   const struct type *type,
					   const struct abi_place *place)
{
	struct argument *argument;

	if (place->kind != ABI_PLACE_REGISTERS && place->kind != ABI_PLACE_STACK)
		return NULL;
	argument = ARENA_NEW(checker->arena, struct argument);
	argument->name = name;
	argument->type = type;
	argument->size = type->size;
	argument->is_address = place->is_address;
	if (place->kind == ABI_PLACE_STACK) {
		argument->source = ARGUMENT_STACK;
		argument->offset = place->stack_offset + abi_native()->stack_argument_bias;
		return argument;
	}
	argument->source = place->register_count == 2 ? ARGUMENT_REGISTER_PAIR : ARGUMENT_REGISTER;
	argument->offset = place->offsets[0];
	argument->second = place->offsets[1];
	return argument;
}

static bool find_parameter(const struct binary_function *function, const char *name,
			   uint32_t *index)
{
	for (*index = 0; *index < function->prototype.parameter_count; ++*index)
		if (*name && !strcmp(function->prototype.parameters[*index].name, name))
			return true;
	return false;
}

const struct argument *argument_find_user(struct checker *checker, struct probe_target *target,
					  const char *name)
{
	const struct binary_function *function = find_function(checker, target);
	uint32_t index;

	if (!function || !find_parameter(function, name, &index))
		return NULL;
	return argument_new(checker, name, function->prototype.parameters[index].type,
			    &function->places[index]);
}

const struct argument *argument_find_user_result(struct checker *checker,
						 struct probe_target *target)
{
	const struct binary_function *function = find_function(checker, target);
	const struct abi_place plain = {
		.kind = ABI_PLACE_REGISTERS, .register_count = 1,
		.offsets = { abi_native()->return_offset },
	};

	if (!function || function->prototype.return_type->kind == TYPE_VOID)
		return argument_new(checker, "retval", &type_uint64, &plain);
	return argument_new(checker, "retval", function->prototype.return_type,
			    &function->result);
}

const char *argument_why_unreadable(struct probe_target *target, const char *name)
{
	static const char *const reasons[] = {
		[ABI_PLACE_NOWHERE] = "it is empty: nothing is passed",
		[ABI_PLACE_VECTOR] = "it is in a floating-point register, which BPF programs "
				     "cannot read",
		[ABI_PLACE_UNKNOWN] = "the function was told where to put it and does not say "
				      "so at its return",
	};
	const struct binary_function *function = target->user;
	uint32_t index;

	if (!function)
		return NULL;
	if (!strcmp(name, "retval"))
		return reasons[function->result.kind];
	return find_parameter(function, name, &index) ? reasons[function->places[index].kind] : NULL;
}

void argument_advise_user(struct checker *checker, struct probe_target *target,
			  struct diag *diag)
{
	if (!*target->plan.path || !binary_is_stripped(checker->target, target->plan.path))
		return;
	diag_note(diag, (struct span){ 0 }, "debug information is made by the compiler's option -g; "
		  "distributions have it in packages of their own (-dbgsym, -dbg, -debuginfo), "
		  "which put it below /usr/lib/debug");
}
