/*
 * Checking the builtins on text and bytes.
 */
#include <arpa/inet.h>
#include <fnmatch.h>
#include <string.h>

#include "codegen/check/call.h"
#include "codegen/check/checker.h"
#include "codegen/check/display.h"
#include "codegen/check/expr.h"
#include "codegen/target/target.h"
#include "lexer/diag.h"
#include "stdlib/check.h"

enum { LENGTH_MAX = 65536, COMPARED_MAX = 4096, MAC_ADDRESS_BYTES = 6, IPV4_BYTES = 4, IPV6_BYTES = 16 };

/*
 * A struct of the kernel that prints as what it stands for, or a pointer to one; false
 * after a complaint.
 */
static bool display_can_be_text(struct checker *checker, struct expr *call,
				const struct expr *value)
{
	bool is_struct = value->type->kind == TYPE_STRUCT;
	struct display display;
	struct diag *diag;

	if (!is_struct &&
	    (value->type->kind != TYPE_POINTER || value->type->space != SPACE_KERNEL))
		return true;
	if (!display_find(checker->arena, checker->target, value->type,
			  is_struct ? access_space(value) : SPACE_KERNEL, &display)) {
		if (is_struct)
			checker_fail(checker, call, "%s has no text of its own",
				     checker_type_name(checker, value->type));
		return !is_struct;
	}
	if (!display_has_text(display.row->kind)) {
		diag = checker_fail(checker, call, "what %s stands for is put into words when it "
				    "is printed: no text of it is to be had before",
				    checker_type_name(checker, value->type));
		if (display.row->text_member)
			diag_hint(diag, "its name: (...).%s", display.row->text_member);
		else
			diag_hint(diag, "print(...) and %%s of printf show it");
		return false;
	}
	if (!display.missing)
		return true;
	checker_fail(checker, call, "this kernel's types do not tell %s, which str() of %s takes",
		     display.missing, checker_type_name(checker, value->type));
	return false;
}

const struct type *check_str(struct checker *checker, struct expr *call)
{
	const struct expr *text = call_argument(call, 0), *limit = call_argument(call, 1);
	uint64_t size = checker->settings.max_strlen + 1;
	uint64_t length = call_number(checker, call, 1, 1, LENGTH_MAX, UINT64_MAX);

	if (text->text && limit && !limit->is_constant)
		return type_string(checker->types, text->text_length + 1);
	if (text->text) {
		if (length > text->text_length)
			length = text->text_length;
		expr_set_text(checker, call, text->text, (uint32_t)length);
		return call->type;
	}
	if (!display_can_be_text(checker, call, text))
		return &type_error;
	/* As in bpftrace, a length that is given has room for the NUL, max_strlen has not. */
	if (length != UINT64_MAX)
		size = length;
	/* A value has no more text than its own bytes. */
	if (text->type->kind == TYPE_STRING && text->type->size < size)
		size = text->type->size;
	/* One without a length, at a struct's end, goes on as far as its text. */
	if (text->type->kind == TYPE_ARRAY && text->type->size && text->type->size + 1u < size)
		size = text->type->size + 1;
	return type_string(checker->types, (uint32_t)size);
}

const struct type *check_buf(struct checker *checker, struct expr *call)
{
	const struct expr *data = call_argument(call, 0);
	uint64_t capacity = checker->settings.max_strlen;
	uint64_t length = call_number(checker, call, 1, 1, LENGTH_MAX, UINT64_MAX);

	if (data->type->kind == TYPE_ARRAY || data->type->kind == TYPE_STRING)
		capacity = data->type->size;
	else if (data->type->kind == TYPE_BUFFER)
		capacity = data->type->size - 4;
	if (length != UINT64_MAX && (length < capacity || type_is_scalar(data->type)))
		capacity = length;
	return type_buffer(checker->types, (uint32_t)capacity);
}

const struct type *check_words(struct checker *checker, struct expr *call)
{
	const struct type *type = check_buf(checker, call);

	return type->kind == TYPE_BUFFER ? type_words(checker->types, type->size - 4) : type;
}

const struct type *check_bswap(struct checker *checker, struct expr *call)
{
	const struct type *type = call_argument(call, 0)->type;

	(void)checker;
	return type_integer(type->size ? type->size : 8, false);
}

const struct type *check_pton(struct checker *checker, struct expr *call)
{
	const char *text = call_argument(call, 0)->text;
	unsigned char *bytes = ARENA_NEW_ARRAY(checker->arena, unsigned char, IPV6_BYTES);

	call->extra = bytes;
	if (inet_pton(AF_INET, text, bytes) == 1)
		return type_array(checker->types, type_integer(1, false), IPV4_BYTES);
	if (inet_pton(AF_INET6, text, bytes) == 1)
		return type_array(checker->types, type_integer(1, false), IPV6_BYTES);
	diag_hint(checker_fail(checker, call_argument(call, 0), "`%s` is no address of IPv4 or "
			       "IPv6", text), "pton(\"127.0.0.1\"), pton(\"::1\")");
	return &type_error;
}

