/*
 * Tracepoint type: the C declarations of format files as types. Width and sign
 * stand beside each declaration, so that the kernel's BTF is read only for what
 * they cannot tell: what a pointer points to, names of enums, structs by value.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "codegen/target/abi_type.h"
#include "codegen/target/internal.h"
#include "codegen/target/target.h"
#include "lexer/arena.h"
#include "lexer/buffer.h"

/* A declaration in parts. */
struct declaration {
	char base[128];		/* "unsigned int", "struct sock", "pid_t"; without qualifiers */
	unsigned stars;
	bool is_array;
	uint32_t count;		/* of the array; 0 when it is not a plain number */
	bool is_data_loc, is_relative;
	const char *name;
	const char *c_type;	/* everything but the name */
};

static bool is_word(char character)
{
	return isalnum((unsigned char)character) || character == '_';
}

static void add_word(struct declaration *parts, const char *word, size_t length)
{
	static const char *const skipped[] = {
		"const", "volatile", "restrict", "__user", "__rcu", "__percpu", "__iomem",
	};
	size_t used = strlen(parts->base), index;

	if (length == 10 && !memcmp(word, "__data_loc", 10)) {
		parts->is_data_loc = true;
		return;
	}
	if (length == 9 && !memcmp(word, "__rel_loc", 9)) {
		parts->is_data_loc = parts->is_relative = true;
		return;
	}
	for (index = 0; index < sizeof(skipped) / sizeof(skipped[0]); index++)
		if (strlen(skipped[index]) == length && !memcmp(word, skipped[index], length))
			return;
	if (used + length + 2 > sizeof(parts->base))
		return;
	if (used)
		parts->base[used++] = ' ';
	memcpy(parts->base + used, word, length);
	parts->base[used + length] = '\0';
}

/* The name is the last word outside brackets: "char comm[16]", "__data_loc char[] name". */
static const char *find_name(const char *text, size_t *length)
{
	const char *end = text + strlen(text), *start;

	while (end > text && !is_word(end[-1])) {
		if (end[-1] == ']')
			while (end > text && *end != '[')
				end--;
		else
			end--;
	}
	for (start = end; start > text && is_word(start[-1]);)
		start--;
	*length = (size_t)(end - start);
	return start;
}

/* What the source says beside the name, blanks between words made single. */
static const char *describe(struct target *target, const char *text, const char *name,
			    size_t name_length)
{
	struct buffer out = { 0 };
	const char *copy;

	for (; *text; text++) {
		if (text == name && name_length) {
			text += name_length - 1;
			continue;
		}
		if (*text == ' ' && (out.length == 0 || out.data[out.length - 1] == ' '))
			continue;
		buffer_append_char(&out, *text);
	}
	while (out.length && out.data[out.length - 1] == ' ')
		out.length--;
	copy = arena_copy_text(target->arena, out.data ? out.data : "", out.length);
	buffer_release(&out);
	return copy;
}

static void split(struct target *target, const char *text, struct declaration *parts)
{
	size_t name_length, length;
	const char *name = find_name(text, &name_length), *scan;

	memset(parts, 0, sizeof(*parts));
	parts->name = arena_copy_text(target->arena, name, name_length);
	parts->c_type = describe(target, text, name, name_length);
	for (scan = text; *scan; scan += length) {
		length = 1;
		if (*scan == '[') {
			parts->is_array = true;
			parts->count = (uint32_t)strtoul(scan + 1, NULL, 10);
			length = strcspn(scan, "]");
		} else if (*scan == '*') {
			parts->stars++;
		} else if (is_word(*scan)) {
			for (length = 1; is_word(scan[length]);)
				length++;
			if (scan != name)
				add_word(parts, scan, length);
		}
	}
}

static const struct type *char_type(struct target *target)
{
	return type_intern(target->types, &(struct type){
		.kind = TYPE_INTEGER, .is_signed = true, .size = 1, .align = 1, .name = "char",
	});
}

/* A struct that the kernel's BTF does not describe, or that has no BTF to ask. */
static const struct type *unknown_struct(struct target *target, const char *name, bool is_union)
{
	return type_intern(target->types, &(struct type){
		.kind = TYPE_STRUCT, .is_union = is_union, .align = 1, .name = name,
	});
}

