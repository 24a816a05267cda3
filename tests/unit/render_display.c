/*
 * Render display: what records of displays show, as text and in JSON; flag words; addresses.
 */
#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "codegen/display.h"
#include "codegen/layout.h"
#include "lexer/buffer.h"
#include "runtime/render.h"

static const struct render plain = { .truncated_trailer = ".." };
static const struct render terminal = { .truncated_trailer = "..", .escape = true };

/* A record being built, as the kernel side does it. */
struct record {
	struct layout layout;
	struct layout children[12];
	union {
		uint32_t flags;
		char bytes[512];
	} data;
};

static void begin(struct record *record, enum display_kind kind)
{
	memset(record, 0, sizeof(*record));
	record->layout = (struct layout){ .kind = LAYOUT_DISPLAY, .mode = kind, .size = 8,
					  .children = record->children };
}

static void put(struct record *record, enum layout_kind kind, uint32_t mode, const void *bytes,
		uint32_t size, uint32_t room)
{
	struct layout *child = &record->children[record->layout.child_count++];

	*child = (struct layout){ .kind = kind, .mode = mode, .size = room,
				  .offset = record->layout.size };
	memcpy(record->data.bytes + record->layout.size, bytes, size);
	record->layout.size += (room + 7) & ~7u;
}

static void put_number(struct record *record, uint64_t value, uint32_t size)
{
	put(record, LAYOUT_INTEGER, 0, &value, size, size);
}

static void put_text(struct record *record, const char *text, uint32_t room)
{
	put(record, LAYOUT_STRING, 0, text, (uint32_t)strlen(text), room);
}

static void put_ip(struct record *record, const char *text)
{
	bool is_ipv6 = strchr(text, ':') != NULL;
	char bytes[16];

	cr_assert_eq(inet_pton(is_ipv6 ? AF_INET6 : AF_INET, text, bytes), 1);
	put(record, LAYOUT_ADDRESS, is_ipv6 ? ADDRESS_IPV6 : ADDRESS_IPV4, bytes,
	    is_ipv6 ? 16 : 4, is_ipv6 ? 16 : 4);
}

static void put_none(struct record *record)
{
	record->children[record->layout.child_count++] = (struct layout){ .kind = LAYOUT_NONE };
}

static void expect_text(const struct render *render, const struct layout *layout,
			const void *data, const char *expected)
{
	struct buffer out = { 0 };

	render_text(render, layout, data, &out);
	cr_expect_str_eq(out.data ? out.data : "", expected, "got %s, not %s", out.data, expected);
	buffer_release(&out);
}

static void expect(const struct record *record, const char *text, const char *json)
{
	struct buffer out = { 0 };

	expect_text(&plain, &record->layout, &record->data, text);
	render_json(&plain, &record->layout, &record->data, &out);
	cr_expect_str_eq(out.data ? out.data : "", json, "got %s, not %s", out.data, json);
	buffer_release(&out);
}

Test(render_display, a_task_is_its_name_and_process)
{
	struct record record;

	begin(&record, DISPLAY_TASK);
	put_text(&record, "kworker/0:1", 16);
	put_number(&record, 4711, 4);
	expect(&record, "kworker/0:1(4711)", "\"kworker/0:1(4711)\"");
}

Test(render_display, a_task_name_is_escaped_on_terminals_only)
{
	struct record record;

	begin(&record, DISPLAY_TASK);
	put_text(&record, "a\033[m", 16);
	put_number(&record, 1, 4);
	expect_text(&terminal, &record.layout, &record.data, "a\\x1b[m(1)");
	expect(&record, "a\033[m(1)", "\"a\\u001b[m(1)\"");
}

Test(render_display, an_inode_is_device_and_number)
{
	struct record record;

	begin(&record, DISPLAY_INODE);
	put_number(&record, 8u << 20 | 300, 4);
	put_number(&record, 1ull << 60, 8);
	expect(&record, "8:300:1152921504606846976", "\"8:300:1152921504606846976\"");
}

Test(render_display, credentials_are_the_real_ids_and_what_differs)
{
	static const uint32_t same[CRED_IDS] = { 1000, 1000, 1000, 1000, 100, 100, 100, 100 };
	static const uint32_t differ[CRED_IDS] = { 1000, 0, 0, 0, 100, 100, 5, 100 };
	struct record record;
	int i;

	begin(&record, DISPLAY_CRED);
	for (i = 0; i < CRED_IDS; i++)
		put_number(&record, same[i], 4);
	expect(&record, "uid=1000 gid=100", "\"uid=1000 gid=100\"");
	begin(&record, DISPLAY_CRED);
	for (i = 0; i < CRED_IDS; i++)
		put_number(&record, differ[i], 4);
	expect(&record, "uid=1000 euid=0 suid=0 fsuid=0 gid=100 sgid=5",
	       "\"uid=1000 euid=0 suid=0 fsuid=0 gid=100 sgid=5\"");
}

