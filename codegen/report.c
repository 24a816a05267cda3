/*
 * Report: from diagnostics and a plan, and over the wire.
 */
#include "codegen/report.h"

#include <stdio.h>
#include <stdlib.h>

#include "codegen/plan.h"
#include "codegen/wire.h"
#include "lexer/arena.h"
#include "lexer/diag.h"

/* ---- making one ---- */

struct filling {
	struct report *report;
	struct arena *arena;
	const struct diag_set *diags;
	bool color;
};

static struct report_remark remark(const struct filling *filling, struct span span,
				   const char *sentence)
{
	struct report_remark result = {
		.file = arena_copy_string(filling->arena, ""),
		.sentence = arena_copy_string(filling->arena, sentence),
	};
	struct text_place place;

	if (span.start && text_find_place(filling->diags->texts, span.start, &place)) {
		result.file = arena_copy_string(filling->arena, place.text->name);
		result.line = place.line;
		result.column = place.column;
	}
	return result;
}

static uint32_t count_remarks(const struct diag_remark *remarks)
{
	uint32_t count = 0;

	for (; remarks; remarks = remarks->next)
		count++;
	return count;
}

static char *print_message(const struct filling *filling, const struct diag *diag)
{
	char *printed = NULL, *text;
	size_t length = 0;
	FILE *stream = open_memstream(&printed, &length);

	if (stream) {
		diag_print_one(filling->diags, diag, stream, filling->color);
		fclose(stream);
	}
	text = arena_copy_text(filling->arena, printed ? printed : "", length);
	free(printed);
	return text;
}

static void add_message(void *context, const struct diag *diag)
{
	struct filling *filling = context;
	const struct diag_remark *from;
	struct report_message *message = &filling->report->messages
					  [filling->report->message_count++];

	*message = (struct report_message){
		.is_error = diag->level == DIAG_ERROR,
		.what = remark(filling, diag->span, diag->sentence),
		.notes = ARENA_NEW_ARRAY(filling->arena, struct report_remark,
					 count_remarks(diag->notes) + 1),
		.hints = ARENA_NEW_ARRAY(filling->arena, char *, count_remarks(diag->hints) + 1),
		.text = print_message(filling, diag),
	};
	for (from = diag->notes; from; from = from->next)
		message->notes[message->note_count++] = remark(filling, from->span,
							       from->sentence);
	for (from = diag->hints; from; from = from->next)
		message->hints[message->hint_count++] = arena_copy_string(filling->arena,
									  from->sentence);
}

static void count_message(void *context, const struct diag *diag)
{
	(void)diag;
	(*(uint32_t *)context)++;
}

static bool is_taken(const struct plan_choice *choice)
{
	for (uint32_t i = 0; i < choice->way_count; i++)
		if (choice->ways[i].is_taken)
			return true;
	return false;
}

static void add_left_out(struct filling *filling, const struct plan_choice *choice)
{
	struct report_left_out *left_out = &filling->report->left_out
					    [filling->report->left_out_count++];

	left_out->place = remark(filling, choice->ways[0].span, "");
	left_out->ways = ARENA_NEW_ARRAY(filling->arena, struct report_way, choice->way_count);
	for (uint32_t i = 0; i < choice->way_count; i++)
		left_out->ways[left_out->way_count++] = (struct report_way){
			.probe = arena_copy_string(filling->arena, choice->ways[i].text),
			.because = arena_copy_string(filling->arena, choice->ways[i].because),
		};
}

void report_fill(struct report *report, struct arena *arena, const struct diag_set *diags,
		 const struct plan *plan, bool color)
{
	struct filling filling = { report, arena, diags, color };
	uint32_t count = 0;

	diag_visit(diags, count_message, &count);
	report->messages = ARENA_NEW_ARRAY(arena, struct report_message, count + 1);
	diag_visit(diags, add_message, &filling);
	if (!plan)
		return;
	report->left_out = ARENA_NEW_ARRAY(arena, struct report_left_out, plan->choice_count + 1);
	for (uint32_t i = 0; i < plan->choice_count; i++)
		if (!is_taken(&plan->choices[i]))
			add_left_out(&filling, &plan->choices[i]);
}

/* ---- over the wire ---- */

static void visit_remark(struct wire *wire, void *element)
{
	struct report_remark *remark = element;

	wire_string(wire, &remark->file);
	wire_u32(wire, &remark->line);
	wire_u32(wire, &remark->column);
	wire_string(wire, &remark->sentence);
}

static void visit_hint(struct wire *wire, void *element)
{
	wire_string(wire, element);
}

static void visit_message(struct wire *wire, void *element)
{
	struct report_message *message = element;
	void *notes = message->notes, *hints = message->hints;

	wire_bool(wire, &message->is_error);
	visit_remark(wire, &message->what);
	wire_array(wire, &notes, &message->note_count, sizeof(*message->notes), visit_remark);
	message->notes = notes;
	wire_array(wire, &hints, &message->hint_count, sizeof(*message->hints), visit_hint);
	message->hints = hints;
	wire_string(wire, &message->text);
}

static void visit_way(struct wire *wire, void *element)
{
	struct report_way *way = element;

	wire_string(wire, &way->probe);
	wire_string(wire, &way->because);
}

static void visit_left_out(struct wire *wire, void *element)
{
	struct report_left_out *left_out = element;
	void *ways = left_out->ways;

	visit_remark(wire, &left_out->place);
	wire_array(wire, &ways, &left_out->way_count, sizeof(*left_out->ways), visit_way);
	left_out->ways = ways;
}

static void visit_report(struct wire *wire, void *element)
{
	struct report *report = element;
	void *messages = report->messages, *left_out = report->left_out;
	uint32_t status = report->status;

	wire_u32(wire, &status);
	report->status = status;
	wire_array(wire, &messages, &report->message_count, sizeof(*report->messages),
		   visit_message);
	report->messages = messages;
	wire_array(wire, &left_out, &report->left_out_count, sizeof(*report->left_out),
		   visit_left_out);
	report->left_out = left_out;
}

void report_write(struct report *reports, uint32_t count, struct buffer *out)
{
	struct wire wire = wire_writer(out);
	void *array = reports;

	wire_array(&wire, &array, &count, sizeof(*reports), visit_report);
}

struct report *report_read(struct arena *arena, const void *bytes, size_t length, uint32_t *count)
{
	struct wire wire = wire_reader(arena, bytes, length);
	void *array = NULL;

	wire_array(&wire, &array, count, sizeof(struct report), visit_report);
	return wire.failed || wire.left ? NULL : array;
}
