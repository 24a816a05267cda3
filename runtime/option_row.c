/*
 * Option row: what each option does, and what its value is.
 */
#include "runtime/option_row.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "lexer/arena.h"
#include "runtime/options.h"

static const char *take_program(struct options *options, struct arena *arena, char *value)
{
	(void)arena;
	options->program = value;
	return NULL;
}

static const char *take_list(struct options *options, struct arena *arena, char *value)
{
	(void)arena;
	(void)value;
	options->action = OPTIONS_LIST;
	return NULL;
}

static const char *take_pid(struct options *options, struct arena *arena, char *value)
{
	char *end;
	long pid;

	(void)arena;
	errno = 0;
	pid = strtol(value, &end, 10);
	if (errno || *end || end == value || pid <= 0 || pid > INT_MAX)
		return "a process id";
	options->pid = (int)pid;
	return NULL;
}

static const char *take_command(struct options *options, struct arena *arena, char *value)
{
	(void)arena;
	options->command = value;
	return NULL;
}

static const char *take_output(struct options *options, struct arena *arena, char *value)
{
	(void)arena;
	options->output = value;
	return NULL;
}

static const char *take_format(struct options *options, struct arena *arena, char *value)
{
	(void)arena;
	if (!strcmp(value, "text"))
		options->format = SINK_TEXT;
	else if (!strcmp(value, "json"))
		options->format = SINK_JSON;
	else if (!strcmp(value, "folded"))
		options->format = SINK_FOLDED;
	else
		return "text, json or folded";
	return NULL;
}

static const char *take_buffering(struct options *options, struct arena *arena, char *value)
{
	(void)arena;
	if (!strcmp(value, "line"))
		options->buffering = SINK_BUFFER_LINE;
	else if (!strcmp(value, "full"))
		options->buffering = SINK_BUFFER_FULL;
	else if (!strcmp(value, "none"))
		options->buffering = SINK_BUFFER_NONE;
	else
		return "line, full or none";
	return NULL;
}

static const char *take_stage(struct options *options, struct arena *arena, char *value)
{
	options->stages = options->stages[0] ? arena_printf(arena, "%s,%s", options->stages, value)
					     : value;
	return NULL;
}

static const char *take_kernel(struct options *options, struct arena *arena, char *value)
{
	const char **kernels = ARENA_NEW_ARRAY(arena, const char *, options->kernel_count + 1);

	if (!*value)
		return "a snapshot or a folder";
	for (int i = 0; i < options->kernel_count; i++)
		kernels[i] = options->kernels[i];
	kernels[options->kernel_count++] = value;
	options->kernels = kernels;
	options->kernel = value;
	return NULL;
}

static const char *take_check(struct options *options, struct arena *arena, char *value)
{
	(void)arena;
	(void)value;
	options->action = OPTIONS_CHECK;
	return NULL;
}

static const char *take_snapshot(struct options *options, struct arena *arena, char *value)
{
	(void)arena;
	if (!*value)
		return "the name of a file or, ending in /, of a folder";
	options->action = OPTIONS_SNAPSHOT;
	options->snapshot = value;
	return NULL;
}

static const char *take_help(struct options *options, struct arena *arena, char *value)
{
	(void)arena;
	(void)value;
	options->action = OPTIONS_HELP;
	return NULL;
}

static const char *take_version(struct options *options, struct arena *arena, char *value)
{
	(void)arena;
	(void)value;
	options->action = OPTIONS_VERSION;
	return NULL;
}

static const char *take_info(struct options *options, struct arena *arena, char *value)
{
	(void)arena;
	(void)value;
	options->action = OPTIONS_INFO;
	return NULL;
}

static const char *take_kfuncs(struct options *options, struct arena *arena, char *value)
{
	(void)arena;
	(void)value;
	options->action = OPTIONS_KFUNCS;
	return NULL;
}

static const char *take_scripts(struct options *options, struct arena *arena, char *value)
{
	(void)arena;
	(void)value;
	options->action = OPTIONS_SCRIPTS;
	return NULL;
}

static const char *take_complete(struct options *options, struct arena *arena, char *value)
{
	(void)arena;
	options->complete = value;
	return NULL;
}

static const char *take_nothing(struct options *options, struct arena *arena, char *value)
{
	(void)options;
	(void)arena;
	(void)value;
	return NULL;
}

#define TAKE_FLAG(member) \
	static const char *take_##member(struct options *options, struct arena *arena, \
					 char *value) \
	{ \
		(void)arena; \
		(void)value; \
		options->member = true; \
		return NULL; \
	}

static const char *take_words(struct options *options, struct arena *arena, char *value)
{
	(void)arena;
	(void)value;
	options->action = OPTIONS_COMPLETE;
	return NULL;
}

TAKE_FLAG(verbose)
TAKE_FLAG(quiet)
TAKE_FLAG(dry_run)
TAKE_FLAG(plan)
TAKE_FLAG(no_warnings)
TAKE_FLAG(no_cache)
TAKE_FLAG(fail_on_loss)
TAKE_FLAG(unsafe)

