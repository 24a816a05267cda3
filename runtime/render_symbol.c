/*
 * Render symbols: addresses as names, and stacks of them in their three modes and folded.
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

/* How many frames the stack at DATA has, whatever its memory says; *PID is whose it is. */
static uint32_t count_frames(const struct layout *layout, const void *data, uint32_t *pid)
{
	struct layout_stack stack;
	uint32_t room;

	*pid = 0;
	if (layout->size < sizeof(stack))
		return 0;
	memcpy(&stack, data, sizeof(stack));
	*pid = stack.pid;
	room = (layout->size - (uint32_t)sizeof(stack)) / 8;
	if (stack.bytes < 0)
		return 0;
	return (uint32_t)stack.bytes / 8 < room ? (uint32_t)stack.bytes / 8 : room;
}

static uint64_t frame_at(const void *data, uint32_t index)
{
	return load_u64((const char *)data + sizeof(struct layout_stack) + 8ul * index);
}

void render_stack(const struct render *render, const struct layout *layout, const void *data,
		  struct buffer *out)
{
	uint32_t pid, count = count_frames(layout, data, &pid), i;

	buffer_append_char(out, '\n');
	for (i = 0; i < count; i++) {
		render_frame(render, layout, pid, frame_at(data, i), out);
		buffer_append_char(out, '\n');
	}
}

/* ---- folded ---- */

/* What separates parts and lines must not be in one. */
static void append_folded(const struct render *render, const char *bytes, size_t length,
			  struct buffer *out)
{
	struct render escaping = *render;
	size_t start = out->length;

	escaping.escape = true;
	render_bytes(&escaping, bytes, length, out);
	for (; start < out->length; start++)
		if (out->data[start] == ';')
			out->data[start] = ':';
}

static void fold_stack(const struct render *render, const struct layout *layout,
		       const void *data, struct buffer *out)
{
	uint32_t pid, i = count_frames(layout, data, &pid);
	struct place place;
	const char *name;

	while (i--) {
		name = find_place(render, layout->is_user, pid, frame_at(data, i), &place) ?
		       place.name : "[unknown]";
		append_folded(render, name, strlen(name), out);
		if (i)
			buffer_append_char(out, ';');
	}
}

void render_folded(const struct render *render, const struct layout *layout, const void *data,
		   struct buffer *out)
{
	struct buffer memory = { 0 }, text = { 0 };
	struct render plain = *render;
	const void *value = data;

	if (layout->kind == LAYOUT_INTERNED)
		value = render_interned(render, layout, data, &memory);
	if (layout->kind == LAYOUT_INTERNED && value)
		layout = &layout->children[0];
	if (layout->kind == LAYOUT_STACK) {
		fold_stack(render, layout, value, out);
	} else {
		plain.escape = false;
		render_text(&plain, layout, value ? value : data, &text);
		append_folded(render, text.data ? text.data : "", text.length, out);
	}
	buffer_release(&memory);
	buffer_release(&text);
}
