/*
 * Binary: function symbols of ELF files, and where they are in the file.
 */
#include "codegen/target/binary.h"

#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "codegen/target/binary_elf.h"
#include "codegen/target/table.h"
#include "lexer/arena.h"
#include "lexer/suggest.h"

int binary_open(const char *path, struct binary *binary)
{
	int result;

	if (elf_version(EV_CURRENT) == EV_NONE)
		return -ENOTSUP;
	binary->descriptor = open(path, O_RDONLY | O_CLOEXEC);
	if (binary->descriptor < 0)
		return -errno;
	binary->elf = elf_begin(binary->descriptor, ELF_C_READ_MMAP, NULL);
	result = !binary->elf || elf_kind(binary->elf) != ELF_K_ELF ? -ENOEXEC : 0;
	if (result) {
		elf_end(binary->elf);
		close(binary->descriptor);
	}
	return result;
}

void binary_close(struct binary *binary)
{
	elf_end(binary->elf);
	close(binary->descriptor);
}

/* ---- versions ---- */

/* What tells the versions of dynamic symbols; without it they have none. */
struct versions {
	Elf_Data *numbers;		/* by symbol */
	Elf_Data *definitions;
	size_t names;			/* the section of the names */
};

enum { VERSION_BITS = 0x7fff, VERSION_HIDDEN = 0x8000, VERSION_FIRST = 2 };

static void find_versions(Elf *elf, struct versions *versions)
{
	Elf_Scn *section = NULL;
	GElf_Shdr header;

	*versions = (struct versions){ 0 };
	while ((section = elf_nextscn(elf, section))) {
		if (!gelf_getshdr(section, &header))
			continue;
		if (header.sh_type == SHT_GNU_versym)
			versions->numbers = elf_getdata(section, NULL);
		if (header.sh_type == SHT_GNU_verdef) {
			versions->definitions = elf_getdata(section, NULL);
			versions->names = header.sh_link;
		}
	}
}

static const char *version_name(Elf *elf, const struct versions *versions, unsigned number)
{
	const char *name = NULL;
	GElf_Verdef definition;
	GElf_Verdaux word;
	int at = 0;

	while (versions->definitions && gelf_getverdef(versions->definitions, at, &definition)) {
		if (definition.vd_ndx == number &&
		    gelf_getverdaux(versions->definitions, at + (int)definition.vd_aux, &word))
			name = elf_strptr(elf, versions->names, word.vda_name);
		if (name || !definition.vd_next)
			break;
		at += (int)definition.vd_next;
	}
	return name ? name : "";
}

/* Fills in the version, which .symtab has in the name ("memcpy@@GLIBC_2.14") and .dynsym elsewhere. */
static void read_version(Elf *elf, const struct versions *versions, int index,
			 struct binary_symbol *symbol)
{
	const char *at = symbol->name[0] == '@' ? NULL : strchr(symbol->name, '@');
	GElf_Versym number;

	symbol->length = at ? (size_t)(at - symbol->name) : strlen(symbol->name);
	symbol->version = "";
	symbol->is_old = at && at[1] != '@';
	if (at)
		symbol->version = at + (at[1] == '@' ? 2 : 1);
	if (!versions->numbers || !gelf_getversym(versions->numbers, index, &number) ||
	    (number & VERSION_BITS) < VERSION_FIRST)
		return;
	symbol->is_old = number & VERSION_HIDDEN;
	symbol->version = version_name(elf, versions, number & VERSION_BITS);
}

/* ---- symbols ---- */

/* A function that is in this file. */
static bool is_function(const GElf_Sym *symbol)
{
	unsigned kind = GELF_ST_TYPE(symbol->st_info);

	return (kind == STT_FUNC || kind == STT_GNU_IFUNC) && symbol->st_shndx != SHN_UNDEF &&
	       symbol->st_value;
}

static bool is_variable(const GElf_Sym *symbol)
{
	return GELF_ST_TYPE(symbol->st_info) == STT_OBJECT && symbol->st_shndx != SHN_UNDEF &&
	       symbol->st_value;
}

/* Returns false when VISIT ended the walk. */
static bool walk_section(Elf *elf, Elf_Scn *section, const GElf_Shdr *header,
			 const struct binary_visitor *visitor)
{
	Elf_Data *data = elf_getdata(section, NULL);
	size_t count = data && header->sh_entsize ? data->d_size / header->sh_entsize : 0, index;
	struct versions versions = { 0 };
	struct binary_symbol symbol;
	GElf_Sym entry;

	if (header->sh_type == SHT_DYNSYM)
		find_versions(elf, &versions);
	for (index = 0; index < count; index++) {
		if (!gelf_getsym(data, (int)index, &entry) ||
		    !(is_function(&entry) || (visitor->takes_variables && is_variable(&entry))))
			continue;
		symbol.name = elf_strptr(elf, header->sh_link, entry.st_name);
		if (!symbol.name || !*symbol.name)
			continue;
		symbol.address = entry.st_value;
		symbol.size = entry.st_size;
		symbol.is_choice = GELF_ST_TYPE(entry.st_info) == STT_GNU_IFUNC;
		read_version(elf, &versions, (int)index, &symbol);
		if (!visitor->visit(visitor->context, &symbol))
			return false;
	}
	return true;
}

