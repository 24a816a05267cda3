/*
 * System calls: the rows, read when a call is asked for.
 */
#include "codegen/target/syscall.h"

#include <string.h>

#include "codegen/target/abi.h"
#include "codegen/target/abi_type.h"
#include "codegen/target/internal.h"
#include "lexer/arena.h"
#include "lexer/suggest.h"

enum { NONE = -1, PARAMETERS_MAX = 8 };

static const struct syscall_row {
	const char *name;
	int x86_64, arm64, i386;
	const char *prototype;		/* "newfstat(unsigned int fd, …)" */
} rows[] = {
#define SYSCALL(name, x86_64, arm64, i386, prototype) { #name, x86_64, arm64, i386, prototype },
#include "codegen/target/syscall.def"
#undef SYSCALL
};

static const struct compat_row {
	const char *name;
	int i386;
	const char *prototype;
} compat_rows[] = {
#define COMPAT(name, i386, prototype) { #name, i386, prototype },
#include "codegen/target/syscall_compat.def"
#undef COMPAT
};

enum {
	ROW_COUNT = sizeof(rows) / sizeof(rows[0]),
	COMPAT_COUNT = sizeof(compat_rows) / sizeof(compat_rows[0]),
};

/* A parameter list that was read. */
struct list {
	uint32_t count;
	struct abi_declaration parameters[PARAMETERS_MAX];
};

/* What is kept of a call: first what others see. */
struct call {
	struct system_call call;
	const struct list *native;	/* NULL: only 32-bit programs have it */
	const struct list *compat;	/* NULL: they do not have it */
};

static int native_number(const struct syscall_row *row)
{
	return strcmp(abi_native()->machine, "aarch64") ? row->x86_64 : row->arm64;
}

static const struct syscall_row *find_row(const char *name)
{
	const struct syscall_row *row;

	for (row = rows; row < rows + ROW_COUNT; row++)
		if (!strcmp(row->name, name) && native_number(row) != NONE)
			return row;
	return NULL;
}

/* Of the table of 32-bit programs only x86-64's is known. */
static const struct compat_row *find_compat_row(const char *name)
{
	const struct compat_row *row;

	if (!abi_native()->has_compat)
		return NULL;
	for (row = compat_rows; row < compat_rows + COMPAT_COUNT; row++)
		if (!strcmp(row->name, name))
			return row;
	return NULL;
}

/* The parameters of a row's prototype; what the table holds is readable: a unit test reads all. */
static const struct list *read_list(struct target *target, const char *prototype)
{
	struct list *list = ARENA_NEW(target->arena, struct list);
	struct abi_reader reader = { .target = target, .at = strchr(prototype, '(') + 1 };
	struct abi_declaration base;

	while (abi_peek(&reader) != ')' && list->count < PARAMETERS_MAX &&
	       abi_read_base(&reader, &base) &&
	       abi_read_declarator(&reader, &base, &list->parameters[list->count])) {
		list->count++;
		if (!abi_read_mark(&reader, ','))
			break;
	}
	return list;
}

static const struct function *make_prototype(struct target *target, const char *name,
					     const struct list *list)
{
	struct function *function = ARENA_NEW(target->arena, struct function);
	struct parameter *parameters = ARENA_NEW_ARRAY(target->arena, struct parameter,
						       list->count + 1);
	uint32_t index;

	for (index = 0; index < list->count; index++)
		parameters[index] = (struct parameter){
			.name = list->parameters[index].name,
			.type = list->parameters[index].type.type,
			.c_type = list->parameters[index].c_type,
		};
	function->name = name;
	function->module = "vmlinux";
	function->return_type = &type_int64;
	function->return_c_type = "long";
	function->parameter_count = list->count;
	function->parameters = parameters;
	return function;
}

/* These make another program of the task, and with it its registers. */
static bool clears_registers(const char *name)
{
	return !strcmp(name, "execve") || !strcmp(name, "execveat");
}

static const struct call *make_call(struct target *target, const struct syscall_row *row,
				    const struct compat_row *compat)
{
	struct call *call = ARENA_NEW(target->arena, struct call);
	const char *prototype = row ? row->prototype : compat->prototype;
	bool is_shared = row && row->i386 != NONE && abi_native()->has_compat;

	call->call.name = row ? row->name : compat->name;
	call->call.number = row ? native_number(row) : NONE;
	call->call.compat_number = is_shared ? row->i386 : compat ? compat->i386 : NONE;
	call->call.clears_registers = clears_registers(call->call.name);
	call->call.function = arena_copy_text(target->arena, prototype, strcspn(prototype, "("));
	call->native = row ? read_list(target, prototype) : NULL;
	call->compat = is_shared ? call->native :
		       compat ? read_list(target, compat->prototype) : NULL;
	call->call.prototype = make_prototype(target, call->call.name,
					      row ? call->native : call->compat);
	return call;
}

