/*
 * Prototype text: C's declarations, of which only the easy part is read: names of
 * types, stars, parameters. What says nothing about how a function is called
 * (const, __rcu, __bpf_kfunc) is passed over; a pointer to a function is an address.
 */
#include "parser/prototype_text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "lexer/arena.h"
#include "lexer/diag.h"
#include "parser/text_reader.h"
#include "parser/type_word.h"

/* More words of one type than any has: `unsigned long long int name`. */
enum { WORDS_MAX = 6 };

struct word {
	const char *text;
	struct span span;
};

/* A type, and the name that it stands before. */
struct declared {
	struct type_name *type_name;
	struct word name;		/* text NULL: none */
};

static struct word take_word(struct text_reader *reader)
{
	struct word word = { 0 };

	word.text = text_reader_word(reader, &word.span);
	return word;
}

/* Words that say nothing about how a function is called. */
static bool is_passed_over(const char *word)
{
	static const char *const words[] = {
		"const", "volatile", "restrict", "extern", "__bpf_kfunc", "noinline", "__rcu",
		"__user", "__percpu", "__kernel",
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (!strcmp(word, words[i]))
			return true;
	return false;
}

/* The words up to the next sign; MOST at most. */
static unsigned take_words(struct text_reader *reader, struct word *words, unsigned most)
{
	struct word word;
	unsigned count = 0;

	while (count < most) {
		word = take_word(reader);
		if (!word.text)
			break;
		if (!is_passed_over(word.text))
			words[count++] = word;
	}
	return count;
}

static bool is_keyword(const char *word, enum type_name_kind *kind)
{
	*kind = !strcmp(word, "struct") ? TYPE_NAME_STRUCT :
		!strcmp(word, "union") ? TYPE_NAME_UNION :
		!strcmp(word, "enum") ? TYPE_NAME_ENUM : TYPE_NAME_PLAIN;
	return *kind != TYPE_NAME_PLAIN;
}

/* How many of the words are the type; one that is left over is the name. */
static unsigned type_words(const struct word *words, unsigned count)
{
	unsigned length = 0;

	while (length < count && type_word_is_c(words[length].text, strlen(words[length].text)))
		length++;
	return length ? length : count ? 1 : 0;
}

static struct type_name *make_type(struct text_reader *reader, const struct word *words,
				   unsigned count)
{
	struct type_name *type_name = ARENA_NEW(reader->arena, struct type_name);

	type_name->span = words[0].span;
	type_name->name = words[0].text;
	for (unsigned i = 1; i < count; i++) {
		type_name->name = arena_printf(reader->arena, "%s %s", type_name->name,
					       words[i].text);
		type_name->span.end = words[i].span.end;
	}
	return type_name;
}

static void add_star(struct text_reader *reader, struct type_name *type_name)
{
	struct type_suffix *suffix = ARENA_NEW(reader->arena, struct type_suffix), **end;

	suffix->kind = TYPE_SUFFIX_POINTER;
	for (end = &type_name->suffixes; *end; end = &(*end)->next)
		;
	*end = suffix;
}

/* `(*name)(...)`: skips the parameters. */
static void read_function_pointer(struct text_reader *reader, struct declared *declared)
{
	unsigned depth = 0;

	declared->name = take_word(reader);
	if (!text_reader_take(reader, ')') || text_reader_peek(reader) != '(') {
		text_reader_complain(reader, "a parameter");
		return;
	}
	do {
		depth += *reader->at == '(';
		depth -= *reader->at == ')';
		reader->at++;
	} while (depth && *reader->at);
	declared->type_name->kind = TYPE_NAME_PLAIN;
	declared->type_name->name = "void";
	declared->type_name->suffixes = NULL;
	add_star(reader, declared->type_name);
}

static struct declared read_declared(struct text_reader *reader)
{
	struct word words[WORDS_MAX];
	unsigned count = take_words(reader, words, WORDS_MAX), used;
	struct declared declared = { 0 };
	enum type_name_kind kind = TYPE_NAME_PLAIN;
	bool has_keyword = count > 1 && is_keyword(words[0].text, &kind);

	if (!count) {
		text_reader_complain(reader, "a type");
		return declared;
	}
	used = has_keyword ? 2 : type_words(words, count);
	declared.type_name = make_type(reader, words + has_keyword, used - has_keyword);
	declared.type_name->kind = kind;
	while (text_reader_take(reader, '*')) {
		add_star(reader, declared.type_name);
		if (used < count)
			text_reader_complain(reader, "one name");
		count = used + take_words(reader, words + used, WORDS_MAX - used);
	}
	if (used < count)
		declared.name = words[used++];
	if (used < count)
		text_reader_complain(reader, "one name");
	if (!declared.name.text && text_reader_peek(reader) == '(' && reader->at[1] == '*') {
		reader->at += 2;
		read_function_pointer(reader, &declared);
	}
	while (text_reader_take(reader, '[')) {		/* an array as a parameter is a pointer */
		reader->at += strcspn(reader->at, "]");
		if (!text_reader_take(reader, ']'))
			text_reader_complain(reader, "`]`");
		add_star(reader, declared.type_name);
	}
	return declared;
}

static void read_parameters(struct text_reader *reader, struct kfunc_declaration *declaration)
{
	struct kfunc_parameter **end = &declaration->parameters, *parameter;
	struct declared declared;

	if (!text_reader_take(reader, '('))
		text_reader_complain(reader, "`(`");
	while (!reader->is_broken && text_reader_peek(reader) != ')') {
		if (!strncmp(reader->at, "...", 3)) {
			reader->at += 3;
			declaration->is_variadic = true;
			break;
		}
		declared = read_declared(reader);
		if (reader->is_broken)
			return;
		if (declaration->parameters || declared.name.text ||
		    declared.type_name->suffixes || strcmp(declared.type_name->name, "void")) {
			parameter = ARENA_NEW(reader->arena, struct kfunc_parameter);
			parameter->type_name = declared.type_name;
			parameter->name = declared.name.text ? declared.name.text : "";
			parameter->span = declared.type_name->span;
			*end = parameter;
			end = &parameter->next;
		}
		if (text_reader_peek(reader) != ')' && !text_reader_take(reader, ','))
			text_reader_complain(reader, "`,` or `)`");
	}
	if (!text_reader_take(reader, ')'))
		text_reader_complain(reader, "`)`");
}

static void read_flags(struct text_reader *reader, struct kfunc_declaration *declaration)
{
	struct name_list **end = &declaration->flags, *flag;
	struct word word;

	while (!reader->is_broken && text_reader_peek(reader)) {
		word = take_word(reader);
		if (!word.text) {
			text_reader_complain(reader, "a flag such as KF_ACQUIRE, or `;`");
			return;
		}
		flag = ARENA_NEW(reader->arena, struct name_list);
		flag->name = word.text;
		flag->span = word.span;
		*end = flag;
		end = &flag->next;
		if (text_reader_peek(reader) && !text_reader_take(reader, '|'))
			text_reader_complain(reader, "`|` or `;`");
	}
}

struct kfunc_declaration *prototype_text_read(struct arena *arena, struct diag_set *diags,
					      const char *text, uint32_t start)
{
	struct text_reader reader = {
		.arena = arena, .diags = diags, .text = text, .at = text, .start = start,
		.what = "a kfunc",
		.hint = "as in kernel source: kfunc struct task_struct *bpf_task_from_pid(s32 pid) "
			"KF_ACQUIRE | KF_RET_NULL;",
	};
	struct kfunc_declaration *declaration = ARENA_NEW(arena, struct kfunc_declaration);
	struct declared declared = read_declared(&reader);

	if (!reader.is_broken && !declared.name.text)
		text_reader_complain(&reader, "the function's name");
	if (!reader.is_broken) {
		declaration->result = declared.type_name;
		declaration->name = declared.name.text;
		declaration->name_span = declared.name.span;
		read_parameters(&reader, declaration);
	}
	if (!reader.is_broken)
		read_flags(&reader, declaration);
	declaration->span = text_reader_span(&reader, text, reader.at);
	return reader.is_broken ? NULL : declaration;
}
