/*
 * Binary: user programs and libraries that uprobes attach to.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "codegen/target/function_form.h"

struct arena;
struct suggest;

/*
 * The path of NAME: a path as it is, else a program from PATH, else a library
 * from the loader's folders ("libc" finds libc.so.6). From ARENA; NULL
 * when nothing is found. ROOT stands before every absolute path: "", "/proc/PID/root".
 */
const char *binary_find(struct arena *arena, const char *name, const char *root);

/* One of the functions that a name means. */
struct binary_place {
	const char *symbol;		/* without a version */
	uint64_t offset;		/* in the file */
	enum function_form form;
	struct binary_place *next;
};

/*
 * The functions that NAME means in the ELF file at PATH, from .symtab or .dynsym, in ARENA: those
 * that are called so, else what the compiler made of such a one. NAME@VERSION is that version of
 * it; without one the version that programs are linked with today counts. 0, or -ENOENT (no such
 * function), -EOPNOTSUPP (the loader chooses among several: an IFUNC, and not one of this process'
 * own libraries), -ENOEXEC (no ELF file), -errno.
 */
int binary_find_functions(struct arena *arena, const char *path, const char *name,
			  struct binary_place **places);

/* File offset of the first of them; 0 or what binary_find_functions returns. */
int binary_find_symbol(const char *path, const char *symbol, uint64_t *offset);

/* Where a symbol, of a function or a variable, is in the memory of who runs the file. */
struct binary_variable {
	uint64_t address;	/* as the file says */
	uint64_t size;		/* bytes; 0: not told */
	int64_t distance;	/* from the code at a file offset to it, wherever the file is loaded */
	bool is_fixed;		/* the file is always loaded where it says */
};

/* Finds SYMBOL, and its distance from the code at the file OFFSET; 0 or -errno (ENOENT: no such symbol). */
int binary_find_variable(const char *path, const char *symbol, uint64_t offset,
			 struct binary_variable *variable);

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
