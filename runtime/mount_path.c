/*
 * Mount path: the path that a task sees for a dentry of its file system.
 *
 * The mounts of a namespace come from the mountinfo of any process in it, which is
 * kept open: poll() tells when they changed, so that nothing is read twice for
 * nothing. When the last process of a namespace is gone, what was read last stays.
 */
#include "runtime/mount_path.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "codegen/layout.h"
#include "lexer/buffer.h"
#include "runtime/mount_table.h"

#define NAMESPACES 16		/* kept; the one not used for longest makes room */
#define SEARCH_PAUSE 1		/* seconds until an unknown namespace is looked for again */

struct namespace {
	uint32_t inode;		/* 0: the slot is free */
	int fd;			/* its mountinfo; -1: no process of it was found */
	uint64_t used;
	time_t searched;
	struct mount_table table;
};

struct mounts {
	struct namespace namespaces[NAMESPACES];
	uint64_t clock;
	uint32_t own_namespace;		/* 0: /proc is not to be had */
	struct buffer text;		/* mountinfo while it is read */
	char path[2 * LAYOUT_PATH_BYTES];
};

struct mounts *mounts_open(void)
{
	struct mounts *mounts = calloc(1, sizeof(*mounts));
	struct stat status;
	unsigned i;

	if (!mounts)
		abort();
	for (i = 0; i < NAMESPACES; i++)
		mounts->namespaces[i].fd = -1;
	if (stat("/proc/self/ns/mnt", &status) == 0)
		mounts->own_namespace = (uint32_t)status.st_ino;
	return mounts;
}

static void namespace_release(struct namespace *namespace)
{
	if (namespace->fd >= 0)
		close(namespace->fd);
	mount_table_release(&namespace->table);
}

void mounts_close(struct mounts *mounts)
{
	unsigned i;

	if (!mounts)
		return;
	for (i = 0; i < NAMESPACES; i++)
		namespace_release(&mounts->namespaces[i]);
	buffer_release(&mounts->text);
	free(mounts);
}

/* ---- finding a process of a namespace ---- */

