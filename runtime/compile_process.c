/*
 * Compile process: the compiler is another program, so that this one stays small
 * and the one that reads script text holds no privilege. Request and image are
 * memfds; features are asked over a socket until the compiler ends.
 */
#include "runtime/compile_process.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "codegen/request.h"
#include "codegen/serve.h"
#include "lexer/arena.h"
#include "lexer/buffer.h"
#include "runtime/beside.h"
#include "runtime/cache.h"
#include "runtime/compile_server.h"
#include "runtime/compile_spawn.h"
#include "runtime/import.h"
#include "runtime/message.h"

static int request_fd(const struct request *request)
{
	struct buffer bytes = { 0 };
	int fd = memfd_create("ktrace-request", MFD_CLOEXEC);
	ssize_t count;
	int error = fd < 0 ? -errno : 0;

	request_write(request, &bytes);
	if (!error) {
		count = write(fd, bytes.data, bytes.length);
		if (count != (ssize_t)bytes.length)
			error = count < 0 ? -errno : -EIO;
	}
	buffer_release(&bytes);
	if (!error)
		return fd;
	if (fd >= 0)
		close(fd);
	return error;
}

static int spawn(const char *path, int request, const struct request *content, pid_t *pid)
{
	const int fds[] = {
		request, content->tracefs_fd, content->kallsyms_fd, content->root_fd,
		content->feature_fd, content->file_fd, content->image_fd,
	};
	char number[16];
	char *arguments[] = { "ktrace-compile", "--request", number, NULL };

	snprintf(number, sizeof(number), "%d", request);
	return compile_spawn(path, arguments, fds, sizeof(fds) / sizeof(fds[0]), pid);
}

/* Answers one question; less than 0 when there will be no other. */
static int answer_feature(const struct compile_job *job, int socket)
{
	uint32_t question;
	int64_t answer = 0;
	ssize_t count;

	do
		count = recv(socket, &question, sizeof(question), MSG_WAITALL);
	while (count < 0 && errno == EINTR);
	if (count != sizeof(question))
		return -1;
	if (question < FEATURE_COUNT)
		answer = job->ask_feature(job->ask_context, question);
	return send(socket, &answer, sizeof(answer), MSG_NOSIGNAL) == sizeof(answer) ? 0 : -1;
}

/* Answers until the compiler closes its ends. */
static void answer_all(const struct compile_job *job, int features, int files)
{
	struct pollfd sockets[] = { { .fd = features, .events = POLLIN },
				    { .fd = files, .events = POLLIN } };

	while (sockets[0].fd >= 0 || sockets[1].fd >= 0) {
		if (poll(sockets, 2, -1) < 0 && errno != EINTR)
			return;
		if (sockets[0].revents && answer_feature(job, features) < 0)
			sockets[0].fd = -1;
		if (sockets[1].revents && import_answer(files) < 0)
			sockets[1].fd = -1;
	}
}

/* The status as waitpid tells it, or -errno. */
static int wait_for(const struct compile_job *job, pid_t pid, int *status)
{
	if (job->server)
		return compile_server_wait(job->server, status);
	while (waitpid(pid, status, 0) < 0)
		if (errno != EINTR)
			return -errno;
	return 0;
}

static int reap(const struct compile_job *job, pid_t pid)
{
	int status, error = wait_for(job, pid, &status);

	if (error) {
		message_error("the compiler process was lost: %s", message_system(error));
		return 1;
	}
	if (job->server && WIFSIGNALED(status) && WTERMSIG(status) == SIGINT) {
		message_note("compiling was stopped");
		return 1;
	}
	/* Whoever read what -d shows has gone, which is theirs to do. */
	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGPIPE)
		return 1;
	if (WIFSIGNALED(status)) {
		message_error("the compiler process was ended by signal %d (%s); this is a "
			      "defect of ktrace unless something on this machine ended it",
			      WTERMSIG(status), strsignal(WTERMSIG(status)));
		return 1;
	}
	return WEXITSTATUS(status);
}

/* The image that the cache keeps for this request, if it does. */
static bool take_kept(const struct compile_job *job, const char *compiler,
		      struct compile_image *image)
{
	struct buffer bytes = { 0 };

