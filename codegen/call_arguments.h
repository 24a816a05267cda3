/*
 * Call arguments: a system call with all its arguments as one value. What the kernel side
 * writes, by which table, and what the user side reads.
 *
 * The value holds the registers that carry arguments and *pieces*, which are what they point to:
 * copied at the entry, or at the return where the kernel writes it. Which parameter means what is the
 * plan's to say (plan_call), so that the value needs no more than the call's number.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum {
	CALL_REGISTERS = 6,
	CALL_PIECE_BYTES = 248,		/* the most of one piece: two of them always fit */
	CALL_PIECES_BYTES = 512,
	CALL_PIECE_LAST = CALL_PIECES_BYTES / 2,	/* no piece begins behind this */
	CALL_BUFFER_BYTES = 64,		/* of data that is no text: what is kept of it */
	CALL_ELEMENTS = 8,		/* of a vector: texts of argv, buffers of writev */
	CALL_ROUNDS = 24,		/* copies, and what ends them */
};

enum call_flag {
	CALL_IS_COMPAT = 1,		/* a 32-bit program's */
	CALL_IS_SHORT = 2,		/* there was no room for all pieces */
	CALL_HAS_FAULT = 4,		/* a piece could not be read */
	CALL_HAS_CUT = 8,		/* a text is longer than its piece */
};

struct call_piece {
	uint8_t parameter;		/* which it is of, counted from 0 */
	uint8_t flags;			/* enum piece_flag */
	uint16_t length;		/* bytes that follow, padded to 8 */
	uint32_t whole;			/* bytes that there were to copy, where that is known */
};

enum piece_flag {
	PIECE_IS_FAULT = CALL_HAS_FAULT,
	PIECE_IS_CUT = CALL_HAS_CUT,
};

struct call_arguments {
	uint32_t number;		/* by the caller's table */
	uint16_t flags;			/* enum call_flag */
	uint16_t used;			/* bytes of pieces */
	uint16_t next;			/* the kernel side's own: which copy is next */
	uint16_t element;		/* ... of which element of a vector */
	uint32_t left;			/* ... how many bytes of the vector count */
	uint64_t registers[CALL_REGISTERS];	/* of a 32-bit program with 32 bits each */
	unsigned char pieces[CALL_PIECES_BYTES];
};

/* ---- the table of what is copied ---- */

/* One copy, as a number: the fields below from its lowest byte on; 0 ends a call's list. */
enum copy_kind {
	COPY_END,
	COPY_TEXT,
	COPY_BYTES,
	COPY_TEXTS,			/* an array of pointers to texts that ends with NULL */
	COPY_VECTOR,			/* an array of struct iovec */
};

/* How many there are: a register's number plus one, or one of these. */
enum copy_count {
	COPY_ONE = 0,
	COPY_RESULT = 7,		/* what the call returned */
	COPY_BEHIND = 8,		/* plus a register's number: the int that it points to */
};

struct copy {
	uint8_t kind;			/* enum copy_kind */
	uint8_t parameter;
	uint8_t address;		/* the register */
	uint8_t count;			/* enum copy_count */
	uint16_t unit;			/* bytes of one */
	uint16_t most;			/* bytes of all, at most */
};

/*
 * What is copied of one call at its entry and at its return. What the entry could not read, in a page
 * that nobody had touched, the return may: then it copies all of that again.
 */
struct call_copies {
	uint32_t entry_count, exit_count;
	const struct copy *entry, *exit;
	bool is_final;			/* at the return its memory is another program's */
};

/* How the user side shows a parameter whose pieces are there: the mode of its layout. */
enum call_shape {
	CALL_NUMBER,			/* no pieces: what is in the register */
	CALL_TEXT,
	CALL_TEXTS,
	CALL_DATA,			/* bytes */
	CALL_VALUE,			/* children[0] says what */
	CALL_VALUES,			/* as many of these as there are */
	CALL_ADDRESS,			/* of a socket */
	CALL_VECTOR,
	CALL_SHAPES,
};
