/*
 * Import: `import "lib/x.kt";` is looked for in the folder of the text that says so, then
 * in the library. Files are known by device and inode, so that who was imported before is
 * not again, however it is named; cycles end so, too. A folder stands for the programs in it.
 */
#include "codegen/import.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "codegen/target/target.h"
#include "lexer/arena.h"
#include "lexer/buffer.h"
#include "lexer/diag.h"
#include "lexer/ending.h"
#include "parser/parse.h"

enum {
	FILES_DEEP = 50,
	FILES_MAX = 1000,		/* of one folder */
	LARGEST_FILE = 16 << 20,
};

/* A file that is in the program. */
struct imported {
	dev_t device;
	ino_t inode;
	struct imported *next;
};

/* What is imported where. */
struct import_place {
	struct parser *parser;
	const char *written;
	struct span span;
};

static bool is_program(const char *name)
{
	return ending_is(name, ".kt") || ending_is(name, ".bt");
}

/* Says that the file is in the program now; false when it was before. */
static bool take(struct import *import, const struct stat *status)
{
	struct imported *file;

	for (file = import->files; file; file = file->next)
		if (file->device == status->st_dev && file->inode == status->st_ino)
			return false;
	file = ARENA_NEW(import->arena, struct imported);
	file->device = status->st_dev;
	file->inode = status->st_ino;
	file->next = import->files;
	import->files = file;
	return true;
}

static void fail(struct import *import, const struct import_place *place, const char *path,
		 int error)
{
	const char *sentence = "cannot import %s: %s";

	if (error == -EPERM)
		sentence = "%s is not imported: everybody may write to its folder, and it is another "
			   "user's";
	else if (error == -EINVAL)
		sentence = "%s is not imported: the names of programs end in .kt or .bt";
	else if (error == -EFBIG)
		sentence = "%s is too large for a program";
	diag_error(import->diags, place->span, sentence, path, strerror(-error));
}

/* ---- one file, one folder ---- */

static void read_text(struct import *import, const struct import_place *place, const char *path,
		      int fd)
{
	struct buffer bytes = { 0 };
	int error = buffer_read_fd(&bytes, fd);
	struct text *text = NULL;

	if (error)
		fail(import, place, path, error);
	else if (bytes.length > LARGEST_FILE ||
		 !(text = text_add(import->texts, path, bytes.data ? bytes.data : "", bytes.length)))
		fail(import, place, path, -EFBIG);
	buffer_release(&bytes);
	if (text)
		parse_import(place->parser, text);
}

static int compare_names(const void *one, const void *other)
{
	return strcmp(*(const char *const *)one, *(const char *const *)other);
}

static bool import_path(struct import *import, const struct import_place *place,
			const char *path);

/* The programs of a folder in the order of their names; folders in it are not looked into. */
static void import_folder(struct import *import, const struct import_place *place,
			  const char *path, int fd)
{
	DIR *folder = fdopendir(dup(fd));
	const char *names[FILES_MAX];
	const struct dirent *entry;
	unsigned count = 0;

	while (folder && (entry = readdir(folder)) && count < FILES_MAX)
		if (is_program(entry->d_name))
			names[count++] = arena_printf(import->arena, "%s/%s", path, entry->d_name);
	if (folder)
		closedir(folder);
	qsort(names, count, sizeof(names[0]), compare_names);
	for (unsigned i = 0; i < count; i++)
		import_path(import, place, names[i]);
	if (!count)
		diag_error(import->diags, place->span, "there is no program (*.kt, *.bt) in %s",
			   path);
}

/* False when there is nothing of that name. */
static bool import_path(struct import *import, const struct import_place *place,
			const char *path)
{
	int fd = import->open_file(import->file_context, path);
	struct stat status;

	target_note_file(import->target, path);
	if (fd == -ENOENT || fd == -ENOTDIR)
		return false;
	if (fd < 0) {
		fail(import, place, path, fd);
		return true;
	}
	if (fstat(fd, &status))
		fail(import, place, path, -errno);
	else if (S_ISDIR(status.st_mode))
		import_folder(import, place, path, fd);
	else if (take(import, &status))
		read_text(import, place, path, fd);
	close(fd);
	return true;
}

/* ---- where it is ---- */

/* C code needs another compiler than this one. */
static bool is_refused(struct import *import, const struct import_place *place)
{
	static const char *const endings[] = { ".h", ".c", ".o" };

	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++)
		if (ending_is(place->written, endings[i])) {
			diag_hint(diag_error(import->diags, place->span,
					     "C code cannot be imported"),
				  "fn writes functions in this language; kernel structs and "
				  "constants are known without headers");
			return true;
		}
	return false;
}

/* The first of the library's folders in which there is such a file. */
static bool import_from_library(struct import *import, const struct import_place *place)
{
	const char *folder = import->library;
	size_t length;

	for (; *folder; folder += length + (folder[length] == ':')) {
		length = strcspn(folder, ":");
		if (length && import_path(import, place,
					  arena_printf(import->arena, "%.*s/%s", (int)length,
						       folder, place->written)))
			return true;
	}
	return false;
}

static void find(struct import *import, const struct import_place *place)
{
	const char *name = parse_text(place->parser)->name, *slash = strrchr(name, '/');
	const char *here = place->written;

	if (*place->written != '/' && slash)
		here = arena_printf(import->arena, "%.*s/%s", (int)(slash - name), name,
				    place->written);
	if (import_path(import, place, here) ||
	    (*place->written != '/' && import_from_library(import, place)))
		return;
	diag_error(import->diags, place->span, *place->written == '/' ? "there is no %s" :
		   "there is no %s, and none in ktrace's library", here);
}

static void import_at(void *context, struct parser *parser, const char *path, struct span span)
{
	const struct import_place place = { .parser = parser, .written = path, .span = span };
	struct import *import = context;

	if (is_refused(import, &place))
		return;
	if (!import->open_file)
		diag_error(import->diags, span, "nothing can be imported here");
	else if (import->depth == FILES_DEEP)
		diag_error(import->diags, span, "more than %d files import each other in turn",
			   FILES_DEEP);
	else {
		import->depth++;
		find(import, &place);
		import->depth--;
	}
}

/* The program's own file, where it is one: nothing that it imports needs to import it again. */
static void take_main(struct import *import, const struct text *text)
{
	struct stat status;
	int fd;

	if (!import->open_file || !is_program(text->name))
		return;
	fd = import->open_file(import->file_context, text->name);
	if (fd < 0)
		return;
	if (!fstat(fd, &status))
		take(import, &status);
	close(fd);
}

struct program *import_program(struct import *import, const struct text *text)
{
	const struct parse_imports imports = { .context = import, .import = import_at };

	take_main(import, text);
	return parse_program(import->arena, import->diags, text, &imports);
}
