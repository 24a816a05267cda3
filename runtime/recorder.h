/*
 * Recorder: reading flight recorders while programs write to them, and giving places
 * that no key has any more to new ones.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "lexer/buffer.h"
#include "runtime/map_snapshot.h"

struct live;
struct plan_event;
struct plan_map;
struct rows;

struct recorded {
	uint64_t time;			/* boot-clock ns */
	uint64_t stamp;			/* tells the order of records of one time */
	const unsigned char *key;	/* as plan_map.key says; NULL for a recorder without keys */
	const struct plan_event *event;	/* what its values are */
	size_t offset;			/* of its struct plan_record in the list's data */
};

/* Records in the order of their times. */
struct record_list {
	const struct plan_map *map;
	const struct rows *rows;	/* for those that are rows; the reader of the list sets it */
	struct buffer entries;		/* of struct recorded */
	struct buffer data;
	struct map_snapshot keys;	/* what the entries' keys point into */
	uint32_t count;
	bool is_one_key;		/* print(@r[k]): the key is known */
	bool is_final;			/* shown by the end of the run: not one of the outputs */
};

/* Puts all places into the pools, before any program runs; 0 or -errno. */
int recorder_fill_pools(const struct live *live);

/*
 * What the recorder that is map INDEX has of all keys of GENERATION, the newest TOP of it (0: all).
 * Records that are being written meanwhile are left out. 0 or -errno; release with
 * recorder_release().
 */
int recorder_read(const struct live *live, uint32_t index, uint64_t generation, uint32_t top,
		  struct record_list *list);

/* The same of the key at KEY alone, whose place is PLACE; 0 for none. */
int recorder_read_place(const struct live *live, uint32_t index, uint64_t place,
			const unsigned char *key, uint32_t top, struct record_list *list);

void recorder_release(struct record_list *list);

/* The first of the list's COUNT records. */
static inline const struct recorded *recorder_entries(const struct record_list *list)
{
	return (const struct recorded *)(const void *)list->entries.data;
}

/*
 * Gives back the places of keys that are gone, each with nothing in it. Waits twice for
 * running programs; 0 or -errno.
 */
int recorder_sweep(const struct live *live, uint32_t index);
