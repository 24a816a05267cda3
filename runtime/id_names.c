/*
 * Id names: each number is looked up once and its name kept, because rows come by
 * the million and databases of users may be far away. Control groups are opened by
 * their id in a mount of our own, which nobody else sees.
 */
#include "runtime/id_names.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <pwd.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lexer/buffer.h"
#include "runtime/own_mount.h"

enum {
	BUCKETS = 256,
	ENTRY_BYTES = 1024,		/* of a database's entry, to begin with */
	ENTRY_BYTES_MAX = 1 << 20,	/* a group may have many members */
	HANDLE_CGROUP = 0xfe,		/* the kernel's FILEID_KERNFS: 8 bytes, the id */
};

struct id_name {
	enum id_kind kind;
	uint64_t id;
	char *name;			/* NULL: it has none */
	struct id_name *next;
};

struct id_names {
	struct id_name *buckets[BUCKETS];
	struct buffer entry;		/* what a database's functions write to */
	bool has_mounted;		/* the control groups; that was tried, at least */
	int cgroup_fd;			/* their root, or -errno */
};

typedef char *find_function(struct id_names *names, uint64_t id);

struct id_names *id_names_open(void)
{
	struct id_names *names = calloc(1, sizeof(*names));

	if (!names)
		abort();
	return names;
}

void id_names_close(struct id_names *names)
{
	struct id_name *entry, *next;

	for (unsigned i = 0; i < BUCKETS; i++) {
		for (entry = names->buckets[i]; entry; entry = next) {
			next = entry->next;
			free(entry->name);
			free(entry);
		}
	}
	if (names->has_mounted && names->cgroup_fd >= 0)
		close(names->cgroup_fd);
	buffer_release(&names->entry);
	free(names);
}

/* Room for an entry, twice what it was; false when it is more than any should need. */
static bool grow_entry(struct id_names *names, size_t *room)
{
	*room = *room ? *room * 2 : ENTRY_BYTES;
	if (*room > ENTRY_BYTES_MAX)
		return false;
	buffer_clear(&names->entry);
	buffer_reserve(&names->entry, *room);
	return true;
}

static char *find_user(struct id_names *names, uint64_t id)
{
	struct passwd entry, *found = NULL;
	int error = ERANGE;
	size_t room = 0;

	while (error == ERANGE && grow_entry(names, &room))
		error = getpwuid_r((uid_t)id, &entry, names->entry.data, room, &found);
	return found ? strdup(found->pw_name) : NULL;
}

static char *find_group(struct id_names *names, uint64_t id)
{
	struct group entry, *found = NULL;
	int error = ERANGE;
	size_t room = 0;

	while (error == ERANGE && grow_entry(names, &room))
		error = getgrgid_r((gid_t)id, &entry, names->entry.data, room, &found);
	return found ? strdup(found->gr_name) : NULL;
}

/* The root of the hierarchy; opened once more, because what is mounted takes no handles. */
static int open_cgroups(void)
{
	int mount = own_mount_open("cgroup2");
	int fd = mount < 0 ? mount : openat(mount, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (mount >= 0)
		close(mount);
	return fd;
}

static char *find_cgroup(struct id_names *names, uint64_t id)
{
	struct {
		struct file_handle head;
		uint64_t id;
	} handle = { .head.handle_bytes = sizeof(id), .head.handle_type = HANDLE_CGROUP, .id = id };
	char link[64], path[PATH_MAX];
	ssize_t length;
	int fd;

	if (!names->has_mounted)
		names->cgroup_fd = open_cgroups();
	names->has_mounted = true;
	if (names->cgroup_fd < 0)
		return NULL;
	fd = open_by_handle_at(names->cgroup_fd, &handle.head, O_PATH | O_CLOEXEC);
	if (fd < 0)
		return NULL;
	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	length = readlink(link, path, sizeof(path));
	close(fd);
	return length > 0 ? strndup(path, (size_t)length) : NULL;
}

static find_function *const find_rows[ID_KINDS] = {
	[ID_USER] = find_user,
	[ID_GROUP] = find_group,
	[ID_CGROUP] = find_cgroup,
};

const char *id_names_find(struct id_names *names, enum id_kind kind, uint64_t id)
{
	struct id_name **bucket = &names->buckets[(id * 31 + kind) % BUCKETS], *entry;

	for (entry = *bucket; entry; entry = entry->next)
		if (entry->kind == kind && entry->id == id)
			return entry->name;
	entry = calloc(1, sizeof(*entry));
	if (!entry)
		abort();
	*entry = (struct id_name){ .kind = kind, .id = id, .next = *bucket,
				   .name = find_rows[kind](names, id) };
	*bucket = entry;
	return entry->name;
}
