/*
 * USDT argument: the operands that the compiler left in a note, in the assembler's
 * words: `N@OPERAND`, N bytes, negative for a signed number. Operands are read by one row for each
 * architecture.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "codegen/target/abi.h"
#include "codegen/target/usdt.h"
#include "lexer/arena.h"

static bool is_name_start(char c)
{
	return isalpha((unsigned char)c) || c == '_' || c == '.';
}

static size_t name_length(const char *text)
{
	size_t length = 0;

	while (isalnum((unsigned char)text[length]) || text[length] == '_' ||
	       text[length] == '.' || text[length] == '$')
		length++;
	return length;
}

static bool find_register(const struct abi *abi, const char *name, uint32_t *offset)
{
	for (const struct abi_register *row = abi->registers; row->name; row++)
		if (!strcmp(row->name, name)) {
			*offset = row->offset;
			return true;
		}
	return false;
}

/* Digits, a sign before them or not, with nothing behind. */
static bool read_number(const char *text, int64_t *number)
{
	bool is_negative = *text == '-';
	char *end;

	text += *text == '-' || *text == '+';
	*number = (int64_t)strtoull(text, &end, 0);
	if (!isdigit((unsigned char)*text) || *end)
		return false;
	if (is_negative)
		*number = -*number;
	return true;
}

/* ---- x86-64 ---- */

/* "rax", "eax", "ax", "al", "ah", "sil", "r10d": the register that it is a part of. */
static bool read_x86_register(const struct abi *abi, const char *name, size_t length,
			      uint32_t *offset, uint32_t *shift)
{
	char plain[5] = "";

	*shift = 0;
	if (length < 2 || length >= sizeof(plain))
		return false;
	memcpy(plain, name, length);
	if (plain[0] == 'r' && isdigit((unsigned char)plain[1])) {
		if (strchr("dwbl", plain[length - 1]))
			plain[length - 1] = '\0';
	} else if (length == 3 && strchr("re", plain[0])) {
		memmove(plain, plain + 1, 3);
	} else if (length == 3 && plain[2] == 'l') {
		plain[2] = '\0';
	} else if (length == 2 && strchr("lh", plain[1]) && strchr("abcd", plain[0])) {
		*shift = plain[1] == 'h' ? 8 : 0;
		plain[1] = 'x';
	}
	return find_register(abi, plain, offset);
}

/* "-16", "name", "name+8", "8+name": what stands before the brackets. */
static bool read_x86_displacement(struct arena *arena, const char *text, size_t length,
				  struct usdt_argument *argument)
{
	const char *at = text, *end = text + length;
	bool is_negative;
	size_t part;

	while (at < end) {
		is_negative = *at == '-';
		at += *at == '-' || *at == '+';
		part = name_length(at);
		if (!part || at + part > end)
			return false;
		if (is_name_start(*at)) {
			if (argument->symbol || is_negative)
				return false;
			argument->symbol = arena_copy_text(arena, at, part);
		} else {
			int64_t number;

			if (!read_number(arena_copy_text(arena, at, part), &number))
				return false;
			argument->number += is_negative ? -number : number;
		}
		at += part;
	}
	return true;
}

/* "%rax", "%rax,%rdx,8", ",%rdx,4", "%rip": what stands between the brackets. */
static bool read_x86_address(const struct abi *abi, const char *text, size_t length,
			     struct usdt_argument *argument)
{
	const char *end = text + length, *at = text;
	size_t part = strcspn(at, ",)");
	uint32_t shift;

	if (part == 4 && !memcmp(at, "%rip", 4)) {
		/* A symbol's address is counted from there; a bare number means nothing to us. */
		return part == length && argument->symbol;
	}
	if (part) {
		if (*at != '%' || !read_x86_register(abi, at + 1, part - 1, &argument->base, &shift))
			return false;
		argument->has_base = true;
	}
	at += part;
	if (at == end)
		return argument->has_base;
	at++;
	part = strcspn(at, ",)");
	if (part < 2 || *at != '%' ||
	    !read_x86_register(abi, at + 1, part - 1, &argument->index, &shift))
		return false;
	at += part;
	argument->scale = at < end ? (uint32_t)strtoul(at + 1, NULL, 10) : 1;
	return argument->scale == 1 || argument->scale == 2 || argument->scale == 4 ||
	       argument->scale == 8;
}

static bool read_x86(struct arena *arena, const struct abi *abi, const char *operand,
		     struct usdt_argument *argument)
{
	size_t length = strlen(operand), before = strcspn(operand, "(");

