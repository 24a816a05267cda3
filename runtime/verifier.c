/*
 * Verifier: the kernel's log is written for people who wrote the instructions.
 * Its last sentence is looked up in a table of what it means for a script, and
 * the instruction it stopped at is followed back to the script's line.
 */
#include "runtime/verifier.h"

#include <bpf/libbpf.h>
#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <linux/bpf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "codegen/plan.h"
#include "lexer/arena.h"
#include "lexer/buffer.h"
#include "lexer/diag.h"
#include "lexer/text.h"
#include "runtime/image.h"
#include "runtime/line_info.h"
#include "runtime/load.h"
#include "runtime/message.h"
#include "runtime/privilege.h"

struct verifier_row {
	const char *pattern;		/* a part of the verifier's sentence */
	const char *meaning;
	const char *hint;		/* NULL: none */
};

static const struct verifier_row verifier_rows[] = {
	{ "infinite loop detected", "this loop may never end, which no kernel accepts",
	  "give it an end that does not depend on what is read: for $i : 0..100 { … }" },
	{ "back-edge", "this loop may never end, or this kernel (before 5.3) takes no loops",
	  "use unroll(N) { … }" },
	{ "BPF program is too large", "the kernel gave up following all the ways through this "
	  "program: its loops run too often or hold too many branches",
	  "make loops shorter, or nest fewer of them" },
	{ "too complex", "the kernel gave up following all the ways through this program",
	  "make loops shorter, or split the probe's body" },
	{ "combined stack size", "this program needs more than the 512 bytes of stack that the "
	  "kernel gives",
	  "keep large strings and tuples in maps, or make them shorter: str(p, 64)" },
	{ "invalid stack", "this program uses stack outside of the 512 bytes that the kernel gives",
	  "keep large strings and tuples in maps, or make them shorter: str(p, 64)" },
	{ "stack depth",
	  "this program needs more than the 512 bytes of stack that the kernel gives",
	  "make strings shorter: str(p, 64)" },
	{ "unknown func", "this kernel does not have a helper function that this needs", NULL },
	{ "cannot use helper", "the kernel does not allow what this does in a probe of this kind",
	  "another kind of probe for the same place may: fentry, kprobe, tracepoint" },
	{ "helper access to the packet", "the kernel does not allow this access", NULL },
	{ "invalid mem access", "this reads memory that the kernel will not let a program read "
	  "directly", NULL },
	{ "invalid access to map value", "this reaches beyond the end of a value", NULL },
	{ "outside of the allowed memory range", "this reaches beyond the end of a value", NULL },
	{ "unbounded m", "this index or length has no bounds that the kernel can see",
	  "bound it first: if ($i < 16) { … }, or $i & 15" },
	{ "unbounded memory access", "this index or length has no bounds that the kernel can see",
	  "bound it first: if ($i < 16) { … }, or $i & 15" },
	{ "min value is negative", "this index or length may be negative",
	  "make it unsigned, or test it first: if ($i >= 0) { … }" },
	{ "invalid bpf_context access", "the kernel does not let this probe read that part of its "
	  "context", NULL },
	{ "dereference of modified ctx", "the kernel does not let this probe read its context so",
	  NULL },
	{ "GPL", "the kernel keeps this for GPL programs", NULL },
	{ "calling kernel function", "programs of this probe may not call this kernel function",
	  "ktrace --kfuncs tells who may" },
	{ "must point to scalar", "the kernel does not know that this pointer is valid", NULL },
	{ "reference leak", "a reference is not released on every way out of this program", NULL },
	{ "processed", "the kernel gave up on this program", NULL },
};

/* The row whose pattern occurs in the LENGTH bytes at TEXT (where: AT, if not NULL), or NULL. */
static const struct verifier_row *verifier_find_row(const char *text, size_t length,
						    const char **at)
{
	for (unsigned i = 0; i < sizeof(verifier_rows) / sizeof(verifier_rows[0]); i++) {
		const char *found = memmem(text, length, verifier_rows[i].pattern,
					   strlen(verifier_rows[i].pattern));

		if (found && at)
			*at = found;
		if (found)
			return &verifier_rows[i];
	}
	return NULL;
}

const char *verifier_translate(const char *sentence, const char **hint)
{
	const struct verifier_row *row = verifier_find_row(sentence, strlen(sentence), NULL);

	*hint = row && row->hint ? row->hint : "";
	return row ? row->meaning : "the kernel's verifier does not accept this";
}

/* ---- reading the log ---- */

static const char *line_end(const char *line)
{
	return line + strcspn(line, "\n");
}