	if (!job->use_cache || !cache_find(job->request, compiler, &bytes))
		return false;
	image->bytes = mmap(NULL, bytes.length, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (image->bytes == MAP_FAILED) {
		image->bytes = NULL;
	} else {
		memcpy(image->bytes, bytes.data, bytes.length);
		image->size = bytes.length;
	}
	buffer_release(&bytes);
	return image->bytes != NULL;
}

static int map_image(int fd, struct compile_image *image)
{
	struct stat stat;

	if (fstat(fd, &stat))
		return -errno;
	if (!stat.st_size)
		return -ENODATA;
	/* Private and writable: libelf may fix up what it reads. */
	image->bytes = mmap(NULL, (size_t)stat.st_size, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
	if (image->bytes == MAP_FAILED) {
		image->bytes = NULL;
		return -errno;
	}
	image->size = (size_t)stat.st_size;
	return 0;
}

struct pipes {
	int request;
	int features[2];	/* ours, the compiler's */
	int files[2];		/* the same */
	int image;
};

static void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static int pipes_open(const struct compile_job *job, struct pipes *pipes)
{
	struct request *request = job->request;

	*pipes = (struct pipes){ -1, { -1, -1 }, { -1, -1 }, -1 };
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pipes->files))
		return -errno;
	if (job->ask_feature &&
	    socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pipes->features))
		return -errno;
	if (!request->dry_run) {
		pipes->image = memfd_create("ktrace-image", MFD_CLOEXEC);
		if (pipes->image < 0)
			return -errno;
	}
	request->feature_fd = pipes->features[1];
	request->file_fd = pipes->files[1];
	request->image_fd = pipes->image;
	pipes->request = request_fd(request);
	return pipes->request < 0 ? pipes->request : 0;
}

static void pipes_close(struct pipes *pipes)
{
	close_fd(&pipes->request);
	close_fd(&pipes->features[0]);
	close_fd(&pipes->features[1]);
	close_fd(&pipes->files[0]);
	close_fd(&pipes->files[1]);
	close_fd(&pipes->image);
}

static int ask_server(struct compile_server *server, const char *path, const struct pipes *pipes)
{
	const int fds[SERVE_DESCRIPTORS] = {
		[SERVE_REQUEST] = pipes->request, [SERVE_FEATURES] = pipes->features[1],
		[SERVE_FILES] = pipes->files[1], [SERVE_IMAGE] = pipes->image,
	};

	return compile_server_ask(server, path, fds);
}

int compile_process_run(struct arena *arena, const struct compile_job *job,
			struct compile_image *image)
{
	const char *path = beside_find(arena, "", "ktrace-compile", KTRACE_LIBEXECDIR);
	struct pipes pipes;
	int status = 1, error;
	pid_t pid = -1;

	*image = (struct compile_image){ 0 };
	if (!path) {
		message_error("ktrace's compiler is not installed: there is no " KTRACE_LIBEXECDIR
			      "/ktrace-compile");
		return 1;
	}
	image->compiler = path;
	if (take_kept(job, path, image))
		return 0;
	error = pipes_open(job, &pipes);
	if (!error && job->server)
		error = ask_server(job->server, path, &pipes);
	else if (!error)
		error = spawn(path, pipes.request, job->request, &pid);
	if (error) {
		message_error("cannot start %s: %s", path, message_system(error));
	} else {
		close_fd(&pipes.features[1]);
		close_fd(&pipes.files[1]);
		answer_all(job, pipes.features[0], pipes.files[0]);
		status = reap(job, pid);
		image->is_new = status == COMPILE_GOOD && job->use_cache;
		if (status == COMPILE_WARNED)
			status = 0;
		else if (status && status != COMPILE_MISUSED)
			status = 1;
		error = status || job->request->dry_run ? 0 : map_image(pipes.image, image);
		if (error) {
			message_error("the compiled program cannot be read: %s",
				      message_system(error));
			status = 1;
		}
	}
	pipes_close(&pipes);
	return status;
}

void compile_image_release(struct compile_image *image)
{
	if (image->bytes)
		munmap(image->bytes, image->size);
	*image = (struct compile_image){ 0 };
}
