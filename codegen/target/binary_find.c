/*
 * Binary find: finding programs and shared libraries by the short names that people
 * type. Libraries are looked for where the loader's configuration says and in
 * its built-in folders; that is the same on every C library, a cache's format
 * is not.
 */
#include "codegen/target/binary.h"

#include <dirent.h>
#include <elf.h>
#include <fcntl.h>
#include <glob.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lexer/arena.h"

/* Configuration files include files that include files; a circle must end. */
enum { INCLUDE_DEPTH_MAX = 4 };

/* Debian's loader has its architecture's folders built in, before any configuration. */
static const char *const builtin_folders[] = {
#if defined(__aarch64__)
	"/lib/aarch64-linux-gnu", "/usr/lib/aarch64-linux-gnu",
#else
	"/lib/x86_64-linux-gnu", "/usr/lib/x86_64-linux-gnu",
#endif
	"/lib64", "/usr/lib64", "/lib", "/usr/lib", "/usr/local/lib",
};

struct search {
	struct arena *arena;
	const char *root;	/* stands before absolute paths */
	const char *name;
	const char *found;
};

/* Is the file an ELF file for this machine? Linker scripts are called libc.so too. */
static bool is_native_elf(const char *path)
{
	int descriptor = open(path, O_RDONLY | O_CLOEXEC);
	Elf64_Ehdr header;
	bool answer;

	if (descriptor < 0)
		return false;
	answer = read(descriptor, &header, sizeof(header)) == (ssize_t)sizeof(header) &&
		 !memcmp(header.e_ident, ELFMAG, SELFMAG) &&
		 header.e_ident[EI_CLASS] == ELFCLASS64 &&
#if defined(__aarch64__)
		 header.e_machine == EM_AARCH64;
#else
		 header.e_machine == EM_X86_64;
#endif
	close(descriptor);
	return answer;
}

/* "libc" and "libc.so.6" both name libc.so.6; the exact name is the better match. */
static int rank_of(const char *file, const char *name)
{
	size_t length = strlen(name);

	if (strncmp(file, name, length))
		return 0;
	if (file[length] == '\0')
		return 3;
	if (!strncmp(file + length, ".so.", 4) && strlen(file + length) > 4)
		return 2;
	return !strcmp(file + length, ".so") || (file[length] == '.' && strstr(name, ".so"));
}

/* Looks for the library in one folder; of equal matches the shorter name wins: libx.so.1. */
static void search_folder(struct search *search, const char *folder)
{
	const char *path = arena_printf(search->arena, "%s%s", search->root, folder);
	DIR *directory = opendir(path);
	struct dirent *entry;
	const char *candidate, *best = NULL;
	size_t best_length = 0;
	int rank, best_rank = 0;

	while (directory && (entry = readdir(directory))) {
		rank = rank_of(entry->d_name, search->name);
		if (rank < best_rank || rank == 0 ||
		    (rank == best_rank && strlen(entry->d_name) >= best_length))
			continue;
		candidate = arena_printf(search->arena, "%s/%s", path, entry->d_name);
		if (!is_native_elf(candidate))
			continue;
		best = candidate;
		best_rank = rank;
		best_length = strlen(entry->d_name);
	}
	if (directory)
		closedir(directory);
	if (best)
		search->found = best;
}

static void search_configuration(struct search *search, const char *path, unsigned depth);

/* "include ld.so.conf.d/" followed by a glob, relative to /etc. */
static void search_included(struct search *search, const char *pattern, unsigned depth)
{
	const char *path = arena_printf(search->arena, "%s%s%s", search->root,
					*pattern == '/' ? "" : "/etc/", pattern);
	glob_t files;
	size_t index;

	if (glob(path, 0, NULL, &files))
		return;
	for (index = 0; index < files.gl_pathc && !search->found; index++)
		search_configuration(search, files.gl_pathv[index], depth + 1);
	globfree(&files);
}

static void search_configuration(struct search *search, const char *path, unsigned depth)
{
	FILE *file = depth < INCLUDE_DEPTH_MAX ? fopen(path, "re") : NULL;
	char line[512], *text;

	while (file && !search->found && fgets(line, sizeof(line), file)) {
		line[strcspn(line, "#\n")] = '\0';
		text = line + strspn(line, " \t");
		text[strcspn(text, " \t\r")] = '\0';
		if (*text == '/')
			search_folder(search, text);
		else if (!strcmp(text, "include"))
			search_included(search, text + 8 + strspn(text + 8, " \t"), depth);
	}
	if (file)
		fclose(file);
}

static void search_libraries(struct search *search)
{
	size_t index;

	search_configuration(search, arena_printf(search->arena, "%s/etc/ld.so.conf",
						  search->root), 0);
	for (index = 0; !search->found &&
	     index < sizeof(builtin_folders) / sizeof(builtin_folders[0]); index++)
		search_folder(search, builtin_folders[index]);
}

static bool is_program(const char *path)
{
	struct stat status;

	return !stat(path, &status) && S_ISREG(status.st_mode) && (status.st_mode & 0111);
}

static void search_programs(struct search *search)
{
	const char *list = getenv("PATH"), *candidate;
	size_t length;

	if (!list || !*list)
		list = "/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin";
	for (; !search->found; list += length + 1) {
		length = strcspn(list, ":");
		candidate = arena_printf(search->arena, "%s%.*s/%s", search->root, (int)length,
					 list, search->name);
		if (length && is_program(candidate))
			search->found = candidate;
		if (list[length] == '\0')
			break;
	}
}

const char *binary_find(struct arena *arena, const char *name, const char *root)
{
	struct search search = { .arena = arena, .root = root, .name = name };
	const char *path;

	if (!*name)
		return NULL;
	if (strchr(name, '/')) {
		/* A relative path is the user's, whatever the process calls its root. */
		path = arena_printf(arena, "%s%s", *name == '/' ? search.root : "", name);
		return access(path, F_OK) ? NULL : path;
	}
	search_programs(&search);
	if (!search.found)
		search_libraries(&search);
	return search.found;
}
