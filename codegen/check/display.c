/*
 * Display: one row for each kernel struct that prints as what it stands for, and
 * where on a target the members are that it takes.
 *
 * A capture's path is members joined with . (inside) and -> (follow the pointer).
 * "(other)" makes what comes next a member of struct other at the same address, as
 * container_of does for first members; "+2" is a plain offset, for structs whose
 * layout is fixed; | separates alternatives, of which the first that this target has
 * is taken. An empty path is the struct itself.
 */
#include "codegen/check/display.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "codegen/target/target.h"
#include "lexer/arena.h"

enum { AF_UNIX = 1, AF_INET = 2, AF_INET6 = 10 };	/* the kernel's, not this machine's */

#define NUMBER(bytes, where) { DISPLAY_READ_NUMBER, where, bytes, 0, false }
#define POINTER(where) { DISPLAY_READ_POINTER, where, 8, 0, false }
#define TEXT(bytes, where) { DISPLAY_READ_TEXT, where, bytes, 0, false }

/* The bytes of an address, read only where the first capture, the family, says so. */
#define IPV4(where) { DISPLAY_READ_IPV4, where, 4, AF_INET, true }
#define IPV6(where) { DISPLAY_READ_IPV6, where, 16, AF_INET6, true }
#define UNIX_SIZE(where) { DISPLAY_READ_NUMBER, where, 4, AF_UNIX, true }
#define UNIX_NAME(where) { DISPLAY_READ_SOCKET_ADDRESS, where, 110, AF_UNIX, true }

/* What of a struct sock is read, wherever it is. */
#define SOCKET_CAPTURES(sock) { \
	[SOCKET_FAMILY] = NUMBER(2, sock "(sock_common)skc_family"), \
	[SOCKET_LOCAL_PORT] = NUMBER(2, sock "(sock_common)skc_num"), \
	[SOCKET_REMOTE_PORT] = NUMBER(2, sock "(sock_common)skc_dport"), \
	[SOCKET_LOCAL_IPV4] = IPV4(sock "(sock_common)skc_rcv_saddr"), \
	[SOCKET_REMOTE_IPV4] = IPV4(sock "(sock_common)skc_daddr"), \
	[SOCKET_LOCAL_IPV6] = IPV6(sock "(sock_common)skc_v6_rcv_saddr"), \
	[SOCKET_REMOTE_IPV6] = IPV6(sock "(sock_common)skc_v6_daddr"), \
	[SOCKET_LOCAL_UNIX_SIZE] = UNIX_SIZE(sock "(unix_sock)addr->len"), \
	[SOCKET_LOCAL_UNIX] = UNIX_NAME(sock "(unix_sock)addr->name"), \
	[SOCKET_REMOTE_UNIX_SIZE] = UNIX_SIZE(sock "(unix_sock)peer->(unix_sock)addr->len"), \
	[SOCKET_REMOTE_UNIX] = UNIX_NAME(sock "(unix_sock)peer->(unix_sock)addr->name"), \
}

