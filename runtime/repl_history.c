/*
 * REPL history: a file in the state folder, one entry a line, line ends inside an entry
 * as \n. Sessions side by side only append. Of an old file the end is kept.
 */
#include "runtime/repl_history.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lexer/buffer.h"

enum { MOST_ENTRIES = 2000, LONGEST_ENTRY = 16384 };

struct repl_history {
	char *path;		/* NULL: nothing is kept */
	char *last;		/* entry, which is not kept twice in a row */
};

/* Makes the folders of PATH that are missing, for nobody else. */
static void make_folders(char *path)
{
	for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		mkdir(path, 0700);
		*slash = '/';
	}
}

static char *find_path(void)
{
	const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
	struct buffer path = { 0 };

	if (state && *state == '/')
		buffer_printf(&path, "%s/ktrace/history", state);
	else if (home && *home == '/')
		buffer_printf(&path, "%s/.local/state/ktrace/history", home);
	return path.data;
}

static void unescape(const char *from, size_t length, struct buffer *out)
{
	for (size_t i = 0; i < length; i++) {
		if (from[i] != '\\' || i + 1 == length) {
			buffer_append_char(out, from[i]);
			continue;
		}
		i++;
		buffer_append_char(out, from[i] == 'n' ? '\n' : from[i]);
	}
}

static void escape(const char *entry, struct buffer *out)
{
	for (; *entry; entry++) {
		if (*entry == '\\' || *entry == '\n')
			buffer_append_char(out, '\\');
		buffer_append_char(out, *entry == '\n' ? 'n' : *entry);
	}
	buffer_append_char(out, '\n');
}

static void write_private(const char *path, int flags, const struct buffer *text)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | flags, 0600);

	if (fd < 0)
		return;
	fchmod(fd, 0600);
	buffer_write_fd(text, fd);
	close(fd);
}

/* Where the last MOST_ENTRIES of TEXT start. */
static const char *find_kept(const struct buffer *text)
{
	const char *at = text->data + text->length;
	unsigned lines = 0;

	while (at > text->data) {
		if (at[-1] == '\n' && lines++ == MOST_ENTRIES)
			break;
		at--;
	}
	return at;
}

static void hand_out(const char *at, void (*take)(const char *entry))
{
	struct buffer entry = { 0 };
	const char *end;

	for (; (end = strchr(at, '\n')); at = end + 1) {
		buffer_clear(&entry);
		unescape(at, (size_t)(end - at), &entry);
		if (entry.length)
			take(entry.data);
	}
	buffer_release(&entry);
}

static void read_file(struct repl_history *history, void (*take)(const char *entry))
{
	int fd = open(history->path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	struct buffer text = { 0 };
	const char *kept;

	if (fd < 0)
		return;
	if (!buffer_read_fd(&text, fd) && text.length) {
		kept = find_kept(&text);
		hand_out(kept, take);
		if (kept > text.data) {
			struct buffer rest = { 0 };

			buffer_append_string(&rest, kept);
			write_private(history->path, O_TRUNC, &rest);
			buffer_release(&rest);
		}
	}
	buffer_release(&text);
	close(fd);
}

struct repl_history *repl_history_open(void (*take)(const char *entry))
{
	struct repl_history *history = calloc(1, sizeof(*history));

	if (!history)
		abort();
	history->path = find_path();
	if (history->path) {
		make_folders(history->path);
		read_file(history, take);
	}
	return history;
}

void repl_history_close(struct repl_history *history)
{
	free(history->path);
	free(history->last);
	free(history);
}

void repl_history_add(struct repl_history *history, const char *entry)
{
	struct buffer line = { 0 };

	if (!history->path || strlen(entry) > LONGEST_ENTRY ||
	    (history->last && !strcmp(history->last, entry)))
		return;
	free(history->last);
	history->last = strdup(entry);
	escape(entry, &line);
	write_private(history->path, O_APPEND, &line);
	buffer_release(&line);
}
