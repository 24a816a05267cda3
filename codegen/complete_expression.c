/*
 * Complete expression: names from the rows and the text itself; members by having the
 * checker look at what was typed, with its brackets closed.
 */
#include <ctype.h>
#include <string.h>

#include "codegen/builtin.h"
#include "codegen/check/scope.h"
#include "codegen/compile.h"
#include "codegen/complete_internal.h"
#include "codegen/keyword.h"
#include "codegen/kfunc_library.h"
#include "codegen/request.h"
#include "codegen/target/iterator.h"
#include "codegen/target/syscall.h"
#include "codegen/target/target.h"
#include "codegen/type.h"
#include "lexer/arena.h"
#include "lexer/buffer.h"
#include "lexer/diag.h"
#include "lexer/lexer.h"
#include "lexer/text.h"
#include "parser/tree.h"
#include "parser/tree_walk.h"

/* ---- names ---- */

static void offer_builtins(struct completion *completion)
{
	const struct builtin *const *group;
	const struct builtin *row;

	for (group = completion->options->library->groups; *group; group++)
		for (row = *group; row->name; row++)
			complete_offer_joined(completion, row->name,
					      row->flags & BUILTIN_BARE ? "" : "(", row->doc);
}

static void offer_kfuncs(struct completion *completion)
{
	const char *at = completion->options->library->kfuncs;
	struct kfunc_library_row row;

	while (at && kfunc_library_next(completion->arena, &at, &row))
		complete_offer_joined(completion, row.name, "(", row.doc);
}

static void offer_keywords(struct completion *completion)
{
	for (size_t i = 0; i < keyword_count; i++)
		if (keywords[i].behind)
			complete_offer_joined(completion, keywords[i].name, keywords[i].behind,
					      keywords[i].doc);
}

/* Names behind `$`, `@` or `fn ` in TEXT, which may be the word itself. */
static void offer_words_of(struct completion *completion, const char *text, size_t length,
			   const char *mark)
{
	const char *at = text, *end = text + length, *from;
	size_t before = strlen(mark);

	while ((at = memmem(at, (size_t)(end - at), mark, before))) {
		from = mark[0] == 'f' ? at + before : at;
		at += before;
		while (at < end && (isalnum((unsigned char)*at) || *at == '_'))
			at++;
		if (at < end && at - from > (mark[0] == 'f' ? 0 : 1))
			complete_offer(completion, arena_copy_text(completion->arena, from,
								   (size_t)(at - from)), NULL);
	}
}

static void offer_own_words(struct completion *completion, const char *mark, bool with_contexts)
{
	const struct request *request = completion->options->request;

	offer_words_of(completion, completion->text, completion->length, mark);
	for (uint32_t i = 0; with_contexts && i < request->context_count; i++)
		offer_words_of(completion, request->contexts[i].bytes,
			       request->contexts[i].length, mark);
}

static void offer_struct(void *context, const char *name)
{
	complete_offer(context, strchr(name, ' ') + 1, NULL);
}

/* Behind `struct `, `union `, `enum `. */
static bool complete_tag(struct completion *completion)
{
	static const char *const words[] = { "struct ", "union ", "enum " };
	const char *pattern;
	size_t length;

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		length = strlen(words[i]);
		if (completion->start < length ||
		    strncmp(completion->word - length, words[i], length))
			continue;
		pattern = arena_printf(completion->arena, "%s%s*", words[i], completion->word);
		target_match_types(completion->options->target, pattern, offer_struct, completion);
		return true;
	}
	return false;
}

/* ---- what the checker knows ---- */

/* Appends what closes the brackets that are open in TEXT; a condition gets its block too. */
static void close_brackets(struct arena *arena, const char *text, size_t length, bool with_block,
			   struct buffer *out)
{
	struct text_set texts = { .arena = arena };
	struct diag_set diags = { .arena = arena, .texts = &texts, .muted = true };
	struct text *added = text_add(&texts, "", text, length);
	struct lexer *lexer = lexer_open(arena, &diags, added);
	const char *open[LEXER_MOST_NESTED + 1];
	struct token token;
	unsigned depth = 0;

