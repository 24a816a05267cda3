/*
 * Resolve: heads to targets, targets to programs.
 *
 * The body is looked at once for each target, in silence, to learn what it asks
 * of its probe. Then the mechanism is settled, and targets for which the answers
 * are the same share one program.
 */
#include "codegen/check/resolve.h"

#include <ctype.h>
#include <fnmatch.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "codegen/check/checker.h"
#include "codegen/check/context.h"
#include "codegen/check/head.h"
#include "codegen/check/head_choice.h"
#include "codegen/check/kfunc_place.h"
#include "codegen/check/map_record.h"
#include "codegen/check/statement.h"
#include "codegen/target/target.h"
#include "lexer/buffer.h"
#include "lexer/suggest.h"
#include "parser/tree_clone.h"

struct provider {
	void (*resolve)(struct resolver *resolver);
	void (*settle)(struct resolver *resolver, struct probe_target *target);
	bool is_shared;			/* one program may serve several targets */
	bool has_quotes;		/* a quoted part of a target may hold colons */
};

static const struct provider providers[PROBE_KIND_COUNT] = {
	[PROBE_BEGIN] = { resolve_begin, NULL, false, false },
	[PROBE_END] = { resolve_end, NULL, false, false },
	[PROBE_SELF] = { resolve_self, NULL, false, false },
	[PROBE_INTERVAL] = { resolve_timer, NULL, false, false },
	[PROBE_PROFILE] = { resolve_timer, NULL, false, false },
	[PROBE_SOFTWARE] = { resolve_event, NULL, false, false },
	[PROBE_HARDWARE] = { resolve_event, NULL, false, false },
	[PROBE_WATCHPOINT] = { resolve_watchpoint, NULL, false, false },
	[PROBE_ITER] = { resolve_iterator, NULL, false, false },
	[PROBE_TRACEPOINT] = { resolve_tracepoint, resolve_settle_tracepoint, true, false },
	[PROBE_RAWTRACEPOINT] = { resolve_raw_tracepoint, NULL, true, false },
	[PROBE_KPROBE] = { resolve_function, resolve_settle_function, true, false },
	[PROBE_KRETPROBE] = { resolve_function, resolve_settle_function, true, false },
	[PROBE_FENTRY] = { resolve_function, resolve_settle_function, true, false },
	[PROBE_FEXIT] = { resolve_function, resolve_settle_function, true, false },
	[PROBE_FUNC] = { resolve_function, resolve_settle_function, true, false },
	[PROBE_FUNCRET] = { resolve_function, resolve_settle_function, true, false },
	[PROBE_SYSCALL] = { resolve_syscall, NULL, true, false },
	[PROBE_SYSRET] = { resolve_syscall, NULL, true, false },
	[PROBE_UPROBE] = { resolve_user_function, NULL, true, true },
	[PROBE_USDT] = { resolve_usdt, NULL, true, false },
	[PROBE_URETPROBE] = { resolve_user_function, NULL, true, true },
};

struct probe_target *resolve_add(struct resolver *resolver, enum mechanism mechanism,
				 const char *name)
{
	struct arena *arena = resolver->checker->arena;
	struct probe_target *target = ARENA_NEW(arena, struct probe_target);
	const char *kind = probe_kind_rows[resolver->kind].name;

	target->kind = resolver->kind;
	target->mechanism = mechanism;
	target->plan.name = *name ? arena_printf(arena, "%s:%s", kind, name) :
				    arena_copy_string(arena, kind);
	target->plan.symbol = target->plan.module = target->plan.path =
		target->plan.category = arena_copy_string(arena, "");
	target->plan.span = resolver->point->span;
	target->uses.end = &target->uses.first;
	*resolver->end = target;
	resolver->end = &target->next;
	resolver->count++;
	return target;
}

/* WORD stands where a provider may; NULL asks for nothing. False when none is near. */
static bool suggest_provider(struct diag *diag, const char *word)
{
	struct suggest suggest;
	unsigned kind;

	if (!word)
		return false;
	suggest_start(&suggest, word);
	for (kind = 0; kind < PROBE_KIND_COUNT; kind++)
		suggest_offer(&suggest, probe_kind_rows[kind].name);
	if (suggest.best)
		diag_hint(diag, "did you mean `%s`?", suggest.best);
	return suggest.best;
}

static struct diag *report(struct resolver *resolver, bool is_warning, bool is_muted,
			   const char *format, va_list arguments)
{
	struct diag_set *diags = resolver->checker->diags;
	bool was_muted = diags->muted;
	char *sentence = arena_vprintf(resolver->checker->arena, format, arguments);
	struct diag *diag;

	head_choice_refuse(resolver, sentence);
	diags->muted = resolver->is_asking ? is_muted :
		       was_muted || is_muted || resolver->is_quiet;
	diag = is_warning ? diag_warning(diags, resolver->point->span, "%s", sentence) :
			    diag_error(diags, resolver->point->span, "%s", sentence);
	suggest_provider(diag, resolver->point->left_out);
	diags->muted = was_muted;
	return diag;
}

