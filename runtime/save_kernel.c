/*
 * Save kernel: the facts of a kernel go into one packed file, which appears when it is
 * complete and replaces the one that was there, or into a folder, for those who want to
 * look at it or change it.
 */
#include "runtime/save_kernel.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "codegen/target/snapshot.h"
#include "lexer/arena.h"
#include "lexer/buffer.h"
#include "runtime/feature_probe.h"
#include "runtime/kernel_facts.h"
#include "runtime/message.h"
#include "runtime/options.h"
#include "runtime/privilege.h"
#include "runtime/tracefs.h"

struct saving {
	struct arena *arena;
	const struct options *options;
	bool is_running_kernel;
	struct snapshot_writer *writer;	/* one file */
	int folder_fd;			/* a folder */
	int error;			/* of writing into the folder: -errno */
};

/* ---- one file ---- */

static void pack_group(void *context)
{
	snapshot_writer_section(((struct saving *)context)->writer);
}

static void pack_file(void *context, const char *path, const char *bytes, size_t length)
{
	snapshot_writer_add(((struct saving *)context)->writer, path, bytes, length);
}

/* What is no regular file (a pipe, /dev/null) is written to and stays what it is. */
static bool is_special(const char *path)
{
	struct stat status;

	return !stat(path, &status) && !S_ISREG(status.st_mode);
}

static int write_special(const char *path, const struct buffer *bytes)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY), error;

	if (fd < 0)
		return -errno;
	error = buffer_write_fd(bytes, fd);
	return close(fd) && !error ? -errno : error;
}

/* Beside its place first, so that nobody ever sees half of it. */
static int replace_file(struct arena *arena, const char *path, const struct buffer *bytes)
{
	char *name = arena_printf(arena, "%s.XXXXXX", path);
	int fd = mkostemp(name, O_CLOEXEC), error;
	mode_t mask = umask(0);

	umask(mask);
	if (fd < 0)
		return -errno;
	error = buffer_write_fd(bytes, fd);
	if (!error && (fchmod(fd, 0666 & ~mask) || fsync(fd)))
		error = -errno;
	if (close(fd) && !error)
		error = -errno;
	if (!error && rename(name, path))
		error = -errno;
	if (error)
		unlink(name);
	return error;
}

static int write_snapshot(struct saving *saving)
{
	const char *path = saving->options->snapshot;
	struct buffer bytes = { 0 };
	int error = snapshot_writer_finish(saving->writer, &bytes);

	if (!error)
		error = is_special(path) ? write_special(path, &bytes) :
					   replace_file(saving->arena, path, &bytes);
	if (error)
		message_error("cannot write %s: %s", path, message_system(error));
	else if (!saving->options->quiet)
		message_note("%s: %.1f MiB", path, (double)bytes.length / (1 << 20));
	buffer_release(&bytes);
	return error;
}

/* ---- a folder ---- */

static void unpack_group(void *context)
{
	(void)context;
}

static int make_folders(int folder, const char *path)
{
	char name[512];
	const char *slash = path;

	while ((slash = strchr(slash, '/'))) {
		snprintf(name, sizeof(name), "%.*s", (int)(slash - path), path);
		if (mkdirat(folder, name, 0777) && errno != EEXIST)
			return -errno;
		slash++;
	}
	return 0;
}

static void unpack_file(void *context, const char *path, const char *bytes, size_t length)
{
	struct saving *saving = context;
	const struct buffer content = { .data = (char *)bytes, .length = length };
	int fd;

	if (!saving->error)
		saving->error = make_folders(saving->folder_fd, path);
	if (saving->error)
		return;
	fd = openat(saving->folder_fd, path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
		    0666);
	if (fd < 0) {
		saving->error = -errno;
		return;
	}
	saving->error = buffer_write_fd(&content, fd);
	if (close(fd) && !saving->error)
		saving->error = -errno;
}

/* ---- both ---- */

static bool names_folder(const char *path)
{
	size_t length = strlen(path);

	return length && path[length - 1] == '/';
}

static bool open_output(struct saving *saving)
{
	const char *path = saving->options->snapshot;

	if (!names_folder(path)) {
		saving->writer = snapshot_writer_open(saving->arena);
		return true;
	}
	if (mkdir(path, 0777)) {
		message_error(errno == EEXIST ? "%s is there already; a folder is made anew" :
			      "cannot make the folder %s: %s", path, message_system(errno));
		return false;
	}
	saving->folder_fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (saving->folder_fd < 0)
		message_error("cannot open the folder %s: %s", path, message_system(errno));
	return saving->folder_fd >= 0;
}

static bool close_output(struct saving *saving, bool is_complete)
{
	const char *path = saving->options->snapshot;

	if (saving->writer && is_complete)
		return !write_snapshot(saving);
	if (saving->writer)
		snapshot_writer_finish(saving->writer, NULL);
	if (saving->folder_fd >= 0)
		close(saving->folder_fd);
	if (is_complete && saving->error)
		message_error("cannot write below %s: %s", path, message_system(saving->error));
	return is_complete && !saving->error;
}

/* A folder is copied as it is; of the running kernel something may be hidden from us. */
static bool tell_missing(void *context, const struct kernel_file_row *row, int error)
{
	const struct saving *saving = context;

	if (!saving->is_running_kernel || row->need == KERNEL_NEED_OPTIONAL)
		return true;
	if (row->need == KERNEL_NEED_REQUIRED) {
		message_error("this kernel's %s cannot be read (/%s: %s); a snapshot without them "
			      "would give wrong answers", row->tells, row->path,
			      message_system(error));
		return false;
	}
	message_warning("the snapshot is without this kernel's %s (/%s: %s)", row->tells,
			row->path, message_system(error));
	return true;
}

static bool save(struct saving *saving, struct kernel_files *files)
{
	struct feature_probe features = { { false }, { 0 } };
	const struct kernel_facts_job job = {
		.arena = saving->arena, .files = files,
		.ask_feature = saving->is_running_kernel ? feature_probe_ask : NULL,
		.ask_context = &features, .missing = tell_missing, .missing_context = saving,
	};
	struct kernel_facts_taker taker = { pack_group, pack_file, saving };
	bool is_complete;

	if (kernel_files_problem(files)) {
		message_error("%s", kernel_files_problem(files));
		return false;
	}
	if (!open_output(saving))
		return false;
	if (!saving->writer)
		taker = (struct kernel_facts_taker){ unpack_group, unpack_file, saving };
	is_complete = kernel_facts_collect(&job, &taker);
	if (kernel_files_problem(files)) {
		message_error("%s", kernel_files_problem(files));
		is_complete = false;
	}
	return close_output(saving, is_complete);
}

int save_kernel_run(struct arena *arena, const struct options *options)
{
	struct saving saving = {
		.arena = arena, .options = options, .folder_fd = -1,
		.is_running_kernel = !strcmp(options->kernel, "/"),
	};
	struct kernel_files *files;
	int tracefs_fd = -1;
	bool is_saved;

	if (saving.is_running_kernel && !privilege_is_enough()) {
		message_error("a snapshot of the running kernel takes root: tracepoints, and what "
			      "only a system call can tell, are hidden from others; run it with "
			      "sudo");
		return 1;
	}
	if (saving.is_running_kernel)
		tracefs_fd = tracefs_open(TRACEFS_TRACE, NULL);
	files = kernel_files_open(arena, options->kernel, tracefs_fd < 0 ? -1 : tracefs_fd, -1);
	is_saved = save(&saving, files);
	kernel_files_close(files);
	if (tracefs_fd >= 0)
		close(tracefs_fd);
	return is_saved ? 0 : 1;
}
