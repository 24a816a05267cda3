/*
 * Render display: records of values that print as what they stand for; a function
 * for each kind of display. What each child of such a layout is says codegen/display.h.
 */
#include "runtime/render_internal.h"

#include <arpa/inet.h>
#include <sys/socket.h>

#include "codegen/display.h"

/* A record being shown. */
struct shown {
	const struct render *render;
	const struct layout *layout;
	const char *data;
	struct buffer *out;
};

typedef void display_function(const struct shown *shown);

/* Child INDEX of the kind KIND; NULL where this kernel does not have it. */
static const struct layout *child(const struct shown *shown, uint32_t index,
				  enum layout_kind kind)
{
	const struct layout *children = shown->layout->children;

	return index < shown->layout->child_count && children[index].kind == kind ?
	       &children[index] : NULL;
}

static uint64_t number(const struct shown *shown, uint32_t index)
{
	const struct layout *layout = child(shown, index, LAYOUT_INTEGER);

	return layout ? render_load_integer(layout, shown->data + layout->offset) : 0;
}

/* A text, at most LIMIT bytes of it. */
static void append_text(const struct shown *shown, uint32_t index, uint32_t limit)
{
	const struct layout *layout = child(shown, index, LAYOUT_STRING);
	const char *text;
	uint32_t length;

	if (!layout)
		return;
	text = shown->data + layout->offset;
	length = render_string_length(layout, text);
	render_bytes(shown->render, text, length < limit ? length : limit, shown->out);
}

static void show_name(const struct shown *shown)
{
	bool has_length = child(shown, NAME_LENGTH, LAYOUT_INTEGER) != NULL;

	append_text(shown, NAME_TEXT,
		    has_length ? (uint32_t)number(shown, NAME_LENGTH) : UINT32_MAX);
}

static void show_task(const struct shown *shown)
{
	append_text(shown, TASK_COMM, UINT32_MAX);
	buffer_printf(shown->out, "(%u)", (unsigned)number(shown, TASK_PID));
}

static void show_inode(const struct shown *shown)
{
	unsigned device = (unsigned)number(shown, INODE_DEVICE);

	buffer_printf(shown->out, "%u:%u:", device >> 20, device & 0xfffff);
	render_decimal(number(shown, INODE_NUMBER), false, shown->out);
}

/* The real ids, and of the others those that differ from them. */
static void show_cred(const struct shown *shown)
{
	static const char *const names[CRED_IDS] = {
		[CRED_UID] = "uid", [CRED_EUID] = "euid", [CRED_SUID] = "suid",
		[CRED_FSUID] = "fsuid",
		[CRED_GID] = "gid", [CRED_EGID] = "egid", [CRED_SGID] = "sgid",
		[CRED_FSGID] = "fsgid",
	};
	uint32_t index, real = CRED_UID;

	for (index = 0; index < CRED_IDS; index++) {
		if (index == CRED_GID)
			real = index;
		if (index != real && number(shown, index) == number(shown, real))
			continue;
		buffer_printf(shown->out, "%s%s=%u", index ? " " : "", names[index],
			      (unsigned)number(shown, index));
	}
}

static void show_super_block(const struct shown *shown)
{
	append_text(shown, SUPER_BLOCK_ID, UINT32_MAX);
	buffer_append_char(shown->out, '(');
	append_text(shown, SUPER_BLOCK_TYPE, UINT32_MAX);
	buffer_append_char(shown->out, ')');
}

/* One end of a connection; PORT in the host's order. */
static void show_end(const struct shown *shown, unsigned family, uint32_t address, uint16_t port)
{
	const struct layout *layout = child(shown, address, LAYOUT_ADDRESS);

	if (layout)
		render_endpoint(family, shown->data + layout->offset, port, shown->out);
	else
		render_family(family, shown->out);
}

