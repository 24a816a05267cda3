/*
 * Argument: where the values that a probe's body asks for by name or number are,
 * for each mechanism. A register, a word of the context, a tracepoint's record; for
 * returns whatever the mechanism of the entry has, saved there.
 */
#include <string.h>

#include "codegen/check/argument_row.h"
#include "codegen/check/argument_usdt.h"
#include "codegen/check/argument_user.h"
#include "codegen/check/checker.h"
#include "codegen/check/probe_target.h"
#include "codegen/check/saved.h"
#include "codegen/target/abi.h"
#include "codegen/target/binary_dwarf.h"
#include "codegen/target/target.h"
#include "lexer/buffer.h"
#include "lexer/suggest.h"

struct argument *argument_new(struct checker *checker, const char *name, const struct type *type,
			      enum argument_source source, uint32_t offset)
{
	struct argument *argument = ARENA_NEW(checker->arena, struct argument);

	argument->name = name;
	argument->type = type;
	argument->source = source;
	argument->offset = offset;
	argument->size = type->size;
	return argument;
}

const struct function *argument_find_prototype(struct checker *checker,
					       struct probe_target *target)
{
	if (!target->function && target->function_name) {
		target->function = target_find_function(checker->target, target->function_module,
							target->function_name);
		target->function_name = NULL;
	}
	return target->function;
}

static bool find_parameter(const struct function *function, const char *name, uint32_t *index)
{
	for (*index = 0; *index < function->parameter_count; ++*index)
		if (*name && !strcmp(function->parameters[*index].name, name))
			return true;
	return false;
}

/* ---- registers: kprobes ---- */

/* The registers of a pair do not lie side by side in the context. */
static const struct argument *argument_new_pair(struct checker *checker, const char *name,
						const struct type *type, uint32_t reg)
{
	const struct abi *abi = abi_native();
	struct argument *argument = ARENA_NEW(checker->arena, struct argument);

	/* A number of 16 bytes is no struct, and nothing reads it. */
	if (type->kind != TYPE_STRUCT)
		return NULL;
	argument->name = name;
	argument->type = type;
	argument->source = ARGUMENT_REGISTER_PAIR;
	argument->offset = abi->argument_offsets[reg];
	argument->second = abi->argument_offsets[reg + 1];
	argument->size = type->size;
	return argument;
}

static const struct argument *named_register(struct checker *checker,
					     struct probe_target *target, const char *name)
{
	const struct function *function = argument_find_prototype(checker, target);
	const struct abi *abi = abi_native();
	uint32_t index, each, reg = 0, stack = 0;
	uint32_t *sizes;
	bool *structs;

	if (!function || !find_parameter(function, name, &index))
		return NULL;
	sizes = ARENA_NEW_ARRAY(checker->arena, uint32_t, function->parameter_count);
	structs = ARENA_NEW_ARRAY(checker->arena, bool, function->parameter_count);
	for (each = 0; each < function->parameter_count; each++) {
		sizes[each] = function->parameters[each].type->size;
		structs[each] = function->parameters[each].type->kind == TYPE_STRUCT;
	}
	if (!abi_place_argument(abi, sizes, structs, function->parameter_count, index, &reg,
				&stack))
		return argument_new(checker, name, function->parameters[index].type,
				    ARGUMENT_STACK, stack + abi->stack_argument_bias);
	if (sizes[index] > 8)
		return argument_new_pair(checker, name, function->parameters[index].type, reg);
	return argument_new(checker, name, function->parameters[index].type, ARGUMENT_REGISTER,
			    abi->argument_offsets[reg]);
}

static const struct argument *numbered_register(struct checker *checker,
						struct probe_target *target,
						unsigned number)
{
	const char *name = arena_printf(checker->arena, "arg%u", number);
	const struct abi *abi = abi_native();
	uint32_t stack;

	(void)target;
	if (number < abi->argument_register_count)
		return argument_new(checker, name, &type_uint64, ARGUMENT_REGISTER,
				    abi->argument_offsets[number]);
	stack = 8 * (number - abi->argument_register_count) + abi->stack_argument_bias;
	return argument_new(checker, name, &type_uint64, ARGUMENT_STACK, stack);
}

/* What a function returns, as a register holds it. */
static const struct type *result_type(struct checker *checker, struct probe_target *target)
{
	const struct function *function = argument_find_prototype(checker, target);
	const struct type *type = function ? function->return_type : NULL;

	if (!type || !type->size || type->size > 8 || type->kind == TYPE_STRUCT)
		return &type_uint64;
	return type;
}

