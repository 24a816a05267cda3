/*
 * Opens files in each way that there is, right and wrong, once with the name changing
 * meanwhile, and says what it asked for and got: one line of tab separated words for
 * each, as a tracer should tell it.
 *
 *   how FOLDER WAY...    a folder to make files in; the ways to be gone: openat2 others uring
 *
 * The words: how result dirfd flags mode resolve usize behind device inode mount created
 * changed changed_to note name path pid.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/io_uring.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

/* struct open_how, and what a newer kernel may have behind it. */
struct how {
	uint64_t flags, mode, resolve, behind;
};

enum { RESOLVE_NO_SYMLINKS = 4, RESOLVE_BENEATH = 8, UNKNOWN = 0x1000, SIZE = 24 };

/* A way to open a file that is asked for so much, of a size where that counts. */
struct asked {
	const char *way;
	long (*open)(const struct asked *asked);
	int dirfd;
	const char *name;		/* "pipe": changes while it is opened */
	const char *opened;		/* what is told of its path, below the folder */
	struct how how;
	size_t size;
	bool is_new, has_slot;
};

/* The text lies in memory that was just written: it is there for who reads it. */
static char path[4096];
static char folder[4096];

static const char *note_of(const struct asked *asked, long result)
{
	if (asked->has_slot)
		return "into a slot of the ring";
	if (!asked->size)
		return "";
	if (asked->size < SIZE)
		return "struct open_how is too small";
	if (asked->how.resolve == UNKNOWN)
		return "bits of resolve that nobody knows";
	return result == -E2BIG ? "bytes behind struct open_how are not 0" :
	       result == -EXDEV ? "leaves what resolve allows" :
	       result == -ELOOP ? "a link that resolve forbids" : "";
}

/* Writes over the text while main sleeps in its call, then lets the call end. */
static void *change_path(void *name)
{
	char file[64], state = 0;

	snprintf(file, sizeof(file), "/proc/%d/task/%d/stat", getpid(), getpid());
	while (state != 'S') {
		FILE *stat = fopen(file, "re");

		if (!stat || fscanf(stat, "%*d %*s %c", &state) != 1)
			state = 0;
		if (stat)
			fclose(stat);
	}
	strcpy(path, "other");
	return (void *)(intptr_t)open(name, O_WRONLY);
}

static long result_of(long result)
{
	return result < 0 ? -errno : result;
}

static long by_openat2(const struct asked *asked)
{
	return result_of(syscall(SYS_openat2, asked->dirfd, path, &asked->how, asked->size));
}

static long by_openat(const struct asked *asked)
{
	return result_of(syscall(SYS_openat, asked->dirfd, path, (int)asked->how.flags,
				 (mode_t)asked->how.mode));
}

#ifdef SYS_open
static long by_open(const struct asked *asked)
{
	return result_of(syscall(SYS_open, path, (int)asked->how.flags, (mode_t)asked->how.mode));
}

static long by_creat(const struct asked *asked)
{
	return result_of(syscall(SYS_creat, path, (mode_t)asked->how.mode));
}
#endif

static long by_handle(const struct asked *asked)
{
	struct {
		struct file_handle handle;
		char bytes[MAX_HANDLE_SZ];
	} of = { .handle.handle_bytes = MAX_HANDLE_SZ };
	int mount;

	if (name_to_handle_at(asked->dirfd, asked->opened, &of.handle, &mount, 0))
		of.handle.handle_bytes = 0;
	return result_of(open_by_handle_at(asked->dirfd, &of.handle, (int)asked->how.flags));
}

/* ---- by io_uring ---- */

static struct ring {
	int fd;
	char *rings;
	struct io_uring_sqe *sqes;
	struct io_uring_params params;
} ring = { .fd = -1 };

static bool ring_open(void)
{
	int none = -1;
	size_t size;

	ring.fd = (int)syscall(SYS_io_uring_setup, 4, &ring.params);
	if (ring.fd < 0)
		return false;
	size = ring.params.cq_off.cqes + ring.params.cq_entries * sizeof(struct io_uring_cqe);
	ring.rings = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, ring.fd,
			  IORING_OFF_SQ_RING);
	ring.sqes = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, ring.fd,
			 IORING_OFF_SQES);
	return ring.rings != MAP_FAILED && ring.sqes != MAP_FAILED &&
	       !syscall(SYS_io_uring_register, ring.fd, IORING_REGISTER_FILES, &none, 1);
}

