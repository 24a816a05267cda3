/*
 * Help topic: `--help TOPIC`. One name may be several things, as `profile` is a probe
 * and a script; each is told of, from its own row.
 */
#include "runtime/help_topic.h"

#include <string.h>

#include "codegen/builtin.h"
#include "codegen/keyword.h"
#include "codegen/kfunc_library.h"
#include "codegen/probe_kind.h"
#include "lexer/arena.h"
#include "lexer/buffer.h"
#include "lexer/suggest.h"
#include "runtime/option_row.h"
#include "runtime/options.h"
#include "runtime/script_find.h"

/* Topics are parted by an empty line. */
static void part(struct buffer *out)
{
	if (out->length)
		buffer_append_char(out, '\n');
}

static bool print_builtin(const struct builtin_library *library, const char *topic,
			  struct buffer *out)
{
	const struct builtin *row = builtin_find(library, topic);

	if (!row)
		return false;
	part(out);
	/* A result that depends on the arguments is written ?. */
	buffer_printf(out, "builtin %s\n  %s\n  e.g. %s\n", row->prototype +
		      (*row->prototype == '?' ? 2 : 0), row->doc, row->example);
	if (row->probes)
		buffer_printf(out, "  in %s\n", row->probes);
	return true;
}

static bool print_probe_kind(const char *topic, struct buffer *out)
{
	enum probe_kind kind = probe_kind_find(topic, strcspn(topic, ":"));
	const struct probe_kind_row *row;

	if (kind == PROBE_KIND_COUNT)
		return false;
	row = &probe_kind_rows[kind];
	part(out);
	buffer_printf(out, "probe %s\n  %s\n", row->syntax, row->doc);
	if (*row->alias || *row->others)
		buffer_printf(out, "  also written %s%s%s\n", row->alias,
			      *row->alias && *row->others ? ", " : "", row->others);
	return true;
}

static bool print_option(const char *topic, struct buffer *out)
{
	struct buffer text = { 0 };
	bool found = options_describe(topic, &text);

	if (found) {
		part(out);
		buffer_printf(out, "option %s", text.data);
	}
	buffer_release(&text);
	return found;
}

static bool print_kfunc(const struct builtin_library *library, const char *topic,
			struct buffer *out)
{
	struct arena *arena = arena_new();
	struct kfunc_library_row row;
	bool found = kfunc_library_find(arena, library->kfuncs, topic, &row);

	if (found) {
		part(out);
		buffer_printf(out, "kfunc %s\n  %s\n  since Linux %s; ktrace --kfuncs %s shows what "
			      "this kernel has\n", row.declaration, row.doc, row.since, row.name);
	}
	arena_free(arena);
	return found;
}

static bool print_word(const char *topic, struct buffer *out)
{
	const struct keyword *keyword = keyword_find(topic);
	const struct setting_name *setting = setting_name_find(topic);

	if (keyword) {
		part(out);
		buffer_printf(out, "keyword %s\n  %s\n", keyword->syntax, keyword->doc);
	}
	if (setting) {
		part(out);
		buffer_printf(out, "setting config = { %s = ...; }\n  %s\n", setting->name,
			      setting->doc);
	}
	return keyword || setting;
}

bool help_topic_print(const struct builtin_library *library, const char *topic,
		      struct buffer *out)
{
	bool is_option = *topic == '-', found = false;

	if (!is_option) {
		found |= print_builtin(library, topic, out);
		found |= print_probe_kind(topic, out);
		found |= print_word(topic, out);
		found |= print_kfunc(library, topic, out);
	}
	found |= print_option(topic, out);
	return found;
}

static void visit_rows(const struct builtin_library *library,
		       void (*visit)(void *context, const char *name, const char *doc),
		       void *context)
{
	const struct builtin *const *group;
	const struct builtin *row;

	for (group = library->groups; *group; group++)
		for (row = *group; row->name; row++)
			visit(context, row->name, row->doc);
	for (int kind = 0; kind < PROBE_KIND_COUNT; kind++)
		visit(context, probe_kind_rows[kind].name, probe_kind_rows[kind].doc);
	for (unsigned i = 0; i < option_row_count; i++)
		if (option_rows[i].doc)
			visit(context, option_rows[i].name, option_rows[i].doc);
	for (size_t i = 0; i < keyword_count; i++)
		visit(context, keywords[i].name, keywords[i].doc);
	for (size_t i = 0; i < setting_name_count; i++)
		visit(context, setting_names[i].name, setting_names[i].doc);
}

void help_topic_visit(struct arena *arena, const struct builtin_library *library,
		      void (*visit)(void *context, const char *name, const char *doc),
		      void *context)
{
	const char *at = library->kfuncs;
	struct kfunc_library_row row;

	visit_rows(library, visit, context);
	while (at && kfunc_library_next(arena, &at, &row))
		visit(context, row.name, row.doc);
	script_visit(arena, visit, context);
}

static void offer(void *context, const char *name, const char *doc)
{
	(void)doc;
	suggest_offer(context, name);
}

const char *help_topic_suggest(struct arena *arena, const struct builtin_library *library,
			       const char *topic)
{
	struct suggest suggest;

	suggest_start(&suggest, topic + strspn(topic, "-"));
	help_topic_visit(arena, library, offer, &suggest);
	return suggest.best;
}
