/*
 * Has: one row for each form of question, tried by how the text begins; what begins
 * like none of them is a probe.
 */
#include "codegen/check/has.h"

#include <ctype.h>
#include <string.h>

#include "codegen/builtin.h"
#include "codegen/check/checker.h"
#include "codegen/check/expr.h"
#include "codegen/check/head.h"
#include "codegen/check/kfunc.h"
#include "codegen/check/resolve.h"
#include "codegen/probe_kind.h"
#include "codegen/target/ability.h"
#include "codegen/target/target.h"
#include "codegen/target/version.h"
#include "lexer/buffer.h"
#include "lexer/suggest.h"
#include "parser/parse.h"

/* One has(). */
struct question {
	struct checker *checker;
	const struct expr *expr;
	const char *form;	/* how the row's form is written, for complaints */
	const char *text;	/* what stands behind the row's first word */
	bool is_broken;		/* and was complained about */
};

struct has_row {
	const char *begin;	/* what the question begins with */
	const char *form;
	bool (*ask)(struct question *question);
};

static struct diag *complain(struct question *question, const char *sentence)
{
	question->is_broken = true;
	return diag_error(question->checker->diags, question->expr->has.text_span, "%s", sentence);
}

/* Names with dots between them, at least LEAST and at most MOST of them. */
static bool is_path(struct question *question, unsigned least, unsigned most)
{
	const char *at = question->text;
	unsigned count = 1;
	bool is_good = true, is_start = true;

	for (; *at && is_good; at++) {
		count += *at == '.';
		is_good = *at == '.' ? !is_start : isalnum((unsigned char)*at) || *at == '_';
		is_start = *at == '.';
	}
	if (is_good && !is_start && count >= least && count <= most)
		return true;
	diag_hint(complain(question, "this is no name that could be looked for"), "write %s",
		  question->form);
	return false;
}

/* Cuts the first name of a path off; *REST is what follows its dot, NULL at the end. */
static const char *first_name(struct question *question, const char *path, const char **rest)
{
	size_t length = strcspn(path, ".");

	*rest = path[length] ? path + length + 1 : NULL;
	return arena_copy_text(question->checker->arena, path, length);
}

/* ---- the forms ---- */

static bool ask_members(struct question *question, bool is_union)
{
	struct target *target = question->checker->target;
	const struct type *type;
	struct field field;
	const char *rest;

	if (!is_path(question, 1, UINT16_MAX))
		return false;
	type = target_find_struct(target, first_name(question, question->text, &rest), is_union);
	while (type && rest) {
		if (type->kind == TYPE_POINTER)
			type = type->target;
		if (!target_find_field(target, type, first_name(question, rest, &rest), &field))
			return false;
		type = field.type;
	}
	return type != NULL;
}

static bool ask_struct(struct question *question)
{
	return ask_members(question, false);
}

static bool ask_union(struct question *question)
{
	return ask_members(question, true);
}

static bool ask_enum(struct question *question)
{
	struct target *target = question->checker->target;
	const struct type *type;
	int64_t value;

	return is_path(question, 1, 1) &&
	       (target_find_constant(target, question->text, &value, &type) ||
		target_find_enum(target, question->text));
}

static bool ask_btf(struct question *question)
{
	const struct function *function;
	const char *name, *argument;
	uint32_t index;

	if (!is_path(question, 1, 2))
		return false;
	name = first_name(question, question->text, &argument);
	function = target_find_function(question->checker->target, NULL, name);
	if (!function || !argument)
		return function != NULL;
	for (index = 0; index < function->parameter_count; index++)
		if (!strcmp(function->parameters[index].name, argument))
			return true;
	return false;
}

static bool ask_kfunc(struct question *question)
{
	return is_path(question, 1, 1) &&
	       kfunc_is_there(question->checker, question->text);
}

static bool ask_helper(struct question *question)
{
	return is_path(question, 1, 1) &&
	       target_has_helper(question->checker->target, question->text);
}

