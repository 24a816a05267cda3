/*
 * Resolve timer: begin, end, self, interval and profile: what needs nothing of the kernel.
 */
#include <ctype.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "codegen/check/resolve.h"
#include "codegen/check/checker.h"

enum { LEAST_PERIOD = 1000, MOST_FREQUENCY = 1000000 };

static const struct {
	const char *name;
	uint64_t nanoseconds;
	bool stands_first;		/* interval:s:1 as well as interval:1s */
} unit_rows[] = {
	{ "ns", 1, false },
	{ "us", 1000, true },
	{ "ms", 1000 * 1000, true },
	{ "s", 1000 * 1000 * 1000, true },
	{ "m", 60ull * 1000 * 1000 * 1000, false },
	{ "h", 3600ull * 1000 * 1000 * 1000, false },
	{ "d", 24 * 3600ull * 1000 * 1000 * 1000, false },
};

static void resolve_run(struct resolver *resolver, enum mechanism mechanism, const char *reason)
{
	struct probe_target *target;

	if (*resolver->text) {
		resolve_fail(resolver, "%s takes nothing behind it",
			     probe_kind_rows[resolver->kind].name);
		return;
	}
	target = resolve_add(resolver, mechanism, "");
	target->reason = reason;
}

void resolve_begin(struct resolver *resolver)
{
	resolve_run(resolver, MECHANISM_RUN_BEGIN, "run once before the others start");
}

void resolve_end(struct resolver *resolver)
{
	resolve_run(resolver, MECHANISM_RUN_END, "run once after the others stopped");
}

/* Those that are of no other use: Ctrl-C and a hangup end the run. */
static const struct {
	const char *name;
	int number;
} signal_rows[] = { { "SIGUSR1", SIGUSR1 }, { "SIGUSR2", SIGUSR2 } };

void resolve_self(struct resolver *resolver)
{
	static const char prefix[] = "signal:";
	const char *name = resolver->text + sizeof(prefix) - 1;
	struct probe_target *target;

	for (size_t i = 0; i < sizeof(signal_rows) / sizeof(signal_rows[0]); i++) {
		if (strncmp(resolver->text, prefix, sizeof(prefix) - 1) ||
		    strcmp(name, signal_rows[i].name))
			continue;
		target = resolve_add(resolver, MECHANISM_RUN_SIGNAL, resolver->text);
		target->plan.event_id = (uint64_t)signal_rows[i].number;
		target->reason = "run by ktrace when it gets the signal";
		return;
	}
	diag_hint(resolve_fail(resolver, "`%s` is nothing that ktrace tells of itself",
			       resolver->text), "self:signal:SIGUSR1 or self:signal:SIGUSR2");
}

static void report_syntax(struct resolver *resolver)
{
	const char *name = probe_kind_rows[resolver->kind].name;

	diag_hint(resolve_fail(resolver, "`%s` is no time between two runs", resolver->text),
		  "%s:s:1, %s:ms:100, %s:hz:99 or %s:100ms", name, name, name, name);
}

/* Reads digits; false when there is none or they are too many. */
static bool read_number(const char *text, uint64_t *number, const char **end)
{
	char *stop;

	if (!isdigit((unsigned char)*text))
		return false;
	errno = 0;
	*number = strtoull(text, &stop, 10);
	*end = stop;
	return !errno;
}

static uint64_t find_unit(const char *name, size_t length, bool is_first)
{
	size_t index;

	for (index = 0; index < sizeof(unit_rows) / sizeof(unit_rows[0]); index++)
		if (strlen(unit_rows[index].name) == length &&
		    !memcmp(unit_rows[index].name, name, length) &&
		    (!is_first || unit_rows[index].stands_first))
			return unit_rows[index].nanoseconds;
	return 0;
}

/* 100ms; 1000000 alone counts nanoseconds. */
static bool read_duration(const char *text, uint64_t *period)
{
	uint64_t number, unit = 1;
	const char *end;

	if (!read_number(text, &number, &end))
		return false;
	if (*end)
		unit = find_unit(end, strlen(end), false);
	return unit && !__builtin_mul_overflow(number, unit, period);
}

/* s:1 or hz:99, behind its unit. */
static bool read_counted(struct resolver *resolver, const char *colon, uint64_t *period,
			 uint64_t *frequency)
{
	size_t length = (size_t)(colon - resolver->text);
	uint64_t number, unit = find_unit(resolver->text, length, true);
	bool is_rate = length == 2 && !memcmp(resolver->text, "hz", 2);
	const char *end;

	if (!unit && !is_rate) {
		diag_hint(resolve_fail(resolver, "there is no unit `%.*s`", (int)length,
				       resolver->text), "us, ms, s or hz");
		return false;
	}
	if (!read_number(colon + 1, &number, &end) || *end ||
	    (unit && __builtin_mul_overflow(number, unit, period))) {
		report_syntax(resolver);
		return false;
	}
	if (is_rate && !number) {
		diag_hint(resolve_fail(resolver, "0 times a second is never"),
			  "the least is %s:hz:1", probe_kind_rows[resolver->kind].name);
		return false;
	}
	if (is_rate)
		*frequency = number;
	return true;
}

void resolve_timer(struct resolver *resolver)
{
	const char *colon = strchr(resolver->text, ':');
	const char *name = probe_kind_rows[resolver->kind].name;
	uint64_t period = 0, frequency = 0;
	struct probe_target *target;

	if (colon) {
		if (!read_counted(resolver, colon, &period, &frequency))
			return;
	} else if (!read_duration(resolver->text, &period)) {
		report_syntax(resolver);
		return;
	}
	if (!frequency && period < LEAST_PERIOD) {
		diag_hint(resolve_fail(resolver, "%llu ns is too short a time between two runs",
				       (unsigned long long)period),
			  "the shortest is %s:us:1", name);
		return;
	}
	if (frequency > MOST_FREQUENCY) {
		diag_hint(resolve_fail(resolver, "%llu times a second is too often",
				       (unsigned long long)frequency),
			  "the most is %s:hz:%u", name, MOST_FREQUENCY);
		return;
	}
	target = resolve_add(resolver, MECHANISM_PERF_TIMER, resolver->text);
	target->plan.period = period;
	target->plan.frequency = frequency;
	target->plan.every_cpu = resolver->kind == PROBE_PROFILE;
	target->reason = target->plan.every_cpu ? "cpu-clock on every CPU" : "cpu-clock on one CPU";
}
