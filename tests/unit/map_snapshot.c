/*
 * Map snapshot: reading, clearing and zeroing real BPF maps. Without the privilege
 * to make them the tests are skipped.
 */
#include "runtime/map_snapshot.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "codegen/layout.h"
#include "codegen/plan.h"
#include "runtime/live.h"

struct fixture {
	struct plan_map map;
	struct plan plan;
	int fd;
	struct live live;
};

struct generation_key {
	uint64_t generation;
	int64_t number;
};

static void open_map(struct fixture *fixture, enum bpf_map_type type, enum plan_map_kind kind,
		     uint32_t key_size, struct layout value, uint32_t max_entries)
{
	memset(fixture, 0, sizeof(*fixture));
	fixture->map = (struct plan_map){
		.name = (char *)"@m", .kind = kind, .max_entries = max_entries,
		.key_size = key_size, .value = value, .value_size = value.size,
		.key = { .kind = LAYOUT_INTEGER, .size = 8, .is_signed = true,
			 .offset = key_size == 16 ? 8 : 0 },
		.has_generation = key_size == 16,
	};
	fixture->fd = bpf_map_create(type, "test", key_size, value.size, max_entries, NULL);
	if (fixture->fd < 0)
		cr_skip_test("no privilege to make BPF maps");
	fixture->plan.map_count = 1;
	fixture->plan.maps = &fixture->map;
	fixture->live = (struct live){ .plan = &fixture->plan, .map_fds = &fixture->fd,
				       .cpu_count = (unsigned)libbpf_num_possible_cpus() };
}

static struct layout number(enum layout_kind kind, uint32_t size)
{
	return (struct layout){ .kind = kind, .size = size, .is_signed = true };
}

static int64_t value_at(const struct map_snapshot *snapshot, uint32_t index)
{
	int64_t value;

	memcpy(&value, snapshot->entries[index].value, sizeof(value));
	return value;
}

static int64_t key_at(const struct map_snapshot *snapshot, uint32_t index)
{
	int64_t key;

	memcpy(&key, snapshot->entries[index].key + snapshot->map->key.offset, sizeof(key));
	return key;
}

Test(map_snapshot, reads_more_entries_than_a_batch_sorted_by_value)
{
	struct map_snapshot snapshot;
	struct fixture fixture;
	int64_t key, value;
	uint32_t i;

	open_map(&fixture, BPF_MAP_TYPE_HASH, PLAN_MAP_HASH, 8, number(LAYOUT_INTEGER, 8), 50000);
	for (key = 0; key < 50000; key++) {
		value = 100000 - key;
		cr_assert_eq(bpf_map_update_elem(fixture.fd, &key, &value, 0), 0);
	}
	cr_assert_eq(map_snapshot_read(&fixture.live, 0, 0, &snapshot), 0);
	cr_assert_eq(snapshot.entry_count, 50000);
	for (i = 0; i < 50000; i++) {
		cr_assert_eq(value_at(&snapshot, i), 50001 + i);
		cr_assert_eq(key_at(&snapshot, i), 49999 - i);
	}
	map_snapshot_release(&snapshot);
	close(fixture.fd);
}

Test(map_snapshot, per_cpu_values_are_merged)
{
	struct map_snapshot snapshot;
	struct fixture fixture;
	uint64_t *values, key = 7, sum = 0;
	unsigned cpu;

	open_map(&fixture, BPF_MAP_TYPE_PERCPU_HASH, PLAN_MAP_PERCPU_HASH, 8,
		 number(LAYOUT_COUNT, 8), 10);
	values = calloc(fixture.live.cpu_count, sizeof(*values));
	for (cpu = 0; cpu < fixture.live.cpu_count; cpu++)
		sum += values[cpu] = cpu + 1;
	cr_assert_eq(bpf_map_update_elem(fixture.fd, &key, values, 0), 0);
	cr_assert_eq(map_snapshot_read(&fixture.live, 0, 0, &snapshot), 0);
	cr_assert_eq(snapshot.entry_count, 1);
	cr_expect_eq((uint64_t)value_at(&snapshot, 0), sum);
	map_snapshot_release(&snapshot);
	free(values);
	close(fixture.fd);
}

