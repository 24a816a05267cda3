/*
 * User symbols: addresses of a process to names, by its mapped files' ELF symbols.
 *
 * The mappings of the processes asked for last are kept; they are read again when
 * they are old (an exec may have replaced them), and stay as they were once the process is gone.
 * Files are known by device and inode, so that a library is read once for all.
 */
#include "runtime/symbols.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <time.h>
#include <unistd.h>

#include "codegen/target/demangle.h"
#include "codegen/target/table.h"
#include "lexer/arena.h"
#include "lexer/buffer.h"
#include "runtime/symbols_elf.h"

#define PROCESSES 64	/* kept; the one not used for longest makes room */
#define STALE 200	/* milliseconds until mappings are read again */
#define STALE_MISS 10	/* milliseconds from one reading for a missing address to the next */
#define PATH_BYTES 128

struct user_file {
	uint64_t device, inode;
	struct elf_symbols symbols;	/* empty when the file could not be read */
	struct user_file *next;
};

struct user_mapping {
	uint64_t start, end, offset;
	uint64_t device, inode;
	uint32_t path;			/* offset in the process's paths */
	struct user_file *file;		/* NULL: not asked for yet */
};

struct user_process {
	pid_t pid;			/* 0: the slot is free */
	uint64_t used;
	uint64_t read;			/* when the mappings were read, in milliseconds */
	uint64_t missed;		/* when they were read because an address was missing */
	struct user_mapping *mappings;	/* by address, as the kernel lists them */
	uint32_t count, capacity;
	struct buffer paths;
};

struct user_symbols {
	struct user_process processes[PROCESSES];
	struct user_file *files;
	uint64_t clock;
	struct buffer text;		/* of a maps file while it is read */
	bool demangles;
	struct demangler demangler;
	struct arena *arena;		/* of what was demangled; NULL: nothing so far */
	struct table names;		/* by the linker's names */
};

struct user_symbols *user_symbols_open(bool demangles)
{
	struct user_symbols *symbols = calloc(1, sizeof(*symbols));

	if (!symbols)
		abort();
	symbols->demangles = demangles;
	return symbols;
}

static void process_release(struct user_process *process)
{
	free(process->mappings);
	buffer_release(&process->paths);
	*process = (struct user_process){ 0 };
}

void user_symbols_close(struct user_symbols *symbols)
{
	struct user_file *file, *next;
	unsigned i;

	if (!symbols)
		return;
	for (i = 0; i < PROCESSES; i++)
		process_release(&symbols->processes[i]);
	for (file = symbols->files; file; file = next) {
		next = file->next;
		elf_symbols_release(&file->symbols);
		free(file);
	}
	buffer_release(&symbols->text);
	demangle_close(&symbols->demangler);
	if (symbols->arena)
		arena_free(symbols->arena);
	free(symbols);
}

/* ---- mappings ---- */

static void add_mapping(struct user_process *process, const struct user_mapping *mapping)
{
	if (process->count == process->capacity) {
		process->capacity = process->capacity ? process->capacity * 2 : 16;
		process->mappings = realloc(process->mappings,
					    process->capacity * sizeof(process->mappings[0]));
		if (!process->mappings) {
			fputs("ktrace: out of memory\n", stderr);
			exit(1);
		}
	}
	process->mappings[process->count++] = *mapping;
}

/* "START-END PERMISSIONS OFFSET MAJOR:MINOR INODE [PATH]"; only executable ones are kept. */
static void parse_mapping(struct user_process *process, char *line)
{
	struct user_mapping mapping = { 0 };
	unsigned int major_number, minor_number;
	char permissions[8];
	int path = 0;

	if (sscanf(line, "%" SCNx64 "-%" SCNx64 " %7s %" SCNx64 " %x:%x %" SCNu64 " %n",
		   &mapping.start, &mapping.end, permissions, &mapping.offset, &major_number,
		   &minor_number, &mapping.inode, &path) < 7 || !strchr(permissions, 'x'))
		return;
	mapping.device = makedev(major_number, minor_number);
	mapping.path = (uint32_t)process->paths.length;
	buffer_append(&process->paths, line + path, strlen(line + path) + 1);
	add_mapping(process, &mapping);
}

/* Reads the mappings of a process that still lives; otherwise leaves what is known. */
static void process_read(struct user_symbols *symbols, struct user_process *process)
{
	char path[PATH_BYTES], *line, *next;
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/maps", (int)process->pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return;
	buffer_clear(&symbols->text);
	/* A process without memory left (exiting, a kernel thread) reads as empty. */
	if (buffer_read_fd(&symbols->text, fd) == 0 && symbols->text.length) {
		process->count = 0;
		buffer_clear(&process->paths);
		for (line = symbols->text.data; *line; line = next) {
			next = strchrnul(line, '\n');
			if (*next)
				*next++ = '\0';
			parse_mapping(process, line);
		}
	}
	close(fd);
}

