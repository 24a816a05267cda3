/*
 * Recorder: a place's records are read by their tickets, from the newest on, out of a
 * mapping of the slots; a stamp that is the same before and after says that a record
 * was whole. Mappings are made for each reading: the pages of a recorder are many.
 */
#include "runtime/recorder.h"

#include <bpf/bpf.h>
#include <errno.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "codegen/plan.h"
#include "codegen/recorder.h"
#include "runtime/grace.h"
#include "runtime/live.h"

enum {
	UNFINISHED_TRIES = 20,		/* looks at a record that is being written */
};

/* Part of an array that is mapped. */
struct window {
	void *pages;
	size_t bytes;
	char *at;			/* what was asked for */
};

struct reader {
	const struct live *live;
	const struct plan_recorder *plan;
	uint32_t slot_bytes;
	unsigned lanes;			/* heads and slots for each place */
	struct window heads;
};

/* ---- mappings ---- */

static int window_open(struct window *window, int fd, uint64_t offset, uint64_t bytes)
{
	uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE), start = offset / page * page;

	window->bytes = offset - start + bytes;
	window->pages = mmap(NULL, window->bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd,
			     (off_t)start);
	if (window->pages == MAP_FAILED) {
		*window = (struct window){ 0 };
		return -errno;
	}
	window->at = (char *)window->pages + (offset - start);
	return 0;
}

static void window_close(struct window *window)
{
	if (window->pages)
		munmap(window->pages, window->bytes);
	*window = (struct window){ 0 };
}

static int reader_open(struct reader *reader, const struct live *live, uint32_t map)
{
	const struct plan *plan = live->plan;
	const struct plan_recorder *recorder = &plan->recorders[plan->maps[map].recorder];

	*reader = (struct reader){
		.live = live, .plan = recorder, .slot_bytes = plan->maps[recorder->slots].value_size,
		.lanes = recorder->is_per_cpu ? live->cpu_count : 1,
	};
	return window_open(&reader->heads, live->map_fds[recorder->heads], 0,
			   (uint64_t)recorder->place_count * reader->lanes *
				   plan->maps[recorder->heads].value_size);
}

static struct recorder_head *head_of(const struct reader *reader, unsigned lane, uint32_t place)
{
	uint64_t index = (uint64_t)lane * reader->plan->place_count + place;
	uint32_t size = reader->live->plan->maps[reader->plan->heads].value_size;

	return (struct recorder_head *)(void *)(reader->heads.at + index * size);
}

/* Maps the slots of one place. */
static int open_slots(const struct reader *reader, unsigned lane, uint32_t place,
		      struct window *slots)
{
	uint64_t bytes = (uint64_t)reader->plan->slot_count * reader->slot_bytes;

	return window_open(slots, reader->live->map_fds[reader->plan->slots],
			   ((uint64_t)lane * reader->plan->place_count + place) * bytes, bytes);
}

static struct recorder_slot *slot_of(const struct reader *reader, const struct window *slots,
				     uint64_t ticket)
{
	uint64_t number = ticket % reader->plan->slot_count;

	return (struct recorder_slot *)(void *)(slots->at + number * reader->slot_bytes);
}

/* ---- reading ---- */

static uint64_t load_word(const uint64_t *word)
{
	return __atomic_load_n(word, __ATOMIC_ACQUIRE);
}

/* Copies the record; false when it was overwritten meanwhile, or is none of this recorder. */
static bool copy_slot(const struct reader *reader, const struct recorder_slot *slot,
		      uint64_t stamp, struct recorded *entry, struct buffer *data)
{
	const struct plan *plan = reader->live->plan;
	const struct plan_event *event;
	struct plan_record record;
	char *copy;

	memcpy(&record, &slot->record, sizeof(record));
	entry->time = slot->time;
	entry->stamp = stamp;
	if (record.event >= plan->event_count)
		return false;
	event = &plan->events[record.event];
	if (!plan_event_is_kept(event->kind) || event->map != reader->plan->map)
		return false;
	entry->event = event;
	entry->offset = data->length;
	copy = buffer_reserve(data, event->record_size);
	memcpy(copy, &slot->record, event->record_size);
	__atomic_thread_fence(__ATOMIC_ACQUIRE);
	if (load_word(&slot->stamp) == stamp)
		return true;
	data->length = entry->offset;
	return false;
}

