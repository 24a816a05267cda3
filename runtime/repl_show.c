/*
 * REPL show: what the command line can tell is asked of it, in a process of its own,
 * so that this one does not keep the kernel's types in memory.
 */
#include "runtime/repl_show.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "codegen/builtin.h"
#include "codegen/layout.h"
#include "codegen/plan.h"
#include "lexer/arena.h"
#include "lexer/buffer.h"
#include "runtime/ledger.h"
#include "runtime/message.h"
#include "runtime/repl.h"
#include "runtime/repl_map.h"
#include "runtime/repl_program.h"
#include "runtime/script_find.h"

enum { FOUND_MOST = 12 };	/* of each kind */

/* ---- other processes ---- */

static int run(const char *program, char *const *words)
{
	sigset_t none;
	pid_t child;
	int status;

	fflush(stdout);
	child = fork();
	if (child == 0) {
		sigemptyset(&none);
		sigprocmask(SIG_SETMASK, &none, NULL);
		signal(SIGPIPE, SIG_DFL);
		execvp(program, words);
		message_error("cannot run %s: %s", words[0], message_system(errno));
		_exit(127);
	}
	if (child < 0)
		return -errno;
	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return -errno;
	return status;
}

void repl_show_call(const char *const *words)
{
	const char *all[16] = { "ktrace" };
	size_t count = 1;

	while (*words && count + 1 < sizeof(all) / sizeof(all[0]))
		all[count++] = *words++;
	run("/proc/self/exe", (char *const *)all);
}

int repl_show_edit(const char *program, const char *file)
{
	const char *const words[] = { "sh", "-c", "exec $0 \"$1\"", program, file, NULL };

	return run("/bin/sh", (char *const *)words);
}

/* ---- the language ---- */

static unsigned find_builtins(const struct repl *repl, const char *word)
{
	const struct builtin *const *group;
	const struct builtin *row;
	unsigned found = 0;

	for (group = repl->library->groups; *group; group++)
		for (row = *group; row->name; row++) {
			if (!strstr(row->name, word))
				continue;
			if (!found++)
				printf("builtins:\n");
			printf("  %-16s %s\n", row->name, row->doc);
		}
	return found;
}

/* One line that holds the word, and how much of its name the word is. */
struct hit {
	const char *line;
	size_t length;
	unsigned rank;
};

static int compare_hits(const void *one, const void *other)
{
	const struct hit *left = one, *right = other;

	if (left->rank != right->rank)
		return left->rank < right->rank ? -1 : 1;
	if (left->length != right->length)
		return left->length < right->length ? -1 : 1;
	return strcmp(left->line, right->line);
}

/* Names that begin or end with the word come first, short ones before long ones, helpers last. */
static unsigned rank_of(const char *line, const char *word)
{
	const char *colon = strrchr(line, ':'), *name = colon ? colon + 1 : line, *hit;
	size_t length = strlen(word);

	if (!colon && strchr(line, ' '))
		name = strchr(line, ' ') + 1;
	hit = strstr(name, word);
	if (!hit)
		return 4;
	if (!strncmp(name, "__", 2) || strstr(name, "trace_event_"))
		return 3;
	if (hit == name)
		return hit[length] ? 1 : 0;
	return hit[-1] == '_' && !hit[length] ? 1 : 2;
}

static void print_hits(struct hit *hits, unsigned count)
{
	qsort(hits, count, sizeof(*hits), compare_hits);
	for (unsigned i = 0; i < count && i < FOUND_MOST; i++)
		printf("  %s\n", hits[i].line);
	if (count > FOUND_MOST)
		printf("  ... and %u more\n", count - FOUND_MOST);
}

/* Lines of TEXT, which is cut up, that hold WORD, the nearest first. */
static unsigned print_lines_with(const char *title, char *text, const char *word)
{
	unsigned count = 0, room = 0;
	struct hit *hits = NULL, *larger;
	char *line, *rest;

	for (line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
		if (!strstr(line, word))
			continue;
		if (count == room) {
			room = room ? room * 2 : 64;
			larger = realloc(hits, room * sizeof(*hits));
			if (!larger)
				abort();
			hits = larger;
		}
		hits[count++] = (struct hit){ line, strlen(line), rank_of(line, word) };
	}
	if (count) {
		printf("%s:\n", title);
		print_hits(hits, count);
	}
	free(hits);
	return count;
}