bool resolve_is_silent(const struct resolver *resolver)
{
	return resolver->is_quiet || resolver->checker->diags->muted;
}

struct diag *resolve_fail(struct resolver *resolver, const char *format, ...)
{
	struct diag *diag;
	va_list arguments;

	va_start(arguments, format);
	diag = report(resolver, false, false, format, arguments);
	va_end(arguments);
	return diag;
}

struct diag *resolve_missing(struct resolver *resolver, const char *format, ...)
{
	uint64_t missing = resolver->checker->settings.missing_probes;
	struct diag *diag;
	va_list arguments;

	va_start(arguments, format);
	diag = report(resolver, missing != MISSING_PROBES_ERROR,
		      missing == MISSING_PROBES_IGNORE || resolver->is_asking, format, arguments);
	va_end(arguments);
	return diag;
}

struct diag *resolve_warn(struct resolver *resolver, const char *format, ...)
{
	bool was_quiet = resolver->is_quiet;
	struct diag *diag;
	va_list arguments;

	resolver->is_quiet = false;
	va_start(arguments, format);
	diag = report(resolver, true, resolver->is_asking, format, arguments);
	va_end(arguments);
	resolver->is_quiet = was_quiet;
	return diag;
}

/* ---- heads to targets ---- */

/* The target's text with $1, … put in. */
static const char *put_in_positional(struct resolver *resolver, const char *text)
{
	const struct check_options *options = resolver->checker->options;
	struct buffer result = { 0 };
	const char *at, *copy;
	unsigned long number;
	char *end;

	if (!strchr(text, '$'))
		return text;
	for (at = text; *at; at++) {
		if (*at != '$' || !isdigit((unsigned char)at[1])) {
			buffer_append_char(&result, *at);
			continue;
		}
		number = strtoul(at + 1, &end, 10);
		if (number == 0 || number > options->argument_count)
			resolve_fail(resolver, "$%lu was not given", number);
		else
			buffer_append_string(&result, options->arguments[number - 1]);
		at = end - 1;
	}
	copy = arena_copy_text(resolver->checker->arena, result.data ? result.data : "",
			       result.length);
	buffer_release(&result);
	return copy;
}

/* What bpftrace had once. */
static const struct {
	const char *name, *hint;
} gone_rows[] = {
	{ "asyncwatchpoint", "watchpoint:ADDRESS:LENGTH:MODE, with the address that a uprobe tells" },
	{ "aw", "watchpoint:ADDRESS:LENGTH:MODE, with the address that a uprobe tells" },
};

static void report_provider(struct resolver *resolver, const char *name)
{
	struct diag *diag = resolve_fail(resolver, "there is no probe kind `%s`", name);

	for (size_t i = 0; i < sizeof(gone_rows) / sizeof(gone_rows[0]); i++)
		if (!strcmp(gone_rows[i].name, name)) {
			diag_hint(diag, "%s", gone_rows[i].hint);
			return;
		}
	if (!suggest_provider(diag, name))
		diag_hint(diag, "kprobe, tracepoint, uprobe, interval, ...; "
			  "ktrace --help lists them");
}

static void resolve_kind(struct resolver *resolver, enum probe_kind kind, const char *text)
{
	resolver->kind = kind;
	resolver->text = providers[kind].has_quotes ? text :
			 head_unquote(resolver->checker->arena, text, strlen(text));
	providers[kind].resolve(resolver);
}

/* All kinds whose names match have the target, where they know such a one. */
static void resolve_everywhere(struct resolver *resolver, const char *text)
{
	const char *provider = resolver->point->provider;
	struct plan_way *way = resolver->way;
	bool was_quiet = resolver->is_quiet, was_asking = resolver->is_asking;
	unsigned before = resolver->count;
	enum probe_kind kind;

	resolver->is_quiet = true;
	resolver->is_asking = false;
	resolver->way = NULL;
	for (kind = 0; kind < PROBE_KIND_COUNT; kind++) {
		if (fnmatch(provider, probe_kind_rows[kind].name, FNM_CASEFOLD))
			continue;
		resolve_kind(resolver, kind, text);
	}
	resolver->is_quiet = was_quiet;
	resolver->is_asking = was_asking;
	resolver->way = way;
	if (resolver->count == before)
		diag_hint(resolve_missing(resolver, "nothing on this kernel matches %s:%s",
					  provider, text),
			  "ktrace -l '%s:%s' lists what a pattern matches", provider, text);
}