const struct system_call *syscall_find(struct target *target, const char *name)
{
	const char *key = arena_printf(target->arena, "syscall %s", name);
	const struct syscall_row *row;
	const struct compat_row *compat;
	const void *known;

	if (table_find(&target->answers, key, &known))
		return known;
	row = find_row(name);
	compat = find_compat_row(name);
	known = row || compat ? &make_call(target, row, compat)->call : NULL;
	table_put(&target->answers, key, known);
	return known;
}

void syscall_match(struct target *target, const char *pattern,
		   void (*visit)(void *context, const struct system_call *call), void *context)
{
	const struct syscall_row *row;
	const struct compat_row *compat;

	for (row = rows; row < rows + ROW_COUNT; row++)
		if (native_number(row) != NONE && target_glob(pattern, row->name))
			visit(context, syscall_find(target, row->name));
	for (compat = compat_rows; compat < compat_rows + COMPAT_COUNT; compat++)
		if (abi_native()->has_compat && !find_row(compat->name) &&
		    target_glob(pattern, compat->name))
			visit(context, syscall_find(target, compat->name));
}

/* ---- parameters ---- */

/* What takes two registers of 32 bits: 64 bits in both worlds. */
static bool is_wide(const struct abi_declaration *parameter)
{
	return parameter->type.compat->size == 8;
}

static const struct abi_declaration *find_parameter(const struct list *list, const char *name,
						    int *index, int *compat_index)
{
	uint32_t each;

	*index = *compat_index = 0;
	for (each = 0; list && each < list->count; each++) {
		if (!strcmp(list->parameters[each].name, name))
			return &list->parameters[each];
		*compat_index += 1 + is_wide(&list->parameters[each]);
		++*index;
	}
	return NULL;
}

/* What a pointer points to in a 32-bit program. */
static const struct type *compat_target(const struct type *pointer)
{
	return pointer->compat ? pointer->compat : pointer->target;
}

/* The pointer NATIVE with what 32-bit programs pass in its place: they may have another type for it. */
static const struct type *join_pointers(struct target *target, const struct type *native,
					const struct type *compat)
{
	const struct type *theirs = compat_target(compat);
	struct type both = *native;

	if (native == compat)
		return native;
	both.compat = theirs == native->target ? NULL :
		      theirs->kind == native->target->kind ? theirs : &type_error;
	return type_intern(target->types, &both);
}

bool syscall_find_place(struct target *target, const struct system_call *which, const char *name,
			struct syscall_place *place)
{
	const struct call *call = (const struct call *)which;
	const struct abi_declaration *native, *compat;
	int unused;

	*place = (struct syscall_place){ 0 };
	native = find_parameter(call->native, name, &place->index, &unused);
	compat = find_parameter(call->compat, name, &unused, &place->compat_index);
	if (!native)
		place->index = -1;
	if (!compat)
		place->compat_index = -1;
	/* Beside the 64-bit call, what only the other has would be no value most of the time. */
	if (!native && (call->native || !compat))
		return false;
	place->type = native ? native->type.type : compat->type.type;
	if (compat) {
		place->is_compat_wide = is_wide(compat);
		place->is_compat_narrow = place->type->size == 8 && !is_wide(compat);
		if (place->type->kind == TYPE_POINTER &&
		    compat->type.type->kind == TYPE_POINTER)
			place->type = join_pointers(target, place->type, compat->type.type);
	}
	return true;
}

const struct syscall_parameter *syscall_list_parameters(struct target *target,
							const struct system_call *which,
							bool is_compat, uint32_t *count)
{
	const struct call *call = (const struct call *)which;
	const struct list *list = is_compat ? call->compat : call->native;
	struct syscall_parameter *parameters;
	uint32_t index, place = 0;

	*count = 0;
	if (!list)
		return NULL;
	parameters = ARENA_NEW_ARRAY(target->arena, struct syscall_parameter, list->count + 1);
	for (index = 0; index < list->count; index++) {
		const struct abi_declaration *declaration = &list->parameters[index];
		struct syscall_parameter *parameter = &parameters[(*count)++];
		const struct abi_type *type = &declaration->type;

		*parameter = (struct syscall_parameter){
			.name = declaration->name, .type = type->type,
			.target = is_compat ? compat_target(type->type) : type->type->target,
			.size = is_compat ? type->compat->size : type->type->size,
			.place = place, .is_wide = is_compat && is_wide(declaration),
			.is_const = !strncmp(declaration->c_type, "const ", 6),
			.is_compat = is_compat,
		};
		place += 1 + parameter->is_wide;
	}
	return parameters;
}

