/*
 * Arguments of system calls: by the names of ktrace's own table, and by those that the
 * kernel has for them; at entry and, since the registers that hold them are kept, at
 * the end.
 */
#include <string.h>

#include "codegen/check/argument_row.h"
#include "codegen/check/checker.h"
#include "codegen/check/saved.h"
#include "codegen/target/abi.h"
#include "codegen/target/syscall.h"
#include "codegen/target/target.h"

/* Position and type of a parameter in the kernel's own list; -1: not there. */
static int find_in_list(const struct function *list, const char *name)
{
	uint32_t index;

	for (index = 0; list && index < list->parameter_count; index++)
		if (!strcmp(list->parameters[index].name, name))
			return (int)index;
	return -1;
}

static const char *call_name(const struct probe_target *target)
{
	return strchr(target->plan.name, ':') + 1;
}

/*
 * Is the kernel's LIST of the call that the table KNOWS? Some kernel may call a parameter otherwise,
 * and a newer one may have more of them behind these; anything else is another call.
 */
static bool is_known_call(const struct function *list, const struct function *known)
{
	uint32_t index;

	if (list->parameter_count == known->parameter_count)
		return true;
	for (index = 0; index < known->parameter_count; index++)
		if (index >= list->parameter_count ||
		    strcmp(list->parameters[index].name, known->parameters[index].name))
			return false;
	return true;
}

/* Where parameter NAME is. The table knows more of a type than the kernel's list. */
static bool find_place(struct checker *checker, struct probe_target *target, const char *name,
		       struct syscall_place *place)
{
	const struct function *list = syscall_find_kernel_prototype(checker->target,
								    call_name(target));
	const struct function *known = target->call ? target->call->prototype : NULL;
	int index = find_in_list(list, name);

	if (known && (!list || target->call->number < 0 || is_known_call(list, known))) {
		if (syscall_find_place(checker->target, target->call, name, place))
			return true;
		if (index < (int)known->parameter_count)
			return index >= 0 &&
			       syscall_find_place(checker->target, target->call,
						  known->parameters[index].name, place);
	}
	/* What is said of the call is said of this one. */
	target->function = list;
	if (index < 0)
		return false;
	*place = (struct syscall_place){
		.type = list->parameters[index].type, .index = index, .compat_index = -1,
	};
	return true;
}

/* ---- in the registers that the raw tracepoint points to ---- */

/* Of a 32-bit program's call; without one there is nothing to read. */
static struct argument_compat place_compat(const struct probe_target *target,
					   const struct syscall_place *place)
{
	const struct abi *abi = abi_native();
	int last = place->compat_index + place->is_compat_wide;
	struct argument_compat compat = {
		.is_wide = place->is_compat_wide, .is_narrow = place->is_compat_narrow,
	};

	if (target->call->compat_number < 0)
		return (struct argument_compat){ 0 };
	if (place->compat_index < 0 || last >= ABI_SYSCALL_REGISTERS)
		return (struct argument_compat){ .is_absent = true };
	compat.offset = abi->compat_offsets[place->compat_index];
	compat.high_offset = abi->compat_offsets[last];
	return compat;
}

static const struct argument *named_register(struct checker *checker,
					     struct probe_target *target, const char *name)
{
	struct syscall_place place;
	struct argument *argument;

	if (!find_place(checker, target, name, &place) || place.index >= ABI_SYSCALL_REGISTERS)
		return NULL;
	argument = argument_new(checker, name, place.type, ARGUMENT_SYSCALL, 0);
	if (place.index >= 0)
		argument->offset = abi_native()->syscall_offsets[place.index];
	argument->compat = place_compat(target, &place);
	return argument;
}

static const struct argument *numbered_register(struct checker *checker,
						struct probe_target *target, unsigned number)
{
	struct syscall_place place = {
		.index = (int)number, .compat_index = (int)number, .is_compat_narrow = true,
	};
	struct argument *argument;

	if (number >= ABI_SYSCALL_REGISTERS)
		return NULL;
	argument = argument_new(checker, arena_printf(checker->arena, "arg%u", number),
				&type_uint64, ARGUMENT_SYSCALL,
				abi_native()->syscall_offsets[number]);
	argument->compat = place_compat(target, &place);
	return argument;
}

const struct argument_row argument_syscall_row = {
	.named = named_register, .numbered = numbered_register,
};

/* At the end of a call that has made another program of the task, they are that program's. */
static const struct argument *named_at_end(struct checker *checker, struct probe_target *target,
					   const char *name)
{
	const struct argument *argument = named_register(checker, target, name);

	return target->call->clears_registers ? saved_argument(checker, argument) : argument;
}

static const struct argument *numbered_at_end(struct checker *checker,
					      struct probe_target *target, unsigned number)
{
	const struct argument *argument = numbered_register(checker, target, number);

	return target->call->clears_registers ? saved_argument(checker, argument) : argument;
}

static const struct argument *result_word(struct checker *checker, struct probe_target *target)
{
	(void)target;
	return argument_new(checker, "retval", &type_int64, ARGUMENT_CONTEXT, 8);
}

const struct argument_row argument_sysret_row = {
	.named = named_at_end, .numbered = numbered_at_end, .result = result_word,
};

/* ---- in the record of the call's own tracepoint ---- */

/* Field NUMBER of the record, counted by parameters. */
static const struct tracepoint_field *find_field(const struct probe_target *target, int number)
{
	const struct tracepoint_field *field = target->tracepoint->fields;
	const struct tracepoint_field *end = field + target->tracepoint->field_count;

	for (; field < end; field++)
		if (syscall_is_parameter(field) && number-- == 0)
			return field;
	return NULL;
}

static const struct argument *field_argument(struct checker *checker,
					     const struct probe_target *target, const char *name,
					     const struct type *type, int number)
{
	const struct tracepoint_field *field = find_field(target, number);
	struct argument *argument;

	if (!field || field->size != 8)
		return NULL;
	argument = argument_new(checker, name, type, ARGUMENT_RECORD, field->offset);
	argument->size = field->size;
	return argument;
}

static const struct argument *named_field(struct checker *checker, struct probe_target *target,
					  const char *name)
{
	struct syscall_place place;

	if (target->kind == PROBE_SYSRET || !find_place(checker, target, name, &place) ||
	    place.index < 0)
		return NULL;
	return field_argument(checker, target, name, place.type, place.index);
}

static const struct argument *numbered_field(struct checker *checker,
					     struct probe_target *target, unsigned number)
{
	if (target->kind == PROBE_SYSRET)
		return NULL;
	return field_argument(checker, target, arena_printf(checker->arena, "arg%u", number),
			      &type_uint64, (int)number);
}

static const struct argument *result_field(struct checker *checker, struct probe_target *target)
{
	if (target->kind != PROBE_SYSRET)
		return NULL;
	return field_argument(checker, target, "retval", &type_int64, 0);
}

const struct argument_row argument_syscall_record_row = {
	.named = named_field, .numbered = numbered_field, .result = result_field,
};
