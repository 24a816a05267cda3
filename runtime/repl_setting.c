/*
 * REPL setting: a row each. Keys of the config block that make sense in a session are settings too;
 * the compiler, which knows what they take, has the last word.
 */
#include "runtime/repl_setting.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "codegen/keyword.h"
#include "lexer/buffer.h"
#include "lexer/suggest.h"
#include "runtime/message.h"
#include "runtime/repl.h"
#include "runtime/repl_line.h"
#include "runtime/repl_program.h"

enum { SHORTEST_WATCH = 50, LONGEST_WATCH = 86400000 };	/* ms */

/* ---- the session's own ---- */

static bool set_format(struct repl *repl, const char *value)
{
	repl->format = !strcmp(value, "json") ? SINK_JSON : SINK_TEXT;
	return true;
}

static void get_format(const struct repl *repl, struct buffer *out)
{
	buffer_append_string(out, repl->format == SINK_JSON ? "json" : "text");
}

static bool set_pid(struct repl *repl, const char *value)
{
	char *end;
	long pid = strtol(value, &end, 10);

	if (*end || pid < 0 || pid > 1 << 22)
		return false;
	repl->pid = (int)pid;
	return true;
}

static void get_pid(const struct repl *repl, struct buffer *out)
{
	buffer_printf(out, "%d", repl->pid);
}

static bool set_verbose(struct repl *repl, const char *value)
{
	repl->verbose = !strcmp(value, "on");
	return true;
}

static bool set_color(struct repl *repl, const char *value)
{
	repl->color = !strcmp(value, "on");
	repl_line_color(repl->line, repl->color);
	return true;
}

static void write_switch(struct buffer *out, bool is_on)
{
	buffer_append_string(out, is_on ? "on" : "off");
}

static void get_verbose(const struct repl *repl, struct buffer *out)
{
	write_switch(out, repl->verbose);
}

static void get_color(const struct repl *repl, struct buffer *out)
{
	write_switch(out, repl->color);
}

static bool set_watch(struct repl *repl, const char *value)
{
	char *end;
	double milliseconds = strtod(value, &end) * 1000;

	if (*end || !(milliseconds >= SHORTEST_WATCH && milliseconds <= LONGEST_WATCH))
		return false;
	repl->watch_ms = (unsigned)milliseconds;
	return true;
}

static void get_watch(const struct repl *repl, struct buffer *out)
{
	buffer_printf(out, "%g", repl->watch_ms / 1000.0);
}

static const struct setting {
	const char *name, *values, *doc;	/* doc NULL: a key of the config block has it */
	bool (*set)(struct repl *repl, const char *value);	/* NULL: such a key */
	void (*get)(const struct repl *repl, struct buffer *out);
} settings[] = {
	{ "color", "on|off", "whether prompt and messages have colours", set_color, get_color },
	{ "format", "text|json", "how programs that are started from now on print", set_format,
	  get_format },
	{ "pid", "N", "trace this process only; 0: all", set_pid, get_pid },
	{ "verbose", "on|off", "the verifier's whole log, and more", set_verbose, get_verbose },
	{ "watch", "SECONDS", "how often :watch looks, if it is not told", set_watch, get_watch },
	{ "max_map_keys", "N", NULL, NULL, NULL },
	{ "max_path_depth", "N", NULL, NULL, NULL },
	{ "max_probes", "N", NULL, NULL, NULL },
	{ "max_strlen", "N", NULL, NULL, NULL },
	{ "missing_probes", "error|warn|ignore", NULL, NULL, NULL },
	{ "stack_mode", "bpftrace|perf|raw", NULL, NULL, NULL },
};

enum { SETTING_COUNT = sizeof(settings) / sizeof(settings[0]) };

static const struct setting *find(const char *name)
{
	for (unsigned i = 0; i < SETTING_COUNT; i++)
		if (!strcmp(settings[i].name, name))
			return &settings[i];
	return NULL;
}

static const char *doc_of(const struct setting *setting)
{
	const struct setting_name *key = setting->doc ? NULL : setting_name_find(setting->name);

	return key ? key->doc : setting->doc ? setting->doc : "";
}

