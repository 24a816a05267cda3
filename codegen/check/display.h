/*
 * Display: values that are shown as something else than their bits: a dentry as
 * its path, a socket as its addresses. Which structs, and what of them is read.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "codegen/display.h"
#include "codegen/layout.h"
#include "codegen/type.h"

struct arena;
struct target;

enum { DISPLAY_CAPTURES_MAX = 12, DISPLAY_STEPS_MAX = 4 };

/* How a capture is read, and so what it is in the record. */
enum display_read {
	DISPLAY_READ_NUMBER = 1,
	DISPLAY_READ_POINTER,		/* followed by the emitter, in no record */
	DISPLAY_READ_TEXT,
	DISPLAY_READ_IPV4,
	DISPLAY_READ_IPV6,
	DISPLAY_READ_SOCKET_ADDRESS,
};

/* Something that is read for a display. */
struct display_capture {
	enum display_read read;
	const char *path;	/* members from the struct on: see display.c */
	uint32_t size;		/* bytes in the record */
	uint32_t only;		/* not 0: only where the first capture is this number */
	bool is_optional;	/* a kernel may lack it; a pointer on its way may be NULL */
};

struct display_row {
	const char *names;	/* the structs, blank separated */
	enum display_kind kind;
	const char *text_member;	/* its name, where str() cannot tell the display; or NULL */
	bool is_user_too;	/* also behind pointers to a program's memory */
	struct display_capture captures[DISPLAY_CAPTURES_MAX];
};

/* Where one capture is: follow the pointer at each offset, then read at the last. */
struct display_source {
	const struct display_capture *capture;
	bool is_missing;	/* this kernel does not have it */
	uint32_t step_count;
	uint32_t steps[DISPLAY_STEPS_MAX];	/* pointers to follow */
	uint32_t offset;	/* of what is read */
	uint32_t at;		/* in the record */
};

/* A display on one target. */
struct display {
	const struct display_row *row;
	const struct type *type;	/* the struct */
	enum address_space space;	/* that it lies in */
	uint32_t count;
	struct display_source sources[DISPLAY_CAPTURES_MAX];
	uint32_t size;			/* of the record */
	const char *missing;		/* "struct x.y" that this kernel lacks; NULL: it works */
};

/*
 * True when a pointer of TYPE, or a struct TYPE in SPACE, has a display; DISPLAY, from
 * ARENA where it needs memory, then says how it is read. If `missing` is set there, it cannot be.
 */
bool display_find(struct arena *arena, struct target *target, const struct type *type,
		  enum address_space space, struct display *display);

/* What is sent for the display. */
struct layout display_layout(struct arena *arena, const struct display *display);

/* The form of a struct by value that is an address in itself; false for others. */
bool display_find_address(const struct type *type, enum address_form *form);

/* Can str() tell the display, on the kernel's side? */
static inline bool display_has_text(enum display_kind kind)
{
	return kind == DISPLAY_NAME || kind >= DISPLAY_KINDS;
}