static unsigned find_scripts(const char *word)
{
	struct arena *arena = arena_new();
	struct buffer text = { 0 };
	unsigned found;

	script_list(arena, false, 100, &text);
	found = text.data ? print_lines_with("scripts", text.data, word) : 0;
	buffer_release(&text);
	arena_free(arena);
	return found;
}

/* What ktrace -l prints for PATTERN. */
static void list(const char *pattern, struct buffer *out)
{
	const char *words[] = { "ktrace", "-l", pattern, NULL };
	sigset_t none;
	int ends[2];
	pid_t child;

	if (pipe(ends))
		return;
	child = fork();
	if (child == 0) {
		sigemptyset(&none);
		sigprocmask(SIG_SETMASK, &none, NULL);
		dup2(ends[1], STDOUT_FILENO);
		dup2(open("/dev/null", O_WRONLY | O_CLOEXEC), STDERR_FILENO);
		close(ends[0]);
		close(ends[1]);
		execv("/proc/self/exe", (char *const *)words);
		_exit(127);
	}
	close(ends[1]);
	buffer_read_fd(out, ends[0]);
	close(ends[0]);
	while (child > 0 && waitpid(child, NULL, 0) < 0 && errno == EINTR)
		;
}

void repl_show_find(struct repl *repl, const char *word)
{
	static const struct {
		const char *title, *pattern;
	} places[] = {
		{ "functions", "func:*%s*" },
		{ "tracepoints", "tracepoint:*:*%s*" },
		{ "structs", "struct *%s*" },
	};
	unsigned found = find_builtins(repl, word) + find_scripts(word);

	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		struct buffer pattern = { 0 }, text = { 0 };
		const char *hole = strstr(places[i].pattern, "%s");

		buffer_printf(&pattern, "%.*s%s%s", (int)(hole - places[i].pattern),
			      places[i].pattern, word, hole + 2);
		list(pattern.data, &text);
		if (text.data)
			found += print_lines_with(places[i].title, text.data, word);
		buffer_release(&pattern);
		buffer_release(&text);
	}
	if (!found)
		message_note("nothing here has %s in its name", word);
}

/* ---- the session ---- */

void repl_show_programs(struct repl *repl)
{
	const struct repl_program *program;
	unsigned count = 0;

	for (program = repl->programs; program; program = program->next) {
		count++;
		if (program->number)
			printf("[%u] %-8s %s\n", program->number,
			       program->state == REPL_RUNNING ? "running" : "stopped",
			       program->text);
		else
			printf("    kept     %s\n", program->text);
	}
	if (!count)
		message_note("nothing runs; a probe with a body attaches it");
}

/* [A, B] for a key of several parts. */
static void name_key(const struct layout *key, struct buffer *out)
{
	const struct layout *parts = key->kind == LAYOUT_TUPLE ? key->children : key;
	uint32_t count = key->kind == LAYOUT_TUPLE ? key->child_count : 1;

	for (uint32_t i = 0; i < count; i++) {
		buffer_append_string(out, i ? ", " : "[");
		plan_name_layout(&parts[i], out);
	}
	buffer_append_char(out, ']');
}

void repl_show_maps(struct repl *repl)
{
	struct repl_program *program, *owner;
	uint32_t index;
	bool found = false;

	for (program = repl->programs; program; program = program->next)
		for (uint32_t i = 0; program->is_loaded && i < program->load.plan->map_count; i++) {
			const struct plan_map *map = &program->load.plan->maps[i];
			struct buffer text = { 0 };

			owner = repl_map_is_users(map) ?
					repl_map_find(repl, map->name, &index) : NULL;
			if (owner != program)
				continue;
			found = true;
			if (!map->is_scalar) {
				name_key(&map->key, &text);
			}
			buffer_append_string(&text, ": ");
			plan_name_layout(&map->value, &text);
			printf("%s%s\n", map->name, text.data);
			buffer_release(&text);
		}
	if (!found)
		message_note("there is no map; @n = 1 makes one");
}

void repl_show_losses(struct repl *repl)
{
	struct repl_program *program;
	struct loss_summary summary;
	unsigned count = 0;

	for (program = repl->programs; program; program = program->next) {
		struct buffer text = { 0 };

		if (!program->number)
			continue;
		count++;
		repl_program_summarise(program, &summary);
		ledger_describe(&summary, &text);
		printf("[%u] %" PRIu64 " outputs, %" PRIu64 " delivered%s%s\n", program->number,
		       summary.outputs, summary.delivered, text.length ? "; " : "",
		       text.length ? text.data : "");
		buffer_release(&text);
	}
	if (!count)
		message_note("nothing has run; a probe with a body attaches it");
}
