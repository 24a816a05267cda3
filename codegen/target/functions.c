/*
 * Functions: prototypes of kernel functions and of raw tracepoints, from BTF.
 */
#include <bpf/btf.h>
#include <stdio.h>
#include <string.h>

#include "codegen/target/internal.h"
#include "codegen/target/target.h"
#include "lexer/arena.h"
#include "lexer/buffer.h"

static const char *spelling_of(struct target *target, const struct target_btf *btf, uint32_t id)
{
	struct buffer text = { 0 };
	const char *spelling;

	target_spell_type(btf, id, &text);
	spelling = arena_copy_text(target->arena, text.data, text.length);
	buffer_release(&text);
	return spelling;
}

/* A function from its prototype PLACE, the first SKIP parameters left out. */
static struct function *make_function(struct target *target, const char *name,
				      struct btf_place place, uint32_t skip)
{
	const struct target_btf *btf = target_module_btf(target, place.module);
	const struct btf_type *prototype = target_btf_type(btf, place.id);
	const struct btf_param *source = btf_params(prototype) + skip;
	uint32_t count = btf_vlen(prototype) - skip, index;
	struct function *function = ARENA_NEW(target->arena, struct function);
	struct parameter *parameters = ARENA_NEW_ARRAY(target->arena, struct parameter, count + 1);

	function->name = arena_copy_string(target->arena, name);
	function->module = btf->name;
	function->return_type = target_convert(target, place.module, prototype->type);
	function->return_c_type = spelling_of(target, btf, prototype->type);
	function->is_variadic = count && source[count - 1].type == 0;
	function->parameter_count = count - function->is_variadic;
	function->parameters = parameters;
	for (index = 0; index < function->parameter_count; index++) {
		parameters[index].name = arena_copy_string(target->arena,
				target_btf_name(btf, source[index].name_off));
		parameters[index].type = target_convert(target, place.module, source[index].type);
		parameters[index].c_type = spelling_of(target, btf, source[index].type);
	}
	return function;
}

/* The prototype behind a function, or behind a typedef of a pointer to one. */
static bool find_prototype(struct target *target, struct btf_place *place)
{
	const struct target_btf *btf = target_module_btf(target, place->module);
	const struct btf_type *type = target_btf_type(btf, place->id);
	unsigned steps;

	/* Damaged BTF may go in circles. */
	for (steps = 0; steps < 8; steps++) {
		if (!type || !(btf_is_func(type) || btf_is_typedef(type) || btf_is_ptr(type)))
			break;
		place->id = type->type;
		type = target_btf_type(btf, place->id);
	}
	return type && btf_is_func_proto(type);
}

static const struct function *look_up_function(struct target *target, const char *module,
					       const char *name)
{
	struct btf_place place;
	struct function *function;
	uint32_t id;

	if (!*name || !target_find_btf(target, module, name, BTF_KIND_FUNC, &place))
		return NULL;
	id = place.id;
	if (!find_prototype(target, &place))
		return NULL;
	function = make_function(target, name, place, 0);
	function->btf_id = id;
	return function;
}

/* Remembers and records what was found under KEY. */
static void keep_function(struct target *target, const char *key, const struct function *function)
{
	struct buffer text = { 0 };

	table_put(&target->answers, key, function);
	if (!target_vmlinux_btf(target))
		return;
	if (function)
		target_print_prototype(function, &text);
	target_record(target, key, "%s", function ? text.data : "absent");
	buffer_release(&text);
}

const struct function *target_find_function(struct target *target, const char *module,
					    const char *name)
{
	const char *key = arena_printf(target->arena, "btf:%s%s%s", module ? module : "",
				       module ? ":" : "", name);
	const struct function *function;
	const void *known;

	if (table_find(&target->answers, key, &known))
		return known;
	function = look_up_function(target, module, name);
	keep_function(target, key, function);
	return function;
}

bool target_has_prototype(struct target *target, const char *module, const char *name)
{
	struct btf_place place;

	return target_find_btf(target, module, name, BTF_KIND_FUNC, &place);
}

/* The prototypes of btf_trace_ typedefs have no names; the calling function's has. */
static void name_parameters(struct target *target, struct function *function, const char *name)
{
	struct parameter *parameters = (struct parameter *)function->parameters;
	char caller[256];
	const struct target_btf *btf;
	const struct btf_type *prototype;
	struct btf_place place;
	uint32_t index;

	snprintf(caller, sizeof(caller), "__traceiter_%s", name);
	if (!target_find_btf(target, function->module, caller, BTF_KIND_FUNC, &place) ||
	    !find_prototype(target, &place))
		return;
	btf = target_module_btf(target, place.module);
	prototype = target_btf_type(btf, place.id);
	if (btf_vlen(prototype) != function->parameter_count + 1)
		return;
	for (index = 0; index < function->parameter_count; index++)
		parameters[index].name = arena_copy_string(target->arena,
			target_btf_name(btf, btf_params(prototype)[index + 1].name_off));
}

const struct function *target_find_raw_tracepoint(struct target *target, const char *name)
{
	const char *key = arena_printf(target->arena, "rawtracepoint:%s", name);
	struct function *function = NULL;
	const void *known;
	char type_name[256];
	struct btf_place place;
	uint32_t id;

	if (table_find(&target->answers, key, &known))
		return known;
	snprintf(type_name, sizeof(type_name), "btf_trace_%s", name);
	if (target_find_btf(target, NULL, type_name, BTF_KIND_TYPEDEF, &place)) {
		id = place.id;
		/* The first parameter is the tracepoint's own and no argument. */
		if (find_prototype(target, &place) &&
		    btf_vlen(target_btf_type(target_module_btf(target, place.module), place.id))) {
			function = make_function(target, name, place, 1);
			function->btf_id = id;
			name_parameters(target, function, name);
		}
	}
	keep_function(target, key, function);
	return function;
}

void target_match_raw_tracepoints(struct target *target, const char *pattern,
				  void (*visit)(void *context, const char *module,
						const char *name), void *context)
{
	struct btf_place place = { 0 };
	const char *name;

	while ((name = target_next_prefixed(target, BTF_KIND_TYPEDEF, "btf_trace_", &place)))
		if (target_glob(pattern, name))
			visit(context, target_module_btf(target, place.module)->name,
			      arena_copy_string(target->arena, name));
}

/* "int (*)(void)" has its name behind the star, other types before them. */
static void print_parameter(const struct parameter *parameter, struct buffer *out)
{
	const char *star = strstr(parameter->c_type, "(*)");

	if (star && *parameter->name) {
		buffer_printf(out, "%.*s%s%s", (int)(star + 2 - parameter->c_type),
			      parameter->c_type, parameter->name, star + 2);
		return;
	}
	buffer_append_string(out, parameter->c_type);
	if (!*parameter->name)
		return;
	if (out->data[out->length - 1] != '*')
		buffer_append_char(out, ' ');
	buffer_append_string(out, parameter->name);
}

void target_print_prototype(const struct function *function, struct buffer *out)
{
	uint32_t index;

	buffer_append_string(out, function->return_c_type);
	if (out->data[out->length - 1] != '*')
		buffer_append_char(out, ' ');
	buffer_printf(out, "%s(", function->name);
	for (index = 0; index < function->parameter_count; index++) {
		buffer_append_string(out, index ? ", " : "");
		print_parameter(&function->parameters[index], out);
	}
	if (function->is_variadic)
		buffer_append_string(out, index ? ", ..." : "...");
	else if (index == 0)
		buffer_append_string(out, "void");
	buffer_append_char(out, ')');
}
