/*
 * Runs a command on a terminal of its own and copies what it shows there.
 *
 *   terminal COMMAND [ARGUMENT...]     the exit status is the command's
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

static void run(int master, const char *name, char **command)
{
	int fd;

	setsid();
	fd = open(name, O_RDWR);
	if (fd < 0 || ioctl(fd, TIOCSCTTY, 0))
		_exit(126);
	dup2(fd, STDIN_FILENO);
	dup2(fd, STDOUT_FILENO);
	close(fd);
	close(master);
	execvp(command[0], command);
	_exit(127);
}

int main(int argc, char **argv)
{
	int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC), status;
	char name[64], bytes[4096];
	ssize_t length;
	pid_t child;

	if (argc < 2 || master < 0 || grantpt(master) || unlockpt(master) ||
	    ptsname_r(master, name, sizeof(name))) {
		perror("terminal");
		return 125;
	}
	child = fork();
	if (child == 0)
		run(master, name, argv + 1);
	/* When the last one has closed the other end, reading is an error. */
	while ((length = read(master, bytes, sizeof(bytes))) > 0 || (length < 0 && errno == EINTR))
		if (length > 0)
			fwrite(bytes, 1, (size_t)length, stdout);
	if (waitpid(child, &status, 0) < 0 || !WIFEXITED(status))
		return 124;
	return WEXITSTATUS(status);
}