Test(map_snapshot, scalars_always_have_their_entry)
{
	struct map_snapshot snapshot;
	struct fixture fixture;
	uint64_t *values;
	uint32_t key = 0;

	open_map(&fixture, BPF_MAP_TYPE_PERCPU_ARRAY, PLAN_MAP_PERCPU_ARRAY, 4,
		 number(LAYOUT_COUNT, 8), 1);
	fixture.map.is_scalar = true;
	fixture.map.key = (struct layout){ .kind = LAYOUT_NONE };
	cr_assert_eq(map_snapshot_read(&fixture.live, 0, 0, &snapshot), 0);
	cr_expect_eq(snapshot.entry_count, 1);
	cr_expect_not(snapshot.was_written);
	map_snapshot_release(&snapshot);
	values = calloc(fixture.live.cpu_count, sizeof(*values));
	values[fixture.live.cpu_count - 1] = 3;
	cr_assert_eq(bpf_map_update_elem(fixture.fd, &key, values, 0), 0);
	cr_assert_eq(map_snapshot_read(&fixture.live, 0, 0, &snapshot), 0);
	cr_expect(snapshot.was_written);
	cr_expect_eq(value_at(&snapshot, 0), 3);
	cr_expect_null(snapshot.entries[0].key);
	map_snapshot_release(&snapshot);
	free(values);
	close(fixture.fd);
}

Test(map_snapshot, only_the_generation_asked_for_is_read)
{
	struct map_snapshot snapshot;
	struct fixture fixture;
	struct generation_key key;
	int64_t value = 1;

	open_map(&fixture, BPF_MAP_TYPE_HASH, PLAN_MAP_HASH, 16, number(LAYOUT_INTEGER, 8), 10);
	for (key.number = 0; key.number < 6; key.number++) {
		key.generation = (uint64_t)key.number / 2;	/* 0 0 1 1 2 2 */
		cr_assert_eq(bpf_map_update_elem(fixture.fd, &key, &value, 0), 0);
	}
	cr_assert_eq(map_snapshot_read(&fixture.live, 0, 1, &snapshot), 0);
	cr_assert_eq(snapshot.entry_count, 2);
	cr_expect_eq(key_at(&snapshot, 0), 2);
	cr_expect_eq(key_at(&snapshot, 1), 3);
	map_snapshot_release(&snapshot);
	map_snapshot_expire(&fixture.live, 0, 2);
	cr_assert_eq(map_snapshot_read(&fixture.live, 0, 1, &snapshot), 0);
	cr_expect_eq(snapshot.entry_count, 0);
	map_snapshot_release(&snapshot);
	cr_assert_eq(map_snapshot_read(&fixture.live, 0, 2, &snapshot), 0);
	cr_expect_eq(snapshot.entry_count, 2);
	map_snapshot_release(&snapshot);
	close(fixture.fd);
}

Test(map_snapshot, zeroed_keys_come_back_but_for_those_already_there)
{
	struct map_snapshot snapshot;
	struct fixture fixture;
	struct generation_key key = { 0 };
	int64_t value = 5;

	open_map(&fixture, BPF_MAP_TYPE_HASH, PLAN_MAP_HASH, 16, number(LAYOUT_INTEGER, 8), 3);
	for (key.number = 1; key.number <= 2; key.number++)
		cr_assert_eq(bpf_map_update_elem(fixture.fd, &key, &value, 0), 0);
	key = (struct generation_key){ .generation = 1, .number = 2 };
	value = 9;	/* written after zero(), before the user side came to it */
	cr_assert_eq(bpf_map_update_elem(fixture.fd, &key, &value, 0), 0);
	cr_assert_eq(map_snapshot_zero(&fixture.live, 0, 0), 0);
	map_snapshot_expire(&fixture.live, 0, 1);
	cr_assert_eq(map_snapshot_read(&fixture.live, 0, 1, &snapshot), 0);
	cr_assert_eq(snapshot.entry_count, 2);
	cr_expect_eq(key_at(&snapshot, 0), 1);
	cr_expect_eq(value_at(&snapshot, 0), 0);
	cr_expect_eq(key_at(&snapshot, 1), 2);
	cr_expect_eq(value_at(&snapshot, 1), 9);
	map_snapshot_release(&snapshot);
	close(fixture.fd);
}

Test(map_snapshot, a_descriptor_that_is_no_map_is_an_error)
{
	struct map_snapshot snapshot;
	struct plan_map map = { .name = (char *)"@m", .key_size = 8, .value_size = 8,
				.max_entries = 1, .value = { .kind = LAYOUT_COUNT, .size = 8 } };
	struct plan plan = { .map_count = 1, .maps = &map };
	int fd = -1;
	struct live live = { .plan = &plan, .map_fds = &fd, .cpu_count = 1 };

	cr_expect_lt(map_snapshot_read(&live, 0, 0, &snapshot), 0);
}
