/*
 * Map snapshot: reading a map through the kernel's batch calls, or key by key where
 * it has none, keeping what belongs to the generation asked for.
 */
#include "runtime/map_snapshot.h"

#include <bpf/bpf.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "codegen/layout.h"
#include "codegen/plan.h"
#include "lexer/buffer.h"
#include "runtime/live.h"
#include "runtime/map_merge.h"

#define BATCH_BYTES (256 * 1024)	/* of values read at once */
#define LEAST_BATCH 64			/* a hash bucket has to fit as a whole */

/* One walk through a map. */
struct walk {
	const struct plan_map *map;
	int fd;
	unsigned parts;			/* values for each key */
	size_t stride;			/* bytes from one part to the next */
	bool all_generations;
	uint64_t generation;
	struct buffer kept;		/* key and merged value of each entry, in a row */
	size_t entry_bytes, value_start;
	uint32_t count;
};

static bool is_per_cpu(const struct plan_map *map)
{
	return map->kind == PLAN_MAP_PERCPU_HASH || map->kind == PLAN_MAP_PERCPU_LRU_HASH ||
	       map->kind == PLAN_MAP_PERCPU_ARRAY;
}

static bool is_array(const struct plan_map *map)
{
	return map->kind == PLAN_MAP_ARRAY || map->kind == PLAN_MAP_PERCPU_ARRAY;
}

static size_t round_up_8(size_t size)
{
	return (size + 7) & ~(size_t)7;
}

static void walk_start(struct walk *walk, const struct live *live, uint32_t index,
		       uint64_t generation)
{
	const struct plan_map *map = &live->plan->maps[index];

	*walk = (struct walk){
		.map = map,
		.fd = live->map_fds[index],
		.parts = is_per_cpu(map) ? live->cpu_count : 1,
		.stride = is_per_cpu(map) ? round_up_8(map->value_size) : map->value_size,
		.generation = generation,
		.all_generations = generation == MAP_SNAPSHOT_ALL,
		.value_start = round_up_8(map->key_size),
		.entry_bytes = round_up_8(map->key_size) + round_up_8(map->value_size),
	};
}

static void walk_keep(struct walk *walk, const void *key, const void *values)
{
	const struct plan_map *map = walk->map;
	uint64_t generation;
	char *entry;

	if (map->has_generation && !walk->all_generations) {
		memcpy(&generation, key, sizeof(generation));
		if (generation != walk->generation)
			return;
	}
	entry = buffer_reserve(&walk->kept, walk->entry_bytes);
	memcpy(entry, key, map->key_size);
	map_merge_parts(&map->value, map->value_size, values, walk->stride, walk->parts,
			entry + walk->value_start);
	walk->count++;
}

/* ---- reading ---- */

static int walk_keys(struct walk *walk)
{
	const struct plan_map *map = walk->map;
	char *memory = calloc(1, round_up_8(map->key_size) * 2 + walk->stride * walk->parts);
	char *next = memory + round_up_8(map->key_size);
	char *values = next + round_up_8(map->key_size);
	uint64_t limit = (uint64_t)map->max_entries * 2 + 16;
	const char *key = NULL;
	int error = 0;

	if (!memory)
		return -ENOMEM;
	/* Keys that are deleted under the walk make it start again: it is bounded. */
	while (limit--) {
		error = bpf_map_get_next_key(walk->fd, key, next) ? -errno : 0;
		if (error)
			break;
		memcpy(memory, next, map->key_size);
		key = memory;
		if (bpf_map_lookup_elem(walk->fd, key, values) == 0)
			walk_keep(walk, key, values);
	}
	free(memory);
	return error == -ENOENT ? 0 : error;
}

static int walk_batches(struct walk *walk, char *memory, uint32_t batch)
{
	const struct plan_map *map = walk->map;
	size_t value_bytes = walk->stride * walk->parts;
	char *keys = memory, *values = memory + round_up_8((size_t)batch * map->key_size);
	uint64_t position[2] = { 0 };	/* opaque, u32 for hashes */
	void *from = NULL;
	uint32_t count, i;
	int error;

	do {
		count = batch;
		error = bpf_map_lookup_batch(walk->fd, from, position, keys, values, &count, NULL);
		if (error && errno != ENOENT)
			return -errno;
		for (i = 0; i < count; i++)
			walk_keep(walk, keys + (size_t)i * map->key_size,
				  values + i * value_bytes);
		from = position;
	} while (!error);
	return 0;
}

