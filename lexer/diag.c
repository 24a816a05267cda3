/*
 * Diagnostics: collecting messages, and printing them the way people are used
 * to from a modern compiler.
 *
 * The source line is first turned into cells (what a terminal shows, and how
 * wide), so that tabs, control bytes, invalid UTF-8 and wide characters cannot
 * move the caret or reach the terminal raw.
 */
#include "lexer/diag.h"

#include <stdlib.h>
#include <string.h>

#include "lexer/arena.h"
#include "lexer/buffer.h"
#include "lexer/utf8.h"

#define MOST_ERRORS 20
#define TAB_WIDTH 8
#define WIDEST_LINE 160	/* columns of source shown; longer lines are cut around the caret */
#define CUT_BEFORE 60	/* columns kept to the left of the caret then */

/* ---- collecting ---- */

static struct diag *diag_report(struct diag_set *set, enum diag_level level, struct span span,
				const char *format, va_list arguments)
{
	struct diag *diag = ARENA_NEW(set->arena, struct diag);

	diag->set = set;
	diag->level = level;
	diag->span = span;
	diag->sentence = arena_vprintf(set->arena, format, arguments);
	diag->notes_end = &diag->notes;
	diag->hints_end = &diag->hints;
	if (set->muted) {
		set->muted_errors += level == DIAG_ERROR;
		return diag;
	}

	if (set->last) {
		diag->order = set->last->order + 1;
		set->last->next = diag;
	} else {
		set->first = diag;
	}
	set->last = diag;
	if (level == DIAG_ERROR)
		set->errors++;
	return diag;
}

struct diag *diag_error(struct diag_set *set, struct span span, const char *format, ...)
{
	va_list arguments;
	struct diag *diag;

	va_start(arguments, format);
	diag = diag_report(set, DIAG_ERROR, span, format, arguments);
	va_end(arguments);
	return diag;
}

struct diag *diag_warning(struct diag_set *set, struct span span, const char *format, ...)
{
	va_list arguments;
	struct diag *diag;

	va_start(arguments, format);
	diag = diag_report(set, DIAG_WARNING, span, format, arguments);
	va_end(arguments);
	return diag;
}

static void diag_attach(struct diag *diag, struct diag_remark ***end, struct span span,
			const char *format, va_list arguments)
{
	struct diag_remark *note = ARENA_NEW(diag->set->arena, struct diag_remark);

	note->span = span;
	note->sentence = arena_vprintf(diag->set->arena, format, arguments);
	**end = note;
	*end = &note->next;
}

void diag_note(struct diag *diag, struct span span, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	diag_attach(diag, &diag->notes_end, span, format, arguments);
	va_end(arguments);
}

static bool has_note(const struct diag_remark *notes, const struct diag_remark *wanted)
{
	for (; notes; notes = notes->next)
		if (notes->span.start == wanted->span.start &&
		    strcmp(notes->sentence, wanted->sentence) == 0)
			return true;
	return false;
}

void diag_note_other(struct diag *diag, const struct diag *other)
{
	const struct diag_remark *note;

	diag_note(diag, other->span, "%s", other->sentence);
	for (note = other->notes; note; note = note->next)
		if (!has_note(diag->notes, note))
			diag_note(diag, note->span, "%s", note->sentence);
	for (note = other->hints; note; note = note->next)
		if (!has_note(diag->hints, note))
			diag_hint(diag, "%s", note->sentence);
}

void diag_set_cause(struct diag *diag, const char *cause)
{
	diag->cause = cause;
}

void diag_hint(struct diag *diag, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	diag_attach(diag, &diag->hints_end, (struct span){ 0 }, format, arguments);
	va_end(arguments);
}

/* ---- printing ---- */

struct printer {
	const struct text_set *texts;
	FILE *stream;
	bool color;
};

enum style {
	STYLE_NONE, STYLE_PLACE, STYLE_ERROR, STYLE_WARNING, STYLE_NOTE, STYLE_HELP, STYLE_CARET,
};

static void print_styled(const struct printer *printer, enum style style, const char *text)
{
	static const char *const codes[] = {
		[STYLE_NONE] = "",
		[STYLE_PLACE] = "\033[1m",
		[STYLE_ERROR] = "\033[1;31m",
		[STYLE_WARNING] = "\033[1;35m",
		[STYLE_NOTE] = "\033[1;36m",
		[STYLE_HELP] = "\033[1;32m",
		[STYLE_CARET] = "\033[1;32m",
	};

	if (printer->color)
		fputs(codes[style], printer->stream);
	fputs(text, printer->stream);
	if (printer->color && style != STYLE_NONE)
		fputs("\033[0m", printer->stream);
}

/* One source character as it is shown: TEXT takes WIDTH columns and BYTES of source. */
struct cell {
	char text[TAB_WIDTH + 1];
	unsigned width;
	unsigned bytes;
};

