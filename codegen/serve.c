/*
 * Serve: fork is what makes a request cheap and harmless at once. The copy has all types
 * that were read, and whatever becomes of it, the server is as it was.
 */
#include "codegen/serve.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "codegen/request.h"
#include "codegen/target/target.h"
#include "lexer/arena.h"
#include "lexer/buffer.h"

struct server {
	struct arena *arena;
	struct target *target;
	int socket;
	int feature_fd;			/* of the request at hand; -1: none */
	int (*work)(struct arena *arena, struct request *request, struct target *target);
};

static long ask_ktrace(void *context, enum feature feature)
{
	const struct server *server = context;
	uint32_t question = feature;
	int64_t answer;

	if (send(server->feature_fd, &question, sizeof(question), MSG_NOSIGNAL) !=
		    sizeof(question) ||
	    recv(server->feature_fd, &answer, sizeof(answer), MSG_WAITALL) != sizeof(answer))
		return 0;
	return answer;
}

/* The next request's descriptors; false at the end. */
static bool receive(int socket, int fds[SERVE_DESCRIPTORS])
{
	union {
		struct cmsghdr header;
		char bytes[CMSG_SPACE(sizeof(int) * SERVE_DESCRIPTORS)];
	} control;
	char byte;
	struct iovec part = { &byte, 1 };
	struct msghdr message = {
		.msg_iov = &part, .msg_iovlen = 1, .msg_control = control.bytes,
		.msg_controllen = sizeof(control.bytes),
	};
	const struct cmsghdr *header;
	ssize_t count;

	do
		count = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
	while (count < 0 && errno == EINTR);
	header = count == 1 ? CMSG_FIRSTHDR(&message) : NULL;
	if (!header || header->cmsg_type != SCM_RIGHTS ||
	    header->cmsg_len != CMSG_LEN(sizeof(int) * SERVE_DESCRIPTORS))
		return false;
	memcpy(fds, CMSG_DATA(header), sizeof(int) * SERVE_DESCRIPTORS);
	return true;
}

static int work(struct server *server, const int fds[SERVE_DESCRIPTORS])
{
	struct buffer bytes = { 0 };
	struct request *request = NULL;

	server->feature_fd = fds[SERVE_FEATURES];
	if (lseek(fds[SERVE_REQUEST], 0, SEEK_SET) == 0 &&
	    buffer_read_fd(&bytes, fds[SERVE_REQUEST]) == 0)
		request = request_read(server->arena, bytes.data, (uint32_t)bytes.length);
	buffer_release(&bytes);
	if (!request || !request->script_count) {
		fprintf(stderr, "ktrace: error: the compiler process got no request\n");
		return EXIT_FAILURE;
	}
	request->file_fd = fds[SERVE_FILES];
	request->image_fd = fds[SERVE_IMAGE];
	request->root_fd = -1;
	return server->work(server->arena, request, server->target);
}

/* Does the request in a copy of this process; what waitpid tells of it. */
static int work_apart(struct server *server, const int fds[SERVE_DESCRIPTORS])
{
	pid_t parent = getpid(), child = fork();
	int status = EXIT_FAILURE << 8;

	if (child == 0) {
		signal(SIGINT, SIG_DFL);
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		status = getppid() == parent ? work(server, fds) : EXIT_FAILURE;
		fflush(stdout);
		_exit(status);
	}
	for (int i = 0; i < SERVE_DESCRIPTORS; i++)
		close(fds[i]);
	if (child < 0) {
		fprintf(stderr, "ktrace: error: the compiler process cannot be copied: %s\n",
			strerror(errno));
		return status;
	}
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	return status;
}

int serve_run(struct arena *arena, int socket, int tracefs_fd, int kallsyms_fd,
	      int (*do_request)(struct arena *arena, struct request *request,
				struct target *target))
{
	struct server server = {
		.arena = arena, .socket = socket, .feature_fd = -1, .work = do_request,
	};
	struct target_source source = {
		.root = "/", .tracefs_fd = tracefs_fd, .kallsyms_fd = kallsyms_fd,
		.ask_feature = ask_ktrace, .ask_context = &server,
	};
	struct serve_answer answer;
	int fds[SERVE_DESCRIPTORS];

	/* Ctrl-C ends the request at hand, not the server. */
	signal(SIGINT, SIG_IGN);
	server.target = target_open(arena, &source);
	target_read_ahead(server.target);
	while (receive(socket, fds)) {
		answer.status = work_apart(&server, fds);
		if (send(socket, &answer, sizeof(answer), MSG_NOSIGNAL) != sizeof(answer))
			break;
	}
	target_close(server.target);
	return EXIT_SUCCESS;
}
