/*
 * List detail: what -v tells of a probe: its arguments and its result.
 */
#include "runtime/list_internal.h"

#include "codegen/target/binary_dwarf.h"
#include "codegen/target/iterator.h"
#include "codegen/target/syscall.h"
#include "codegen/target/target.h"
#include "codegen/type.h"
#include "lexer/arena.h"

static const struct function *find_kernel(struct listing *listing, const struct list_entry *entry)
{
	return target_find_function(listing->target, entry->group, entry->name);
}

static const struct function *find_raw(struct listing *listing, const struct list_entry *entry)
{
	return target_find_raw_tracepoint(listing->target, entry->name);
}

static const struct function *find_iterator(struct listing *listing,
					    const struct list_entry *entry)
{
	return target_find_iterator(listing->target, entry->name);
}

static const struct function *find_call(struct listing *listing, const struct list_entry *entry)
{
	return syscall_find(listing->target, entry->name)->prototype;
}

static const struct function *find_user(struct listing *listing, const struct list_entry *entry)
{
	const struct binary_function *function;
	const char *because;

	function = binary_find_function(listing->target, entry->group, entry->offset, entry->name,
					&because);
	return function ? &function->prototype : NULL;
}

static const struct row {
	const struct function *(*find)(struct listing *listing, const struct list_entry *entry);
	bool has_arguments, has_result;
} rows[PROBE_KIND_COUNT] = {
	[PROBE_FENTRY] = { find_kernel, true, false },
	[PROBE_FEXIT] = { find_kernel, true, true },
	[PROBE_FUNC] = { find_kernel, true, false },
	[PROBE_FUNCRET] = { find_kernel, true, true },
	[PROBE_KPROBE] = { find_kernel, true, false },
	[PROBE_KRETPROBE] = { find_kernel, false, true },
	[PROBE_ITER] = { find_iterator, true, false },
	[PROBE_RAWTRACEPOINT] = { find_raw, true, false },
	[PROBE_SYSCALL] = { find_call, true, false },
	[PROBE_SYSRET] = { find_call, true, true },
	[PROBE_UPROBE] = { find_user, true, false },
	[PROBE_URETPROBE] = { find_user, false, true },
};

static struct list_detail tell_function(struct listing *listing, const struct function *function,
					const struct row *row)
{
	struct list_detail detail = { .is_variadic = row->has_arguments && function->is_variadic };
	uint32_t count = row->has_arguments ? function->parameter_count : 0;

	detail.arguments = ARENA_NEW_ARRAY(listing->arena, struct list_variable, count + 1);
	for (; detail.argument_count < count; detail.argument_count++) {
		const struct parameter *parameter = &function->parameters[detail.argument_count];

		detail.arguments[detail.argument_count] = (struct list_variable){
			.name = *parameter->name ? parameter->name :
				arena_printf(listing->arena, "arg%u", detail.argument_count),
			.c_type = parameter->c_type,
		};
	}
	if (row->has_result && function->return_type->kind != TYPE_VOID)
		detail.result = function->return_c_type;
	return detail;
}

static struct list_detail tell_record(struct listing *listing, const struct list_entry *entry)
{
	const struct tracepoint *tracepoint;
	struct list_detail detail = { 0 };

	tracepoint = target_find_tracepoint(listing->target, entry->group, entry->name);
	if (!tracepoint)
		return detail;
	detail.arguments = ARENA_NEW_ARRAY(listing->arena, struct list_variable,
					   tracepoint->field_count + 1);
	for (; detail.argument_count < tracepoint->field_count; detail.argument_count++)
		detail.arguments[detail.argument_count] = (struct list_variable){
			.name = tracepoint->fields[detail.argument_count].name,
			.c_type = tracepoint->fields[detail.argument_count].c_type,
		};
	return detail;
}

struct list_detail list_detail_find(struct listing *listing, const struct list_entry *entry)
{
	const struct row *row = &rows[entry->kind];
	const struct function *function = row->find ? row->find(listing, entry) : NULL;

	if (entry->kind == PROBE_USDT)
		return list_detail_usdt(listing, entry);
	if (entry->kind == PROBE_TRACEPOINT)
		return tell_record(listing, entry);
	return function ? tell_function(listing, function, row) : (struct list_detail){ 0 };
}