/* "12: (85) call …": the number before it, or -1. */
static long line_instruction(const char *line)
{
	char *end;
	long number;

	if (!isdigit((unsigned char)*line))
		return -1;
	number = strtol(line, &end, 10);
	if (strncmp(end, ": (", 3) || !isxdigit((unsigned char)end[3]) ||
	    !isxdigit((unsigned char)end[4]) || end[5] != ')')
		return -1;
	return number;
}

/* Lines that tell no reason: states, statistics, source lines, marks. */
static bool line_is_noise(const char *line)
{
	static const char *const starts[] = {
		";", "processed ", "verification time", "stack depth", "max_states", "from ",
		"R", "func#", "regs=", "parent ", "last_idx", "mark_precise", "propagating",
		"safe", "Func#", "Validating", "Global", "frame", "old state", "cur state",
		"arg#", "Unrecognized arg#",
	};

	if (*line == '\n' || !*line || isdigit((unsigned char)*line) || *line == ' ')
		return true;
	for (unsigned i = 0; i < sizeof(starts) / sizeof(starts[0]); i++)
		if (!strncmp(line, starts[i], strlen(starts[i])))
			/* "R1 invalid mem access" is a reason, "R1=inv R10=fp0" a state. */
			return *starts[i] != 'R' || strcspn(line, "=") < strcspn(line, " \n");
	return false;
}

/* "infinite loop detected at insn 12", "back-edge from insn 7 to 3": the number named. */
static long sentence_instruction(const char *sentence)
{
	const char *word = strstr(sentence, "insn ");

	return word && isdigit((unsigned char)word[5]) ? strtol(word + 5, NULL, 10) : -1;
}

static const char *line_next(const char *line)
{
	const char *end = line_end(line);

	return end + (*end == '\n');
}

/*
 * The last line that gives a reason, one that the table knows before any other;
 * NULL if there is none.
 */
static const char *find_reason(const char *log)
{
	const char *known = NULL, *other = NULL;

	for (const char *line = log; *line; line = line_next(line)) {
		size_t length = (size_t)(line_end(line) - line);

		/* Newer kernels write the reason behind the instruction, on its line. */
		if (line_instruction(line) >= 0)
			verifier_find_row(line, length, &known);
		if (line_is_noise(line))
			continue;
		other = line;
		if (verifier_find_row(line, length, NULL))
			known = line;
	}
	return known ? known : other;
}

void verifier_find_sentence(const char *log, struct buffer *out)
{
	const char *reason = find_reason(log);
	const char *given_up = reason ? NULL : strstr(log, "processed ");

	if (!reason)
		reason = given_up;
	if (reason)
		buffer_append(out, reason, (size_t)(line_end(reason) - reason));
}

long verifier_find_instruction(const char *log)
{
	struct buffer sentence = { 0 };
	long last = -1, named = -1;

	for (const char *line = log; *line; line = line_next(line)) {
		long number = line_instruction(line);

		if (number >= 0)
			last = number;
	}
	verifier_find_sentence(log, &sentence);
	if (sentence.data)
		named = sentence_instruction(sentence.data);
	buffer_release(&sentence);
	return named >= 0 ? named : last;
}

/* ---- from the instruction to the script ---- */

/* Instructions are the same but for what linking fills in. */
static bool code_is_same(const struct bpf_insn *loaded, const unsigned char *object, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct bpf_insn instruction;

		memcpy(&instruction, object + i * sizeof(instruction), sizeof(instruction));
		if (instruction.code != loaded[i].code || instruction.off != loaded[i].off ||
		    instruction.dst_reg != loaded[i].dst_reg)
			return false;
	}
	return true;
}

/*
 * libbpf puts the functions that a program calls behind it, in an order of its own:
 * the one that holds INDEX is found by its code.
 */
static bool find_called_function(const struct image *image, const struct bpf_program *program,
				 size_t main_count, size_t index, struct image_function *found,
				 size_t *start)
{
	const struct bpf_insn *loaded = bpf_program__insns(program);
	size_t count = bpf_program__insn_cnt(program);
	struct image_section text;
	struct image_function function;

	if (index >= count || !image_find_section(image, ".text", &text))
		return false;
	for (*start = index; *start >= main_count; (*start)--)
		for (unsigned i = 0; image_get_function(image, ".text", i, &function); i++) {
			size_t length = function.size / sizeof(struct bpf_insn);

			if (function.offset + function.size > text.size ||
			    index >= *start + length || *start + length > count ||
			    !code_is_same(loaded + *start, text.bytes + function.offset, length))
				continue;
			*found = function;
			return true;
		}
	return false;
}

