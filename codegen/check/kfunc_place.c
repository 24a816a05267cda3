/*
 * Kfunc place: the kernel keeps a list of sets for each program type. The common
 * set is open to all; that of tracing to programs whose arguments BTF types, and
 * since 6.12 to those of tracepoints and perf events.
 */
#include "codegen/check/kfunc_place.h"

#include <linux/bpf.h>

#include "codegen/check/checker.h"
#include "codegen/check/probe_target.h"
#include "codegen/check/resolve.h"
#include "codegen/kfunc.h"
#include "codegen/plan.h"
#include "codegen/target/target.h"

static bool may_call(struct resolver *resolver, const struct kfunc *kfunc,
		     enum mechanism mechanism)
{
	if (kfunc->set == KFUNC_SET_ELSEWHERE)
		return false;
	switch (mechanism_rows[mechanism].program_type) {
	case BPF_PROG_TYPE_TRACING:
		return true;
	case BPF_PROG_TYPE_TRACEPOINT:
	case BPF_PROG_TYPE_PERF_EVENT:
		return target_feature(resolver->checker->target, FEATURE_KFUNC_TRACEPOINT);
	default:
		return false;
	}
}

/* A tracepoint's program that takes the raw arguments, typed by BTF. */
static bool try_typed_tracepoint(struct resolver *resolver, struct probe_target *target)
{
	struct checker *checker = resolver->checker;

	if (target->kind == PROBE_TRACEPOINT && (target->uses.first || target->uses.context))
		return false;
	if (target->kind != PROBE_TRACEPOINT && target->kind != PROBE_RAWTRACEPOINT)
		return false;
	if (!target_find_raw_tracepoint(checker->target, target->plan.symbol))
		return false;
	target->mechanism = MECHANISM_TYPED_TRACEPOINT;
	return true;
}

static bool try_tracepoint(struct resolver *resolver, struct probe_target *target)
{
	if (target->kind != PROBE_TRACEPOINT ||
	    !may_call(resolver, target->uses.tracing, MECHANISM_TRACEPOINT))
		return false;
	target->mechanism = MECHANISM_TRACEPOINT;
	return true;
}

/* Why this probe cannot have it, and which could. */
static void report(struct resolver *resolver, struct probe_target *target)
{
	struct checker *checker = resolver->checker;
	const struct kfunc *kfunc = target->uses.tracing;
	const char *kind = probe_kind_rows[target->kind].name;
	struct diag *diag;

	diag = diag_error(checker->diags, target->uses.tracing_span,
			  "%s may not be called from %s here", kfunc->symbol, target->plan.name);
	if (target->kind == PROBE_TRACEPOINT)
		diag_note(diag, (struct span){ 0 }, "programs of tracepoints that read their record "
			  "may call it since Linux 6.12");
	else if (mechanism_rows[target->mechanism].program_type == BPF_PROG_TYPE_PERF_EVENT)
		diag_note(diag, (struct span){ 0 }, "programs of %s probes may call it since Linux "
			  "6.12", kind);
	else if (target->no_trampoline)
		diag_note(diag, (struct span){ 0 }, "only fentry and fexit programs of functions "
			  "may, and %s", target->no_trampoline);
	diag_hint(diag, "it may be called from rawtracepoint:NAME, with the arguments by name, "
		  "and from fentry:FUNCTION");
}

void kfunc_place_settle(struct resolver *resolver, struct probe_target *target)
{
	static const char reason[] = "the body calls %s, which other programs may not here";

	if (!target->uses.tracing ||
	    may_call(resolver, target->uses.tracing, target->mechanism))
		return;
	if (target->uses.tracing->set == KFUNC_SET_ELSEWHERE) {
		diag_error(resolver->checker->diags, target->uses.tracing_span,
			   "%s may be called by %s only, and no probe is one",
			   target->uses.tracing->symbol, target->uses.tracing->programs);
		return;
	}
	if (!try_tracepoint(resolver, target) && !try_typed_tracepoint(resolver, target) &&
	    !resolve_try_trampoline(resolver, target)) {
		report(resolver, target);
		return;
	}
	target->reason = arena_printf(resolver->checker->arena, reason,
				      target->uses.tracing->symbol);
}