static unsigned *ring_word(unsigned offset)
{
	return (unsigned *)(ring.rings + offset);
}

static long by_uring(const struct asked *asked)
{
	unsigned tail = *ring_word(ring.params.sq_off.tail), at = tail & (ring.params.sq_entries - 1);
	unsigned head = *ring_word(ring.params.cq_off.head);
	const struct io_uring_cqe *ends = (const void *)(ring.rings + ring.params.cq_off.cqes);
	struct io_uring_sqe *sqe = &ring.sqes[at];
	long result;

	*sqe = (struct io_uring_sqe){
		.opcode = asked->size ? IORING_OP_OPENAT2 : IORING_OP_OPENAT, .fd = asked->dirfd,
		.addr = (uintptr_t)path, .user_data = 100 + tail, .file_index = asked->has_slot,
	};
	if (asked->size) {
		sqe->off = (uintptr_t)&asked->how;
		sqe->len = (unsigned)asked->size;
	} else {
		sqe->open_flags = (unsigned)asked->how.flags;
		sqe->len = (unsigned)asked->how.mode;
	}
	ring_word(ring.params.sq_off.array)[at] = at;
	__atomic_store_n(ring_word(ring.params.sq_off.tail), tail + 1, __ATOMIC_RELEASE);
	if (syscall(SYS_io_uring_enter, ring.fd, 1, 1, IORING_ENTER_GETEVENTS, NULL, 0) != 1)
		return -errno;
	result = ends[head & (ring.params.cq_entries - 1)].res;
	__atomic_store_n(ring_word(ring.params.cq_off.head), head + 1, __ATOMIC_RELEASE);
	return result;
}

/* ---- what is told ---- */

static int mount_of(int fd)
{
	char file[64], line[128];
	int mount = 0;
	FILE *info;

	snprintf(file, sizeof(file), "/proc/self/fdinfo/%d", fd);
	info = fopen(file, "re");
	while (info && fgets(line, sizeof(line), info))
		if (sscanf(line, "mnt_id: %d", &mount) == 1)
			break;
	if (info)
		fclose(info);
	return mount;
}

static void open_so(struct asked asked)
{
	bool is_pipe = !strcmp(asked.name, "pipe"), is_told;
	struct stat status = { 0 };
	pthread_t changer;
	long result;

	strcpy(path, asked.name);
	if (is_pipe)
		pthread_create(&changer, NULL, change_path, (void *)asked.name);
	result = asked.open(&asked);
	is_told = result >= 0 && !asked.has_slot;
	if (is_told)
		fstat((int)result, &status);
	printf("%s\t%ld\t%d\t%llu\t%llu\t%llu\t%zu\t%llu\t", asked.way, result, asked.dirfd,
	       (unsigned long long)asked.how.flags, (unsigned long long)asked.how.mode,
	       (unsigned long long)asked.how.resolve, asked.size,
	       (unsigned long long)asked.how.behind);
	printf("%u\t%llu\t%d\t%s\t%s\t%s\t%s\t", major(status.st_dev) << 20 | minor(status.st_dev),
	       (unsigned long long)status.st_ino, is_told ? mount_of((int)result) : 0,
	       asked.is_new && is_told ? "true" : "false", is_pipe ? "true\tother" : "false\t",
	       note_of(&asked, result), asked.name);
	if (is_told)
		printf("%s/%s", folder, asked.opened);
	printf("\t%d\n", getpid());
	if (is_pipe) {
		void *writer;

		pthread_join(changer, &writer);
		close((int)(intptr_t)writer);
	}
	if (is_told)
		close((int)result);
}

