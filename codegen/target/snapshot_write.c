/*
 * Snapshot, writing: files are collected section by section, packed, and put behind
 * an index. The same files give the same bytes: nothing of the place or the time is in them.
 */
#include "codegen/target/snapshot.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <zstd.h>

#include "codegen/target/snapshot_format.h"
#include "codegen/wire.h"
#include "lexer/arena.h"
#include "lexer/buffer.h"

/* Level 19 saves another eighth, at ten times the time. */
enum { LEVEL = 9 };

struct snapshot_writer {
	struct arena *arena;
	struct snapshot_index index;
	uint32_t entry_capacity, section_capacity;
	struct buffer section;		/* of the last section, unpacked */
	struct buffer packed;		/* the sections before it */
	int error;
};

static void visit_section(struct wire *wire, void *element)
{
	struct snapshot_section *section = element;

	wire_u64(wire, &section->packed_length);
	wire_u64(wire, &section->length);
}

static void visit_entry(struct wire *wire, void *element)
{
	struct snapshot_entry *entry = element;

	wire_string(wire, &entry->path);
	wire_u32(wire, &entry->section);
	wire_u64(wire, &entry->offset);
	wire_u64(wire, &entry->length);
}

void snapshot_visit_index(struct wire *wire, struct snapshot_index *index)
{
	void *sections = index->sections, *entries = index->entries;

	wire_array(wire, &sections, &index->section_count, sizeof(*index->sections),
		   visit_section);
	index->sections = sections;
	wire_array(wire, &entries, &index->entry_count, sizeof(*index->entries), visit_entry);
	index->entries = entries;
}

struct snapshot_writer *snapshot_writer_open(struct arena *arena)
{
	struct snapshot_writer *writer = ARENA_NEW(arena, struct snapshot_writer);

	writer->arena = arena;
	return writer;
}

/* Appends BYTES, packed, to OUT; the packed length, 0 and the writer's error on failure. */
static size_t pack(struct snapshot_writer *writer, const struct buffer *bytes, struct buffer *out)
{
	size_t bound = ZSTD_compressBound(bytes->length), before = out->length, length;
	ZSTD_CCtx *context = ZSTD_createCCtx();

	if (!context) {
		writer->error = -ENOMEM;
		return 0;
	}
	ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, LEVEL);
	ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
	length = ZSTD_compress2(context, buffer_reserve(out, bound), bound,
				bytes->data ? bytes->data : "", bytes->length);
	ZSTD_freeCCtx(context);
	if (ZSTD_isError(length)) {
		writer->error = -ENOMEM;
		length = 0;
	}
	out->length = before + length;
	return length;
}

static void finish_section(struct snapshot_writer *writer)
{
	struct snapshot_section *section;

	if (!writer->index.section_count)
		return;
	section = &writer->index.sections[writer->index.section_count - 1];
	section->length = writer->section.length;
	section->packed_length = pack(writer, &writer->section, &writer->packed);
	buffer_clear(&writer->section);
}

/* The array with room for one more element, grown in the arena. */
static void *with_room(struct snapshot_writer *writer, void *array, uint32_t count,
		       uint32_t *capacity, size_t size)
{
	void *larger;

	if (count < *capacity)
		return array;
	*capacity = *capacity ? *capacity * 2 : 16;
	larger = arena_alloc(writer->arena, size * *capacity);
	if (count)
		memcpy(larger, array, size * count);
	return larger;
}

void snapshot_writer_section(struct snapshot_writer *writer)
{
	struct snapshot_index *index = &writer->index;

	finish_section(writer);
	index->sections = with_room(writer, index->sections, index->section_count,
				    &writer->section_capacity, sizeof(*index->sections));
	index->section_count++;
}

void snapshot_writer_add(struct snapshot_writer *writer, const char *path, const char *bytes,
			 size_t length)
{
	struct snapshot_index *index = &writer->index;

	if (!index->section_count)
		snapshot_writer_section(writer);
	index->entries = with_room(writer, index->entries, index->entry_count,
				   &writer->entry_capacity, sizeof(*index->entries));
	index->entries[index->entry_count++] = (struct snapshot_entry){
		.path = arena_copy_string(writer->arena, path),
		.section = index->section_count - 1,
		.offset = writer->section.length,
		.length = length,
	};
	buffer_append(&writer->section, bytes, length);
}

static int compare_entries(const void *one, const void *other)
{
	const struct snapshot_entry *first = one, *second = other;

	return strcmp(first->path, second->path);
}

static void write_file(struct snapshot_writer *writer, struct buffer *out)
{
	struct buffer index = { 0 }, packed_index = { 0 };
	struct wire header = wire_writer(out), wire = wire_writer(&index);
	uint32_t format = SNAPSHOT_FORMAT, packed_length, length;
	uint64_t total;

	snapshot_visit_index(&wire, &writer->index);
	length = (uint32_t)index.length;
	packed_length = (uint32_t)pack(writer, &index, &packed_index);
	total = SNAPSHOT_HEADER_LENGTH + (uint64_t)packed_length + writer->packed.length;
	buffer_append(out, SNAPSHOT_MAGIC, SNAPSHOT_MAGIC_LENGTH);
	wire_u32(&header, &format);
	wire_u64(&header, &total);
	wire_u32(&header, &packed_length);
	wire_u32(&header, &length);
	buffer_append(out, packed_index.data ? packed_index.data : "", packed_length);
	buffer_append(out, writer->packed.data ? writer->packed.data : "", writer->packed.length);
	buffer_release(&packed_index);
	buffer_release(&index);
}

int snapshot_writer_finish(struct snapshot_writer *writer, struct buffer *out)
{
	if (out) {
		finish_section(writer);
		if (writer->index.entry_count)
			qsort(writer->index.entries, writer->index.entry_count,
			      sizeof(writer->index.entries[0]), compare_entries);
		write_file(writer, out);
	}
	buffer_release(&writer->section);
	buffer_release(&writer->packed);
	return writer->error;
}
