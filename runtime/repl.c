/*
 * REPL: one loop that waits for keys, records and signals. Everything that can go wrong
 * in what was typed has been said when its function comes back.
 */
#include "runtime/repl.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

#include "lexer/arena.h"
#include "lexer/buffer.h"
#include "parser/whole.h"
#include "runtime/beside.h"
#include "runtime/id_names.h"
#include "runtime/message.h"
#include "runtime/mount_path.h"
#include "runtime/options.h"
#include "runtime/output.h"
#include "runtime/pace.h"
#include "runtime/privilege.h"
#include "runtime/repl_command.h"
#include "runtime/repl_complete.h"
#include "runtime/repl_line.h"
#include "runtime/repl_program.h"
#include "runtime/repl_watch.h"
#include "runtime/symbols.h"
#include "runtime/tracefs.h"

enum { POLL_MS = 10, STATUS_ERROR = 1 };

struct loop {
	struct repl repl;
	struct buffer pending;		/* lines of a program that is not complete */
	int signal_fd;
	struct pollfd *polls;
	size_t poll_capacity;
};

/* ---- what was entered ---- */

void repl_take(struct repl *repl, const char *text)
{
	switch (whole_look(text, strlen(text)).kind) {
	case WHOLE_PROGRAM:
		repl_program_add(repl, text, 0);
		break;
	case WHOLE_DECLARATIONS:
		repl_program_declare(repl, text);
		break;
	case WHOLE_STATEMENTS:
		repl_program_evaluate(repl, text);
		break;
	case WHOLE_NOTHING:
		break;
	}
}

static void submit(struct loop *loop)
{
	struct repl *repl = &loop->repl;
	struct buffer text = loop->pending;

	loop->pending = (struct buffer){ 0 };
	repl_line_continue(repl->line, false);
	repl_line_remember(repl->line, text.data);
	repl->is_at_line_start = true;
	repl_take(repl, text.data);
	buffer_release(&text);
}

static bool is_blank(const char *text)
{
	return !text[strspn(text, " \t\r\n")];
}

static void take_text(struct loop *loop, const char *line)
{
	struct buffer *pending = &loop->pending;
	bool was_pending = pending->length > 0;
	struct whole whole;

	if (was_pending)
		buffer_append_char(pending, '\n');
	buffer_append_string(pending, line);
	if (is_blank(pending->data ? pending->data : "")) {
		buffer_clear(pending);
		return;
	}
	whole = whole_look(pending->data, pending->length);
	/* An empty line says that this is all, whatever is missing. */
	if (whole.is_open && !(was_pending && is_blank(line)))
		repl_line_continue(loop->repl.line, true);
	else
		submit(loop);
}

/* To the programs that have probes of it. */
static void pass_signal(struct repl *repl, int number)
{
	for (struct repl_program *program = repl->programs; program; program = program->next)
		repl_program_signal(program, number);
}

/* A Ctrl-C that was meant for what has just run. */
static void forget_interrupts(struct loop *loop)
{
	struct signalfd_siginfo info;
	struct pollfd poller = { .fd = loop->signal_fd, .events = POLLIN };

	while (poll(&poller, 1, 0) > 0 && read(loop->signal_fd, &info, sizeof(info)) > 0)
		if (info.ssi_signo == SIGUSR1 || info.ssi_signo == SIGUSR2)
			pass_signal(&loop->repl, (int)info.ssi_signo);
		else if (info.ssi_signo != SIGINT && info.ssi_signo != SIGWINCH)
			loop->repl.is_leaving = true;
}

static void entered(void *context, const char *line)
{
	struct loop *loop = context;
	struct repl *repl = &loop->repl;

	if (!line) {
		repl->is_leaving = true;
		return;
	}
	if (!loop->pending.length && line[strspn(line, " \t")] == ':') {
		repl_line_remember(repl->line, line);
		repl_command_run(repl, line + strspn(line, " \t") + 1);
	} else {
		take_text(loop, line);
	}
	if (!repl->is_at_line_start)
		fputc('\n', stdout);
	repl->is_at_line_start = true;
	fflush(stdout);
	forget_interrupts(loop);
}