/* ---- what the kernel says ---- */

bool syscall_is_parameter(const struct tracepoint_field *field)
{
	return strcmp(field->name, "__syscall_nr") && !field->is_data_loc;
}

static const struct function *prototype_of_record(struct target *target,
						  const struct tracepoint *tracepoint,
						  const char *name)
{
	struct function *function = ARENA_NEW(target->arena, struct function);
	struct parameter *parameters = ARENA_NEW_ARRAY(target->arena, struct parameter,
						       tracepoint->field_count + 1);
	const struct tracepoint_field *field = tracepoint->fields;
	const struct tracepoint_field *end = field + tracepoint->field_count;

	for (; field < end; field++)
		if (syscall_is_parameter(field))
			parameters[function->parameter_count++] = (struct parameter){
				.name = field->name, .type = field->type, .c_type = field->c_type,
			};
	function->name = name;
	function->module = "vmlinux";
	function->return_type = &type_int64;
	function->return_c_type = "long";
	function->parameters = parameters;
	return function;
}

const struct function *syscall_find_kernel_prototype(struct target *target, const char *name)
{
	const struct system_call *call = syscall_find(target, name);
	const char *function = call ? call->function : name;
	const struct tracepoint *tracepoint;

	tracepoint = target_find_tracepoint(target, "syscalls",
					    arena_printf(target->arena, "sys_enter_%s", function));
	if (tracepoint)
		return prototype_of_record(target, tracepoint, name);
	return target_find_function(target, NULL,
				    arena_printf(target->arena, "__do_sys_%s", function));
}

struct entry_search {
	const char *name;
	char kind;			/* kallsyms' letter of the symbol called so */
};

static void visit_entry(void *context, const struct symbol *symbol)
{
	struct entry_search *search = context;

	if (symbol->length == strlen(search->name))
		search->kind = symbol->kind;
}

/* The symbol of FUNCTION's entry; 'W' where it stands for a call that was left out. */
static char entry_kind(struct target *target, const char *function)
{
	struct entry_search search = {
		.name = arena_printf(target->arena, "%s%s", abi_native()->syscall_prefix, function),
	};

	target_visit_named(target, search.name, visit_entry, &search);
	return search.kind;
}

bool syscall_is_present(struct target *target, const struct system_call *call)
{
	const char *key = arena_printf(target->arena, "system call %s", call->name);
	char kind;

	/* Without the symbol of a call that every kernel has, symbols tell nothing. */
	if (call->number < 0 || !entry_kind(target, "read"))
		return true;
	kind = entry_kind(target, call->function);
	target_record(target, key, kind && kind != 'W' && kind != 'w' ? "present" : "absent");
	return kind && kind != 'W' && kind != 'w';
}

bool syscall_has_function(const char *name)
{
	size_t length = strlen(name), index;

	for (index = 0; index < ROW_COUNT; index++)
		if (!strncmp(rows[index].prototype, name, length) &&
		    rows[index].prototype[length] == '(')
			return true;
	return false;
}

void syscall_suggest(struct suggest *suggest)
{
	size_t index;

	for (index = 0; index < ROW_COUNT; index++)
		if (native_number(&rows[index]) != NONE)
			suggest_offer(suggest, rows[index].name);
	for (index = 0; abi_native()->has_compat && index < COMPAT_COUNT; index++)
		suggest_offer(suggest, compat_rows[index].name);
}

static const char *compat_name(int number)
{
	const struct syscall_row *row;
	const struct compat_row *compat;

	for (row = rows; row < rows + ROW_COUNT; row++)
		if (row->i386 == number)
			return row->name;
	for (compat = compat_rows; compat < compat_rows + COMPAT_COUNT; compat++)
		if (compat->i386 == number)
			return compat->name;
	return NULL;
}

const char *syscall_find_name(uint32_t number, bool is_compat)
{
	const struct syscall_row *row;

	if (number > INT32_MAX)
		return NULL;
	if (is_compat)
		return abi_native()->has_compat ? compat_name((int)number) : NULL;
	for (row = rows; row < rows + ROW_COUNT; row++)
		if (native_number(row) == (int)number)
			return row->name;
	return NULL;
}
