/*
 * The command line: what is ktrace's, what is the script's, and what is said of
 * mistakes.
 */
#include "runtime/options.h"

#include <criterion/criterion.h>
#include <string.h>

#include "lexer/arena.h"
#include "lexer/buffer.h"

enum { MOST_WORDS = 32 };

struct parsed {
	struct arena *arena;
	struct options options;
	struct buffer error;
	bool good;
};

/* LINE's words are separated by blanks. */
static struct parsed parse(const char *line)
{
	struct parsed parsed = { .arena = arena_new() };
	char *text = arena_copy_string(parsed.arena, line), *state = NULL;
	char **words = ARENA_NEW_ARRAY(parsed.arena, char *, MOST_WORDS + 2);
	int count = 0;

	words[count++] = "ktrace";
	for (char *word = strtok_r(text, " ", &state); word && count <= MOST_WORDS;
	     word = strtok_r(NULL, " ", &state))
		words[count++] = word;
	parsed.good = options_parse(&parsed.options, parsed.arena, count, words, &parsed.error);
	return parsed;
}

static void forget(struct parsed *parsed)
{
	buffer_release(&parsed->error);
	arena_free(parsed->arena);
}

static void expect_words(const char *line, const char *const *words)
{
	struct parsed parsed = parse(line);
	int count = 0;

	cr_assert(parsed.good, "%s: %s", line, parsed.error.data);
	while (words[count])
		count++;
	cr_assert_eq(parsed.options.word_count, count, "%s: %d words", line,
		     parsed.options.word_count);
	for (int i = 0; i < count; i++)
		cr_expect_str_eq(parsed.options.words[i], words[i], "%s", line);
	forget(&parsed);
}

static void expect_error(const char *line, const char *part)
{
	struct parsed parsed = parse(line);

	cr_assert(!parsed.good, "%s", line);
	cr_expect(parsed.error.data && strstr(parsed.error.data, part), "%s: %s", line,
		  parsed.error.data);
	forget(&parsed);
}

Test(options, values)
{
	struct parsed parsed = parse("-qv -p 12 -o out -f json -B line -d ast -d types,plan "
				     "--fail-on-loss --dry-run -e x");

	cr_assert(parsed.good, "%s", parsed.error.data);
	cr_expect_eq(parsed.options.action, OPTIONS_RUN);
	cr_expect_str_eq(parsed.options.program, "x");
	cr_expect_str_eq(parsed.options.output, "out");
	cr_expect_str_eq(parsed.options.stages, "ast,types,plan");
	cr_expect_str_eq(parsed.options.kernel, "/");
	cr_expect_eq(parsed.options.pid, 12);
	cr_expect_eq(parsed.options.format, SINK_JSON);
	cr_expect_eq(parsed.options.buffering, SINK_BUFFER_LINE);
	cr_expect(parsed.options.quiet && parsed.options.verbose && parsed.options.dry_run &&
		  parsed.options.fail_on_loss && !parsed.options.no_warnings);
	forget(&parsed);
}

Test(options, whose_words_they_are)
{
	/* behind -e, options are still ktrace's; words are the program's */
	expect_words("-e x foo -q 17", (const char *[]){ "foo", "17", NULL });
	/* behind a .bt file too, as bpftrace takes them */
	expect_words("./a.bt one -q two", (const char *[]){ "./a.bt", "one", "two", NULL });
	/* behind a .kt file or a bare name everything is the script's */
	expect_words("./a.kt one -q --help",
		     (const char *[]){ "./a.kt", "one", "-q", "--help", NULL });
	expect_words("opensnoop -v -p 3", (const char *[]){ "opensnoop", "-v", "-p", "3", NULL });
	/* behind -- nothing is an option */
	expect_words("a.bt -- -q x", (const char *[]){ "a.bt", "-q", "x", NULL });
	expect_words("-e x -- -- -q", (const char *[]){ "--", "-q", NULL });
	expect_words("-", (const char *[]){ "-", NULL });
	/* of --check every word is a script, and options may stand between them */
	expect_words("--check a.kt b.kt --kernel k opens -f json c.bt",
		     (const char *[]){ "a.kt", "b.kt", "opens", "c.bt", NULL });
	expect_words("-l kprobe:vfs_* -v", (const char *[]){ "kprobe:vfs_*", NULL });
	expect_words("-lv 'struct", (const char *[]){ "'struct", NULL });
}

Test(options, actions)
{
	static const struct {
		const char *line;
		enum options_action action;
	} rows[] = {
		{ "--help", OPTIONS_HELP }, { "-h", OPTIONS_HELP },
		{ "--version", OPTIONS_VERSION }, { "-V", OPTIONS_VERSION },
		{ "--info", OPTIONS_INFO }, { "-l", OPTIONS_LIST },
		{ "--list k:*", OPTIONS_LIST }, { "", OPTIONS_RUN },
		{ "--plan -e x", OPTIONS_RUN }, { "--snapshot x", OPTIONS_SNAPSHOT },
		{ "--check a.kt", OPTIONS_CHECK },
	};

	for (unsigned i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct parsed parsed = parse(rows[i].line);

		cr_expect(parsed.good && parsed.options.action == rows[i].action, "%s",
			  rows[i].line);
		forget(&parsed);
	}
}

Test(options, mistakes_are_one_sentence)
{
	expect_error("--nosuch", "no option --nosuch");
	expect_error("--qiet", "did you mean --quiet?");
	expect_error("-Z", "no option -Z");
	expect_error("-qZ", "no option -Z");
	expect_error("-p", "-p needs a value: PID");
	expect_error("--format", "--format needs a value: FORMAT");
	expect_error("--quiet=yes -e x", "--quiet takes no value");
	expect_error("-f xml -e x", "text, json or folded, not \"xml\"");
	expect_error("-B maybe -e x", "line, full or none");
	expect_error("-p 0 -e x", "a process id");
	expect_error("-p 12x -e x", "a process id");
	expect_error("-p 99999999999 -e x", "a process id");
	expect_error("--kernel /k -e x", "add --plan, --dry-run or -d");
	expect_error("-c true -p 1 -e x", "cannot be had together");
	expect_error("--plan -d ast -e x", "cannot be had together");
	expect_error("--snapshot=", "the name of a file");
	expect_error("--kernel= --check a.kt", "a snapshot or a folder");
	expect_error("--kernel a --kernel b --plan -e x", "only --check takes several");
	expect_error("--check --kernel a", "--check needs a script");
}

Test(options, another_kernel_without_attaching)
{
	static const char *const lines[] = {
		"--kernel /k --dry-run -e x", "--kernel /k -d ast -e x", "--kernel /k -l",
		"--kernel /k --plan -e x", "--kernel /k --snapshot x",
	};

	for (unsigned i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		struct parsed parsed = parse(lines[i]);

		cr_expect(parsed.good, "%s: %s", lines[i], parsed.error.data);
		cr_expect_str_eq(parsed.options.kernel, "/k");
		forget(&parsed);
	}
}

Test(options, help_names_every_option_with_its_letter)
{
	char *text = NULL;
	size_t length;
	FILE *stream = open_memstream(&text, &length);

	options_print_help(stream);
	fclose(stream);
	cr_expect(strstr(text, "-e, --execute PROGRAM"));
	cr_expect(strstr(text, "    --dry-run"));
	cr_expect(!strstr(text, "--btf"), "what is only accepted is not shown");
	free(text);
}
