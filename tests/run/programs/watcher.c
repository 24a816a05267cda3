/*
 * Is told of what a process of another user does to files, and writes down what it was
 * told and who did it.
 *
 *   watcher LOG FOLDER     one folder watched by inotify, also with a queue that is too
 *                          short, then permissions by fanotify, then names by fanotify
 *
 * A line of LOG: type tracee tracee_comm tracer tracer_comm i_mask fa_mask fa_type response
 * audit wd cookie ino ino_dir name tracee_uid tracee_gid, with tabs between them. Rows of an
 * event that nobody read have 0 and no name for the tracer.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/fanotify.h>
#include <sys/inotify.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static FILE *log_file;

static void check(long result, const char *what)
{
	if (result >= 0)
		return;
	perror(what);
	exit(1);
}

#define DO(call) check((long)(call), #call)

static void become_tracee(void)
{
	DO(prctl(PR_SET_NAME, "tracee"));
	DO(setgroups(0, NULL));
	DO(setresgid(2002, 2002, 2002));
	DO(setresuid(1001, 1001, 1001));
}

struct told {
	const char *type;
	pid_t tracee;
	unsigned i_mask;
	unsigned long long fa_mask;
	const char *fa_type, *response;
	int wd;
	unsigned cookie;
	unsigned long long ino, folder;
	const char *name;
	int is_audited, is_unread;
};

static void write_down(struct told told)
{
	fprintf(log_file, "%s\t%d\ttracee\t%d\t%s\t%u\t%llu\t%s\t%s\t%s\t", told.type, told.tracee,
		told.is_unread ? 0 : getpid(), told.is_unread ? "" : "watcher", told.i_mask, told.fa_mask,
		told.fa_type ? told.fa_type : "", told.response ? told.response : "",
		told.is_audited ? "true" : "false");
	fprintf(log_file, "%d\t%u\t%llu\t%llu\t%s\t1001\t2002\n", told.wd, told.cookie, told.ino, told.folder,
		told.name);
}

static unsigned long long inode_of(const char *folder, const char *name)
{
	char path[PATH_MAX];
	struct stat status;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	return stat(path, &status) ? 0 : status.st_ino;
}

/* The file has another name when the events are read; a folder is always itself. */
static unsigned long long inode_now(const char *folder, const char *name)
{
	unsigned long long inode = inode_of(folder, name);

	return inode || strcmp(name, "ABCDE") ? inode : inode_of(folder, "other");
}

static void write_down_all(int fd, const char *folder, pid_t child)
{
	char buffer[8192] __attribute__((aligned(8)));
	ssize_t size = read(fd, buffer, sizeof(buffer));

	DO(size);
	for (char *at = buffer; at < buffer + size;) {
		const struct inotify_event *event = (const void *)at;
		const char *name = event->len ? event->name : "";

		write_down((struct told){
			.type = "inotify", .tracee = child, .i_mask = event->mask, .wd = event->wd,
			.cookie = event->cookie, .folder = inode_of(folder, "."), .name = name,
			.ino = event->wd < 0 ? inode_of(folder, "c") : inode_now(folder, name),
		});
		at += sizeof(*event) + event->len;
	}
}

static void watch_folder(const char *folder)
{
	int fd = inotify_init1(IN_CLOEXEC), status;
	pid_t child;

	DO(fd);
	DO(inotify_add_watch(fd, folder, IN_ALL_EVENTS));
	child = fork();
	if (!child) {
		become_tracee();
		DO(chdir(folder));
		fd = open("ABCDE", O_CREAT | O_WRONLY, 0600);
		DO(write(fd, "x", 1));
		DO(close(fd));
		DO(rename("ABCDE", "other"));
		DO(mkdir("sub", 0700));
		_exit(0);
	}
	DO(waitpid(child, &status, 0));
	write_down_all(fd, folder, child);
	DO(close(fd));
}

/* Lets a queue of inotify have so many events; what it could have before. */
static int queue_length(int length)
{
	FILE *file = fopen("/proc/sys/fs/inotify/max_queued_events", "r+e");
	int before = 0;

	DO(file && fscanf(file, "%d", &before) == 1 ? 0 : -1);
	rewind(file);
	DO(fprintf(file, "%d\n", length));
	DO(fclose(file));
	return before;
}

/* Two events fit; the third finds no room, nor do those behind it. */
static void flood_folder(const char *folder)
{
	int before = queue_length(2), fd = inotify_init1(IN_CLOEXEC), status;
	pid_t child;

	DO(fd);
	queue_length(before);
	DO(inotify_add_watch(fd, folder, IN_CREATE));
	child = fork();
	if (!child) {
		become_tracee();
		DO(chdir(folder));
		for (const char *name = "abcd"; *name; name++)
			DO(mkdir((const char[]){ *name, '\0' }, 0700));
		_exit(0);
	}
	DO(waitpid(child, &status, 0));
	write_down_all(fd, folder, child);
	DO(close(fd));
}

/* The event that is asked about; its path goes to PATH. */
static struct fanotify_event_metadata take_event(int fd, char *path)
{
	struct fanotify_event_metadata event;
	ssize_t length;
	char link[64];

