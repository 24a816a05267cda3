/*
 * Snapshot: what goes in comes out, and no file, however it was made, does harm.
 */
#include "codegen/target/snapshot.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zstd.h>

#include "codegen/target/snapshot_format.h"
#include "codegen/wire.h"
#include "lexer/arena.h"
#include "lexer/buffer.h"

static struct arena *arena;

static void start(void)
{
	arena = arena_new();
}

static void stop(void)
{
	arena_free(arena);
}

TestSuite(snapshot, .init = start, .fini = stop);

static struct snapshot *open_bytes(const char *bytes, size_t length, const char **problem)
{
	int fd = memfd_create("snapshot", MFD_CLOEXEC);
	struct snapshot *snapshot;

	cr_assert_geq(fd, 0);
	cr_assert_eq(write(fd, bytes, length), (ssize_t)length);
	lseek(fd, 0, SEEK_SET);
	snapshot = snapshot_open(arena, fd, problem);
	close(fd);
	return snapshot;
}

static void expect_problem(const char *bytes, size_t length, const char *part)
{
	const char *problem = NULL;
	struct snapshot *snapshot = open_bytes(bytes, length, &problem);

	cr_assert_null(snapshot);
	cr_assert_not_null(problem);
	cr_expect(strstr(problem, part), "\"%s\" does not say \"%s\"", problem, part);
}

/* Two files alone, two together, one empty. */
static struct buffer make(void)
{
	struct snapshot_writer *writer = snapshot_writer_open(arena);
	struct buffer out = { 0 };

	snapshot_writer_section(writer);
	snapshot_writer_add(writer, "sys/kernel/btf/vmlinux", "types\0and more", 14);
	snapshot_writer_section(writer);
	snapshot_writer_add(writer, "proc/version", "Linux\n", 6);
	snapshot_writer_add(writer, "a/empty", "", 0);
	snapshot_writer_add(writer, "ktrace/features", "loop=1\n", 7);
	cr_assert_eq(snapshot_writer_finish(writer, &out), 0);
	return out;
}

static void expect_file(struct snapshot *snapshot, const char *path, const char *bytes,
			size_t length)
{
	size_t got = 99;
	char *content = snapshot_read(snapshot, path, &got);

	cr_assert_not_null(content, "%s", path);
	cr_assert_eq(got, length);
	cr_expect_arr_eq(content, bytes, length);
	cr_expect_eq(content[length], '\0');
	free(content);
}

Test(snapshot, what_goes_in_comes_out)
{
	struct buffer file = make(), again = make();
	const struct snapshot_entry *entries;
	const char *problem = NULL;
	struct snapshot *snapshot = open_bytes(file.data, file.length, &problem);
	uint32_t count;

	cr_assert_not_null(snapshot, "%s", problem);
	for (int round = 0; round < 2; round++) {
		expect_file(snapshot, "proc/version", "Linux\n", 6);
		expect_file(snapshot, "sys/kernel/btf/vmlinux", "types\0and more", 14);
		expect_file(snapshot, "a/empty", "", 0);
	}
	cr_expect_null(snapshot_read(snapshot, "proc", NULL));
	cr_expect_eq(errno, ENOENT);
	entries = snapshot_entries(snapshot, &count);
	cr_assert_eq(count, 4);
	cr_expect_str_eq(entries[0].path, "a/empty");
	cr_expect_str_eq(entries[3].path, "sys/kernel/btf/vmlinux");
	snapshot_close(snapshot);
	cr_assert_eq(file.length, again.length);
	cr_expect_arr_eq(file.data, again.data, file.length, "the same files, other bytes");
	buffer_release(&file);
	buffer_release(&again);
}

Test(snapshot, nothing_but_a_snapshot_is_one)
{
	expect_problem("", 0, "neither a folder nor a snapshot");
	expect_problem("\x89ktsna", 6, "neither a folder nor a snapshot");
	expect_problem("#!/bin/sh\necho hello\n", 21, "neither a folder nor a snapshot");
}

Test(snapshot, every_cut_is_noticed)
{
	struct buffer file = make();

	for (size_t length = SNAPSHOT_MAGIC_LENGTH; length < file.length; length++)
		expect_problem(file.data, length, "is cut short");
	buffer_append_char(&file, '\0');
	expect_problem(file.data, file.length, "is damaged");
	buffer_release(&file);
}

Test(snapshot, a_later_format_is_named)
{
	struct buffer file = make();

	file.data[SNAPSHOT_MAGIC_LENGTH]++;
	expect_problem(file.data, file.length, "is a snapshot of format 2 and this ktrace knows "
		       "format 1: a newer ktrace reads it");
	buffer_release(&file);
}

/* A damaged byte is a problem at once or when the file is read, never another content. */
Test(snapshot, every_damaged_byte_is_noticed)
{
	struct buffer file = make();
	const char *problem;
	char *whole;

	for (size_t i = 0; i < file.length; i++) {
		struct snapshot *snapshot;

		file.data[i] ^= 0x41;
		snapshot = open_bytes(file.data, file.length, &problem);
		if (snapshot) {
			whole = snapshot_read(snapshot, "proc/version", NULL);
			if (!whole)
				cr_expect_eq(errno, EBADMSG);
			else
				cr_expect_str_eq(whole, "Linux\n");
			free(whole);
			whole = snapshot_read(snapshot, "sys/kernel/btf/vmlinux", NULL);
			if (whole)
				cr_expect_arr_eq(whole, "types\0and more", 14);
			free(whole);
			snapshot_close(snapshot);
		}
		file.data[i] ^= 0x41;
	}
	buffer_release(&file);
}

