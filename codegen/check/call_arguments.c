/*
 * Call arguments, checked: for each system call of a program that wants `args` as one value,
 * which contents are copied when, and the layouts that the user side shows them by.
 */
#include "codegen/check/call_arguments.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "codegen/call_arguments.h"
#include "codegen/check/checker.h"
#include "codegen/check/layout_make.h"
#include "codegen/check/probe_target.h"
#include "codegen/check/saved.h"
#include "codegen/target/syscall.h"
#include "codegen/target/syscall_content.h"

enum { PARAMETERS_MAX = 8, ADDRESS_BYTES = 128 };

/* A call while its copies are listed. */
struct call_maker {
	struct checker *checker;
	const struct system_call *call;
	const struct syscall_parameter *parameters;
	uint32_t count;
	bool is_compat;
	struct copy *entry, *exit;
	struct call_copies copies;
};

/* ---- the value ---- */

const struct type *call_arguments_check(struct checker *checker, struct expr *expr)
{
	const struct probe_target *target = checker->current->context;

	if (!target)
		return &type_error;
	if (target->kind != PROBE_SYSCALL && target->kind != PROBE_SYSRET)
		return &type_arguments;
	if (target->mechanism != MECHANISM_SYSCALL_ENTER &&
	    target->mechanism != MECHANISM_SYSCALL_EXIT) {
		checker_fail(checker, expr, "args as one value needs the raw tracepoints of system "
			     "calls: %s", target->reason);
		return &type_error;
	}
	checker->current->has_arguments = true;
	if (target->kind == PROBE_SYSRET && !checker->at_entry)
		saved_call(checker, expr);
	return &type_call_arguments;
}

/* ---- what is copied ---- */

/* The register behind a count; -1: there is no such parameter. */
static int find_register(const struct call_maker *maker, const char *name)
{
	for (uint32_t i = 0; i < maker->count; i++)
		if (!strcmp(maker->parameters[i].name, name))
			return (int)maker->parameters[i].place;
	return -1;
}

/* Sets the count as a row says it; false where this call has not what it speaks of. */
static bool set_count(const struct call_maker *maker, const char *count, struct copy *copy)
{
	int place;

	if (!*count)
		return true;
	if (isdigit((unsigned char)*count)) {
		copy->unit = (uint16_t)(copy->unit * strtoul(count, NULL, 10));
		return true;
	}
	if (!strcmp(count, "return")) {
		copy->count = COPY_RESULT;
		return true;
	}
	place = find_register(maker, *count == '*' ? count + 1 : count);
	if (place < 0 || place >= CALL_REGISTERS)
		return false;
	copy->count = (uint8_t)(*count == '*' ? COPY_BEHIND + place : 1 + place);
	return true;
}

/* As many whole ones as fit a piece, or what fits of one. */
static uint16_t whole_units(uint32_t unit)
{
	return (uint16_t)(unit && unit <= CALL_PIECE_BYTES ? CALL_PIECE_BYTES / unit * unit :
			  CALL_PIECE_BYTES);
}

static struct copy make_copy(const struct call_maker *maker,
			     const struct syscall_parameter *parameter, enum content_shape shape)
{
	uint32_t size = parameter->target->size;
	struct copy copy = {
		.kind = COPY_BYTES, .parameter = (uint8_t)(parameter - maker->parameters),
		.address = (uint8_t)parameter->place, .unit = 1, .most = CALL_BUFFER_BYTES,
	};

	switch (shape) {
	case CONTENT_TEXT:
		copy.kind = COPY_TEXT;
		copy.most = CALL_PIECE_BYTES;
		break;
	case CONTENT_TEXTS:
		copy.kind = COPY_TEXTS;
		copy.unit = maker->is_compat ? 4 : 8;
		copy.most = CALL_PIECE_BYTES;
		break;
	case CONTENT_VECTOR:
		copy.kind = COPY_VECTOR;
		copy.unit = maker->is_compat ? 8 : 16;
		break;
	case CONTENT_VALUES:
		copy.unit = (uint16_t)(size < UINT16_MAX ? size : UINT16_MAX);
		copy.most = whole_units(size);
		break;
	case CONTENT_ADDRESS:
		copy.most = ADDRESS_BYTES;
		break;
	case CONTENT_DATA:
		break;
	}
	return copy;
}

static void add_copies(struct call_maker *maker, const struct syscall_parameter *parameter,
		       const struct syscall_content *content)
{
	struct copy copy;

	if (content->moment == CONTENT_NEVER || parameter->place >= CALL_REGISTERS)
		return;
	copy = make_copy(maker, parameter, content->shape);
	if (!set_count(maker, content->count, &copy))
		return;
	if (content->moment != CONTENT_WRITTEN)
		maker->entry[maker->copies.entry_count++] = copy;
	if (content->moment != CONTENT_READ)
		maker->exit[maker->copies.exit_count++] = copy;
}

/* ---- how it is shown ---- */

static enum call_shape shape_of(const struct syscall_content *content)
{
	static const enum call_shape shapes[] = {
		[CONTENT_TEXT] = CALL_TEXT, [CONTENT_TEXTS] = CALL_TEXTS,
		[CONTENT_DATA] = CALL_DATA, [CONTENT_VALUES] = CALL_VALUES,
		[CONTENT_ADDRESS] = CALL_ADDRESS, [CONTENT_VECTOR] = CALL_VECTOR,
	};

	if (content->moment == CONTENT_NEVER)
		return CALL_NUMBER;
	if (content->shape == CONTENT_VALUES && !*content->count)
		return CALL_VALUE;
	return shapes[content->shape];
}

