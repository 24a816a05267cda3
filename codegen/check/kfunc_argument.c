/*
 * Kfunc argument: rows by the ending of a parameter's name and by the struct that it
 * points to; the type decides where no row does.
 */
#include "codegen/check/kfunc_argument.h"

#include <string.h>

#include "codegen/check/call.h"
#include "codegen/check/checker.h"
#include "codegen/check/expr.h"
#include "codegen/check/kfunc.h"
#include "codegen/check/map_record.h"
#include "codegen/kfunc.h"
#include "codegen/target/target.h"
#include "lexer/buffer.h"
#include "lexer/ending.h"

/* ---- how a parameter is filled ---- */

static const struct {
	const char *ending;
	enum kfunc_passing passing;
} endings[] = {
	{ "__str", KFUNC_PASS_TEXT }, { "__const_str", KFUNC_PASS_TEXT },
	{ "__map", KFUNC_PASS_MAP }, { "__prog", KFUNC_PASS_NOTHING },
	{ "__ign", KFUNC_PASS_ADDRESS }, { "__uninit", KFUNC_PASS_NEVER },
	{ "__alloc", KFUNC_PASS_NEVER }, { "__refcounted_kptr", KFUNC_PASS_NEVER },
	{ "__irq_flag", KFUNC_PASS_NEVER }, { "__opt", KFUNC_PASS_NEVER },
};

/* Structs that the kernel does not hand out: programs have them in their maps. */
static const struct {
	const char *name;
	enum kfunc_passing passing;
} structs[] = {
	{ "bpf_map", KFUNC_PASS_MAP }, { "bpf_dynptr", KFUNC_PASS_DYNPTR },
	{ "bpf_list_head", KFUNC_PASS_NEVER }, { "bpf_list_node", KFUNC_PASS_NEVER },
	{ "bpf_rb_root", KFUNC_PASS_NEVER }, { "bpf_rb_node", KFUNC_PASS_NEVER },
	{ "bpf_res_spin_lock", KFUNC_PASS_NEVER }, { "bpf_wq", KFUNC_PASS_NEVER },
	{ "bpf_task_work", KFUNC_PASS_NEVER },
};

static bool is_sized(const struct function *function, uint32_t index)
{
	const char *next = index + 1 < function->parameter_count ?
			   function->parameters[index + 1].name : "";

	return ending_is(next, "__sz") || ending_is(next, "__szk");
}

enum kfunc_passing kfunc_argument_passing(const struct function *function, uint32_t index)
{
	const struct parameter *parameter = &function->parameters[index];
	const struct type *type = parameter->type;

	if (type->kind != TYPE_POINTER)
		return KFUNC_PASS_NUMBER;
	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++)
		if (ending_is(parameter->name, endings[i].ending))
			return endings[i].passing;
	if (is_sized(function, index))
		return KFUNC_PASS_BYTES;
	if (type->target->kind != TYPE_STRUCT)
		return type->target->kind == TYPE_VOID || type->target->size == 1 ?
		       KFUNC_PASS_ADDRESS : KFUNC_PASS_NEVER;
	for (size_t i = 0; i < sizeof(structs) / sizeof(structs[0]); i++)
		if (!strcmp(type->target->name, structs[i].name))
			return structs[i].passing;
	return KFUNC_PASS_POINTER;
}

/* ---- does an argument fit ---- */

/* GIVEN is WANTED, or begins with it, as bpf_cpumask begins with its cpumask. */
static bool begins_with(struct checker *checker, const struct type *given,
			const struct type *wanted)
{
	const struct field *fields;
	uint32_t count;

	while (given->kind == TYPE_STRUCT) {
		if (!strcmp(given->name, wanted->name))
			return true;
		fields = target_list_fields(checker->target, given, &count);
		if (!fields || !count || fields[0].bit_size)
			return false;
		given = fields[0].type;
	}
	return false;
}

static bool is_pointer(const struct expr *argument)
{
	return argument->type->kind == TYPE_POINTER && argument->type->space != SPACE_USER;
}

/* Bytes that the program has by value. */
static bool is_bytes(const struct expr *argument)
{
	const struct type *type = argument->type;

	return type->kind == TYPE_STRING || type->kind == TYPE_BUFFER ||
	       type->kind == TYPE_ARRAY || type->kind == TYPE_STRUCT;
}

static bool takes_argument(struct checker *checker, const struct function *function,
			   uint32_t index, const struct expr *argument)
{
	const struct parameter *parameter = &function->parameters[index];
	enum kfunc_passing passing = kfunc_argument_passing(function, index);
	bool is_null = argument->is_constant && !argument->constant &&
		       type_is_number(argument->type);

	if (is_null && parameter->type->kind == TYPE_POINTER)
		return passing == KFUNC_PASS_NOTHING || ending_is(parameter->name, "__nullable") ||
		       ending_is(parameter->name, "__ign");
	switch (passing) {
	case KFUNC_PASS_NUMBER:
		return type_is_number(parameter->type) && type_is_number(argument->type) &&
		       argument->type->size <= 8;
	case KFUNC_PASS_POINTER:
		return is_pointer(argument) && begins_with(checker, argument->type->target,
							   parameter->type->target);
	case KFUNC_PASS_ADDRESS:
		return is_pointer(argument) ||
		       (is_bytes(argument) && argument->type->kind != TYPE_BUFFER);
	case KFUNC_PASS_BYTES:
	case KFUNC_PASS_DYNPTR:
		return is_bytes(argument);
	case KFUNC_PASS_TEXT:
		return argument->text != NULL;
	case KFUNC_PASS_MAP:
		return argument->kind == EXPR_MAP && !argument->map.key;
	case KFUNC_PASS_NOTHING:
	case KFUNC_PASS_NEVER:
		break;
	}
	return false;
}

