/*
 * ABI declare: reads the declarations that the tables of system calls and of their
 * structs are written in: C's, with a group of constants behind a colon.
 *
 *	struct open_how *how    unsigned int flags:open_flags    char d_name[]
 *
 * Pointers are the calling program's. `text name` is a const char * to a whole text,
 * which is what prints of it; any other char * is memory of some length.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "codegen/target/abi_type.h"
#include "codegen/target/internal.h"
#include "lexer/arena.h"
#include "lexer/buffer.h"

enum { BASE_MAX = 64 };

/* Words for numbers; COMPAT: bytes that 32-bit programs have for it. */
static const struct abi_word {
	const char *name;
	bool is_signed;
	uint8_t size, compat;
} words[] = {
	{ "int", true, 4, 4 }, { "unsigned int", false, 4, 4 }, { "unsigned", false, 4, 4 },
	{ "short", true, 2, 2 }, { "unsigned short", false, 2, 2 },
	{ "unsigned char", false, 1, 1 }, { "signed char", true, 1, 1 },
	{ "long", true, 8, 4 }, { "unsigned long", false, 8, 4 },
	{ "long long", true, 8, 8 }, { "unsigned long long", false, 8, 8 },
	{ "size_t", false, 8, 4 }, { "ssize_t", true, 8, 4 },
	{ "off_t", true, 8, 4 }, { "loff_t", true, 8, 8 },
	{ "umode_t", false, 2, 2 }, { "mode_t", false, 2, 2 },
	{ "uid_t", false, 4, 4 }, { "gid_t", false, 4, 4 }, { "qid_t", false, 4, 4 },
	{ "old_uid_t", false, 2, 2 }, { "old_gid_t", false, 2, 2 },
	{ "dev_t", false, 4, 4 }, { "pid_t", true, 4, 4 }, { "mqd_t", true, 4, 4 },
	{ "clockid_t", true, 4, 4 }, { "timer_t", true, 4, 4 }, { "key_t", true, 4, 4 },
	{ "key_serial_t", true, 4, 4 }, { "rwf_t", true, 4, 4 }, { "nfds_t", false, 4, 4 },
	{ "time_t", true, 8, 4 }, { "__kernel_old_time_t", true, 8, 4 },
	{ "old_time32_t", true, 4, 4 }, { "aio_context_t", false, 8, 4 },
	{ "sigset_t", false, 8, 8 }, { "old_sigset_t", false, 8, 4 },
	{ "u8", false, 1, 1 }, { "u16", false, 2, 2 }, { "u32", false, 4, 4 },
	{ "u64", false, 8, 8 }, { "__u8", false, 1, 1 }, { "__u16", false, 2, 2 },
	{ "__u32", false, 4, 4 }, { "__u64", false, 8, 8 },
	{ "__be16", false, 2, 2 }, { "__be32", false, 4, 4 },
	{ "s8", true, 1, 1 }, { "s16", true, 2, 2 }, { "s32", true, 4, 4 },
	{ "s64", true, 8, 8 }, { "__s8", true, 1, 1 }, { "__s16", true, 2, 2 },
	{ "__s32", true, 4, 4 }, { "__s64", true, 8, 8 },
};

static const struct abi_word *find_word(const char *name)
{
	size_t index;

	for (index = 0; index < sizeof(words) / sizeof(words[0]); index++)
		if (!strcmp(words[index].name, name))
			return &words[index];
	return NULL;
}

bool abi_find_word(const char *name, bool *is_signed)
{
	const struct abi_word *word = find_word(name);

	if (word)
		*is_signed = word->is_signed;
	return word;
}

char abi_peek(struct abi_reader *reader)
{
	while (*reader->at == ' ')
		reader->at++;
	return *reader->at;
}

bool abi_read_mark(struct abi_reader *reader, char wanted)
{
	if (abi_peek(reader) != wanted)
		return false;
	reader->at++;
	return true;
}

/* The length of the word that is next. */
static size_t word_length(struct abi_reader *reader)
{
	size_t length = 0;

	abi_peek(reader);
	while (isalnum((unsigned char)reader->at[length]) || reader->at[length] == '_')
		length++;
	return length;
}

/* Does another declarator's part follow the word of LENGTH bytes, so that it is a name? */
static bool is_last_word(const struct abi_reader *reader, size_t length)
{
	const char *next = reader->at + length;

	while (*next == ' ')
		next++;
	return !isalnum((unsigned char)*next) && *next != '_' && *next != '*' &&
	       !(*next == ':' && isdigit((unsigned char)next[1]));
}

/* 32-bit x86 aligns nothing to more than 4 bytes. */
static uint32_t compat_align(uint32_t align)
{
	return align < 4 ? align : 4;
}

static bool resolve_tagged(struct abi_reader *reader, const char *name, bool is_union,
			   struct abi_declaration *base)
{
	const struct abi_type *known;
	const struct type *type;

	if (reader->is_measuring && abi_peek(reader) == '*') {
		base->type = (struct abi_type){ .type = &type_void, .compat = &type_void };
		return true;
	}
	known = abi_find_struct(reader->target, name, is_union, false);
	if (known) {
		base->type = *known;
		return true;
	}
	type = target_find_struct(reader->target, name, is_union);
	if (!type)
		type = type_intern(reader->target->types, &(struct type){
			.kind = TYPE_STRUCT, .is_union = is_union, .align = 1, .name = name,
		});
	/* What only the kernel describes is told for 64 bits only. */
	base->type = (struct abi_type){ .type = type, .compat = &type_error };
	return true;
}

