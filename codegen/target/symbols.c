/*
 * Symbols: finding names in proc/kallsyms without reading more of it than needed.
 *
 * The kernel takes some 40 ms to print its 120,000 symbols, far longer than it
 * takes to search their text. So the text is read in steps and kept as it is.
 * Where one line answers, reading stops at it; whether a name stands for several
 * functions only the whole list tells, which is then read once. Only a program
 * that asks for many names gets an index.
 */
#include <stdlib.h>
#include <string.h>

#include "codegen/target/growing_file.h"
#include "codegen/target/internal.h"
#include "codegen/target/target.h"
#include "lexer/arena.h"

enum { INDEX_AFTER = 24 };	/* questions; one search costs a millisecond, the index ten */

/*
 * Text that is no place for probes: entry code, code that must not be instrumented,
 * code of kprobes themselves, and start-up code, whose symbols outlive it.
 */
static const struct {
	const char *start, *end;
	const char *because;
	bool takes_fentry;
} closed_text[] = {
	{ " __entry_text_start\n", " __entry_text_end\n",
	  "it is the code by which the kernel is entered", false },
	{ " __noinstr_text_start\n", " __noinstr_text_end\n",
	  "it is marked as code that must not be instrumented", false },
	{ " __kprobes_text_start\n", " __kprobes_text_end\n",
	  "kprobes themselves run through it", true },
	{ " _sinittext\n", " _einittext\n",
	  "it was needed while the kernel started, and is gone", false },
};

enum { CLOSED_COUNT = sizeof(closed_text) / sizeof(closed_text[0]) };

struct symbols {
	struct growing_file text;
	unsigned questions;
	uint32_t *index;		/* 1 + line start, by hash of the name up to its first dot;
					   0: free */
	uint32_t index_mask;
	size_t closed_known;		/* the text's length for which the next member is right */
	struct { size_t start, end; } closed[CLOSED_COUNT];
	size_t text_end;		/* behind it the kernel has data, whatever its letter */
};

static struct symbols *open_symbols(struct target *target)
{
	struct symbols *symbols = target->symbols;

	if (symbols)
		return symbols;
	symbols = ARENA_NEW(target->arena, struct symbols);
	target->symbols = symbols;
	growing_file_open(&symbols->text, target->files, KERNEL_FILE_SYMBOLS);
	return symbols;
}

void target_release_symbols(struct target *target)
{
	if (!target->symbols)
		return;
	growing_file_release(&target->symbols->text);
	free(target->symbols->index);
	target->symbols = NULL;
}

/* Where the line that ends with ENDING starts; the text's length when there is none yet. */
static size_t find_line(const struct growing_file *text, const char *ending)
{
	const char *found = text->length ? memmem(text->bytes, text->length, ending,
						  strlen(ending)) : NULL;

	return found ? growing_file_line(text, (size_t)(found - text->bytes)) : text->length;
}

/*
 * Fills in what its place says about the symbol at POSITION. An end that is not read yet
 * lies behind everything; one before its start closes nothing.
 */
static void judge_place(struct symbols *symbols, size_t position, struct symbol *symbol)
{
	size_t index, length = symbols->text.length;

	for (index = 0; symbols->closed_known != length && index < CLOSED_COUNT; index++) {
		symbols->closed[index].start = find_line(&symbols->text, closed_text[index].start);
		symbols->closed[index].end = find_line(&symbols->text, closed_text[index].end);
	}
	if (symbols->closed_known != length)
		symbols->text_end = find_line(&symbols->text, " _etext\n");
	symbols->closed_known = length;
	for (index = 0; index < CLOSED_COUNT && !symbol->closed_because; index++) {
		if (position < symbols->closed[index].start ||
		    position > symbols->closed[index].end)
			continue;
		symbol->closed_because = closed_text[index].because;
		symbol->takes_fentry = closed_text[index].takes_fentry;
	}
	/* Some kernels call constants text (7.x). */
	if (position > symbols->text_end && !symbol->module && !symbol->closed_because)
		symbol->kind = 'r';
}

bool target_is_function_symbol(const struct symbol *symbol)
{
	return symbol->kind == 't' || symbol->kind == 'T' || symbol->kind == 'w' ||
	       symbol->kind == 'W';
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
static size_t parse_line(const struct growing_file *text, size_t start, struct symbol *symbol)
{
	const char *line = text->bytes + start;
	const char *end = memchr(line, '\n', text->length - start);
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
		symbol->is_generated = is_generated(symbol);
		if (symbol->is_generated)
			symbol->closed_because = "the kernel made it at run time";
		else if (is_label(symbol))
			symbol->closed_because = "it is a mark of the linker and no function";
	}
	return (size_t)(end - text->bytes) + 1;
}

static uint32_t base_length(const char *name, uint32_t length)
{
	const char *dot = length > 1 ? memchr(name + 1, '.', length - 1) : NULL;

	return dot ? (uint32_t)(dot - name) : length;
}

static void read_all(struct symbols *symbols)
{
	while (growing_file_read(&symbols->text))
		;
}

/* Indexes all lines; without memory for it there is no index. */
static void make_index(struct symbols *symbols)
{
	size_t lines = 0, position, next;
	uint32_t capacity = 1024, slot;
	struct symbol symbol;

	for (position = 0; position < symbols->text.length; position++)
		lines += symbols->text.bytes[position] == '\n';
	while (capacity < lines * 2)
		capacity *= 2;
	symbols->index = calloc(capacity, sizeof(symbols->index[0]));
	if (!symbols->index)
		return;
	symbols->index_mask = capacity - 1;
	for (position = 0; position < symbols->text.length; position = next) {
		next = parse_line(&symbols->text, position, &symbol);
		if (!symbol.name)
			continue;
		slot = table_hash(symbol.name, base_length(symbol.name, symbol.length));
		for (slot &= symbols->index_mask; symbols->index[slot];)
			slot = (slot + 1) & symbols->index_mask;
		symbols->index[slot] = (uint32_t)position + 1;
	}
}