/* The cell at BYTES of LENGTH, when it starts in COLUMN (from 0). */
static struct cell cell_at(const char *bytes, size_t length, unsigned column)
{
	unsigned char byte = (unsigned char)bytes[0];
	struct cell cell = { .bytes = 1, .width = 1 };
	uint32_t character;

	if (byte == '\t') {
		cell.width = TAB_WIDTH - column % TAB_WIDTH;
		memset(cell.text, ' ', cell.width);
		return cell;
	}
	cell.bytes = utf8_decode(bytes, length, &character);
	if (cell.bytes == 0 || !utf8_is_printable(character)) {
		cell.bytes = 1;
		cell.width = (unsigned)snprintf(cell.text, sizeof(cell.text), "\\x%02X", byte);
		return cell;
	}
	memcpy(cell.text, bytes, cell.bytes);
	cell.width = utf8_width(character);
	return cell;
}

/* Prints a sentence; line ends in it start a new line at INDENT. */
static void print_sentence(const struct printer *printer, const char *sentence, int indent)
{
	size_t left = strlen(sentence);
	struct cell cell;

	for (; left; sentence += cell.bytes, left -= cell.bytes) {
		if (*sentence == '\n') {
			cell.bytes = 1;
			fprintf(printer->stream, "\n%*s", indent, "");
			continue;
		}
		cell = cell_at(sentence, left, 0);
		fputs(cell.text, printer->stream);
	}
	fputc('\n', printer->stream);
}

/* A source line ready to be shown. */
struct shown_line {
	struct buffer text;		/* cells, cut to WIDEST_LINE */
	unsigned caret, caret_end;	/* columns in TEXT */
};

/* The columns (uncut) where the bytes FROM and TO of the line start. */
static void line_columns(const struct text_place *place, unsigned from, unsigned to,
			 unsigned *from_column, unsigned *to_column)
{
	unsigned at = 0, column = 0;
	struct cell cell;

	*from_column = *to_column = 0;
	while (at < place->line_length) {
		if (at <= from)
			*from_column = column;
		if (at >= to)
			break;
		cell = cell_at(place->line_start + at, place->line_length - at, column);
		at += cell.bytes;
		column += cell.width;
	}
	if (at <= from)
		*from_column = column;
	*to_column = column;
}

static void shown_line_fill(struct shown_line *shown, const struct text_place *place,
			    unsigned length)
{
	unsigned from = place->column - 1;
	unsigned to = from + length < place->line_length ? from + length : place->line_length;
	unsigned column = 0, at = 0, skipped = 0;
	struct cell cell;

	line_columns(place, from, to, &shown->caret, &shown->caret_end);
	if (shown->caret > WIDEST_LINE - TAB_WIDTH)
		skipped = shown->caret - CUT_BEFORE;
	if (skipped)
		buffer_append_string(&shown->text, "...");
	for (; at < place->line_length; at += cell.bytes, column += cell.width) {
		cell = cell_at(place->line_start + at, place->line_length - at, column);
		if (column < skipped + (skipped ? 3 : 0))
			continue;
		if (column + cell.width > skipped + WIDEST_LINE) {
			buffer_append_string(&shown->text, "...");
			break;
		}
		buffer_append_string(&shown->text, cell.text);
	}
	shown->caret -= skipped;
	shown->caret_end -= skipped;
	if (shown->caret_end > WIDEST_LINE)
		shown->caret_end = WIDEST_LINE;
}

static void print_source(const struct printer *printer, const struct text_place *place,
			 unsigned length)
{
	struct shown_line shown = { 0 };
	int gutter = snprintf(NULL, 0, "%u", place->line);
	struct buffer carets = { 0 };
	unsigned column;

	if (gutter < 4)
		gutter = 4;
	shown_line_fill(&shown, place, length);
	fprintf(printer->stream, "%*u |%s%s\n", gutter, place->line,
		shown.text.length ? " " : "", shown.text.length ? shown.text.data : "");

	buffer_append_char(&carets, '^');
	for (column = shown.caret + 1; column < shown.caret_end; column++)
		buffer_append_char(&carets, '~');
	fprintf(printer->stream, "%*s | %*s", gutter, "", (int)shown.caret, "");
	print_styled(printer, STYLE_CARET, carets.data);
	fputc('\n', printer->stream);
	buffer_release(&carets);
	buffer_release(&shown.text);
}

/* "NAME:LINE:COLUMN: WORD: sentence", then the source; without a place only the sentence. */
static void print_at(const struct printer *printer, struct span span, enum style style,
		     const char *word, const char *sentence)
{
	struct text_place place;
	struct buffer where = { 0 };
	bool found = span.start && text_find_place(printer->texts, span.start, &place);

	if (found) {
		buffer_printf(&where, "%s:%u:%u: ", place.text->name, place.line, place.column);
		print_styled(printer, STYLE_PLACE, where.data);
		buffer_release(&where);
	}
	print_styled(printer, style, word);
	print_styled(printer, STYLE_NONE, " ");
	print_sentence(printer, sentence, 0);
	if (found)
		print_source(printer, &place, span.end > span.start ? span.end - span.start : 1);
}

