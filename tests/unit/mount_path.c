/*
 * Mount path: dentries' components turned round, in this very process's namespace.
 */
#include "runtime/mount_path.h"

#include <criterion/criterion.h>
#include <linux/magic.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "codegen/layout.h"
#include "lexer/buffer.h"

static struct layout_path record;

/* A record as the kernel side makes it: COMPONENTS leaf first, blank separated. */
static struct layout_path *make(dev_t device, const char *components)
{
	struct stat status;
	char *at;

	cr_assert_eq(stat("/proc/self/ns/mnt", &status), 0);
	memset(&record, 0, sizeof(record));
	record.device = (uint32_t)(major(device) << 20 | minor(device));
	record.mount_namespace = (uint32_t)status.st_ino;
	record.pid = (uint32_t)getpid();
	record.length = (uint32_t)strlen(components) + (components[0] != '\0');
	memcpy(record.components, components, record.length);
	for (at = record.components; at < record.components + record.length; at++)
		if (*at == ' ')
			*at = '\0';
	return &record;
}

static void expect_path(const struct layout_path *path, const char *expected)
{
	struct mounts *mounts = mounts_open();
	struct buffer out = { 0 };

	mounts_append_path(mounts, path, &out);
	cr_expect_str_eq(out.data, expected);
	buffer_clear(&out);
	mounts_append_path(mounts, path, &out);	/* from the kept table */
	cr_expect_str_eq(out.data, expected);
	buffer_release(&out);
	mounts_close(mounts);
}

static dev_t proc_device(void)
{
	struct stat status;

	cr_assert_eq(stat("/proc", &status), 0);
	return status.st_dev;
}

Test(mount_path, components_are_turned_round_below_the_mount_point)
{
	expect_path(make(proc_device(), "c b a"), "/proc/a/b/c");
	expect_path(make(proc_device(), ""), "/proc");
}

Test(mount_path, a_namespace_that_is_not_told_is_ours)
{
	make(proc_device(), "a");
	record.mount_namespace = 0;
	expect_path(&record, "/proc/a");
}

Test(mount_path, what_no_mount_shows_names_its_device)
{
	char expected[64];

	expect_path(make(makedev(4000, 5), "b a"), "<dev 4000:5>/a/b");
	make(proc_device(), "b a");
	record.mount_namespace = 1;	/* no namespace has this number */
	snprintf(expected, sizeof(expected), "<dev %u:%u>/a/b", major(proc_device()),
		 minor(proc_device()));
	expect_path(&record, expected);
}

Test(mount_path, faults_and_cut_paths)
{
	make(proc_device(), "b a");
	record.flags = LAYOUT_DISPLAY_TRUNCATED;
	expect_path(&record, ".../a/b");
	record.flags = LAYOUT_DISPLAY_FAULT;
	expect_path(&record, "<fault>");
	record.flags = LAYOUT_DISPLAY_NULL;
	expect_path(&record, "<fault>");
}

Test(mount_path, a_whole_path_takes_no_mount)
{
	make(proc_device(), "c b a");
	record.flags = LAYOUT_DISPLAY_WHOLE;
	expect_path(&record, "/a/b/c");
	make(proc_device(), "");
	record.flags = LAYOUT_DISPLAY_WHOLE;
	expect_path(&record, "/");
	make(proc_device(), "/ b");
	record.flags = LAYOUT_DISPLAY_WHOLE;
	expect_path(&record, "/b");
}

Test(mount_path, what_is_mounted_nowhere_by_the_kernel)
{
	make(makedev(4000, 6), "");
	record.inode = 12345678901;
	record.magic = PIPEFS_MAGIC;
	expect_path(&record, "pipe:[12345678901]");
	record.magic = SOCKFS_MAGIC;
	expect_path(&record, "socket:[12345678901]");
	record.magic = NSFS_MAGIC;
	expect_path(&record, "ns:[12345678901]");
	make(makedev(4000, 6), "[eventpoll]");
	record.magic = ANON_INODE_FS_MAGIC;
	expect_path(&record, "anon_inode:[eventpoll]");
	make(makedev(4000, 6), "memfd:x");
	record.magic = TMPFS_MAGIC;
	expect_path(&record, "<dev 4000:6>/memfd:x");
	record.flags = LAYOUT_DISPLAY_INTERNAL;
	expect_path(&record, "/memfd:x");
	record.magic = EXT4_SUPER_MAGIC;
	expect_path(&record, "<dev 4000:6>/memfd:x");
}

Test(mount_path, a_record_is_trusted_no_further_than_its_size)
{
	struct mounts *mounts = mounts_open();
	struct buffer out = { 0 };

	make(proc_device(), "");
	memset(record.components, 'x', sizeof(record.components));
	record.length = UINT32_MAX;
	mounts_append_path(mounts, &record, &out);
	cr_expect_eq(out.length, strlen("/proc/") + sizeof(record.components));
	memset(record.components, 0, sizeof(record.components));
	buffer_clear(&out);
	mounts_append_path(mounts, &record, &out);
	cr_expect_str_eq(out.data, "/proc");
	buffer_release(&out);
	mounts_close(mounts);
}