/* Ticket TICKET's record, unless it never came, was overwritten, or takes long to be written. */
static bool read_slot(const struct reader *reader, const struct window *slots, uint64_t ticket,
		      struct recorded *entry, struct buffer *data)
{
	const struct recorder_slot *slot = slot_of(reader, slots, ticket);
	uint64_t stamp = recorder_stamp(ticket), found;

	for (unsigned tries = 0; tries < UNFINISHED_TRIES; tries++) {
		found = load_word(&slot->stamp);
		if (found == stamp)
			return copy_slot(reader, slot, stamp, entry, data);
		if (found > stamp)
			return false;
		sched_yield();
	}
	return false;
}

/* Appends the newest records of one head. */
static int read_lane(const struct reader *reader, unsigned lane, uint32_t place,
		     const unsigned char *key, struct record_list *list)
{
	uint64_t next = load_word(&head_of(reader, lane, place)->ticket), ticket, oldest;
	struct recorded entry = { .key = key };
	uint32_t wanted = reader->plan->depth;
	struct window slots;
	int error;

	if (!next)
		return 0;
	error = open_slots(reader, lane, place, &slots);
	if (error)
		return error;
	oldest = next > reader->plan->slot_count ? next - reader->plan->slot_count : 0;
	for (ticket = next; ticket > oldest && wanted; ticket--) {
		if (!read_slot(reader, &slots, ticket - 1, &entry, &list->data))
			continue;
		buffer_append(&list->entries, (const char *)&entry, sizeof(entry));
		list->count++;
		wanted--;
	}
	window_close(&slots);
	return 0;
}

static int compare_times(const void *left, const void *right)
{
	const struct recorded *one = left, *other = right;

	if (one->time != other->time)
		return one->time < other->time ? -1 : 1;
	return one->stamp < other->stamp ? -1 : one->stamp > other->stamp;
}

/* Orders what the list has from entry FIRST on, and keeps the newest MOST of it (0: all). */
static void keep_newest(struct record_list *list, uint32_t first, uint32_t most)
{
	struct recorded *entries = (struct recorded *)(void *)list->entries.data;
	uint32_t count = list->count - first;

	if (!count)
		return;
	qsort(entries + first, count, sizeof(*entries), compare_times);
	if (!most || count <= most)
		return;
	memmove(entries + first, entries + first + count - most, most * sizeof(*entries));
	list->count = first + most;
	list->entries.length = list->count * sizeof(*entries);
}

/* Each CPU's newest records are more than the newest of all. */
static int read_place(const struct reader *reader, uint64_t place, const unsigned char *key,
		      struct record_list *list)
{
	uint32_t index = recorder_place_index(place), first = list->count;
	int error = 0;

	if (index >= reader->plan->place_count ||
	    load_word(&head_of(reader, 0, index)->owner) != place)
		return 0;
	for (unsigned lane = 0; lane < reader->lanes && !error; lane++)
		error = read_lane(reader, lane, index, key, list);
	keep_newest(list, first, reader->plan->depth);
	return error;
}

static uint64_t place_in(const struct map_entry *entry)
{
	uint64_t place;

	memcpy(&place, entry->value, sizeof(place));
	return place;
}

int recorder_read(const struct live *live, uint32_t index, uint64_t generation, uint32_t top,
		  struct record_list *list)
{
	struct reader reader;
	int error;

	*list = (struct record_list){ .map = &live->plan->maps[index] };
	error = map_snapshot_read(live, index, generation, &list->keys);
	if (error)
		return error;
	error = reader_open(&reader, live, index);
	for (uint32_t i = 0; i < list->keys.entry_count && !error; i++)
		error = read_place(&reader, place_in(&list->keys.entries[i]),
				   list->keys.entries[i].key, list);
	window_close(&reader.heads);
	keep_newest(list, 0, top);
	if (error)
		recorder_release(list);
	return error;
}

