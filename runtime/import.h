/*
 * Import: opens what a script imports, for the compiler, which may read less than we do.
 */
#pragma once

struct arena;

/* The folders where imports are looked for after the script's own, with colons between. */
const char *import_library(struct arena *arena);

/*
 * 0 if the file at PATH may be taken for what its name says: in a folder to which everybody
 * may write, only our own files and root's are. Else -errno.
 */
int import_check_owner(const char *path);

/* Answers one question that waits at SOCKET (request.h has the form); less than 0 at its end. */
int import_answer(int socket);
