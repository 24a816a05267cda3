/*
 * Check show: the same message for several kernels is shown once; what a kernel has
 * instead is part of the message, so kernels that differ there have one each.
 */
#include "runtime/check_show.h"

#include <string.h>

#include "codegen/report.h"
#include "lexer/arena.h"
#include "lexer/buffer.h"
#include "runtime/json.h"

enum cell {
	CELL_GOOD,
	CELL_WARNED,	/* it compiles, with a warning */
	CELL_PARTLY,	/* it compiles, without a probe that is optional */
	CELL_WRONG,
};

static const struct {
	const char *word;	/* in the table */
	const char *name;	/* in JSON */
	const char *color;
} cell_rows[] = {
	[CELL_GOOD] = { "ok", "ok", "\033[32m" },
	[CELL_WARNED] = { "warns", "warning", "\033[35m" },
	[CELL_PARTLY] = { "partly", "partly", "\033[33m" },
	[CELL_WRONG] = { "FAILS", "error", "\033[1;31m" },
};

enum { CELL_WIDTH = 6, GAP = 2 };

static const struct report *report_of(const struct check_table *table, uint32_t script,
				      uint32_t kernel)
{
	const struct report *reports = table->kernels[kernel].reports;

	return reports ? &reports[script] : NULL;
}

static enum cell cell_of(const struct check_table *table, uint32_t script, uint32_t kernel)
{
	const struct report *report = report_of(table, script, kernel);

	if (!report || report->status == COMPILE_WRONG)
		return CELL_WRONG;
	if (report->left_out_count)
		return CELL_PARTLY;
	return report->status == COMPILE_WARNED ? CELL_WARNED : CELL_GOOD;
}

bool check_show_is_good(const struct check_table *table, uint32_t script, uint32_t kernel)
{
	return cell_of(table, script, kernel) != CELL_WRONG;
}

/* ---- the table ---- */

static unsigned widest_script(const struct check_table *table)
{
	size_t width = 0;

	for (uint32_t i = 0; i < table->script_count; i++)
		if (strlen(table->scripts[i].name) > width)
			width = strlen(table->scripts[i].name);
	return (unsigned)width;
}

static unsigned column_width(const struct check_kernel *kernel)
{
	size_t width = strlen(kernel->name);

	return width > CELL_WIDTH ? (unsigned)width : CELL_WIDTH;
}

static void append_padded(struct buffer *out, const char *text, unsigned width)
{
	buffer_printf(out, "%-*s", (int)width, text);
}

/* Blanks behind the last column of a line are nobody's. */
static void end_line(struct buffer *out)
{
	while (out->length && out->data[out->length - 1] == ' ')
		out->data[--out->length] = '\0';
	buffer_append_char(out, '\n');
}

static void append_cell(const struct check_table *table, enum cell cell, unsigned width,
			struct buffer *out)
{
	const char *word = cell_rows[cell].word;

	if (!table->color) {
		append_padded(out, word, width);
		return;
	}
	buffer_printf(out, "%s%s\033[0m%*s", cell_rows[cell].color, word,
		      (int)(width - strlen(word)), "");
}

/* With names that the page has no room for, kernels are numbered columns. */
static void append_table(const struct check_table *table, struct buffer *out)
{
	unsigned first = widest_script(table), all = first;
	const char **heads = ARENA_NEW_ARRAY(table->arena, const char *, table->kernel_count);
	unsigned *widths = ARENA_NEW_ARRAY(table->arena, unsigned, table->kernel_count);

	for (uint32_t i = 0; i < table->kernel_count; i++) {
		heads[i] = table->kernels[i].name;
		widths[i] = column_width(&table->kernels[i]);
		all += GAP + widths[i];
	}
	for (uint32_t i = 0; all > table->width && i < table->kernel_count; i++) {
		heads[i] = arena_printf(table->arena, "%u", i + 1);
		widths[i] = CELL_WIDTH;
		buffer_printf(out, "%-3u %s\n", i + 1, table->kernels[i].name);
	}
	if (out->length)
		buffer_append_char(out, '\n');
	append_padded(out, "", first);
	for (uint32_t i = 0; i < table->kernel_count; i++) {
		append_padded(out, "", GAP);
		append_padded(out, heads[i], widths[i]);
	}
	end_line(out);
	for (uint32_t script = 0; script < table->script_count; script++) {
		append_padded(out, table->scripts[script].name, first);
		for (uint32_t i = 0; i < table->kernel_count; i++) {
			append_padded(out, "", GAP);
			append_cell(table, cell_of(table, script, i), widths[i], out);
		}
		end_line(out);
	}
}

/* ---- below the table ---- */

/* Everything that is said of one script on one kernel, one text a thing. */
struct said {
	uint32_t count;
	const char **texts;
};

static const char *left_out_text(struct arena *arena, const struct report_left_out *left_out)
{
	const char *text = arena_printf(arena, "%s:%u:%u: left out:", left_out->place.file,
					left_out->place.line, left_out->place.column);

	for (uint32_t i = 0; i < left_out->way_count; i++)
		text = arena_printf(arena, "%s%s %s: %s", text, i ? ";" : "",
				    left_out->ways[i].probe, left_out->ways[i].because);
	return arena_printf(arena, "%s\n", text);
}

