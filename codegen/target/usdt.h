/*
 * USDT: probes that programs and libraries have in them, as notes (.note.stapsdt) tell: where
 * each is, and where its arguments are then.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct abi;
struct arena;

/* One place of a probe; several may have one name. */
struct usdt_probe {
	const char *provider, *name;
	const char *arguments;	/* what the compiler wrote: "-4@%edi 8@-16(%rbp)" */
	uint64_t address;	/* of the place, as the file is linked */
	uint64_t offset;	/* of the place in the file */
	uint64_t semaphore;	/* offset in the file of a counter of tracers; 0: it has none */
};

/* Visits the places of all probes of the file at PATH, in its order, texts lent; 0 or -errno. */
int usdt_visit(const char *path, void (*visit)(void *context, const struct usdt_probe *probe),
	       void *context);

/* The address of a symbol, function or variable, as the file is linked; 0 or -errno. */
int usdt_find_symbol(const char *path, const char *symbol, uint64_t *address);

enum usdt_source { USDT_CONSTANT, USDT_REGISTER, USDT_MEMORY };

/* Where an argument is; registers as offsets in struct pt_regs. */
struct usdt_argument {
	uint32_t size;		/* bytes: 1, 2, 4 or 8 */
	bool is_signed;
	enum usdt_source source;
	int64_t number;		/* the constant; memory: added to the address */
	bool has_base;
	uint32_t base;		/* the register, or memory: what is added to the address */
	uint32_t shift;		/* registers: bits below the value */
	uint32_t index, scale;	/* memory: INDEX times SCALE is added; 0: no index */
	const char *symbol;	/* memory: its address is added; NULL: none */
};

enum usdt_answer { USDT_NONE, USDT_UNKNOWN, USDT_KNOWN };

/*
 * Argument NUMBER of the ARGUMENTS of a note. USDT_NONE: there are not so many; USDT_UNKNOWN: it is
 * where nobody can read it. TEXT is what the note says of it; both from ARENA.
 */
enum usdt_answer usdt_read_argument(struct arena *arena, const struct abi *abi,
				    const char *arguments, unsigned number,
				    struct usdt_argument *argument, const char **text);
