/*
 * ABI constants: the rows of constant_*.def as groups, and the search by name.
 */
#include <string.h>

#include "codegen/target/abi_type.h"

#if defined(__aarch64__)
#define BOTH(constant, x86_64, arm64) { #constant, arm64 },
#define X86(constant, value)
#define ARM64(constant, value) { #constant, value },
#else
#define BOTH(constant, x86_64, arm64) { #constant, x86_64 },
#define X86(constant, value) { #constant, value },
#define ARM64(constant, value)
#endif

/* Each group's values; the last row is nobody's, so that none is empty. */
#define FLAGS(group) static const struct enumerator group##_values[] = {
#define ENUM(group) FLAGS(group)
#define VALUE(constant, value) { #constant, value },
#define END() { NULL, 0 } };
#include "codegen/target/constant_file.def"
#include "codegen/target/constant_memory.def"
#include "codegen/target/constant_net.def"
#include "codegen/target/constant_protocol.def"
#include "codegen/target/constant_signal.def"
#include "codegen/target/constant_system.def"
#include "codegen/target/constant_task.def"
#undef FLAGS
#undef ENUM
#undef VALUE
#undef BOTH
#undef X86
#undef ARM64
#undef END

#define GROUP(group, flags) \
	{ #group, flags, { "abi", sizeof(group##_values) / sizeof(group##_values[0]) - 1, \
			   group##_values } },
#define FLAGS(group) GROUP(group, true)
#define ENUM(group) GROUP(group, false)
#define VALUE(constant, value)
#define BOTH(constant, x86_64, arm64)
#define X86(constant, value)
#define ARM64(constant, value)
#define END()
static const struct abi_group groups[] = {
#include "codegen/target/constant_file.def"
#include "codegen/target/constant_memory.def"
#include "codegen/target/constant_net.def"
#include "codegen/target/constant_protocol.def"
#include "codegen/target/constant_signal.def"
#include "codegen/target/constant_system.def"
#include "codegen/target/constant_task.def"
};

enum { GROUP_COUNT = sizeof(groups) / sizeof(groups[0]) };

const struct abi_group *abi_find_group(const char *name, size_t length)
{
	size_t index;

	for (index = 0; index < GROUP_COUNT; index++)
		if (!strncmp(groups[index].name, name, length) && !groups[index].name[length])
			return &groups[index];
	return NULL;
}

const struct abi_group *abi_find_constant(const char *name, int64_t *value)
{
	const struct constants *constants;
	uint32_t index, each;

	for (index = 0; index < GROUP_COUNT; index++) {
		constants = &groups[index].constants;
		for (each = 0; each < constants->count; each++) {
			if (strcmp(constants->values[each].name, name))
				continue;
			*value = constants->values[each].value;
			return &groups[index];
		}
	}
	return NULL;
}

/* As C has them: an int, or the next type that holds them all. */
static uint32_t choose_size(const struct abi_group *group, bool *is_signed)
{
	uint32_t size = 4, index;
	int64_t value;

	*is_signed = true;
	for (index = 0; index < group->constants.count; index++) {
		value = group->constants.values[index].value;
		if (value > UINT32_MAX)
			size = 8;
		else if (value > INT32_MAX)
			*is_signed = false;
	}
	return size;
}

const struct type *abi_group_type(struct type_table *types, const struct abi_group *group,
				  uint32_t size, bool is_signed)
{
	if (!size)
		size = choose_size(group, &is_signed);
	else if (group->is_flags)
		is_signed = false;
	return type_intern(types, &(struct type){
		.kind = TYPE_ENUM, .is_signed = is_signed, .is_flags = group->is_flags,
		.size = size, .align = size, .name = group->name,
		.constants = &group->constants,
	});
}

void abi_visit_groups(void (*visit)(void *context, const char *keyword, const char *name),
		      void *context)
{
	size_t index;

	for (index = 0; index < GROUP_COUNT; index++)
		visit(context, "enum", groups[index].name);
}
