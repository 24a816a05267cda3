/*
 * Help topic: `--help TOPIC`. One name may be several things, as `profile` is a probe
 * and a script; each is told of, from its own row.
 */
#include "runtime/help_topic.h"

#include <string.h>

#include "codegen/builtin.h"
#include "codegen/probe_kind.h"
#include "lexer/arena.h"
#include "lexer/buffer.h"
#include "lexer/suggest.h"
#include "runtime/options.h"
#include "runtime/script_find.h"

/* Topics are parted by an empty line. */
static void part(struct buffer *out)
{
	if (out->length)
		buffer_append_char(out, '\n');
}

bool help_topic_builtin(const struct builtin_library *library, const char *name,
			struct buffer *out)
{
	const struct builtin *row = builtin_find(library, name);

	if (!row)
		return false;
	/* A result that depends on the arguments is written ?. */
	buffer_printf(out, "%s\n  %s\n  e.g. %s\n", row->prototype +
		      (*row->prototype == '?' ? 2 : 0), row->doc, row->example);
	if (row->probes)
		buffer_printf(out, "  in %s\n", row->probes);
	return true;
}

static bool print_builtin(const struct builtin_library *library, const char *topic,
			  struct buffer *out)
{
	struct buffer text = { 0 };
	bool found = help_topic_builtin(library, topic, &text);

	if (found) {
		part(out);
		buffer_printf(out, "builtin %s", text.data);
	}
	buffer_release(&text);
	return found;
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

bool help_topic_print(const struct builtin_library *library, const char *topic,
		      struct buffer *out)
{
	bool is_option = *topic == '-', found = false;

	if (!is_option) {
		found |= print_builtin(library, topic, out);
		found |= print_probe_kind(topic, out);
	}
	found |= print_option(topic, out);
	return found;
}

const char *help_topic_suggest(struct arena *arena, const struct builtin_library *library,
			       const char *topic)
{
	const char *script = script_suggest(arena, topic);
	const struct builtin *const *group;
	const struct builtin *row;
	struct suggest suggest;

	suggest_start(&suggest, topic + strspn(topic, "-"));
	for (group = library->groups; *group; group++)
		for (row = *group; row->name; row++)
			suggest_offer(&suggest, row->name);
	for (int kind = 0; kind < PROBE_KIND_COUNT; kind++)
		suggest_offer(&suggest, probe_kind_rows[kind].name);
	options_offer(&suggest);
	if (script)
		suggest_offer(&suggest, script);
	return suggest.best;
}
