/*
 * BTF: reading the kernel's type information and its modules', each when it is
 * first needed, and finding things in it by name.
 *
 * A linear pass over the names of a whole kernel costs about a millisecond, an
 * index several. So the first names are searched for, the answers are remembered,
 * and only who asks for many names gets the index.
 */
#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "codegen/target/internal.h"
#include "codegen/target/target.h"
#include "lexer/arena.h"

enum { INDEX_AFTER = 16 };	/* searches by name */

const struct btf_type *target_btf_type(const struct target_btf *btf, uint32_t id)
{
	return btf__type_by_id(btf->btf, id);
}

const char *target_btf_name(const struct target_btf *btf, uint32_t offset)
{
	const char *name = btf__name_by_offset(btf->btf, offset);

	return name ? name : "";
}

uint32_t target_skip_modifiers(const struct target_btf *btf, uint32_t id)
{
	const struct btf_type *type = target_btf_type(btf, id);
	unsigned steps;

	/* Damaged BTF may go in circles. */
	for (steps = 0; type && steps < 64; steps++) {
		if (!btf_is_mod(type) && !btf_is_typedef(type))
			return id;
		id = type->type;
		type = target_btf_type(btf, id);
	}
	return 0;
}

/* The kernel's own BTF is read here: its size is known, which saves libbpf's second copy. */
static int parse_vmlinux(struct target *target, struct btf **btf)
{
	size_t length = 0;
	char *bytes = kernel_files_read(target->files, KERNEL_FILE_BTF, "vmlinux", &length);
	int result;

	if (!bytes)
		return -errno;
	*btf = btf__new(bytes, (uint32_t)length);
	result = *btf ? 0 : -errno;
	free(bytes);
	return result;
}

/* Memory cannot hold a module's: libbpf before 1.6 exports split BTF for files only. */
static int parse_module(struct target *target, const char *name, struct btf *base,
			struct btf **btf)
{
	int descriptor, result = 0;
	const char *path = kernel_files_path(target->files, KERNEL_FILE_BTF, name, &descriptor);

	if (!path)
		return -errno;
	*btf = btf__parse_raw_split(path, base);
	if (!*btf)
		result = -errno;
	if (descriptor >= 0)
		close(descriptor);
	return result;
}

/* Reads one BTF file on top of BASE (NULL: on its own); 0 or -errno. */
static int load(struct target *target, struct target_btf *btf, const struct target_btf *base)
{
	int result;

	btf->is_tried = true;
	if (base)
		result = parse_module(target, btf->name, base->btf, &btf->btf);
	else
		result = parse_vmlinux(target, &btf->btf);
	if (result)
		return result;
	btf->first_id = base ? base->end_id : 1;
	btf->end_id = btf__type_cnt(btf->btf);
	btf->types = calloc(btf->end_id - btf->first_id + 1, sizeof(btf->types[0]));
	if (!btf->types) {
		btf__free(btf->btf);
		btf->btf = NULL;
		return -ENOMEM;
	}
	return 0;
}

/* libbpf explains damaged BTF on standard error, where nobody can place it. */
static int stay_silent(enum libbpf_print_level level, const char *format, va_list arguments)
{
	(void)level;
	(void)format;
	(void)arguments;
	return 0;
}

static int load_silently(struct target *target, struct target_btf *btf,
			 const struct target_btf *base)
{
	libbpf_print_fn_t before = libbpf_set_print(stay_silent);
	int result = load(target, btf, base);

	libbpf_set_print(before);
	return result;
}

struct target_btf *target_vmlinux_btf(struct target *target)
{
	if (target->btf_status > 0) {
		target->btfs = ARENA_NEW(target->arena, struct target_btf *);
		target->btfs[0] = ARENA_NEW(target->arena, struct target_btf);
		target->btfs[0]->name = "vmlinux";
		target->btf_status = load_silently(target, target->btfs[0], NULL);
		target->btf_count = 1;
	}
	return target->btf_status ? NULL : target->btfs[0];
}

int target_btf_status(struct target *target)
{
	target_vmlinux_btf(target);
	return target->btf_status;
}

