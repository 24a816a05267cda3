/*
 * Snapshot, reading: the file is read whole, its index checked, and what is asked for
 * unpacked. Everything that could not have been written by us is a problem in words: a
 * snapshot may come from anywhere.
 */
#include "codegen/target/snapshot.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zstd.h>

#include "codegen/target/snapshot_format.h"
#include "codegen/wire.h"
#include "lexer/arena.h"
#include "lexer/buffer.h"

/* Far more than any kernel has, and little enough for any machine. */
#define MOST_PACKED ((uint64_t)128 << 20)
#define MOST_UNPACKED ((uint64_t)512 << 20)
#define MOST_INDEX ((uint32_t)16 << 20)

struct snapshot {
	struct arena *arena;
	struct buffer file;
	struct snapshot_index index;
	uint64_t *places;	/* of the sections in the file */
	uint32_t *files;	/* how many are in each section */
	char **sections;	/* unpacked, those with more than one file; NULL: not yet */
};

/* Reads no more than a snapshot can have, and one byte more to know of the excess. */
static const char *read_whole(struct snapshot *snapshot, int descriptor)
{
	struct buffer *file = &snapshot->file;
	enum { CHUNK = 1 << 18 };
	ssize_t got;

	do {
		got = read(descriptor, buffer_reserve(file, CHUNK), CHUNK);
		file->length -= (size_t)(CHUNK - (got > 0 ? got : 0));
		if (file->length > MOST_PACKED)
			return "is too large";
	} while (got > 0 || (got < 0 && errno == EINTR));
	if (got < 0)
		return arena_printf(snapshot->arena, "cannot be read: %s", strerror(errno));
	return NULL;
}

/* Is PATH names joined by slashes, none of them hidden or leading elsewhere? */
static bool is_plain_path(const char *path)
{
	for (;; path++) {
		size_t length = strcspn(path, "/");

		if (!length || length > 255 || path[0] == '.')
			return false;
		path += length;
		if (!*path)
			return true;
	}
}

static bool is_sound(const struct snapshot *snapshot, uint64_t room)
{
	const struct snapshot_index *index = &snapshot->index;
	uint64_t unpacked = 0;

	for (uint32_t i = 0; i < index->section_count; i++) {
		const struct snapshot_section *section = &index->sections[i];

		if (section->packed_length > room || section->length > MOST_UNPACKED - unpacked)
			return false;
		room -= section->packed_length;
		unpacked += section->length;
	}
	for (uint32_t i = 0; i < index->entry_count; i++) {
		const struct snapshot_entry *entry = &index->entries[i];
		uint64_t length;

		if (entry->section >= index->section_count || !is_plain_path(entry->path) ||
		    (i && strcmp(index->entries[i - 1].path, entry->path) >= 0))
			return false;
		length = index->sections[entry->section].length;
		if (entry->offset > length || entry->length > length - entry->offset)
			return false;
	}
	return !room;
}

/* Unpacks into a block of LENGTH + 1 bytes, NUL-terminated, to be freed; NULL and errno. */
static char *unpack(const char *packed, size_t packed_length, size_t length)
{
	char *bytes = malloc(length + 1);

	if (!bytes)
		return NULL;
	if (ZSTD_decompress(bytes, length, packed, packed_length) != length) {
		free(bytes);
		errno = EBADMSG;
		return NULL;
	}
	bytes[length] = '\0';
	return bytes;
}

static const char *read_index(struct snapshot *snapshot, uint32_t packed_length, uint32_t length)
{
	uint64_t room = snapshot->file.length - SNAPSHOT_HEADER_LENGTH;
	struct snapshot_index *index = &snapshot->index;
	uint64_t place = SNAPSHOT_HEADER_LENGTH + (uint64_t)packed_length;
	struct wire wire;
	char *bytes;

	if (packed_length > room || length > MOST_INDEX)
		return "is damaged";
	bytes = unpack(snapshot->file.data + SNAPSHOT_HEADER_LENGTH, packed_length, length);
	if (!bytes)
		return "is damaged";
	wire = wire_reader(snapshot->arena, bytes, length);
	snapshot_visit_index(&wire, index);
	free(bytes);
	if (wire.failed || wire.left || !is_sound(snapshot, room - packed_length))
		return "is damaged";
	snapshot->places = ARENA_NEW_ARRAY(snapshot->arena, uint64_t, index->section_count + 1);
	snapshot->files = ARENA_NEW_ARRAY(snapshot->arena, uint32_t, index->section_count + 1);
	snapshot->sections = ARENA_NEW_ARRAY(snapshot->arena, char *, index->section_count + 1);
	for (uint32_t i = 0; i < index->section_count; i++) {
		snapshot->places[i] = place;
		place += index->sections[i].packed_length;
	}
	for (uint32_t i = 0; i < index->entry_count; i++)
		snapshot->files[index->entries[i].section]++;
	return NULL;
}

