/*
 * Typist: runs a command at a terminal of its own and does what standard input says,
 * a line each:
 *   > TEXT      types it, with Enter
 *   ^X          types Ctrl-X
 *   < TEXT      waits until TEXT appears behind what was waited for before
 *   ! COMMAND   has sh run it; PID is the process at the terminal
 *   * N A ;; B  types A and B N times and waits each time for the next prompt
 *   count       remembers how many BPF programs, maps and links the machine has
 *   same        waits until there are as many again
 *   own         remembers the BPF programs, maps and links that the process holds: some, or it fails
 *   gone        waits until none of these is there any more
 *   kill        ends the command with SIGKILL
 *   end         waits for the end of the command
 * All that appeared is printed at the end. Status 1: something did not come in 60 seconds.
 */
#include <errno.h>
#include <linux/bpf.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { SECONDS = 60, MOST = 8 << 20, MOST_OWNED = 256 };

struct typist {
	int terminal;
	pid_t child;
	char *seen;
	size_t length, from;
	int is_over;
	unsigned counts[3];
	struct object {
		int command;		/* that opens one by its id */
		unsigned id;
	} owned[MOST_OWNED];
	unsigned owned_count;
};

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* Reads what is there, waiting MILLISECONDS at most. */
static void look(struct typist *typist, int milliseconds)
{
	struct pollfd poller = { .fd = typist->terminal, .events = POLLIN };
	ssize_t count;

	if (typist->is_over || poll(&poller, 1, milliseconds) <= 0)
		return;
	count = read(typist->terminal, typist->seen + typist->length,
		     MOST - 1 - typist->length);
	if (count > 0)
		typist->length += (size_t)count;
	else if (count == 0 || errno != EINTR)
		typist->is_over = 1;
	typist->seen[typist->length] = '\0';
}

static int await(struct typist *typist, const char *text)
{
	double end = now() + SECONDS;
	char *found;

	for (;;) {
		found = strstr(typist->seen + typist->from, text);
		if (found) {
			typist->from = (size_t)(found - typist->seen) + strlen(text);
			return 1;
		}
		if (now() > end || typist->is_over)
			break;
		look(typist, 100);
	}
	fprintf(stderr, "typist: this did not come: %s\n", text);
	return 0;
}

static void type(struct typist *typist, const char *text, size_t length)
{
	if (write(typist->terminal, text, length) != (ssize_t)length)
		typist->is_over = 1;
}

static void type_line(struct typist *typist, const char *text)
{
	type(typist, text, strlen(text));
	type(typist, "\r", 1);
}

static int type_and_await(struct typist *typist, const char *text)
{
	type_line(typist, text);
	if (!await(typist, "\n") || !await(typist, "ktrace> "))
		return 0;
	/* What was found need not be kept. */
	memmove(typist->seen, typist->seen + typist->from, typist->length - typist->from + 1);
	typist->length -= typist->from;
	typist->from = 0;
	return 1;
}

static int repeat(struct typist *typist, char *text)
{
	char *first, *second;
	long count = strtol(text, &first, 10);

	second = strstr(++first, " ;; ");
	if (second) {
		*second = '\0';
		second += 4;
	}
	while (count-- > 0)
		if (!type_and_await(typist, first) ||
		    (second && !type_and_await(typist, second)))
			return 0;
	return 1;
}

/* ---- what the machine has ---- */

static void count_objects(unsigned counts[3])
{
	static const int commands[] = { BPF_PROG_GET_NEXT_ID, BPF_MAP_GET_NEXT_ID,
					BPF_LINK_GET_NEXT_ID };

	for (unsigned i = 0; i < 3; i++) {
		union bpf_attr attributes = { .start_id = 0 };

		for (counts[i] = 0;
		     !syscall(SYS_bpf, commands[i], &attributes, sizeof(attributes)); counts[i]++)
			attributes.start_id = attributes.next_id;
	}
}

static int await_counts(const unsigned wanted[3])
{
	double end = now() + SECONDS;
	unsigned counts[3];

	do {
		count_objects(counts);
		if (!memcmp(counts, wanted, sizeof(counts)))
			return 1;
		usleep(100000);
	} while (now() < end);
	fprintf(stderr, "typist: programs, maps, links: %u %u %u, not %u %u %u\n", counts[0],
		counts[1], counts[2], wanted[0], wanted[1], wanted[2]);
	return 0;
}

