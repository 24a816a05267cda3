/*
 * Own mount: a file system mounted where nobody sees it.
 */
#pragma once

/*
 * Mounts the file system TYPE detached (Linux 5.2), so that it cannot outlive this
 * process; a descriptor of its root, the caller's, or -errno.
 */
int own_mount_open(const char *type);
