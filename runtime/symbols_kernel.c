/*
 * Kernel symbols: addresses to names by /proc/kallsyms, read at the first question.
 *
 * The tracing process must stay small, so only functions are kept, as sorted
 * addresses beside offsets into one block of names, read through a small window.
 */
#include "runtime/symbols.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lexer/buffer.h"

#define WINDOW 16384	/* more than the longest line of kallsyms */

struct kernel_symbol {
	uint64_t address;
	uint32_t name;		/* offsets of NUL-terminated texts in names */
	uint32_t module;
};

struct kernel_symbols {
	int fd;			/* to be read; -1: to be opened */
	bool is_read;
	struct kernel_symbol *symbols;	/* by address */
	uint32_t count, capacity;
	struct buffer names;	/* starts with the empty text */
};

struct kernel_symbols *kernel_symbols_open(int kallsyms_fd)
{
	struct kernel_symbols *symbols = calloc(1, sizeof(*symbols));

	if (!symbols)
		abort();
	symbols->fd = kallsyms_fd;
	return symbols;
}

void kernel_symbols_close(struct kernel_symbols *symbols)
{
	if (!symbols)
		return;
	if (symbols->fd >= 0)
		close(symbols->fd);
	free(symbols->symbols);
	buffer_release(&symbols->names);
	free(symbols);
}

/* ---- reading ---- */

static void add_symbol(struct kernel_symbols *symbols, uint64_t address, const char *name,
		       size_t length, uint32_t module)
{
	if (symbols->count == symbols->capacity) {
		symbols->capacity = symbols->capacity ? symbols->capacity * 2 : 4096;
		symbols->symbols = realloc(symbols->symbols,
					   symbols->capacity * sizeof(symbols->symbols[0]));
		if (!symbols->symbols) {
			fputs("ktrace: out of memory\n", stderr);
			exit(1);
		}
	}
	symbols->symbols[symbols->count++] = (struct kernel_symbol){
		.address = address,
		.name = (uint32_t)symbols->names.length,
		.module = module,
	};
	buffer_append(&symbols->names, name, length);
	buffer_append_char(&symbols->names, '\0');
}

/* Symbols of one module follow each other: its name is kept once. */
static uint32_t add_module(struct kernel_symbols *symbols, const char *name, size_t length)
{
	const struct kernel_symbol *last = symbols->symbols + symbols->count - 1;
	const char *known;
	uint32_t offset;

	if (symbols->count && last->module) {
		known = symbols->names.data + last->module;
		if (strncmp(known, name, length) == 0 && !known[length])
			return last->module;
	}
	offset = (uint32_t)symbols->names.length;
	buffer_append(&symbols->names, name, length);
	buffer_append_char(&symbols->names, '\0');
	return offset;
}

/* "ADDRESS TYPE NAME[\t[MODULE]]" */
static void parse_line(struct kernel_symbols *symbols, const char *line, const char *end)
{
	const char *name, *name_end, *module;
	uint64_t address = 0;
	uint32_t module_offset = 0;
	unsigned digit;

	for (; line < end && *line != ' '; line++) {
		digit = *line >= 'a' ? (unsigned)(*line - 'a' + 10) : (unsigned)(*line - '0');
		if (digit > 15)
			return;
		address = address << 4 | digit;
	}
	/* An address of zero is hidden (kptr_restrict) or absolute. */
	if (end - line < 4 || line[2] != ' ' || !strchr("tTwW", line[1]) || !address)
		return;
	name = line + 3;
	name_end = memchr(name, '\t', (size_t)(end - name));
	if (name_end) {
		module = name_end + 2;
		if (end - module > 1 && end[-1] == ']')
			module_offset = add_module(symbols, module, (size_t)(end - 1 - module));
	} else {
		name_end = end;
	}
	add_symbol(symbols, address, name, (size_t)(name_end - name), module_offset);
}

static void read_lines(struct kernel_symbols *symbols, int fd)
{
	char window[WINDOW], *line, *stop;
	size_t held = 0;
	ssize_t count;

	for (;;) {
		count = read(fd, window + held, sizeof(window) - held);
		if (count < 0 && errno == EINTR)
			continue;
		if (count <= 0)
			return;
		held += (size_t)count;
		for (line = window; ; line = stop + 1) {
			stop = memchr(line, '\n', held - (size_t)(line - window));
			if (!stop)
				break;
			parse_line(symbols, line, stop);
		}
		held -= (size_t)(line - window);
		if (held == sizeof(window))	/* no line is so long */
			return;
		memmove(window, line, held);
	}
}

/* Names at the same address stay in kallsyms' order. */
static int compare_symbols(const void *left, const void *right)
{
	const struct kernel_symbol *one = left, *other = right;

	if (one->address != other->address)
		return one->address < other->address ? -1 : 1;
	return one->name < other->name ? -1 : one->name > other->name;
}

static bool is_sorted(const struct kernel_symbols *symbols)
{
	uint32_t i;

	for (i = 1; i < symbols->count; i++)
		if (compare_symbols(&symbols->symbols[i - 1], &symbols->symbols[i]) > 0)
			return false;
	return true;
}

static void trim(struct kernel_symbols *symbols)
{
	struct kernel_symbol *shorter;
	char *names;

	shorter = realloc(symbols->symbols, symbols->count * sizeof(*shorter));
	if (shorter) {
		symbols->symbols = shorter;
		symbols->capacity = symbols->count;
	}
	names = realloc(symbols->names.data, symbols->names.length + 1);
	if (names) {
		symbols->names.data = names;
		symbols->names.capacity = symbols->names.length + 1;
	}
}

static void read_symbols(struct kernel_symbols *symbols)
{
	symbols->is_read = true;
	buffer_append_char(&symbols->names, '\0');
	if (symbols->fd < 0)
		symbols->fd = open("/proc/kallsyms", O_RDONLY | O_CLOEXEC);
	if (symbols->fd < 0)
		return;
	read_lines(symbols, symbols->fd);
	close(symbols->fd);
	symbols->fd = -1;
	if (!symbols->count)
		return;
	if (!is_sorted(symbols))
		qsort(symbols->symbols, symbols->count, sizeof(symbols->symbols[0]),
		      compare_symbols);
	trim(symbols);
}

/* ---- asking ---- */

/* How many symbols stand at or below ADDRESS. */
static uint32_t count_below(const struct kernel_symbols *symbols, uint64_t address)
{
	uint32_t low = 0, high = symbols->count, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (symbols->symbols[middle].address <= address)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

bool kernel_symbols_find(struct kernel_symbols *symbols, uint64_t address, const char **name,
			 const char **module, uint64_t *distance)
{
	const struct kernel_symbol *symbol;
	uint32_t below;

	if (!symbols->is_read)
		read_symbols(symbols);
	below = count_below(symbols, address);
	if (!below)
		return false;
	symbol = &symbols->symbols[below - 1];
	*name = symbols->names.data + symbol->name;
	*module = symbols->names.data + symbol->module;
	*distance = address - symbol->address;
	return true;
}
