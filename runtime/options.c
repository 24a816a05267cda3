/*
 * Options: one row an option. ktrace's own stand before the script; behind a .bt
 * file they are taken as bpftrace takes them; everything behind a .kt file or a
 * bare name is the script's.
 */
#include "runtime/options.h"

#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "codegen/probe_kind.h"
#include "lexer/arena.h"
#include "lexer/buffer.h"
#include "lexer/ending.h"
#include "lexer/suggest.h"

struct option_row {
	char letter;			/* 0: none */
	const char *name;
	const char *argument;		/* as --help shows it; NULL: takes none */
	/* Takes over the value; NULL, or what would have been right. */
	const char *(*take)(struct options *options, struct arena *arena, char *value);
	const char *doc;		/* NULL: accepted for bpftrace's sake, not shown */
};

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

TAKE_FLAG(verbose)
TAKE_FLAG(quiet)
TAKE_FLAG(dry_run)
TAKE_FLAG(plan)
TAKE_FLAG(no_warnings)
TAKE_FLAG(no_cache)
TAKE_FLAG(fail_on_loss)

static const struct option_row option_rows[] = {
	{ 'e', "execute", "PROGRAM", take_program, "run this program" },
	{ 'l', "list", NULL, take_list,
	  "list the probes that match a pattern (with -v: arguments; 'struct NAME': its fields)" },
	{ 0, "kfuncs", NULL, take_kfuncs,
	  "list the kernel functions for BPF that match a pattern, and which probes may call them" },
	{ 0, "scripts", NULL, take_scripts,
	  "list the scripts that ktrace runs by their names" },
	{ 0, "complete", "TEXT", take_complete,
	  "list what may be written further at a program's end (with -l: a pattern's)" },
	{ 'p', "pid", "PID", take_pid, "trace this process only, and end with it" },
	{ 'c', "cmd", "COMMAND", take_command, "run this command, traced, and end with it" },
	{ 'o', "output", "FILE", take_output, "write the script's output to a file" },
	{ 'f', "format", "FORMAT", take_format, "output as text, json or folded stacks" },
	{ 'B', "buffer", "MODE", take_buffering, "buffer output by line, full or none" },
	{ 'q', "quiet", NULL, take_quiet, "say nothing but what the script prints" },
	{ 'v', "verbose", NULL, take_verbose, "say more: libbpf's messages, the verifier's log" },
	{ 'd', "debug", "STAGE", take_stage,
	  "print a compiler stage and stop: ast, types, plan, ir, opt, image, all" },
	{ 0, "dry-run", NULL, take_dry_run, "compile and load, attach nothing" },
	{ 0, "plan", NULL, take_plan, "show what was chosen on this kernel and why, and stop" },
	{ 0, "kernel", "KERNEL", take_kernel,
	  "compile for a kernel that is a snapshot or a folder (with --plan, -d, --dry-run, -l)" },
	{ 0, "check", NULL, take_check,
	  "tell for which kernels (--kernel, several times) the scripts compile" },
	{ 0, "snapshot", "FILE", take_snapshot,
	  "save what ktrace asks of this kernel, for --kernel; FILE/ is made a folder" },
	{ 0, "fail-on-loss", NULL, take_fail_on_loss, "exit with 3 if any output was lost" },
	{ 'k', "warnings", NULL, take_nothing, "warn of failures at run time (always on)" },
	{ 0, "no-warnings", NULL, take_no_warnings, "leave such warnings out" },
	{ 0, "no-cache", NULL, take_no_cache, "compile anew, and keep nothing for the next run" },
	{ 0, "unsafe", NULL, take_nothing, "allow what changes the system's state" },
	{ 0, "info", NULL, take_info, "show what this kernel and this ktrace can do" },
	{ 'h', "help", NULL, take_help,
	  "show this help, or what a builtin, probe, option or script is (--help kprobe)" },
	{ 'V', "version", NULL, take_version, "show the version" },
	{ 'b', "btf", NULL, take_nothing, NULL },
};

enum {
	OPTION_COUNT = sizeof(option_rows) / sizeof(option_rows[0]),
	OPTION_LONG = 256,		/* + the row's index: what getopt_long answers */
};

