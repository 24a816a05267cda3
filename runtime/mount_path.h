/*
 * Mount path: from (device, path inside the file system) to the path that a task
 * sees, by its mount namespace's mountinfo.
 */
#pragma once

#include <stdint.h>

struct buffer;
struct layout_path;
struct mounts;

struct mounts *mounts_open(void);
void mounts_close(struct mounts *mounts);

/*
 * Appends the path: the last mounted mount of that device in the namespace whose
 * root is an ancestor. With none, `<dev 8:1>/path/in/the/file system`; `<fault>`
 * when the kernel side could not read the dentry.
 */
void mounts_append_path(struct mounts *mounts, const struct layout_path *path,
			struct buffer *out);