	for (lexer_next(lexer, &token); token.kind != TOKEN_END && depth < LEXER_MOST_NESTED;
	     lexer_next(lexer, &token)) {
		switch (token.kind) {
		case TOKEN_LEFT_BRACE:		open[depth++] = "}"; break;
		case TOKEN_BODY_OPEN:		open[depth++] = " >"; break;
		case TOKEN_PREDICATE_OPEN:	open[depth++] = " / { }"; break;
		case TOKEN_LEFT_PARENTHESIS:	open[depth++] = ")"; break;
		case TOKEN_LEFT_BRACKET:	open[depth++] = "]"; break;
		case TOKEN_RIGHT_BRACE: case TOKEN_BODY_CLOSE: case TOKEN_PREDICATE_CLOSE:
		case TOKEN_RIGHT_PARENTHESIS: case TOKEN_RIGHT_BRACKET:
			depth -= depth > 0;
			break;
		default:
			break;
		}
	}
	lexer_close(lexer);
	while (depth-- > 0) {
		if (with_block && (*open[depth] == '}' || !strcmp(open[depth], " >"))) {
			buffer_append_string(out, " { }");
			with_block = false;
		}
		buffer_append_string(out, open[depth]);
	}
	if (with_block)
		buffer_append_string(out, " { }");
}

/* A body that `{` `}` surround, for the lexer to know where it is. */
static const char *surround(struct completion *completion, size_t length, size_t *start)
{
	const char *before = completion->is_statements ? "begin {\n" : "";

	*start = strlen(before);
	return arena_printf(completion->arena, "%s%.*s", before, (int)length, completion->text);
}

/* Checks the text up to END; OFFSET is where that is in the texts. NULL: it cannot be parsed. */
static const struct checked *check_up_to(struct completion *completion, size_t end,
					 uint32_t *offset)
{
	const struct checked *checked = NULL;
	struct buffer text = { 0 };
	size_t start;
	const char *typed = surround(completion, end, &start);

	for (int with_block = 0; with_block < 2 && !checked; with_block++) {
		struct request_script script = { .name = "" };

		buffer_clear(&text);
		buffer_append_string(&text, typed);
		close_brackets(completion->arena, typed, strlen(typed), with_block, &text);
		script.bytes = arena_copy_text(completion->arena, text.data, text.length);
		script.length = (uint32_t)text.length;
		checked = compile_check_types(completion->options, &script);
	}
	buffer_release(&text);
	/* The first text begins at 1. */
	*offset = (uint32_t)(1 + start + end);
	return checked;
}

/* The largest expression that ends at an offset. */
struct search {
	uint32_t end;
	const struct expr *found;
};

static void search_expr(void *context, struct expr **place)
{
	struct search *search = context;
	const struct expr *expr = *place;

	if (!expr)
		return;
	if (expr->span.end == search->end && expr->type && expr->type->kind != TYPE_ERROR &&
	    !search->found)
		search->found = expr;
	tree_visit_operands(*place, search_expr, search);
}

static void search_stmts(void *context, struct stmt **list)
{
	struct stmt *stmt;

	for (stmt = *list; stmt; stmt = stmt->next) {
		tree_visit_values(stmt, search_expr, context);
		tree_visit_blocks(stmt, search_stmts, context);
	}
}

static const struct expr *find_expr(const struct checked *checked, uint32_t end)
{
	struct search search = { .end = end };
	struct checked_program *program;

	for (program = checked->programs; program && !search.found; program = program->next) {
		if (program->predicate)
			search_expr(&search, &program->predicate);
		if (!search.found)
			search_stmts(&search, &program->body);
	}
	return search.found;
}

/* ---- members ---- */

static void offer_fields(struct completion *completion, const struct type *type, unsigned depth)
{
	const struct field *fields;
	uint32_t count;

	fields = target_list_fields(completion->options->target, type, &count);
	for (uint32_t i = 0; fields && i < count; i++) {
		if (*fields[i].name)
			complete_offer(completion, fields[i].name,
				       type_to_string(completion->arena, fields[i].type));
		else if (fields[i].type->kind == TYPE_STRUCT && depth < 16)
			offer_fields(completion, fields[i].type, depth + 1);
	}
}

static void offer_parameters(struct completion *completion, const struct function *function,
			     const char *prefix)
{
	for (uint32_t i = 0; function && i < function->parameter_count; i++)
		if (*function->parameters[i].name)
			complete_offer(completion,
				       arena_printf(completion->arena, "%s%s", prefix,
						    function->parameters[i].name),
				       function->parameters[i].c_type);
}

