/*
 * Symbols: finding names in proc/kallsyms without reading more of it than needed.
 *
 * The kernel takes some 35 ms to print its 120,000 symbols, far longer than it
 * takes to search their text. So the text is read in steps, kept as it is, and
 * reading stops at the first line that answers; the next question starts with
 * what is there already. Only a program that asks for many names gets an index.
 */
#include <stdlib.h>
#include <string.h>

#include "codegen/target/internal.h"
#include "codegen/target/target.h"
#include "lexer/arena.h"

#define INITIAL_CAPACITY ((size_t)8 << 20)
#define STEP ((size_t)128 << 10)

enum { INDEX_AFTER = 24 };	/* questions; one search costs a millisecond, the index ten */

/*
 * Text that is no place for probes: entry code, code that must not be instrumented,
 * code of kprobes themselves, and start-up code, whose symbols outlive it.
 */
static const char *const closed_text[][2] = {
	{ " __entry_text_start\n", " __entry_text_end\n" },
	{ " __noinstr_text_start\n", " __noinstr_text_end\n" },
	{ " __kprobes_text_start\n", " __kprobes_text_end\n" },
	{ " _sinittext\n", " _einittext\n" },
};

enum { CLOSED_COUNT = sizeof(closed_text) / sizeof(closed_text[0]) };

struct symbols {
	struct kernel_stream stream;
	bool is_at_end;
	char *bytes;
	size_t length;			/* whole lines only */
	size_t unfinished;		/* bytes of a line not yet complete, after LENGTH */
	size_t capacity;
	unsigned questions;
	uint32_t *index;		/* 1 + line start, by hash of the name up to its first dot;
					   0: free */
	uint32_t index_mask;
	size_t closed_known;		/* LENGTH for which the next member is right */
	struct { size_t start, end; } closed[CLOSED_COUNT];
};

static struct symbols *open_symbols(struct target *target)
{
	struct symbols *symbols = target->symbols;

	if (symbols)
		return symbols;
	symbols = ARENA_NEW(target->arena, struct symbols);
	target->symbols = symbols;
	symbols->is_at_end = kernel_stream_open(target->files, KERNEL_FILE_SYMBOLS,
						&symbols->stream) < 0;
	return symbols;
}

static void end_reading(struct symbols *symbols)
{
	if (!symbols->is_at_end)
		kernel_stream_close(&symbols->stream);
	symbols->is_at_end = true;
}

void target_release_symbols(struct target *target)
{
	if (!target->symbols)
		return;
	end_reading(target->symbols);
	free(target->symbols->bytes);
	free(target->symbols->index);
	target->symbols = NULL;
}

static bool make_room(struct symbols *symbols)
{
	size_t used = symbols->length + symbols->unfinished;
	size_t capacity = symbols->capacity;
	char *bytes;

	if (used + STEP <= capacity)
		return true;
	capacity = capacity ? capacity * 2 : INITIAL_CAPACITY;
	bytes = realloc(symbols->bytes, capacity);
	if (!bytes)
		return false;
	symbols->bytes = bytes;
	symbols->capacity = capacity;
	return true;
}

/* Reads some more lines; false at the end. */
static bool read_more(struct symbols *symbols)
{
	size_t used, before = symbols->length, wanted;
	const char *newline;
	ssize_t got = 0;

	if (symbols->is_at_end || !make_room(symbols)) {
		end_reading(symbols);
		return false;
	}
	used = symbols->length + symbols->unfinished;
	wanted = used + STEP;
	/* One read gives no more than a page of this file. */
	while (used < wanted &&
	       (got = kernel_stream_read(&symbols->stream, symbols->bytes + used,
					 wanted - used)) > 0)
		used += (size_t)got;
	if (got <= 0)
		end_reading(symbols);
	newline = used > before ? memrchr(symbols->bytes + before, '\n', used - before) : NULL;
	if (newline)
		symbols->length = (size_t)(newline - symbols->bytes) + 1;
	symbols->unfinished = used - symbols->length;
	return symbols->length > before || !symbols->is_at_end;
}

static size_t line_start(const struct symbols *symbols, size_t position)
{
	const char *newline = memrchr(symbols->bytes, '\n', position);

	return newline ? (size_t)(newline - symbols->bytes) + 1 : 0;
}

/* Where the line that ends with TEXT starts; LENGTH when there is none yet. */
static size_t find_line(const struct symbols *symbols, const char *text)
{
	const char *found = symbols->length ? memmem(symbols->bytes, symbols->length, text,
						     strlen(text)) : NULL;

	return found ? line_start(symbols, (size_t)(found - symbols->bytes)) : symbols->length;
}

