/*
 * Tracefs: the kernel's file systems for tracing, wherever they are mounted.
 */
#pragma once

#include <stdbool.h>

enum tracefs_kind {
	TRACEFS_TRACE,		/* tracefs: events, lists of functions */
	TRACEFS_BPF,		/* bpffs: pinned objects */
	TRACEFS_SECURITY,	/* securityfs: the lockdown mode */
};

/*
 * Opens the file system's directory: where it is mounted or, for root, a mount of
 * our own that is in no tree and ends with the descriptor. -errno: ENOENT none is
 * mounted and it may not be, ENODEV the kernel has none. OWN, if not NULL, tells
 * which of the two it was.
 */
int tracefs_open(enum tracefs_kind kind, bool *own);

/* "tracefs", "bpf", "securityfs": the file system's name. */
const char *tracefs_name(enum tracefs_kind kind);
