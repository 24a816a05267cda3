/*
 * Binary: function symbols of ELF files, and where they are in the file.
 */
#include "codegen/target/binary.h"

#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <gelf.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "codegen/target/table.h"
#include "lexer/arena.h"
#include "lexer/suggest.h"

struct binary {
	int descriptor;
	Elf *elf;
};

/* What a walk over the symbols does with each function. */
struct visitor {
	/* False ends the walk. */
	bool (*visit)(void *context, const char *name, const GElf_Sym *symbol);
	void *context;
};

static int open_binary(const char *path, struct binary *binary)
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

static void close_binary(struct binary *binary)
{
	elf_end(binary->elf);
	close(binary->descriptor);
}

/* A function that is in this file; an IFUNC's address is its resolver's. */
static bool is_function(const GElf_Sym *symbol)
{
	unsigned kind = GELF_ST_TYPE(symbol->st_info);

	return (kind == STT_FUNC || kind == STT_GNU_IFUNC) && symbol->st_shndx != SHN_UNDEF &&
	       symbol->st_value;
}

/* Returns false when VISIT ended the walk. */
static bool walk_section(Elf *elf, Elf_Scn *section, const GElf_Shdr *header,
			 const struct visitor *visitor)
{
	Elf_Data *data = elf_getdata(section, NULL);
	size_t count = data && header->sh_entsize ? data->d_size / header->sh_entsize : 0, index;
	const char *name;
	GElf_Sym symbol;

	for (index = 0; index < count; index++) {
		if (!gelf_getsym(data, (int)index, &symbol) || !is_function(&symbol))
			continue;
		name = elf_strptr(elf, header->sh_link, symbol.st_name);
		if (name && *name && !visitor->visit(visitor->context, name, &symbol))
			return false;
	}
	return true;
}

/* Walks .symtab and .dynsym, whichever there are. */
static void walk_symbols(Elf *elf, const struct visitor *visitor)
{
	Elf_Scn *section = NULL;
	GElf_Shdr header;

	while ((section = elf_nextscn(elf, section)))
		if (gelf_getshdr(section, &header) &&
		    (header.sh_type == SHT_SYMTAB || header.sh_type == SHT_DYNSYM) &&
		    !walk_section(elf, section, &header, visitor))
			return;
}

static int address_to_offset(Elf *elf, uint64_t address, uint64_t *offset)
{
	size_t count, index;
	GElf_Phdr header;

	if (elf_getphdrnum(elf, &count))
		return -ENOEXEC;
	for (index = 0; index < count; index++) {
		if (!gelf_getphdr(elf, (int)index, &header) || header.p_type != PT_LOAD ||
		    address < header.p_vaddr || address - header.p_vaddr >= header.p_filesz)
			continue;
		*offset = address - header.p_vaddr + header.p_offset;
		return 0;
	}
	return -ENOENT;
}

int binary_address_offset(const char *path, uint64_t address, uint64_t *offset)
{
	struct binary binary;
	int result = open_binary(path, &binary);

	if (result)
		return result;
	result = address_to_offset(binary.elf, address, offset);
	close_binary(&binary);
	return result;
}

/* Length of a name without its version: .symtab may say "memcpy@@GLIBC_2.14". */
static size_t plain_length(const char *name)
{
	return name[0] == '@' ? strlen(name) : strcspn(name, "@");
}

struct wanted {
	const char *name;
	size_t length;
	uint64_t address;
	bool is_resolver;	/* only an IFUNC was found so far */
};

static bool take_wanted(void *context, const char *name, const GElf_Sym *symbol)
{
	struct wanted *wanted = context;

	if (plain_length(name) != wanted->length || memcmp(name, wanted->name, wanted->length))
		return true;
	wanted->address = symbol->st_value;
	wanted->is_resolver = GELF_ST_TYPE(symbol->st_info) == STT_GNU_IFUNC;
	return wanted->is_resolver;
}

int binary_find_symbol(const char *path, const char *symbol, uint64_t *offset)
{
	struct wanted wanted = { .name = symbol, .length = strlen(symbol) };
	struct binary binary;
	int result = open_binary(path, &binary);

	if (result)
		return result;
	walk_symbols(binary.elf, &(struct visitor){ take_wanted, &wanted });
	if (!wanted.address)
		result = -ENOENT;
	else if (wanted.is_resolver)
		result = -EOPNOTSUPP;
	else
		result = address_to_offset(binary.elf, wanted.address, offset);
	close_binary(&binary);
	return result;
}

struct match {
	struct arena *arena;
	Elf *elf;
	const char *pattern;
	void (*visit)(void *context, const char *symbol, uint64_t offset);
	void *context;
	struct table seen;
};

static bool offer_match(void *context, const char *name, const GElf_Sym *symbol)
{
	struct match *match = context;
	uint64_t offset;
	char *plain;

	if (GELF_ST_TYPE(symbol->st_info) == STT_GNU_IFUNC)
		return true;
	plain = strndup(name, plain_length(name));
	if (plain && (!match->pattern || !fnmatch(match->pattern, plain, 0)) &&
	    !table_find(&match->seen, plain, NULL) &&
	    !address_to_offset(match->elf, symbol->st_value, &offset)) {
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
	struct match match = { .pattern = pattern, .visit = visit, .context = context };
	struct binary binary;
	int result = open_binary(path, &binary);

	if (result)
		return result;
	match.elf = binary.elf;
	match.arena = arena_new();
	match.seen.arena = match.arena;
	walk_symbols(binary.elf, &(struct visitor){ offer_match, &match });
	arena_free(match.arena);
	close_binary(&binary);
	return 0;
}

struct offer {
	struct arena *arena;
	struct suggest *suggest;
};

static bool offer_name(void *context, const char *name, const GElf_Sym *symbol)
{
	struct offer *offer = context;
	const char *before = offer->suggest->best;

	(void)symbol;
	suggest_offer(offer->suggest, name);
	/* The name lies in the file's mapping. */
	if (offer->suggest->best != before)
		offer->suggest->best = arena_copy_text(offer->arena, name, plain_length(name));
	return true;
}

int binary_suggest_symbol(struct arena *arena, const char *path, struct suggest *suggest)
{
	struct offer offer = { .arena = arena, .suggest = suggest };
	struct binary binary;
	int result = open_binary(path, &binary);

	if (result)
		return result;
	walk_symbols(binary.elf, &(struct visitor){ offer_name, &offer });
	close_binary(&binary);
	return 0;
}
