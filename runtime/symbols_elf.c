/*
 * ELF symbols: .symtab and .dynsym of a file, functions only.
 */
#include "runtime/symbols_elf.h"

#include <errno.h>
#include <gelf.h>
#include <libelf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *grow(void *array, size_t count, size_t size)
{
	array = realloc(array, count * size);
	if (!array) {
		fputs("ktrace: out of memory\n", stderr);
		exit(1);
	}
	return array;
}

static void add_symbol(struct elf_symbols *table, const GElf_Sym *symbol, const char *name)
{
	if (table->symbol_count == table->symbol_capacity) {
		table->symbol_capacity = table->symbol_capacity ? table->symbol_capacity * 2 : 256;
		table->symbols = grow(table->symbols, table->symbol_capacity,
				      sizeof(table->symbols[0]));
	}
	table->symbols[table->symbol_count++] = (struct elf_symbol){
		.address = symbol->st_value,
		.size = symbol->st_size < UINT32_MAX ? (uint32_t)symbol->st_size : UINT32_MAX,
		.name = (uint32_t)table->names.length,
	};
	buffer_append(&table->names, name, strlen(name) + 1);
}

static void read_section(struct elf_symbols *table, Elf *elf, Elf_Scn *section,
			 const GElf_Shdr *header)
{
	Elf_Data *data = elf_getdata(section, NULL);
	size_t count, i;
	const char *name;
	GElf_Sym symbol;
	int type;

	if (!data || !header->sh_entsize)
		return;
	count = header->sh_size / header->sh_entsize;
	for (i = 1; i < count && gelf_getsym(data, (int)i, &symbol); i++) {
		type = GELF_ST_TYPE(symbol.st_info);
		if ((type != STT_FUNC && type != STT_GNU_IFUNC) || symbol.st_shndx == SHN_UNDEF ||
		    !symbol.st_value)
			continue;
		name = elf_strptr(elf, header->sh_link, symbol.st_name);
		if (name && name[0])
			add_symbol(table, &symbol, name);
	}
}

static void read_sections(struct elf_symbols *table, Elf *elf)
{
	Elf_Scn *section = NULL;
	GElf_Shdr header;

	while ((section = elf_nextscn(elf, section)) != NULL)
		if (gelf_getshdr(section, &header) &&
		    (header.sh_type == SHT_SYMTAB || header.sh_type == SHT_DYNSYM))
			read_section(table, elf, section, &header);
}

static void read_segments(struct elf_symbols *table, Elf *elf)
{
	size_t count, i;
	GElf_Phdr header;

	if (elf_getphdrnum(elf, &count) || !count)
		return;
	table->segments = grow(NULL, count, sizeof(table->segments[0]));
	for (i = 0; i < count; i++) {
		if (!gelf_getphdr(elf, (int)i, &header) || header.p_type != PT_LOAD)
			continue;
		table->segments[table->segment_count++] = (struct elf_segment){
			.offset = header.p_offset,
			.size = header.p_filesz,
			.address = header.p_vaddr,
		};
	}
}

static int compare_symbols(const void *left, const void *right)
{
	const struct elf_symbol *one = left, *other = right;

	if (one->address != other->address)
		return one->address < other->address ? -1 : 1;
	return one->name < other->name ? -1 : one->name > other->name;
}

int elf_symbols_read(struct elf_symbols *table, int fd)
{
	Elf *elf;

	*table = (struct elf_symbols){ 0 };
	elf_version(EV_CURRENT);
	elf = elf_begin(fd, ELF_C_READ_MMAP, NULL);
	if (!elf)
		return -ENOEXEC;
	if (elf_kind(elf) != ELF_K_ELF) {
		elf_end(elf);
		return -ENOEXEC;
	}
	read_segments(table, elf);
	read_sections(table, elf);
	elf_end(elf);
	if (table->symbol_count)
		qsort(table->symbols, table->symbol_count, sizeof(table->symbols[0]),
		      compare_symbols);
	return 0;
}

void elf_symbols_release(struct elf_symbols *table)
{
	free(table->segments);
	free(table->symbols);
	buffer_release(&table->names);
	*table = (struct elf_symbols){ 0 };
}

static bool find_address(const struct elf_symbols *table, uint64_t offset, uint64_t *address)
{
	const struct elf_segment *segment;
	uint32_t i;

	for (i = 0; i < table->segment_count; i++) {
		segment = &table->segments[i];
		if (offset >= segment->offset && offset - segment->offset < segment->size) {
			*address = offset - segment->offset + segment->address;
			return true;
		}
	}
	return false;
}

bool elf_symbols_find(const struct elf_symbols *table, uint64_t offset, const char **name,
		      uint64_t *distance)
{
	uint32_t low = 0, high = table->symbol_count, middle, steps;
	const struct elf_symbol *symbol;
	uint64_t address;

	if (!find_address(table, offset, &address))
		return false;
	while (low < high) {
		middle = low + (high - low) / 2;
		if (table->symbols[middle].address <= address)
			low = middle + 1;
		else
			high = middle;
	}
	/* Aliases share an address, and a short one may start inside a longer one. */
	for (steps = 0; low > 0 && steps < 16; low--, steps++) {
		symbol = &table->symbols[low - 1];
		if (symbol->size && address - symbol->address >= symbol->size)
			continue;
		while (low > 1 && table->symbols[low - 2].address == symbol->address &&
		       table->symbols[low - 2].size == symbol->size)
			low--;
		symbol = &table->symbols[low - 1];
		*name = table->names.data + symbol->name;
		*distance = address - symbol->address;
		return true;
	}
	return false;
}
