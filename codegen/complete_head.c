/*
 * Complete head: providers, and for each what this kernel has for it. The word that is
 * completed begins behind the last colon, so that lists stay short.
 */
#include <errno.h>
#include <string.h>

#include "codegen/compile.h"
#include "codegen/complete_internal.h"
#include "codegen/complete_system.h"
#include "codegen/perf_event.h"
#include "codegen/target/binary.h"
#include "codegen/target/iterator.h"
#include "codegen/target/syscall.h"
#include "codegen/target/target.h"
#include "codegen/target/usdt.h"
#include "lexer/arena.h"

/* What is matched: the word as a glob, and what stands before it. */
struct head {
	struct completion *completion;
	const char *group;		/* subsystem, module, file: between the colons; NULL: none */
	const char *pattern;
};

static struct target *target_of(const struct head *head)
{
	return head->completion->options->target;
}

static void offer_function(void *context, const char *module, const char *name)
{
	struct completion *completion = context;

	(void)module;
	complete_offer(completion, name, NULL);
}

static void complete_functions(struct head *head)
{
	target_complete_functions(target_of(head), head->group, head->completion->word,
				  offer_function, head->completion);
}

static void offer_event(void *context, const char *category, const char *name)
{
	(void)category;
	complete_offer(context, name, NULL);
}

static void offer_category(void *context, const char *name)
{
	complete_offer_joined(context, name, ":", NULL);
}

static void complete_tracepoints(struct head *head)
{
	if (head->group)
		target_match_tracepoints(target_of(head), head->group, head->pattern, offer_event,
					 head->completion);
	else
		target_match_categories(target_of(head), head->pattern, offer_category,
					head->completion);
}

static void complete_raw_tracepoints(struct head *head)
{
	target_match_raw_tracepoints(target_of(head), head->pattern, offer_event,
				     head->completion);
}

static void offer_iterator(void *context, const char *name)
{
	complete_offer(context, name, NULL);
}

static void complete_iterators(struct head *head)
{
	if (!head->group)
		target_match_iterators(target_of(head), head->pattern, offer_iterator,
				       head->completion);
}

static void offer_call(void *context, const struct system_call *call)
{
	complete_offer(context, call->name, NULL);
}

static void complete_calls(struct head *head)
{
	syscall_match(target_of(head), head->pattern, offer_call, head->completion);
}

static void complete_units(struct head *head)
{
	static const char *const units[] = { "hz:", "ms:", "s:", "us:" };

	for (size_t i = 0; !head->group && i < sizeof(units) / sizeof(units[0]); i++)
		complete_offer(head->completion, units[i], NULL);
}

static void complete_events(struct head *head, enum probe_kind kind)
{
	const struct perf_event_row *row;

	for (row = perf_event_rows; !head->group && row->name; row++)
		if (row->kind == kind)
			complete_offer(head->completion, row->name, row->doc);
}

static void complete_software(struct head *head)
{
	complete_events(head, PROBE_SOFTWARE);
}

static void complete_hardware(struct head *head)
{
	if (target_feature(target_of(head), FEATURE_HARDWARE))
		complete_events(head, PROBE_HARDWARE);
}

static void complete_signals(struct head *head)
{
	if (!head->group) {
		complete_offer(head->completion, "signal:SIGUSR1", NULL);
		complete_offer(head->completion, "signal:SIGUSR2", NULL);
	}
}

static void offer_symbol(void *context, const char *symbol, uint64_t offset)
{
	struct completion *completion = context;

	(void)offset;
	complete_offer(completion, arena_copy_string(completion->arena, symbol), NULL);
}

static void offer_file(void *context, const char *text, const char *note)
{
	complete_offer(context, text, note);
}

/* A path, or the name of a program in PATH; the colon comes behind it. */
static void complete_binaries(struct completion *completion)
{
	const struct complete_taker taker = { completion->arena, offer_file, completion };

	complete_files(&taker, completion->word, ":");
	if (*completion->word && !strchr(completion->word, '/'))
		complete_commands(&taker, completion->word, ":");
}

static void complete_user_functions(struct head *head)
{
	const char *path = head->group ? binary_find(head->completion->arena, head->group, "") :
					 NULL;

	if (!head->group)
		complete_binaries(head->completion);
	else if (path)
		binary_match_symbols(path, head->pattern, offer_symbol, head->completion);
}