static void complete(void *context, const char *line, unsigned point, struct buffer *out)
{
	struct loop *loop = context;
	size_t before = loop->pending.length ? loop->pending.length + 1 : 0;
	struct buffer text = { 0 }, answer = { 0 };
	char *rest;

	if (!before && line[strspn(line, " \t")] == ':') {
		repl_command_complete(&loop->repl, line, point, out);
		return;
	}
	if (before)
		buffer_printf(&text, "%s\n", loop->pending.data);
	buffer_append(&text, line, point);
	repl_complete(&loop->repl, text.data ? text.data : "", text.length, &answer);
	/* The word's start counts from the first line; only in this one is it changed. */
	if (answer.length) {
		size_t start = strtoul(answer.data, &rest, 10);

		if (start >= before) {
			buffer_printf(out, "%zu", start - before);
			buffer_append_string(out, rest);
		}
	}
	buffer_release(&answer);
	buffer_release(&text);
}

/* ---- waiting ---- */

static uint64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

/* Ctrl-C: what runs is stopped, what was being typed is gone. */
static void interrupt(struct loop *loop)
{
	struct repl *repl = &loop->repl;
	struct repl_program *program;
	unsigned count = 0;

	buffer_clear(&loop->pending);
	if (repl->watch) {
		repl_watch_stop(repl);
		return;
	}
	repl_line_cancel(repl->line);
	for (program = repl->programs; program; program = program->next)
		count += program->state == REPL_RUNNING;
	if (!count)
		return;
	repl_line_hide(repl->line);
	for (program = repl->programs; program; program = program->next)
		repl_program_stop(program);
	message_note("%u program%s stopped; :start N goes on", count, count == 1 ? "" : "s");
	repl->is_at_line_start = true;
	repl_line_show(repl->line);
}

static void take_signal(struct loop *loop)
{
	struct signalfd_siginfo info;

	if (read(loop->signal_fd, &info, sizeof(info)) != sizeof(info))
		return;
	if (info.ssi_signo == SIGINT)
		interrupt(loop);
	else if (info.ssi_signo == SIGWINCH)
		repl_line_resize(loop->repl.line);
	else if (info.ssi_signo == SIGUSR1 || info.ssi_signo == SIGUSR2)
		pass_signal(&loop->repl, (int)info.ssi_signo);
	else
		loop->repl.is_leaving = true;
}

static void change_pace(struct repl_program *program, bool has_read)
{
	enum pace_change change = pace_note(&program->running.pace, has_read, now_ns());

	if (change == PACE_SAME)
		return;
	program->is_polled = change == PACE_TO_BUSY;
	running_set_wakeups(&program->running, !program->is_polled);
}

static void read_program(struct loop *loop, struct repl_program *program)
{
	struct repl *repl = &loop->repl;
	bool has_read = running_has_records(&program->running);

	if (has_read || running_has_exited(&program->running)) {
		repl_line_hide(repl->line);
		repl_watch_note_output(repl);
		repl_program_read(program);
	}
	if (program->state == REPL_RUNNING)
		change_pace(program, has_read);
}

static void read_programs(struct loop *loop)
{
	struct repl *repl = &loop->repl;
	struct repl_program *program;

	for (program = repl->programs; program; program = program->next)
		if (program->state == REPL_RUNNING)
			read_program(loop, program);
	if (!repl->is_at_line_start) {
		fputc('\n', stdout);
		fflush(stdout);
		repl->is_at_line_start = true;
	}
	if (!repl->watch)
		repl_line_show(repl->line);
}

/* What is waited for: keys, signals, and the rings of programs that wake us. */
static size_t fill_polls(struct loop *loop, int *timeout)
{
	const struct repl_program *program;
	size_t count = 2, wanted = 2;

	for (program = loop->repl.programs; program; program = program->next)
		wanted++;
	if (wanted > loop->poll_capacity) {
		loop->polls = realloc(loop->polls, sizeof(loop->polls[0]) * wanted * 2);
		if (!loop->polls)
			abort();
		loop->poll_capacity = wanted * 2;
	}
	loop->polls[0] = (struct pollfd){ .fd = STDIN_FILENO, .events = POLLIN };
	loop->polls[1] = (struct pollfd){ .fd = loop->signal_fd, .events = POLLIN };
	*timeout = -1;
	for (program = loop->repl.programs; program; program = program->next) {
		if (program->state != REPL_RUNNING)
			continue;
		if (program->is_polled)
			*timeout = POLL_MS;
		else if (program->running.has_ring)
			loop->polls[count++] = (struct pollfd){
				.fd = program->running.ring.fd, .events = POLLIN,
			};
	}
	return count;
}

/* A key ends the watching, and means nothing else. */
static void end_watch(struct loop *loop)
{
	char keys[64];

	if (loop->polls[0].revents & POLLIN && read(STDIN_FILENO, keys, sizeof(keys)) < 0)
		loop->repl.is_leaving = errno != EAGAIN && errno != EINTR;
	repl_watch_stop(&loop->repl);
}

