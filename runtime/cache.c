/*
 * Cache: entries are files in a directory that only their user can enter:
 * /var/cache/ktrace for root, $XDG_CACHE_HOME/ktrace-images otherwise. A file is
 * written under another name and renamed; nothing in it is believed that does not
 * match, and the directory is not used unless it is private.
 */
#include "runtime/cache.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "codegen/plan.h"
#include "codegen/request.h"
#include "codegen/wire.h"
#include "lexer/arena.h"
#include "lexer/buffer.h"

enum { ENTRIES_MAX = 128 };

/* A file that the image relies on, as it was when the image was made. */
struct dependency {
	char *path;
	uint64_t device, inode, size;	/* inode 0: the file is not there */
	int64_t seconds, nanoseconds;
};

struct entry {
	char *key;
	uint32_t key_length;
	uint32_t dependency_count;
	struct dependency *dependencies;
	char *image;
	uint32_t image_length;
};

static void visit_dependency(struct wire *wire, void *element)
{
	struct dependency *dependency = element;

	wire_string(wire, &dependency->path);
	wire_u64(wire, &dependency->device);
	wire_u64(wire, &dependency->inode);
	wire_u64(wire, &dependency->size);
	wire_i64(wire, &dependency->seconds);
	wire_i64(wire, &dependency->nanoseconds);
}

static void visit_entry(struct wire *wire, struct entry *entry)
{
	wire_bytes(wire, &entry->key, &entry->key_length);
	wire_array(wire, (void **)&entry->dependencies, &entry->dependency_count,
		   sizeof(struct dependency), visit_dependency);
	wire_bytes(wire, &entry->image, &entry->image_length);
}

/* ---- the key ---- */

static void append_file(struct buffer *out, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return;
	buffer_read_fd(out, fd);
	close(fd);
}

static void append_stat(struct buffer *out, const char *path)
{
	struct stat status;

	if (stat(path, &status))
		return;
	buffer_printf(out, "%s %ju %ju %jd %jd.%09ld\n", path, (uintmax_t)status.st_dev,
		      (uintmax_t)status.st_ino, (intmax_t)status.st_size,
		      (intmax_t)status.st_mtim.tv_sec, status.st_mtim.tv_nsec);
}

/* Modules come and go within a boot, and probe targets with them; their names are what counts. */
static void append_modules(struct buffer *out)
{
	struct buffer modules = { 0 };
	const char *line;

	append_file(&modules, "/proc/modules");
	for (line = modules.data; line && *line; line = strchr(line, '\n'), line += line != NULL) {
		buffer_append(out, line, strcspn(line, " "));
		buffer_append_char(out, ' ');
	}
	buffer_release(&modules);
}

/* Settings that the checker takes from the environment, and where programs are looked for. */
static void append_environment(struct buffer *out)
{
	extern char **environ;

	for (char **variable = environ; *variable; variable++)
		if (!strncmp(*variable, "BPFTRACE_", 9) || !strncmp(*variable, "KTRACE_", 7) ||
		    !strncmp(*variable, "PATH=", 5))
			buffer_printf(out, "%s\n", *variable);
}

static void make_key(const struct request *request, const char *compiler, struct buffer *key)
{
	struct request plain = *request;
	struct utsname kernel;

	plain.color = false;
	plain.tracefs_fd = request->tracefs_fd >= 0;
	plain.kallsyms_fd = request->kallsyms_fd >= 0;
	plain.root_fd = request->root_fd >= 0;
	plain.feature_fd = plain.file_fd = plain.image_fd = 0;
	buffer_printf(key, "%s %u\n", KTRACE_VERSION, (unsigned)geteuid());
	append_stat(key, compiler);
	if (!uname(&kernel))
		buffer_printf(key, "%s %s\n", kernel.release, kernel.version);
	append_file(key, "/proc/sys/kernel/random/boot_id");
	append_modules(key);
	append_environment(key);
	request_write(&plain, key);
}

/* FNV-1a, for the file's name only: entries compare the whole key. */
static void entry_name(const struct buffer *key, char *name, size_t size)
{
	uint64_t hash = 0xcbf29ce484222325u;

	for (size_t i = 0; i < key->length; i++)
		hash = (hash ^ (unsigned char)key->data[i]) * 0x100000001b3u;
	snprintf(name, size, "%016" PRIx64, hash);
}

/* ---- the directory ---- */

static bool is_private(int fd)
{
	struct stat status;

	return !fstat(fd, &status) && status.st_uid == geteuid() && !(status.st_mode & 077);
}