static const struct display_row display_rows[] = {
	{ "dentry", DISPLAY_DENTRY, NULL, false, { [DISPLAY_NODE] = POINTER("") } },
	{ "path", DISPLAY_FILE, NULL, false, {
		[DISPLAY_NODE] = POINTER("dentry"),
		[DISPLAY_MOUNT] = POINTER("mnt"),
		[DISPLAY_NEEDED] = POINTER("(mount)mnt_mountpoint"),
	} },
	{ "file", DISPLAY_FILE, NULL, false, {
		[DISPLAY_NODE] = POINTER("f_path.dentry"),
		[DISPLAY_MOUNT] = POINTER("f_path.mnt"),
		[DISPLAY_NEEDED] = POINTER("(mount)mnt_mountpoint"),
	} },
	{ "cgroup", DISPLAY_CGROUP, NULL, false, {
		[DISPLAY_NODE] = POINTER("kn"),
		[DISPLAY_MOUNT] = POINTER("(kernfs_node)__parent|(kernfs_node)parent"),
	} },
	{ "inode", DISPLAY_INODE, NULL, false, {
		[INODE_DEVICE] = NUMBER(4, "i_sb->s_dev"),
		[INODE_NUMBER] = NUMBER(8, "i_ino"),
	} },
	{ "task_struct", DISPLAY_TASK, "comm", false, {
		[TASK_COMM] = TEXT(16, "comm"),
		[TASK_PID] = NUMBER(4, "tgid"),
	} },
	{ "cred", DISPLAY_CRED, NULL, false, {
		[CRED_UID] = NUMBER(4, "uid.val"), [CRED_EUID] = NUMBER(4, "euid.val"),
		[CRED_SUID] = NUMBER(4, "suid.val"), [CRED_FSUID] = NUMBER(4, "fsuid.val"),
		[CRED_GID] = NUMBER(4, "gid.val"), [CRED_EGID] = NUMBER(4, "egid.val"),
		[CRED_SGID] = NUMBER(4, "sgid.val"), [CRED_FSGID] = NUMBER(4, "fsgid.val"),
	} },
	{ "super_block", DISPLAY_SUPER_BLOCK, "s_id", false, {
		[SUPER_BLOCK_ID] = TEXT(32, "s_id"),
		[SUPER_BLOCK_TYPE] = TEXT(32, "s_type->name"),
	} },
	{ "qstr", DISPLAY_NAME, NULL, false, {
		[NAME_TEXT] = TEXT(256, "name"),
		[NAME_LENGTH] = NUMBER(4, "len"),
	} },
	{ "filename", DISPLAY_NAME, NULL, false, { [NAME_TEXT] = TEXT(4096, "name") } },
	{ "net_device", DISPLAY_NAME, NULL, false, { [NAME_TEXT] = TEXT(16, "name") } },
	/* All of them begin with a struct sock_common. */
	{ "sock sock_common inet_sock inet_connection_sock tcp_sock tcp6_sock udp_sock udp6_sock "
	  "raw_sock unix_sock request_sock inet_request_sock tcp_request_sock inet_timewait_sock "
	  "tcp_timewait_sock", DISPLAY_SOCKET, NULL, false, SOCKET_CAPTURES("") },
	{ "socket", DISPLAY_SOCKET, NULL, false, SOCKET_CAPTURES("sk->") },
	{ "sockaddr sockaddr_in sockaddr_in6 sockaddr_un sockaddr_storage "
	  "__kernel_sockaddr_storage sockaddr_unsized", DISPLAY_SOCKET_ADDRESS, NULL, true, {
		[SOCKET_ADDRESS_FAMILY] = NUMBER(2, ""),
		[SOCKET_ADDRESS_IPV4] = { DISPLAY_READ_SOCKET_ADDRESS, "", 16, AF_INET, false },
		[SOCKET_ADDRESS_IPV6] = { DISPLAY_READ_SOCKET_ADDRESS, "", 28, AF_INET6, false },
		[SOCKET_ADDRESS_UNIX] = { DISPLAY_READ_TEXT, "+2", 108, AF_UNIX, false },
		[SOCKET_ADDRESS_UNIX_ABSTRACT] = { DISPLAY_READ_TEXT, "+3", 107, AF_UNIX, false },
	} },
	{ "in_addr", DISPLAY_ADDRESS, NULL, true, { { DISPLAY_READ_IPV4, "", 4, 0, false } } },
	{ "in6_addr", DISPLAY_ADDRESS, NULL, true, { { DISPLAY_READ_IPV6, "", 16, 0, false } } },
};

/* ---- finding a capture ---- */

struct walk {
	struct target *target;
	const struct type *type;	/* what the path has reached; NULL: only an offset is known */
	struct display_source *source;
	struct arena *arena;
	const char *missing;
};

/* Takes "NAME" up to one of . - ) | and the end. */
static const char *take_name(struct arena *arena, const char **at)
{
	size_t length = strcspn(*at, ".-)|");
	const char *name = arena_copy_text(arena, *at, (uint32_t)length);

	*at += length;
	return name;
}

static bool walk_view(struct walk *walk, const char *name)
{
	walk->type = target_find_struct(walk->target, name, false);
	if (!walk->type || !walk->type->size)
		walk->missing = arena_printf(walk->arena, "struct %s", name);
	return !walk->missing;
}

static bool walk_member(struct walk *walk, const char *name)
{
	struct field field;

	if (!target_find_field(walk->target, walk->type, name, &field) || field.bit_size) {
		walk->missing = arena_printf(walk->arena, "%s.%s",
					     type_to_string(walk->arena, walk->type), name);
		return false;
	}
	walk->source->offset += field.offset;
	walk->type = field.type;
	return true;
}

static void walk_follow(struct walk *walk)
{
	walk->source->steps[walk->source->step_count++] = walk->source->offset;
	walk->source->offset = 0;
	if (walk->type && walk->type->kind == TYPE_POINTER)
		walk->type = walk->type->target;
}

/* Follows PATH up to its end or the next alternative; false with `missing` set. */
static bool walk_path(struct walk *walk, const char *path)
{
	while (*path && *path != '|') {
		if (*path == '+') {
			walk->source->offset += (uint32_t)strtoul(path + 1, NULL, 10);
			walk->type = NULL;
			return true;
		}
		if (*path == '(') {
			path++;
			if (!walk_view(walk, take_name(walk->arena, &path)))
				return false;
			path++;
			continue;
		}
		if (!walk_member(walk, take_name(walk->arena, &path)))
			return false;
		if (path[0] == '-') {
			walk_follow(walk);
			path++;
		}
		path += *path == '.' || *path == '>';
	}
	/* A text is where the pointer to it leads. */
	if (walk->source->capture->read == DISPLAY_READ_TEXT && walk->type &&
	    walk->type->kind == TYPE_POINTER)
		walk_follow(walk);
	return true;
}

