/*
 * ELF symbols: the functions of one ELF file, by address.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "lexer/buffer.h"

struct elf_segment {		/* what the file maps, to turn file offsets into addresses */
	uint64_t offset, size, address;
};

struct elf_symbol {
	uint64_t address;
	uint32_t size;		/* 0: unknown, it reaches to the next one */
	uint32_t name;		/* offset of a NUL-terminated text in names */
};

struct elf_symbols {
	struct elf_segment *segments;
	uint32_t segment_count;
	struct elf_symbol *symbols;	/* by address */
	uint32_t symbol_count, symbol_capacity;
	struct buffer names;
};

/* Reads the file; 0 or -errno (-ENOEXEC: no ELF file). An empty table is no error. */
int elf_symbols_read(struct elf_symbols *table, int fd);
void elf_symbols_release(struct elf_symbols *table);

/* The function that holds the byte at file OFFSET: its name (borrowed) and the distance. */
bool elf_symbols_find(const struct elf_symbols *table, uint64_t offset, const char **name,
		      uint64_t *distance);
