/*
 * REPL complete: the candidates' list, and asking for it.
 */
#include "runtime/repl_complete.h"

#include <stdlib.h>
#include <string.h>

#include "codegen/request.h"
#include "lexer/arena.h"
#include "lexer/buffer.h"
#include "runtime/compile_process.h"
#include "runtime/repl.h"
#include "runtime/repl_program.h"

/* Everything that runs, so that its maps and functions are known. */
static void add_contexts(struct arena *arena, const struct repl *repl, struct request *request)
{
	const struct repl_program *program;
	uint32_t count = 0;

	for (program = repl->programs; program; program = program->next)
		count++;
	request->contexts = ARENA_NEW_ARRAY(arena, struct request_script, count + 1);
	for (program = repl->programs; program; program = program->next)
		request->contexts[request->context_count++] =
			repl_program_script(arena, program);
}

void repl_complete(struct repl *repl, const char *text, size_t point, struct buffer *out)
{
	struct arena *arena = arena_new();
	struct request_script script = {
		.name = "", .bytes = arena_copy_text(arena, text, point),
		.length = (uint32_t)point,
	};
	struct request request = {
		.script_count = 1, .scripts = &script, .kernel_root = "/", .dump_stages = "", .settings = "",
		.library = "", .shares_maps = true, .wants_completion = true,
		.tracefs_fd = -1, .kallsyms_fd = -1, .root_fd = -1,
	};
	const struct compile_job job = {
		.request = &request, .ask_feature = feature_probe_ask,
		.ask_context = &repl->features, .server = &repl->server,
	};
	struct compile_image answer;

	add_contexts(arena, repl, &request);
	if (!compile_process_run(arena, &job, &answer))
		buffer_append(out, answer.bytes, answer.size);
	compile_image_release(&answer);
	arena_free(arena);
}

bool complete_list_read(struct complete_list *list, struct buffer *answer)
{
	size_t lines = 0;
	char *at, *end, *tab;

	*list = (struct complete_list){ 0 };
	if (!answer->length)
		return false;
	for (at = answer->data; *at; at++)
		lines += *at == '\n';
	list->items = calloc(lines + 1, sizeof(list->items[0]));
	if (!list->items)
		return false;
	list->start = (unsigned)strtoul(answer->data, &at, 10);
	if (*at != '\n')
		return false;
	for (at++; (end = strchr(at, '\n')); at = end + 1) {
		*end = '\0';
		tab = strchr(at, '\t');
		if (tab)
			*tab = '\0';
		list->items[list->count++] = (struct complete_item){
			.text = at, .note = tab ? tab + 1 : "",
		};
	}
	return true;
}

void complete_list_release(struct complete_list *list)
{
	free(list->items);
	*list = (struct complete_list){ 0 };
}

size_t complete_list_common(const struct complete_list *list)
{
	size_t common = strlen(list->items[0].text), length;

	for (size_t i = 1; i < list->count; i++) {
		for (length = 0; length < common &&
		     list->items[i].text[length] == list->items[0].text[length]; length++)
			;
		common = length;
	}
	/* A character of several bytes is taken whole. */
	while (common && list->count > 1 && (list->items[0].text[common] & 0xc0) == 0x80)
		common--;
	return common;
}

static void print_notes(const struct complete_list *list, unsigned width, struct buffer *out)
{
	size_t longest = 0, room;

	for (size_t i = 0; i < list->count; i++)
		if (strlen(list->items[i].text) > longest)
			longest = strlen(list->items[i].text);
	if (longest > width / 2)
		longest = width / 2;
	room = width > longest + 4 ? width - longest - 4 : 1;
	for (size_t i = 0; i < list->count; i++)
		buffer_printf(out, "  %-*s  %.*s\n", (int)longest, list->items[i].text, (int)room,
			      list->items[i].note);
}

static void print_columns(const struct complete_list *list, unsigned width, unsigned rows,
			  struct buffer *out)
{
	size_t longest = 0, columns, lines, shown = list->count, at;

	for (size_t i = 0; i < list->count && i < (size_t)rows * 8; i++)
		if (strlen(list->items[i].text) > longest)
			longest = strlen(list->items[i].text);
	columns = width / (longest + 4) ? width / (longest + 4) : 1;
	if (shown > columns * rows)
		shown = columns * rows;
	lines = (shown + columns - 1) / columns;
	for (size_t line = 0; line < lines; line++) {
		for (size_t column = 0; column < columns; column++) {
			at = column * lines + line;
			if (at >= shown)
				break;
			buffer_printf(out, "  %-*s", at + lines < shown ? (int)longest + 2 : 0,
				      list->items[at].text);
		}
		buffer_append_char(out, '\n');
	}
	if (shown < list->count)
		buffer_printf(out, "  ... and %zu more\n", list->count - shown);
}

void complete_list_print(const struct complete_list *list, unsigned width, unsigned rows,
			 struct buffer *out)
{
	bool has_notes = list->count <= rows;

	for (size_t i = 0; i < list->count && has_notes; i++)
		has_notes = *list->items[i].note || i;
	if (has_notes)
		print_notes(list, width, out);
	else
		print_columns(list, width, rows, out);
}
