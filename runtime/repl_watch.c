/*
 * REPL watch: each showing goes up over the one before. The prompt is away meanwhile.
 */
#include "runtime/repl_watch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "lexer/buffer.h"
#include "runtime/message.h"
#include "runtime/repl.h"
#include "runtime/repl_line.h"
#include "runtime/repl_map.h"
#include "runtime/repl_program.h"
#include "runtime/sink.h"

struct repl_watch {
	char *name;
	unsigned milliseconds;
	uint64_t next;			/* ms */
	unsigned lines;			/* that the last showing took, to go up again */
};

static uint64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

void repl_watch_start(struct repl *repl, const char *name, unsigned milliseconds)
{
	uint32_t index;

	repl_watch_stop(repl);
	if (!repl_map_find(repl, name, &index)) {
		message_error("there is no map %s; :maps shows those that there are", name);
		return;
	}
	repl->watch = calloc(1, sizeof(*repl->watch));
	if (!repl->watch)
		abort();
	repl->watch->name = strdup(name);
	repl->watch->milliseconds = milliseconds;
	repl_line_hide(repl->line);
}

void repl_watch_stop(struct repl *repl)
{
	if (!repl->watch)
		return;
	free(repl->watch->name);
	free(repl->watch);
	repl->watch = NULL;
	repl_line_show(repl->line);
}

int repl_watch_timeout(const struct repl *repl, int timeout)
{
	uint64_t now;
	int wait;

	if (!repl->watch)
		return timeout;
	now = now_ms();
	wait = repl->watch->next > now ? (int)(repl->watch->next - now) : 0;
	return timeout < 0 || wait < timeout ? wait : timeout;
}

/* What the map prints as; false when it is gone. */
static bool render_map(struct repl *repl, const char *name, struct buffer *out)
{
	uint32_t index;
	struct repl_program *owner = repl_map_find(repl, name, &index);
	int fd = owner ? memfd_create("ktrace-watch", MFD_CLOEXEC) : -1;
	struct sink_options options;
	struct sink *sink;

	if (fd < 0)
		return false;
	options = (struct sink_options){
		.format = SINK_TEXT, .buffering = SINK_BUFFER_FULL, .fd = fd,
		.is_terminal = true, .render = &owner->render,
	};
	sink = owner->events.sink;
	owner->events.sink = sink_open(&options);
	events_print_map(&owner->events, index);
	sink_close(owner->events.sink);
	owner->events.sink = sink;
	if (lseek(fd, 0, SEEK_SET) == 0)
		buffer_read_fd(out, fd);
	close(fd);
	return true;
}

static void window_size(unsigned *rows, unsigned *columns)
{
	struct winsize size;

	*rows = 24;
	*columns = 80;
	if (!ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) && size.ws_row > 3 && size.ws_col > 3) {
		*rows = size.ws_row;
		*columns = size.ws_col;
	}
}

/* Writes the last lines that fit, each cut to the width; how many there were. */
static unsigned write_lines(const struct buffer *text, FILE *out)
{
	const char *at = text->data ? text->data : "", *end;
	unsigned rows, columns, count = 0, all = 0;

	window_size(&rows, &columns);
	for (const char *byte = at; *byte; byte++)
		all += *byte == '\n';
	for (; (end = strchr(at, '\n')); at = end + 1) {
		/* Maps are sorted: the largest come last. */
		if (all-- > rows - 2 || end == at)
			continue;
		fprintf(out, "%.*s\n", (int)(end - at < (long)columns ? end - at : (long)columns - 1),
			at);
		count++;
	}
	return count;
}

void repl_watch_show(struct repl *repl)
{
	struct repl_watch *watch = repl->watch;
	struct buffer text = { 0 };

	if (!watch || now_ms() < watch->next)
		return;
	watch->next = now_ms() + watch->milliseconds;
	repl_line_hide(repl->line);
	if (!render_map(repl, watch->name, &text)) {
		message_note("%s is gone", watch->name);
		repl_watch_stop(repl);
		return;
	}
	if (watch->lines)
		printf("\033[%uA\033[J", watch->lines);
	watch->lines = write_lines(&text, stdout);
	printf("-- any key ends this --\n");
	watch->lines++;
	fflush(stdout);
	buffer_release(&text);
}

void repl_watch_note_output(struct repl *repl)
{
	if (repl->watch)
		repl->watch->lines = 0;
}
