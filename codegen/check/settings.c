/*
 * Settings: one table of keys serves the config block and the environment.
 * Keys without effect here are accepted when ignoring them changes no output.
 */
#include "codegen/check/settings.h"

#include <ctype.h>
#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lexer/diag.h"
#include "lexer/suggest.h"
#include "parser/tree.h"

enum { NOWHERE = -1 };

enum setting_kind {
	SETTING_INTEGER,
	SETTING_BOOLEAN,
	SETTING_WORD,
	SETTING_ANY,		/* accepted, without effect on what is printed */
};

struct setting {
	const char *name;
	enum setting_kind kind;
	int offset;			/* of the uint64_t in struct settings, or NOWHERE */
	uint64_t least, most;
	const char *const *words;	/* SETTING_WORD: their index is the value; ended by NULL */
};

static const char *const missing_words[] = { "error", "warn", "ignore", NULL };
static const char *const stack_words[] = { "bpftrace", "perf", "raw", NULL };
static const char *const trailer_words[] = { "..", NULL };
/* Programs are loaded as GPL, which all of these allow. */
static const char *const license_words[] = {
	"GPL", "GPL v2", "GPL and additional rights", "Dual BSD/GPL", "Dual MIT/GPL",
	"Dual MPL/GPL", NULL,
};

#define FIELD(member) (int)offsetof(struct settings, member)