/* Tries one way; false when it gave no target. */
static bool resolve_point(struct resolver *resolver, const struct attach_point *point)
{
	enum probe_kind kind = probe_kind_find(point->provider, strlen(point->provider));
	unsigned before = resolver->count;
	const char *text;

	resolver->point = point;
	head_choice_try(resolver);
	text = put_in_positional(resolver, point->target);
	if (kind != PROBE_KIND_COUNT)
		resolve_kind(resolver, kind, text);
	else if (head_is_provider_pattern(point->provider))
		resolve_everywhere(resolver, text);
	else
		report_provider(resolver, point->provider);
	if (resolver->count == before)
		return false;
	head_choice_take(resolver);
	return true;
}

/* a | b | c: the first that this kernel has; the last one says what is wrong. */
static void resolve_chain(struct resolver *resolver, const struct attach_point *chain)
{
	const struct attach_point *point;
	bool found = false;

	head_choice_begin(resolver, chain);
	for (point = chain; point && !found; point = point->alternative) {
		resolver->is_quiet = point->alternative || chain->is_optional;
		found = resolve_point(resolver, point);
	}
	resolver->is_quiet = false;
	if (found || chain->is_optional || !chain->alternative)
		return;
	/* The last has spoken for itself; the others are told apart. */
	for (point = chain; point->alternative; point = point->alternative)
		resolve_point(resolver, point);
}

bool resolve_is_there(struct checker *checker, struct attach_point *heads, bool *is_broken)
{
	struct probe probe = { .span = heads->span, .attach_points = heads };
	struct resolver resolver = { .checker = checker, .probe = &probe, .is_asking = true };
	const struct attach_point *chain, *point;
	bool was_muted = checker->diags->muted, found = true;
	unsigned errors = checker->diags->errors;

	resolver.end = &resolver.first;
	checker->diags->muted = true;
	for (chain = heads; chain && found; chain = chain->next) {
		found = chain->is_optional;
		for (point = chain; point && !found; point = point->alternative)
			found = resolve_point(&resolver, point);
	}
	checker->diags->muted = was_muted;
	*is_broken = checker->diags->errors > errors;
	return found;
}

/* ---- what a body asks of its probe ---- */

/* The condition under which the body runs: the target's, then the probe's; NULL: always. */
static struct expr *predicate_of(struct checker *checker, const struct probe *probe,
				 const struct probe_target *target)
{
	struct expr *both;

	if (!target || !target->guard || !probe->predicate)
		return target && target->guard ? target->guard : probe->predicate;
	both = ARENA_NEW(checker->arena, struct expr);
	both->kind = EXPR_BINARY;
	both->span = probe->predicate->span;
	both->binary.operator = BINARY_LOGICAL_AND;
	both->binary.left = target->guard;
	both->binary.right = probe->predicate;
	return both;
}

/* Checks the body for this one target, with nothing reported and nothing kept. */
static void try_body(struct checker *checker, const struct probe *probe,
		     struct probe_target *target)
{
	struct program_record record = { .is_trial = true };
	bool was_muted = checker->diags->muted;

	record.context = target;
	record.is_context = probe->is_context;
	record.variables_end = &record.variables;
	record.program.probe = probe;
	record.program.kind = target->kind;
	record.program.predicate = predicate_of(checker, probe, target);
	record.program.body = probe->body;
	checker->diags->muted = true;
	checker->uses = &target->uses;
	statement_check_program(checker, &record);
	checker->uses = NULL;
	checker->diags->muted = was_muted;
	map_record_forget(checker);
}

static bool asks_nothing(const struct probe_target *target)
{
	const struct probe_uses *uses = &target->uses;

	return !uses->first && !uses->name && !uses->context && !uses->choices &&
	       !uses->address && !uses->stack && !uses->saved &&
	       !uses->tracing;
}

static void try_bodies(struct resolver *resolver)
{
	struct probe_target *target;
	enum mechanism before;
	bool is_simple = false;

	for (target = resolver->first; target; target = target->next) {
		if (!is_simple)
			try_body(resolver->checker, resolver->probe, target);
		/* A body that asks one probe for nothing asks none. */
		is_simple = asks_nothing(target);
		before = target->mechanism;
		if (providers[target->kind].settle)
			providers[target->kind].settle(resolver, target);
		kfunc_place_settle(resolver, target);
		if (target->mechanism == before || is_simple)
			continue;
		/* Arguments are elsewhere now. */
		target->uses = (struct probe_uses){ .end = &target->uses.first };
		try_body(resolver->checker, resolver->probe, target);
	}
}

/* ---- targets to programs ---- */

static bool has_same_uses(const struct probe_target *one, const struct probe_target *other)
{
	const struct probe_use *left = one->uses.first, *right = other->uses.first;

	if (one->uses.choices != other->uses.choices)
		return false;
	for (; left && right; left = left->next, right = right->next)
		if (!left->argument || strcmp(left->name, right->name) ||
		    !argument_is_same(left->argument, right->argument))
			return false;
	return !left && !right;
}