Test(render_display, names_end_at_their_length)
{
	struct record record;

	begin(&record, DISPLAY_NAME);
	put_text(&record, "eth0", 16);
	expect(&record, "eth0", "\"eth0\"");
	begin(&record, DISPLAY_NAME);
	put_text(&record, "usr/bin/ls", 256);
	put_number(&record, 3, 4);
	expect(&record, "usr", "\"usr\"");
}

Test(render_display, a_super_block_is_its_device_and_type)
{
	struct record record;

	begin(&record, DISPLAY_SUPER_BLOCK);
	put_text(&record, "vda1", 32);
	put_text(&record, "ext4", 32);
	expect(&record, "vda1(ext4)", "\"vda1(ext4)\"");
}

Test(render_display, what_could_not_be_read_is_a_fault)
{
	struct record record;

	begin(&record, DISPLAY_NAME);
	put_text(&record, "half a na", 16);
	record.data.flags = LAYOUT_DISPLAY_FAULT;
	expect(&record, "<fault>", "\"<fault>\"");
	record.data.flags = LAYOUT_DISPLAY_NULL;
	expect(&record, "<fault>", "\"<fault>\"");
}

/* Everything of a socket up to its internet addresses. */
static void begin_socket(struct record *record, uint16_t family)
{
	begin(record, DISPLAY_SOCKET);
	put_number(record, family, 2);
	put_number(record, 51312, 2);
	put_number(record, htons(443), 2);
	put_ip(record, "10.0.0.1");
	put_ip(record, "192.168.100.200");
	put_ip(record, "2001:db8::1");
	put_ip(record, "::1");
}

Test(render_display, a_socket_is_where_it_is_and_where_it_goes)
{
	struct record record;

	begin_socket(&record, AF_INET);
	expect(&record, "10.0.0.1:51312 → 192.168.100.200:443",
	       "\"10.0.0.1:51312 → 192.168.100.200:443\"");
	begin_socket(&record, AF_INET6);
	expect(&record, "[2001:db8::1]:51312 → [::1]:443", "\"[2001:db8::1]:51312 → [::1]:443\"");
	begin_socket(&record, AF_NETLINK);
	expect(&record, "AF_NETLINK", "\"AF_NETLINK\"");
	begin_socket(&record, 77);
	expect(&record, "AF_77", "\"AF_77\"");
}

static void put_unix(struct record *record, const char *path, uint32_t length)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };

	memcpy(address.sun_path, path, length);
	put_number(record, length ? 2 + length : 0, 4);
	put(record, LAYOUT_ADDRESS, ADDRESS_SOCKET, &address, sizeof(address), sizeof(address));
}

Test(render_display, a_unix_socket_is_its_names)
{
	struct record record;

	begin_socket(&record, AF_UNIX);
	put_unix(&record, "/run/s", 7);
	put_unix(&record, "", 0);
	expect(&record, "unix:/run/s → unix:", "\"unix:/run/s → unix:\"");
	begin_socket(&record, AF_UNIX);
	put_unix(&record, "\0abstract", 6);
	put_unix(&record, "/x", 2);
	expect(&record, "unix:@abstr → unix:/x", "\"unix:@abstr → unix:/x\"");
}

Test(render_display, what_this_kernel_does_not_tell_of_a_socket)
{
	struct record record;
	int i;

	begin_socket(&record, AF_UNIX);
	for (i = 0; i < 4; i++)
		put_none(&record);
	expect(&record, "AF_UNIX → AF_UNIX", "\"AF_UNIX → AF_UNIX\"");
}

/* A struct sockaddr behind a pointer, of which the kernel side has read one form. */
static void expect_socket_address(uint16_t family, const void *bytes, uint32_t size,
				  const char *expected)
{
	struct record record;

	begin(&record, DISPLAY_SOCKET_ADDRESS);
	put_number(&record, family, 2);
	put(&record, LAYOUT_ADDRESS, ADDRESS_SOCKET, bytes, family == AF_INET ? size : 0, 16);
	put(&record, LAYOUT_ADDRESS, ADDRESS_SOCKET, bytes, family == AF_INET6 ? size : 0, 28);
	put(&record, LAYOUT_STRING, 0, (const char *)bytes + 2, family == AF_UNIX ? 108 : 0, 108);
	put(&record, LAYOUT_STRING, 0, (const char *)bytes + 3, family == AF_UNIX ? 107 : 0, 107);
	expect_text(&plain, &record.layout, &record.data, expected);
}

