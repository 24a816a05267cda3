/*
 * Opens files by openat2 in each way that there is to do it right and wrong, once with
 * the name changing meanwhile, and says what it asked for and got: one line of tab
 * separated words for each call, as a tracer should tell it.
 *
 *   how FOLDER      a folder to make files in
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* struct open_how, and what a newer kernel may have behind it. */
struct how {
	uint64_t flags, mode, resolve, behind;
};

enum { RESOLVE_NO_SYMLINKS = 4, RESOLVE_BENEATH = 8, UNKNOWN = 0x1000, SIZE = 24 };

static const char *note_of(const struct how *how, size_t size, int error)
{
	if (size < SIZE)
		return "struct open_how is too small";
	if (how->resolve == UNKNOWN)
		return "bits of resolve that nobody knows";
	return error == E2BIG ? "bytes behind struct open_how are not 0" :
	       error == EXDEV ? "leaves what resolve allows" :
	       error == ELOOP ? "a link that resolve forbids" : "";
}

/* The text lies in memory that was just written: it is there for who reads it. */
static char path[4096];

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

static void open_so(const char *name, const char *opened, struct how how, size_t size, int is_new)
{
	struct stat status = { 0 };
	bool is_pipe = !strcmp(name, "pipe");
	pthread_t changer;
	long fd;

	strcpy(path, name);
	if (is_pipe)
		pthread_create(&changer, NULL, change_path, (void *)name);
	errno = 0;
	fd = syscall(SYS_openat2, AT_FDCWD, path, &how, size);
	if (fd >= 0)
		fstat(fd, &status);
	printf("%ld\t%d\t%llu\t%llu\t%llu\t%zu\t%llu\t%s\t%s\t%s\t%s\t%s\n", fd < 0 ? -errno : fd,
	       AT_FDCWD, (unsigned long long)how.flags, (unsigned long long)how.mode,
	       (unsigned long long)how.resolve, size, (unsigned long long)status.st_ino,
	       is_new ? "true" : "false", is_pipe ? "true" : "false", note_of(&how, size, errno), name, fd < 0 ? "" : opened);
	if (is_pipe)
		pthread_join(changer, NULL);
	if (fd >= 0)
		close(fd);
}

int main(int argc, char **argv)
{
	char made[4200], link[4200], pipe[4200];

	if (argc != 2 || chdir(argv[1])) {
		fputs("usage: how FOLDER\n", stderr);
		return 2;
	}
	snprintf(made, sizeof(made), "%s/made", argv[1]);
	snprintf(link, sizeof(link), "%s/link", argv[1]);
	snprintf(pipe, sizeof(pipe), "%s/pipe", argv[1]);
	if (symlink("made", "link") || mkfifo("pipe", 0600))
		return 1;
	open_so("made", made, (struct how){ O_CREAT | O_EXCL | O_RDWR, 0640, RESOLVE_BENEATH, 0 },
		SIZE, 1);
	open_so(made, made, (struct how){ O_PATH, 0, 0, 0 }, SIZE, 0);
	open_so("link", made, (struct how){ O_RDONLY, 0, 0, 0 }, SIZE, 0);
	open_so("link", link, (struct how){ O_RDONLY, 0, RESOLVE_NO_SYMLINKS, 0 }, SIZE, 0);
	open_so("/etc", "", (struct how){ O_RDONLY, 0, RESOLVE_BENEATH, 0 }, SIZE, 0);
	open_so(made, "", (struct how){ O_RDONLY, 0, UNKNOWN, 0 }, SIZE, 0);
	open_so(made, "", (struct how){ O_RDONLY, 0, 0, 0 }, 16, 0);
	open_so(made, made, (struct how){ O_RDONLY, 0, 0, 0 }, sizeof(struct how), 0);
	open_so(made, "", (struct how){ O_RDONLY, 0, 0, 1 }, sizeof(struct how), 0);
	open_so("pipe", pipe, (struct how){ O_RDONLY, 0, 0, 0 }, SIZE, 0);
	return 0;
}