/* What C types of some calls hide: descriptors that are unsigned long, addresses in numbers. */
static const struct type *type_of_name(const struct syscall_parameter *parameter)
{
	static const struct {
		const char *name;
		bool is_address;
	} rows[] = {
		{ "fd", false }, { "dfd", false }, { "oldfd", false }, { "newfd", false },
		{ "fildes", false },
		{ "addr", true }, { "start", true }, { "brk", true }, { "newsp", true },
		{ "new_addr", true }, { "tls", true },
	};

	if (parameter->type->kind != TYPE_INTEGER)
		return parameter->type;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (!strcmp(rows[i].name, parameter->name))
			return rows[i].is_address ? NULL : &type_int32;
	return parameter->type;
}

static struct layout show_parameter(const struct call_maker *maker,
				    const struct syscall_parameter *parameter,
				    const struct syscall_content *content)
{
	struct checker *checker = maker->checker;
	const struct type *type = type_of_name(parameter);
	struct layout layout = type ? layout_make(checker, type) :
			       (struct layout){ .kind = LAYOUT_POINTER, .size = 8 };

	layout.name = arena_copy_string(checker->arena, parameter->name);
	layout.offset = parameter->place * 8;
	layout.bits = parameter->is_wide;
	if ((layout.kind == LAYOUT_INTEGER || layout.kind == LAYOUT_ENUM) &&
	    type == parameter->type)
		layout.size = parameter->size;
	if (layout.kind != LAYOUT_POINTER)
		return layout;
	layout.mode = shape_of(content);
	if (layout.mode != CALL_VALUE && layout.mode != CALL_VALUES)
		return layout;
	layout.child_count = 1;
	layout.children = ARENA_NEW(checker->arena, struct layout);
	*layout.children = layout_make(checker, parameter->target);
	return layout;
}

/* ---- a call ---- */

/* Lists what is copied of the call of one table, and how it is shown; false without such a call. */
static bool make_call(struct checker *checker, const struct system_call *call, bool is_compat,
		      struct call_copies *copies, struct layout *layout)
{
	struct call_maker maker = { .checker = checker, .call = call, .is_compat = is_compat };
	struct syscall_content content;

	maker.parameters = syscall_list_parameters(checker->target, call, is_compat,
						   &maker.count);
	if (!maker.parameters)
		return false;
	maker.entry = ARENA_NEW_ARRAY(checker->arena, struct copy, PARAMETERS_MAX);
	maker.exit = ARENA_NEW_ARRAY(checker->arena, struct copy, PARAMETERS_MAX);
	*layout = (struct layout){
		.kind = LAYOUT_STRUCT, .size = sizeof(((struct call_arguments *)0)->registers),
		.text = arena_copy_string(checker->arena, call->name), .is_user = is_compat,
		.count = (uint32_t)(is_compat ? call->compat_number : call->number),
	};
	layout->children = ARENA_NEW_ARRAY(checker->arena, struct layout, maker.count + 1);
	for (uint32_t i = 0; i < maker.count; i++) {
		const struct syscall_parameter *parameter = &maker.parameters[i];

		if (parameter->place + parameter->is_wide >= CALL_REGISTERS)
			break;
		content = syscall_find_content(call->name, parameter);
		add_copies(&maker, parameter, &content);
		layout->children[layout->child_count++] = show_parameter(&maker, parameter,
									 &content);
	}
	maker.copies.entry = maker.entry;
	maker.copies.exit = maker.exit;
	maker.copies.is_final = call->clears_registers;
	*copies = maker.copies;
	return true;
}

/* A call that was made already, for another program. */
struct call_made {
	const struct system_call *call;
	const struct call_copies *copies[2];	/* for 64-bit and for 32-bit programs; or NULL */
	struct call_made *next;
};

static const struct call_made *find_made(struct checker *checker, const struct system_call *call,
					 struct plan *plan)
{
	struct call_made *made;
	struct call_copies copies;
	struct layout *calls;

	for (made = checker->calls_made; made; made = made->next)
		if (made->call == call)
			return made;
	made = ARENA_NEW(checker->arena, struct call_made);
	made->call = call;
	made->next = checker->calls_made;
	checker->calls_made = made;
	for (int is_compat = 0; is_compat < 2; is_compat++) {
		struct layout layout;

		if (!make_call(checker, call, is_compat, &copies, &layout))
			continue;
		made->copies[is_compat] = ARENA_NEW(checker->arena, struct call_copies);
		memcpy((struct call_copies *)made->copies[is_compat], &copies, sizeof(copies));
		if (!(plan->call_count & (plan->call_count - 1))) {
			calls = ARENA_NEW_ARRAY(checker->arena, struct layout,
						plan->call_count * 2 + 1);
			if (plan->call_count)
				memcpy(calls, plan->calls, plan->call_count * sizeof(*calls));
			plan->calls = calls;
		}
		plan->calls[plan->call_count++] = layout;
	}
	return made;
}

void call_arguments_plan(struct checker *checker, const struct program_record *record,
			 struct checked_program *program, struct plan *plan)
{
	const struct probe_target *target;
	struct call_copies const **copies;
	uint32_t count = 0;

	if (!record->has_arguments)
		return;
	copies = ARENA_NEW_ARRAY(checker->arena, const struct call_copies *,
				 2 * record->target_count + 1);
	for (target = record->targets; target; target = target->next) {
		const struct call_made *made = find_made(checker, target->call, plan);

		copies[count++] = made->copies[false];
		copies[count++] = made->copies[true];
	}
	program->copies = copies;
}
