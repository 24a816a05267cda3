/*
 * A task that has what displays show, known beforehand. It takes one word, makes what
 * it says, calls itself "subject", makes one getppid(2) call and ends.
 *
 *   tcp4 tcp6      a connection on loopback: file 100 from port 47011 to 47012,
 *                  file 101 is the other end
 *   udp4           file 100 is bound to 127.0.0.1:47011 and connected to port 47012
 *   unix PATH      a connection to a socket at PATH: 100 is the client, which has no
 *                  name, 101 the server
 *   abstract NAME  the same with an abstract name
 *   netlink        a socket of another family at 100
 *   cred           real, effective and saved ids that differ: 1001 1002 1003, 2001 2001 2003
 *   files          100 a pipe, 101 an epoll instance, 102 memfd "note", 103 a datagram socket
 *   deleted PATH   file 100 was PATH
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

enum { FIRST = 100, SECOND = 101, NEAR_PORT = 47011, FAR_PORT = 47012 };

/* Ends the program where RESULT is an error; returns it otherwise. */
static int expect(int result, const char *what)
{
	if (result >= 0)
		return result;
	fprintf(stderr, "subject: %s: ", what);
	perror("");
	exit(1);
}

static void place(int fd, int number)
{
	expect(dup2(fd, number), "dup2");
	close(fd);
}

/* A socket that leaves nothing behind: closed by a reset, its port is free at once. */
static int make_socket(int family, int type)
{
	const struct linger linger = { .l_onoff = 1 };
	const int one = 1;
	int fd = expect(socket(family, type, 0), "socket");

	expect(setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one)), "SO_REUSEADDR");
	if (type == SOCK_STREAM && family != AF_UNIX)
		expect(setsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, sizeof(linger)),
		       "SO_LINGER");
	return fd;
}

struct address {
	socklen_t size;
	union {
		struct sockaddr any;
		struct sockaddr_in in;
		struct sockaddr_in6 in6;
		struct sockaddr_un un;
	};
};

static struct address make_address(int family, unsigned port)
{
	struct address address = { 0 };

	address.any.sa_family = (sa_family_t)family;
	if (family == AF_INET) {
		address.in.sin_port = htons((uint16_t)port);
		address.in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
		address.size = sizeof(address.in);
	} else {
		address.in6.sin6_port = htons((uint16_t)port);
		address.in6.sin6_addr = in6addr_loopback;
		address.size = sizeof(address.in6);
	}
	return address;
}

static struct address make_unix_address(const char *name, int is_abstract)
{
	struct address address = { 0 };

	address.un.sun_family = AF_UNIX;
	snprintf(address.un.sun_path + is_abstract,
		 sizeof(address.un.sun_path) - (size_t)is_abstract, "%s", name);
	address.size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(name) + 1);
	return address;
}

/* FAR listens, NEAR (NULL: no name) connects: files 100 and 101. */
static void connect_stream(const struct address *near, const struct address *far)
{
	int listener = make_socket(far->any.sa_family, SOCK_STREAM);
	int client = make_socket(far->any.sa_family, SOCK_STREAM);

	expect(bind(listener, &far->any, far->size), "bind");
	expect(listen(listener, 1), "listen");
	if (near)
		expect(bind(client, &near->any, near->size), "bind");
	expect(connect(client, &far->any, far->size), "connect");
	place(expect(accept(listener, NULL, NULL), "accept"), SECOND);
	place(client, FIRST);
	close(listener);
}

static void make_connection(int family)
{
	struct address near = make_address(family, NEAR_PORT);
	struct address far = make_address(family, FAR_PORT);

	connect_stream(&near, &far);
}

static void make_tcp4(const char *word)
{
	(void)word;
	make_connection(AF_INET);
}

static void make_tcp6(const char *word)
{
	(void)word;
	make_connection(AF_INET6);
}

static void make_udp4(const char *word)
{
	struct address near = make_address(AF_INET, NEAR_PORT);
	struct address far = make_address(AF_INET, FAR_PORT);
	int fd = make_socket(AF_INET, SOCK_DGRAM);

	(void)word;
	expect(bind(fd, &near.any, near.size), "bind");
	expect(connect(fd, &far.any, far.size), "connect");
	place(fd, FIRST);
}

static void make_unix(const char *word)
{
	struct address far = make_unix_address(word, 0);

	connect_stream(NULL, &far);
}

static void make_abstract(const char *word)
{
	struct address far = make_unix_address(word, 1);

	connect_stream(NULL, &far);
}

static void make_netlink(const char *word)
{
	(void)word;
	place(expect(socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE), "socket"), FIRST);
}

static void make_cred(const char *word)
{
	(void)word;
	expect(setresgid(2001, 2001, 2003), "setresgid");
	expect(setresuid(1001, 1002, 1003), "setresuid");
}

static void make_files(const char *word)
{
	int ends[2];

	(void)word;
	expect(pipe(ends), "pipe");
	place(ends[0], FIRST);
	place(expect(epoll_create1(0), "epoll_create1"), SECOND);
	place(expect(memfd_create("note", 0), "memfd_create"), 102);
	place(expect(socket(AF_UNIX, SOCK_DGRAM, 0), "socket"), 103);
}

static void make_deleted(const char *word)
{
	place(expect(open(word, O_CREAT | O_RDWR, 0600), word), FIRST);
	expect(unlink(word), word);
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*make)(const char *word);
	} rows[] = {
		{ "tcp4", make_tcp4 }, { "tcp6", make_tcp6 }, { "udp4", make_udp4 },
		{ "unix", make_unix }, { "abstract", make_abstract },
		{ "netlink", make_netlink }, { "cred", make_cred }, { "files", make_files },
		{ "deleted", make_deleted },
	};
	const char *word = argc > 2 ? argv[2] : "subject";

	expect(prctl(PR_SET_NAME, "subject"), "prctl");
	for (size_t i = 0; argc > 1 && i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (!strcmp(argv[1], rows[i].name)) {
			rows[i].make(word);
			syscall(SYS_getppid);
			return 0;
		}
	}
	fprintf(stderr, "usage: subject WHAT [WORD]\n");
	return 2;
}
