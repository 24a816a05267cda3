/*
 * ktrace-compile: the compiler process. `ktrace` starts it for each compilation
 * with a request and descriptors; it drops every capability before it looks at a
 * script, compiles, writes the image to the descriptor it was given, and ends.
 * For the prompt it is started once and serves request after request (serve.h).
 */
#include <cap-ng.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "codegen/compile.h"
#include "codegen/complete.h"
#include "codegen/report.h"
#include "codegen/request.h"
#include "codegen/serve.h"
#include "codegen/target/target.h"
#include "lexer/arena.h"
#include "lexer/buffer.h"
#include "stdlib/library.h"

/* Asks `ktrace`, which may probe the kernel: the feature's number there, its value back. */
static long ask_parent(void *context, enum feature feature)
{
	int socket = *(const int *)context;
	uint32_t question = feature;
	int64_t answer;

	if (send(socket, &question, sizeof(question), MSG_NOSIGNAL) != sizeof(question) ||
	    recv(socket, &answer, sizeof(answer), MSG_WAITALL) != sizeof(answer))
		return 0;
	return answer;
}

/* Asks `ktrace`, which may read more, for a file: a descriptor, or -errno. */
static int ask_file(void *context, const char *path)
{
	union {
		struct cmsghdr header;
		char bytes[CMSG_SPACE(sizeof(int))];
	} control = { .bytes = { 0 } };
	int socket = *(const int *)context, fd = -EIO;
	int32_t error = -EIO;
	struct iovec answer = { &error, sizeof(error) };
	struct msghdr message = {
		.msg_iov = &answer, .msg_iovlen = 1, .msg_control = control.bytes,
		.msg_controllen = sizeof(control.bytes),
	};
	const struct cmsghdr *header;

	if (send(socket, path, strlen(path), MSG_NOSIGNAL) < 0 ||
	    recvmsg(socket, &message, MSG_CMSG_CLOEXEC) != sizeof(error))
		return -EIO;
	header = CMSG_FIRSTHDR(&message);
	if (!error && header && header->cmsg_type == SCM_RIGHTS)
		memcpy(&fd, CMSG_DATA(header), sizeof(fd));
	return error ? error : fd;
}

static struct request *read_request(struct arena *arena, const char *descriptor)
{
	struct buffer bytes = { 0 };
	struct request *request = NULL;
	int fd = atoi(descriptor);

	if (lseek(fd, 0, SEEK_SET) == 0 && buffer_read_fd(&bytes, fd) == 0)
		request = request_read(arena, bytes.data, bytes.length);
	buffer_release(&bytes);
	return request;
}

static void drop_capabilities(void)
{
	capng_clear(CAPNG_SELECT_BOTH);
	if (capng_apply(CAPNG_SELECT_CAPS) < 0)
		fprintf(stderr, "ktrace: warning: the compiler process keeps its capabilities\n");
}

static bool write_image(int fd, const struct buffer *image)
{
	int error = buffer_write_fd(image, fd);

	if (error)
		fprintf(stderr, "ktrace: error: cannot hand over the compiled program: %s\n",
			strerror(-error));
	return !error;
}

/* One process for all scripts: the kernel's types and symbols are read once. */
static enum compile_status check_all(const struct compile_options *options, struct buffer *out)
{
	const struct request *request = options->request;
	struct report *reports = ARENA_NEW_ARRAY(options->arena, struct report,
						 request->script_count + 1);

	for (uint32_t i = 0; i < request->script_count; i++)
		compile_check(options, &request->scripts[i], &reports[i]);
	report_write(reports, request->script_count, out);
	return COMPILE_GOOD;
}

static enum compile_status complete(const struct compile_options *options, struct buffer *out)
{
	complete_answer(options, out);
	return COMPILE_GOOD;
}

/* What REQUEST asks for, of TARGET; the process's status. */
static int do_request(struct arena *arena, struct request *request, struct target *target)
{
	struct compile_options options = {
		.arena = arena, .request = request, .library = stdlib_library(),
		.target = target, .open_file = request->file_fd >= 0 ? ask_file : NULL,
		.file_context = &request->file_fd,
	};
	struct buffer image = { 0 };
	enum compile_status status = COMPILE_WRONG;

	if (!target_problem(target))
		status = request->wants_completion ? complete(&options, &image) :
			 request->wants_reports ? check_all(&options, &image) :
						  compile_run(&options, request->scripts, &image);
	if (target_problem(target)) {
		fprintf(stderr, "ktrace: error: %s\n", target_problem(target));
		status = COMPILE_WRONG;
	}
	if ((status == COMPILE_GOOD || status == COMPILE_WARNED) && request->image_fd >= 0 &&
	    !write_image(request->image_fd, &image))
		status = COMPILE_WRONG;
	buffer_release(&image);
	return status;
}

static int compile(struct arena *arena, struct request *request)
{
	struct target_source source = {
		.root = request->kernel_root,
		.tracefs_fd = request->tracefs_fd,
		.kallsyms_fd = request->kallsyms_fd,
		.ask_feature = request->feature_fd >= 0 ? ask_parent : NULL,
		.ask_context = &request->feature_fd,
	};
	struct target *target = target_open(arena, &source);
	int status = do_request(arena, request, target);

	target_close(target);
	return status;
}

static int compile_once(struct arena *arena, const char *descriptor)
{
	struct request *request = read_request(arena, descriptor);

	if (request && request->script_count)
		return compile(arena, request);
	fprintf(stderr, "ktrace: error: the compiler process got no request\n");
	return EXIT_FAILURE;
}

int main(int argc, char **argv)
{
	struct arena *arena = arena_new();
	int status;

	drop_capabilities();
	if (argc == 3 && !strcmp(argv[1], "--request")) {
		status = compile_once(arena, argv[2]);
	} else if (argc == 5 && !strcmp(argv[1], "--serve")) {
		status = serve_run(arena, atoi(argv[2]), atoi(argv[3]), atoi(argv[4]), do_request);
	} else {
		fprintf(stderr, "%s is a part of ktrace and is started by it\n", argv[0]);
		status = 2;
	}
	arena_free(arena);
	return status;
}
