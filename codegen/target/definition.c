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

void target_print_definition(struct target *target, const struct type *type, struct buffer *out)
{
	struct target_btf *btf = target_module_btf(target, type->btf_module);
	const struct btf_type *definition;

	definition = btf && type->btf_id ? target_btf_type(btf, type->btf_id) : NULL;
	if (definition && btf_is_composite(definition))
		print_composite(btf, definition, type->name, out);
	else if (definition && btf_is_any_enum(definition))
		print_enum(btf, definition, type, out);
	else
		type_print(type, out);
	buffer_append_string(out, ";\n");
}
