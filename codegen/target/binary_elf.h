/*
 * Binary ELF: what the files that read symbols share.
 */
#pragma once

#include <gelf.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct binary {
	int descriptor;
	Elf *elf;
};

/* A function of a file, lent while it is visited. */
struct binary_symbol {
	const char *name;
	size_t length;		/* of the name without its version */
	const char *version;	/* "GLIBC_2.14"; "" for none */
	bool is_old;		/* there only for programs that were linked with an older library */
	bool is_choice;		/* an IFUNC: the address is of what chooses among several */
	uint64_t address, size;
};

struct binary_visitor {
	/* False ends the walk. */
	bool (*visit)(void *context, const struct binary_symbol *symbol);
	void *context;
	bool takes_variables;	/* besides functions */
};

/* 0, -ENOEXEC for what is no ELF file, or -errno. */
int binary_open(const char *path, struct binary *binary);
void binary_close(struct binary *binary);

/* Walks .symtab and .dynsym, whichever there are. */
void binary_walk(Elf *elf, const struct binary_visitor *visitor);

/* The file's address to the offset where its bytes are; 0 or -errno. */
int binary_to_offset(Elf *elf, uint64_t address, uint64_t *offset);

/* The other way round. */
int binary_to_address(Elf *elf, uint64_t offset, uint64_t *address);

/*
 * What the loader of this very process chose for SYMBOL of the file at PATH, whose ELF is open as
 * well; -EOPNOTSUPP where the process has not loaded that file.
 */
int binary_find_chosen(const char *path, Elf *elf, const char *symbol, uint64_t *offset);
