/*
 * REPL file: the session as a script, and scripts into the session.
 */
#pragma once

struct repl;

/* Writes everything that was typed and lives to the file; whatever is wrong is said. */
void repl_file_save(struct repl *repl, const char *path);

/* Takes a file as if its parts had been typed. */
void repl_file_load(struct repl *repl, const char *path);

/* Opens program NUMBER, or nothing (0), in $EDITOR; what was written takes its place. */
void repl_file_edit(struct repl *repl, unsigned number);