/* A name as the kernel keeps it: a struct sockaddr_un of so many bytes. */
static void show_unix_end(const struct shown *shown, uint32_t size_index, uint32_t name_index)
{
	const struct layout *layout = child(shown, name_index, LAYOUT_ADDRESS);
	uint64_t size = number(shown, size_index);
	const char *name;

	if (!layout) {
		render_family(AF_UNIX, shown->out);
		return;
	}
	if (size > layout->size)
		size = layout->size;
	name = shown->data + layout->offset + sizeof(uint16_t);
	render_unix_name(shown->render, name,
			 size > sizeof(uint16_t) ? size - sizeof(uint16_t) : 0, shown->out);
}

static void show_socket(const struct shown *shown)
{
	unsigned family = (unsigned)number(shown, SOCKET_FAMILY);
	bool is_ipv6 = family == AF_INET6;

	if (family == AF_UNIX) {
		show_unix_end(shown, SOCKET_LOCAL_UNIX_SIZE, SOCKET_LOCAL_UNIX);
		buffer_append_string(shown->out, " → ");
		show_unix_end(shown, SOCKET_REMOTE_UNIX_SIZE, SOCKET_REMOTE_UNIX);
	} else if (family == AF_INET || is_ipv6) {
		show_end(shown, family, is_ipv6 ? SOCKET_LOCAL_IPV6 : SOCKET_LOCAL_IPV4,
			 (uint16_t)number(shown, SOCKET_LOCAL_PORT));
		buffer_append_string(shown->out, " → ");
		show_end(shown, family, is_ipv6 ? SOCKET_REMOTE_IPV6 : SOCKET_REMOTE_IPV4,
			 ntohs((uint16_t)number(shown, SOCKET_REMOTE_PORT)));
	} else {
		render_family(family, shown->out);
	}
}

static void show_child_address(const struct shown *shown, uint32_t index)
{
	const struct layout *layout = child(shown, index, LAYOUT_ADDRESS);

	if (layout)
		render_address(shown->render, layout, shown->data + layout->offset, shown->out);
}

/* A path is up to its NUL; an abstract name has one in front. */
static void show_unix_address(const struct shown *shown)
{
	const struct layout *path = child(shown, SOCKET_ADDRESS_UNIX, LAYOUT_STRING);
	bool is_path = path && shown->data[path->offset];
	const struct layout *abstract = child(shown, SOCKET_ADDRESS_UNIX_ABSTRACT, LAYOUT_STRING);
	bool is_abstract = abstract && shown->data[abstract->offset];

	buffer_append_string(shown->out, is_path || !is_abstract ? "unix:" : "unix:@");
	if (is_path)
		append_text(shown, SOCKET_ADDRESS_UNIX, UINT32_MAX);
	else
		append_text(shown, SOCKET_ADDRESS_UNIX_ABSTRACT, UINT32_MAX);
}

static void show_socket_address(const struct shown *shown)
{
	unsigned family = (unsigned)number(shown, SOCKET_ADDRESS_FAMILY);

	if (family == AF_INET)
		show_child_address(shown, SOCKET_ADDRESS_IPV4);
	else if (family == AF_INET6)
		show_child_address(shown, SOCKET_ADDRESS_IPV6);
	else if (family == AF_UNIX)
		show_unix_address(shown);
	else
		render_family(family, shown->out);
}

static void show_address(const struct shown *shown)
{
	show_child_address(shown, 0);
}

void render_display(const struct render *render, const struct layout *layout, const void *data,
		    struct buffer *out)
{
	static display_function *const rows[DISPLAY_KINDS] = {
		[DISPLAY_NAME] = show_name,
		[DISPLAY_TASK] = show_task,
		[DISPLAY_INODE] = show_inode,
		[DISPLAY_CRED] = show_cred,
		[DISPLAY_SUPER_BLOCK] = show_super_block,
		[DISPLAY_SOCKET] = show_socket,
		[DISPLAY_SOCKET_ADDRESS] = show_socket_address,
		[DISPLAY_ADDRESS] = show_address,
	};
	const struct shown shown = { render, layout, data, out };

	if (load_u32(data) & (LAYOUT_DISPLAY_FAULT | LAYOUT_DISPLAY_NULL))
		buffer_append_string(out, RENDER_FAULT);
	else
		rows[layout->mode](&shown);
}