static bool ask_map(struct question *question)
{
	return is_path(question, 1, 1) &&
	       target_has_map_kind(question->checker->target, question->text);
}

static bool ask_lsm(struct question *question)
{
	return is_path(question, 1, 1) &&
	       target_has_security_module(question->checker->target, question->text);
}

static bool ask_config(struct question *question)
{
	const char *value;
	bool can_tell;

	if (!is_path(question, 1, 1))
		return false;
	value = target_config(question->checker->target, question->text, &can_tell);
	if (!can_tell)
		diag_hint(diag_warning(question->checker->diags, question->expr->span,
				       "the configuration of this kernel cannot be read, so this "
				       "counts as no"),
			  "kernels show it in proc/config.gz, or it is installed as "
			  "boot/config-RELEASE");
	return value && (!strcmp(value, "y") || !strcmp(value, "m"));
}

static const struct has_row has_rows[] = {
	{ "struct ", "struct NAME or struct NAME.FIELD", ask_struct },
	{ "union ", "union NAME or union NAME.FIELD", ask_union },
	{ "enum ", "enum CONSTANT", ask_enum },
	{ "btf:", "btf:FUNCTION or btf:FUNCTION.ARGUMENT", ask_btf },
	{ "kfunc:", "kfunc:FUNCTION", ask_kfunc },
	{ "helper:", "helper:NAME", ask_helper },
	{ "map:", "map:KIND", ask_map },
	{ "lsm:", "lsm:bpf", ask_lsm },
	{ "config:", "config:NAME", ask_config },
};

enum { HAS_ROWS = sizeof(has_rows) / sizeof(has_rows[0]) };

/* ---- probes ---- */

/* The text of the has() alone, with its places in the program's. */
static struct text text_of(const struct expr *expr)
{
	return (struct text){
		.name = "has()",
		.bytes = expr->has.text,
		.length = (uint32_t)strlen(expr->has.text),
		.base = expr->has.text_span.start,
	};
}

/* FIRST_LENGTH bytes begin the question, and should have told its form. */
static void report_form(struct question *question, size_t first_length)
{
	struct diag *diag = complain(question, "has() does not know this form of question");
	struct arena *arena = question->checker->arena;
	struct buffer forms = { 0 };
	struct suggest suggest;
	size_t i;

	suggest_start(&suggest, arena_copy_text(arena, question->expr->has.text, first_length));
	for (i = 0; i < HAS_ROWS; i++) {
		const char *begin = has_rows[i].begin;

		suggest_offer(&suggest, arena_copy_text(arena, begin, strlen(begin) - 1));
		buffer_printf(&forms, "%s, ", has_rows[i].form);
	}
	for (i = 0; i < PROBE_KIND_COUNT; i++)
		suggest_offer(&suggest, probe_kind_rows[i].name);
	if (suggest.best && strcmp(suggest.best, suggest.wanted))
		diag_hint(diag, "did you mean `%s`?", suggest.best);
	diag_hint(diag, "it asks for: %sor a probe, for example kprobe:vfs_unlink", forms.data);
	buffer_release(&forms);
}

static bool ask_probe(struct question *question)
{
	const char *text = question->expr->has.text;
	size_t length = strcspn(text, ": ,|?");
	struct text heads = text_of(question->expr);
	struct attach_point *points;

	if (probe_kind_find(text, length) == PROBE_KIND_COUNT &&
	    !head_is_provider_pattern(arena_copy_text(question->checker->arena, text, length))) {
		report_form(question, length);
		return false;
	}
	points = parse_heads(question->checker->arena, question->checker->diags, &heads);
	if (points)
		return resolve_is_there(question->checker,
					head_complete(question->checker, points),
					&question->is_broken);
	question->is_broken = true;
	return false;
}

/* ---- answers ---- */