/* ---- files that were made to do harm: a sound pack around an index that lies ---- */

static void append_packed(struct buffer *out, const char *bytes, size_t length, uint64_t *packed)
{
	size_t bound = ZSTD_compressBound(length), before = out->length;
	size_t got = ZSTD_compress(buffer_reserve(out, bound), bound, bytes, length, 1);

	cr_assert_not(ZSTD_isError(got));
	out->length = before + got;
	*packed = got;
}

static struct buffer forge(struct snapshot_index index)
{
	struct buffer content = { 0 }, bytes = { 0 }, packed = { 0 }, file = { 0 };
	struct wire wire = wire_writer(&bytes), header = wire_writer(&file);
	uint32_t format = SNAPSHOT_FORMAT, index_length, packed_length;
	uint64_t total, length;

	append_packed(&content, "secret", 6, &length);
	if (!index.sections[0].packed_length)
		index.sections[0].packed_length = length;
	snapshot_visit_index(&wire, &index);
	append_packed(&packed, bytes.data, bytes.length, &length);
	index_length = (uint32_t)bytes.length;
	packed_length = (uint32_t)length;
	total = SNAPSHOT_HEADER_LENGTH + length + content.length;
	buffer_append(&file, SNAPSHOT_MAGIC, SNAPSHOT_MAGIC_LENGTH);
	wire_u32(&header, &format);
	wire_u64(&header, &total);
	wire_u32(&header, &packed_length);
	wire_u32(&header, &index_length);
	buffer_append(&file, packed.data, packed_length);
	buffer_append(&file, content.data, content.length);
	buffer_release(&content);
	buffer_release(&bytes);
	buffer_release(&packed);
	return file;
}

struct forgery {
	struct snapshot_section section;	/* packed length 0: the true one */
	struct snapshot_entry entry;
};

Test(snapshot, an_index_that_lies_is_damage)
{
	static struct forgery forgeries[] = {
		{ { 0, 6 }, { (char *)"../etc/passwd", 0, 0, 6 } },
		{ { 0, 6 }, { (char *)"/etc/passwd", 0, 0, 6 } },
		{ { 0, 6 }, { (char *)"proc/../../etc/passwd", 0, 0, 6 } },
		{ { 0, 6 }, { (char *)"proc//version", 0, 0, 6 } },
		{ { 0, 6 }, { (char *)"proc/version/", 0, 0, 6 } },
		{ { 0, 6 }, { (char *)"proc/.", 0, 0, 6 } },
		{ { 0, 6 }, { (char *)"", 0, 0, 6 } },
		{ { 0, 6 }, { (char *)"proc/version", 1, 0, 6 } },
		{ { 0, 6 }, { (char *)"proc/version", 0, 0, 7 } },
		{ { 0, 6 }, { (char *)"proc/version", 0, 7, 0 } },
		{ { 0, 6 }, { (char *)"proc/version", 0, 1, 6 } },
		{ { 0, 6 }, { (char *)"proc/version", 0, UINT64_MAX, 1 } },
		{ { 0, 6 }, { (char *)"proc/version", 0, 1, UINT64_MAX } },
		{ { 1000, 6 }, { (char *)"proc/version", 0, 0, 6 } },
		{ { UINT64_MAX, 6 }, { (char *)"proc/version", 0, 0, 6 } },
		{ { 1, 6 }, { (char *)"proc/version", 0, 0, 6 } },
		{ { 0, UINT64_MAX }, { (char *)"proc/version", 0, 0, 6 } },
		{ { 0, (uint64_t)1 << 40 }, { (char *)"proc/version", 0, 0, 6 } },
	};

	for (size_t i = 0; i < sizeof(forgeries) / sizeof(forgeries[0]); i++) {
		struct buffer file = forge((struct snapshot_index){
			1, &forgeries[i].section, 1, &forgeries[i].entry,
		});

		expect_problem(file.data, file.length, "is damaged");
		buffer_release(&file);
	}
}

/* The lengths fit the index and still not the pack. */
Test(snapshot, a_pack_that_lies_cannot_be_read)
{
	for (uint64_t length = 1; length < 40; length += length == 5 ? 2 : 1) {
		struct snapshot_section section = { 0, length };
		struct snapshot_entry entry = { (char *)"proc/version", 0, 0, length };
		struct buffer file = forge((struct snapshot_index){ 1, &section, 1, &entry });
		const char *problem = "";
		struct snapshot *snapshot = open_bytes(file.data, file.length, &problem);

		cr_assert_not_null(snapshot, "%s", problem);
		cr_expect_null(snapshot_read(snapshot, "proc/version", NULL));
		cr_expect_eq(errno, EBADMSG);
		snapshot_close(snapshot);
		buffer_release(&file);
	}
}

Test(snapshot, two_files_of_one_name_are_damage)
{
	struct snapshot_section section = { 0, 6 };
	struct snapshot_entry entries[] = { { (char *)"a", 0, 0, 6 }, { (char *)"a", 0, 0, 5 } };
	struct buffer file = forge((struct snapshot_index){ 1, &section, 2, entries });

	expect_problem(file.data, file.length, "is damaged");
	buffer_release(&file);
}