const struct option_row option_rows[] = {
	{ 'e', "execute", "PROGRAM", take_program, OPTION_PROGRAM, NULL, "run this program" },
	{ 'l', "list", NULL, take_list, OPTION_PATTERN, NULL,
	  "list the probes that match a pattern (with -v: arguments; 'struct NAME': its fields)" },
	{ 0, "kfuncs", NULL, take_kfuncs, OPTION_KFUNC, NULL,
	  "list the kernel functions for BPF that match a pattern, and which probes may call them" },
	{ 0, "scripts", NULL, take_scripts, OPTION_TEXT, NULL,
	  "list the scripts that ktrace runs by their names" },
	{ 0, "complete", "TEXT", take_complete, OPTION_PROGRAM, NULL,
	  "list what may be written further at a program's end (with -l: a pattern's)" },
	{ 0, "complete-words", NULL, take_words, OPTION_TEXT, NULL,
	  "list what the last of the words behind it could become, as words of ktrace" },
	{ 'p', "pid", "PID", take_pid, OPTION_PID, NULL,
	  "trace this process only, and end with it" },
	{ 'c', "cmd", "COMMAND", take_command, OPTION_COMMAND, NULL,
	  "run this command, traced, and end with it" },
	{ 'o', "output", "FILE", take_output, OPTION_FILE, NULL,
	  "write the script's output to a file" },
	{ 'f', "format", "FORMAT", take_format, OPTION_CHOICE, "text|json|folded",
	  "output as text, json or folded stacks" },
	{ 'B', "buffer", "MODE", take_buffering, OPTION_CHOICE, "line|full|none",
	  "buffer output by line, full or none" },
	{ 'q', "quiet", NULL, take_quiet, OPTION_TEXT, NULL,
	  "say nothing but what the script prints" },
	{ 'v', "verbose", NULL, take_verbose, OPTION_TEXT, NULL,
	  "say more: libbpf's messages, the verifier's log" },
	{ 'd', "debug", "STAGE", take_stage, OPTION_CHOICE, "ast|types|plan|ir|opt|image|all",
	  "print a compiler stage and stop: ast, types, plan, ir, opt, image, all" },
	{ 0, "dry-run", NULL, take_dry_run, OPTION_TEXT, NULL,
	  "compile and load, attach nothing" },
	{ 0, "plan", NULL, take_plan, OPTION_TEXT, NULL,
	  "show what was chosen on this kernel and why, and stop" },
	{ 0, "kernel", "KERNEL", take_kernel, OPTION_FILE, NULL,
	  "compile for a kernel that is a snapshot or a folder (with --plan, -d, --dry-run, -l)" },
	{ 0, "check", NULL, take_check, OPTION_SCRIPT, NULL,
	  "tell for which kernels (--kernel, several times) the scripts compile" },
	{ 0, "snapshot", "FILE", take_snapshot, OPTION_FILE, NULL,
	  "save what ktrace asks of this kernel, for --kernel; FILE/ is made a folder" },
	{ 0, "fail-on-loss", NULL, take_fail_on_loss, OPTION_TEXT, NULL,
	  "exit with 3 if any output was lost" },
	{ 'k', "warnings", NULL, take_nothing, OPTION_TEXT, NULL,
	  "warn of failures at run time (always on)" },
	{ 0, "no-warnings", NULL, take_no_warnings, OPTION_TEXT, NULL,
	  "leave such warnings out" },
	{ 0, "no-cache", NULL, take_no_cache, OPTION_TEXT, NULL,
	  "compile anew, and keep nothing for the next run" },
	{ 0, "unsafe", NULL, take_unsafe, OPTION_TEXT, NULL,
	  "allow functions that change the system: signal(), system(), override()" },
	{ 0, "info", NULL, take_info, OPTION_TEXT, NULL,
	  "show what this kernel and this ktrace can do" },
	{ 'h', "help", NULL, take_help, OPTION_TOPIC, NULL,
	  "show this help, or what a builtin, probe, option or script is (--help kprobe)" },
	{ 'V', "version", NULL, take_version, OPTION_TEXT, NULL, "show the version" },
	{ 'b', "btf", NULL, take_nothing, OPTION_TEXT, NULL, NULL },
};

const unsigned option_row_count = sizeof(option_rows) / sizeof(option_rows[0]);

const struct option_row *option_row_find(const char *name, size_t length)
{
	for (unsigned i = 0; i < option_row_count; i++)
		if (strlen(option_rows[i].name) == length &&
		    !strncmp(option_rows[i].name, name, length))
			return &option_rows[i];
	return NULL;
}

const struct option_row *option_row_letter(char letter)
{
	for (unsigned i = 0; i < option_row_count; i++)
		if (option_rows[i].letter && option_rows[i].letter == letter)
			return &option_rows[i];
	return NULL;
}