int recorder_read_place(const struct live *live, uint32_t index, uint64_t place,
			const unsigned char *key, uint32_t top, struct record_list *list)
{
	struct reader reader;
	int error;

	*list = (struct record_list){ .map = &live->plan->maps[index], .is_one_key = true };
	if (!place)
		return 0;
	error = reader_open(&reader, live, index);
	if (!error)
		error = read_place(&reader, place, key, list);
	window_close(&reader.heads);
	keep_newest(list, 0, top);
	if (error)
		recorder_release(list);
	return error;
}

void recorder_release(struct record_list *list)
{
	map_snapshot_release(&list->keys);
	buffer_release(&list->entries);
	buffer_release(&list->data);
	*list = (struct record_list){ 0 };
}

/* ---- places ---- */

static int push(const struct live *live, const struct plan_recorder *recorder, uint64_t place)
{
	int fd = live->map_fds[recorder->pool];

	return bpf_map_update_elem(fd, NULL, &place, BPF_ANY) ? -errno : 0;
}

int recorder_fill_pools(const struct live *live)
{
	const struct plan *plan = live->plan;
	int error = 0;

	for (uint32_t i = 0; i < plan->recorder_count; i++)
		for (uint32_t j = 0; j < plan->recorders[i].place_count && !error; j++)
			error = push(live, &plan->recorders[i], RECORDER_NEXT_TENURE + j);
	return error;
}

static int wipe(const struct reader *reader, uint32_t place)
{
	struct window slots;
	int error;

	for (unsigned lane = 0; lane < reader->lanes; lane++) {
		error = open_slots(reader, lane, place, &slots);
		if (error)
			return error;
		for (uint32_t i = 0; i < reader->plan->slot_count; i++)
			slot_of(reader, &slots, i)->stamp = 0;
		window_close(&slots);
		memset(head_of(reader, lane, place), 0, sizeof(struct recorder_head));
	}
	return 0;
}

/* Takes from OWNERS every place that a key has. */
static int drop_used(const struct live *live, uint32_t index, const struct plan_recorder *plan,
		     uint64_t *owners)
{
	struct map_snapshot keys;
	uint32_t place;
	int error = map_snapshot_read(live, index, MAP_SNAPSHOT_ALL, &keys);

	if (error)
		return error;
	for (uint32_t i = 0; i < keys.entry_count; i++) {
		place = recorder_place_index(place_in(&keys.entries[i]));
		if (place < plan->place_count)
			owners[place] = 0;
	}
	map_snapshot_release(&keys);
	return 0;
}

/*
 * A place with an owner is in the map, or on its way there from the pool, or its key is gone. Who
 * was on the way has arrived after one wait; who still writes to a place whose key is
 * gone has ended after another. A place that was given back and taken again has
 * another owner by then.
 */
static int free_places(const struct reader *reader, uint32_t index, uint64_t *owners)
{
	const struct plan_recorder *plan = reader->plan;
	bool is_any = false;
	int error;

	for (uint32_t i = 0; i < plan->place_count; i++)
		owners[i] = load_word(&head_of(reader, 0, i)->owner);
	grace_wait();
	for (uint32_t i = 0; i < plan->place_count; i++)
		if (load_word(&head_of(reader, 0, i)->owner) != owners[i])
			owners[i] = 0;
	error = drop_used(reader->live, index, plan, owners);
	for (uint32_t i = 0; i < plan->place_count; i++)
		is_any |= owners[i] != 0;
	if (error || !is_any)
		return error;
	grace_wait();
	for (uint32_t i = 0; i < plan->place_count && !error; i++) {
		if (!owners[i])
			continue;
		error = wipe(reader, i);
		if (!error)
			error = push(reader->live, plan, owners[i] + RECORDER_NEXT_TENURE);
	}
	return error;
}

int recorder_sweep(const struct live *live, uint32_t index)
{
	const struct plan_map *map = &live->plan->maps[index];
	struct reader reader;
	uint64_t *owners;
	int error;

	if (map->has_generation)
		map_snapshot_expire(live, index, live->control->generations[map->generation]);
	error = reader_open(&reader, live, index);
	if (error)
		return error;
	owners = calloc(reader.plan->place_count, sizeof(*owners));
	error = owners ? free_places(&reader, index, owners) : -ENOMEM;
	free(owners);
	window_close(&reader.heads);
	return error;
}
