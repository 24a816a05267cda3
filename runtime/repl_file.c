/*
 * REPL file: parts are told apart by comments, so that what was saved is a plain script
 * to everybody else.
 */
#include "runtime/repl_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lexer/buffer.h"
#include "runtime/message.h"
#include "runtime/repl.h"
#include "runtime/repl_program.h"
#include "runtime/repl_show.h"

#define MARK "// ---- "

static void append_part(const struct repl_program *program, struct buffer *out)
{
	if (program->number)
		buffer_printf(out, MARK "program %u\n", program->number);
	else
		buffer_append_string(out, MARK "before\n");
	if (program->kind == WHOLE_STATEMENTS)
		buffer_printf(out, "begin {\n%s\n}\n", program->text);
	else
		buffer_printf(out, "%s\n", program->text);
}

void repl_file_save(struct repl *repl, const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666), error;
	const struct repl_program *program;
	struct buffer text = { 0 };
	unsigned count = 0;

	if (fd < 0) {
		message_error("cannot write %s: %s", path, message_system(errno));
		return;
	}
	for (program = repl->programs; program; program = program->next) {
		append_part(program, &text);
		count += program->number != 0;
	}
	error = buffer_write_fd(&text, fd);
	if (close(fd) && !error)
		error = -errno;
	if (error)
		message_error("cannot write %s: %s", path, message_system(error));
	else
		message_note("%s: %u program%s", path, count, count == 1 ? "" : "s");
	buffer_release(&text);
}

/* 0, or -errno after saying so. */
static int read_file(const char *path, struct buffer *text)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), error = fd < 0 ? -errno : 0;

	if (!error)
		error = buffer_read_fd(text, fd);
	if (fd >= 0)
		close(fd);
	if (error)
		message_error("cannot read %s: %s", path, message_system(error));
	return error;
}

void repl_file_load(struct repl *repl, const char *path)
{
	struct buffer text = { 0 }, part = { 0 };
	const char *at, *next, *end;

	if (read_file(path, &text) || !text.length) {
		buffer_release(&text);
		return;
	}
	for (at = text.data; *at; at = next) {
		if (!strncmp(at, MARK, strlen(MARK)))
			at += strcspn(at, "\n") + (strchr(at, '\n') != NULL);
		end = !strncmp(at, MARK, strlen(MARK)) ? at : strstr(at, "\n" MARK);
		next = end ? end + (*end == '\n') : at + strlen(at);
		buffer_clear(&part);
		buffer_append(&part, at, (size_t)((end ? end : next) - at));
		if (part.length)
			repl_take(repl, part.data);
	}
	buffer_release(&part);
	buffer_release(&text);
}

static const char *find_editor(void)
{
	const char *editor = getenv("VISUAL");

	if (!editor || !*editor)
		editor = getenv("EDITOR");
	return editor && *editor ? editor : "vi";
}

/* TEXT as the editor left it; false when nothing was changed. */
static bool edit(const char *text, struct buffer *out)
{
	char folder[] = "/tmp/ktrace-XXXXXX", path[64];
	struct buffer before = { 0 };
	bool is_changed = false;
	int fd, status;

	if (!mkdtemp(folder)) {
		message_error("cannot make a folder in /tmp: %s", message_system(errno));
		return false;
	}
	snprintf(path, sizeof(path), "%s/program.kt", folder);
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	buffer_append_string(&before, text);
	buffer_append_char(&before, '\n');
	if (fd >= 0 && !buffer_write_fd(&before, fd) && !close(fd)) {
		status = repl_show_edit(find_editor(), path);
		if (status)
			message_error("%s did not end well; nothing is changed", find_editor());
		else
			is_changed = !read_file(path, out) && out->length &&
				     strcmp(out->data, before.data) != 0;
	}
	unlink(path);
	rmdir(folder);
	buffer_release(&before);
	while (out->length && out->data[out->length - 1] == '\n')
		out->data[--out->length] = '\0';
	return is_changed && out->length;
}

void repl_file_edit(struct repl *repl, unsigned number)
{
	struct repl_program *program = repl_program_find(repl, number);
	struct buffer text = { 0 };

	if (edit(program ? program->text : "", &text)) {
		if (program)
			repl_program_replace(program, text.data);
		else
			repl_take(repl, text.data);
	}
	buffer_release(&text);
}