uint32_t target_btf_count(struct target *target)
{
	struct target_btf **btfs;
	struct kernel_names names;
	uint32_t index;

	if (!target_vmlinux_btf(target))
		return 0;
	if (target->are_modules_listed)
		return target->btf_count;
	target->are_modules_listed = true;
	names = kernel_files_list(target->files, KERNEL_FILE_BTF, NULL, NULL);
	btfs = ARENA_NEW_ARRAY(target->arena, struct target_btf *, 1 + names.count);
	btfs[0] = target->btfs[0];
	target->btf_count = 1;
	for (index = 0; index < names.count; index++) {
		if (!strcmp(names.names[index], "vmlinux"))
			continue;
		btfs[target->btf_count] = ARENA_NEW(target->arena, struct target_btf);
		btfs[target->btf_count]->name = arena_copy_string(target->arena,
								  names.names[index]);
		target->btf_count++;
	}
	kernel_names_release(&names);
	target->btfs = btfs;
	return target->btf_count;
}

struct target_btf *target_module_btf(struct target *target, uint32_t module)
{
	struct target_btf *base = target_vmlinux_btf(target);
	struct target_btf *btf;

	if (!base || module == 0)
		return base;
	if (module >= target_btf_count(target))
		return NULL;
	btf = target->btfs[module];
	if (!btf->is_tried)
		load_silently(target, btf, base);
	return btf->btf ? btf : NULL;
}

static bool is_named(const struct target_btf *btf, uint32_t id, const char *name, uint32_t kind)
{
	const struct btf_type *type = target_btf_type(btf, id);

	return btf_kind(type) == kind && !strcmp(target_btf_name(btf, type->name_off), name);
}

/* Of types that share a name, the one with the lowest id is met first. */
static void make_index(struct target_btf *btf)
{
	uint32_t capacity = 64, id, slot;
	const struct btf_type *type;
	const char *name;

	while (capacity < 2 * (btf->end_id - btf->first_id))
		capacity *= 2;
	btf->index = calloc(capacity, sizeof(btf->index[0]));
	if (!btf->index)
		return;
	btf->index_mask = capacity - 1;
	for (id = btf->first_id; id < btf->end_id; id++) {
		type = target_btf_type(btf, id);
		if (!type->name_off)
			continue;
		name = target_btf_name(btf, type->name_off);
		slot = table_hash(name, (uint32_t)strlen(name)) & btf->index_mask;
		while (btf->index[slot])
			slot = (slot + 1) & btf->index_mask;
		btf->index[slot] = id;
	}
}

/* The first type of KIND and NAME among the BTF's own; 0 when there is none. */
static uint32_t find_own(struct target_btf *btf, const char *name, uint32_t kind)
{
	uint32_t id, slot;

	if (btf->questions++ == INDEX_AFTER)
		make_index(btf);
	if (!btf->index) {
		for (id = btf->first_id; id < btf->end_id; id++)
			if (is_named(btf, id, name, kind))
				return id;
		return 0;
	}
	slot = table_hash(name, (uint32_t)strlen(name)) & btf->index_mask;
	for (; btf->index[slot]; slot = (slot + 1) & btf->index_mask)
		if (is_named(btf, btf->index[slot], name, kind))
			return btf->index[slot];
	return 0;
}

void target_read_types(struct target *target)
{
	struct target_btf *btf = target_vmlinux_btf(target);

	if (!btf || btf->index)
		return;
	btf->questions = INDEX_AFTER + 1;
	make_index(btf);
	for (uint32_t module = target_btf_count(target); module-- > 1;)
		target_module_btf(target, module);
}

bool target_find_btf(struct target *target, const char *module, const char *name, uint32_t kind,
		     struct btf_place *place)
{
	struct target_btf *btf;
	uint32_t index;

	/* The modules are not even listed when the kernel itself has the name. */
	for (index = 0; index == 0 || index < target_btf_count(target); index++) {
		btf = target_vmlinux_btf(target);
		if (!btf)
			return false;
		if (module && strcmp(index ? target->btfs[index]->name : "vmlinux", module))
			continue;
		btf = target_module_btf(target, index);
		place->module = index;
		place->id = btf ? find_own(btf, name, kind) : 0;
		if (place->id)
			return true;
	}
	return false;
}