static struct said said_of(const struct check_table *table, uint32_t script, uint32_t kernel)
{
	const struct report *report = report_of(table, script, kernel);
	struct said said = { 0 };

	said.texts = ARENA_NEW_ARRAY(table->arena, const char *,
				     report ? report->message_count + report->left_out_count + 1
					    : 1);
	if (!report)
		said.texts[said.count++] = arena_printf(table->arena, "%s: the compiler did not "
							"come to an end\n",
							table->scripts[script].name);
	for (uint32_t i = 0; report && i < report->message_count; i++)
		said.texts[said.count++] = report->messages[i].text;
	for (uint32_t i = 0; report && cell_of(table, script, kernel) != CELL_WRONG &&
	     i < report->left_out_count; i++)
		said.texts[said.count++] = left_out_text(table->arena, &report->left_out[i]);
	return said;
}

static bool says(const struct said *said, const char *text)
{
	for (uint32_t i = 0; i < said->count; i++)
		if (!strcmp(said->texts[i], text))
			return true;
	return false;
}

/* "On K1, K2:" and the text, unless an earlier kernel had it. */
static void append_said(const struct check_table *table, const struct said *all, uint32_t kernel,
			const char *text, struct buffer *out)
{
	bool is_first = true;

	for (uint32_t i = 0; i < kernel; i++)
		if (says(&all[i], text))
			return;
	buffer_append_string(out, "\non ");
	for (uint32_t i = kernel; i < table->kernel_count; i++) {
		if (!says(&all[i], text))
			continue;
		buffer_printf(out, "%s%s", is_first ? "" : ", ", table->kernels[i].name);
		is_first = false;
	}
	buffer_printf(out, ":\n%s", text);
}

void check_show_text(const struct check_table *table, struct buffer *out)
{
	struct said *all = ARENA_NEW_ARRAY(table->arena, struct said, table->kernel_count);

	append_table(table, out);
	for (uint32_t script = 0; script < table->script_count; script++) {
		for (uint32_t i = 0; i < table->kernel_count; i++)
			all[i] = said_of(table, script, i);
		for (uint32_t i = 0; i < table->kernel_count; i++)
			for (uint32_t j = 0; j < all[i].count; j++)
				append_said(table, all, i, all[i].texts[j], out);
	}
}

/* ---- JSON ---- */

static void add_remark(struct json *json, const struct report_remark *remark)
{
	if (*remark->file) {
		json_string(json, "file", remark->file);
		json_number(json, "line", remark->line);
		json_number(json, "column", remark->column);
	}
	if (*remark->sentence)
		json_string(json, "message", remark->sentence);
}

static void add_message(struct json *json, const struct report_message *message)
{
	json_open(json, NULL, '{');
	json_string(json, "level", message->is_error ? "error" : "warning");
	add_remark(json, &message->what);
	json_open(json, "notes", '[');
	for (uint32_t i = 0; i < message->note_count; i++) {
		json_open(json, NULL, '{');
		add_remark(json, &message->notes[i]);
		json_close(json, '}');
	}
	json_close(json, ']');
	json_open(json, "help", '[');
	for (uint32_t i = 0; i < message->hint_count; i++)
		json_string(json, NULL, message->hints[i]);
	json_close(json, ']');
	json_close(json, '}');
}

static void add_left_out(struct json *json, const struct report_left_out *left_out)
{
	json_open(json, NULL, '{');
	add_remark(json, &left_out->place);
	json_open(json, "ways", '[');
	for (uint32_t i = 0; i < left_out->way_count; i++) {
		json_open(json, NULL, '{');
		json_string(json, "probe", left_out->ways[i].probe);
		json_string(json, "because", left_out->ways[i].because);
		json_close(json, '}');
	}
	json_close(json, ']');
	json_close(json, '}');
}

static void add_cell(struct json *json, const struct check_table *table, uint32_t script,
		     uint32_t kernel)
{
	const struct report *report = report_of(table, script, kernel);
	enum cell cell = cell_of(table, script, kernel);

	json_open(json, NULL, '{');
	json_string(json, "type", "check");
	json_string(json, "script", table->scripts[script].name);
	json_string(json, "kernel", table->kernels[kernel].name);
	json_string(json, "path", table->kernels[kernel].path);
	json_string(json, "result", cell_rows[cell].name);
	json_open(json, "messages", '[');
	for (uint32_t i = 0; report && i < report->message_count; i++)
		add_message(json, &report->messages[i]);
	json_close(json, ']');
	json_open(json, "left_out", '[');
	for (uint32_t i = 0; report && cell != CELL_WRONG && i < report->left_out_count; i++)
		add_left_out(json, &report->left_out[i]);
	json_close(json, ']');
	json_close(json, '}');
}

void check_show_json(const struct check_table *table, struct buffer *out)
{
	for (uint32_t script = 0; script < table->script_count; script++)
		for (uint32_t kernel = 0; kernel < table->kernel_count; kernel++) {
			struct json json = { .out = out };

			add_cell(&json, table, script, kernel);
			buffer_append_char(out, '\n');
		}
}
