/*
 * REPL argument: what could stand behind a command at the prompt.
 */
#pragma once

struct buffer;
struct repl;

enum repl_argument {
	REPL_NOTHING,
	REPL_COMMAND_NAME,		/* or a topic of --help */
	REPL_NUMBER,			/* of a program */
	REPL_NUMBER_AND_PROGRAM,
	REPL_OWNED,			/* a program's number, a map, all */
	REPL_MAP,
	REPL_DECLARED,			/* what fn and the like have declared */
	REPL_FILE,
	REPL_SCRIPT,			/* and its own words */
	REPL_SETTING,			/* and its value */
	REPL_TYPE,
	REPL_FUNCTION,
	REPL_TRACEPOINT,
	REPL_KFUNC,
};

/*
 * Appends what could become of the end of TEXT, which stands behind a command and a blank, in
 * the form of complete_list_read, counted from TEXT's start.
 */
void repl_argument_complete(struct repl *repl, enum repl_argument kind, const char *text,
			    struct buffer *out);