/* An end that is not read yet lies behind everything; one before its start closes nothing. */
static bool is_closed_text(struct symbols *symbols, size_t position)
{
	size_t index;

	if (symbols->closed_known != symbols->length) {
		for (index = 0; index < CLOSED_COUNT; index++) {
			symbols->closed[index].start = find_line(symbols, closed_text[index][0]);
			symbols->closed[index].end = find_line(symbols, closed_text[index][1]);
		}
		symbols->closed_known = symbols->length;
	}
	for (index = 0; index < CLOSED_COUNT; index++)
		if (position >= symbols->closed[index].start &&
		    position <= symbols->closed[index].end)
			return true;
	return false;
}

static bool is_function_kind(char kind)
{
	return kind == 't' || kind == 'T' || kind == 'w' || kind == 'W';
}

/* The linker's marks have the addresses of functions and are none. */
static bool is_label(const struct symbol *symbol)
{
	static const char *const endings[] = { "_text_start", "_text_end", "_stext", "_etext",
					       "_sinittext", "_einittext" };
	size_t index, length;

	if (symbol->length == 0 || symbol->name[0] != '_')
		return false;
	for (index = 0; index < sizeof(endings) / sizeof(endings[0]); index++) {
		length = strlen(endings[index]);
		if (symbol->length >= length &&
		    !memcmp(symbol->name + symbol->length - length, endings[index], length))
			return true;
	}
	return symbol->length == 5 && !memcmp(symbol->name, "_text", 5);
}

/* Programs and trampolines that the kernel made itself are listed like modules' functions. */
static bool is_generated(const struct symbol *symbol)
{
	static const char builtin[] = "__builtin__";

	return symbol->module &&
	       ((symbol->module_length == 3 && !memcmp(symbol->module, "bpf", 3)) ||
		(symbol->module_length >= sizeof(builtin) - 1 &&
		 !memcmp(symbol->module, builtin, sizeof(builtin) - 1)));
}

/* Reads the line at START ("address kind name[\t[module]]"); returns the next line's start. */
static size_t parse_line(const struct symbols *symbols, size_t start, struct symbol *symbol)
{
	const char *line = symbols->bytes + start;
	const char *end = memchr(line, '\n', symbols->length - start);
	const char *kind = memchr(line, ' ', (size_t)(end - line));
	const char *tab;

	memset(symbol, 0, sizeof(*symbol));
	if (kind && end - kind > 3) {
		symbol->line = line;
		symbol->kind = kind[1];
		symbol->name = kind + 3;
		symbol->length = (uint32_t)(end - symbol->name);
		tab = memchr(symbol->name, '\t', symbol->length);
		if (tab) {
			symbol->length = (uint32_t)(tab - symbol->name);
			if (end - tab > 3) {
				symbol->module = tab + 2;
				symbol->module_length = (uint32_t)(end - tab) - 3;
			}
		}
		symbol->is_closed = is_generated(symbol) || is_label(symbol);
	}
	return (size_t)(end - symbols->bytes) + 1;
}

/* What is wanted, and what was found on the way. */
struct search {
	const char *name;
	uint32_t length;
	const char *module;
	bool is_function;
	struct symbol *symbol, *clone;
	size_t symbol_line, clone_line;
};

/* `f.cold` is a part of f that nobody calls. */
static bool is_clone_of(const struct symbol *symbol, const struct search *search)
{
	return symbol->length > search->length && symbol->name[search->length] == '.' &&
	       !memmem(symbol->name + search->length, symbol->length - search->length, ".cold", 5);
}

/* Judges the line at START; true when it is the one. */
static bool consider(struct symbols *symbols, struct search *search, size_t start)
{
	struct symbol symbol;

	parse_line(symbols, start, &symbol);
	if (!symbol.name || symbol.length < search->length ||
	    memcmp(symbol.name, search->name, search->length) ||
	    (search->is_function && !is_function_kind(symbol.kind)))
		return false;
	if (search->module && !strcmp(search->module, "vmlinux") ? symbol.module != NULL :
	    search->module && (symbol.module_length != strlen(search->module) ||
			       memcmp(symbol.module, search->module, symbol.module_length)))
		return false;
	if (symbol.length == search->length) {
		*search->symbol = symbol;
		search->symbol_line = start;
		return true;
	}
	if (!search->clone->name && is_function_kind(symbol.kind) && is_clone_of(&symbol, search)) {
		*search->clone = symbol;
		search->clone_line = start;
	}
	return false;
}

/* Searches the text for the name, reading on as needed. */
static bool search_text(struct symbols *symbols, struct search *search)
{
	char needle[512];
	size_t from = 0, length = search->length + 1;
	const char *hit;

	if (length >= sizeof(needle))
		return false;
	needle[0] = ' ';
	memcpy(needle + 1, search->name, search->length);
	do {
		while (from < symbols->length &&
		       (hit = memmem(symbols->bytes + from, symbols->length - from, needle,
				     length))) {
			from = (size_t)(hit - symbols->bytes);
			if (consider(symbols, search, line_start(symbols, from)))
				return true;
			from += length;
		}
		from = symbols->length;
	} while (read_more(symbols));
	return false;
}

