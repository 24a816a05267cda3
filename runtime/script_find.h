/*
 * Script find: the scripts that ktrace ships, and those of folders that the user names.
 *
 * They are looked for in the folders of KTRACE_PATH (separated by colons), beside the
 * program in a build tree, and where `make install` puts them; the first one wins.
 */
#pragma once

#include <stdbool.h>

struct arena;
struct buffer;

/* The file of the script NAME; NULL when there is none. It lives in ARENA. */
const char *script_find(struct arena *arena, const char *name);

/* The folders in which scripts are looked for, in their order, with colons between. */
const char *script_find_folders(struct arena *arena);

/* The name nearest to NAME; NULL when none is near. */
const char *script_suggest(struct arena *arena, const char *name);

/* Visits all of them in order, each with what its header says that it does ("" for nothing). */
void script_visit(struct arena *arena,
		  void (*visit)(void *context, const char *name, const char *does), void *context);

/* Appends what --scripts prints, as text of WIDTH columns or as a JSON object a line. */
void script_list(struct arena *arena, bool is_json, unsigned width, struct buffer *out);
