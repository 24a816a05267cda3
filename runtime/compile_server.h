/*
 * Compile server: a compiler process that stays, for who compiles again and again.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct arena;

struct compile_server {
	int socket;		/* -1: it does not run */
	pid_t pid;
	uint64_t modules;	/* which kernel modules there were when it was started */
	int tracefs_fd, kallsyms_fd;	/* the caller's */
};

/* A server that is started at its first request, or by compile_server_start. */
struct compile_server compile_server_new(int tracefs_fd, int kallsyms_fd);

/* Starts it unless it runs, anew if the kernel's modules changed. 0, or -errno. */
int compile_server_start(struct compile_server *server, const char *path);

/*
 * Has it do a request: FDS by enum serve_descriptor of codegen/serve.h, which stay the
 * caller's. 0 when it was asked, or -errno. What it asks on the sockets has to be answered until
 * they end.
 */
int compile_server_ask(struct compile_server *server, const char *path, const int *fds);

/* Waits for the end of what was asked: STATUS as waitpid tells it. 0, or -errno if it is gone. */
int compile_server_wait(struct compile_server *server, int *status);

/* Ends it. */
void compile_server_stop(struct compile_server *server);