static const char *read_header(struct snapshot *snapshot)
{
	const struct buffer *file = &snapshot->file;
	uint32_t format = 0, packed_length = 0, length = 0;
	uint64_t total = 0;
	struct wire wire;

	if (file->length < SNAPSHOT_MAGIC_LENGTH ||
	    memcmp(file->data, SNAPSHOT_MAGIC, SNAPSHOT_MAGIC_LENGTH))
		return "is neither a folder nor a snapshot made by ktrace --snapshot";
	wire = wire_reader(snapshot->arena, file->data + SNAPSHOT_MAGIC_LENGTH,
			   file->length - SNAPSHOT_MAGIC_LENGTH);
	wire_u32(&wire, &format);
	if (!wire.failed && format != SNAPSHOT_FORMAT)
		return arena_printf(snapshot->arena, "is a snapshot of format %u and this ktrace "
				    "knows format %u: %s", format, SNAPSHOT_FORMAT,
				    format > SNAPSHOT_FORMAT ? "a newer ktrace reads it" :
				    "it has to be made anew");
	wire_u64(&wire, &total);
	wire_u32(&wire, &packed_length);
	wire_u32(&wire, &length);
	if (wire.failed || file->length < total)
		return arena_printf(snapshot->arena, "is cut short: %zu bytes are there of %llu",
				    file->length, wire.failed ? (unsigned long long)
				    SNAPSHOT_HEADER_LENGTH : (unsigned long long)total);
	if (file->length > total)
		return "is damaged";
	return read_index(snapshot, packed_length, length);
}

struct snapshot *snapshot_open(struct arena *arena, int descriptor, const char **problem)
{
	struct snapshot *snapshot = ARENA_NEW(arena, struct snapshot);

	snapshot->arena = arena;
	*problem = read_whole(snapshot, descriptor);
	if (!*problem)
		*problem = read_header(snapshot);
	if (!*problem)
		return snapshot;
	buffer_release(&snapshot->file);
	return NULL;
}

void snapshot_close(struct snapshot *snapshot)
{
	for (uint32_t i = 0; i < snapshot->index.section_count; i++)
		free(snapshot->sections[i]);
	buffer_release(&snapshot->file);
}

const struct snapshot_entry *snapshot_entries(const struct snapshot *snapshot, uint32_t *count)
{
	*count = snapshot->index.entry_count;
	return snapshot->index.entries;
}

static int compare_path(const void *path, const void *entry)
{
	return strcmp(path, ((const struct snapshot_entry *)entry)->path);
}

static char *unpack_section(struct snapshot *snapshot, uint32_t section)
{
	return unpack(snapshot->file.data + snapshot->places[section],
		      snapshot->index.sections[section].packed_length,
		      snapshot->index.sections[section].length);
}

/* A file alone in its section is unpacked right where its reader wants it. */
static char *take_file(struct snapshot *snapshot, const struct snapshot_entry *entry)
{
	char **section = &snapshot->sections[entry->section];
	char *bytes;

	if (snapshot->files[entry->section] == 1 && !entry->offset &&
	    entry->length == snapshot->index.sections[entry->section].length)
		return unpack_section(snapshot, entry->section);
	if (!*section)
		*section = unpack_section(snapshot, entry->section);
	if (!*section)
		return NULL;
	bytes = malloc(entry->length + 1);
	if (!bytes)
		return NULL;
	memcpy(bytes, *section + entry->offset, entry->length);
	bytes[entry->length] = '\0';
	return bytes;
}

char *snapshot_read(struct snapshot *snapshot, const char *path, size_t *length)
{
	const struct snapshot_index *index = &snapshot->index;
	const struct snapshot_entry *entry = NULL;
	char *bytes;

	if (index->entry_count)
		entry = bsearch(path, index->entries, index->entry_count,
				sizeof(index->entries[0]), compare_path);
	if (!entry) {
		errno = ENOENT;
		return NULL;
	}
	bytes = take_file(snapshot, entry);
	if (bytes && length)
		*length = entry->length;
	return bytes;
}
