/*
 * Display: values that print as what they stand for: what is in the record that
 * the kernel side fills for each, and what the user side finds where.
 *
 * A LAYOUT_DISPLAY's mode says which display it is; its children are what was read,
 * numbered as below, behind struct layout_display_head. A child of kind LAYOUT_NONE
 * is one that this kernel does not have.
 */
#pragma once

enum display_kind {
	DISPLAY_NAME,		/* qstr, filename, net_device */
	DISPLAY_TASK,		/* comm(pid) */
	DISPLAY_INODE,		/* major:minor:number */
	DISPLAY_CRED,		/* uid=… gid=… and those that differ */
	DISPLAY_SUPER_BLOCK,	/* id(type) */
	DISPLAY_SOCKET,		/* local → remote */
	DISPLAY_SOCKET_ADDRESS,	/* a sockaddr behind a pointer */
	DISPLAY_ADDRESS,	/* in_addr, in6_addr behind a pointer */
	DISPLAY_KINDS,
	/* Those below have records of their own (struct layout_path). */
	DISPLAY_DENTRY = DISPLAY_KINDS,	/* a node without a mount */
	DISPLAY_FILE,		/* path, file: a node and its mount */
	DISPLAY_CGROUP,		/* the node of a control group */
};

enum { NAME_TEXT, NAME_LENGTH /* or none: up to the NUL */ };
enum { TASK_COMM, TASK_PID };
enum { INODE_DEVICE, INODE_NUMBER };
enum {
	CRED_UID, CRED_EUID, CRED_SUID, CRED_FSUID,
	CRED_GID, CRED_EGID, CRED_SGID, CRED_FSGID,
	CRED_IDS,
};
enum { SUPER_BLOCK_ID, SUPER_BLOCK_TYPE };
enum {
	SOCKET_FAMILY,
	SOCKET_LOCAL_PORT,	/* the host's byte order */
	SOCKET_REMOTE_PORT,	/* the network's */
	SOCKET_LOCAL_IPV4, SOCKET_REMOTE_IPV4, SOCKET_LOCAL_IPV6, SOCKET_REMOTE_IPV6,
	SOCKET_LOCAL_UNIX_SIZE, SOCKET_LOCAL_UNIX,	/* bytes; 0: it has no name */
	SOCKET_REMOTE_UNIX_SIZE, SOCKET_REMOTE_UNIX,
};
enum {
	SOCKET_ADDRESS_FAMILY,
	SOCKET_ADDRESS_IPV4, SOCKET_ADDRESS_IPV6,
	SOCKET_ADDRESS_UNIX,	/* sun_path */
	SOCKET_ADDRESS_UNIX_ABSTRACT,	/* sun_path from its second byte */
};
/* Of the path displays: what the walk begins at; the others are there to be found. */
enum { DISPLAY_NODE, DISPLAY_MOUNT, DISPLAY_NEEDED };

/* How the bytes of a LAYOUT_ADDRESS are to be understood: its mode. */
enum address_form {
	ADDRESS_IPV4,		/* struct in_addr */
	ADDRESS_IPV6,		/* struct in6_addr */
	ADDRESS_SOCKET,		/* struct sockaddr: the first two bytes say which */
	ADDRESS_INTERNET,	/* struct layout_internet */
	ADDRESS_FORMS,
};