	if (*operand == '$') {
		argument->source = USDT_CONSTANT;
		return read_number(operand + 1, &argument->number);
	}
	if (*operand == '%') {
		argument->source = USDT_REGISTER;
		return read_x86_register(abi, operand + 1, length - 1, &argument->base,
					 &argument->shift);
	}
	argument->source = USDT_MEMORY;
	if (!read_x86_displacement(arena, operand, before, argument))
		return false;
	if (before == length)
		return argument->symbol;
	return operand[length - 1] == ')' &&
	       read_x86_address(abi, operand + before + 1, length - before - 2, argument);
}

/* ---- arm64 ---- */

/* "x3", "w3", "sp". */
static bool read_arm64_register(const struct abi *abi, const char *name, size_t length,
				uint32_t *offset)
{
	char plain[5] = "";

	if (!length || length >= sizeof(plain))
		return false;
	memcpy(plain, name, length);
	if (plain[0] == 'w' && isdigit((unsigned char)plain[1]))
		plain[0] = 'x';
	return find_register(abi, plain, offset);
}

/* "sp, 16]", "x0, x1, lsl 3]": what stands behind the bracket. */
static bool read_arm64_address(struct arena *arena, const struct abi *abi, const char *text,
			       struct usdt_argument *argument)
{
	size_t part = strcspn(text, " ,]");
	const char *at;

	argument->has_base = read_arm64_register(abi, text, part, &argument->base);
	at = text + part;
	at += strspn(at, " ,");
	if (!argument->has_base || *at == ']')
		return argument->has_base;
	at += *at == '#';
	part = strcspn(at, " ,]");
	if (read_number(arena_copy_text(arena, at, part), &argument->number))
		return at[part] == ']';
	if (!read_arm64_register(abi, at, part, &argument->index))
		return false;
	at += part;
	at += strspn(at, " ,");
	argument->scale = 1;
	if (*at == ']')
		return true;
	if (strncmp(at, "lsl ", 4) && strncmp(at, "lsl#", 4))
		return false;
	at += 4;
	at += *at == '#';
	argument->scale = 1u << (strtoul(at, NULL, 10) & 3);
	return true;
}

static bool read_arm64(struct arena *arena, const struct abi *abi, const char *operand,
		       struct usdt_argument *argument)
{
	if (*operand == '[') {
		argument->source = USDT_MEMORY;
		return read_arm64_address(arena, abi, operand + 1, argument);
	}
	argument->source = USDT_CONSTANT;
	if (read_number(operand + (*operand == '#'), &argument->number))
		return true;
	argument->source = USDT_REGISTER;
	return read_arm64_register(abi, operand, strlen(operand), &argument->base);
}

/* ---- all ---- */

static const struct {
	const char *machine;
	bool (*read)(struct arena *arena, const struct abi *abi, const char *operand,
		     struct usdt_argument *argument);
} rows[] = { { "x86_64", read_x86 }, { "aarch64", read_arm64 } };

/* Arguments are apart by blanks; inside of brackets there may be others. */
static size_t argument_length(const char *text)
{
	unsigned depth = 0;
	size_t length;

	for (length = 0; text[length] && (depth || text[length] != ' '); length++) {
		depth += text[length] == '(' || text[length] == '[';
		depth -= depth && (text[length] == ')' || text[length] == ']');
	}
	return length;
}

/* "-4@"; without it, a word as the machine has them. The operand behind it, or NULL. */
static const char *read_size(const char *text, struct usdt_argument *argument)
{
	const char *at = text + (*text == '-');

	argument->size = 8;
	if (!strchr(text, '@'))
		return text;
	argument->is_signed = *text == '-';
	argument->size = (uint32_t)(*at - '0');
	/* An f behind the number means a floating-point number. */
	if (!strchr("1248", *at) || at[1] != '@')
		return NULL;
	return at + 2;
}

enum usdt_answer usdt_read_argument(struct arena *arena, const struct abi *abi,
				    const char *arguments, unsigned number,
				    struct usdt_argument *argument, const char **text)
{
	const char *at = arguments + strspn(arguments, " "), *operand;

	for (; number && *at; number--) {
		at += argument_length(at);
		at += strspn(at, " ");
	}
	if (!*at)
		return USDT_NONE;
	*text = arena_copy_text(arena, at, argument_length(at));
	*argument = (struct usdt_argument){ 0 };
	operand = read_size(*text, argument);
	for (size_t i = 0; operand && i < sizeof(rows) / sizeof(rows[0]); i++)
		if (!strcmp(rows[i].machine, abi->machine))
			return rows[i].read(arena, abi, operand, argument) ? USDT_KNOWN :
									     USDT_UNKNOWN;
	return USDT_UNKNOWN;
}