/* The same struct, by value. */
static void expect_bytes(const void *bytes, uint32_t size, const char *expected)
{
	struct layout layout = { .kind = LAYOUT_ADDRESS, .mode = ADDRESS_SOCKET, .size = size };

	expect_text(&plain, &layout, bytes, expected);
}

Test(render_display, addresses_of_sockets)
{
	struct sockaddr_in in = { .sin_family = AF_INET, .sin_port = htons(80),
				  .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct sockaddr_in6 in6 = { .sin6_family = AF_INET6, .sin6_port = htons(8080),
				    .sin6_addr = IN6ADDR_LOOPBACK_INIT };
	struct sockaddr_un path = { .sun_family = AF_UNIX, .sun_path = "/run/x" };
	struct sockaddr_un abstract = { .sun_family = AF_UNIX, .sun_path = "\0bus" };
	struct sockaddr_un none = { .sun_family = AF_UNIX };

	expect_socket_address(AF_INET, &in, sizeof(in), "127.0.0.1:80");
	expect_socket_address(AF_INET6, &in6, sizeof(in6), "[::1]:8080");
	expect_socket_address(AF_UNIX, &path, sizeof(path), "unix:/run/x");
	expect_socket_address(AF_UNIX, &abstract, sizeof(abstract), "unix:@bus");
	expect_socket_address(AF_UNIX, &none, sizeof(none), "unix:");
	expect_socket_address(AF_PACKET, &none, 0, "AF_PACKET");
	expect_bytes(&in, sizeof(in), "127.0.0.1:80");
	expect_bytes(&in6, sizeof(in6), "[::1]:8080");
	expect_bytes(&path, sizeof(path), "unix:/run/x");
	expect_bytes(&abstract, sizeof(abstract), "unix:@bus");
	expect_bytes(&none, sizeof(none), "unix:");
	expect_bytes(&in6, 16, "AF_INET6");
	expect_bytes(&in, 1, "AF_UNSPEC");
}

Test(render_display, internet_addresses)
{
	struct layout layout = { .kind = LAYOUT_ADDRESS, .mode = ADDRESS_IPV4, .size = 4 };
	struct in6_addr any = IN6ADDR_ANY_INIT;
	struct record record;

	expect_text(&plain, &layout, "\x7f\0\0\1", "127.0.0.1");
	layout.mode = ADDRESS_IPV6;
	layout.size = 16;
	expect_text(&plain, &layout, &any, "::");
	begin(&record, DISPLAY_ADDRESS);
	put_ip(&record, "fe80::1");
	expect(&record, "fe80::1", "\"fe80::1\"");
}

static struct layout_enumerator open_flags[] = {
	{ "O_RDONLY", 0 }, { "O_WRONLY", 1 }, { "O_RDWR", 2 }, { "O_CREAT", 0100 },
	{ "O_NONBLOCK", 04000 }, { "O_NDELAY", 04000 }, { "O_DSYNC", 010000 },
	{ "O_SYNC", 04010000 }, { "O_SIGN", INT32_MIN },
};

static void expect_flags(uint32_t value, const char *expected)
{
	struct layout layout = { .kind = LAYOUT_ENUM, .is_flags = true, .size = 4,
				 .enumerators = open_flags,
				 .enumerator_count = sizeof(open_flags) / sizeof(open_flags[0]) };
	struct buffer out = { 0 };

	expect_text(&plain, &layout, &value, expected);
	layout.is_signed = true;
	expect_text(&plain, &layout, &value, expected);
	layout.is_signed = false;
	render_json(&plain, &layout, &value, &out);
	cr_expect_eq(strtoul(out.data, NULL, 10), value);	/* a number, as enums are */
	buffer_release(&out);
}

Test(render_display, flag_words)
{
	expect_flags(0, "O_RDONLY");
	expect_flags(1, "O_WRONLY");
	expect_flags(0101, "O_WRONLY|O_CREAT");
	expect_flags(04000, "O_NONBLOCK");
	expect_flags(010000, "O_DSYNC");
	expect_flags(04010002, "O_RDWR|O_SYNC");
	expect_flags(0x40000041, "O_WRONLY|O_CREAT|0x40000000");
	expect_flags(0x40000000, "0x40000000");
	expect_flags(0x80000040, "O_CREAT|O_SIGN");
}

Test(render_display, a_flag_word_of_zero_without_a_name)
{
	struct layout layout = { .kind = LAYOUT_ENUM, .is_flags = true, .size = 8,
				 .enumerators = open_flags + 3, .enumerator_count = 2 };
	uint64_t value = 0;

	expect_text(&plain, &layout, &value, "0");
	value = 1ull << 63 | 0100;
	expect_text(&plain, &layout, &value, "O_CREAT|0x8000000000000000");
}
