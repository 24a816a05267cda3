/*
 * Snapshot format: what the reader and the writer of snapshots share.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "codegen/target/snapshot.h"

struct wire;

#define SNAPSHOT_MAGIC "\x89ktsnap\n"

enum {
	SNAPSHOT_MAGIC_LENGTH = 8,
	SNAPSHOT_FORMAT = 1,
	SNAPSHOT_HEADER_LENGTH = SNAPSHOT_MAGIC_LENGTH + 4 + 8 + 4 + 4,
};

struct snapshot_section {
	uint64_t packed_length, length;
};

struct snapshot_index {
	uint32_t section_count;
	struct snapshot_section *sections;
	uint32_t entry_count;
	struct snapshot_entry *entries;
};

void snapshot_visit_index(struct wire *wire, struct snapshot_index *index);