static const struct setting setting_rows[] = {
#define SETTING(name, kind, offset, least, most, words, doc) \
	{ #name, SETTING_##kind, offset, least, most, words },
#include "codegen/setting.def"
#undef SETTING
};

enum { SETTING_COUNT = sizeof(setting_rows) / sizeof(setting_rows[0]) };

/* A value as written, in the config block or in the environment. */
struct setting_value {
	bool is_number;
	uint64_t number;
	const char *word;	/* NULL for numbers */
};

static const struct setting *setting_find(const char *name)
{
	size_t index;

	for (index = 0; index < SETTING_COUNT; index++)
		if (!strcmp(setting_rows[index].name, name))
			return &setting_rows[index];
	return NULL;
}

static bool find_word(const struct setting *row, const char *word, uint64_t *value)
{
	size_t index;

	for (index = 0; word && row->words[index]; index++) {
		if (strcmp(row->words[index], word))
			continue;
		*value = index;
		return true;
	}
	return false;
}

static bool find_boolean(const struct setting_value *given, uint64_t *value)
{
	if (given->is_number && given->number <= 1)
		*value = given->number;
	else if (given->word && (!strcmp(given->word, "true") || !strcmp(given->word, "false")))
		*value = given->word[0] == 't';
	else
		return false;
	return true;
}

/* Stores the value; false when the row does not allow it. */
static bool setting_store(const struct setting *row, const struct setting_value *given,
			  struct settings *settings)
{
	uint64_t value = given->number;
	bool is_fine = true;

	switch (row->kind) {
	case SETTING_INTEGER:
		is_fine = given->is_number && value >= row->least && value <= row->most;
		break;
	case SETTING_BOOLEAN:
		is_fine = find_boolean(given, &value);
		break;
	case SETTING_WORD:
		is_fine = find_word(row, given->word, &value);
		break;
	case SETTING_ANY:
		break;
	}
	if (is_fine && row->offset != NOWHERE)
		memcpy((char *)settings + row->offset, &value, sizeof(value));
	return is_fine;
}

static void describe_values(const struct setting *row, char *text, size_t size)
{
	size_t used = 0, index;

	if (row->kind == SETTING_INTEGER) {
		snprintf(text, size, "a number from %llu to %llu",
			 (unsigned long long)row->least, (unsigned long long)row->most);
		return;
	}
	if (row->kind == SETTING_BOOLEAN) {
		snprintf(text, size, "true or false");
		return;
	}
	for (index = 0; row->words && row->words[index] && used < size; index++)
		used += (size_t)snprintf(text + used, size - used, "%s\"%s\"",
					 index ? ", " : "", row->words[index]);
}

static void report_value(struct diag_set *diags, struct span span, const struct setting *row)
{
	char values[256] = "";

	describe_values(row, values, sizeof(values));
	diag_error(diags, span, "%s takes %s%s", row->name,
		   row->kind == SETTING_WORD && row->words[1] ? "one of " : "", values);
}

static void read_entry(struct settings *settings, struct diag_set *diags,
		       const struct config_entry *entry)
{
	const struct setting *row = setting_find(entry->name);
	struct setting_value given = { 0 };
	struct suggest suggest;
	struct diag *diag;
	size_t index;

	if (!row) {
		diag = diag_error(diags, entry->span, "there is no setting `%s`", entry->name);
		suggest_start(&suggest, entry->name);
		for (index = 0; index < SETTING_COUNT; index++)
			suggest_offer(&suggest, setting_rows[index].name);
		if (suggest.best)
			diag_hint(diag, "did you mean `%s`?", suggest.best);
		return;
	}
	if (entry->value->kind == EXPR_INTEGER) {
		given.is_number = true;
		given.number = entry->value->integer.value;
	} else if (entry->value->kind == EXPR_BOOLEAN) {
		given.word = entry->value->boolean ? "true" : "false";
	} else if (entry->value->kind == EXPR_STRING) {
		given.word = entry->value->string.bytes;
	} else if (entry->value->kind == EXPR_NAME) {
		given.word = entry->value->name.name;
	}
	if (!setting_store(row, &given, settings))
		report_value(diags, entry->span, row);
}

static struct setting_value read_text(const char *text)
{
	struct setting_value given = { .word = text };
	char *end;

	if (isdigit((unsigned char)*text)) {
		errno = 0;
		given.number = strtoull(text, &end, 0);
		given.is_number = !errno && !*end;
	}
	return given;
}

static void read_environment(struct settings *settings, struct diag_set *diags,
			     const struct setting *row)
{
	char name[64] = "BPFTRACE_";
	struct setting_value given;
	size_t length = strlen(name), index;
	const char *text;

	for (index = 0; row->name[index]; index++)
		name[length + index] = (char)toupper((unsigned char)row->name[index]);
	text = getenv(name);
	if (!text)
		return;
	given = read_text(text);
	if (!setting_store(row, &given, settings))
		diag_note(diag_error(diags, (struct span){ 0 },
				     "the environment's %s is `%s`, which %s does not take",
				     name, text, row->name),
			  (struct span){ 0 }, "it is read like an entry of the config block");
}

/* LINE is "KEY=VALUE" of LENGTH bytes. */
static void read_session(struct settings *settings, struct diag_set *diags, const char *line,
			 size_t length)
{
	char key[64] = "", value[128] = "";
	struct setting_value given;
	const struct setting *row;

	if (length >= sizeof(value) || sscanf(line, "%63[a-z_]=%127[^\n]", key, value) < 1)
		return;
	row = setting_find(key);
	given = read_text(value);
	if (row && !setting_store(row, &given, settings))
		report_value(diags, (struct span){ 0 }, row);
}

void settings_read(struct settings *settings, struct diag_set *diags,
		   const struct program *program, const char *session)
{
	const struct config_entry *entry;
	size_t index, length;

	*settings = (struct settings){
		.max_map_keys = 4096,
		.max_strlen = 1024,
		.max_path_depth = 256, .cat_bytes = 10240,
		.max_probes = 1024,
		.max_programs = 1024,
		.print_maps_on_exit = 1,
		.cpp_demangle = 1,
		.check_ownership = 1,
		.string_functions = 1,
	};
	for (entry = program->config; entry; entry = entry->next)
		read_entry(settings, diags, entry);
	for (index = 0; index < SETTING_COUNT; index++)
		read_environment(settings, diags, &setting_rows[index]);
	for (; session && *session; session += length + (session[length] == '\n')) {
		length = strcspn(session, "\n");
		read_session(settings, diags, session, length);
	}
}