static void open_by_openat2(void)
{
	char made[8192], *in_folder = strdup(folder);
	const struct asked asked[] = {
		{ .name = "made", .opened = "made", .is_new = true,
		  .how = { O_CREAT | O_EXCL | O_RDWR, 0640, RESOLVE_BENEATH, 0 } },
		{ .name = made, .opened = "made", .how = { O_PATH, 0, 0, 0 } },
		{ .name = "link", .opened = "made" },
		{ .name = "link", .how = { O_RDONLY, 0, RESOLVE_NO_SYMLINKS, 0 } },
		{ .name = "/etc", .how = { O_RDONLY, 0, RESOLVE_BENEATH, 0 } },
		{ .name = made, .how = { O_RDONLY, 0, UNKNOWN, 0 } },
		{ .name = made, .size = 16 },
		{ .name = made, .opened = "made", .size = sizeof(struct how) },
		{ .name = made, .how = { O_RDONLY, 0, 0, 1 }, .size = sizeof(struct how) },
		{ .name = "pipe", .opened = "pipe" },
	};

	snprintf(made, sizeof(made), "%s/made", in_folder);
	for (size_t i = 0; i < sizeof(asked) / sizeof(*asked); i++) {
		struct asked one = asked[i];

		one.way = "openat2";
		one.open = by_openat2;
		one.dirfd = AT_FDCWD;
		if (!one.size)
			one.size = SIZE;
		open_so(one);
	}
}

static void open_otherwise(void)
{
	int here = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	const struct asked asked[] = {
#ifdef SYS_open
		{ .way = "open", .open = by_open, .dirfd = AT_FDCWD, .name = "no/such",
		  .how.flags = O_RDWR },
		{ .way = "open", .open = by_open, .dirfd = AT_FDCWD, .name = "made",
		  .opened = "made", .how.flags = O_WRONLY },
		{ .way = "creat", .open = by_creat, .dirfd = AT_FDCWD, .name = "created",
		  .opened = "created", .how = { O_CREAT | O_WRONLY | O_TRUNC, 0600, 0, 0 },
		  .is_new = true },
#endif
		{ .way = "openat", .open = by_openat, .dirfd = here, .name = "link",
		  .opened = "made", .how.flags = O_NOATIME },
		{ .way = "openat", .open = by_openat, .dirfd = here, .name = "made",
		  .opened = "made", .how = { O_RDWR | O_CREAT, 0644, 0, 0 } },
		{ .way = "openat", .open = by_openat, .dirfd = AT_FDCWD, .name = "pipe",
		  .opened = "pipe" },
		{ .way = "handle", .open = by_handle, .dirfd = here, .name = "",
		  .opened = "made", .how.flags = O_RDWR },
	};

	for (size_t i = 0; i < sizeof(asked) / sizeof(*asked); i++)
		open_so(asked[i]);
}

static void open_by_uring(void)
{
	const struct asked asked[] = {
		{ .way = "uring:openat", .name = "ring", .opened = "ring", .is_new = true,
		  .how = { O_RDWR | O_CREAT | O_EXCL, 0600, 0, 0 } },
		{ .way = "uring:openat", .name = "made", .opened = "made" },
		{ .way = "uring:openat2", .name = "/etc", .how.resolve = RESOLVE_BENEATH,
		  .size = SIZE },
		{ .way = "uring:openat", .name = "made", .has_slot = true },
	};

	if (!ring_open()) {
		fputs("how: no io_uring here\n", stderr);
		return;
	}
	for (size_t i = 0; i < sizeof(asked) / sizeof(*asked); i++) {
		struct asked one = asked[i];

		one.open = by_uring;
		one.dirfd = AT_FDCWD;
		open_so(one);
	}
}

int main(int argc, char **argv)
{
	if (argc < 3 || chdir(argv[1]) || !getcwd(folder, sizeof(folder))) {
		fputs("usage: how FOLDER openat2|others|uring...\n", stderr);
		return 2;
	}
	if (symlink("made", "link") || mkfifo("pipe", 0600))
		return 1;
	for (int i = 2; i < argc; i++) {
		if (!strcmp(argv[i], "openat2"))
			open_by_openat2();
		else if (!strcmp(argv[i], "others"))
			open_otherwise();
		else if (!strcmp(argv[i], "uring"))
			open_by_uring();
	}
	return 0;
}
