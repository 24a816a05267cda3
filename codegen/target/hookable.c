/*
 * Hookable: which functions can be hooked at all, those whose entry the kernel
 * keeps ready for patching, and which of these fentry and fexit can sit on: those
 * with parameters that trampolines can save.
 */
#include <string.h>

#include "codegen/target/ability.h"
#include "codegen/target/growing_file.h"
#include "codegen/target/internal.h"
#include "codegen/target/target.h"
#include "lexer/arena.h"

/* Words of arguments that a trampoline saves: those in registers, and (6.6) some more. */
enum { WORDS_IN_REGISTERS = 6, WORDS_WITH_STACK = 12 };

static struct growing_file *open_hookable(struct target *target)
{
	if (!target->hookable) {
		target->hookable = ARENA_NEW(target->arena, struct growing_file);
		growing_file_open(target->hookable, target->files, KERNEL_FILE_FUNCTIONS);
	}
	return target->hookable;
}

void target_release_hookable(struct target *target)
{
	if (target->hookable)
		growing_file_release(target->hookable);
	target->hookable = NULL;
}

void target_read_hookable(struct target *target)
{
	while (growing_file_read(open_hookable(target)))
		;
}

bool target_visit_hookable(struct target *target, const char *prefix,
			   void (*visit)(void *context, const char *line, size_t length),
			   void *context)
{
	const struct growing_file *file = open_hookable(target);
	size_t length = strlen(prefix);
	const char *at, *end, *stop;

	target_read_hookable(target);
	stop = file->bytes + file->length;
	for (at = file->bytes; at < stop; at = end + 1) {
		end = memchr(at, '\n', (size_t)(stop - at));
		if (!end)
			break;
		if ((size_t)(end - at) >= length && !memcmp(at, prefix, length))
			visit(context, at, (size_t)(end - at));
	}
	return file->length > 0;
}

/* Is there a line "NAME" or "NAME [MODULE]" behind FROM? */
static bool find_line(const struct growing_file *file, size_t from, const char *name,
		      const char *module)
{
	size_t length = strlen(name), module_length = module ? strlen(module) : 0;
	const char *at = file->bytes + from, *end = file->bytes + file->length, *rest;

	while (at < end && (at = memmem(at, (size_t)(end - at), name, length))) {
		rest = at + length;
		if ((at == file->bytes || at[-1] == '\n') &&
		    (!module ? *rest == '\n' :
		     (size_t)(end - rest) > module_length + 2 && !memcmp(rest, " [", 2) &&
		     !memcmp(rest + 2, module, module_length) && rest[module_length + 2] == ']'))
			return true;
		at = rest;
	}
	return false;
}

/* Asked of available_filter_functions; where that cannot be read, nothing speaks against it. */
static bool is_listed(struct target *target, const char *symbol, const char *module)
{
	struct growing_file *file = open_hookable(target);
	size_t from = 0;
	bool found = false;

	do {
		found = file->length && find_line(file, from, symbol, module);
		from = file->length;
	} while (!found && growing_file_read(file));
	return found || file->length == 0;
}

static bool is_entry_patchable(struct target *target, const struct function_place *place)
{
	return place->is_patchable || is_listed(target, place->symbol, place->module);
}

static bool may_probe_unpatchable(struct target *target)
{
	bool can_tell;
	const char *value = target_config(target, "KPROBE_EVENTS_ON_NOTRACE", &can_tell);

	return value && !strcmp(value, "y");
}

/* Of a clone the kernel also asks whether the function that it was made from may be traced. */
static bool takes_kprobe(struct target *target, const struct function_place *place)
{
	size_t base = strcspn(place->symbol, ".");

	return is_entry_patchable(target, place) ||
	       (place->symbol[base] &&
		is_listed(target, arena_copy_text(target->arena, place->symbol, base),
			  place->module)) || may_probe_unpatchable(target);
}

const char *target_why_unprobeable(struct target *target, const struct function_place *place)
{
	const char *key = arena_printf(target->arena, "kprobe:%s%s%s",
				       place->module ? place->module : "",
				       place->module ? ":" : "", place->symbol);
	const void *known;

	if (!table_find(&target->answers, key, &known)) {
		known = place->closed_because ? place->closed_because :
			takes_kprobe(target, place) ? NULL :
			"its entry is not among those that this kernel can patch (notrace)";
		table_put(&target->answers, key, known);
		/* That it is there is recorded already; this is the rare exception. */
		if (known)
			target_record(target, key, "%s", (const char *)known);
	}
	return known;
}

/* Since 6.1 the kernel's own description of an argument can say that it is a struct. */
static bool takes_structs(struct target *target)
{
	const struct type *model = target_find_struct(target, "btf_func_model", false);
	struct field field;

	return model && target_find_field(target, model, "arg_flags", &field);
}

/* The function that tests arguments on the stack came with them (6.6). */
static unsigned count_words_taken(struct target *target)
{
	return target_find_function(target, NULL, "bpf_modify_return_test2") ?
	       WORDS_WITH_STACK : WORDS_IN_REGISTERS;
}

/* What of the prototype a trampoline of this kernel cannot carry; NULL: nothing. */
static const char *why_too_much(struct target *target, const struct function *function)
{
	const struct type *result = function->return_type, *type;
	uint32_t index, words = 0, limit;
	bool has_struct = false;

	if (function->is_variadic)
		return "it takes a varying number of arguments";
	if (result->kind == TYPE_STRUCT || result->size > 8)
		return "it returns a struct";
	for (index = 0; index < function->parameter_count; index++) {
		type = function->parameters[index].type;
		if (type->size > 16)
			return "one of its arguments is a struct of more than 16 bytes";
		has_struct |= type->kind == TYPE_STRUCT;
		words += type->size > 8 ? 2 : 1;
	}
	if (has_struct && !takes_structs(target))
		return "it takes a struct by value, which this kernel's trampolines do not carry";
	if (words <= WORDS_IN_REGISTERS)
		return NULL;
	limit = count_words_taken(target);
	return words <= limit ? NULL :
	       arena_printf(target->arena, "its arguments are %u words, and this kernel's "
			    "trampolines carry %u", words, limit);
}

static const char *find_reason(struct target *target, const struct function_place *place)
{
	const struct function *function;

	if (place->form != FUNCTION_ITSELF)
		return arena_printf(target->arena, "here it is %s, of which BTF knows nothing",
				    place->symbol);
	if (place->is_shared)
		return "other symbols of the kernel have its name";
	if (!place->takes_fentry)
		return place->closed_because;
	function = target_find_function(target, place->module, place->symbol);
	if (!function)
		return "its prototype is not in the kernel's BTF";
	if (!is_entry_patchable(target, place))
		return "its entry is not among those that this kernel can patch (notrace)";
	return why_too_much(target, function);
}

const char *target_why_unhookable(struct target *target, const struct function_place *place)
{
	const char *key = arena_printf(target->arena, "fentry:%s%s%s",
				       place->module ? place->module : "",
				       place->module ? ":" : "", place->symbol);
	const void *known;

	if (!table_find(&target->answers, key, &known)) {
		known = find_reason(target, place);
		table_put(&target->answers, key, known);
		target_record(target, key, "%s", known ? (const char *)known : "yes");
	}
	return known;
}
