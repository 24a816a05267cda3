/*
 * BTF find: structs, enums, typedefs and constants by name, each answer kept.
 */
#include <bpf/btf.h>
#include <stdio.h>
#include <string.h>

#include "codegen/target/abi_type.h"
#include "codegen/target/internal.h"
#include "codegen/target/target.h"
#include "lexer/arena.h"
#include "lexer/suggest.h"

/* The kinds of BTF a keyword stands for, in the order of preference. */
static const struct keyword {
	const char *name;
	uint32_t kinds[2];
} keywords[] = {
	{ "struct", { BTF_KIND_STRUCT } },
	{ "union", { BTF_KIND_UNION } },
	{ "enum", { BTF_KIND_ENUM, BTF_KIND_ENUM64 } },
	{ "typedef", { BTF_KIND_TYPEDEF } },
};

enum { KEYWORD_STRUCT, KEYWORD_UNION, KEYWORD_ENUM, KEYWORD_TYPEDEF, KEYWORD_COUNT };

/* Only declared, never defined: the kernel knows the name and nothing else. */
static bool find_forward(struct target *target, const char *name, bool is_union,
			 struct btf_place *place)
{
	const struct target_btf *btf;
	const struct btf_type *type;

	if (!target_find_btf(target, "vmlinux", name, BTF_KIND_FWD, place))
		return false;
	btf = target_module_btf(target, place->module);
	type = target_btf_type(btf, place->id);
	return btf_kflag(type) == is_union;
}

static const struct type *look_up(struct target *target, const struct keyword *keyword,
				  const char *name)
{
	struct btf_place place;
	size_t index;

	for (index = 0; index < 2 && keyword->kinds[index]; index++)
		if (target_find_btf(target, NULL, name, keyword->kinds[index], &place))
			return target_convert(target, place.module, place.id);
	if (keyword->kinds[0] != BTF_KIND_STRUCT && keyword->kinds[0] != BTF_KIND_UNION)
		return NULL;
	if (find_forward(target, name, keyword->kinds[0] == BTF_KIND_UNION, &place))
		return target_convert(target, place.module, place.id);
	return NULL;
}

static void record_type(struct target *target, const char *key, const struct type *type)
{
	if (!type)
		target_record(target, key, "absent");
	else
		target_record(target, key, "size %u", type->size);
}

static const struct type *find_abi(struct target *target, const struct keyword *keyword,
				   const char *name, bool is_written)
{
	const struct abi_group *group = NULL;
	const struct abi_type *type = NULL;

	if (keyword == &keywords[KEYWORD_STRUCT] || keyword == &keywords[KEYWORD_UNION])
		type = abi_find_struct(target, name, keyword == &keywords[KEYWORD_UNION],
				       is_written);
	else if (keyword == &keywords[KEYWORD_ENUM] && !is_written)
		group = abi_find_group(name, strlen(name));
	if (group)
		return abi_group_type(target->types, group, 0, false);
	return type ? type->type : NULL;
}

/*
 * The structs of the system-call interface are ktrace's own; a group of constants gives
 * way to an enum that the kernel calls so.
 */
static const struct type *find_type(struct target *target, const struct keyword *keyword,
				    const char *name)
{
	const char *key = arena_printf(target->arena, "%s %s", keyword->name, name);
	const struct type *type;
	const void *known;

	if (table_find(&target->answers, key, &known))
		return known;
	type = find_abi(target, keyword, name, true);
	if (type)
		return type;
	/* An empty name would find the first anonymous type. */
	type = *name ? look_up(target, keyword, name) : NULL;
	if (target_btf_status(target) == 0)
		record_type(target, key, type);
	if (!type)
		type = find_abi(target, keyword, name, false);
	table_put(&target->answers, key, type);
	return type;
}

const struct type *target_find_struct(struct target *target, const char *name, bool is_union)
{
	return find_type(target, &keywords[is_union ? KEYWORD_UNION : KEYWORD_STRUCT], name);
}

const struct type *target_find_enum(struct target *target, const char *name)
{
	return find_type(target, &keywords[KEYWORD_ENUM], name);
}

const struct type *target_find_typedef(struct target *target, const char *name)
{
	return find_type(target, &keywords[KEYWORD_TYPEDEF], name);
}

/* ---- constants ---- */

struct constant {
	int64_t value;
	const struct type *type;
};

/* The value of constant NAME of one enum; false when the enum has no such constant. */
static bool find_in_enum(const struct target_btf *btf, const struct btf_type *type,
			 const char *name, bool is_signed, int64_t *value)
{
	uint32_t index;

	for (index = 0; index < btf_vlen(type); index++) {
		if (strcmp(target_constant_name(btf, type, index), name))
			continue;
		*value = target_constant_value(type, index, is_signed);
		return true;
	}
	return false;
}

static bool find_constant_in(struct target *target, uint32_t module, const char *name,
			     struct constant *constant)
{
	const struct target_btf *btf = target_module_btf(target, module);
	const struct btf_type *type;
	uint32_t id;