static const struct option_row *option_find(int answer)
{
	if (answer >= OPTION_LONG && answer < OPTION_LONG + OPTION_COUNT)
		return &option_rows[answer - OPTION_LONG];
	for (int i = 0; i < OPTION_COUNT; i++)
		if (option_rows[i].letter && option_rows[i].letter == answer)
			return &option_rows[i];
	return NULL;
}

struct getopt_tables {
	char letters[2 * OPTION_COUNT + 3];
	struct option names[OPTION_COUNT + 1];
};

static void getopt_tables_fill(struct getopt_tables *tables)
{
	char *letter = tables->letters;

	*letter++ = '+';	/* stop at the first word: what follows may be the script's */
	*letter++ = ':';
	for (int i = 0; i < OPTION_COUNT; i++) {
		const struct option_row *row = &option_rows[i];

		if (row->letter)
			*letter++ = row->letter;
		if (row->letter && row->argument)
			*letter++ = ':';
		tables->names[i] = (struct option){
			.name = row->name,
			.has_arg = row->argument ? required_argument : no_argument,
			.val = OPTION_LONG + i,
		};
	}
	*letter = '\0';
	tables->names[OPTION_COUNT] = (struct option){ 0 };
}

void options_offer(struct suggest *suggest)
{
	for (int i = 0; i < OPTION_COUNT; i++)
		if (option_rows[i].doc)
			suggest_offer(suggest, option_rows[i].name);
}

static void complain_unknown(const char *word, int letter, struct buffer *error)
{
	char name[128];
	struct suggest suggest;

	if (letter) {
		buffer_printf(error, "there is no option -%c", letter);
		return;
	}
	snprintf(name, sizeof(name), "%.*s", (int)strcspn(word + 2, "="), word + 2);
	buffer_printf(error, "there is no option --%s", name);
	suggest_start(&suggest, name);
	options_offer(&suggest);
	if (suggest.best)
		buffer_printf(error, "; did you mean --%s?", suggest.best);
}

/* WORD is the argument that getopt_long was at. */
static void complain(int answer, const char *word, struct buffer *error)
{
	const struct option_row *row = optopt ? option_find(optopt) : NULL;
	bool is_long = !strncmp(word, "--", 2);

	if (!row) {
		complain_unknown(word, is_long ? 0 : optopt, error);
		return;
	}
	if (is_long)
		buffer_printf(error, "--%s ", row->name);
	else
		buffer_printf(error, "-%c ", row->letter);
	if (answer == ':')
		buffer_printf(error, "needs a value: %s", row->argument);
	else
		buffer_append_string(error, "takes no value");
}

static void take_word(struct options *options, char *word)
{
	options->words[options->word_count++] = word;
}

/* Is everything behind this first word the script's? */
static bool word_takes_the_rest(const struct options *options, const char *word)
{
	if (options->program || options->action == OPTIONS_LIST ||
	    options->action == OPTIONS_CHECK)
		return false;
	return ending_is(word, ".kt") || (!strchr(word, '/') && !ending_is(word, ".bt") &&
					  strcmp(word, "-"));
}

static bool take_option(struct options *options, struct arena *arena, int answer,
			struct buffer *error)
{
	const struct option_row *row = option_find(answer);
	const char *wanted = row->take(options, arena, optarg);

	if (wanted)
		buffer_printf(error, "--%s takes %s, not \"%s\"", row->name, wanted, optarg);
	return !wanted;
}

/* The usage errors that only the whole command line shows. */
static bool options_agree(const struct options *options, struct buffer *error)
{
	bool elsewhere = strcmp(options->kernel, "/");

	if (elsewhere && options->action == OPTIONS_RUN && !options->dry_run &&
	    !options->plan && !options->stages[0])
		buffer_printf(error, "--kernel %s is another kernel, where nothing can be "
			      "attached: add --plan, --dry-run or -d STAGE", options->kernel);
	else if (options->kernel_count > 1 && options->action != OPTIONS_CHECK)
		buffer_append_string(error, "--kernel can be given once; only --check takes several");
	else if (options->action == OPTIONS_CHECK && !options->word_count && !options->program)
		buffer_append_string(error, "--check needs a script: ktrace --check FILE... "
				     "--kernel KERNEL...");
	else if (options->plan && options->stages[0])
		buffer_append_string(error, "--plan and -d cannot be had together");
	else if (options->command && options->pid)
		buffer_append_string(error, "-c and -p cannot be had together");
	return !error->length;
}