	DO(read(fd, &event, sizeof(event)));
	snprintf(link, sizeof(link), "/proc/self/fd/%d", event.fd);
	length = readlink(link, path, PATH_MAX - 1);
	DO(length);
	path[length] = '\0';
	return event;
}

static void write_down_asked(const char *type, pid_t child, const char *path, const char *response,
			     int is_audited, int is_unread)
{
	struct stat status;

	DO(stat(path, &status));
	write_down((struct told){
		.type = type, .tracee = child, .fa_mask = FAN_OPEN_PERM, .fa_type = "PATH_PERM",
		.response = response, .ino = status.st_ino, .name = path, .is_audited = is_audited,
		.is_unread = is_unread,
	});
}

static void answer(int fd, pid_t child, unsigned response, const char *word)
{
	struct fanotify_response reply = { .response = response };
	char path[PATH_MAX];

	reply.fd = take_event(fd, path).fd;
	write_down_asked("fanotify", child, path, "", 0, 0);
	write_down_asked("fa_resp", child, path, word, !!(response & FAN_AUDIT), 0);
	DO(write(fd, &reply, sizeof(reply)));
	DO(close(reply.fd));
}

/* A process that opens the file twice, as soon as it is let go. */
static pid_t start_opener(int fd, const char *folder)
{
	pid_t child = fork();

	if (child)
		return child;
	close(fd);
	become_tracee();
	DO(chdir(folder));
	raise(SIGSTOP);
	DO(open("other", O_RDONLY));
	_exit(open("other", O_RDONLY) >= 0);
}

/* Who asks is killed before the event is read, and another one after it. */
static void interrupt(int fd, const char *folder)
{
	struct pollfd readable = { .fd = fd, .events = POLLIN };
	struct fanotify_response reply = { .response = FAN_ALLOW };
	char path[PATH_MAX];
	int status;
	pid_t child;

	for (int is_unread = 0; is_unread < 2; is_unread++) {
		child = start_opener(fd, folder);
		DO(waitpid(child, &status, WUNTRACED));
		DO(kill(child, SIGCONT));
		DO(poll(&readable, 1, -1));
		if (!is_unread) {
			reply.fd = take_event(fd, path).fd;
			write_down_asked("fanotify", child, path, "", 0, 0);
		}
		DO(kill(child, SIGKILL));
		DO(waitpid(child, &status, 0));
		write_down_asked("fa_resp", child, path, "interrupted", 0, is_unread);
		if (is_unread)
			continue;
		/* Whether this is an error is the kernel's affair; the event ends with it. */
		if (write(fd, &reply, sizeof(reply)) < 0)
			reply.response = 0;
		DO(close(reply.fd));
	}
}

static void guard_folder(const char *folder)
{
	int fd = fanotify_init(FAN_CLASS_CONTENT | FAN_CLOEXEC | FAN_ENABLE_AUDIT, O_RDONLY), status;
	pid_t child;

	DO(fd);
	child = start_opener(fd, folder);
	DO(waitpid(child, &status, WUNTRACED));
	DO(fanotify_mark(fd, FAN_MARK_ADD, FAN_OPEN_PERM | FAN_EVENT_ON_CHILD, AT_FDCWD, folder));
	DO(kill(child, SIGCONT));
	answer(fd, child, FAN_ALLOW, "allow");
	answer(fd, child, FAN_DENY | FAN_AUDIT, "deny");
	DO(waitpid(child, &status, 0));
	check(WEXITSTATUS(status) ? -1 : 0, "an open that was denied");
	interrupt(fd, folder);
	DO(close(fd));
}

/* Events by name and handle, without a descriptor. */
static void name_files(const char *folder)
{
	int fd = fanotify_init(FAN_CLASS_NOTIF | FAN_CLOEXEC | FAN_REPORT_DFID_NAME, O_RDONLY), status;
	char buffer[4096] __attribute__((aligned(8)));
	const struct fanotify_event_metadata *event = (const void *)buffer;
	pid_t child;

	DO(fd);
	DO(fanotify_mark(fd, FAN_MARK_ADD, FAN_CREATE | FAN_ONDIR, AT_FDCWD, folder));
	child = fork();
	if (!child) {
		become_tracee();
		DO(chdir(folder));
		DO(mkdir("named", 0700));
		_exit(0);
	}
	DO(waitpid(child, &status, 0));
	DO(read(fd, buffer, sizeof(buffer)));
	write_down((struct told){
		.type = "fanotify", .tracee = child, .fa_mask = event->mask, .fa_type = "FID_NAME",
		.name = "named", .ino = inode_of(folder, "named"), .folder = inode_of(folder, "."),
	});
	DO(close(fd));
}

int main(int argc, char **argv)
{
	if (argc != 3)
		return 2;
	log_file = fopen(argv[1], "we");
	if (!log_file)
		return 1;
	watch_folder(argv[2]);
	flood_folder(argv[2]);
	guard_folder(argv[2]);
	name_files(argv[2]);
	return fclose(log_file) ? 1 : 0;
}