/* Reads all; kernels before 5.6 (per-CPU hashes too) have no batches. */
static int walk_all(struct walk *walk)
{
	const struct plan_map *map = walk->map;
	size_t each = walk->stride * walk->parts + map->key_size;
	uint32_t batch = (uint32_t)(BATCH_BYTES / each);
	char *memory;
	int error;

	if (batch < LEAST_BATCH)
		batch = LEAST_BATCH;
	for (;;) {
		memory = malloc((size_t)batch * each + 16);
		if (!memory)
			return -ENOMEM;
		error = walk_batches(walk, memory, batch);
		free(memory);
		if (error != -ENOSPC || batch >= map->max_entries)
			break;
		batch *= 2;		/* a bucket did not fit */
		buffer_clear(&walk->kept);
		walk->count = 0;
	}
	if (!error || error == -ENOMEM)
		return error;
	buffer_clear(&walk->kept);
	walk->count = 0;
	return walk_keys(walk);
}

/* An array map's one entry. */
static int walk_array(struct walk *walk)
{
	uint32_t key = 0;
	char *values = calloc(walk->parts, walk->stride);
	int error = 0;

	if (!values)
		return -ENOMEM;
	if (bpf_map_lookup_elem(walk->fd, &key, values) == 0)
		walk_keep(walk, &key, values);
	else
		error = -errno;
	free(values);
	return error;
}

static bool is_plain_number(const struct layout *layout)
{
	return layout->kind == LAYOUT_INTEGER || layout->kind == LAYOUT_BOOLEAN ||
	       layout->kind == LAYOUT_ENUM || layout->kind == LAYOUT_POINTER;
}

static bool is_written(const struct walk *walk)
{
	const char *value;
	uint32_t i;

	if (!walk->count)
		return false;
	if (!is_array(walk->map) || is_plain_number(&walk->map->value))
		return true;
	value = walk->kept.data + walk->value_start;
	for (i = 0; i < walk->map->value_size; i++)
		if (value[i])
			return true;
	return false;
}

static void snapshot_fill(struct map_snapshot *snapshot, struct walk *walk)
{
	uint32_t i;

	snapshot->memory = walk->kept.data;
	snapshot->entry_count = walk->count;
	snapshot->entries = calloc(walk->count ? walk->count : 1, sizeof(snapshot->entries[0]));
	if (!snapshot->entries)
		abort();
	for (i = 0; i < walk->count; i++) {
		unsigned char *entry = (unsigned char *)walk->kept.data + i * walk->entry_bytes;

		snapshot->entries[i].key = walk->map->is_scalar ? NULL : entry;
		snapshot->entries[i].value = entry + walk->value_start;
	}
	map_merge_sort(walk->map, snapshot->entries, snapshot->entry_count);
}

int map_snapshot_read(const struct live *live, uint32_t index, uint64_t generation,
		      struct map_snapshot *snapshot)
{
	struct walk walk;
	int error;

	walk_start(&walk, live, index, generation);
	*snapshot = (struct map_snapshot){ .map = walk.map };
	error = is_array(walk.map) && walk.map->is_scalar ? walk_array(&walk) : walk_all(&walk);
	if (error) {
		buffer_release(&walk.kept);
		return error;
	}
	snapshot->was_written = is_written(&walk);
	if (walk.map->is_scalar && !walk.count) {
		buffer_reserve(&walk.kept, walk.entry_bytes);
		walk.count = 1;
	}
	snapshot_fill(snapshot, &walk);
	return 0;
}

void map_snapshot_release(struct map_snapshot *snapshot)
{
	free(snapshot->entries);
	free(snapshot->memory);
	*snapshot = (struct map_snapshot){ 0 };
}

/* ---- clear() and zero() ---- */

void map_snapshot_expire(const struct live *live, uint32_t index, uint64_t generation)
{
	uint64_t of_entry;
	struct walk walk;
	const char *key;
	uint32_t i;

	walk_start(&walk, live, index, MAP_SNAPSHOT_ALL);
	if (is_array(walk.map) || !walk.map->has_generation || walk_all(&walk)) {
		buffer_release(&walk.kept);
		return;
	}
	for (i = 0; i < walk.count; i++) {
		key = walk.kept.data + i * walk.entry_bytes;
		memcpy(&of_entry, key, sizeof(of_entry));
		if (of_entry < generation)
			bpf_map_delete_elem(walk.fd, key);
	}
	buffer_release(&walk.kept);
}

int map_snapshot_zero(const struct live *live, uint32_t index, uint64_t generation)
{
	uint64_t next = generation + 1;
	struct walk walk;
	char *key, *zeros;
	int error;
	uint32_t i;

	walk_start(&walk, live, index, generation);
	if (is_array(walk.map) || !walk.map->has_generation)
		return 0;
	error = walk_all(&walk);
	zeros = calloc(walk.parts, walk.stride);
	for (i = 0; zeros && i < walk.count; i++) {
		key = walk.kept.data + i * walk.entry_bytes;
		/* The old entry makes room first: the map may be full. */
		bpf_map_delete_elem(walk.fd, key);
		memcpy(key, &next, sizeof(next));
		if (bpf_map_update_elem(walk.fd, key, zeros, BPF_NOEXIST) && errno != EEXIST)
			error = -errno;
	}
	free(zeros);
	buffer_release(&walk.kept);
	return error;
}
