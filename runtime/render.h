/*
 * Render: values to text, by layout.
 *
 * Rows in render.c, one for each layout kind, hold how it prints in text and in
 * JSON. Symbols, mounts and interned tables are looked up through the parts that
 * a render holds; each is opened at its first use.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buffer;
struct id_names;
struct kernel_symbols;
struct layout;
struct live;
struct mounts;
struct plan_event;
struct user_symbols;

struct render {
	const struct live *live;	/* for interned values; NULL in unit tests without any */
	struct kernel_symbols *kernel_symbols;
	struct user_symbols *user_symbols;
	struct mounts *mounts;
	struct id_names *id_names;	/* of users, groups, control groups; NULL: numbers */
	bool escape;			/* show control and invalid bytes of probe data as \xNN */
	bool is_line;			/* of probe data show line ends alone as \x0a */
	const char *truncated_trailer;	/* ".." behind strings that were cut; "" for none */
	bool compact;			/* keys of JSON objects: no blanks, no indentation */
	uint32_t divisor;		/* print(@m, top, div): numbers are divided; 0: as they are */
};

/* Appends the value at DATA as print() and %s show it: text, no newline. */
void render_text(const struct render *render, const struct layout *layout, const void *data,
		 struct buffer *out);

/* Appends the value as a JSON value. */
void render_json(const struct render *render, const struct layout *layout, const void *data,
		 struct buffer *out);

/*
 * Appends "NAME": value, the inside of a JSON object. A text that is not valid
 * UTF-8 is followed by "NAME_hex" with its exact bytes; where it is part of a tuple or an
 * array, "NAME_hex" is an array as well, with null for the other parts.
 */
void render_json_member(const struct render *render, const char *name, size_t name_length,
			const struct layout *layout, const void *data, struct buffer *out);

/*
 * Makes a map's key fit to be a name: one that is not valid UTF-8, or could be taken for
 * such, has its exact bytes behind it, so that two keys never have one name for that.
 */
void render_json_mark_key(struct buffer *key);

/* Appends "NAME": "text", with "NAME_hex" as above. */
void render_json_text(const char *name, size_t name_length, const char *bytes, size_t length,
		      struct buffer *out);

/*
 * Appends the value as a part of a folded line: of a stack the functions, outermost first,
 * with `;` between them; of all else the text, in which no `;` and no control character is.
 */
void render_folded(const struct render *render, const struct layout *layout, const void *data,
		   struct buffer *out);

/* The number that a layout of numbers shows (aggregates too), sign-extended if it is signed. */
uint64_t render_number(const struct render *render, const struct layout *layout,
		       const void *data);

/* Whether numbers of LAYOUT are signed. */
bool render_number_is_signed(const struct layout *layout);

/* Appends the time SECONDS and NANOSECONDS since the epoch, as strftime and %f (microseconds) say. */
void render_time(const char *format, int64_t seconds, uint32_t nanoseconds, struct buffer *out);

/* Appends BYTES, escaped if the render says so (strings that came from a probe). */
void render_bytes(const struct render *render, const char *bytes, size_t length,
		  struct buffer *out);

/* Appends BYTES as the inside of a JSON string: quotes not included, bad UTF-8 as U+FFFD. */
void render_json_bytes(const char *bytes, size_t length, struct buffer *out);

/* Appends a printf event's text: FORMAT with the values found in RECORD by the event's layouts. */
void render_printf(const struct render *render, const struct plan_event *event,
		   const void *record, struct buffer *out);