/* ---- complaints ---- */

/* Where it is declared; that of the library has no place in the script. */
static void note_declaration(struct checker *checker, struct diag *diag,
			     const struct kfunc *kfunc)
{
	struct buffer text = { 0 };

	if (kfunc_is_of_script(checker, kfunc)) {
		diag_note(diag, kfunc->declaration->span, "its declaration");
		return;
	}
	target_print_prototype(kfunc->function, &text);
	diag_note(diag, (struct span){ 0 }, "%s", text.data);
	buffer_release(&text);
}

/* What would do, where the type alone does not say it. */
static const char *const hints[] = {
	[KFUNC_PASS_BYTES] = "it takes bytes of the script's own: a text, a buffer, a struct by value",
	[KFUNC_PASS_DYNPTR] = "it takes bytes of the script's own: a text, a buffer, a struct by value",
	[KFUNC_PASS_TEXT] = "it takes a text that is written out: \"...\"",
	[KFUNC_PASS_MAP] = "it takes a whole map: @name",
	[KFUNC_PASS_NOTHING] = "the kernel fills it in: write 0",
	[KFUNC_PASS_NEVER] = "it takes an object that programs in C keep in their memory; scripts "
			     "have none",
};

static void report_argument(struct checker *checker, const struct kfunc *kfunc, uint32_t index,
			    struct expr *argument)
{
	const struct parameter *parameter = &kfunc->function->parameters[index];
	enum kfunc_passing passing = kfunc_argument_passing(kfunc->function, index);
	struct diag *diag;

	diag = checker_fail(checker, argument, "%s's %s is %s, and this is %s", kfunc->name,
			    *parameter->name ? parameter->name : "argument", parameter->c_type,
			    argument->kind == EXPR_MAP && !argument->map.key ? "a map" :
			    checker_type_name(checker, argument->type));
	note_declaration(checker, diag, kfunc);
	if ((size_t)passing < sizeof(hints) / sizeof(hints[0]) && hints[passing])
		diag_hint(diag, "%s", hints[passing]);
}

/* ---- checking ---- */

static void check_map(struct checker *checker, struct expr *argument)
{
	expr_reset(argument);
	map_record_of(checker, argument);
	argument->type = argument->map_ref->value ? argument->map_ref->value : &type_void;
}

static bool check_argument(struct checker *checker, const struct kfunc *kfunc, uint32_t index,
			   struct expr *argument)
{
	const struct parameter *parameter = &kfunc->function->parameters[index];

	if (kfunc_argument_passing(kfunc->function, index) == KFUNC_PASS_MAP &&
	    argument->kind == EXPR_MAP && !argument->map.key) {
		check_map(checker, argument);
		return true;
	}
	expr_check(checker, argument);
	expr_settle_number(checker, argument);
	if (argument->type->kind == TYPE_ERROR)
		return false;
	if (ending_is(parameter->name, "__k") && !argument->is_constant) {
		checker_fail(checker, argument, "%s's %s has to be a constant", kfunc->name,
			     parameter->name);
		return false;
	}
	if (takes_argument(checker, kfunc->function, index, argument))
		return true;
	report_argument(checker, kfunc, index, argument);
	return false;
}

/* How many bytes a value has to offer. */
static uint32_t byte_count(const struct type *type)
{
	return type->kind == TYPE_BUFFER ? type->size - 4 : type->size;
}

/* The verifier wants to know that the bytes are there. */
static bool check_size(struct checker *checker, const struct kfunc *kfunc, uint32_t index,
		       const struct expr *bytes, struct expr *size)
{
	const char *name = kfunc->function->parameters[index + 1].name;
	uint32_t count = byte_count(bytes->type);

	if (kfunc_argument_passing(kfunc->function, index) != KFUNC_PASS_BYTES ||
	    !is_bytes(bytes))
		return true;
	if (!size->is_constant) {
		checker_fail(checker, size, "%s's %s has to be a constant", kfunc->name, name);
		return false;
	}
	if (size->constant <= count)
		return true;
	diag_note(checker_fail(checker, size, "%s's %s is more than there is", kfunc->name, name),
		  bytes->span, "this has %u bytes", count);
	return false;
}

bool kfunc_argument_check(struct checker *checker, const struct kfunc *kfunc, struct expr *call)
{
	uint32_t count = kfunc->function->parameter_count, given = call_argument_count(call);
	uint32_t index = 0;
	struct expr *argument;
	struct diag *diag;
	bool fine = true;

	for (argument = call->call.arguments; argument; argument = argument->next) {
		if (index < count)
			fine &= check_argument(checker, kfunc, index, argument);
		else
			expr_check(checker, argument);
		index++;
	}
	if (given != count) {
		diag = checker_fail(checker, call, "%s takes %u argument%s and got %u",
				    kfunc->name, count, count == 1 ? "" : "s", given);
		note_declaration(checker, diag, kfunc);
		return false;
	}
	argument = call->call.arguments;
	for (index = 0; fine && index + 1 < count; index++, argument = argument->next)
		fine = check_size(checker, kfunc, index, argument, argument->next);
	return fine;
}
