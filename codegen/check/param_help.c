/*
 * Param help: what --help behind a script's name shows, from the script's header and
 * its parameters.
 */
#include <string.h>

#include "codegen/check/param.h"
#include "codegen/script_header.h"
#include "lexer/arena.h"
#include "lexer/buffer.h"
#include "parser/tree.h"

enum { WIDTH = 80, LEFT = 2, COLUMN = 26 };

/* Breaks TEXT at blanks; the lines behind the first begin at column INDENT. */
static void write_wrapped(struct buffer *out, const char *text, unsigned column, unsigned indent)
{
	size_t word;

	while (*text) {
		word = strcspn(text, " ");
		if (column + word > WIDTH && column > indent) {
			buffer_printf(out, "\n%*s", (int)indent, "");
			column = indent;
		}
		buffer_append(out, text, word);
		column += (unsigned)word + 1;
		text += word;
		while (*text == ' ')
			text++;
		if (*text && column + strcspn(text, " ") <= WIDTH)
			buffer_append_char(out, ' ');
	}
	buffer_append_char(out, '\n');
}

static void write_line(struct buffer *out, const char *left, const char *right)
{
	size_t length = strlen(left);

	buffer_printf(out, "%*s%s", LEFT, "", left);
	if (!*right) {
		buffer_append_char(out, '\n');
		return;
	}
	if (length + LEFT + 2 > COLUMN)
		buffer_printf(out, "\n%*s", COLUMN, "");
	else
		buffer_printf(out, "%*s", (int)(COLUMN - LEFT - length), "");
	write_wrapped(out, right, COLUMN, COLUMN);
}

static void write_name(struct buffer *out, const char *name)
{
	buffer_append_string(out, "--");
	for (; *name; name++)
		buffer_append_char(out, *name == '_' ? '-' : *name);
}

static void write_choices(struct buffer *out, const struct param_type *type)
{
	const struct param_item *choice;

	for (choice = type->choices; choice; choice = choice->next)
		buffer_printf(out, "%s%s", choice == type->choices ? "" : "|", choice->text);
}

/* --pids PID,... */
static void write_left(struct buffer *out, const struct param_record *record)
{
	const struct param_type *type = record->param->type;

	write_name(out, record->param->name);
	if (record->is_set)
		type = type->element;
	else if (record->kind->form == PARAM_BOOLEAN)
		return;
	buffer_append_char(out, ' ');
	if (type->choices)
		write_choices(out, type);
	else
		buffer_append_string(out, record->kind->placeholder);
	if (record->is_set)
		buffer_append_string(out, ",...");
}

static void write_default(struct buffer *out, const struct param_record *record)
{
	const struct param_item *item = record->param->value;

	if (!item && record->kind->form != PARAM_BOOLEAN)
		buffer_append_string(out, " (needed)");
	if (!item || (!item->next && (!item->length || !strcmp(item->text, "no") ||
				      !strcmp(item->text, "false"))))
		return;
	buffer_append_string(out, out->length ? " (" : "(");
	for (; item; item = item->next)
		buffer_printf(out, "%s%s%s", item->is_negated ? "!" : "", item->text,
			      item->next ? "," : ")");
}

const char *param_show_name(struct arena *arena, const struct param_record *record)
{
	struct buffer name = { 0 };
	const char *copy;

	write_name(&name, record->param->name);
	copy = arena_copy_text(arena, name.data, name.length);
	buffer_release(&name);
	return copy;
}

const char *param_show_value(struct arena *arena, const struct param_record *record)
{
	const struct param_item *item = record->param->value;
	const char *shown = "";

	if (record->given_text)
		return arena_printf(arena, "%s (given)", record->given_text);
	if (!item)
		return record->kind->form == PARAM_BOOLEAN ? "no" : "not given";
	for (; item; item = item->next)
		shown = arena_printf(arena, "%s%s%s%s", shown, *shown ? "," : "",
				     item->is_negated ? "!" : "", item->text);
	return shown;
}

/* FILE -- what it does */
static void write_selftest(const char *text, struct buffer *out)
{
	const char *dashes = text ? strstr(text, " -- ") : NULL;

	if (text)
		write_line(out, "--selftest", dashes ? dashes + 4 : "");
}

static void write_parameters(const struct param_set *params, const struct script_header *header,
			     struct buffer *out)
{
	const struct param_record *record;
	struct buffer left = { 0 }, right = { 0 };

	buffer_append_string(out, "\noptions:\n");
	for (record = params->first; record; record = record->next) {
		buffer_clear(&left);
		buffer_clear(&right);
		write_left(&left, record);
		buffer_append_string(&right, record->param->help);
		write_default(&right, record);
		write_line(out, left.data, right.length ? right.data : "");
	}
	write_selftest(header->texts[SCRIPT_SELFTEST], out);
	write_line(out, "--help", "show this help");
	buffer_release(&left);
	buffer_release(&right);
}

static void write_section(const struct script_header *header, enum script_key key,
			  struct buffer *out)
{
	const char *word = script_header_key(key);

	if (!header->texts[key])
		return;
	buffer_printf(out, "\n%s: ", word);
	write_wrapped(out, header->texts[key], (unsigned)strlen(word) + 2, LEFT);
}

/* COMMAND -- what it shows */
static void write_examples(const char *text, struct buffer *out)
{
	const char *line = text, *end, *dashes;

	buffer_append_string(out, "\nexamples:\n");
	for (; *line; line = *end ? end + 1 : end) {
		end = strchrnul(line, '\n');
		dashes = memmem(line, (size_t)(end - line), " -- ", 4);
		buffer_printf(out, "  %.*s\n", (int)((dashes ? dashes : end) - line), line);
		if (dashes)
			buffer_printf(out, "      %.*s\n", (int)(end - dashes - 4), dashes + 4);
	}
}

void param_help(const struct param_set *params, const struct script_header *header,
		struct buffer *out)
{
	const char *name = header->texts[SCRIPT_NAME], *does = header->texts[SCRIPT_DOES];
	const char *usage = header->texts[SCRIPT_USAGE];
	struct buffer title = { 0 };

	if (name || does) {
		buffer_printf(&title, "%s%s%s", name ? name : "", name && does ? ": " : "",
			      does ? does : "");
		write_wrapped(out, title.data, 0, 0);
		buffer_append_char(out, '\n');
	}
	buffer_release(&title);
	if (usage)
		buffer_printf(out, "usage: %s\n", usage);
	else
		buffer_append_string(out, "usage: ktrace FILE [options]\n");
	write_parameters(params, header, out);
	write_section(header, SCRIPT_OVERHEAD, out);
	write_section(header, SCRIPT_KERNELS, out);
	if (header->texts[SCRIPT_EXAMPLE])
		write_examples(header->texts[SCRIPT_EXAMPLE], out);
}