static const struct argument *result_register(struct checker *checker,
					      struct probe_target *target)
{
	return argument_new(checker, "retval", result_type(checker, target), ARGUMENT_REGISTER,
			    abi_native()->return_offset);
}

/* ---- words of the context: fentry, fexit, raw tracepoints, iterators ---- */

static uint32_t word_count(const struct type *type)
{
	return type->size > 8 ? (type->size + 7) / 8 : 1;
}

static uint32_t word_offset(const struct function *function, uint32_t index)
{
	uint32_t words = 0, before;

	for (before = 0; before < index; before++)
		words += word_count(function->parameters[before].type);
	return words * 8;
}

static const struct argument *named_word(struct checker *checker,
					 struct probe_target *target, const char *name)
{
	const struct function *function = argument_find_prototype(checker, target);
	uint32_t index;

	if (!function || !find_parameter(function, name, &index))
		return NULL;
	return argument_new(checker, name, function->parameters[index].type, ARGUMENT_CONTEXT,
			    word_offset(function, index));
}

static const struct argument *numbered_word(struct checker *checker,
					    struct probe_target *target, unsigned number)
{
	const struct function *function = argument_find_prototype(checker, target);

	if (!function || number >= function->parameter_count)
		return NULL;
	return argument_new(checker, arena_printf(checker->arena, "arg%u", number), &type_uint64,
			    ARGUMENT_CONTEXT, word_offset(function, number));
}

static const struct argument *result_word(struct checker *checker,
					  struct probe_target *target)
{
	const struct function *function = argument_find_prototype(checker, target);

	if (!function || function->return_type->kind == TYPE_VOID)
		return NULL;
	return argument_new(checker, "retval", result_type(checker, target), ARGUMENT_CONTEXT,
			    word_offset(function, function->parameter_count));
}

/* ---- the record of a tracepoint ---- */

/* Pointers in the records of system calls are the calling program's. */
static const struct type *record_type(struct checker *checker, const struct tracepoint *tracepoint,
				      const struct type *type)
{
	if (type->kind == TYPE_POINTER && !strcmp(tracepoint->category, "syscalls"))
		return type_pointer(checker->types, type->target, SPACE_USER);
	return type;
}

static const struct argument *named_field(struct checker *checker,
					  struct probe_target *target, const char *name)
{
	const struct tracepoint *tracepoint = target->tracepoint;
	const struct tracepoint_field *field;
	struct argument *argument;
	uint32_t index;

	for (index = 0; tracepoint && index < tracepoint->field_count; index++) {
		field = &tracepoint->fields[index];
		if (strcmp(field->name, name))
			continue;
		/* Only text of varying length can be read; its place counts from the record. */
		if (field->is_data_loc && (field->is_relative || field->type->kind != TYPE_STRING))
			return NULL;
		argument = ARENA_NEW(checker->arena, struct argument);
		argument->name = name;
		argument->offset = field->offset;
		argument->size = field->size;
		argument->source = ARGUMENT_RECORD;
		argument->type = record_type(checker, tracepoint, field->type);
		if (field->is_data_loc) {
			argument->source = ARGUMENT_RECORD_TEXT;
			argument->size = 4;
			argument->type = type_string(checker->types,
						     (uint32_t)checker->settings.max_strlen);
		}
		return argument;
	}
	return NULL;
}

/* ---- one row a mechanism ---- */

static const struct argument_row argument_rows[MECHANISM_COUNT] = {
	[MECHANISM_TRACEPOINT] = { .named = named_field },
	[MECHANISM_RAW_TRACEPOINT] = { .named = named_word, .numbered = numbered_word },
	[MECHANISM_TYPED_TRACEPOINT] = { .named = named_word, .numbered = numbered_word },
	[MECHANISM_KPROBE] = { .named = named_register, .numbered = numbered_register },
	[MECHANISM_KPROBE_MULTI] = { .named = named_register, .numbered = numbered_register },
	[MECHANISM_KRETPROBE] = { .result = result_register },
	[MECHANISM_KRETPROBE_MULTI] = { .result = result_register },
	[MECHANISM_FENTRY] = { .named = named_word, .numbered = numbered_word },
	[MECHANISM_FEXIT] = { .named = named_word, .numbered = numbered_word,
			      .result = result_word },
	[MECHANISM_UPROBE] = { .named = argument_find_user, .numbered = numbered_register },
	[MECHANISM_URETPROBE] = { .result = argument_find_user_result },
	[MECHANISM_USDT] = { .numbered = argument_find_usdt },
	[MECHANISM_ITERATOR] = { .named = named_word },
};

