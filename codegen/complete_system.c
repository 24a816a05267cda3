/*
 * Complete system: folders are read as they are; nothing here is an error.
 */
#include "codegen/complete_system.h"

#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lexer/arena.h"

static bool begins(const char *text, const char *with)
{
	return !strncmp(text, with, strlen(with));
}

static bool is_folder(DIR *folder, const char *name)
{
	struct stat status;

	return !fstatat(dirfd(folder), name, &status, 0) && S_ISDIR(status.st_mode);
}

/* The folder that the first LENGTH bytes of WORD name. */
static DIR *open_folder(struct arena *arena, const char *word, size_t length)
{
	const char *home = getenv("HOME");

	if (!length)
		return opendir(".");
	if (begins(word, "~/") && home)
		return opendir(arena_printf(arena, "%s%.*s", home, (int)length - 1, word + 1));
	return opendir(arena_copy_text(arena, word, length));
}

void complete_files(const struct complete_taker *taker, const char *word, const char *behind)
{
	const char *slash = strrchr(word, '/'), *start = slash ? slash + 1 : word;
	DIR *folder = open_folder(taker->arena, word, (size_t)(start - word));
	const struct dirent *entry;

	while (folder && (entry = readdir(folder))) {
		const char *name = entry->d_name;

		if (!begins(name, start) || !strcmp(name, ".") || !strcmp(name, "..") ||
		    (*name == '.' && *start != '.'))
			continue;
		taker->offer(taker->context,
			     arena_printf(taker->arena, "%.*s%s%s", (int)(start - word), word, name,
					  is_folder(folder, name) ? "/" : behind), NULL);
	}
	if (folder)
		closedir(folder);
}

static const char *command_of(struct arena *arena, int processes, const char *number)
{
	int fd = openat(processes, arena_printf(arena, "%s/comm", number), O_RDONLY | O_CLOEXEC);
	char name[64];
	ssize_t length = fd < 0 ? -1 : read(fd, name, sizeof(name));

	if (fd >= 0)
		close(fd);
	while (length > 0 && name[length - 1] == '\n')
		length--;
	return length > 0 ? arena_copy_text(arena, name, (size_t)length) : NULL;
}

void complete_processes(const struct complete_taker *taker, const char *word)
{
	DIR *folder = opendir("/proc");
	const struct dirent *entry;

	while (folder && (entry = readdir(folder)))
		if (isdigit((unsigned char)entry->d_name[0]) && begins(entry->d_name, word))
			taker->offer(taker->context,
				     arena_copy_string(taker->arena, entry->d_name),
				     command_of(taker->arena, dirfd(folder), entry->d_name));
	if (folder)
		closedir(folder);
}

void complete_users(const struct complete_taker *taker, const char *word)
{
	const struct passwd *entry;

	setpwent();
	while ((entry = getpwent()))
		if (begins(entry->pw_name, word))
			taker->offer(taker->context,
				     arena_copy_string(taker->arena, entry->pw_name), NULL);
	endpwent();
}

static void offer_programs(const struct complete_taker *taker, const char *path, const char *word,
			   const char *behind)
{
	DIR *folder = opendir(path);
	const struct dirent *entry;

	while (folder && (entry = readdir(folder)))
		if (entry->d_name[0] != '.' && begins(entry->d_name, word) &&
		    !faccessat(dirfd(folder), entry->d_name, X_OK, 0))
			taker->offer(taker->context,
				     arena_printf(taker->arena, "%s%s", entry->d_name, behind),
				     NULL);
	if (folder)
		closedir(folder);
}

void complete_commands(const struct complete_taker *taker, const char *word, const char *behind)
{
	const char *path = getenv("PATH");
	size_t length;

	for (; path && *path; path += length + (path[length] == ':')) {
		length = strcspn(path, ":");
		offer_programs(taker, arena_copy_text(taker->arena, path, length), word, behind);
	}
}