static bool find_line(const struct load *load, const struct load_result *result, long index,
		      struct line_place *place)
{
	const struct plan_program *plan = &load->plan->programs[result->program];
	struct image_section btf, ext;
	struct image_function function;
	struct line_info lines;
	struct image image;
	size_t start = 0;
	bool found = false;

	if (index < 0 || image_open(&image, load->image->bytes, load->image->size))
		return false;
	if (image_find_section(&image, ".BTF", &btf) &&
	    image_find_section(&image, ".BTF.ext", &ext) &&
	    line_info_open(&lines, btf.bytes, btf.size, ext.bytes, ext.size) &&
	    image_find_function(&image, plan->function, &function)) {
		size_t main_count = function.size / sizeof(struct bpf_insn);

		if ((size_t)index < main_count ||
		    find_called_function(&image, load->programs[result->program], main_count,
					 (size_t)index, &function, &start))
			found = line_info_find(&lines, function.section,
					       function.offset + ((size_t)index - start) *
							sizeof(struct bpf_insn), place);
	}
	if (found)
		place->file = arena_copy_string(load->arena, place->file);
	image_close(&image);
	return found;
}

/* Line and column of one of the texts as a span over the word there. */
static bool place_to_span(const struct text *text, const struct line_place *place,
			  struct span *span)
{
	const char *at = text->bytes, *end = text->bytes + text->length;
	unsigned column = place->column ? place->column - 1 : 0;
	size_t length = 0;

	for (unsigned line = 1; line < place->line; line++) {
		at = memchr(at, '\n', (size_t)(end - at));
		if (!at)
			return false;
		at++;
	}
	if (column > strcspn(at, "\n"))
		return false;
	at += column;
	while (at + length < end && (isalnum((unsigned char)at[length]) || at[length] == '_' ||
				     (!length && strchr("@$", at[length]) && at[length])))
		length++;
	span->start = text->base + (uint32_t)(at - text->bytes);
	span->end = span->start + (length ? (uint32_t)length : 1);
	return true;
}

/* The compiler writes "./NAME" where the text is called NAME. */
static bool file_is_text(const char *file, const char *name)
{
	size_t length = strlen(file), tail = strlen(name);

	return length >= tail && !strcmp(file + length - tail, name) &&
	       (length == tail || file[length - tail - 1] == '/');
}

static struct span find_span(const struct text_set *texts, const struct load *load,
			     const struct load_result *result)
{
	struct span span = load->plan->programs[result->program].span;
	struct line_place place;

	if (find_line(load, result, verifier_find_instruction(result->log), &place))
		for (const struct text *text = texts->first; text; text = text->next)
			if ((file_is_text(place.file, text->name) || !texts->first->next) &&
			    place_to_span(text, &place, &span))
				break;
	return span;
}

static void explain_program(const struct load *load, const struct load_result *result, bool color)
{
	struct text_set texts;
	struct diag_set diags = { .arena = load->arena, .texts = &texts };
	struct buffer sentence = { 0 };
	const char *meaning, *hint;
	struct diag *diag;

	image_list_texts(load->arena, load->plan, &texts);
	verifier_find_sentence(result->log, &sentence);
	meaning = verifier_translate(sentence.data ? sentence.data : "", &hint);
	diag = diag_error(&diags, find_span(&texts, load, result), "%s", meaning);
	if (hint[0])
		diag_hint(diag, "%s", hint);
	if (sentence.length)
		diag_hint(diag, "the verifier's words: %s (the whole log: -v)", sentence.data);
	diag_print(&diags, stderr, color);
	buffer_release(&sentence);
}

static void explain_map(const struct load_result *result)
{
	if (result->error == -ENOMEM || result->error == -E2BIG)
		message_error("%s is too large: about %" PRIu64 " bytes (%s)", result->map,
			      result->map_bytes, message_system(result->error));
	else
		message_error("the kernel does not let %s be made: %s", result->map,
			      message_system(result->error));
}

void verifier_explain(const struct load *load, const struct load_result *result, bool color,
		      bool verbose)
{
	switch (result->failure) {
	case LOAD_FAILURE_NONE:
		break;
	case LOAD_FAILURE_IMAGE:
		message_error("the compiled program cannot be used; ktrace and its compiler may "
			      "be of different versions");
		break;
	case LOAD_FAILURE_MAP:
		if (!privilege_explain_refusal())
			explain_map(result);
		break;
	case LOAD_FAILURE_VERIFIER:
		if (verbose)
			fprintf(stderr, "%s\n", result->log);
		explain_program(load, result, color);
		break;
	case LOAD_FAILURE_KERNEL:
		if (!privilege_explain_refusal())
			message_error("the kernel refuses to load this program: %s",
				      message_system(result->error));
		break;
	}
}
