/*
 * Spelling: BTF types as the kernel's source writes them, qualifiers and typedef
 * names kept, for prototypes and listings.
 */
#include <bpf/btf.h>
#include <string.h>

#include "codegen/target/internal.h"
#include "lexer/buffer.h"

/* Only damaged BTF nests deeper than this. */
enum { NESTING_MAX = 32 };

static void spell(const struct target_btf *btf, uint32_t id, unsigned depth, struct buffer *out);

static void spell_tagged(const struct target_btf *btf, const struct btf_type *type,
			 const char *keyword, struct buffer *out)
{
	const char *name = target_btf_name(btf, type->name_off);

	buffer_printf(out, "%s %s", keyword, *name ? name : "{…}");
}

/* The qualifier of a pointer stands behind its star, every other before its type. */
static void spell_qualified(const struct target_btf *btf, const struct btf_type *type,
			    const char *qualifier, unsigned depth, struct buffer *out)
{
	const struct btf_type *target = target_btf_type(btf, type->type);

	if (target && btf_is_ptr(target)) {
		spell(btf, type->type, depth, out);
		buffer_append_string(out, qualifier);
	} else {
		buffer_printf(out, "%s ", qualifier);
		spell(btf, type->type, depth, out);
	}
}

static void spell_parameters(const struct target_btf *btf, const struct btf_type *prototype,
			     unsigned depth, struct buffer *out)
{
	const struct btf_param *parameters = btf_params(prototype);
	uint32_t index;

	buffer_append_char(out, '(');
	for (index = 0; index < btf_vlen(prototype); index++) {
		if (index)
			buffer_append_string(out, ", ");
		if (parameters[index].type)
			spell(btf, parameters[index].type, depth, out);
		else
			buffer_append_string(out, "...");
	}
	buffer_append_string(out, index ? ")" : "void)");
}

static void spell_pointer(const struct target_btf *btf, const struct btf_type *type,
			  unsigned depth, struct buffer *out)
{
	const struct btf_type *target = target_btf_type(btf, type->type);

	if (target && btf_is_func_proto(target)) {
		spell(btf, target->type, depth, out);
		buffer_append_string(out, " (*)");
		spell_parameters(btf, target, depth, out);
		return;
	}
	spell(btf, type->type, depth, out);
	if (out->length && out->data[out->length - 1] != '*')
		buffer_append_char(out, ' ');
	buffer_append_char(out, '*');
}

static void spell(const struct target_btf *btf, uint32_t id, unsigned depth, struct buffer *out)
{
	const struct btf_type *type = id ? target_btf_type(btf, id) : NULL;

	if (!type || ++depth > NESTING_MAX) {
		buffer_append_string(out, "void");
		return;
	}
	switch (btf_kind(type)) {
	case BTF_KIND_STRUCT:
		spell_tagged(btf, type, "struct", out);
		break;
	case BTF_KIND_UNION:
		spell_tagged(btf, type, "union", out);
		break;
	case BTF_KIND_FWD:
		spell_tagged(btf, type, btf_kflag(type) ? "union" : "struct", out);
		break;
	case BTF_KIND_ENUM:
	case BTF_KIND_ENUM64:
		spell_tagged(btf, type, "enum", out);
		break;
	case BTF_KIND_PTR:
		spell_pointer(btf, type, depth, out);
		break;
	case BTF_KIND_ARRAY:
		spell(btf, btf_array(type)->type, depth, out);
		buffer_printf(out, "[%u]", btf_array(type)->nelems);
		break;
	case BTF_KIND_CONST:
		spell_qualified(btf, type, "const", depth, out);
		break;
	case BTF_KIND_VOLATILE:
		spell_qualified(btf, type, "volatile", depth, out);
		break;
	case BTF_KIND_RESTRICT:
	case BTF_KIND_TYPE_TAG:
		spell(btf, type->type, depth, out);
		break;
	default:
		buffer_append_string(out, target_btf_name(btf, type->name_off));
	}
}

void target_spell_type(const struct target_btf *btf, uint32_t id, struct buffer *out)
{
	spell(btf, id, 0, out);
}
