/*
 * Binary: user programs and libraries that uprobes attach to.
 */
#pragma once

#include <stdint.h>

struct arena;
struct suggest;

/*
 * The path of NAME: a path as it is, else a program from PATH, else a library
 * from the loader's folders ("libc" finds libc.so.6). From ARENA; NULL
 * when nothing is found. ROOT stands before every absolute path: "", "/proc/PID/root".
 */
const char *binary_find(struct arena *arena, const char *name, const char *root);

/*
 * File offset of function SYMBOL (+ nothing) in the ELF file at PATH, from .symtab
 * or .dynsym; 0 and OFFSET set, or -ENOENT (no such symbol), -EOPNOTSUPP (the
 * program's loader chooses among several: an IFUNC), -ENOEXEC (no ELF file), -errno.
 */
int binary_find_symbol(const char *path, const char *symbol, uint64_t *offset);

/* File offset of a virtual address of the file (for `bin:0xADDR`); 0 or -errno. */
int binary_address_offset(const char *path, uint64_t address, uint64_t *offset);

/* Visits every function symbol that matches the glob, its name lent; 0 or -errno. */
int binary_match_symbols(const char *path, const char *pattern,
			 void (*visit)(void *context, const char *symbol, uint64_t offset),
			 void *context);

/*
 * The same for the functions of C++ and Rust that WANTED means (demangle_matches), or where there is
 * none, those that match it as a pattern. SYMBOL is the linker's name, NAME the one of the source.
 * -ENOTSUP where such names cannot be read.
 */
int binary_match_demangled(const char *path, const char *wanted,
			   void (*visit)(void *context, const char *symbol, const char *name,
					 uint64_t offset),
			   void *context);

/* Offers every function's name to SUGGEST; 0 or -errno. */
int binary_suggest_symbol(struct arena *arena, const char *path, struct suggest *suggest);
