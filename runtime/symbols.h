/*
 * Symbols: addresses to names, for the kernel (kallsyms, read at the first
 * question) and for user processes (their mapped files' ELF symbols).
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct buffer;
struct kernel_symbols;
struct user_symbols;

/* KALLSYMS_FD: an open /proc/kallsyms or -1 to open it at the first question; owned from here. */
struct kernel_symbols *kernel_symbols_open(int kallsyms_fd);
void kernel_symbols_close(struct kernel_symbols *symbols);

/* The symbol that holds ADDRESS: its name (borrowed), module ("" for vmlinux) and the distance; false: none. */
bool kernel_symbols_find(struct kernel_symbols *symbols, uint64_t address, const char **name,
			 const char **module, uint64_t *distance);

/* DEMANGLES: names of C++ are told as its sources write them. */
struct user_symbols *user_symbols_open(bool demangles);
void user_symbols_close(struct user_symbols *symbols);

/* Remembers the process's mappings now, before it can exit (-c, -p, first event of a pid). */
void user_symbols_note_process(struct user_symbols *symbols, pid_t pid);

/* The same for a user address of process PID; FILE is the mapped file's path. */
bool user_symbols_find(struct user_symbols *symbols, pid_t pid, uint64_t address,
		       const char **name, const char **file, uint64_t *distance);
