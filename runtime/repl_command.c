/*
 * REPL command: one row each, which :help and completion are made from too.
 */
#include "runtime/repl_command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lexer/suggest.h"
#include "runtime/message.h"
#include "runtime/repl.h"
#include "runtime/repl_program.h"

struct command {
	const char *name;
	const char *arguments;
	const char *doc;
	void (*run)(struct repl *repl, char *arguments);
};

static void run_help(struct repl *repl, char *arguments);

/* The program of the number in ARGUMENTS; NULL after saying what is wrong. */
static struct repl_program *find_program(struct repl *repl, const char *arguments)
{
	char *end;
	unsigned long number = strtoul(arguments, &end, 10);
	struct repl_program *program = NULL;

	if (end > arguments)
		program = repl_program_find(repl, (unsigned)number);
	if (!program)
		message_error("there is no program %s; :list shows those that there are",
			      *arguments ? arguments : "without a number");
	return program;
}

static void run_list(struct repl *repl, char *arguments)
{
	const struct repl_program *program;

	(void)arguments;
	for (program = repl->programs; program; program = program->next)
		if (program->number)
			printf("[%u] %-8s %s\n", program->number,
			       program->state == REPL_RUNNING ? "running" : "stopped",
			       program->text);
	fflush(stdout);
}

static void run_stop(struct repl *repl, char *arguments)
{
	struct repl_program *program;

	if (*arguments) {
		program = find_program(repl, arguments);
		if (program)
			repl_program_stop(program);
		return;
	}
	for (program = repl->programs; program; program = program->next)
		repl_program_stop(program);
}

static void run_start(struct repl *repl, char *arguments)
{
	struct repl_program *program = find_program(repl, arguments);

	if (program)
		repl_program_start(program);
}

static void run_delete(struct repl *repl, char *arguments)
{
	struct repl_program *program = find_program(repl, arguments);

	if (program)
		repl_program_delete(program);
}

static void run_quit(struct repl *repl, char *arguments)
{
	(void)arguments;
	repl->is_leaving = true;
}

static const struct command commands[] = {
	{ "help", "", "what can be typed here", run_help },
	{ "list", "", "the programs and what they are doing", run_list },
	{ "stop", "[N]", "detaches program N, or all; their maps stay", run_stop },
	{ "start", "N", "attaches program N again", run_start },
	{ "delete", "N", "detaches program N and forgets it", run_delete },
	{ "quit", "", "detaches everything and leaves, as Ctrl-D does", run_quit },
};

enum { COMMAND_COUNT = sizeof(commands) / sizeof(commands[0]) };

static void run_help(struct repl *repl, char *arguments)
{
	(void)repl;
	(void)arguments;
	for (unsigned i = 0; i < COMMAND_COUNT; i++)
		printf("  :%-8s %-10s %s\n", commands[i].name, commands[i].arguments,
		       commands[i].doc);
	fflush(stdout);
}

/* The one command whose name starts with the LENGTH bytes at NAME, or is that. */
static const struct command *find_command(const char *name, size_t length)
{
	const struct command *found = NULL;

	for (unsigned i = 0; i < COMMAND_COUNT; i++) {
		if (strncmp(commands[i].name, name, length))
			continue;
		if (strlen(commands[i].name) == length)
			return &commands[i];
		if (found)
			return NULL;
		found = &commands[i];
	}
	return length ? found : NULL;
}

void repl_command_run(struct repl *repl, const char *line)
{
	size_t length = strcspn(line, " \t");
	const struct command *command = find_command(line, length);
	char *arguments = strdup(line + length + strspn(line + length, " \t"));
	size_t end = arguments ? strlen(arguments) : 0;

	while (end && strchr(" \t\n", arguments[end - 1]))
		arguments[--end] = '\0';
	if (command && arguments)
		command->run(repl, arguments);
	else
		message_error("there is no command :%.*s; :help shows all", (int)length, line);
	free(arguments);
}