static bool ask(struct question *question)
{
	const char *text = question->expr->has.text;
	const struct has_row *row;
	size_t length;

	for (row = has_rows; row < has_rows + HAS_ROWS; row++) {
		length = strlen(row->begin);
		if (strncmp(text, row->begin, length))
			continue;
		question->form = row->form;
		question->text = text + length + strspn(text + length, " ");
		return row->ask(question);
	}
	return ask_probe(question);
}

static bool answer_has(struct checker *checker, struct expr *expr)
{
	struct question question = { .checker = checker, .expr = expr };
	const char *name = arena_printf(checker->arena, "has(%s)", expr->has.text);

	expr->has.answer = ask(&question) && !question.is_broken;
	if (!question.is_broken)
		target_record_answer(checker->target, name, expr->has.answer);
	return !question.is_broken;
}

static bool answer_kernel(struct checker *checker, struct expr *expr)
{
	uint64_t here, asked, answer;

	if (!version_parse(expr->kernel.version, &asked)) {
		diag_error(checker->diags, expr->span, "no kernel has such a version");
		return false;
	}
	if (!target_version(checker->target, &here)) {
		diag_hint(diag_error(checker->diags, expr->span,
				     "this kernel does not tell its version"),
			  "ask for what the version stands for: has(...)");
		return false;
	}
	binary_fold(expr->kernel.operator, &type_bool, false, here, asked, &answer);
	expr->kernel.answer = answer != 0;
	return true;
}

bool has_answer(struct checker *checker, struct expr *expr)
{
	return expr->kind == EXPR_HAS ? answer_has(checker, expr) : answer_kernel(checker, expr);
}

/* ---- versions that are none ---- */

static bool is_kernel(struct checker *checker, const struct expr *expr)
{
	const struct type *type;
	int64_t value;

	return expr->kind == EXPR_NAME && !strcmp(expr->name.name, "kernel") &&
	       !builtin_find(checker->options->library, expr->name.name) &&
	       !target_find_constant(checker->target, expr->name.name, &value, &type);
}

/* "5.16" for 5.16 and v5.16, which are an element of a number and of a name; NULL for others. */
static const char *read_version(struct checker *checker, const struct expr *expr)
{
	const char *before;

	switch (expr->kind) {
	case EXPR_INTEGER:
		return arena_printf(checker->arena, "%llu",
				    (unsigned long long)expr->integer.value);
	case EXPR_NAME:
		return expr->name.name[0] == 'v' && isdigit((unsigned char)expr->name.name[1]) ?
		       expr->name.name + 1 : NULL;
	case EXPR_ELEMENT:
		before = read_version(checker, expr->element.base);
		return before ? arena_printf(checker->arena, "%s.%u", before,
					     expr->element.number) : NULL;
	default:
		return NULL;
	}
}

bool has_complain_version(struct checker *checker, const struct expr *expr)
{
	const struct expr *left = expr->binary.left, *right = expr->binary.right;
	bool is_first = is_kernel(checker, left);
	const char *version;
	struct diag *diag;

	if (!is_first && !is_kernel(checker, right))
		return false;
	version = read_version(checker, is_first ? right : left);
	diag = diag_error(checker->diags, expr->span, is_first ?
			  "`kernel` is compared with a version, which begins with v" :
			  "`kernel` stands on the left of a comparison with a version");
	diag_hint(diag, "for example: kernel >= v%s", version ? version : "5.16");
	return true;
}

bool has_take_call(struct checker *checker, struct expr *expr)
{
	static const char *const names[] = { "kfunc_exist", "kfunc_allowed" };
	const struct expr *name = expr->call.arguments;
	struct span span;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcmp(expr->call.name, names[i]) || !name || name->next ||
		    name->kind != EXPR_STRING)
			continue;
		span = name->span;
		expr->kind = EXPR_HAS;
		expr->has.text = arena_printf(checker->arena, "kfunc:%s", name->string.bytes);
		expr->has.text_span = span;
		return true;
	}
	return false;
}
