/*
 * REPL command: one row each, which :help and completion are made from too.
 */
#include "runtime/repl_command.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "codegen/probe_kind.h"
#include "lexer/buffer.h"
#include "lexer/suggest.h"
#include "runtime/help_topic.h"
#include "runtime/message.h"
#include "runtime/repl.h"
#include "runtime/repl_argument.h"
#include "runtime/repl_declared.h"
#include "runtime/repl_file.h"
#include "runtime/repl_map.h"
#include "runtime/repl_program.h"
#include "runtime/repl_setting.h"
#include "runtime/repl_show.h"
#include "runtime/repl_watch.h"

struct command {
	const char *name;
	const char *arguments;
	const char *doc;
	enum repl_argument completes;
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
	if (!*arguments)
		message_error("the program's number is missing; :list shows them");
	else if (!program)
		message_error("there is no program %s; :list shows those that there are", arguments);
	return program;
}

static void run_list(struct repl *repl, char *arguments)
{
	(void)arguments;
	repl_show_programs(repl);
}

static void run_maps(struct repl *repl, char *arguments)
{
	(void)arguments;
	repl_show_maps(repl);
}

static void run_losses(struct repl *repl, char *arguments)
{
	(void)arguments;
	repl_show_losses(repl);
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

/* What was kept because it made the map NAME. */
static void delete_map(struct repl *repl, const char *name)
{
	uint32_t index;
	struct repl_program *owner = repl_map_find(repl, name, &index);

	if (!owner)
		message_error("there is no map %s; :maps shows those that there are", name);
	else if (owner->number)
		message_error("%s is a map of program %u; :delete %u forgets both", name,
			      owner->number, owner->number);
	else
		repl_program_delete(owner);
}

static void run_delete(struct repl *repl, char *arguments)
{
	struct repl_program *program;

	if (*arguments == '@') {
		delete_map(repl, arguments);
	} else if (!strcmp(arguments, "all")) {
		repl_program_delete_all(repl);
	} else {
		program = find_program(repl, arguments);
		if (program)
			repl_program_delete(program);
	}
}

static void run_replace(struct repl *repl, char *arguments)
{
	struct repl_program *program = find_program(repl, arguments);
	const char *text = arguments + strspn(arguments, "0123456789");

	text += strspn(text, " \t");
	if (!program)
		return;
	if (*text)
		repl_program_replace(program, text);
	else
		message_error("the program that takes its place is missing: :replace %u PROBE { ... }",
			      program->number);
}

static void run_edit(struct repl *repl, char *arguments)
{
	struct repl_program *program = *arguments ? find_program(repl, arguments) : NULL;

	if (!*arguments || program)
		repl_file_edit(repl, program ? program->number : 0);
}

/* ---- the kernel ---- */

/* Lists what matches a pattern made of BEFORE and the argument, which has to be there. */
static void show(const char *option, const char *before, const char *argument, const char *what)
{
	struct buffer pattern = { 0 };
	const char *words[] = { option, NULL, NULL };

	if (!*argument) {
		message_error("the name of %s is missing", what);
		return;
	}
	buffer_printf(&pattern, "%s%s", before, argument);
	words[1] = pattern.data;
	repl_show_call(words);
	buffer_release(&pattern);
}

static void run_type(struct repl *repl, char *arguments)
{
	bool is_named = !strncmp(arguments, "struct ", 7) || !strncmp(arguments, "union ", 6) ||
			!strncmp(arguments, "enum ", 5);

	(void)repl;
	show("-lv", is_named ? "" : "struct ", arguments, "a struct, union or enum");
}

static void run_function(struct repl *repl, char *arguments)
{
	(void)repl;
	show("-lv", "funcret:", arguments, "a function of the kernel");
}

static void run_tracepoint(struct repl *repl, char *arguments)
{
	(void)repl;
	show("-lv", "tracepoint:", arguments, "a tracepoint");
}

static void run_kfunc(struct repl *repl, char *arguments)
{
	(void)repl;
	show("--kfuncs", "", arguments, "a function that programs may call");
}

static void run_find(struct repl *repl, char *arguments)
{
	if (*arguments)
		repl_show_find(repl, arguments);
	else
		message_error("what to look for is missing: :find unlink");
}

static void run_plan(struct repl *repl, char *arguments)
{
	struct repl_program *program = find_program(repl, arguments);
	const char *words[] = { "--plan", "-e", NULL, NULL };

	if (!program)
		return;
	words[2] = program->text;
	repl_show_call(words);
}

/* ---- the session ---- */

static void run_watch(struct repl *repl, char *arguments)
{
	char *blank = strpbrk(arguments, " \t");
	double seconds = blank ? strtod(blank, NULL) : 0;

	if (blank)
		*blank = '\0';
	if (*arguments != '@')
		message_error("which map is missing: :watch @x 0.5");
	else
		repl_watch_start(repl, arguments, seconds > 0.05 && seconds < 86400 ?
						  (unsigned)(seconds * 1000) : repl->watch_ms);
}

static void run_save(struct repl *repl, char *arguments)
{
	if (*arguments)
		repl_file_save(repl, arguments);
	else
		message_error("the file is missing: :save session.kt");
}

static void run_load(struct repl *repl, char *arguments)
{
	if (*arguments)
		repl_file_load(repl, arguments);
	else
		message_error("the file is missing: :load session.kt");
}

static void run_script(struct repl *repl, char *arguments)
{
	const char *words[14] = { NULL };
	size_t count = 0;
	char *rest, *word;

	(void)repl;
	for (word = strtok_r(arguments, " \t", &rest); word && count < 13;
	     word = strtok_r(NULL, " \t", &rest))
		words[count++] = word;
	if (!count)
		words[0] = "--scripts";
	repl_show_call(words);
}

static void run_set(struct repl *repl, char *arguments)
{
	char *value = strpbrk(arguments, " \t=");

	if (value) {
		*value++ = '\0';
		value += strspn(value, " \t=");
	}
	repl_setting_set(repl, arguments, value);
}

static void run_forget(struct repl *repl, char *arguments)
{
	if (*arguments)
		repl_declared_forget(repl, arguments);
	else
		message_error("the name of what was declared is missing: :forget half");
}

static void run_quit(struct repl *repl, char *arguments)
{
	(void)arguments;
	repl->is_leaving = true;
}

static const struct command commands[] = {
	{ "help", "[NAME]", "what can be typed here; what a command, builtin, probe or script is",
	  REPL_COMMAND_NAME, run_help },
	{ "list", "", "the programs and what they are doing",
	  REPL_NOTHING, run_list },
	{ "maps", "", "the maps, their keys and values",
	  REPL_NOTHING, run_maps },
	{ "stop", "[N]", "detaches program N, or all; their maps stay",
	  REPL_NUMBER, run_stop },
	{ "start", "N", "attaches program N again",
	  REPL_NUMBER, run_start },
	{ "replace", "N PROGRAM", "puts another program in the place of N",
	  REPL_NUMBER_AND_PROGRAM, run_replace },
	{ "edit", "[N]", "opens program N, or a new one, in $EDITOR",
	  REPL_NUMBER, run_edit },
	{ "delete", "N|@MAP|all", "detaches program N and forgets it",
	  REPL_OWNED, run_delete },
	{ "forget", "NAME", "forgets a function, or whatever else was declared and kept",
	  REPL_DECLARED, run_forget },
	{ "find", "WORD", "functions, tracepoints, structs, scripts, builtins of that name",
	  REPL_COMMAND_NAME, run_find },
	{ "type", "NAME", "a struct, union or enum of this kernel",
	  REPL_TYPE, run_type },
	{ "function", "NAME", "a kernel function's arguments and result",
	  REPL_FUNCTION, run_function },
	{ "tracepoint", "S:NAME", "a tracepoint's arguments",
	  REPL_TRACEPOINT, run_tracepoint },
	{ "kfunc", "NAME", "a kernel function that programs may call",
	  REPL_KFUNC, run_kfunc },
	{ "plan", "N", "what was chosen for program N on this kernel, and why",
	  REPL_NUMBER, run_plan },
	{ "losses", "", "what became of every output",
	  REPL_NOTHING, run_losses },
	{ "watch", "@MAP [S]", "shows a map in place every S seconds, until a key is pressed",
	  REPL_MAP, run_watch },
	{ "save", "FILE", "writes the session as a script",
	  REPL_FILE, run_save },
	{ "load", "FILE", "takes a script as if it were typed",
	  REPL_FILE, run_load },
	{ "run", "[SCRIPT ...]", "runs a script that comes with ktrace, until Ctrl-C",
	  REPL_SCRIPT, run_script },
	{ "set", "[NAME VALUE]", "options of this session, and their values",
	  REPL_SETTING, run_set },
	{ "quit", "", "detaches everything and leaves, as Ctrl-D does",
	  REPL_NOTHING, run_quit },
};

enum { COMMAND_COUNT = sizeof(commands) / sizeof(commands[0]) };

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

static void show_command(const struct command *command)
{
	printf("  :%-10s %-12s %s\n", command->name, command->arguments, command->doc);
}

static void show_all(void)
{
	printf("A probe with a body is attached at once: tracepoint:sched:sched_process_exec "
	       "{ print(comm) }\nAn expression is evaluated in the kernel: curtask.comm\n"
	       "Tab completes; Ctrl-C stops what runs, Ctrl-D leaves.\n");
	for (unsigned i = 0; i < COMMAND_COUNT; i++)
		show_command(&commands[i]);
}

/* One that several begin with, or none. */
static void report_unknown(const char *line, size_t length)
{
	char *name = strndup(line, length);
	struct suggest suggest;
	unsigned count = 0;

	if (!name)
		abort();
	suggest_start(&suggest, name);
	for (unsigned i = 0; i < COMMAND_COUNT; i++) {
		suggest_offer(&suggest, commands[i].name);
		count += length && !strncmp(commands[i].name, name, length);
	}
	if (count)
		message_error("several commands begin with :%s; Tab shows them", name);
	else if (suggest.best)
		message_error("there is no command :%s; did you mean :%s?", name, suggest.best);
	else
		message_error("there is no command :%s; :help shows all", name);
	free(name);
}

/* What --help tells of NAME, if it does; of scripts it is a process of its own that tells. */
static void show_topic(struct repl *repl, const char *name, bool is_sure)
{
	const char *const words[] = { "--help", "--", name, NULL };
	struct buffer text = { 0 };

	if (!is_sure || help_topic_print(repl->library, name, &text))
		repl_show_call(words);
	buffer_release(&text);
}

static void run_help(struct repl *repl, char *arguments)
{
	bool has_colon = *arguments == ':';
	const char *name = arguments + has_colon;
	const struct command *command = find_command(name, strlen(name));
	bool is_command = command && (has_colon || !strcmp(command->name, name));

	if (!*name)
		show_all();
	else if (is_command)
		show_command(command);
	else if (has_colon)
		report_unknown(name, strlen(name));
	if (*name && !has_colon)
		show_topic(repl, name, is_command);
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
		report_unknown(line, length);
	free(arguments);
}

static void complete_name(const char *name, size_t length, struct buffer *out)
{
	for (unsigned i = 0; i < COMMAND_COUNT; i++)
		if (!strncmp(commands[i].name, name, length))
			buffer_printf(out, "%s%s\t%s\n", commands[i].name,
				      *commands[i].arguments ? " " : "", commands[i].doc);
}

/* TEXT stands behind the command, START bytes into the line. */
static void complete_argument(struct repl *repl, const struct command *command, const char *text,
			      size_t start, struct buffer *out)
{
	struct buffer answer = { 0 };
	char *rest;

	repl_argument_complete(repl, command->completes, text, &answer);
	if (answer.length) {
		start += strtoul(answer.data, &rest, 10);
		buffer_printf(out, "%zu%s", start, rest);
	}
	if (answer.length && command->completes == REPL_COMMAND_NAME && !strchr(text, ' '))
		complete_name(text, strlen(text), out);
	buffer_release(&answer);
}

void repl_command_complete(struct repl *repl, const char *line, unsigned point,
			   struct buffer *out)
{
	size_t colon = strcspn(line, ":") + 1, length = point > colon ? point - colon : 0;
	const char *name = line + colon, *blank = memchr(name, ' ', length);
	const struct command *command;
	char *text;

	if (!blank) {
		buffer_printf(out, "%zu\n", colon);
		complete_name(name, length, out);
		return;
	}
	command = find_command(name, (size_t)(blank - name));
	while (*blank == ' ' && blank < name + length)
		blank++;
	text = strndup(blank, (size_t)(name + length - blank));
	if (command && text)
		complete_argument(repl, command, text, (size_t)(blank - line), out);
	free(text);
}
