/*
 * Compile server: started like the compiler of one program, with a socket instead of a
 * request. It ends when our end of the socket closes, so it never outlives us.
 */
#include "runtime/compile_server.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "codegen/serve.h"
#include "lexer/buffer.h"
#include "runtime/compile_spawn.h"

struct compile_server compile_server_new(int tracefs_fd, int kallsyms_fd)
{
	return (struct compile_server){
		.socket = -1, .pid = -1, .tracefs_fd = tracefs_fd, .kallsyms_fd = kallsyms_fd,
	};
}

/* A number for the set of modules that are loaded: their names, not who uses them. */
static uint64_t read_modules(void)
{
	int fd = open("/proc/modules", O_RDONLY | O_CLOEXEC);
	struct buffer text = { 0 };
	uint64_t sum = 14695981039346656037u;
	bool is_name = true;

	if (fd < 0)
		return 0;
	buffer_read_fd(&text, fd);
	close(fd);
	for (size_t i = 0; i < text.length; i++) {
		if (text.data[i] == ' ')
			is_name = false;
		else if (text.data[i] == '\n')
			is_name = true;
		if (is_name)
			sum = (sum ^ (unsigned char)text.data[i]) * 1099511628211u;
	}
	buffer_release(&text);
	return sum;
}

static int spawn(struct compile_server *server, const char *path, int socket)
{
	const int fds[] = { socket, server->tracefs_fd, server->kallsyms_fd };
	char numbers[3][16];
	char *arguments[] = { "ktrace-compile", "--serve", numbers[0], numbers[1], numbers[2],
			      NULL };

	for (int i = 0; i < 3; i++)
		snprintf(numbers[i], sizeof(numbers[i]), "%d", fds[i]);
	return compile_spawn(path, arguments, fds, 3, &server->pid);
}

int compile_server_start(struct compile_server *server, const char *path)
{
	uint64_t modules = read_modules();
	int sockets[2], error;

	if (server->socket >= 0 && server->modules == modules)
		return 0;
	compile_server_stop(server);
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets))
		return -errno;
	error = spawn(server, path, sockets[1]);
	close(sockets[1]);
	if (error) {
		close(sockets[0]);
		server->pid = -1;
		return error;
	}
	server->socket = sockets[0];
	server->modules = modules;
	return 0;
}

static int send_request(int socket, const int *fds)
{
	union {
		struct cmsghdr header;
		char bytes[CMSG_SPACE(sizeof(int) * SERVE_DESCRIPTORS)];
	} control = { .bytes = { 0 } };
	struct iovec part = { "?", 1 };
	struct msghdr message = {
		.msg_iov = &part, .msg_iovlen = 1, .msg_control = control.bytes,
		.msg_controllen = sizeof(control.bytes),
	};
	struct cmsghdr *header = CMSG_FIRSTHDR(&message);

	header->cmsg_level = SOL_SOCKET;
	header->cmsg_type = SCM_RIGHTS;
	header->cmsg_len = CMSG_LEN(sizeof(int) * SERVE_DESCRIPTORS);
	memcpy(CMSG_DATA(header), fds, sizeof(int) * SERVE_DESCRIPTORS);
	return sendmsg(socket, &message, MSG_NOSIGNAL) == 1 ? 0 : -errno;
}

int compile_server_ask(struct compile_server *server, const char *path, const int *fds)
{
	int error = compile_server_start(server, path);

	if (error)
		return error;
	error = send_request(server->socket, fds);
	if (!error)
		return 0;
	/* It died since the last request: another one takes its place. */
	compile_server_stop(server);
	error = compile_server_start(server, path);
	return error ? error : send_request(server->socket, fds);
}

int compile_server_wait(struct compile_server *server, int *status)
{
	struct serve_answer answer;
	ssize_t count;

	do
		count = recv(server->socket, &answer, sizeof(answer), 0);
	while (count < 0 && errno == EINTR);
	if (count != sizeof(answer)) {
		compile_server_stop(server);
		return -ECONNRESET;
	}
	*status = answer.status;
	return 0;
}

void compile_server_stop(struct compile_server *server)
{
	int status;

	if (server->socket >= 0)
		close(server->socket);
	server->socket = -1;
	if (server->pid > 0) {
		/* It may be reading the kernel's files still, which nobody will ask for. */
		kill(server->pid, SIGTERM);
		while (waitpid(server->pid, &status, 0) < 0 && errno == EINTR)
			;
	}
	server->pid = -1;
}
