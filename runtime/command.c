/*
 * Command: the shell gets no signal that ktrace waits for blocked, and nothing to read.
 */
#include "runtime/command.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lexer/buffer.h"

static void become(const char *command, int output)
{
	int nothing = open("/dev/null", O_RDONLY);
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	dup2(nothing, STDIN_FILENO);
	dup2(output, STDOUT_FILENO);
	dup2(output, STDERR_FILENO);
	execl("/bin/sh", "sh", "-c", command, (char *)NULL);
	_exit(127);
}

int command_run(const char *command, struct buffer *out)
{
	int ends[2], error = 0;
	pid_t pid;

	if (pipe2(ends, O_CLOEXEC))
		return -errno;
	pid = fork();
	if (pid < 0)
		error = -errno;
	else if (!pid)
		become(command, ends[1]);
	close(ends[1]);
	if (!error)
		buffer_read_fd(out, ends[0]);
	close(ends[0]);
	while (!error && waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
	return error;
}
