/*
 * Serve: a compiler process that stays. It reads the kernel's types once; each request is
 * then done by a copy of itself, so that no request can leave anything behind.
 */
#pragma once

#include <stdint.h>

/*
 * One message on the socket asks: any byte, with these descriptors. The answer is one struct
 * serve_answer. The socket is SOCK_SEQPACKET; who closes it ends the server.
 */
enum serve_descriptor {
	SERVE_REQUEST,		/* a memfd with the request's bytes; the descriptors in it count for nothing */
	SERVE_FEATURES,		/* the socket on which features are asked */
	SERVE_FILES,		/* the socket on which imports are asked */
	SERVE_IMAGE,		/* a memfd for what the request is to yield */
	SERVE_DESCRIPTORS,
};

struct serve_answer {
	int32_t status;		/* as waitpid tells it */
};

/*
 * Serves the kernel that is running until SOCKET ends; the other two are tracefs' folder and
 * /proc/kallsyms, or -1. WORK does one request in its own process and returns its status.
 */
struct arena;
struct request;
struct target;
int serve_run(struct arena *arena, int socket, int tracefs_fd, int kallsyms_fd,
	      int (*work)(struct arena *arena, struct request *request, struct target *target));