/* Sets SOURCE from its capture's path; the first missing member where none of them works. */
static const char *find_source(struct arena *arena, struct target *target,
			       const struct type *type, struct display_source *source)
{
	const char *path = source->capture->path, *missing = NULL;

	do {
		struct walk walk = { .target = target, .type = type, .source = source,
				     .arena = arena };

		source->step_count = 0;
		source->offset = 0;
		path += *path == '|';
		if (walk_path(&walk, path))
			return NULL;
		missing = missing ? missing : walk.missing;
		path += strcspn(path, "|");
	} while (*path == '|');
	return missing;
}

/* ---- finding a display ---- */

static bool has_word(const char *words, const char *word)
{
	size_t length = strlen(word);
	const char *at;

	for (at = words; length && (at = strstr(at, word)) != NULL; at += length)
		if ((at == words || at[-1] == ' ') && (at[length] == ' ' || !at[length]))
			return true;
	return false;
}

static const struct display_row *find_row(const struct type *type, enum address_space space)
{
	size_t index;

	for (index = 0; index < sizeof(display_rows) / sizeof(display_rows[0]); index++)
		if (has_word(display_rows[index].names, type->name) &&
		    (space != SPACE_USER || display_rows[index].is_user_too))
			return &display_rows[index];
	return NULL;
}

static void find_sources(struct arena *arena, struct target *target, struct display *display)
{
	const struct display_capture *capture = display->row->captures;
	const char *missing;

	for (; display->count < DISPLAY_CAPTURES_MAX && capture->read; capture++) {
		struct display_source *source = &display->sources[display->count++];

		source->capture = capture;
		source->at = display->size;
		display->size += (capture->size + 7) & ~7u;
		missing = find_source(arena, target, display->type, source);
		source->is_missing = missing != NULL;
		if (missing && !capture->is_optional && !display->missing)
			display->missing = missing;
	}
}

bool display_find(struct arena *arena, struct target *target, const struct type *type,
		  enum address_space space, struct display *display)
{
	*display = (struct display){ .space = space, .size = sizeof(struct layout_display_head) };
	if (type->kind == TYPE_POINTER) {
		display->space = type->space;
		type = type->target;
	}
	if (type->kind != TYPE_STRUCT || type->is_union || !*type->name)
		return false;
	display->row = find_row(type, display->space);
	if (!display->row)
		return false;
	display->type = type;
	find_sources(arena, target, display);
	return true;
}

/* ---- what is sent ---- */

static struct layout capture_layout(const struct display_source *source)
{
	static const struct {
		enum layout_kind kind;
		uint32_t mode;
	} kinds[] = {
		[DISPLAY_READ_NUMBER] = { LAYOUT_INTEGER, 0 },
		[DISPLAY_READ_POINTER] = { LAYOUT_POINTER, 0 },
		[DISPLAY_READ_TEXT] = { LAYOUT_STRING, 0 },
		[DISPLAY_READ_IPV4] = { LAYOUT_ADDRESS, ADDRESS_IPV4 },
		[DISPLAY_READ_IPV6] = { LAYOUT_ADDRESS, ADDRESS_IPV6 },
		[DISPLAY_READ_SOCKET_ADDRESS] = { LAYOUT_ADDRESS, ADDRESS_SOCKET },
	};

	if (source->is_missing)
		return (struct layout){ .kind = LAYOUT_NONE };
	return (struct layout){
		.kind = kinds[source->capture->read].kind,
		.mode = kinds[source->capture->read].mode,
		.offset = source->at, .size = source->capture->size,
	};
}

struct layout display_layout(struct arena *arena, const struct display *display)
{
	struct layout layout = { .kind = LAYOUT_DISPLAY, .size = display->size,
				 .mode = display->row->kind };
	uint32_t index;

	if (display->row->kind >= DISPLAY_KINDS)
		return (struct layout){ .kind = LAYOUT_PATH, .mode = display->row->kind,
					.size = sizeof(struct layout_path) };
	layout.child_count = display->count;
	layout.children = ARENA_NEW_ARRAY(arena, struct layout, display->count + 1);
	for (index = 0; index < display->count; index++)
		layout.children[index] = capture_layout(&display->sources[index]);
	return layout;
}

bool display_find_address(const struct type *type, enum address_form *form)
{
	static const struct {
		const char *names;
		enum address_form form;
	} rows[] = {
		{ "in_addr", ADDRESS_IPV4 },
		{ "in6_addr", ADDRESS_IPV6 },
		{ "sockaddr sockaddr_in sockaddr_in6 sockaddr_un sockaddr_storage "
		  "__kernel_sockaddr_storage", ADDRESS_SOCKET },
	};
	size_t index;

	for (index = 0; index < sizeof(rows) / sizeof(rows[0]); index++) {
		*form = rows[index].form;
		if (type->kind == TYPE_STRUCT && has_word(rows[index].names, type->name))
			return true;
	}
	return false;
}
