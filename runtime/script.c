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
#include "runtime/beside.h"
#include "runtime/message.h"
#include "runtime/options.h"

/* No program is so large; /dev/zero is larger. */
#define LARGEST_SCRIPT (16u << 20)

static int read_fd(struct arena *arena, int fd, struct script *script)
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
	script->bytes = arena_copy_text(arena, bytes, length);
	script->length = (uint32_t)length;
	return 0;
}

static int read_path(struct arena *arena, const char *path, struct script *script)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	int error;

	if (fd < 0)
		return -errno;
	error = read_fd(arena, fd, script);
	close(fd);
	return error;
}

/* A bare word is the name of a script that came with ktrace. */
static int read_shipped(struct arena *arena, const char *name, struct script *script)
{
	const char *file = arena_printf(arena, "%s.kt", name);
	const char *path = beside_find(arena, "scripts", file, KTRACE_DATADIR "/scripts");
	int error = path ? read_path(arena, path, script) : -ENOENT;

	if (path)
		script->name = path;
	if (error == -ENOENT)
		message_error("there is no script of the name %s (a file is named with its path: "
			      "./%s)", name, name);
	else if (error)
		message_error("cannot read %s: %s", script->name, message_system(error));
	return error;
}

static int read_file(struct arena *arena, const char *path, struct script *script)
{
	int error = read_path(arena, path, script);

	if (error == -EFBIG)
		message_error("%s is too large for a program (the limit is %u MiB)", path,
			      LARGEST_SCRIPT >> 20);
	else if (error)
		message_error("cannot read %s: %s", path, message_system(error));
	return error;
}

static int read_stdin(struct arena *arena, struct script *script)
{
	int error = read_fd(arena, STDIN_FILENO, script);

	script->name = "stdin";
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

int script_read(struct arena *arena, const struct options *options, struct script *script)
{
	const char *word = options->word_count ? options->words[0] : "-";
	int skip = options->program || !options->word_count ? 0 : 1;
	int error = 0;

	*script = (struct script){
		.name = options->program ? "-e" : word,
		.arguments = options->words + skip,
		.argument_count = (uint32_t)(options->word_count - skip),
	};
	if (script->argument_count && !strcmp(script->arguments[0], "--")) {
		script->arguments++;
		script->argument_count--;
	}
	if (options->program) {
		script->bytes = arena_copy_string(arena, options->program);
		script->length = (uint32_t)strlen(script->bytes);
	} else if (!strcmp(word, "-")) {
		error = read_stdin(arena, script);
	} else if (is_path(word)) {
		error = read_file(arena, word, script);
	} else {
		error = read_shipped(arena, word, script);
	}
	if (!error && script->length > 2 && !strncmp(script->bytes, "#!", 2))
		memcpy(script->bytes, "//", 2);
	return error;
}