static void offer_usdt(void *context, const struct usdt_probe *probe)
{
	struct completion *completion = context;
	const char *arguments = *probe->arguments ? probe->arguments : NULL;

	complete_offer(completion, arena_printf(completion->arena, "%s:%s", probe->provider,
						probe->name),
		       arguments ? arena_copy_string(completion->arena, arguments) : NULL);
}

/* Providers and names together: a program has few. */
static void complete_usdt(struct head *head)
{
	struct completion *completion = head->completion;
	const char *colon = head->group ? strchr(head->group, ':') : NULL, *path;

	if (!head->group) {
		complete_binaries(completion);
		return;
	}
	if (colon) {	/* the word begins with the provider */
		completion->start -= strlen(colon);
		completion->word -= strlen(colon);
	}
	path = binary_find(completion->arena,
			   arena_copy_text(completion->arena, head->group, colon ?
					   (size_t)(colon - head->group) : strlen(head->group)),
			   "");
	if (path)
		usdt_visit(path, offer_usdt, completion);
}

static const struct {
	enum probe_kind kind;
	void (*complete)(struct head *head);
} rows[] = {
	{ PROBE_FENTRY, complete_functions },
	{ PROBE_FEXIT, complete_functions },
	{ PROBE_FUNC, complete_functions },
	{ PROBE_FUNCRET, complete_functions },
	{ PROBE_HARDWARE, complete_hardware },
	{ PROBE_INTERVAL, complete_units },
	{ PROBE_ITER, complete_iterators },
	{ PROBE_KPROBE, complete_functions },
	{ PROBE_KRETPROBE, complete_functions },
	{ PROBE_PROFILE, complete_units },
	{ PROBE_RAWTRACEPOINT, complete_raw_tracepoints },
	{ PROBE_SELF, complete_signals },
	{ PROBE_SOFTWARE, complete_software },
	{ PROBE_SYSCALL, complete_calls },
	{ PROBE_SYSRET, complete_calls },
	{ PROBE_TRACEPOINT, complete_tracepoints },
	{ PROBE_UPROBE, complete_user_functions },
	{ PROBE_URETPROBE, complete_user_functions },
	{ PROBE_USDT, complete_usdt },
};

static void complete_providers(struct completion *completion)
{
	const struct probe_kind_row *row;

	for (int kind = 0; kind < PROBE_KIND_COUNT; kind++) {
		row = &probe_kind_rows[kind];
		complete_offer_joined(completion, row->name, strchr(row->syntax, ':') ? ":" : " ",
				      row->doc);
	}
}

static void complete_targets(struct completion *completion, const char *provider, size_t length,
			     const char *rest)
{
	enum probe_kind kind = probe_kind_find(provider, length);
	const char *colon = strrchr(rest, ':'), *word = colon ? colon + 1 : rest;
	struct head head = {
		.completion = completion,
		.group = colon ? arena_copy_text(completion->arena, rest, (size_t)(colon - rest)) :
				 NULL,
	};

	completion->start = (size_t)(word - completion->text);
	completion->word = word;
	head.pattern = arena_printf(completion->arena, "%s*", word);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].kind == kind)
			rows[i].complete(&head);
}

/* "a:b | c": C stands for a:c, so the word before it is looked at. */
static const char *chain_provider(const struct completion *completion, size_t head_start,
				  size_t *length)
{
	const char *at = completion->text + head_start, *end, *colon;

	while (at > completion->text && strchr(" \t\n", at[-1]))
		at--;
	if (at == completion->text || at[-1] != '|')
		return NULL;
	at--;
	while (at > completion->text && strchr(" \t\n", at[-1]))
		at--;
	for (end = at; at > completion->text && !strchr(" \t\n,|", at[-1]); at--)
		;
	colon = memchr(at, ':', (size_t)(end - at));
	*length = colon ? (size_t)(colon - at) : 0;
	return colon ? at : NULL;
}

void complete_head(struct completion *completion, size_t head_start)
{
	const char *head = completion->text + head_start, *colon = strchr(head, ':'), *before;
	size_t length;

	if (colon) {
		complete_targets(completion, head, (size_t)(colon - head), colon + 1);
		return;
	}
	completion->start = head_start;
	completion->word = head;
	complete_providers(completion);
	before = chain_provider(completion, head_start, &length);
	if (before)
		complete_targets(completion, before, length, head);
}