/* The row of MECHANISM for this target: system calls have their own for some. */
static const struct argument_row *row_of(const struct probe_target *target,
					 enum mechanism mechanism)
{
	if (mechanism == MECHANISM_SYSCALL_ENTER)
		return &argument_syscall_row;
	if (mechanism == MECHANISM_SYSCALL_EXIT)
		return &argument_sysret_row;
	if (target->kind == PROBE_SYSCALL || target->kind == PROBE_SYSRET)
		return &argument_syscall_record_row;
	return &argument_rows[mechanism];
}

/* The row of the place where the body runs, or of the entry inside entry(...). */
static const struct argument_row *own_row(const struct checker *checker,
					  const struct probe_target *target)
{
	return row_of(target, checker->at_entry ? mechanism_rows[target->mechanism].entry
						: target->mechanism);
}

/* What the entry of a return probe has; nothing for the others. */
static const struct argument_row *entry_row(const struct probe_target *target)
{
	return row_of(target, mechanism_rows[target->mechanism].entry);
}

bool argument_has_entry(const struct probe_target *target)
{
	return mechanism_rows[target->mechanism].pairing != PAIRING_NONE;
}

bool argument_has_names(struct probe_target *target)
{
	return row_of(target, target->mechanism)->named || entry_row(target)->named;
}

const struct argument *argument_find_named(struct checker *checker,
					   struct probe_target *target, const char *name)
{
	const struct argument_row *row = own_row(checker, target), *entry = entry_row(target);

	if (target->unnamed_because)
		return NULL;
	if (row->named)
		return row->named(checker, target, name);
	return entry->named ? saved_argument(checker, entry->named(checker, target, name)) : NULL;
}

const struct argument *argument_find_numbered(struct checker *checker,
					      struct probe_target *target, unsigned number)
{
	const struct argument_row *row = own_row(checker, target), *entry = entry_row(target);

	if (row->numbered)
		return row->numbered(checker, target, number);
	return entry->numbered ?
	       saved_argument(checker, entry->numbered(checker, target, number)) : NULL;
}

const struct argument *argument_find_result(struct checker *checker,
					    struct probe_target *target)
{
	const struct argument_row *row = own_row(checker, target);

	return row->result ? row->result(checker, target) : NULL;
}

static void explain_fields(struct checker *checker, const struct tracepoint *tracepoint,
			   struct diag *diag, struct suggest *suggest)
{
	struct buffer text = { 0 };
	uint32_t index;

	for (index = 0; index < tracepoint->field_count; index++) {
		buffer_printf(&text, "%s%s", index ? ", " : "", tracepoint->fields[index].name);
		suggest_offer(suggest, tracepoint->fields[index].name);
	}
	if (text.length)
		diag_note(diag, (struct span){ 0 }, "its record has %s",
			  arena_copy_text(checker->arena, text.data, text.length));
	else
		diag_note(diag, (struct span){ 0 }, "its record has no fields");
	buffer_release(&text);
}

static void explain_function(const struct function *function, const char *place,
			     struct diag *diag, struct suggest *suggest)
{
	struct buffer text = { 0 };
	uint32_t index;

	target_print_prototype(function, &text);
	diag_note(diag, (struct span){ 0 }, "in %s: %s", place, text.data);
	buffer_release(&text);
	for (index = 0; index < function->parameter_count; index++)
		suggest_offer(suggest, function->parameters[index].name);
}

void argument_explain(struct checker *checker, struct probe_target *target,
		      struct diag *diag, const char *name)
{
	const struct function *function = argument_find_prototype(checker, target);
	struct suggest suggest;

	suggest_start(&suggest, name);
	if (target->user)
		explain_function(&target->user->prototype, target->plan.path, diag, &suggest);
	else if (function)
		explain_function(function, "this kernel", diag, &suggest);
	else if (target->tracepoint)
		explain_fields(checker, target->tracepoint, diag, &suggest);
	if (suggest.best && suggest.distance)
		diag_hint(diag, "did you mean `%s`?", suggest.best);
}

static bool is_same_compat(const struct argument_compat *one, const struct argument_compat *other)
{
	return one->is_absent == other->is_absent && one->is_wide == other->is_wide &&
	       one->is_narrow == other->is_narrow &&
	       one->offset == other->offset && one->high_offset == other->high_offset;
}

bool argument_is_same(const struct argument *one, const struct argument *other)
{
	if (!one || !other)
		return one == other;
	return one->type == other->type && one->source == other->source &&
	       one->offset == other->offset && one->second == other->second &&
	       one->size == other->size && one->is_address == other->is_address &&
	       argument_is_same(one->origin, other->origin) &&
	       is_same_compat(&one->compat, &other->compat) &&
	       argument_is_same_usdt(one->operand, other->operand);
}