void binary_walk(Elf *elf, const struct binary_visitor *visitor)
{
	Elf_Scn *section = NULL;
	GElf_Shdr header;

	while ((section = elf_nextscn(elf, section)))
		if (gelf_getshdr(section, &header) &&
		    (header.sh_type == SHT_SYMTAB || header.sh_type == SHT_DYNSYM) &&
		    !walk_section(elf, section, &header, visitor))
			return;
}

/* The segment that is loaded and has AT, an address, or with IN_FILE an offset; 0 or -errno. */
static int find_segment(Elf *elf, uint64_t at, bool in_file, GElf_Phdr *segment)
{
	size_t count, index;
	uint64_t start;

	if (elf_getphdrnum(elf, &count))
		return -ENOEXEC;
	for (index = 0; index < count; index++) {
		if (!gelf_getphdr(elf, (int)index, segment) || segment->p_type != PT_LOAD)
			continue;
		start = in_file ? segment->p_offset : segment->p_vaddr;
		if (at >= start && at - start < segment->p_filesz)
			return 0;
	}
	return -ENOENT;
}

int binary_to_offset(Elf *elf, uint64_t address, uint64_t *offset)
{
	GElf_Phdr segment;
	int result = find_segment(elf, address, false, &segment);

	if (!result)
		*offset = address - segment.p_vaddr + segment.p_offset;
	return result;
}

int binary_to_address(Elf *elf, uint64_t offset, uint64_t *address)
{
	GElf_Phdr segment;
	int result = find_segment(elf, offset, true, &segment);

	if (!result)
		*address = offset - segment.p_offset + segment.p_vaddr;
	return result;
}

int binary_address_offset(const char *path, uint64_t address, uint64_t *offset)
{
	struct binary binary;
	int result = binary_open(path, &binary);

	if (result)
		return result;
	result = binary_to_offset(binary.elf, address, offset);
	binary_close(&binary);
	return result;
}

/* ---- patterns ---- */

struct match {
	struct arena *arena;
	const char *path;
	Elf *elf;
	const char *pattern;
	void (*visit)(void *context, const char *symbol, uint64_t offset);
	void *context;
	struct table seen;
	bool wants_old;
};

/* A part that the compiler moved away is no function. */
static bool is_part(const char *name)
{
	const char *dot = strchr(name, '.');

	return dot && strstr(dot, ".cold");
}

static bool offer_match(void *context, const struct binary_symbol *symbol)
{
	struct match *match = context;
	uint64_t offset;
	char *plain;

	if (symbol->is_old != match->wants_old)
		return true;
	plain = strndup(symbol->name, symbol->length);
	if (plain && !is_part(plain) &&
	    (!match->pattern || !fnmatch(match->pattern, plain, 0)) &&
	    !table_find(&match->seen, plain, NULL) &&
	    !(symbol->is_choice ? binary_find_chosen(match->path, match->elf, plain, &offset) :
				  binary_to_offset(match->elf, symbol->address, &offset))) {
		table_put(&match->seen, plain, NULL);
		match->visit(match->context, plain, offset);
	}
	free(plain);
	return true;
}

int binary_match_symbols(const char *path, const char *pattern,
			 void (*visit)(void *context, const char *symbol, uint64_t offset),
			 void *context)
{
	struct match match = {
		.path = path, .pattern = pattern, .visit = visit, .context = context,
	};
	const struct binary_visitor visitor = { .visit = offer_match, .context = &match };
	struct binary binary;
	int result = binary_open(path, &binary);

	if (result)
		return result;
	match.elf = binary.elf;
	match.arena = arena_new();
	match.seen.arena = match.arena;
	binary_walk(binary.elf, &visitor);
	/* What only older programs call has to stand back. */
	match.wants_old = true;
	binary_walk(binary.elf, &visitor);
	arena_free(match.arena);
	binary_close(&binary);
	return 0;
}

struct offer {
	struct arena *arena;
	struct suggest *suggest;
};

static bool offer_name(void *context, const struct binary_symbol *symbol)
{
	struct offer *offer = context;
	const char *before = offer->suggest->best;

	suggest_offer(offer->suggest, symbol->name);
	/* The name lies in the file's mapping. */
	if (offer->suggest->best != before)
		offer->suggest->best = arena_copy_text(offer->arena, symbol->name, symbol->length);
	return true;
}

int binary_suggest_symbol(struct arena *arena, const char *path, struct suggest *suggest)
{
	struct offer offer = { .arena = arena, .suggest = suggest };
	struct binary binary;
	int result = binary_open(path, &binary);

	if (result)
		return result;
	binary_walk(binary.elf, &(struct binary_visitor){ .visit = offer_name, .context = &offer });
	binary_close(&binary);
	return 0;
}
