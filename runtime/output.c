/*
 * Output: opening, writing and measuring; what went wrong is said here.
 */
#include "runtime/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "lexer/buffer.h"
#include "runtime/message.h"

enum { USUAL_WIDTH = 100, LEAST_WIDTH = 40 };

int output_open(const char *path)
{
	int fd;

	if (!path)
		return STDOUT_FILENO;
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	if (fd < 0)
		message_error("cannot write %s: %s", path, message_system(errno));
	return fd;
}

int output_write(int fd, const struct buffer *text)
{
	size_t done = 0;
	ssize_t count;

	while (done < text->length) {
		count = write(fd, text->data + done, text->length - done);
		if (count < 0 && errno == EPIPE)
			return 0;
		if (count < 0 && errno != EINTR) {
			int error = -errno;

			message_error("cannot write the output: %s", message_system(error));
			return error;
		}
		done += count > 0 ? (size_t)count : 0;
	}
	return 0;
}

bool output_wants_color(int fd)
{
	const char *refusal = getenv("NO_COLOR");

	return isatty(fd) && (!refusal || !*refusal);
}

unsigned output_width(int fd)
{
	struct winsize size;

	if (ioctl(fd, TIOCGWINSZ, &size) || !size.ws_col)
		return USUAL_WIDTH;
	return size.ws_col < LEAST_WIDTH ? LEAST_WIDTH : size.ws_col;
}
