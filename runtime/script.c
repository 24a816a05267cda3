/*
 * Script: -e, a file, standard input, or a script that ktrace ships. A first line
 * #! stays where it is, as a comment, so that lines keep their numbers.
 */
#include "runtime/script.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "lexer/arena.h"
#include "runtime/message.h"
#include "runtime/options.h"
#include "runtime/script_find.h"

/* No program is so large; /dev/zero is larger. */
#define LARGEST_SCRIPT (16u << 20)

static int read_fd(struct arena *arena, int fd, struct request_script *text)
{
	size_t capacity = 1 << 16, length = 0;
	char *bytes = arena_alloc(arena, capacity), *larger;
	ssize_t count;

	for (;;) {
		count = read(fd, bytes + length, capacity - length);
		if (count < 0 && errno == EINTR)
			continue;
		if (count < 0)
			return -errno;
		if (!count)
			break;
		length += (size_t)count;
		if (length > LARGEST_SCRIPT)
			return -EFBIG;
		if (length < capacity)
			continue;
		larger = arena_alloc(arena, capacity * 2);
		memcpy(larger, bytes, length);
		bytes = larger;
		capacity *= 2;
	}
	text->bytes = arena_copy_text(arena, bytes, length);
	text->length = (uint32_t)length;
	return 0;
}

static int read_path(struct arena *arena, const char *path, struct request_script *text)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	int error;

	if (fd < 0)
		return -errno;
	error = read_fd(arena, fd, text);
	close(fd);
	return error;
}

/* A bare word is the name of a script that came with ktrace. */
static int read_shipped(struct arena *arena, const char *name, struct request_script *text)
{
	const char *path = script_find(arena, name);
	int error = path ? read_path(arena, path, text) : -ENOENT;
	const char *near = path ? NULL : script_suggest(arena, name);

	if (path)
		text->name = arena_copy_string(arena, path);
	if (near)
		message_error("there is no script of the name %s; did you mean %s?", name, near);
	else if (error == -ENOENT)
		message_error("there is no script of the name %s (ktrace --scripts lists them; a "
			      "file is named with its path: ./%s)", name, name);
	else if (error)
		message_error("cannot read %s: %s", text->name, message_system(error));
	return error;
}

static int read_file(struct arena *arena, const char *path, struct request_script *text)
{
	int error = read_path(arena, path, text);

	if (error == -EFBIG)
		message_error("%s is too large for a program (the limit is %u MiB)", path,
			      LARGEST_SCRIPT >> 20);
	else if (error)
		message_error("cannot read %s: %s", path, message_system(error));
	return error;
}

static int read_stdin(struct arena *arena, struct request_script *text)
{
	int error = read_fd(arena, STDIN_FILENO, text);

	text->name = arena_copy_string(arena, "stdin");
	if (error)
		message_error("cannot read the program from standard input: %s",
			      message_system(error));
	return error;
}

static bool is_path(const char *word)
{
	size_t length = strlen(word);

	return strchr(word, '/') || (length > 3 && (!strcmp(word + length - 3, ".kt") ||
						    !strcmp(word + length - 3, ".bt")));
}

/* A first line #! is a comment. */
static void comment_out_first_line(struct request_script *text)
{
	if (text->length > 2 && !strncmp(text->bytes, "#!", 2))
		memcpy(text->bytes, "//", 2);
}

int script_read_word(struct arena *arena, const char *word, struct request_script *text)
{
	int error;

	*text = (struct request_script){ .name = arena_copy_string(arena, word) };
	if (!strcmp(word, "-"))
		error = read_stdin(arena, text);
	else if (is_path(word))
		error = read_file(arena, word, text);
	else
		error = read_shipped(arena, word, text);
	if (!error)
		comment_out_first_line(text);
	return error;
}

void script_take_text(struct arena *arena, const char *program, struct request_script *text)
{
	*text = (struct request_script){
		.name = arena_copy_string(arena, "-e"),
		.bytes = arena_copy_string(arena, program),
		.length = (uint32_t)strlen(program),
	};
	comment_out_first_line(text);
}

int script_read(struct arena *arena, const struct options *options, struct script *script)
{
	int skip = options->program || !options->word_count ? 0 : 1;

	*script = (struct script){
		.arguments = options->words + skip,
		.argument_count = (uint32_t)(options->word_count - skip),
	};
	if (script->argument_count && !strcmp(script->arguments[0], "--")) {
		script->arguments++;
		script->argument_count--;
	}
	for (uint32_t i = 0; i < script->argument_count; i++) {
		if (!strcmp(script->arguments[i], "--"))
			break;
		script->wants_help |= !strcmp(script->arguments[i], "--help") ||
				      (!i && !strcmp(script->arguments[i], "-h"));
	}
	if (!options->program)
		return script_read_word(arena, options->word_count ? options->words[0] : "-",
					&script->text);
	script_take_text(arena, options->program, &script->text);
	return 0;
}