static void print_others(const struct printer *printer, unsigned others)
{
	struct buffer sentence = { 0 };

	if (!others)
		return;
	buffer_printf(&sentence, "the same is said of %u more place%s", others,
		      others == 1 ? "" : "s");
	print_at(printer, (struct span){ 0 }, STYLE_NOTE, "note:", sentence.data);
	buffer_release(&sentence);
}

static void print_diag(const struct printer *printer, const struct diag *diag)
{
	const struct diag_remark *note;

	if (diag->level == DIAG_ERROR)
		print_at(printer, diag->span, STYLE_ERROR, "error:", diag->sentence);
	else
		print_at(printer, diag->span, STYLE_WARNING, "warning:", diag->sentence);
	for (note = diag->notes; note; note = note->next)
		print_at(printer, note->span, STYLE_NOTE, "note:", note->sentence);
	print_others(printer, diag->others);
	for (note = diag->hints; note; note = note->next) {
		print_styled(printer, STYLE_HELP, "help:");
		print_styled(printer, STYLE_NONE, " ");
		print_sentence(printer, note->sentence, 6);
	}
}

/* By place, then as reported; what has no place comes first. */
static int diag_compare(const void *left, const void *right)
{
	const struct diag *one = *(const struct diag *const *)left;
	const struct diag *other = *(const struct diag *const *)right;

	if (one->span.start != other->span.start)
		return one->span.start < other->span.start ? -1 : 1;
	return one->order < other->order ? -1 : 1;
}

static bool diag_is_same(const struct diag *one, const struct diag *other)
{
	return one->level == other->level && one->span.start == other->span.start &&
	       one->span.end == other->span.end && strcmp(one->sentence, other->sentence) == 0;
}

/* Whether the same message stands among those of the same place before INDEX. */
static bool diag_is_repeated(struct diag **sorted, size_t index)
{
	size_t before;

	for (before = index; before-- > 0;) {
		if (sorted[before]->span.start != sorted[index]->span.start)
			return false;
		if (diag_is_same(sorted[before], sorted[index]))
			return true;
	}
	return false;
}

/* Whether one of the COUNT messages before stands for DIAG, too: it has the same cause. */
static bool diag_is_counted(struct diag **sorted, size_t count, const struct diag *diag)
{
	size_t index;

	for (index = 0; diag->cause && index < count; index++) {
		if (sorted[index]->level != diag->level || !sorted[index]->cause ||
		    strcmp(sorted[index]->cause, diag->cause) != 0)
			continue;
		sorted[index]->others++;
		return true;
	}
	return false;
}

/* The messages as they are to be printed, and their COUNT. */
static struct diag **diag_sort(const struct diag_set *set, size_t *count)
{
	size_t all = 0, index = 0;
	struct diag **sorted, *diag;

	for (diag = set->first; diag; diag = diag->next)
		all++;
	sorted = ARENA_NEW_ARRAY(set->arena, struct diag *, all);
	for (diag = set->first; diag; diag = diag->next)
		(sorted[index++] = diag)->others = 0;
	qsort(sorted, all, sizeof(struct diag *), diag_compare);
	*count = 0;
	for (index = 0; index < all; index++)
		if (!diag_is_repeated(sorted, index) &&
		    !diag_is_counted(sorted, *count, sorted[index]))
			sorted[(*count)++] = sorted[index];
	return sorted;
}

void diag_print(const struct diag_set *set, FILE *stream, bool color)
{
	unsigned printed = 0, unprinted = 0;
	size_t count, index;
	struct diag **sorted = diag_sort(set, &count);

	for (index = 0; index < count; index++) {
		if (sorted[index]->level == DIAG_ERROR && printed++ >= MOST_ERRORS) {
			unprinted++;
			continue;
		}
		diag_print_one(set, sorted[index], stream, color);
	}
	if (unprinted)
		fprintf(stream, "... and %u more error%s\n", unprinted, unprinted == 1 ? "" : "s");
}

void diag_visit(const struct diag_set *set,
		void (*visit)(void *context, const struct diag *diag), void *context)
{
	size_t count, index;
	struct diag **sorted = diag_sort(set, &count);

	for (index = 0; index < count; index++)
		visit(context, sorted[index]);
}

void diag_print_one(const struct diag_set *set, const struct diag *diag, FILE *stream,
		    bool color)
{
	const struct printer printer = {
		.texts = set->texts, .stream = stream, .color = color,
	};

	print_diag(&printer, diag);
}
