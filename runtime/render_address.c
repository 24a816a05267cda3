/*
 * Render address: network addresses from their bytes: 127.0.0.1:80, [::1]:80,
 * unix:/run/socket, unix:@abstract, and the family's name for the others.
 */
#include "runtime/render_internal.h"

#include <arpa/inet.h>
#include <stddef.h>
#include <sys/socket.h>
#include <netinet/in.h>
#include <sys/un.h>

#include "codegen/display.h"

void render_ip(unsigned family, const void *bytes, struct buffer *out)
{
	char text[INET6_ADDRSTRLEN];

	/* Bytes of a record are aligned to nothing; inet_ntop takes them so. */
	if (inet_ntop((int)family, bytes, text, sizeof(text)))
		buffer_append_string(out, text);
}

void render_endpoint(unsigned family, const void *bytes, uint16_t port, struct buffer *out)
{
	buffer_append_string(out, family == AF_INET6 ? "[" : "");
	render_ip(family, bytes, out);
	buffer_printf(out, "%s:%u", family == AF_INET6 ? "]" : "", port);
}

void render_unix_name(const struct render *render, const char *name, size_t length,
		      struct buffer *out)
{
	buffer_append_string(out, "unix:");
	if (!length)
		return;
	if (name[0]) {
		render_bytes(render, name, strnlen(name, length), out);
		return;
	}
	buffer_append_char(out, '@');
	render_bytes(render, name + 1, length - 1, out);
}

void render_family(unsigned family, struct buffer *out)
{
	static const struct {
		unsigned family;
		const char *name;
	} rows[] = {
#define FAMILY(name) { name, #name }
		FAMILY(AF_UNSPEC), FAMILY(AF_UNIX), FAMILY(AF_INET), FAMILY(AF_AX25),
		FAMILY(AF_IPX), FAMILY(AF_APPLETALK), FAMILY(AF_NETROM), FAMILY(AF_BRIDGE),
		FAMILY(AF_ATMPVC), FAMILY(AF_X25), FAMILY(AF_INET6), FAMILY(AF_ROSE),
		FAMILY(AF_KEY), FAMILY(AF_NETLINK), FAMILY(AF_PACKET), FAMILY(AF_RDS),
		FAMILY(AF_PPPOX), FAMILY(AF_LLC), FAMILY(AF_IB), FAMILY(AF_CAN), FAMILY(AF_TIPC),
		FAMILY(AF_BLUETOOTH), FAMILY(AF_RXRPC), FAMILY(AF_PHONET), FAMILY(AF_IEEE802154),
		FAMILY(AF_ALG), FAMILY(AF_NFC), FAMILY(AF_VSOCK), FAMILY(AF_KCM),
		FAMILY(AF_QIPCRTR), FAMILY(AF_SMC), FAMILY(AF_XDP), { 45, "AF_MCTP" },
	};
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (rows[i].family == family) {
			buffer_append_string(out, rows[i].name);
			return;
		}
	}
	buffer_printf(out, "AF_%u", family);
}

/* A struct sockaddr of SIZE bytes; less than its family needs shows as the family. */
static void render_socket_address(const struct render *render, const char *bytes, size_t size,
				  struct buffer *out)
{
	uint16_t family = 0, port = 0;

	if (size >= sizeof(family))
		memcpy(&family, bytes, sizeof(family));
	if (size >= sizeof(family) + sizeof(port))
		memcpy(&port, bytes + sizeof(family), sizeof(port));
	port = ntohs(port);
	if (family == AF_INET && size >= sizeof(struct sockaddr_in)) {
		render_endpoint(family, bytes + offsetof(struct sockaddr_in, sin_addr), port, out);
	} else if (family == AF_INET6 && size >= sizeof(struct sockaddr_in6)) {
		render_endpoint(family, bytes + offsetof(struct sockaddr_in6, sin6_addr), port,
				out);
	} else if (family == AF_UNIX && size > sizeof(family)) {
		size = size < sizeof(struct sockaddr_un) ? size : sizeof(struct sockaddr_un);
		bytes += sizeof(family);
		size -= sizeof(family);
		/* How long an abstract name is the struct does not tell: as if it were a text. */
		if (!bytes[0])
			size = bytes[1] ? 1 + strnlen(bytes + 1, size - 1) : 0;
		render_unix_name(render, bytes, size, out);
	} else {
		render_family(family, out);
	}
}

static void render_internet(const void *data, size_t size, struct buffer *out)
{
	struct layout_internet address;

	if (size < sizeof(address))
		return;
	memcpy(&address, data, sizeof(address));
	if (address.family == AF_INET || address.family == AF_INET6)
		render_ip(address.family, address.bytes, out);
	else
		render_family(address.family, out);
}

void render_address(const struct render *render, const struct layout *layout, const void *data,
		    struct buffer *out)
{
	switch (layout->mode) {
	case ADDRESS_IPV4:
		if (layout->size >= sizeof(struct in_addr))
			render_ip(AF_INET, data, out);
		break;
	case ADDRESS_IPV6:
		if (layout->size >= sizeof(struct in6_addr))
			render_ip(AF_INET6, data, out);
		break;
	case ADDRESS_INTERNET:
		render_internet(data, layout->size, out);
		break;
	default:
		render_socket_address(render, data, layout->size, out);
	}
}
