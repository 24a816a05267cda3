/*
 * Options: one row an option. ktrace's own stand before the script; behind a .bt
 * file they are taken as bpftrace takes them; everything behind a .kt file or a
 * bare name is the script's.
 */
#include "runtime/options.h"

#include <getopt.h>
#include <string.h>

#include "codegen/probe_kind.h"
#include "lexer/arena.h"
#include "lexer/buffer.h"
#include "lexer/ending.h"
#include "lexer/suggest.h"
#include "runtime/option_row.h"

enum { OPTION_LONG = 256 };		/* + the row's index: what getopt_long answers */

static const struct option_row *option_find(int answer)
{
	return answer >= OPTION_LONG ? &option_rows[answer - OPTION_LONG]
				     : option_row_letter((char)answer);
}

struct getopt_tables {
	char *letters;
	struct option *names;
};

static void getopt_tables_fill(struct getopt_tables *tables, struct arena *arena)
{
	char *letter;

	tables->letters = ARENA_NEW_ARRAY(arena, char, 2 * option_row_count + 3);
	tables->names = ARENA_NEW_ARRAY(arena, struct option, option_row_count + 1);
	letter = tables->letters;

	*letter++ = '+';	/* stop at the first word: what follows may be the script's */
	*letter++ = ':';
	for (unsigned i = 0; i < option_row_count; i++) {
		const struct option_row *row = &option_rows[i];

		if (row->letter)
			*letter++ = row->letter;
		if (row->letter && row->argument)
			*letter++ = ':';
		tables->names[i] = (struct option){
			.name = row->name,
			.has_arg = row->argument ? required_argument : no_argument,
			.val = (int)(OPTION_LONG + i),
		};
	}
	*letter = '\0';
	tables->names[option_row_count] = (struct option){ 0 };
}

void options_offer(struct suggest *suggest)
{
	for (unsigned i = 0; i < option_row_count; i++)
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

	getopt_tables_fill(&tables, arena);
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
			if (options->action == OPTIONS_COMPLETE)
				break;
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
	while (options->action == OPTIONS_COMPLETE && optind < argc)
		take_word(options, argv[optind++]);
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

	for (unsigned i = 0; i < option_row_count; i++) {
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
	for (unsigned i = 0; i < option_row_count; i++) {
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