/* Does one program find out by itself which of its targets it runs for? */
static bool knows_target(const struct probe_target *target)
{
	return target->mechanism == MECHANISM_SYSCALL_ENTER ||
	       target->mechanism == MECHANISM_SYSCALL_EXIT;
}

/*
 * What is kept from entry to return is found by the place on the stack, which a
 * function and one that it ends with a jump to have in common: the key has to tell
 * them apart.
 */
static bool can_share_saved(struct checker *checker, const struct probe_target *target)
{
	if (knows_target(target))
		return true;
	return target->mechanism != MECHANISM_URETPROBE &&
	       target_feature(checker->target, FEATURE_GET_FUNC_IP);
}

static bool can_share(struct checker *checker, const struct probe_target *one,
		      const struct probe_target *other)
{
	return one->kind == other->kind && one->mechanism == other->mechanism &&
	       !strcmp(one->reason, other->reason) && providers[one->kind].is_shared &&
	       one->mechanism != MECHANISM_FENTRY &&
	       one->mechanism != MECHANISM_TYPED_TRACEPOINT && one->mechanism != MECHANISM_FEXIT &&
	       (!one->uses.name || knows_target(one)) &&
	       (!one->uses.saved || can_share_saved(checker, one)) && has_same_uses(one, other);
}

/* The same function a second time would take the place of its own record. */
static bool has_place(const struct program_record *record, const struct probe_target *target)
{
	const struct probe_target *other;

	for (other = record->targets; other; other = other->next)
		if (other->plan.offset == target->plan.offset &&
		    !strcmp(other->plan.symbol, target->plan.symbol) &&
		    !strcmp(other->plan.module, target->plan.module))
			return true;
	return false;
}

static struct program_record *program_new(struct checker *checker, const struct probe *probe,
					  struct probe_target *target)
{
	struct program_record *record = ARENA_NEW(checker->arena, struct program_record);
	struct expr *predicate = predicate_of(checker, probe, target);

	record->variables_end = &record->variables;
	record->context = target;
	record->program.probe = probe;
	record->is_context = probe->is_context;
	if (predicate)
		record->program.predicate = tree_clone_expr(checker->arena, predicate);
	record->program.body = tree_clone_stmts(checker->arena, probe->body);
	if (target) {
		record->program.kind = target->kind;
		record->program.mechanism = target->mechanism;
	}
	*checker->programs_end = record;
	checker->programs_end = &record->next;
	return record;
}

/* The programs of one probe, made from its targets. */
static void make_programs(struct resolver *resolver)
{
	struct program_record **first = resolver->checker->programs_end, *record;
	struct probe_target *target, *next;

	for (target = resolver->first; target; target = next) {
		next = target->next;
		for (record = *first; record; record = record->next)
			if (can_share(resolver->checker, record->context, target) &&
			    !(target->uses.saved && has_place(record, target)))
				break;
		if (!record)
			record = program_new(resolver->checker, resolver->probe, target);
		target->next = NULL;
		*(record->target_count ? record->targets_end : &record->targets) = target;
		record->targets_end = &target->next;
		record->target_count++;
	}
}

static void resolve_probe(struct checker *checker, const struct probe *probe, unsigned *total)
{
	struct resolver resolver = { .checker = checker, .probe = probe };
	uint64_t limit = checker->settings.max_probes;
	const struct attach_point *chain;
	unsigned errors = checker->diags->errors;

	resolver.end = &resolver.first;
	for (chain = probe->attach_points; chain; chain = chain->next)
		resolve_chain(&resolver, chain);
	*total += resolver.count;
	if (*total > limit) {
		diag_hint(diag_error(checker->diags, probe->span,
				     "this makes %s than %llu probes",
				     resolver.count > limit ? "more" : "together more",
				     (unsigned long long)limit),
			  "narrow the pattern, or config = { max_probes = %llu }",
			  (unsigned long long)limit * 4);
		return;
	}
	resolver.point = probe->attach_points;
	if (resolver.first) {
		try_bodies(&resolver);
		make_programs(&resolver);
	} else if (checker->diags->errors > errors) {
		/* Its body may hold other mistakes. */
		program_new(checker, probe, NULL);
	}
}

void resolve_program(struct checker *checker)
{
	const struct probe *probe;
	bool was_muted = checker->diags->muted;
	unsigned total = 0;

	for (probe = checker->tree->probes; probe; probe = probe->next) {
		checker->diags->muted = was_muted || probe->is_context;
		resolve_probe(checker, probe, &total);
		checker->diags->muted = was_muted;
		if (probe->is_context)
			context_forget_choices(checker);
	}
}