static void offer_record(struct completion *completion, const struct plan_target *place,
			 const char *prefix)
{
	const struct tracepoint *tracepoint;

	tracepoint = target_find_tracepoint(completion->options->target, place->category,
					    place->symbol);
	for (uint32_t i = 0; tracepoint && i < tracepoint->field_count; i++)
		complete_offer(completion,
			       arena_printf(completion->arena, "%s%s", prefix,
					    tracepoint->fields[i].name),
			       tracepoint->fields[i].c_type);
}

/* The arguments of the last probe, which is the one that is being typed. */
static void offer_arguments(struct completion *completion, const struct checked *checked,
			    const char *prefix)
{
	struct target *target = completion->options->target;
	const struct checked_program *program = checked->programs;
	const struct plan_target *place;
	const struct system_call *call;

	while (program && program->next)
		program = program->next;
	if (!program || !checked->plan->programs[program->index].target_count)
		return;
	place = &checked->plan->programs[program->index].targets[0];
	if (program->kind == PROBE_TRACEPOINT) {
		offer_record(completion, place, prefix);
	} else if (program->kind == PROBE_SYSCALL || program->kind == PROBE_SYSRET) {
		call = syscall_find(target, strchr(place->name, ':') + 1);
		if (call)
			offer_parameters(completion, call->prototype, prefix);
	} else if (program->kind == PROBE_RAWTRACEPOINT) {
		offer_parameters(completion,
				 target_find_raw_tracepoint(target, place->symbol), prefix);
	} else if (program->kind == PROBE_ITER) {
		offer_parameters(completion, target_find_iterator(target, place->symbol), prefix);
	} else if (*place->symbol && !*place->path) {
		offer_parameters(completion,
				 target_find_function(target, NULL, place->symbol), prefix);
	}
}

static bool ends_in_word(const struct completion *completion, size_t end, const char *word)
{
	size_t length = strlen(word);

	return end >= length && !strncmp(completion->text + end - length, word, length) &&
	       (end == length || !(isalnum((unsigned char)completion->text[end - length - 1]) ||
				   strchr("_.>$@", completion->text[end - length - 1])));
}

/* `args` alone has no type that could be asked, nor has the context of an iterator. */
static bool is_args(const struct completion *completion, const struct checked *checked, size_t end)
{
	const struct checked_program *program = checked->programs;

	while (program && program->next)
		program = program->next;
	return ends_in_word(completion, end, "args") ||
	       (program && program->kind == PROBE_ITER && ends_in_word(completion, end, "ctx"));
}

void complete_field(struct completion *completion, size_t root_end)
{
	const struct checked *checked;
	const struct expr *expr;
	const struct type *type;
	uint32_t offset;

	checked = check_up_to(completion, root_end, &offset);
	if (checked && is_args(completion, checked, root_end)) {
		offer_arguments(completion, checked, "");
		return;
	}
	expr = checked ? find_expr(checked, offset) : NULL;
	if (!expr)
		return;
	type = expr->type;
	while (type->kind == TYPE_POINTER)
		type = type->target;
	if (type->kind == TYPE_STRUCT)
		offer_fields(completion, type, 0);
}

/* arg_NAME: the body as far as it goes is enough to know the probe. */
static void offer_argument_names(struct completion *completion)
{
	const struct checked *checked;
	uint32_t offset;

	if (completion->is_statements || strncmp(completion->word, "arg_", 4)) {
		if (!completion->is_statements)
			complete_offer(completion, "arg_", "an argument by its name");
		return;
	}
	checked = check_up_to(completion, completion->start, &offset);
	if (checked)
		offer_arguments(completion, checked, "arg_");
}

void complete_name(struct completion *completion)
{
	if (*completion->word == '$') {
		offer_own_words(completion, "$", false);
	} else if (*completion->word == '@') {
		offer_own_words(completion, "@", true);
	} else if (!complete_tag(completion)) {
		offer_builtins(completion);
		offer_keywords(completion);
		offer_own_words(completion, "fn ", true);
		if (*completion->word)
			offer_kfuncs(completion);
		offer_argument_names(completion);
	}
}
