/*
 * The command of -c: split into words as a shell would, held back, run, ended.
 */
#include "runtime/child.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lexer/arena.h"

static void expect_words(const char *command, const char *const *expected)
{
	struct arena *arena = arena_new();
	char **words = child_split(arena, command);
	unsigned i = 0;

	cr_assert_not_null(words, "%s", command);
	for (; expected[i]; i++) {
		cr_assert_not_null(words[i], "%s has %u words", command, i);
		cr_expect_str_eq(words[i], expected[i], "%s", command);
	}
	cr_expect_null(words[i], "%s has more than %u words", command, i);
	arena_free(arena);
}

Test(child, words)
{
	expect_words("true", (const char *[]){ "true", NULL });
	expect_words("  ls\t-l  / \n", (const char *[]){ "ls", "-l", "/", NULL });
	expect_words("a 'b c' \"d e\"f", (const char *[]){ "a", "b c", "d ef", NULL });
	expect_words("a '' \"\" b", (const char *[]){ "a", "", "", "b", NULL });
	expect_words("a\\ b c\\'d", (const char *[]){ "a b", "c'd", NULL });
	expect_words("'a\\b' \"c\\\"d\" \"e\\f\"",
		     (const char *[]){ "a\\b", "c\"d", "e\\f", NULL });
	expect_words("echo $HOME *.c; x | y", (const char *[]){
		"echo", "$HOME", "*.c;", "x", "|", "y", NULL });
	expect_words("a b c d e f g", (const char *[]){ "a", "b", "c", "d", "e", "f", "g", NULL });
}

Test(child, what_is_no_command)
{
	struct arena *arena = arena_new();

	cr_expect_null(child_split(arena, ""));
	cr_expect_null(child_split(arena, " \t"));
	cr_expect_null(child_split(arena, "echo 'open"));
	cr_expect_null(child_split(arena, "echo \"open"));
	cr_expect_null(child_split(arena, "'"));
	arena_free(arena);
}

static bool has_ended(const struct child *child, int milliseconds)
{
	struct pollfd poll_fd = { .fd = child->pid_fd, .events = POLLIN };

	return poll(&poll_fd, 1, milliseconds) == 1;
}

Test(child, waits_until_released)
{
	struct arena *arena = arena_new();
	char path[] = "/tmp/ktrace-child-XXXXXX", command[64], text[8] = "";
	int file = mkstemp(path);
	struct child child;

	cr_assert_geq(file, 0);
	snprintf(command, sizeof(command), "sh -c 'echo ran > %s'", path);
	cr_assert_eq(child_start(&child, arena, command), 0);
	cr_expect(!has_ended(&child, 50));
	cr_expect_eq(read(file, text, sizeof(text) - 1), 0, "it did not wait");
	cr_assert_eq(child_release(&child, "sh"), 0);
	cr_expect(has_ended(&child, 10000));
	cr_expect_gt(read(file, text, sizeof(text) - 1), 0);
	cr_expect_str_eq(text, "ran\n");
	child_finish(&child);
	close(file);
	unlink(path);
	arena_free(arena);
}

Test(child, never_released_never_runs)
{
	struct arena *arena = arena_new();
	struct child child;
	pid_t pid;

	cr_assert_eq(child_start(&child, arena, "sleep 100"), 0);
	pid = child.pid;
	child_finish(&child);
	/* Its pipe has ended: it goes by itself or by the signal. */
	for (int tries = 0; tries < 100 && !kill(pid, 0); tries++) {
		waitpid(pid, NULL, WNOHANG);
		usleep(10000);
	}
	cr_expect(kill(pid, 0) != 0);
	arena_free(arena);
}

Test(child, a_command_that_cannot_run_is_reported)
{
	struct arena *arena = arena_new();
	struct child child;

	cr_assert_eq(child_start(&child, arena, "/nosuch/command x"), 0);
	cr_expect_eq(child_release(&child, "/nosuch/command x"), -ENOENT);
	child_finish(&child);
	arena_free(arena);
}