/* The type of a base as BTF and C know it; NULL when neither does. */
static const struct type *find_base(struct target *target, const char *base)
{
	bool is_union = !strncmp(base, "union ", 6);
	const struct type *type;

	if (is_union || !strncmp(base, "struct ", 7)) {
		base = strchr(base, ' ') + 1;
		type = target_find_struct(target, base, is_union);
		return type ? type : unknown_struct(target, base, is_union);
	}
	if (!strncmp(base, "enum ", 5))
		return target_find_enum(target, base + 5);
	if (!strcmp(base, "char"))
		return char_type(target);
	type = type_find_builtin(base);
	return type ? type : target_find_typedef(target, base);
}

/* Is BASE a signed type? False when nobody knows, as the record says then. */
static bool is_base_signed(struct target *target, const char *base)
{
	const struct type *type = type_find_builtin(base);
	bool is_signed;

	if (abi_find_word(base, &is_signed))
		return is_signed;
	if (!type)
		type = find_base(target, base);
	return type && type->is_signed;
}

static bool is_register_size(uint32_t size)
{
	return size == 1 || size == 2 || size == 4 || size == 8;
}

/* A base by value, of SIZE bytes. */
static const struct type *value_type(struct target *target, const char *base, uint32_t size,
				     bool is_signed, bool is_syscall)
{
	const struct type *type;

	if (!strcmp(base, "bool") && size == 1)
		return &type_bool;
	if (!strcmp(base, "char") && size == 1)
		return char_type(target);
	if (is_syscall && is_register_size(size))
		return type_integer(size, is_base_signed(target, base));
	if (!strncmp(base, "enum ", 5) || !strncmp(base, "struct ", 7) ||
	    !strncmp(base, "union ", 6) || !is_register_size(size)) {
		type = find_base(target, base);
		if (type && type->size == size)
			return type;
	}
	if (is_register_size(size))
		return type_integer(size, is_signed);
	return type_array(target->types, &type_uint8, size);
}

static const struct type *pointer_type(struct target *target, const struct declaration *parts,
				       bool is_syscall)
{
	const struct type *type = find_base(target, parts->base);
	unsigned star;

	if (!type)
		type = &type_void;
	for (star = 0; star < parts->stars; star++)
		type = type_pointer(target->types, type, is_syscall ? SPACE_USER : SPACE_KERNEL);
	return type;
}

/* Bytes of one element of an array; where the count is a macro's name, C must know the type. */
static uint32_t element_size(struct target *target, const struct declaration *parts, uint32_t size)
{
	const struct type *type;

	if (parts->stars)
		return 8;
	if (!parts->is_data_loc && parts->count && size % parts->count == 0)
		return size / parts->count;
	type = find_base(target, parts->base);
	return type && type->size ? type->size : 1;
}

static const struct type *array_type(struct target *target, const struct declaration *parts,
				     uint32_t size, bool is_signed)
{
	uint32_t each = element_size(target, parts, size);
	const struct type *element;

	element = parts->stars ? pointer_type(target, parts, false)
			       : value_type(target, parts->base, each, is_signed, false);
	return type_array(target->types, element, parts->is_data_loc ? 0 : size / each);
}

void target_declare_field(struct target *target, const char *declaration, bool is_signed,
			  bool is_syscall, struct tracepoint_field *field)
{
	struct declaration parts;

	split(target, declaration, &parts);
	field->name = parts.name;
	field->c_type = parts.c_type;
	field->is_data_loc = parts.is_data_loc;
	field->is_relative = parts.is_relative;
	if (parts.is_data_loc && !strcmp(parts.base, "char") && !parts.stars)
		field->type = type_string(target->types, 0);
	else if (parts.is_array || parts.is_data_loc)
		field->type = array_type(target, &parts, field->size, is_signed);
	else if (parts.stars && field->size == 8)
		field->type = pointer_type(target, &parts, is_syscall);
	else
		field->type = value_type(target, parts.base, field->size, is_signed, is_syscall);
}