const struct type *check_strcap(struct checker *checker, struct expr *call)
{
	const struct expr *text = call_argument(call, 0);

	expr_set_constant(call, &type_uint64, text->text ? text->text_length + 1
							 : text->type->size);
	(void)checker;
	return &type_uint64;
}

/* How much memory a text or bytes have; an address has as much as is asked for. */
static uint64_t room_of(const struct type *type)
{
	if (type->kind == TYPE_BUFFER)
		return type->size - 4;
	return type_is_scalar(type) ? UINT64_MAX : type->size;
}

const struct type *check_memcmp(struct checker *checker, struct expr *call)
{
	uint64_t most = COMPARED_MAX;

	for (unsigned i = 0; i < 2; i++) {
		const struct expr *value = call_argument(call, i);
		uint64_t room = value->text ? value->text_length + 1 : room_of(value->type);

		if (room < most)
			most = room;
	}
	call_number(checker, call, 2, 1, most, 1);
	return &type_int64;
}

const struct type *check_str_concat(struct checker *checker, struct expr *call)
{
	const struct expr *first = call_argument(call, 0), *second = call_argument(call, 1);
	uint32_t size = (first->text ? first->text_length + 1 : first->type->size) +
			(second->text ? second->text_length + 1 : second->type->size) - 1;

	if (size <= LENGTH_MAX)
		return type_string(checker->types, size);
	checker_fail(checker, call, "together these texts may have %u bytes, and %u are the most",
		     size, LENGTH_MAX);
	return &type_error;
}

static bool is_internet_address(const struct type *type)
{
	bool is_bytes = type->kind == TYPE_ARRAY || type->kind == TYPE_STRUCT ||
			type->kind == TYPE_STRING;

	if (type_is_number(type))
		return type->size <= 8;
	return is_bytes && (type->size == IPV4_BYTES || type->size == IPV6_BYTES);
}

/* Without a family, 16 bytes are of IPv6 and all else is of IPv4. */
const struct type *check_ntop(struct checker *checker, struct expr *call)
{
	struct expr *family = call_argument(call, 0), *address = call_argument(call, 1);

	if (address && !expr_needs_number(checker, family, "the family of an address"))
		return &type_error;
	address = address ? address : family;
	expr_settle_number(checker, address);
	if (address->type->kind == TYPE_ERROR)
		return &type_error;
	if (!is_internet_address(address->type)) {
		diag_hint(checker_fail(checker, call, "%s is no address of IPv4 or IPv6",
				       checker_type_name(checker, address->type)),
			  "ntop takes a number, or 4 or 16 bytes: ntop($sk.skc_daddr)");
		return &type_error;
	}
	return &type_internet;
}

const struct type *check_cgroup_path(struct checker *checker, struct expr *call)
{
	struct expr *hierarchy = call_argument(call, 1);

	if (!hierarchy || !fnmatch(hierarchy->text, "unified", 0))
		return check_form(checker, call);
	diag_hint(checker_fail(checker, hierarchy, "ids of control groups are those of version 2, "
			       "whose hierarchy is `unified`"), "cgroup_path(id)");
	return &type_error;
}

const struct type *check_macaddr(struct checker *checker, struct expr *call)
{
	const struct type *type = call_argument(call, 0)->type;
	uint32_t size = type->kind == TYPE_BUFFER ? type->size - 4 : type->size;

	if (!type_is_scalar(type) && size < MAC_ADDRESS_BYTES) {
		checker_fail(checker, call, "a MAC address has %d bytes, and %s has %u",
			     MAC_ADDRESS_BYTES, checker_type_name(checker, type), size);
		return &type_error;
	}
	return check_form(checker, call);
}

/* A value: both pointers lie in it, and it may outlive the two they were taken from. */
const struct type *check_path_of(struct checker *checker, struct expr *call)
{
	const struct type *type = target_find_struct(checker->target, "path", false);
	struct field field;

	if (type && target_find_field(checker->target, type, "mnt", &field) &&
	    target_find_field(checker->target, type, "dentry", &field))
		return type;
	checker_fail(checker, call, "this kernel's types have no struct path with a dentry and a "
		     "mnt");
	return &type_error;
}

const struct type *check_strftime(struct checker *checker, struct expr *call)
{
	return type_timestamp(checker->types, call_argument(call, 0)->text);
}
