/*
 * Render, inside: what the render_*.c files share.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "codegen/layout.h"
#include "lexer/buffer.h"
#include "runtime/render.h"

/* Where a layout's fields start; values in records are aligned to nothing. */
static inline uint64_t load_u64(const void *data)
{
	uint64_t value;

	memcpy(&value, data, sizeof(value));
	return value;
}

static inline uint32_t load_u32(const void *data)
{
	uint32_t value;

	memcpy(&value, data, sizeof(value));
	return value;
}

/* buffer_append() without the call where there is room, which there nearly always is. */
static inline void append(struct buffer *out, const void *bytes, size_t length)
{
	if (out->capacity - out->length <= length) {
		buffer_append(out, bytes, length);
		return;
	}
	memcpy(out->data + out->length, bytes, length);
	out->length += length;
	out->data[out->length] = '\0';
}

/* Enough for a 64-bit number in base 8, or a 128-bit one in base 10, with its sign. */
#define RENDER_DIGITS 48

/* Writes VALUE's digits so that they end before END, and returns where they start. */
char *render_digits(char *end, uint64_t value, unsigned base, bool upper);

/* Appends VALUE in decimal, with a minus sign if it is signed and negative. */
void render_decimal(uint64_t value, bool is_signed, struct buffer *out);

/* Appends VALUE as 0x…; zero as bare "0" unless FULL. */
void render_hex(uint64_t value, bool full, struct buffer *out);

/* The value of an integer, boolean, enum or pointer, or of a bit-field; extended to 64 bits. */
uint64_t render_load_integer(const struct layout *layout, const void *data);

/* Appends an integer of any size, 16 bytes too, divided as the render says. */
void render_integer(const struct render *render, const struct layout *layout, const void *data,
		    struct buffer *out);

/* Text of the kinds that need a look-up. */
void render_kernel_symbol(const struct render *render, const struct layout *layout,
			  const void *data, struct buffer *out);
void render_user_symbol(const struct render *render, const struct layout *layout,
			const void *data, struct buffer *out);
void render_stack(const struct render *render, const struct layout *layout, const void *data,
		  struct buffer *out);
void render_timestamp(const struct render *render, const struct layout *layout, const void *data,
		      struct buffer *out);

/* A system call with its arguments: as text, and as a JSON object. */
void render_call(const struct render *render, const struct layout *layout, const void *data,
		 struct buffer *out);
void render_json_call(const struct render *render, const struct layout *layout,
		      const void *data, struct buffer *out);

/* The wall-clock time that a time since boot was. */
struct wall_time {
	int64_t seconds;	/* since the epoch */
	uint32_t nanoseconds;
};

struct wall_time render_wall_time(uint64_t boot_nanoseconds);

/* A number as its form shows it; in JSON false where it is the plain number. */
void render_form(const struct render *render, const struct layout *layout, const void *data,
		 struct buffer *out);
bool render_form_json(const struct render *render, const struct layout *layout,
		      const void *data, struct buffer *out);

/* Text of the kinds that stand for something; display.h says what their memory holds. */
void render_display(const struct render *render, const struct layout *layout, const void *data,
		    struct buffer *out);
void render_address(const struct render *render, const struct layout *layout, const void *data,
		    struct buffer *out);

/* An IP address (family AF_INET or AF_INET6); the same with its port, in the host's byte order. */
void render_ip(unsigned family, const void *bytes, struct buffer *out);
void render_endpoint(unsigned family, const void *bytes, uint16_t port, struct buffer *out);

/* sun_path of LENGTH bytes: a path, or an abstract name behind a NUL; 0 bytes: no name. */
void render_unix_name(const struct render *render, const char *name, size_t length,
		      struct buffer *out);

/* AF_NETLINK. */
void render_family(unsigned family, struct buffer *out);

/* What is shown for a value that could not be read. */
#define RENDER_FAULT "<fault>"

/* Whether a string of LENGTH bytes was cut where it was read. */
bool render_string_is_cut(const struct layout *layout, uint32_t length);

/* How many of a buffer's or string's bytes are valid, whatever its memory says. */
uint32_t render_string_length(const struct layout *layout, const void *data);
uint32_t render_buffer_length(const struct layout *layout, const void *data);

/* Appends bytes as %r, %rx and %rh show a buffer. */
void render_buffer_escaped(const void *bytes, uint32_t length, struct buffer *out);
void render_buffer_hex(const void *bytes, uint32_t length, const char *before,
		       const char *between, struct buffer *out);

/*
 * Fetches the value that an interned key stands for. MEMORY is cleared and used for it;
 * NULL when there is none.
 */
const void *render_interned(const struct render *render, const struct layout *layout,
			    const void *data, struct buffer *memory);
