/*
 * Snapshot: the files of a kernel packed into one.
 *
 *	"\x89ktsnap\n"  format (u32)  length of the whole file (u64)
 *	length of the index, packed and unpacked (u32 each)
 *	the index, packed: the sections' lengths, packed and unpacked; for each file its
 *	path, its section, its place and length in there; sorted by path
 *	the sections, packed, one behind the other
 *
 * A section is unpacked when a file in it is asked for. Each pack is a frame of zstd with
 * a checksum; nothing in the file is trusted.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

struct arena;
struct buffer;
struct snapshot;

struct snapshot_entry {
	char *path;		/* below the kernel's root: "proc/kallsyms" */
	uint32_t section;
	uint64_t offset, length;
};

/*
 * Reads the index of the snapshot that DESCRIPTOR, which stays the caller's, is open at.
 * NULL with *PROBLEM, from ARENA: what is wrong ("is cut short: …").
 */
struct snapshot *snapshot_open(struct arena *arena, int descriptor, const char **problem);

void snapshot_close(struct snapshot *snapshot);

/* All files, sorted by path. */
const struct snapshot_entry *snapshot_entries(const struct snapshot *snapshot, uint32_t *count);

/* The content of the file at PATH, NUL-terminated, to be freed; NULL and errno. */
char *snapshot_read(struct snapshot *snapshot, const char *path, size_t *length);

/* ---- writing ---- */

struct snapshot_writer;

struct snapshot_writer *snapshot_writer_open(struct arena *arena);

/* The files that follow are packed together, apart from those before. */
void snapshot_writer_section(struct snapshot_writer *writer);

/* Adds a file; BYTES are copied. Paths may come in any order, each once. */
void snapshot_writer_add(struct snapshot_writer *writer, const char *path, const char *bytes,
			 size_t length);

/*
 * Packs everything and appends the finished file to OUT: the same bytes for the same files.
 * 0 or -errno. The writer is gone afterwards; OUT NULL only gives it up.
 */
int snapshot_writer_finish(struct snapshot_writer *writer, struct buffer *out);