/* ---- keys of the config block ---- */

/* The line "KEY=VALUE" of KEY among those that are set; NULL: the language's default. */
static const char *find_line(const struct repl *repl, const char *key)
{
	const char *at = repl->settings.data ? repl->settings.data : "", *end;
	size_t length = strlen(key);

	for (; *at; at = *end ? end + 1 : end) {
		end = strchrnul(at, '\n');
		if (!strncmp(at, key, length) && at[length] == '=')
			return at;
	}
	return NULL;
}

static void get_key(const struct repl *repl, const char *key, struct buffer *out)
{
	const char *line = find_line(repl, key);

	if (line)
		buffer_append(out, line + strlen(key) + 1, strcspn(line, "\n") - strlen(key) - 1);
	else
		buffer_append_string(out, "default");
}

/* Puts KEY=VALUE in the place of what was there. */
static void put_line(struct buffer *lines, const char *old, const char *key, const char *value)
{
	struct buffer new = { 0 };
	size_t before = old ? (size_t)(old - lines->data) : lines->length;

	buffer_append(&new, lines->data, before);
	if (old)
		buffer_append_string(&new, old + strcspn(old, "\n") + 1);
	buffer_printf(&new, "%s=%s\n", key, value);
	buffer_release(lines);
	*lines = new;
}

/* The compiler says it if the key does not take the value; then all stays as it was. */
static void set_key(struct repl *repl, const char *key, const char *value)
{
	struct buffer before = { 0 };

	if (repl->settings.length)
		buffer_append(&before, repl->settings.data, repl->settings.length);
	put_line(&repl->settings, find_line(repl, key), key, value);
	if (repl_program_try(repl, "begin { }")) {
		buffer_release(&before);
		return;
	}
	buffer_release(&repl->settings);
	repl->settings = before;
}

/* ---- :set ---- */

static void show(const struct repl *repl, const struct setting *setting)
{
	struct buffer value = { 0 };

	if (setting->get)
		setting->get(repl, &value);
	else
		get_key(repl, setting->name, &value);
	printf("  %-15s %-9s %-18s %s\n", setting->name, value.data, setting->values,
	       doc_of(setting));
	buffer_release(&value);
}

/* Is VALUE one of "on|off"? A choice that is written in capitals stands for anything. */
static bool is_allowed(const char *values, const char *value)
{
	size_t length = strlen(value), each;

	if (*values >= 'A' && *values <= 'Z')
		return true;
	for (; *values; values += each + (values[each] == '|')) {
		each = strcspn(values, "|");
		if (each == length && !strncmp(values, value, length))
			return true;
	}
	return false;
}

static void report_name(const char *name)
{
	struct suggest suggest;

	suggest_start(&suggest, name);
	for (unsigned i = 0; i < SETTING_COUNT; i++)
		suggest_offer(&suggest, settings[i].name);
	if (suggest.best)
		message_error("there is no setting %s; did you mean %s?", name, suggest.best);
	else
		message_error("there is no setting %s; :set shows all, and what they take", name);
}

void repl_setting_set(struct repl *repl, const char *name, const char *value)
{
	const struct setting *setting = find(name);

	if (!*name)
		for (unsigned i = 0; i < SETTING_COUNT; i++)
			show(repl, &settings[i]);
	else if (!setting)
		report_name(name);
	else if (!value || !*value)
		show(repl, setting);
	else if (!is_allowed(setting->values, value) ||
		 (setting->set && !setting->set(repl, value)))
		message_error("%s takes %s, not %s", name, setting->values, value);
	else if (!setting->set)
		set_key(repl, name, value);
}

void repl_setting_visit(void (*visit)(void *context, const char *name, const char *doc),
			void *context)
{
	for (unsigned i = 0; i < SETTING_COUNT; i++)
		visit(context, settings[i].name, doc_of(&settings[i]));
}

const char *repl_setting_values(const char *name)
{
	const struct setting *setting = find(name);

	return setting ? setting->values : "";
}