/* The mountinfo of process NAME ("self", "17") if it lives in namespace INODE; else -1. */
static int open_mountinfo(const char *name, uint32_t inode)
{
	char path[64];
	struct stat status;
	int fd;

	snprintf(path, sizeof(path), "/proc/%.20s/ns/mnt", name);
	if (stat(path, &status) || status.st_ino != inode)
		return -1;
	snprintf(path, sizeof(path), "/proc/%.20s/mountinfo", name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	/* The process may have been replaced between the two looks. */
	snprintf(path, sizeof(path), "/proc/%.20s/ns/mnt", name);
	if (stat(path, &status) || status.st_ino != inode) {
		close(fd);
		return -1;
	}
	return fd;
}

static int search_mountinfo(uint32_t inode)
{
	struct dirent *entry;
	DIR *proc = opendir("/proc");
	int fd = -1;

	if (!proc)
		return -1;
	while (fd < 0 && (entry = readdir(proc)) != NULL)
		if (entry->d_name[0] >= '1' && entry->d_name[0] <= '9')
			fd = open_mountinfo(entry->d_name, inode);
	closedir(proc);
	return fd;
}

static void namespace_find_process(struct namespace *namespace, uint32_t pid)
{
	struct timespec now;
	char name[16];

	namespace->fd = open_mountinfo("self", namespace->inode);
	if (namespace->fd >= 0)
		return;
	snprintf(name, sizeof(name), "%u", pid);
	namespace->fd = open_mountinfo(name, namespace->inode);
	clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
	if (namespace->fd >= 0 ||
	    (namespace->searched && now.tv_sec - namespace->searched < SEARCH_PAUSE))
		return;
	namespace->searched = now.tv_sec;
	namespace->fd = search_mountinfo(namespace->inode);
}

/* ---- keeping the tables ---- */

static void namespace_read(struct mounts *mounts, struct namespace *namespace)
{
	buffer_clear(&mounts->text);
	if (lseek(namespace->fd, 0, SEEK_SET) == 0 &&
	    buffer_read_fd(&mounts->text, namespace->fd) == 0 && mounts->text.length) {
		mount_table_parse(&namespace->table, mounts->text.data, mounts->text.length);
		return;
	}
	/* Its process is gone; another one may take over at the next question. */
	close(namespace->fd);
	namespace->fd = -1;
}

static void namespace_refresh(struct mounts *mounts, struct namespace *namespace, uint32_t pid)
{
	struct pollfd poller = { .fd = namespace->fd, .events = POLLPRI };
	bool opened = false;

	if (namespace->fd < 0) {
		namespace_find_process(namespace, pid);
		opened = true;
	}
	if (namespace->fd < 0)
		return;
	if (opened || (poll(&poller, 1, 0) > 0 && (poller.revents & (POLLPRI | POLLERR))))
		namespace_read(mounts, namespace);
}

static struct namespace *namespace_get(struct mounts *mounts, uint32_t inode)
{
	struct namespace *oldest = mounts->namespaces, *namespace;
	unsigned i;

	for (i = 0; i < NAMESPACES; i++) {
		namespace = &mounts->namespaces[i];
		if (namespace->inode == inode)
			goto found;
		if (namespace->used < oldest->used)
			oldest = namespace;
	}
	namespace = oldest;
	namespace_release(namespace);
	*namespace = (struct namespace){ .inode = inode, .fd = -1 };
found:
	namespace->used = ++mounts->clock;
	return namespace;
}

/* ---- paths ---- */

/*
 * Turns "leaf\0parent\0…" round into "/…/parent/leaf" at the end of the scratch
 * space, and returns where it starts.
 */
static const char *turn_path(struct mounts *mounts, const char *component, size_t left)
{
	char *start = mounts->path;
	char *at = mounts->path + sizeof(mounts->path) - 1;
	const char *end = component + left;
	size_t length;

	*at = '\0';
	while (component < end) {
		length = strnlen(component, (size_t)(end - component));
		if (length + 1 > (size_t)(at - start))
			break;
		/* The root of a file system is called "/". */
		if (length && *component != '/') {
			at -= length;
			memcpy(at, component, length);
			*--at = '/';
		}
		component += length + 1;
	}
	if (!*at)
		*--at = '/';
	return at;
}

/* What the kernel shows for files that have no path, in /proc/PID/fd; false for others. */
static bool append_nameless(const struct layout_path *head, const char *inside,
			    struct buffer *out)
{
	static const struct {
		uint32_t magic;
		const char *kind;
	} rows[] = {
		{ PIPEFS_MAGIC, "pipe" }, { SOCKFS_MAGIC, "socket" }, { NSFS_MAGIC, "ns" },
	};
	size_t i;

	if (head->magic == ANON_INODE_FS_MAGIC) {
		buffer_printf(out, "anon_inode:%s", inside[0] == '/' ? inside + 1 : inside);
		return true;
	}
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (rows[i].magic == head->magic) {
			buffer_printf(out, "%s:[%llu]", rows[i].kind,
				      (unsigned long long)head->inode);
			return true;
		}
	}
	return false;
}

/* memfd_create() and the like: files of a tmpfs that is the kernel's own. */
static bool is_memory_file(const struct layout_path *head, const char *inside)
{
	return (head->flags & LAYOUT_DISPLAY_INTERNAL) && inside[1] &&
	       (head->magic == TMPFS_MAGIC || head->magic == HUGETLBFS_MAGIC);
}

static void append_by_mount(struct mounts *mounts, const struct layout_path *head,
			    const char *inside, struct buffer *out)
{
	struct namespace *namespace;

	/* An exiting task has no namespace any more. */
	namespace = namespace_get(mounts, head->mount_namespace ? head->mount_namespace :
								  mounts->own_namespace);
	namespace_refresh(mounts, namespace, head->pid);
	if (mount_table_append(&namespace->table, head->device, inside, out) ||
	    append_nameless(head, inside, out))
		return;
	if (!is_memory_file(head, inside))
		buffer_printf(out, "<dev %u:%u>", head->device >> 20, head->device & 0xfffff);
	buffer_append_string(out, inside);
}

void mounts_append_path(struct mounts *mounts, const struct layout_path *path,
			struct buffer *out)
{
	const size_t head_bytes = offsetof(struct layout_path, components);
	struct layout_path head;	/* a copy: tuples align nothing */
	const char *inside;

	memcpy(&head, path, head_bytes);
	if (head.flags & (LAYOUT_DISPLAY_FAULT | LAYOUT_DISPLAY_NULL)) {
		buffer_append_string(out, "<fault>");
		return;
	}
	if (head.length > sizeof(head.components))
		head.length = sizeof(head.components);
	inside = turn_path(mounts, (const char *)path + head_bytes, head.length);
	if (head.flags & LAYOUT_DISPLAY_TRUNCATED) {
		buffer_append_string(out, "...");
		buffer_append_string(out, inside);
	} else if (head.flags & LAYOUT_DISPLAY_WHOLE) {
		buffer_append_string(out, inside);
	} else {
		append_by_mount(mounts, &head, inside, out);
	}
}
