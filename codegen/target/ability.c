/*
 * Ability: answers from enums and tags in BTF, and from small files.
 */
#include "codegen/target/ability.h"

#include <bpf/btf.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <zlib.h>

#include "codegen/target/internal.h"
#include "codegen/target/kernel_file.h"
#include "codegen/target/target.h"
#include "codegen/target/version.h"
#include "lexer/arena.h"

/* A configuration has some 300 KiB. */
enum { CONFIG_MAX = 16 << 20 };

void target_record_answer(struct target *target, const char *question, bool answer)
{
	target_record(target, question, answer ? "yes" : "no");
}

bool target_version(struct target *target, uint64_t *version)
{
	char *banner = kernel_files_read(target->files, KERNEL_FILE_VERSION, NULL, NULL);
	char *signature = kernel_files_read(target->files, KERNEL_FILE_VERSION_SIGNATURE, NULL,
					    NULL);
	char *release = kernel_files_read(target->files, KERNEL_FILE_RELEASE, NULL, NULL);
	bool is_told = version_find(banner, signature, release, version);

	free(banner);
	free(signature);
	free(release);
	target_record(target, "kernel", "%s",
		      is_told ? version_print(target->arena, *version) : "not told");
	return is_told;
}

/* NAME, which may have PREFIX already, without it. */
static const char *without(const char *prefix, const char *name)
{
	size_t length = strlen(prefix);

	return strncasecmp(name, prefix, length) ? name : name + length;
}

/* PREFIX and NAME, in capitals as the kernel's constants are. */
static char *constant_name(struct target *target, const char *prefix, const char *name)
{
	char *text = arena_printf(target->arena, "%s%s", prefix, name), *at;

	for (at = text; *at; at++)
		*at = (char)toupper((unsigned char)*at);
	return text;
}

bool target_has_helper(struct target *target, const char *name)
{
	const struct type *type;
	int64_t value;

	name = without("bpf_", without("BPF_FUNC_", name));
	/* These constants alone are half in capitals. */
	return target_find_constant(target, arena_printf(target->arena, "BPF_FUNC_%s", name),
				    &value, &type);
}

/* Kinds that ktrace spells otherwise than BPF does. */
static const struct {
	const char *ours, *theirs;
} map_kinds[] = {
	{ "lruhash", "lru_hash" }, { "percpuhash", "percpu_hash" },
	{ "percpulruhash", "lru_percpu_hash" }, { "percpuarray", "percpu_array" },
};

bool target_has_map_kind(struct target *target, const char *kind)
{
	const struct type *type;
	int64_t value;
	size_t i;

	for (i = 0; i < sizeof(map_kinds) / sizeof(map_kinds[0]); i++)
		if (!strcmp(kind, map_kinds[i].ours))
			kind = map_kinds[i].theirs;
	kind = without("BPF_MAP_TYPE_", kind);
	return target_find_constant(target, constant_name(target, "BPF_MAP_TYPE_", kind), &value,
				    &type);
}

/* ---- functions that BPF programs may call ---- */

/* Whether function ID (0: any) of BTF is marked as one that programs may call. */
static bool is_tagged(const struct target_btf *btf, uint32_t function)
{
	const struct btf_type *type;
	uint32_t id;

	for (id = btf->first_id; id < btf->end_id; id++) {
		type = target_btf_type(btf, id);
		if (btf_is_decl_tag(type) && (!function || type->type == function) &&
		    !strcmp(target_btf_name(btf, type->name_off), "bpf_kfunc"))
			return true;
	}
	return false;
}

enum kfunc_mark target_find_kfunc(struct target *target, const char *name, const char *since)
{
	static const char *const told[] = {
		[KFUNC_MARK_ABSENT] = "absent",
		[KFUNC_MARK_OTHERS] = "a function without the tag",
		[KFUNC_MARK_NONE] = "a function, and nothing is tagged",
		[KFUNC_MARK_TAGGED] = "tagged",
	};
	struct target_btf *vmlinux = target_vmlinux_btf(target);
	enum kfunc_mark mark = KFUNC_MARK_ABSENT;
	struct btf_place place;
	const char *key;

	if (vmlinux && target_find_btf(target, NULL, name, BTF_KIND_FUNC, &place)) {
		mark = KFUNC_MARK_NONE;
		if (is_tagged(vmlinux, 0))
			mark = is_tagged(target_module_btf(target, place.module), place.id) ?
			       KFUNC_MARK_TAGGED : KFUNC_MARK_OTHERS;
	}
	key = arena_printf(target->arena, "kfunc:%s", name);
	if (mark == KFUNC_MARK_ABSENT && *since)
		target_record(target, key, "%s: Linux %s brought it", told[mark], since);
	else
		target_record(target, key, "%s", told[mark]);
	return mark;
}

