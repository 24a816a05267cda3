/*
 * Iterator: what the kernel can be asked to go over with a BPF program. Each has a
 * function in BTF that nothing calls, whose parameters are what the program gets: what
 * is known of the round, then the element.
 */
#include "codegen/target/iterator.h"

#include <bpf/btf.h>
#include <string.h>

#include "codegen/target/internal.h"
#include "codegen/target/target.h"
#include "lexer/arena.h"

static const char function_prefix[] = "bpf_iter_";
static const char struct_prefix[] = "bpf_iter__";

static bool points_to(const struct type *type, const char *name)
{
	return type->kind == TYPE_POINTER && type->target->kind == TYPE_STRUCT &&
	       !strcmp(type->target->name, name);
}

/* Kernel functions for loops are called so, too: their first parameter is the loop's state. */
static bool is_iterator(const struct function *function)
{
	return function && function->parameter_count > 1 &&
	       points_to(function->parameters[0].type, "bpf_iter_meta");
}

const struct function *target_find_iterator(struct target *target, const char *name)
{
	const struct function *function;

	function = target_find_function(target, NULL, arena_printf(target->arena, "%s%s",
								   function_prefix, name));
	return is_iterator(function) ? function : NULL;
}

const struct parameter *iterator_element(const struct function *iterator)
{
	const struct parameter *element = NULL;

	for (uint32_t i = 1; i < iterator->parameter_count; i++)
		if (iterator->parameters[i].type->kind == TYPE_POINTER)
			element = &iterator->parameters[i];
	return element;
}

const struct parameter *iterator_task(const struct function *iterator)
{
	for (uint32_t i = 1; i < iterator->parameter_count; i++)
		if (points_to(iterator->parameters[i].type, "task_struct"))
			return &iterator->parameters[i];
	return NULL;
}

bool iterator_is_of_map(const struct function *iterator)
{
	return iterator->parameter_count > 2 && points_to(iterator->parameters[1].type, "bpf_map");
}

/* Their contexts are structs by which they are found: functions of that prefix there are others. */
void target_match_iterators(struct target *target, const char *pattern,
			    void (*visit)(void *context, const char *name), void *context)
{
	const struct function *iterator;
	struct btf_place place = { 0 };
	const char *name;

	while ((name = target_next_prefixed(target, BTF_KIND_STRUCT, struct_prefix, &place))) {
		iterator = target_glob(pattern, name) ? target_find_iterator(target, name) : NULL;
		if (iterator && !iterator_is_of_map(iterator))
			visit(context, arena_copy_string(target->arena, name));
	}
}