/* Opens the cache directory, made if absent; -1 when there is none to be trusted. */
static int open_directory(void)
{
	struct buffer path = { 0 };
	const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
	int fd;

	if (geteuid() == 0)
		buffer_append_string(&path, "/var/cache/ktrace");
	else if (cache && *cache == '/')
		buffer_printf(&path, "%s/ktrace-images", cache);
	else if (home && *home == '/')
		buffer_printf(&path, "%s/.cache/ktrace-images", home);
	else
		return -1;
	mkdir(path.data, 0700);
	fd = open(path.data, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	buffer_release(&path);
	if (fd >= 0 && !is_private(fd)) {
		close(fd);
		return -1;
	}
	return fd;
}

/* ---- finding ---- */

static bool still_fits(const struct dependency *dependency)
{
	struct stat status;

	if (stat(dependency->path, &status))
		return dependency->inode == 0;
	return status.st_dev == dependency->device &&
	       status.st_ino == dependency->inode &&
	       (uint64_t)status.st_size == dependency->size &&
	       status.st_mtim.tv_sec == dependency->seconds &&
	       status.st_mtim.tv_nsec == dependency->nanoseconds;
}

static bool entry_fits(const struct entry *entry, const struct buffer *key)
{
	if (entry->key_length != key->length || memcmp(entry->key, key->data, key->length))
		return false;
	for (uint32_t i = 0; i < entry->dependency_count; i++)
		if (!still_fits(&entry->dependencies[i]))
			return false;
	return true;
}

static bool read_entry(int fd, const struct buffer *key, struct buffer *image)
{
	struct arena *arena = arena_new();
	struct buffer bytes = { 0 };
	struct entry entry = { 0 };
	struct wire wire;
	bool fits = false;

	if (is_private(fd) && buffer_read_fd(&bytes, fd) == 0) {
		wire = wire_reader(arena, bytes.data, bytes.length);
		visit_entry(&wire, &entry);
		fits = !wire.failed && entry_fits(&entry, key);
	}
	if (fits)
		buffer_append(image, entry.image, entry.image_length);
	buffer_release(&bytes);
	arena_free(arena);
	return fits;
}

bool cache_find(const struct request *request, const char *compiler, struct buffer *image)
{
	int directory = open_directory(), fd;
	struct buffer key = { 0 };
	bool found = false;
	char name[32];

	if (directory < 0)
		return false;
	make_key(request, compiler, &key);
	entry_name(&key, name, sizeof(name));
	fd = openat(directory, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	if (fd >= 0) {
		found = read_entry(fd, &key, image);
		close(fd);
	}
	close(directory);
	buffer_release(&key);
	return found;
}

/* ---- storing ---- */

static void add_dependency(struct entry *entry, char *path)
{
	struct dependency *dependency = &entry->dependencies[entry->dependency_count];
	struct stat status;

	if (!*path)
		return;
	*dependency = (struct dependency){ .path = path };
	entry->dependency_count++;
	if (stat(path, &status))
		return;
	*dependency = (struct dependency){
		.path = path, .device = status.st_dev, .inode = status.st_ino,
		.size = status.st_size, .seconds = status.st_mtim.tv_sec,
		.nanoseconds = status.st_mtim.tv_nsec,
	};
}

static void add_dependencies(struct arena *arena, const struct plan *plan, struct entry *entry)
{
	static char loader_cache[] = "/etc/ld.so.cache";
	uint32_t count = 1 + plan->file_count;

	for (uint32_t i = 0; i < plan->program_count; i++)
		count += plan->programs[i].target_count;
	entry->dependencies = ARENA_NEW_ARRAY(arena, struct dependency, count);
	for (uint32_t i = 0; i < plan->program_count; i++)
		for (uint32_t j = 0; j < plan->programs[i].target_count; j++)
			add_dependency(entry, plan->programs[i].targets[j].path);
	for (uint32_t i = 0; i < plan->file_count; i++)
		add_dependency(entry, plan->files[i].path);
	if (entry->dependency_count)	/* a short library name went through it */
		add_dependency(entry, loader_cache);
}

/* Makes room: the entry that was written longest ago goes when there are too many. */
static void evict(int directory)
{
	DIR *stream = fdopendir(dup(directory));
	char oldest[NAME_MAX + 1] = "";
	struct timespec when = { 0 };
	struct dirent *file;
	struct stat status;
	unsigned count = 0;

	if (!stream)
		return;
	while ((file = readdir(stream))) {
		if (file->d_name[0] == '.' || fstatat(directory, file->d_name, &status, 0))
			continue;
		count++;
		if (!*oldest || status.st_mtim.tv_sec < when.tv_sec) {
			when = status.st_mtim;
			memcpy(oldest, file->d_name, strlen(file->d_name) + 1);
		}
	}
	closedir(stream);
	if (count > ENTRIES_MAX)
		unlinkat(directory, oldest, 0);
}

static void write_entry(int directory, const char *name, const struct buffer *bytes)
{
	char temporary[64];
	int fd;

	snprintf(temporary, sizeof(temporary), "%s.%d", name, (int)getpid());
	fd = openat(directory, temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
		    0600);
	if (fd < 0)
		return;
	if (buffer_write_fd(bytes, fd) || renameat(directory, temporary, directory, name))
		unlinkat(directory, temporary, 0);
	close(fd);
}

void cache_store(const struct request *request, const char *compiler, const struct plan *plan,
		 const void *image, size_t length)
{
	int directory = open_directory();
	struct buffer key = { 0 }, bytes = { 0 };
	struct entry entry = { 0 };
	struct arena *arena;
	struct wire wire;
	char name[32];

	if (directory < 0)
		return;
	arena = arena_new();
	make_key(request, compiler, &key);
	entry_name(&key, name, sizeof(name));
	entry.key = key.data;
	entry.key_length = key.length;
	entry.image = (char *)image;
	entry.image_length = length;
	add_dependencies(arena, plan, &entry);
	wire = wire_writer(&bytes);
	visit_entry(&wire, &entry);
	write_entry(directory, name, &bytes);
	evict(directory);
	buffer_release(&bytes);
	buffer_release(&key);
	arena_free(arena);
	close(directory);
}
