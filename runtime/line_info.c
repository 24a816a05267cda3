/*
 * Line info: .BTF.ext read by hand, every length checked. libbpf keeps its own
 * reading of it to itself and throws it away when a load fails, which is when it
 * is wanted.
 */
#include "runtime/line_info.h"

#include <string.h>

#define BTF_MAGIC 0xeb9f

/* Both headers begin alike. */
struct header_start {
	uint16_t magic;
	uint8_t version, flags;
	uint32_t length;
};

struct btf_header_rest {
	uint32_t type_offset, type_bytes, string_offset, string_bytes;
};

struct ext_header_rest {
	uint32_t function_offset, function_bytes, line_offset, line_bytes;
};

struct line_section {
	uint32_t name;		/* string */
	uint32_t count;
};

struct line_record {
	uint32_t instruction;	/* bytes into the section */
	uint32_t file, text;	/* strings */
	uint32_t line_column;	/* line << 10 | column */
};

/* The header's second part, behind the common start; false when the bytes are too few. */
static bool header_read(const void *bytes, size_t size, void *rest, size_t rest_size,
			size_t *length)
{
	struct header_start start;

	if (size < sizeof(start) + rest_size)
		return false;
	memcpy(&start, bytes, sizeof(start));
	memcpy(rest, (const char *)bytes + sizeof(start), rest_size);
	*length = start.length;
	return start.magic == BTF_MAGIC && start.length >= sizeof(start) + rest_size &&
	       start.length <= size;
}

static bool part_is_inside(size_t size, size_t header, uint32_t offset, uint32_t bytes)
{
	return (uint64_t)header + offset + bytes <= size;
}

bool line_info_open(struct line_info *info, const void *btf, size_t btf_size, const void *ext,
		    size_t ext_size)
{
	struct btf_header_rest types;
	struct ext_header_rest lines;
	size_t length;

	if (!header_read(btf, btf_size, &types, sizeof(types), &length) ||
	    !part_is_inside(btf_size, length, types.string_offset, types.string_bytes))
		return false;
	info->strings = (const char *)btf + length + types.string_offset;
	info->string_bytes = types.string_bytes;
	if (!info->string_bytes || info->strings[info->string_bytes - 1])
		return false;
	if (!header_read(ext, ext_size, &lines, sizeof(lines), &length) ||
	    !part_is_inside(ext_size, length, lines.line_offset, lines.line_bytes))
		return false;
	info->records = (const unsigned char *)ext + length + lines.line_offset;
	info->record_bytes = lines.line_bytes;
	return true;
}

static const char *string_at(const struct line_info *info, uint32_t offset)
{
	return offset < info->string_bytes ? info->strings + offset : "";
}

static bool section_search(const struct line_info *info, const unsigned char *records,
			   uint32_t count, uint32_t size, uint64_t offset,
			   struct line_place *place)
{
	struct line_record record;
	bool found = false;
	uint32_t nearest = 0;

	for (uint32_t i = 0; i < count; i++) {
		memcpy(&record, records + (size_t)i * size, sizeof(record));
		if (record.instruction > offset || (found && record.instruction < nearest))
			continue;
		found = true;
		nearest = record.instruction;
		*place = (struct line_place){
			.file = string_at(info, record.file),
			.line = record.line_column >> 10, .column = record.line_column & 1023,
		};
	}
	return found;
}

bool line_info_find(const struct line_info *info, const char *section, uint64_t offset,
		    struct line_place *place)
{
	const unsigned char *at = info->records;
	size_t left = info->record_bytes;
	struct line_section header;
	uint32_t size;

	if (left < sizeof(size))
		return false;
	memcpy(&size, at, sizeof(size));
	if (size < sizeof(struct line_record) || size > 4096)
		return false;
	at += sizeof(size);
	left -= sizeof(size);
	while (left >= sizeof(header)) {
		memcpy(&header, at, sizeof(header));
		at += sizeof(header);
		left -= sizeof(header);
		if (header.count > left / size)
			return false;
		if (!strcmp(string_at(info, header.name), section))
			return section_search(info, at, header.count, size, offset, place);
		at += (size_t)header.count * size;
		left -= (size_t)header.count * size;
	}
	return false;
}
