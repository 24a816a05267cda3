/*
 * Child: a process that waits at a pipe before it becomes the command. If ktrace
 * dies, the pipe ends and so does the child, before it has done anything.
 */
#include "runtime/child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lexer/arena.h"
#include "runtime/message.h"

/* Takes over one character, quoted or not; false at the word's end. */
static bool split_character(const char **at, char *quote, char **out)
{
	char c = **at;

	if (!c || (!*quote && strchr(" \t\n", c)))
		return false;
	(*at)++;
	if (c == *quote) {
		*quote = '\0';
	} else if (!*quote && (c == '\'' || c == '"')) {
		*quote = c;
	} else if (c == '\\' && *quote != '\'' && **at &&
		   (!*quote || strchr("\"\\", **at))) {
		*(*out)++ = *(*at)++;
	} else {
		*(*out)++ = c;
	}
	return true;
}

char **child_split(struct arena *arena, const char *command)
{
	size_t length = strlen(command);
	char **words = ARENA_NEW_ARRAY(arena, char *, length / 2 + 2);
	char *out = arena_alloc(arena, length * 2 + 1);
	unsigned count = 0;

	for (;;) {
		char quote = '\0';

		command += strspn(command, " \t\n");
		if (!*command)
			break;
		words[count++] = out;
		while (split_character(&command, &quote, &out))
			;
		if (quote)
			return NULL;
		*out++ = '\0';
	}
	return count ? words : NULL;
}

/* The child's side: waits, then becomes the command or reports why it cannot. */
static void become(char **words, int gate, int report)
{
	sigset_t none;
	char byte;
	int error;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	if (read(gate, &byte, 1) != 1)
		_exit(1);
	execvp(words[0], words);
	error = errno;
	if (write(report, &error, sizeof(error)) < 0)
		_exit(126);
	_exit(127);
}

static int start_words(struct child *child, char **words)
{
	int gate[2], report[2], error;

	if (pipe2(gate, O_CLOEXEC))
		return -errno;
	if (pipe2(report, O_CLOEXEC)) {
		error = -errno;
		close(gate[0]);
		close(gate[1]);
		return error;
	}
	child->pid = fork();
	error = child->pid < 0 ? -errno : 0;
	if (!child->pid) {
		close(gate[1]);
		close(report[0]);
		become(words, gate[0], report[1]);
	}
	close(gate[0]);
	close(report[1]);
	child->gate_fd = gate[1];
	child->report_fd = report[0];
	if (error)
		return error;
	child->pid_fd = (int)syscall(SYS_pidfd_open, child->pid, 0);
	return child->pid_fd < 0 ? -errno : 0;
}

int child_start(struct child *child, struct arena *arena, const char *command)
{
	char **words = child_split(arena, command);
	int error;

	*child = (struct child){ .pid = -1, .gate_fd = -1, .report_fd = -1, .pid_fd = -1 };
	if (!words) {
		message_error("-c needs a command whose quotes are closed: %s", command);
		return -EINVAL;
	}
	error = start_words(child, words);
	if (error)
		message_error("cannot start the command of -c: %s", message_system(error));
	return error;
}

int child_release(struct child *child, const char *command)
{
	int error = 0;
	ssize_t count;

	if (write(child->gate_fd, "", 1) != 1)
		error = EPIPE;
	close(child->gate_fd);
	child->gate_fd = -1;
	/* The report's pipe closes when the exec has succeeded. */
	do
		count = error ? 0 : read(child->report_fd, &error, sizeof(error));
	while (count < 0 && errno == EINTR);
	close(child->report_fd);
	child->report_fd = -1;
	if (error)
		message_error("cannot run the command of -c (%s): %s", command,
			      message_system(error));
	return -error;
}

void child_finish(struct child *child)
{
	int status;

	if (child->gate_fd >= 0)
		close(child->gate_fd);
	if (child->report_fd >= 0)
		close(child->report_fd);
	if (child->pid > 0 && !waitpid(child->pid, &status, WNOHANG)) {
		kill(child->pid, SIGTERM);
		/* One that ignores this outlives ktrace, as it would a shell. */
		waitpid(child->pid, &status, WNOHANG);
	}
	if (child->pid_fd >= 0)
		close(child->pid_fd);
	*child = (struct child){ .pid = -1, .gate_fd = -1, .report_fd = -1, .pid_fd = -1 };
}
