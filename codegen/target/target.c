/*
 * Target: opening the directory that is a kernel, and the files below it.
 */
#include "codegen/target/target.h"

#include <bpf/btf.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "codegen/target/internal.h"
#include "lexer/arena.h"

/* Where tracefs is below a root, the newer place first. */
static const char *const tracefs_places[] = { "sys/kernel/tracing", "sys/kernel/debug/tracing" };

struct target *target_open(struct arena *arena, const struct target_source *source)
{
	struct target *target = ARENA_NEW(arena, struct target);

	target->arena = arena;
	target->types = type_table_new(arena);
	target->root = arena_copy_string(arena, source->root);
	target->root_fd = open(source->root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (target->root_fd < 0)
		target->root_fd = -errno;
	target->tracefs_fd = source->tracefs_fd;
	target->is_tracefs_tried = source->tracefs_fd >= 0;
	target->kallsyms_fd = source->kallsyms_fd;
	target->ask_feature = source->ask_feature;
	target->ask_context = source->ask_context;
	target->facts.arena = arena;
	target->answers.arena = arena;
	target->btf_status = 1;
	return target;
}

void target_close(struct target *target)
{
	uint32_t module;

	for (module = target->btf_count; module-- > 0;) {
		btf_dump__free(target->btfs[module]->dump);
		btf__free(target->btfs[module]->btf);
		free(target->btfs[module]->types);
		free(target->btfs[module]->index);
	}
	target->btf_count = 0;
	target_release_symbols(target);
	if (target->is_tracefs_ours)
		close(target->tracefs_fd);
	if (target->root_fd >= 0)
		close(target->root_fd);
}

struct type_table *target_types(struct target *target)
{
	return target->types;
}

bool target_is_running(const struct target *target)
{
	return !strcmp(target->root, "/");
}

const char *target_root(const struct target *target)
{
	return target->root;
}

static int open_below(int directory, const char *path)
{
	int descriptor;

	if (directory < 0)
		return directory;
	descriptor = openat(directory, path, O_RDONLY | O_CLOEXEC);
	return descriptor < 0 ? -errno : descriptor;
}

int target_open_file(struct target *target, const char *path)
{
	return open_below(target->root_fd, path);
}

/* An unmounted tracefs is an empty directory, so its content is what counts. */
static void find_tracefs(struct target *target)
{
	size_t place;
	int descriptor;

	target->is_tracefs_tried = true;
	target->tracefs_fd = -ENOENT;
	for (place = 0; place < sizeof(tracefs_places) / sizeof(tracefs_places[0]); place++) {
		descriptor = target_open_file(target, tracefs_places[place]);
		if (descriptor >= 0 && !faccessat(descriptor, "events", R_OK | X_OK, 0)) {
			target->tracefs_fd = descriptor;
			target->is_tracefs_ours = true;
			return;
		}
		if (descriptor == -EACCES || descriptor == -EPERM)
			target->tracefs_fd = descriptor;
		else if (descriptor >= 0 && errno != ENOENT)
			target->tracefs_fd = -errno;
		if (descriptor >= 0)
			close(descriptor);
	}
}

int target_tracefs_status(struct target *target)
{
	if (!target->is_tracefs_tried)
		find_tracefs(target);
	return target->tracefs_fd < 0 ? target->tracefs_fd : 0;
}

int target_open_tracefs_file(struct target *target, const char *path)
{
	int status = target_tracefs_status(target);

	return status ? status : open_below(target->tracefs_fd, path);
}

char *target_read_file(int descriptor, size_t *length)
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

/* Most patterns start with a word: that settles most names without the library's machinery. */
bool target_glob(const char *pattern, const char *name)
{
	if (!pattern)
		return true;
	while (*pattern && !strchr("*?[\\", *pattern))
		if (*pattern++ != *name++)
			return false;
	if (*pattern == '\0')
		return *name == '\0';
	return !strcmp(pattern, "*") || !fnmatch(pattern, name, 0);
}
