/*
 * Resolve tracepoint: tracepoints with their records, and raw ones with the
 * arguments they are called with.
 */
#include <string.h>

#include "codegen/check/checker.h"
#include "codegen/check/resolve.h"
#include "codegen/target/target.h"
#include "lexer/suggest.h"

static void add_tracepoint(struct resolver *resolver, const char *category, const char *name)
{
	struct checker *checker = resolver->checker;
	const struct tracepoint *tracepoint =
		target_find_tracepoint(checker->target, category, name);
	struct probe_target *target;

	if (!tracepoint)
		return;
	target = resolve_add(resolver, MECHANISM_TRACEPOINT,
			     arena_printf(checker->arena, "%s:%s", category, name));
	target->tracepoint = tracepoint;
	target->plan.category = arena_copy_string(checker->arena, category);
	target->plan.symbol = arena_copy_string(checker->arena, name);
	target->plan.event_id = tracepoint->id;
	target->reason = "the record's fields are used";
}

static void visit_tracepoint(void *context, const char *category, const char *name)
{
	add_tracepoint(context, category, name);
}

static void keep_category(void *context, const char *category, const char *name)
{
	const char **kept = context;

	(void)name;
	if (!*kept)
		*kept = category;
}

static void report_no_tracefs(struct resolver *resolver, int error)
{
	diag_hint(resolve_missing(resolver, "tracepoints cannot be read below %s: %s",
				  target_root(resolver->checker->target), strerror(-error)),
		  "tracefs has to be mounted and readable: run as root, "
		  "mount -t tracefs nodev /sys/kernel/tracing");
}

static void report_no_tracepoint(struct resolver *resolver, const char *name)
{
	struct target *target = resolver->checker->target;
	struct suggest suggest;
	struct diag *diag;

	if (target_tracefs_status(target) < 0) {
		report_no_tracefs(resolver, target_tracefs_status(target));
		return;
	}
	diag = resolve_missing(resolver, resolve_is_pattern(name) ?
			       "no tracepoint of this kernel matches %s" :
			       "this kernel has no tracepoint %s", name);
	suggest_start(&suggest, name);
	target_suggest_tracepoint(target, &suggest);
	if (suggest.best && !resolve_is_pattern(name))
		diag_hint(diag, "did you mean `tracepoint:%s`?", suggest.best);
	else
		diag_hint(diag, "ktrace -l 'tracepoint:*' lists them");
}

/* The subsystem was left out: say which it is. */
static void report_no_category(struct resolver *resolver)
{
	const char *category = NULL;
	struct diag *diag;

	diag = resolve_fail(resolver, "a tracepoint is named by its subsystem and its event");
	target_match_tracepoints(resolver->checker->target, "*", resolver->text, keep_category,
				 &category);
	if (category && *resolver->text && !resolve_is_pattern(resolver->text))
		diag_hint(diag, "tracepoint:%s:%s", category, resolver->text);
	else
		diag_hint(diag, "tracepoint:sched:sched_switch, tracepoint:syscalls:*");
}

void resolve_tracepoint(struct resolver *resolver)
{
	struct checker *checker = resolver->checker;
	const char *colon = strchr(resolver->text, ':');
	const char *category;
	unsigned before = resolver->count;

	if (!colon || colon == resolver->text || !colon[1]) {
		report_no_category(resolver);
		return;
	}
	category = arena_copy_text(checker->arena, resolver->text,
				   (size_t)(colon - resolver->text));
	if (resolve_is_pattern(resolver->text))
		target_match_tracepoints(checker->target, category, colon + 1, visit_tracepoint,
					 resolver);
	else
		add_tracepoint(resolver, category, colon + 1);
	if (resolver->count == before)
		report_no_tracepoint(resolver, resolver->text);
}

/*
 * Without a look into the record, the tracepoint's function can be hooked itself,
 * which is cheaper. System calls share two tracepoints and have to be told apart
 * by the perf event.
 */
void resolve_settle_tracepoint(struct resolver *resolver, struct probe_target *target)
{
	struct checker *checker = resolver->checker;

	if (target->uses.first || target->uses.context)
		return;
	if (!strcmp(target->plan.category, "syscalls")) {
		target->reason = "system calls share one raw tracepoint";
		return;
	}
	if (!target_feature(checker->target, FEATURE_RAW_TRACEPOINT) ||
	    !target_find_raw_tracepoint(checker->target, target->plan.symbol)) {
		target->reason = "it has no raw tracepoint here";
		return;
	}
	target->mechanism = MECHANISM_RAW_TRACEPOINT;
	target->reason = "no field of the record is used";
}

/* ---- raw ---- */

static void add_raw(struct resolver *resolver, const char *name)
{
	struct checker *checker = resolver->checker;
	const struct function *function = target_find_raw_tracepoint(checker->target, name);
	struct probe_target *target;

	if (!function)
		return;
	target = resolve_add(resolver, MECHANISM_RAW_TRACEPOINT, name);
	target->function = function;
	target->plan.symbol = arena_copy_string(checker->arena, name);
	if (strcmp(function->module, "vmlinux"))
		target->plan.module = arena_copy_string(checker->arena, function->module);
	target->reason = "asked for";
}

static void visit_raw(void *context, const char *module, const char *name)
{
	(void)module;
	add_raw(context, name);
}

struct raw_suggestion {
	struct resolver *resolver;
	struct suggest suggest;
};

static void offer_raw(void *context, const char *module, const char *name)
{
	struct raw_suggestion *suggestion = context;

	(void)module;
	suggest_offer(&suggestion->suggest,
		      arena_copy_string(suggestion->resolver->checker->arena, name));
}

static void report_no_raw(struct resolver *resolver, const char *name)
{
	struct target *target = resolver->checker->target;
	struct raw_suggestion suggestion = { .resolver = resolver };
	struct diag *diag;

	if (target_btf_status(target) < 0) {
		diag_hint(resolve_missing(resolver, "raw tracepoints are known by the kernel's "
					  "types (BTF), which cannot be read: %s",
					  strerror(-target_btf_status(target))),
			  "use the tracepoint: tracepoint:SUBSYSTEM:%s", name);
		return;
	}
	diag = resolve_missing(resolver, resolve_is_pattern(name) ?
			       "no raw tracepoint of this kernel matches %s" :
			       "this kernel has no raw tracepoint %s", name);
	suggest_start(&suggestion.suggest, name);
	target_match_raw_tracepoints(target, "*", offer_raw, &suggestion);
	if (suggestion.suggest.best)
		diag_hint(diag, "did you mean `rawtracepoint:%s`?", suggestion.suggest.best);
	else
		diag_hint(diag, "ktrace -l 'rawtracepoint:*' lists them");
}

void resolve_raw_tracepoint(struct resolver *resolver)
{
	const char *colon = strchr(resolver->text, ':');
	const char *name = colon ? colon + 1 : resolver->text;
	struct target *target = resolver->checker->target;
	unsigned before = resolver->count;

	if (!*name) {
		diag_hint(resolve_fail(resolver, "rawtracepoint needs an event"),
			  "rawtracepoint:sched_switch");
		return;
	}
	if (!target_feature(target, FEATURE_RAW_TRACEPOINT)) {
		resolve_missing(resolver, "this kernel refuses raw tracepoint programs");
		return;
	}
	if (resolve_is_pattern(name))
		target_match_raw_tracepoints(target, name, visit_raw, resolver);
	else
		add_raw(resolver, name);
	if (resolver->count == before)
		report_no_raw(resolver, name);
}
