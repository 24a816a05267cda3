/*
 * Map snapshot: a map's entries read at one moment, aggregates merged over the
 * CPUs, sorted as they are printed.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct live;
struct plan_map;

struct map_entry {
	const unsigned char *key;	/* as plan_map.key says; NULL for a scalar */
	const unsigned char *value;	/* as plan_map.value says; aggregates: one merged value */
};

struct map_snapshot {
	const struct plan_map *map;
	struct map_entry *entries;
	uint32_t entry_count;
	uint32_t top;			/* print(@m, top): only the largest; 0: all */
	uint32_t divisor;		/* print(@m, top, div): values divided; 0 or 1: as they are */
	bool was_written;		/* scalars: false: never, or cleared; the entry is zero then */
	bool is_final;			/* shown by the end of the run: not one of the outputs */
	void *memory;			/* what the entries point into */
};

/* Instead of a generation: entries of all of them. */
#define MAP_SNAPSHOT_ALL UINT64_MAX

/*
 * Reads map INDEX of the plan; entries of another generation than GENERATION are left out (for maps
 * that have generations). Sorted by value, ascending, then by key. 0 or -errno;
 * release with map_snapshot_release. A scalar always has its one entry. The entry of
 * an array map cannot tell zero from never written: numbers count as written, all
 * else that is zero does not.
 */
int map_snapshot_read(const struct live *live, uint32_t index, uint64_t generation,
		      struct map_snapshot *snapshot);
void map_snapshot_release(struct map_snapshot *snapshot);

/* Brings the keys of GENERATION back in the next one, with value zero (zero()). 0 or -errno. */
int map_snapshot_zero(const struct live *live, uint32_t index, uint64_t generation);

/* Removes every entry older than GENERATION (after clear() and zero()). */
void map_snapshot_expire(const struct live *live, uint32_t index, uint64_t generation);