void target_read_symbols(struct target *target)
{
	struct symbols *symbols = open_symbols(target);

	read_all(symbols);
	symbols->questions = INDEX_AFTER + 1;
	if (!symbols->index)
		make_index(symbols);
}

struct search {
	const char *name;
	uint32_t length;
	void (*visit)(void *context, const struct symbol *symbol);
	void *context;
};

/* Visits the line at START if its symbol is the name, or the name and a suffix. */
static void consider(struct symbols *symbols, const struct search *search, size_t start)
{
	struct symbol symbol;

	parse_line(&symbols->text, start, &symbol);
	if (!symbol.name || symbol.length < search->length ||
	    memcmp(symbol.name, search->name, search->length) ||
	    (symbol.length > search->length && symbol.name[search->length] != '.'))
		return;
	judge_place(symbols, start, &symbol);
	search->visit(search->context, &symbol);
}

/* The first " NAME" at or behind FROM, a position, or the text's length. */
static size_t find_name(const struct growing_file *text, size_t from, const char *needle,
			size_t length)
{
	const char *hit = text->length > from ? memmem(text->bytes + from, text->length - from,
						       needle, length) : NULL;

	return hit ? (size_t)(hit - text->bytes) : text->length;
}

static void search_text(struct symbols *symbols, const struct search *search, const char *needle)
{
	const struct growing_file *text = &symbols->text;
	size_t from = 0, length = search->length + 1;

	while ((from = find_name(text, from, needle, length)) < text->length) {
		consider(symbols, search, growing_file_line(text, from));
		from += length;
	}
}

static void search_index(struct symbols *symbols, const struct search *search)
{
	uint32_t slot = table_hash(search->name, base_length(search->name, search->length));

	for (slot &= symbols->index_mask; symbols->index[slot];
	     slot = (slot + 1) & symbols->index_mask)
		consider(symbols, search, symbols->index[slot] - 1);
}

/* " NAME"; false when NAME is none. */
static bool make_needle(char needle[512], const char *name)
{
	size_t length = strlen(name);

	if (length == 0 || length + 2 > 512)
		return false;
	needle[0] = ' ';
	memcpy(needle + 1, name, length + 1);
	return true;
}

void target_visit_named(struct target *target, const char *name,
			void (*visit)(void *context, const struct symbol *symbol), void *context)
{
	struct symbols *symbols = open_symbols(target);
	struct search search = {
		.name = name, .length = (uint32_t)strlen(name), .visit = visit, .context = context,
	};
	char needle[512];

	if (!make_needle(needle, name))
		return;
	read_all(symbols);
	if (symbols->questions++ == INDEX_AFTER)
		make_index(symbols);
	if (symbols->index)
		search_index(symbols, &search);
	else
		search_text(symbols, &search, needle);
}

/* Finds the first symbol NAME of any kind, reading no further. */
static bool find_first(struct symbols *symbols, const char *name, struct symbol *symbol)
{
	struct growing_file *text = &symbols->text;
	size_t from = 0, length = strlen(name);
	char needle[512];

	if (!make_needle(needle, name))
		return false;
	do {
		while ((from = find_name(text, from, needle, length + 1)) < text->length) {
			parse_line(text, growing_file_line(text, from), symbol);
			if (symbol->name && symbol->length == length &&
			    !memcmp(symbol->name, name, length))
				return true;
			from += length + 1;
		}
	} while (growing_file_read(text));
	return false;
}

/* The next line from POSITION on whose name may start as NEEDLE (a blank, a prefix) says. */
static size_t next_candidate(const struct growing_file *text, size_t position,
			     const char *needle, size_t length)
{
	size_t hit;

	if (length == 1)
		return position;
	hit = find_name(text, position, needle, length);
	return hit < text->length ? growing_file_line(text, hit) : hit;
}

void target_visit_symbols(struct target *target, const char *prefix,
			  void (*visit)(void *context, const struct symbol *symbol), void *context)
{
	struct symbols *symbols = open_symbols(target);
	size_t length = strlen(prefix), position = 0, next;
	struct symbol symbol;
	char needle[512] = " ";

	if (*prefix && !make_needle(needle, prefix))
		return;
	read_all(symbols);
	while (position < symbols->text.length) {
		position = next_candidate(&symbols->text, position, needle, length + 1);
		if (position == symbols->text.length)
			break;
		next = parse_line(&symbols->text, position, &symbol);
		if (symbol.name && target_is_function_symbol(&symbol) &&
		    symbol.length >= length && !memcmp(symbol.name, prefix, length)) {
			judge_place(symbols, position, &symbol);
			if (target_is_function_symbol(&symbol))
				visit(context, &symbol);
		}
		position = next;
	}
}

uint64_t target_symbol_address(const struct symbol *symbol)
{
	return strtoull(symbol->line, NULL, 16);
}

bool target_find_symbol(struct target *target, const char *name, uint64_t *address)
{
	struct symbol symbol;
	bool found = find_first(open_symbols(target), name, &symbol);

	*address = found ? target_symbol_address(&symbol) : 0;
	return found;
}

bool target_has_symbols(struct target *target)
{
	struct symbol symbol;

	return find_first(open_symbols(target), "_stext", &symbol) ||
	       find_first(open_symbols(target), "_text", &symbol);
}
