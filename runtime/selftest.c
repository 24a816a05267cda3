/*
 * Selftest: what a test does and how it judges is the script's affair, and is written in
 * shell as a user would do it by hand; here it is found and started.
 */
#include "runtime/selftest.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "codegen/script_header.h"
#include "lexer/arena.h"
#include "runtime/import.h"
#include "runtime/message.h"
#include "runtime/script.h"

static const char WORD[] = "--selftest";

/* The path of the test, beside the script; NULL if its header names none. */
static char *find_test(struct arena *arena, const struct script *script)
{
	const char *slash = strrchr(script->text.name, '/'), *text;
	struct script_header header;

	script_header_read(arena, script->text.bytes, script->text.length, &header);
	text = header.texts[SCRIPT_SELFTEST];
	if (!text)
		return NULL;
	return arena_printf(arena, "%.*s/%.*s", slash ? (int)(slash - script->text.name) : 1,
			    slash ? script->text.name : ".", (int)strcspn(text, " "), text);
}

bool selftest_is_wanted(struct arena *arena, const struct script *script)
{
	for (uint32_t i = 0; i < script->argument_count; i++)
		if (!strcmp(script->arguments[i], WORD))
			return find_test(arena, script);
	return false;
}

static int set_environment(const struct script *script)
{
	char self[PATH_MAX];
	ssize_t length = readlink("/proc/self/exe", self, sizeof(self) - 1);

	if (length < 0)
		return -errno;
	self[length] = '\0';
	if (setenv("KTRACE", self, 1) || setenv("KTRACE_SCRIPT", script->text.name, 1))
		return -ENOMEM;
	return 0;
}

int selftest_become(struct arena *arena, const struct script *script)
{
	char **words = ARENA_NEW_ARRAY(arena, char *, script->argument_count + 3), **word = words;
	int error;

	*word++ = "sh";
	*word++ = find_test(arena, script);
	for (uint32_t i = 0; i < script->argument_count; i++)
		if (strcmp(script->arguments[i], WORD))
			*word++ = script->arguments[i];
	*word = NULL;
	error = access(words[1], R_OK) ? -errno : import_check_owner(words[1]);
	if (!error)
		error = set_environment(script);
	if (!error) {
		execvp("sh", words);
		error = -errno;
	}
	message_error("cannot run the self-test %s: %s", words[1], message_system(error));
	return error;
}
