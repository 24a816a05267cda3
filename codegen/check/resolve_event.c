/*
 * Resolve event: software and hardware: what the kernel and the processor count.
 */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "codegen/check/checker.h"
#include "codegen/check/resolve.h"
#include "codegen/perf_event.h"
#include "codegen/target/target.h"
#include "lexer/suggest.h"

static const char *kind_name(const struct resolver *resolver)
{
	return probe_kind_rows[resolver->kind].name;
}

static void report_event(struct resolver *resolver, const char *name)
{
	struct diag *diag = *name ? resolve_fail(resolver, "there is no %s event `%s`",
						 kind_name(resolver), name) :
				    resolve_fail(resolver, "%s needs an event",
						 kind_name(resolver));
	enum probe_kind other = resolver->kind == PROBE_HARDWARE ? PROBE_SOFTWARE : PROBE_HARDWARE;
	const struct perf_event_row *row = perf_event_find(other, name, strlen(name));
	struct suggest suggest;

	if (row) {
		diag_hint(diag, "it is one of the others: %s:%s", probe_kind_rows[other].name,
			  row->name);
		return;
	}
	suggest_start(&suggest, name);
	for (row = perf_event_rows; row->name; row++)
		if (row->kind == resolver->kind)
			suggest_offer(&suggest, row->name);
	if (suggest.best)
		diag_hint(diag, "did you mean `%s:%s`?", kind_name(resolver), suggest.best);
	else
		diag_hint(diag, "ktrace -l '%s:*' lists them", kind_name(resolver));
}

static bool read_count(struct resolver *resolver, const char *text, uint64_t *count)
{
	char *end;

	errno = 0;
	*count = strtoull(text, &end, 0);
	if (isdigit((unsigned char)*text) && !*end && !errno && *count && *count <= INT64_MAX)
		return true;
	diag_hint(resolve_fail(resolver, "`%s` is no number of events from one run to the next",
			       text),
		  "%s, for every hundredth", arena_printf(resolver->checker->arena, "%s:%.*s:100",
		  kind_name(resolver), (int)strcspn(resolver->text, ":"), resolver->text));
	return false;
}

static const char *reason_of(struct resolver *resolver, const struct perf_event_row *row,
			     uint64_t count)
{
	return arena_printf(resolver->checker->arena, "every %llu of: %s, on each CPU",
			    (unsigned long long)count, row->doc);
}

void resolve_event(struct resolver *resolver)
{
	bool is_hardware = resolver->kind == PROBE_HARDWARE;
	size_t length = strcspn(resolver->text, ":");
	const char *name = arena_copy_text(resolver->checker->arena, resolver->text, length);
	const struct perf_event_row *row = perf_event_find(resolver->kind, name, length);
	struct probe_target *target;
	uint64_t count;

	if (!row) {
		report_event(resolver, name);
		return;
	}
	count = row->period;
	if (resolver->text[length] && !read_count(resolver, resolver->text + length + 1, &count))
		return;
	if (is_hardware && !target_feature(resolver->checker->target, FEATURE_HARDWARE)) {
		diag_hint(resolve_missing(resolver, "this machine has no hardware counters, or "
					  "lends them to none of its guests"),
			  "software:cpu-clock comes in equal times, as cycles do");
		return;
	}
	target = resolve_add(resolver, is_hardware ? MECHANISM_HARDWARE : MECHANISM_SOFTWARE,
			     resolver->text);
	target->plan.event_id = row->config;
	target->plan.period = count;
	target->reason = reason_of(resolver, row, count);
}