bool options_parse(struct options *options, struct arena *arena, int argc, char **argv,
		   struct buffer *error)
{
	struct getopt_tables tables;
	int answer, before;

	getopt_tables_fill(&tables);
	*options = (struct options){
		.words = ARENA_NEW_ARRAY(arena, char *, argc + 1), .stages = "", .kernel = "/",
	};
	opterr = 0;
	optind = 0;		/* start afresh, also for a second command line */
	for (;;) {
		before = optind ? optind : 1;
		optopt = 0;
		answer = getopt_long(argc, argv, tables.letters, tables.names, NULL);
		if (answer == '?' || answer == ':') {
			complain(answer, argv[before], error);
			return false;
		}
		if (answer != -1) {
			if (!take_option(options, arena, answer, error))
				return false;
			continue;
		}
		if (optind >= argc)
			break;
		if (optind == before && !options->word_count) {
			take_word(options, argv[optind++]);
			if (!word_takes_the_rest(options, options->words[0]))
				continue;
		} else if (optind == before) {
			take_word(options, argv[optind++]);
			continue;
		}
		while (optind < argc)		/* behind -- or a script */
			take_word(options, argv[optind++]);
		break;
	}
	return options_agree(options, error);
}

void options_print_usage(FILE *stream)
{
	fputs("usage: ktrace [options] FILE [script options]\n"
	      "       ktrace [options] SCRIPT [script options]     (ktrace --scripts lists them)\n"
	      "       ktrace [options] -e 'PROGRAM' [words]\n"
	      "       ktrace -l [PATTERN]\n"
	      "       ktrace --check FILE... [--kernel KERNEL]...\n"
	      "       ktrace --help [TOPIC]\n"
	      "try:   ktrace -e 'kprobe:vfs_unlink < print(arg_dentry) >'\n"
	      "       ktrace --help\n", stream);
}

bool options_describe(const char *name, struct buffer *out)
{
	const char *word = name + strspn(name, "-");
	bool is_letter = *word && !word[1];

	for (int i = 0; i < OPTION_COUNT; i++) {
		const struct option_row *row = &option_rows[i];

		if (!row->doc || (is_letter ? *word != row->letter : strcmp(word, row->name) != 0))
			continue;
		if (row->letter)
			buffer_printf(out, "-%c, ", row->letter);
		buffer_printf(out, "--%s%s%s\n  %s\n", row->name, row->argument ? " " : "",
			      row->argument ? row->argument : "", row->doc);
		return true;
	}
	return false;
}

static void print_probe_kinds(FILE *stream)
{
	fputs("\nprobes:\n", stream);
	for (int i = 0; i < PROBE_KIND_COUNT; i++)
		fprintf(stream, "  %-34s %s\n", probe_kind_rows[i].syntax, probe_kind_rows[i].doc);
}

void options_print_help(FILE *stream)
{
	char left[64];

	fputs("ktrace runs small programs in the Linux kernel and prints what they see.\n\n",
	      stream);
	options_print_usage(stream);
	fputs("\nFILE may be - for standard input.\n\noptions:\n", stream);
	for (int i = 0; i < OPTION_COUNT; i++) {
		const struct option_row *row = &option_rows[i];

		if (!row->doc)
			continue;
		snprintf(left, sizeof(left), "--%s%s%s", row->name, row->argument ? " " : "",
			 row->argument ? row->argument : "");
		if (row->letter)
			fprintf(stream, "  -%c, %-20s %s\n", row->letter, left, row->doc);
		else
			fprintf(stream, "      %-20s %s\n", left, row->doc);
	}
	print_probe_kinds(stream);
	fputs("\nexit status: 0; 1 an error in the program or the machine; 2 wrong usage;\n"
	      "3 loss under --fail-on-loss; or what the script gives to exit().\n", stream);
}