/* What stands in one file of /proc/PID/fdinfo. */
static void note_owned(struct typist *typist, const char *path)
{
	static const struct {
		const char *format;
		int command;
	} kinds[] = {
		{ "prog_id: %u", BPF_PROG_GET_FD_BY_ID }, { "map_id: %u", BPF_MAP_GET_FD_BY_ID },
		{ "link_id: %u", BPF_LINK_GET_FD_BY_ID },
	};
	FILE *file = fopen(path, "r");
	char line[256];
	unsigned id;

	while (file && fgets(line, sizeof(line), file))
		for (unsigned i = 0; i < 3; i++)
			if (sscanf(line, kinds[i].format, &id) == 1 &&
			    typist->owned_count < MOST_OWNED)
				typist->owned[typist->owned_count++] =
					(struct object){ kinds[i].command, id };
	if (file)
		fclose(file);
}

static int note_all_owned(struct typist *typist)
{
	char path[64];

	typist->owned_count = 0;
	for (int fd = 0; fd < 256; fd++) {
		snprintf(path, sizeof(path), "/proc/%d/fdinfo/%d", typist->child, fd);
		note_owned(typist, path);
	}
	return typist->owned_count > 0;
}

static int is_there(const struct object *object)
{
	union bpf_attr attributes = { .prog_id = object->id };
	int fd = (int)syscall(SYS_bpf, object->command, &attributes, sizeof(attributes));

	if (fd >= 0)
		close(fd);
	return fd >= 0 || errno != ENOENT;
}

static int await_gone(const struct typist *typist)
{
	double end = now() + SECONDS;

	for (unsigned i = 0; i < typist->owned_count; i++) {
		while (is_there(&typist->owned[i]) && now() < end)
			usleep(50000);
		if (now() < end)
			continue;
		fprintf(stderr, "typist: an object of id %u is still there\n", typist->owned[i].id);
		return 0;
	}
	return 1;
}

static int finish(struct typist *typist)
{
	double end = now() + SECONDS;
	int status = 0;

	while (!typist->is_over && now() < end)
		look(typist, 100);
	if (!typist->is_over)
		fprintf(stderr, "typist: the command does not end\n");
	waitpid(typist->child, &status, typist->is_over ? 0 : WNOHANG);
	typist->child = -1;
	return typist->is_over;
}

static int obey(struct typist *typist, char *line)
{
	char control;

	switch (line[0]) {
	case '>':
		type_line(typist, line + 1 + (line[1] == ' '));
		return 1;
	case '<':
		return await(typist, line + 2);
	case '^':
		control = (char)(line[1] & 0x1f);
		type(typist, &control, 1);
		return 1;
	case '!':
		return system(line + 2) == 0;
	case '*':
		return repeat(typist, line + 2);
	case 'c':
		count_objects(typist->counts);
		return 1;
	case 's':
		return await_counts(typist->counts);
	case 'o':
		return note_all_owned(typist);
	case 'g':
		return await_gone(typist);
	case 'k':
		kill(typist->child, SIGKILL);
		return finish(typist);
	case 'e':
		return finish(typist);
	default:
		return 1;
	}
}

static void become(char **arguments)
{
	setenv("TERM", "dumb", 1);
	setenv("NO_COLOR", "1", 1);
	execvp(arguments[0], arguments);
	fprintf(stderr, "typist: %s: %s\n", arguments[0], strerror(errno));
	_exit(127);
}

int main(int argc, char **argv)
{
	struct winsize size = { .ws_row = 40, .ws_col = 160 };
	struct typist typist = { .seen = malloc(MOST) };
	char line[4096], pid[32];
	int good = 1;

	if (argc < 2 || !typist.seen)
		return 2;
	typist.seen[0] = '\0';
	signal(SIGPIPE, SIG_IGN);
	typist.child = forkpty(&typist.terminal, NULL, NULL, &size);
	if (typist.child < 0)
		return 2;
	if (typist.child == 0)
		become(argv + 1);
	snprintf(pid, sizeof(pid), "%d", typist.child);
	setenv("PID", pid, 1);
	while (good && fgets(line, sizeof(line), stdin)) {
		line[strcspn(line, "\n")] = '\0';
		good = obey(&typist, line);
		if (!good)
			fprintf(stderr, "typist: at: %s\n", line);
	}
	if (typist.child > 0) {
		kill(typist.child, SIGKILL);
		finish(&typist);
	}
	fwrite(typist.seen, 1, typist.length, stdout);
	putchar('\n');
	return good ? 0 : 1;
}