static uint64_t now_milliseconds(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC_COARSE, &time);
	return (uint64_t)time.tv_sec * 1000 + (uint64_t)time.tv_nsec / 1000000;
}

static void process_refresh(struct user_symbols *symbols, struct user_process *process,
			    unsigned allowed_age)
{
	uint64_t now = now_milliseconds();

	if (process->read && now - process->read < allowed_age)
		return;
	process->read = now;
	process_read(symbols, process);
}

/* An address is missing: the process may have mapped more, or become another program, just now. */
static void process_reread(struct user_symbols *symbols, struct user_process *process)
{
	uint64_t now = now_milliseconds();

	if (process->missed && now - process->missed < STALE_MISS)
		return;
	process->missed = process->read = now;
	process_read(symbols, process);
}

static struct user_process *process_get(struct user_symbols *symbols, pid_t pid)
{
	struct user_process *oldest = symbols->processes, *process;
	unsigned i;

	for (i = 0; i < PROCESSES; i++) {
		process = &symbols->processes[i];
		if (process->pid == pid)
			goto found;
		if (process->used < oldest->used)
			oldest = process;
	}
	process = oldest;
	process_release(process);
	process->pid = pid;
found:
	process->used = ++symbols->clock;
	return process;
}

void user_symbols_note_process(struct user_symbols *symbols, pid_t pid)
{
	if (pid > 0)
		process_refresh(symbols, process_get(symbols, pid), 0);
}

/* ---- files ---- */

static int open_if_same(const char *path, const struct user_mapping *mapping)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat status;

	if (fd < 0)
		return -1;
	/* Some file systems show another device to stat than to maps: the inode decides. */
	if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode) && status.st_ino == mapping->inode)
		return fd;
	close(fd);
	return -1;
}

/* The mapped file: the mapping itself, else by its path as the process sees it, else as we do. */
static int open_mapped(const struct user_process *process, const struct user_mapping *mapping)
{
	const char *name = process->paths.data + mapping->path;
	struct buffer path = { 0 };
	int fd;

	buffer_printf(&path, "/proc/%d/map_files/%" PRIx64 "-%" PRIx64, (int)process->pid,
		      mapping->start, mapping->end);
	fd = open_if_same(path.data, mapping);
	if (fd < 0) {
		buffer_clear(&path);
		buffer_printf(&path, "/proc/%d/root%s", (int)process->pid, name);
		fd = open_if_same(path.data, mapping);
	}
	if (fd < 0)
		fd = open_if_same(name, mapping);
	buffer_release(&path);
	return fd;
}

static struct user_file *file_get(struct user_symbols *symbols, struct user_process *process,
				  const struct user_mapping *mapping)
{
	struct user_file *file;
	int fd;

	for (file = symbols->files; file; file = file->next)
		if (file->device == mapping->device && file->inode == mapping->inode)
			return file;
	fd = open_mapped(process, mapping);
	if (fd < 0)	/* another process may still show it */
		return NULL;
	file = calloc(1, sizeof(*file));
	if (!file)
		abort();
	file->device = mapping->device;
	file->inode = mapping->inode;
	file->next = symbols->files;
	symbols->files = file;
	elf_symbols_read(&file->symbols, fd);
	close(fd);
	return file;
}

static struct user_mapping *mapping_find(struct user_process *process, uint64_t address)
{
	uint32_t i;

	for (i = 0; i < process->count; i++)
		if (address >= process->mappings[i].start && address < process->mappings[i].end)
			return &process->mappings[i];
	return NULL;
}

/* NAME as its source writes it; the same where it says nothing else, or nobody can read it. */
static const char *readable(struct user_symbols *symbols, const char *name)
{
	const void *known;
	char *text;

	if (!symbols->demangles || !demangle_is_mangled(name))
		return name;
	if (!symbols->arena) {
		symbols->arena = arena_new();
		symbols->names.arena = symbols->arena;
	}
	if (table_find(&symbols->names, name, &known))
		return known;
	text = demangle(&symbols->demangler, name);
	known = arena_copy_string(symbols->arena, text ? text : name);
	free(text);
	table_put(&symbols->names, name, known);
	return known;
}

bool user_symbols_find(struct user_symbols *symbols, pid_t pid, uint64_t address,
		       const char **name, const char **file, uint64_t *distance)
{
	struct user_process *process;
	struct user_mapping *mapping;

	if (pid <= 0)
		return false;
	process = process_get(symbols, pid);
	process_refresh(symbols, process, STALE);
	mapping = mapping_find(process, address);
	if (!mapping) {
		process_reread(symbols, process);
		mapping = mapping_find(process, address);
	}
	if (!mapping)
		return false;
	*file = process->paths.data + mapping->path;
	if (!mapping->inode)
		return false;
	if (!mapping->file)
		mapping->file = file_get(symbols, process, mapping);
	if (!mapping->file ||
	    !elf_symbols_find(&mapping->file->symbols,
			      address - mapping->start + mapping->offset, name, distance))
		return false;
	*name = readable(symbols, *name);
	return true;
}
