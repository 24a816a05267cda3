/*
 * Mount table: mountinfo as kernels write it, and which mount a path lies under.
 */
#include "runtime/mount_table.h"

#include <criterion/criterion.h>
#include <string.h>

static const char mountinfo[] =
	"22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw\n"
	"23 22 0:21 / /proc rw - proc proc rw\n"
	"30 22 8:17 / /srv rw shared:7 master:2 - ext4 /dev/sdb1 rw\n"
	"31 22 8:17 /data /mnt/data rw - ext4 /dev/sdb1 rw\n"
	"32 22 0:40 / /with\\040blank\\134 rw - tmpfs tmpfs rw\n"
	"33 22 259:1048575 / /far rw - ext4 /dev/x rw\n"
	"34 22 8:33 /vol/a /a rw - btrfs /dev/sdc1 rw\n"
	"broken line\n"
	"35 22 8:49 / /cut";

#define DEVICE(major, minor) ((uint32_t)(major) << 20 | (minor))

static void expect_path(uint32_t device, const char *path, const char *expected)
{
	struct mount_table table = { 0 };
	struct buffer out = { 0 };
	int found;

	mount_table_parse(&table, mountinfo, strlen(mountinfo));
	found = mount_table_append(&table, device, path, &out);
	cr_expect_eq(found, expected != NULL, "%s", path);
	cr_expect_str_eq(out.data ? out.data : "", expected ? expected : "");
	buffer_release(&out);
	mount_table_release(&table);
}

Test(mount_table, reads_what_parses)
{
	struct mount_table table = { 0 };

	mount_table_parse(&table, mountinfo, strlen(mountinfo));
	cr_expect_eq(table.count, 8);
	cr_expect_eq(table.mounts[5].device, DEVICE(259, 1048575));
	mount_table_parse(&table, "", 0);
	cr_expect_eq(table.count, 0);
	mount_table_release(&table);
}

Test(mount_table, a_path_gets_its_mount_point)
{
	expect_path(DEVICE(8, 1), "/etc/passwd", "/etc/passwd");
	expect_path(DEVICE(8, 1), "/", "/");
	expect_path(DEVICE(0, 21), "/", "/proc");
	expect_path(DEVICE(0, 21), "/1/maps", "/proc/1/maps");
	expect_path(DEVICE(8, 49), "/x", "/cut/x");
}

Test(mount_table, the_last_mount_whose_root_is_an_ancestor_wins)
{
	expect_path(DEVICE(8, 17), "/data/file", "/mnt/data/file");
	expect_path(DEVICE(8, 17), "/data", "/mnt/data");
	expect_path(DEVICE(8, 17), "/database", "/srv/database");
	expect_path(DEVICE(8, 17), "/", "/srv");
}

Test(mount_table, escapes_are_undone)
{
	expect_path(DEVICE(0, 40), "/f", "/with blank\\/f");
}

Test(mount_table, what_no_mount_shows_is_not_found)
{
	expect_path(DEVICE(8, 33), "/vol/b/file", NULL);
	expect_path(DEVICE(8, 33), "/vol/a/file", "/a/file");
	expect_path(DEVICE(9, 9), "/x", NULL);
}