static uint32_t base_length(const char *name, uint32_t length)
{
	const char *dot = length > 1 ? memchr(name + 1, '.', length - 1) : NULL;

	return dot ? (uint32_t)(dot - name) : length;
}

/* Indexes all lines; false when there is no memory for it. */
static bool make_index(struct symbols *symbols)
{
	size_t lines = 0, position, next;
	uint32_t capacity = 1024, slot;
	struct symbol symbol;

	while (read_more(symbols))
		;
	for (position = 0; position < symbols->length; position++)
		lines += symbols->bytes[position] == '\n';
	while (capacity < lines * 2)
		capacity *= 2;
	symbols->index = calloc(capacity, sizeof(symbols->index[0]));
	if (!symbols->index)
		return false;
	symbols->index_mask = capacity - 1;
	for (position = 0; position < symbols->length; position = next) {
		next = parse_line(symbols, position, &symbol);
		if (!symbol.name)
			continue;
		slot = table_hash(symbol.name, base_length(symbol.name, symbol.length));
		for (slot &= symbols->index_mask; symbols->index[slot];)
			slot = (slot + 1) & symbols->index_mask;
		symbols->index[slot] = (uint32_t)position + 1;
	}
	return true;
}

static bool search_index(struct symbols *symbols, struct search *search)
{
	uint32_t slot = table_hash(search->name, base_length(search->name, search->length));

	for (slot &= symbols->index_mask; symbols->index[slot];
	     slot = (slot + 1) & symbols->index_mask)
		if (consider(symbols, search, symbols->index[slot] - 1))
			return true;
	return false;
}

bool target_lookup_symbol(struct target *target, const char *module, const char *name,
			  bool is_function, struct symbol *symbol, struct symbol *clone)
{
	struct symbols *symbols = open_symbols(target);
	struct search search = {
		.name = name, .length = (uint32_t)strlen(name), .module = module,
		.is_function = is_function, .symbol = symbol, .clone = clone,
	};
	bool found, symbol_closed, clone_closed;

	memset(symbol, 0, sizeof(*symbol));
	memset(clone, 0, sizeof(*clone));
	if (search.length == 0)
		return false;
	if (symbols->questions++ == INDEX_AFTER)
		make_index(symbols);
	found = symbols->index ? search_index(symbols, &search) : search_text(symbols, &search);
	/* Reading on may have moved the text that was pointed into: taken from the lines again. */
	symbol_closed = found && is_closed_text(symbols, search.symbol_line);
	clone_closed = clone->name && is_closed_text(symbols, search.clone_line);
	if (found)
		parse_line(symbols, search.symbol_line, symbol);
	if (clone->name)
		parse_line(symbols, search.clone_line, clone);
	symbol->is_closed |= symbol_closed;
	clone->is_closed |= clone_closed;
	return found || clone->name;
}

/* The next line from POSITION on whose name may start as NEEDLE (a blank, a prefix) says. */
static size_t next_candidate(const struct symbols *symbols, size_t position, const char *needle,
			     size_t length)
{
	const char *hit;

	if (length == 1)
		return position;
	hit = memmem(symbols->bytes + position, symbols->length - position, needle, length);
	return hit ? line_start(symbols, (size_t)(hit - symbols->bytes)) : symbols->length;
}

void target_visit_symbols(struct target *target, const char *prefix,
			  void (*visit)(void *context, const struct symbol *symbol), void *context)
{
	struct symbols *symbols = open_symbols(target);
	size_t length = strlen(prefix), position = 0, next;
	struct symbol symbol;
	char needle[512] = " ";

	if (length + 2 > sizeof(needle))
		return;
	memcpy(needle + 1, prefix, length + 1);
	while (read_more(symbols))
		;
	while (position < symbols->length) {
		position = next_candidate(symbols, position, needle, length + 1);
		if (position == symbols->length)
			break;
		next = parse_line(symbols, position, &symbol);
		if (symbol.name && is_function_kind(symbol.kind) && symbol.length >= length &&
		    !memcmp(symbol.name, prefix, length)) {
			symbol.is_closed |= is_closed_text(symbols, position);
			visit(context, &symbol);
		}
		position = next;
	}
}

bool target_find_symbol(struct target *target, const char *name, uint64_t *address)
{
	struct symbol symbol, clone;

	target_lookup_symbol(target, NULL, name, false, &symbol, &clone);
	*address = symbol.name ? strtoull(symbol.line, NULL, 16) : 0;
	return symbol.name != NULL;
}