static bool resolve_base(struct abi_reader *reader, const char *name,
			 struct abi_declaration *base)
{
	struct type_table *types = reader->target->types;
	const struct abi_word *word = find_word(name);
	const struct type *type = &type_void, *compat;

	if (!strncmp(name, "struct ", 7))
		return resolve_tagged(reader, name + 7, false, base);
	if (!strncmp(name, "union ", 6))
		return resolve_tagged(reader, name + 6, true, base);
	base->is_text = !strcmp(name, "text");
	if (!strcmp(name, "char") || base->is_text)
		type = type_intern(types, &(struct type){
			.kind = TYPE_INTEGER, .is_signed = true, .size = 1, .align = 1,
			.name = "char",
		});
	else if (word)
		type = type_integer(word->size, word->is_signed);
	else if (strcmp(name, "void"))
		return false;
	compat = word ? type_integer(word->compat, word->is_signed) : type;
	base->type = (struct abi_type){
		.type = type, .compat = compat, .compat_align = compat_align(compat->size),
	};
	return true;
}

bool abi_read_base(struct abi_reader *reader, struct abi_declaration *base)
{
	char name[BASE_MAX] = "", c_type[BASE_MAX] = "";
	size_t length;

	*base = (struct abi_declaration){ .name = "" };
	while ((length = word_length(reader)) && (!*c_type || !is_last_word(reader, length))) {
		bool is_const = length == 5 && !strncmp(reader->at, "const", 5);

		if (strlen(c_type) + length + 2 > BASE_MAX)
			return false;
		if (*c_type)
			strcat(c_type, " ");
		strncat(c_type, reader->at, length);
		if (!is_const) {
			if (*name)
				strcat(name, " ");
			strncat(name, reader->at, length);
		}
		reader->at += length;
	}
	base->c_type = arena_copy_string(reader->target->arena,
					 strcmp(name, "text") ? c_type : "const char");
	return *name && resolve_base(reader, name, base);
}

static void make_pointer(struct abi_reader *reader, struct abi_declaration *declaration,
			 bool is_text)
{
	struct type_table *types = reader->target->types;
	struct abi_type *type = &declaration->type;
	const struct type *compat = type->compat == type->type ? NULL : type->compat;

	type->type = type_intern(types, &(struct type){
		.kind = TYPE_POINTER, .size = 8, .align = 8, .space = SPACE_USER,
		.target = reader->is_measuring ? &type_void : type->type,
		.compat = reader->is_measuring ? NULL : compat, .is_text = is_text,
	});
	/* What is behind it is told by the type that a program's expressions have. */
	type->compat = type_pointer_narrow(types, is_text);
	type->compat_align = 4;
}

static void make_array(struct abi_reader *reader, struct abi_declaration *declaration)
{
	uint32_t count = (uint32_t)strtoul(reader->at, (char **)&reader->at, 10);
	struct type_table *types = reader->target->types;
	struct abi_type *type = &declaration->type;

	abi_read_mark(reader, ']');
	type->type = type_array(types, type->type, count);
	if (type->compat->kind != TYPE_ERROR)
		type->compat = type_array(types, type->compat, count);
}

/* What stands behind a colon: bits of padding, or the group that the values are of. */
static bool read_group(struct abi_reader *reader, struct abi_declaration *declaration)
{
	struct type_table *types = reader->target->types;
	const struct type *type = declaration->type.type, *compat = declaration->type.compat;
	const struct abi_group *group;
	size_t length = word_length(reader);

	if (isdigit((unsigned char)*reader->at)) {
		declaration->bits = (uint32_t)strtoul(reader->at, (char **)&reader->at, 10);
		return true;
	}
	group = abi_find_group(reader->at, length);
	reader->at += length;
	if (!group)
		return false;
	declaration->type.type = abi_group_type(types, group, type->size, type->is_signed);
	declaration->type.compat = abi_group_type(types, group, compat->size, compat->is_signed);
	return true;
}

bool abi_read_declarator(struct abi_reader *reader, const struct abi_declaration *base,
			 struct abi_declaration *declaration)
{
	struct buffer c_type = { 0 };
	size_t length;

	*declaration = *base;
	buffer_append_string(&c_type, base->c_type);
	if (base->is_text) {
		make_pointer(reader, declaration, true);
		buffer_append_string(&c_type, " *");
	}
	while (abi_read_mark(reader, '*')) {
		make_pointer(reader, declaration, false);
		buffer_append_string(&c_type, c_type.data[c_type.length - 1] == '*' ? "*" : " *");
	}
	length = word_length(reader);
	declaration->name = arena_copy_text(reader->target->arena, reader->at, length);
	reader->at += length;
	declaration->c_type = arena_copy_text(reader->target->arena, c_type.data, c_type.length);
	buffer_release(&c_type);
	if (abi_read_mark(reader, '['))
		make_array(reader, declaration);
	return !abi_read_mark(reader, ':') || read_group(reader, declaration);
}
