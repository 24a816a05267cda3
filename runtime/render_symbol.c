/*
 * Render symbols: addresses as names, and stacks of them in their three modes.
 */
#include "runtime/render_internal.h"

#include "runtime/symbols.h"

/* Where an address belongs; the strings are borrowed from the symbol tables. */
struct place {
	const char *name;
	const char *file;	/* user: the mapped file; kernel: the module */
	uint64_t distance;
};

static bool find_place(const struct render *render, bool is_user, uint32_t pid,
		       uint64_t address, struct place *place)
{
	*place = (struct place){ .file = "" };
	if (is_user)
		return render->user_symbols &&
		       user_symbols_find(render->user_symbols, (pid_t)pid, address, &place->name,
					 &place->file, &place->distance);
	return render->kernel_symbols &&
	       kernel_symbols_find(render->kernel_symbols, address, &place->name, &place->file,
				   &place->distance);
}

/* Names come out of files that the traced process chose: they are probe data. */
static void append_name(const struct render *render, const char *name, struct buffer *out)
{
	render_bytes(render, name, strlen(name), out);
}

static void render_symbol(const struct render *render, bool is_user, uint32_t pid,
			  uint64_t address, struct buffer *out)
{
	struct place place;

	if (find_place(render, is_user, pid, address, &place))
		append_name(render, place.name, out);
	else
		render_hex(address, false, out);
}

void render_kernel_symbol(const struct render *render, const struct layout *layout,
			  const void *data, struct buffer *out)
{
	(void)layout;
	render_symbol(render, false, 0, load_u64(data), out);
}

void render_user_symbol(const struct render *render, const struct layout *layout,
			const void *data, struct buffer *out)
{
	(void)layout;
	render_symbol(render, true, load_u32((const char *)data + 8), load_u64(data), out);
}

static void append_hex_digits(uint64_t value, struct buffer *out)
{
	char digits[RENDER_DIGITS];
	char *end = digits + sizeof(digits);
	char *start = render_digits(end, value, 16, false);

	buffer_append(out, start, (size_t)(end - start));
}

static void render_frame(const struct render *render, const struct layout *layout, uint32_t pid,
			 uint64_t address, struct buffer *out)
{
	struct place place;
	bool found;

	if (layout->mode == STACK_MODE_RAW) {
		append_hex_digits(address, out);
		return;
	}
	if (layout->mode == STACK_MODE_PERF) {
		buffer_append_char(out, '\t');
		append_hex_digits(address, out);
		buffer_append_char(out, ' ');
	} else if (!render->compact) {
		buffer_append_string(out, "        ");
	}
	found = find_place(render, layout->is_user, pid, address, &place);
	if (found) {
		append_name(render, place.name, out);
		buffer_append_char(out, '+');
		render_decimal(place.distance, false, out);
	} else {
		render_hex(address, true, out);
	}
	if (layout->mode == STACK_MODE_PERF && layout->is_user) {
		buffer_append_string(out, " (");
		append_name(render, found && place.file[0] ? place.file : "[unknown]", out);
		buffer_append_char(out, ')');
	}
}

void render_stack(const struct render *render, const struct layout *layout, const void *data,
		  struct buffer *out)
{
	const size_t header = sizeof(struct layout_stack);
	struct layout_stack stack;
	uint32_t room, bytes, at;

	buffer_append_char(out, '\n');
	if (layout->size < header)
		return;
	memcpy(&stack, data, header);
	room = layout->size - (uint32_t)header;
	bytes = stack.bytes < 0 ? 0 : (uint32_t)stack.bytes;
	if (bytes > room)
		bytes = room;
	for (at = 0; at + 8 <= bytes; at += 8) {
		render_frame(render, layout, stack.pid,
			     load_u64((const char *)data + header + at), out);
		buffer_append_char(out, '\n');
	}
}
