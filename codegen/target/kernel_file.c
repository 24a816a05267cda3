/*
 * Kernel files: one set of verbs, two places that files come from. A folder's are
 * opened when they are asked for; a snapshot's are unpacked into memory.
 */
#include "codegen/target/kernel_file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "codegen/target/internal.h"
#include "codegen/target/snapshot.h"
#include "lexer/arena.h"

#define TRACEFS "sys/kernel/tracing"

/* Where tracefs is below a folder, the newer place first. */
static const char *const tracefs_places[] = { TRACEFS, "sys/kernel/debug/tracing" };

const struct kernel_file_row kernel_file_rows[KERNEL_FILE_COUNT] = {
#define KERNEL_FILE(identifier, path, form, need, tells) \
	[KERNEL_FILE_##identifier] = { path, KERNEL_FORM_##form, KERNEL_NEED_##need, tells },
#include "codegen/target/kernel_file.def"
#undef KERNEL_FILE
};

struct kernel_files {
	struct arena *arena;
	const char *root;
	const char *problem;
	int root_fd;			/* the folder, or -errno */
	int tracefs_fd;			/* the folder, or -errno once looked for */
	bool is_tracefs_ours;
	bool is_tracefs_tried;
	int kallsyms_fd;		/* the caller's, or -1 */
	struct snapshot *snapshot;	/* NULL: a folder */
};

static void open_root(struct kernel_files *files)
{
	int descriptor = open(files->root, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	struct stat status;
	const char *problem;

	files->root_fd = descriptor < 0 ? -errno : descriptor;
	if (descriptor < 0 || fstat(descriptor, &status)) {
		files->problem = arena_printf(files->arena, "%s cannot be read: %s", files->root,
					      strerror(errno));
	} else if (!S_ISDIR(status.st_mode)) {
		files->root_fd = -ENOTDIR;
		files->snapshot = snapshot_open(files->arena, descriptor, &problem);
		if (!files->snapshot)
			files->problem = arena_printf(files->arena, "%s %s", files->root, problem);
		close(descriptor);
	}
}

struct kernel_files *kernel_files_open(struct arena *arena, const char *root, int tracefs_fd,
				       int kallsyms_fd)
{
	struct kernel_files *files = ARENA_NEW(arena, struct kernel_files);

	files->arena = arena;
	files->root = arena_copy_string(arena, root);
	files->tracefs_fd = tracefs_fd;
	files->is_tracefs_tried = tracefs_fd >= 0;
	files->kallsyms_fd = kallsyms_fd;
	open_root(files);
	return files;
}

void kernel_files_close(struct kernel_files *files)
{
	if (files->snapshot)
		snapshot_close(files->snapshot);
	if (files->is_tracefs_ours)
		close(files->tracefs_fd);
	if (files->root_fd >= 0)
		close(files->root_fd);
}

const char *kernel_files_problem(const struct kernel_files *files)
{
	return files->problem;
}

static int open_below(int directory, const char *path)
{
	int descriptor;

	if (directory < 0)
		return directory;
	descriptor = openat(directory, path, O_RDONLY | O_CLOEXEC);
	return descriptor < 0 ? -errno : descriptor;
}

/* An unmounted tracefs is an empty directory, so its content is what counts. */
static void find_tracefs(struct kernel_files *files)
{
	size_t place;
	int descriptor;

	files->is_tracefs_tried = true;
	files->tracefs_fd = -ENOENT;
	for (place = 0; place < sizeof(tracefs_places) / sizeof(tracefs_places[0]); place++) {
		descriptor = open_below(files->root_fd, tracefs_places[place]);
		if (descriptor >= 0 && !faccessat(descriptor, "events", R_OK | X_OK, 0)) {
			files->tracefs_fd = descriptor;
			files->is_tracefs_ours = true;
			return;
		}
		if (descriptor == -EACCES || descriptor == -EPERM)
			files->tracefs_fd = descriptor;
		else if (descriptor >= 0 && errno != ENOENT)
			files->tracefs_fd = -errno;
		if (descriptor >= 0)
			close(descriptor);
	}
}

/* A snapshot knows tracepoints when it has one. */
static int snapshot_tracefs_status(struct kernel_files *files)
{
	struct kernel_names names = kernel_files_list(files, KERNEL_FILE_EVENTS, NULL, NULL);
	int status = names.count ? 0 : -ENOENT;

	kernel_names_release(&names);
	return status;
}

int kernel_files_tracefs_status(struct kernel_files *files)
{
	if (files->snapshot)
		return snapshot_tracefs_status(files);
	if (!files->is_tracefs_tried)
		find_tracefs(files);
	return files->tracefs_fd < 0 ? files->tracefs_fd : 0;
}

/* FILE's path below the root, BELOW joined to it. */
static const char *path_of(struct kernel_files *files, enum kernel_file file, const char *below)
{
	return arena_printf(files->arena, "%s%s%s", kernel_file_rows[file].path, below ? "/" : "",
			    below ? below : "");
}

/* The configuration carries the release in its name, where kernels are installed. */
static int open_config(struct kernel_files *files)
{
	static const char *const places[] = { "boot/config-%s", "lib/modules/%s/config" };
	char *release = kernel_files_read(files, KERNEL_FILE_RELEASE, NULL, NULL);
	int descriptor = -ENOENT;
	char path[512];

	if (release)
		release[strcspn(release, "\n")] = '\0';
	for (size_t i = 0; release && descriptor < 0 && i < sizeof(places) / sizeof(places[0]);
	     i++) {
		snprintf(path, sizeof(path), places[i], release);
		descriptor = open_below(files->root_fd, path);
	}
	free(release);
	return descriptor;
}

/* Opens a folder's file; a descriptor or -errno. */
static int open_file(struct kernel_files *files, enum kernel_file file, const char *below)
{
	const char *path = path_of(files, file, below);
	size_t tracefs = sizeof(TRACEFS) - 1;
	int descriptor;

	if (!strncmp(path, TRACEFS "/", tracefs + 1)) {
		descriptor = kernel_files_tracefs_status(files);
		return descriptor ? descriptor :
				    open_below(files->tracefs_fd, path + tracefs + 1);
	}
	descriptor = open_below(files->root_fd, path);
	if (descriptor == -ENOENT && kernel_file_rows[file].form == KERNEL_FORM_CONFIG)
		return open_config(files);
	return descriptor;
}

/* The whole file at DESCRIPTOR, which may be -errno; closes it. */
static char *read_descriptor(int descriptor, size_t *length)
{
	size_t used = 0, capacity;
	struct stat status;
	ssize_t got = 0;
	char *bytes, *larger;

	if (descriptor < 0) {
		errno = -descriptor;
		return NULL;
	}
	capacity = 4096;
	if (!fstat(descriptor, &status) && status.st_size > 0)
		capacity = (size_t)status.st_size;
	bytes = malloc(capacity + 1);
	while (bytes && (got = read(descriptor, bytes + used, capacity - used + 1)) > 0) {
		used += (size_t)got;
		if (used <= capacity)
			continue;
		capacity *= 2;
		larger = realloc(bytes, capacity + 1);
		if (!larger)
			free(bytes);
		bytes = larger;
	}
	if (bytes && got < 0) {
		got = errno;
		free(bytes);
		bytes = NULL;
		errno = (int)got;
	}
	close(descriptor);
	if (bytes)
		bytes[used] = '\0';
	if (length)
		*length = used;
	return bytes;
}

char *kernel_files_read(struct kernel_files *files, enum kernel_file file, const char *below,
			size_t *length)
{
	char *bytes;

	if (!files->snapshot)
		return read_descriptor(open_file(files, file, below), length);
	bytes = snapshot_read(files->snapshot, path_of(files, file, below), length);
	if (!bytes && errno == EBADMSG)
		files->problem = arena_printf(files->arena, "%s is damaged", files->root);
	return bytes;
}

/* ---- folders ---- */

static int compare_names(const void *one, const void *other)
{
	return strcmp(*(char *const *)one, *(char *const *)other);
}

void kernel_names_release(struct kernel_names *names)
{
	while (names->count)
		free(names->names[--names->count]);
	free(names->names);
	names->names = NULL;
}

static void add_name(struct kernel_names *names, const char *name, size_t length)
{
	char **larger;

	if ((names->count & (names->count - 1)) == 0) {
		larger = realloc(names->names, sizeof(names->names[0]) *
				 (names->count ? names->count * 2 : 1));
		if (!larger)
			return;
		names->names = larger;
	}
	names->names[names->count] = strndup(name, length);
	if (names->names[names->count])
		names->count++;
}

/* FORM tells whether folders are meant or files: tracefs has switches beside its events. */
static bool is_meant(const struct dirent *entry, enum kernel_file_form form)
{
	return entry->d_name[0] != '.' &&
	       (entry->d_type == DT_UNKNOWN ||
		(entry->d_type == DT_DIR) == (form == KERNEL_FORM_EVENTS));
}

static void list_folder(struct kernel_files *files, enum kernel_file file, const char *below,
			const char *pattern, struct kernel_names *names)
{
	int descriptor = open_file(files, file, below);
	DIR *directory = descriptor < 0 ? NULL : fdopendir(descriptor);
	struct dirent *entry;

	if (!directory && descriptor >= 0)
		close(descriptor);
	while (directory && (entry = readdir(directory)))
		if (is_meant(entry, kernel_file_rows[file].form) &&
		    target_glob(pattern, entry->d_name))
			add_name(names, entry->d_name, strlen(entry->d_name));
	if (directory)
		closedir(directory);
	if (names->count)
		qsort(names->names, names->count, sizeof(names->names[0]), compare_names);
}

static void list_snapshot(struct kernel_files *files, enum kernel_file file, const char *below,
			  const char *pattern, struct kernel_names *names)
{
	const char *folder = path_of(files, file, below);
	size_t length = strlen(folder), name_length;
	const struct snapshot_entry *entries;
	const char *last = NULL, *name;
	uint32_t count, index;

	entries = snapshot_entries(files->snapshot, &count);
	for (index = 0; index < count; index++) {
		name = entries[index].path;
		if (strncmp(name, folder, length) || name[length] != '/')
			continue;
		name += length + 1;
		name_length = strcspn(name, "/");
		if (last && !strncmp(last, name, name_length) && !last[name_length])
			continue;
		last = arena_copy_text(files->arena, name, name_length);
		if (target_glob(pattern, last))
			add_name(names, last, name_length);
	}
}

struct kernel_names kernel_files_list(struct kernel_files *files, enum kernel_file file,
				      const char *below, const char *pattern)
{
	struct kernel_names names = { 0 };

	if (files->snapshot)
		list_snapshot(files, file, below, pattern, &names);
	else
		list_folder(files, file, below, pattern, &names);
	return names;
}

/* ---- steps and paths ---- */

int kernel_stream_open(struct kernel_files *files, enum kernel_file file,
		       struct kernel_stream *stream)
{
	*stream = (struct kernel_stream){ .descriptor = -1 };
	if (files->snapshot) {
		stream->bytes = kernel_files_read(files, file, NULL, &stream->length);
		return stream->bytes ? 0 : -errno;
	}
	if (file == KERNEL_FILE_SYMBOLS && files->kallsyms_fd >= 0) {
		stream->descriptor = files->kallsyms_fd;
		return lseek(files->kallsyms_fd, 0, SEEK_SET) < 0 ? -errno : 0;
	}
	stream->descriptor = open_file(files, file, NULL);
	stream->is_ours = stream->descriptor >= 0;
	return stream->descriptor < 0 ? stream->descriptor : 0;
}

ssize_t kernel_stream_read(struct kernel_stream *stream, void *bytes, size_t size)
{
	ssize_t got;

	if (stream->descriptor >= 0) {
		got = read(stream->descriptor, bytes, size);
		return got < 0 ? -errno : got;
	}
	if (size > stream->length - stream->at)
		size = stream->length - stream->at;
	if (size)
		memcpy(bytes, stream->bytes + stream->at, size);
	stream->at += size;
	return (ssize_t)size;
}

void kernel_stream_close(struct kernel_stream *stream)
{
	if (stream->is_ours)
		close(stream->descriptor);
	free(stream->bytes);
	*stream = (struct kernel_stream){ .descriptor = -1 };
}

/* A snapshot's file lies in memory, behind a descriptor, for as long as that is open. */
static int memory_file(struct kernel_files *files, enum kernel_file file, const char *below)
{
	size_t length = 0;
	char *bytes = kernel_files_read(files, file, below, &length);
	int descriptor = bytes ? memfd_create("kernel-file", MFD_CLOEXEC) : -1;

	if (descriptor >= 0 && write(descriptor, bytes, length) != (ssize_t)length) {
		close(descriptor);
		descriptor = -1;
		errno = ENOMEM;
	}
	free(bytes);
	return descriptor;
}

const char *kernel_files_path(struct kernel_files *files, enum kernel_file file,
			      const char *below, int *descriptor)
{
	*descriptor = -1;
	if (!files->snapshot)
		return arena_printf(files->arena, "%s/%s", files->root,
				    path_of(files, file, below));
	*descriptor = memory_file(files, file, below);
	return *descriptor < 0 ? NULL : arena_printf(files->arena, "/proc/self/fd/%d", *descriptor);
}