	if (!btf)
		return false;
	for (id = btf->first_id; id < btf->end_id; id++) {
		type = target_btf_type(btf, id);
		if (!btf_is_any_enum(type) ||
		    !find_in_enum(btf, type, name, false, &constant->value))
			continue;
		constant->type = target_convert(target, module, id);
		find_in_enum(btf, type, name, constant->type->is_signed, &constant->value);
		return true;
	}
	return false;
}

/* Finds and remembers the constant; NULL when there is none. */
static const struct constant *look_up_constant(struct target *target, const char *key,
					       const char *name)
{
	struct constant *constant = ARENA_NEW(target->arena, struct constant);
	uint32_t module;
	bool found = false;

	if (!target_vmlinux_btf(target))
		return NULL;
	for (module = 0; !found && (module == 0 || module < target_btf_count(target)); module++)
		found = find_constant_in(target, module, name, constant);
	if (found)
		target_record(target, key, "%lld", (long long)constant->value);
	else
		target_record(target, key, "absent");
	return found ? constant : NULL;
}

bool target_find_constant(struct target *target, const char *name, int64_t *value,
			  const struct type **type)
{
	const char *key = arena_printf(target->arena, "constant %s", name);
	const struct abi_group *group = abi_find_constant(name, value);
	const struct constant *constant;
	const void *known;

	if (group) {
		*type = abi_group_type(target->types, group, 0, false);
		return true;
	}
	if (table_find(&target->answers, key, &known)) {
		constant = known;
	} else {
		constant = look_up_constant(target, key, name);
		table_put(&target->answers, key, constant);
	}
	if (!constant)
		return false;
	*value = constant->value;
	*type = constant->type;
	return true;
}

/* ---- all names ---- */

/* The keyword of a type that has a tag of its own: struct, union or enum; NULL for others. */
static const char *tag_keyword(const struct btf_type *type)
{
	if (btf_is_struct(type))
		return keywords[KEYWORD_STRUCT].name;
	if (btf_is_union(type))
		return keywords[KEYWORD_UNION].name;
	return btf_is_any_enum(type) ? keywords[KEYWORD_ENUM].name : NULL;
}

static void suggest_abi(void *context, const char *keyword, const char *name)
{
	if (strcmp(keyword, "enum"))
		suggest_offer(context, name);
}

void target_suggest_struct(struct target *target, struct suggest *suggest)
{
	const struct target_btf *btf = target_vmlinux_btf(target);
	const char *before = suggest->best;
	const struct btf_type *type;
	uint32_t id;

	for (id = 1; btf && id < btf->end_id; id++) {
		type = target_btf_type(btf, id);
		if (btf_is_composite(type) && type->name_off)
			suggest_offer(suggest, target_btf_name(btf, type->name_off));
	}
	/* BTF's own bytes go when the target is closed. */
	if (suggest->best && suggest->best != before)
		suggest->best = arena_copy_string(target->arena, suggest->best);
	abi_visit_structs(suggest_abi, suggest);
}

const char *target_next_prefixed(struct target *target, uint32_t kind, const char *prefix,
				 struct btf_place *place)
{
	uint32_t count = target_btf_count(target), length = (uint32_t)strlen(prefix);
	const struct target_btf *btf;
	const struct btf_type *type;
	const char *name;

	for (; place->module < count; place->module++, place->id = 0) {
		btf = target_module_btf(target, place->module);
		if (!btf)
			continue;
		place->id = place->id ? place->id + 1 : btf->first_id;
		for (; place->id < btf->end_id; place->id++) {
			type = target_btf_type(btf, place->id);
			if (!type || btf_kind(type) != kind)
				continue;
			name = target_btf_name(btf, type->name_off);
			if (!strncmp(name, prefix, length))
				return name + length;
		}
	}
	return NULL;
}

struct type_match {
	struct target *target;
	const char *pattern;
	struct table seen;
	void (*visit)(void *context, const char *name);
	void *context;
};

static void match_type(void *context, const char *keyword, const char *name)
{
	struct type_match *match = context;
	char text[512];

	if ((size_t)snprintf(text, sizeof(text), "%s %s", keyword, name) >= sizeof(text) ||
	    !target_glob(match->pattern, text) || table_find(&match->seen, text, NULL))
		return;
	table_put(&match->seen, text, NULL);
	match->visit(match->context, arena_copy_string(match->target->arena, text));
}

void target_match_types(struct target *target, const char *pattern,
			void (*visit)(void *context, const char *name), void *context)
{
	struct type_match match = {
		.target = target, .pattern = pattern, .seen = { .arena = target->arena },
		.visit = visit, .context = context,
	};
	const struct target_btf *btf = target_vmlinux_btf(target);
	const struct btf_type *type;
	const char *keyword, *name;
	uint32_t id;

	for (id = 1; btf && id < btf->end_id; id++) {
		type = target_btf_type(btf, id);
		keyword = tag_keyword(type);
		name = keyword ? target_btf_name(btf, type->name_off) : "";
		if (*name)
			match_type(&match, keyword, name);
	}
	abi_visit_structs(match_type, &match);
	abi_visit_groups(match_type, &match);
}
