/*
 * Complete parameter: a script's own options, and what each takes by the type that its
 * declaration gives.
 */
#include <string.h>

#include "codegen/check/param.h"
#include "codegen/compile.h"
#include "codegen/complete_internal.h"
#include "codegen/complete_system.h"
#include "codegen/request.h"
#include "codegen/target/syscall.h"
#include "codegen/target/syscall_class.h"
#include "codegen/target/target.h"
#include "lexer/arena.h"
#include "parser/tree.h"

/* "--max-depth" for max_depth. */
static const char *option_of(struct arena *arena, const char *name)
{
	char *option = arena_printf(arena, "--%s", name);

	for (char *at = option; *at; at++)
		if (*at == '_')
			*at = '-';
	return option;
}

static void offer_options(struct completion *completion, const struct param_set *params)
{
	const struct param_record *record;

	for (record = params->first; record; record = record->next)
		complete_offer(completion, option_of(completion->arena, record->param->name),
			       record->param->help);
	complete_offer(completion, "--help", "what the script does, and its options");
}

/* The parameter that WORD, of LENGTH bytes, names. */
static const struct param_record *find_option(struct completion *completion,
					      const struct param_set *params, const char *word,
					      size_t length)
{
	const struct param_record *record;

	for (record = params->first; record; record = record->next) {
		const char *option = option_of(completion->arena, record->param->name);

		if (strlen(option) == length && !strncmp(option, word, length))
			return record;
	}
	return NULL;
}

/* ---- values ---- */

static void offer(void *context, const char *text, const char *note)
{
	complete_offer(context, text, note);
}

static struct complete_taker taker_of(struct completion *completion)
{
	return (struct complete_taker){ completion->arena, offer, completion };
}

static void offer_call(void *context, const struct system_call *call)
{
	complete_offer(context, call->name, NULL);
}

static void offer_classes(struct completion *completion)
{
	const char *at = syscall_class_names(completion->arena);
	size_t length;

	for (; *at; at += length + strspn(at + length, ", ")) {
		length = strcspn(at, ", ");
		complete_offer(completion, arena_copy_text(completion->arena, at, length),
			       "a class of system calls");
	}
}

static void complete_calls(struct completion *completion, const struct param_type *type)
{
	(void)type;
	offer_classes(completion);
	syscall_match(completion->options->target,
		      arena_printf(completion->arena, "%s*", completion->word), offer_call,
		      completion);
}

static void complete_choices(struct completion *completion, const struct param_type *type)
{
	const struct param_item *choice;

	for (choice = type->choices; choice; choice = choice->next)
		complete_offer(completion, choice->text, NULL);
}

static void complete_booleans(struct completion *completion, const struct param_type *type)
{
	(void)type;
	complete_offer(completion, "yes", NULL);
	complete_offer(completion, "no", NULL);
}

static void complete_paths(struct completion *completion, const struct param_type *type)
{
	const struct complete_taker taker = taker_of(completion);

	(void)type;
	complete_files(&taker, completion->word, "");
}

static void complete_pids(struct completion *completion, const struct param_type *type)
{
	const struct complete_taker taker = taker_of(completion);

	(void)type;
	complete_processes(&taker, completion->word);
}

static void complete_names(struct completion *completion, const struct param_type *type)
{
	const struct complete_taker taker = taker_of(completion);

	(void)type;
	complete_users(&taker, completion->word);
}

static void complete_signals(struct completion *completion, const struct param_type *type)
{
	static const char *const names[] = {
		"ABRT", "ALRM", "BUS", "CHLD", "CONT", "FPE", "HUP", "ILL", "INT", "KILL", "PIPE",
		"PROF", "PWR", "QUIT", "SEGV", "STOP", "SYS", "TERM", "TRAP", "TSTP", "TTIN",
		"TTOU", "URG", "USR1", "USR2", "VTALRM", "WINCH", "XCPU", "XFSZ",
	};

	(void)type;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		complete_offer(completion, names[i], NULL);
}

/* By the types' names, which are those of the rows in param_kind.c. */
static const struct {
	const char *kind;
	void (*complete)(struct completion *completion, const struct param_type *type);
} rows[] = {
	{ "bool", complete_booleans },
	{ "cgroup", complete_paths },
	{ "inode", complete_paths },
	{ "one_of", complete_choices },
	{ "path", complete_paths },
	{ "pid", complete_pids },
	{ "signal", complete_signals },
	{ "syscall", complete_calls },
	{ "user", complete_names },
};

static void complete_value(struct completion *completion, const struct param_record *record)
{
	const struct param_type *type = record->is_set ? record->param->type->element
						       : record->param->type;
	const char *comma = record->is_set ? strrchr(completion->word, ',') : NULL;

	if (comma)
		completion->word = comma + 1;
	if (record->is_set && *completion->word == '!')
		completion->word++;
	completion->start = (size_t)(completion->word - completion->text);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (!strcmp(rows[i].kind, record->kind->name))
			rows[i].complete(completion, type);
}

void complete_parameter(struct completion *completion)
{
	const struct request *request = completion->options->request;
	const struct param_set *params = compile_declare(completion->options, request->scripts);
	uint32_t last = request->argument_count - 1;
	const char *before = last ? request->arguments[last - 1] : "", *equals;
	const struct param_record *record;

	completion->text = completion->word = request->arguments[last];
	completion->length = strlen(completion->text);
	if (!params)
		return;
	record = find_option(completion, params, before, strlen(before));
	equals = strchr(completion->word, '=');
	if (record && record->kind->form == PARAM_BOOLEAN && !record->is_set)
		record = NULL;
	if (!record && equals) {
		record = find_option(completion, params, completion->word,
				     (size_t)(equals - completion->word));
		completion->word = equals + 1;
	}
	if (record)
		complete_value(completion, record);
	else if (!equals)
		offer_options(completion, params);
}