/* The function that type ID of BTF tags as one that programs may call; NULL. */
static const char *tagged_name(const struct target_btf *btf, uint32_t id)
{
	const struct btf_type *type = target_btf_type(btf, id), *function;

	if (!btf_is_decl_tag(type) || strcmp(target_btf_name(btf, type->name_off), "bpf_kfunc"))
		return NULL;
	function = target_btf_type(btf, type->type);
	return function && btf_is_func(function) ? target_btf_name(btf, function->name_off) : NULL;
}

/* Counts the tagged functions of all BTFs and puts them into NAMES, unless that is NULL. */
static uint32_t collect_tagged(struct target *target, const char **names)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < target_btf_count(target); i++) {
		const struct target_btf *btf = target_module_btf(target, i);

		for (uint32_t id = btf ? btf->first_id : 0; btf && id < btf->end_id; id++) {
			const char *name = tagged_name(btf, id);

			if (name && names)
				names[count] = arena_copy_string(target->arena, name);
			count += name != NULL;
		}
	}
	return count;
}

const char **target_list_kfuncs(struct target *target, uint32_t *count)
{
	const char **names;

	*count = collect_tagged(target, NULL);
	names = ARENA_NEW_ARRAY(target->arena, const char *, *count + 1);
	collect_tagged(target, names);
	return names;
}

/* ---- files ---- */

bool target_has_security_module(struct target *target, const char *name)
{
	char *list = kernel_files_read(target->files, KERNEL_FILE_SECURITY_MODULES, NULL, NULL);
	char *rest = list, *word;
	bool is_there = false;

	while (!is_there && (word = strsep(&rest, ",\n")))
		is_there = !strcmp(word, name);
	target_record(target, arena_printf(target->arena, "lsm:%s", name), "%s",
		      is_there ? "active" : list ? "absent" : "the list cannot be read");
	free(list);
	return is_there;
}

/* What the gzip file holds, to be freed; NULL when it is damaged. */
static char *unpack(const char *bytes, size_t length)
{
	z_stream stream = { .next_in = (Bytef *)bytes, .avail_in = (uInt)length };
	size_t capacity = 1 << 20;
	char *text = NULL, *larger;
	int result = Z_OK;

	if (inflateInit2(&stream, 16 + MAX_WBITS) != Z_OK)
		return NULL;
	for (; result == Z_OK && capacity <= CONFIG_MAX; capacity *= 2) {
		larger = realloc(text, capacity + 1);
		if (!larger)
			break;
		text = larger;
		stream.next_out = (Bytef *)text + stream.total_out;
		stream.avail_out = (uInt)(capacity - stream.total_out);
		result = inflate(&stream, Z_NO_FLUSH);
	}
	if (text)
		text[stream.total_out] = '\0';
	inflateEnd(&stream);
	if (result == Z_STREAM_END)
		return text;
	free(text);
	return NULL;
}

static char *read_config(struct target *target)
{
	size_t length;
	char *packed = kernel_files_read(target->files, KERNEL_FILE_CONFIG, NULL, &length), *text;

	if (!packed)
		return kernel_files_read(target->files, KERNEL_FILE_BOOT_CONFIG, NULL, NULL);
	text = unpack(packed, length);
	free(packed);
	return text;
}

const char *target_config(struct target *target, const char *name, bool *can_tell)
{
	static const char prefix[] = "CONFIG_";
	const char *key, *line, *value = NULL;
	size_t length;

	if (!target->config) {
		char *text = read_config(target);

		target->can_tell_config = text != NULL;
		target->config = arena_copy_string(target->arena, text ? text : "");
		free(text);
	}
	*can_tell = target->can_tell_config;
	if (!strncmp(name, prefix, sizeof(prefix) - 1))
		name += sizeof(prefix) - 1;
	key = arena_printf(target->arena, "%s%s=", prefix, name);
	length = strlen(key);
	for (line = target->config; line && !value; line = strchr(line, '\n')) {
		line += *line == '\n';
		if (!strncmp(line, key, length))
			value = arena_copy_text(target->arena, line + length,
						strcspn(line + length, "\n"));
	}
	target_record(target, arena_printf(target->arena, "config:%s", name), "%s",
		      value ? value : *can_tell ? "not set" : "cannot be read");
	return value;
}
