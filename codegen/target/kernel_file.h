/*
 * Kernel files: where what is read of a kernel comes from. A kernel is a folder
 * ("/" for the running one) or a packed snapshot; who reads does not know which.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct arena;
struct kernel_files;

enum kernel_file {
#define KERNEL_FILE(identifier, path, form, need, tells) KERNEL_FILE_##identifier,
#include "codegen/target/kernel_file.def"
#undef KERNEL_FILE
	KERNEL_FILE_COUNT,
};

/* What the file is made of, and so how a snapshot keeps it. */
enum kernel_file_form {
	KERNEL_FORM_PLAIN,	/* kept as it is */
	KERNEL_FORM_FOLDER,	/* every file in it, as it is */
	KERNEL_FORM_SYMBOLS,	/* lines "address kind name [module]": without the addresses */
	KERNEL_FORM_EVENTS,	/* CATEGORY/NAME/format: without the numbers of the events */
	KERNEL_FORM_FUNCTIONS,	/* lines "name [module]" */
	KERNEL_FORM_BLACKLIST,	/* lines "from-to\tname": without the addresses */
	KERNEL_FORM_FEATURES,	/* lines "name=number": asked of a running kernel */
	KERNEL_FORM_CONFIG,	/* named with the release where the kernel is installed */
	KERNEL_FORM_UNSAVED,	/* about this moment, not about the kernel */
};

/* What it means that a running kernel does not show the file. */
enum kernel_file_need {
	KERNEL_NEED_REQUIRED,	/* answers without it would be wrong */
	KERNEL_NEED_WANTED,	/* answers are less exact, which is said */
	KERNEL_NEED_OPTIONAL,	/* some kernels have none */
};

struct kernel_file_row {
	const char *path;
	enum kernel_file_form form;
	enum kernel_file_need need;
	const char *tells;	/* for messages: "types (BTF)" */
};

extern const struct kernel_file_row kernel_file_rows[KERNEL_FILE_COUNT];

/*
 * The files of the kernel at ROOT: a folder or a snapshot. TRACEFS_FD and KALLSYMS_FD
 * are the caller's descriptors, or -1 to look below the root. Never NULL.
 */
struct kernel_files *kernel_files_open(struct arena *arena, const char *root, int tracefs_fd,
				       int kallsyms_fd);

void kernel_files_close(struct kernel_files *files);

/* What is wrong with the root itself, as a sentence from the arena; NULL when nothing is. */
const char *kernel_files_problem(const struct kernel_files *files);

/* 0, or -errno when there is no tracefs to be read. */
int kernel_files_tracefs_status(struct kernel_files *files);

/*
 * The whole content of FILE, or where that is a folder of the file BELOW it, NUL-terminated,
 * to be freed; NULL and errno when it cannot be had.
 */
char *kernel_files_read(struct kernel_files *files, enum kernel_file file, const char *below,
			size_t *length);

/* Sorted names; released by kernel_names_release. */
struct kernel_names {
	char **names;
	uint32_t count;
};

/*
 * What is in the folder FILE/BELOW (BELOW may be NULL) by a name that matches the glob
 * PATTERN (NULL: all), hidden ones left out.
 */
struct kernel_names kernel_files_list(struct kernel_files *files, enum kernel_file file,
				      const char *below, const char *pattern);

void kernel_names_release(struct kernel_names *names);

/* A file that is read in steps. */
struct kernel_stream {
	int descriptor;		/* -1: BYTES */
	bool is_ours;
	char *bytes;		/* a snapshot's, unpacked */
	size_t at, length;
};

/* Opens FILE, at its start; 0 or -errno. */
int kernel_stream_open(struct kernel_files *files, enum kernel_file file,
		       struct kernel_stream *stream);

/* At most SIZE bytes; their count, 0 at the end or -errno. */
ssize_t kernel_stream_read(struct kernel_stream *stream, void *bytes, size_t size);

void kernel_stream_close(struct kernel_stream *stream);

/*
 * A path of the file BELOW FILE for libraries that read only files, from the arena; a
 * snapshot's is good until the descriptor that *DESCRIPTOR is set to is closed by the caller
 * (-1: nothing to close). NULL and errno.
 */
const char *kernel_files_path(struct kernel_files *files, enum kernel_file file,
			      const char *below, int *descriptor);
