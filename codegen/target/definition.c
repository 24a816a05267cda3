/*
 * Definition: structs, unions and enums printed as C.
 */
#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <stdio.h>

#include "codegen/target/internal.h"
#include "codegen/target/target.h"
#include "lexer/buffer.h"

static void append_output(void *context, const char *format, va_list arguments)
{
	const struct target_btf *btf = context;

	buffer_vprintf(btf->dump_out, format, arguments);
}

static void print_member(const struct target_btf *btf, const struct btf_type *definition,
			 uint32_t index, struct buffer *out)
{
	const struct btf_member *member = &btf_members(definition)[index];
	uint32_t bits = btf_member_bitfield_size(definition, index);
	LIBBPF_OPTS(btf_dump_emit_type_decl_opts, options,
		.field_name = target_btf_name(btf, member->name_off), .indent_level = 1);

	buffer_append_char(out, '\t');
	btf_dump__emit_type_decl(btf->dump, member->type, &options);
	if (bits)
		buffer_printf(out, " : %u", bits);
	buffer_append_string(out, ";\n");
}

static void print_composite(struct target_btf *btf, const struct btf_type *definition,
			    const char *name, struct buffer *out)
{
	uint32_t index;

	/* Making one costs as much as printing a hundred structs. */
	if (!btf->dump)
		btf->dump = btf_dump__new(btf->btf, append_output, btf, NULL);
	btf->dump_out = out;

	buffer_printf(out, "%s%s%s {\n", btf_is_union(definition) ? "union" : "struct",
		      *name ? " " : "", name);
	for (index = 0; btf->dump && index < btf_vlen(definition); index++)
		print_member(btf, definition, index, out);
	buffer_append_string(out, "}");
}

static void print_enum(const struct target_btf *btf, const struct btf_type *definition,
		       const struct type *type, struct buffer *out)
{
	uint32_t index;

	buffer_printf(out, "enum%s%s {\n", *type->name ? " " : "", type->name);
	for (index = 0; index < btf_vlen(definition); index++)
		buffer_printf(out, "\t%s = %lld,\n", target_constant_name(btf, definition, index),
			      (long long)target_constant_value(definition, index,
							       type->is_signed));
	buffer_append_string(out, "}");
}

/* ---- structs and enums that say themselves what is in them ---- */

static void print_field(const struct field *field, unsigned depth, struct buffer *out);

static void print_fields(const struct type *type, unsigned depth, struct buffer *out)
{
	uint32_t index;

	buffer_printf(out, "%s%s%s {\n", type->is_union ? "union" : "struct",
		      *type->name ? " " : "", type->name);
	for (index = 0; index < type->members->count; index++)
		print_field(&type->members->fields[index], depth + 1, out);
	buffer_printf(out, "%.*s}", (int)depth, "\t\t\t\t\t\t\t\t");
}

/* Bounds stand behind the name, as C has them. */
static void print_field(const struct field *field, unsigned depth, struct buffer *out)
{
	const struct type *type = field->type;
	bool is_array = type->kind == TYPE_ARRAY;
	const struct type *base = is_array ? type->target : type;

	buffer_printf(out, "%.*s", (int)depth, "\t\t\t\t\t\t\t\t");
	if (base->kind == TYPE_STRUCT && !*base->name && base->members)
		print_fields(base, depth, out);
	else
		type_print(base, out);
	if (*field->name && out->data[out->length - 1] != '*')
		buffer_append_char(out, ' ');
	buffer_append_string(out, field->name);
	if (is_array)
		buffer_printf(out, "[%u]", type->count);
	if (field->bit_size)
		buffer_printf(out, " : %u", field->bit_size);
	buffer_append_string(out, ";\n");
}

static void print_constants(const struct type *type, struct buffer *out)
{
	const struct constants *constants = type->constants;
	uint32_t index;

	buffer_printf(out, "enum %s {\n", type->name);
	for (index = 0; index < constants->count; index++)
		buffer_printf(out, type->is_flags ? "\t%s = %#llx,\n" : "\t%s = %lld,\n",
			      constants->values[index].name,
			      (long long)constants->values[index].value);
	buffer_append_string(out, "}");
}

void target_print_definition(struct target *target, const struct type *type, struct buffer *out)
{
	struct target_btf *btf = target_module_btf(target, type->btf_module);
	const struct btf_type *definition;

	definition = btf && type->btf_id ? target_btf_type(btf, type->btf_id) : NULL;
	if (type->members)
		print_fields(type, 0, out);
	else if (type->constants)
		print_constants(type, out);
	else if (definition && btf_is_composite(definition))
		print_composite(btf, definition, type->name, out);
	else if (definition && btf_is_any_enum(definition))
		print_enum(btf, definition, type, out);
	else
		type_print(type, out);
	buffer_append_string(out, ";\n");
}
