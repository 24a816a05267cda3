/*
 * Is told of what a process of another user does to files, and writes down what it was
 * told and who did it.
 *
 *   watcher LOG FOLDER     one folder watched by inotify, then permissions by fanotify
 *
 * A line of LOG: type tracee tracee_comm tracer tracer_comm i_mask fa_mask response
 * wd cookie ino_dir name tracee_uid tracee_gid, with tabs between them.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
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

static void write_down(const char *type, pid_t tracee, unsigned i_mask, unsigned long long fa_mask,
		       const char *response, int wd, unsigned cookie, unsigned long long folder,
		       const char *name)
{
	fprintf(log_file, "%s\t%d\ttracee\t%d\twatcher\t%u\t%llu\t%s\t%d\t%u\t%llu\t%s\t1001\t2002\n",
		type, tracee, getpid(), i_mask, fa_mask, response, wd, cookie, folder, name);
}

static void watch_folder(const char *folder)
{
	char buffer[8192] __attribute__((aligned(8)));
	int fd = inotify_init1(IN_CLOEXEC), status;
	struct stat of;
	ssize_t size;
	pid_t child;

	DO(fd);
	DO(stat(folder, &of));
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
	size = read(fd, buffer, sizeof(buffer));
	DO(size);
	for (char *at = buffer; at < buffer + size;) {
		const struct inotify_event *event = (const void *)at;

		write_down("inotify", child, event->mask, 0, "", event->wd, event->cookie, of.st_ino,
			   event->len ? event->name : "");
		at += sizeof(*event) + event->len;
	}
	DO(close(fd));
}

static void answer(int fd, pid_t child, unsigned response, const char *word)
{
	struct fanotify_event_metadata event;
	struct fanotify_response reply = { .response = response };
	char link[64], path[PATH_MAX] = "";

	DO(read(fd, &event, sizeof(event)));
	snprintf(link, sizeof(link), "/proc/self/fd/%d", event.fd);
	DO(readlink(link, path, sizeof(path) - 1));
	write_down("fanotify", event.pid, 0, event.mask, "", 0, 0, 0, path);
	write_down("fa_resp", child, 0, event.mask, word, 0, 0, 0, path);
	reply.fd = event.fd;
	DO(write(fd, &reply, sizeof(reply)));
	DO(close(event.fd));
}

static void guard_folder(const char *folder)
{
	int fd = fanotify_init(FAN_CLASS_CONTENT | FAN_CLOEXEC, O_RDONLY), status;
	pid_t child;

	DO(fd);
	child = fork();
	if (!child) {
		close(fd);
		become_tracee();
		raise(SIGSTOP);
		DO(chdir(folder));
		DO(open("other", O_RDONLY));
		_exit(open("other", O_RDONLY) >= 0);
	}
	DO(waitpid(child, &status, WUNTRACED));
	DO(fanotify_mark(fd, FAN_MARK_ADD, FAN_OPEN_PERM | FAN_EVENT_ON_CHILD, AT_FDCWD, folder));
	DO(kill(child, SIGCONT));
	answer(fd, child, FAN_ALLOW, "allow");
	answer(fd, child, FAN_DENY, "deny");
	DO(waitpid(child, &status, 0));
	check(WEXITSTATUS(status) ? -1 : 0, "an open that was denied");
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
	guard_folder(argv[2]);
	return fclose(log_file) ? 1 : 0;
}