static void run_loop(struct loop *loop)
{
	int timeout;

	while (!loop->repl.is_leaving) {
		size_t count = fill_polls(loop, &timeout);

		timeout = repl_watch_timeout(&loop->repl, timeout);
		if (poll(loop->polls, count, timeout) < 0 && errno != EINTR)
			return;
		if (loop->polls[1].revents)
			take_signal(loop);
		if (loop->repl.is_leaving)
			return;
		if (loop->repl.watch && loop->polls[0].revents)
			end_watch(loop);
		else if (loop->polls[0].revents & POLLIN)
			repl_line_read(loop->repl.line);
		else if (loop->polls[0].revents)
			return;
		if (!loop->repl.is_leaving) {
			read_programs(loop);
			repl_watch_show(&loop->repl);
		}
	}
}

/* ---- a session ---- */

static int take_signals(void)
{
	sigset_t wanted;

	sigemptyset(&wanted);
	sigaddset(&wanted, SIGINT);
	sigaddset(&wanted, SIGTERM);
	sigaddset(&wanted, SIGHUP);
	sigaddset(&wanted, SIGUSR1);
	sigaddset(&wanted, SIGUSR2);
	sigaddset(&wanted, SIGWINCH);
	sigprocmask(SIG_BLOCK, &wanted, NULL);
	return signalfd(-1, &wanted, SFD_CLOEXEC | SFD_NONBLOCK);
}

static void close_fd(int fd)
{
	if (fd >= 0)
		close(fd);
}

/* So that the kernel's types are read while the first line is being typed. */
static void start_compiler(struct repl *repl)
{
	struct arena *arena = arena_new();
	const char *path = beside_find(arena, "", "ktrace-compile", KTRACE_LIBEXECDIR);

	/* What is wrong with it will be said when it is asked. */
	if (path)
		compile_server_start(&repl->server, path);
	arena_free(arena);
}

static bool open_session(struct loop *loop, const struct options *options)
{
	struct repl *repl = &loop->repl;
	const struct repl_line_options line = {
		.context = loop, .entered = entered, .complete = complete,
		.color = output_wants_color(STDOUT_FILENO),
	};

	loop->signal_fd = take_signals();
	repl->options = options;
	repl->programs_end = &repl->programs;
	repl->next_number = 1;
	repl->is_at_line_start = true;
	repl->color = output_wants_color(STDERR_FILENO);
	repl->format = options->format;
	repl->pid = options->pid;
	repl->verbose = options->verbose;
	repl->is_unsafe = options->unsafe;
	repl->watch_ms = 1000;
	repl->tracefs_fd = tracefs_open(TRACEFS_TRACE, NULL);
	repl->kallsyms_fd = open("/proc/kallsyms", O_RDONLY | O_CLOEXEC);
	repl->kernel_symbols = kernel_symbols_open(-1);
	repl->user_symbols = user_symbols_open(true);
	repl->mounts = mounts_open();
	repl->id_names = id_names_open();
	repl->server = compile_server_new(repl->tracefs_fd < 0 ? -1 : repl->tracefs_fd,
					  repl->kallsyms_fd);
	printf("ktrace %s: a probe with a body attaches it, an expression shows its value, "
	       "Tab completes,\n:help tells more, Ctrl-D leaves.\n", KTRACE_VERSION);
	fflush(stdout);
	start_compiler(repl);
	repl->line = repl_line_open(&line);
	return loop->signal_fd >= 0 && repl->line;
}

static void close_session(struct loop *loop)
{
	struct repl *repl = &loop->repl;

	repl_watch_stop(repl);
	repl_line_close(repl->line);
	repl->line = NULL;
	repl_program_delete_all(repl);
	compile_server_stop(&repl->server);
	id_names_close(repl->id_names);
	mounts_close(repl->mounts);
	user_symbols_close(repl->user_symbols);
	kernel_symbols_close(repl->kernel_symbols);
	buffer_release(&repl->settings);
	buffer_release(&loop->pending);
	free(loop->polls);
	close_fd(repl->kallsyms_fd);
	close_fd(repl->tracefs_fd);
	close_fd(loop->signal_fd);
}

int repl_run(const struct options *options, const struct builtin_library *library)
{
	struct loop loop = { .signal_fd = -1 };
	bool is_good;

	if (!privilege_check())
		return STATUS_ERROR;
	loop.repl.library = library;
	is_good = open_session(&loop, options);
	if (is_good)
		run_loop(&loop);
	close_session(&loop);
	return is_good ? 0 : STATUS_ERROR;
}
