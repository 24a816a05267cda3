/*
 * Function report: one sentence each, and what can be done instead.
 */
#include "codegen/check/function_report.h"

#include <string.h>

#include "codegen/check/checker.h"
#include "codegen/check/function_choice.h"
#include "codegen/check/resolve.h"
#include "codegen/target/target.h"
#include "lexer/suggest.h"

enum { SHOWN_MAX = 8 };		/* of those that share a name */

static const char *kind_name(const struct resolver *resolver)
{
	return probe_kind_rows[resolver->kind].name;
}

/* A name that is near and can be had; NULL. */
static const char *find_near(struct resolver *resolver, const char *module, const char *name)
{
	struct target *target = resolver->checker->target;
	struct suggest suggest;

	suggest_start(&suggest, name);
	target_suggest_function(target, module, &suggest);
	if (!suggest.best ||
	    target_find_traceable(target, module, suggest.best)->traceable == TRACEABLE_NO)
		return NULL;
	return suggest.best;
}

/* It is not in this module: the nearest name in it, or where else it is. */
static void hint_for_module(struct resolver *resolver, struct diag *diag, const char *module,
			    const char *name)
{
	struct target *target = resolver->checker->target;
	const struct traceable_function *elsewhere = target_find_traceable(target, NULL, name);
	const char *near, *kind = kind_name(resolver);
	const struct function_place *place = elsewhere->places;

	if (place && place->module)
		diag_hint(diag, "module %s has one: `%s:%s:%s`", place->module, kind,
			  place->module, name);
	else if (place)
		diag_hint(diag, "the kernel itself has one: `%s:%s`", kind, name);
	else if ((near = find_near(resolver, module, name)))
		diag_hint(diag, "did you mean `%s:%s:%s`?", kind, module, near);
	else
		diag_hint(diag, "ktrace -l '%s:%s:*' lists what can be traced", kind, module);
}

void function_report_absent(struct resolver *resolver, const char *module, const char *name)
{
	struct target *target = resolver->checker->target;
	const char *near, *kind = kind_name(resolver);
	struct diag *diag;

	if (target_has_prototype(target, module, name)) {
		diag_hint(resolve_missing(resolver, "this kernel was built without a function %s "
					  "to attach to: its type is known, but the compiler "
					  "inlined it or made it part of others", name),
			  "trace a function that calls it, or one that it calls");
		return;
	}
	if (module && strcmp(module, "vmlinux")) {
		diag = resolve_missing(resolver, target_has_module(target, module) ?
				       "module %s has no function %s" :
				       "this kernel has no module %s loaded with a function %s",
				       module, name);
		if (!resolve_is_silent(resolver))
			hint_for_module(resolver, diag, module, name);
		return;
	}
	diag = resolve_missing(resolver, "this kernel has no function %s", name);
	if (resolve_is_silent(resolver))
		return;
	near = find_near(resolver, NULL, name);
	if (near)
		diag_hint(diag, "did you mean `%s:%s`?", kind, near);
	else
		diag_hint(diag, "ktrace -l '%s:*' lists what can be traced", kind);
}

void function_report_closed(struct resolver *resolver, const char *name, const char *because)
{
	diag_hint(resolve_missing(resolver, "the kernel does not let %s be traced: %s", name,
				  because),
		  "try a function that calls it, or one that it calls");
}

void function_report_no_way(struct resolver *resolver, const char *name,
			    const struct function_abilities *abilities,
			    const struct function_choice *choice)
{
	resolve_missing(resolver, abilities->kprobe ?
			"%s cannot be traced: kprobes are refused, because %s, and fentry does "
			"not help: %s" : "%s cannot be traced: %s, and fentry does not help: %s",
			name, choice->no_kprobe, choice->no_trampoline);
}

void function_report_no_mechanism(struct resolver *resolver, const char *name,
				  const struct function_abilities *abilities)
{
	struct diag *diag;

	if (abilities->trampoline) {
		resolve_missing(resolver, "%s cannot be traced: this kernel has no kprobes, and "
				"fentry takes whole functions whose prototype is in its BTF",
				name);
		return;
	}
	diag = resolve_missing(resolver, "%s cannot be traced: this kernel has no kprobes and "
			       "refuses fentry programs", name);
	diag_set_cause(diag, "no kprobes, no fentry");
	diag_hint(diag, "tracepoints, raw tracepoints and uprobes may still work: "
		  "ktrace -l 'tracepoint:*'");
}

static const char *owner_of(struct resolver *resolver, const struct function_place *place)
{
	return place->module ? arena_printf(resolver->checker->arena, "module %s", place->module) :
			       "the kernel itself";
}

/* The kind as it is written where an offset follows. */
static const char *kind_taking_offset(const struct resolver *resolver)
{
	return resolver->kind == PROBE_FENTRY ? probe_kind_rows[PROBE_KPROBE].name :
	       resolver->kind == PROBE_FEXIT ? probe_kind_rows[PROBE_KRETPROBE].name :
	       kind_name(resolver);
}

/* The head that means PLACE and no other; NULL when it cannot be told. */
static const char *head_for(struct resolver *resolver, const struct function_place *place)
{
	const char *name = target_name_place(resolver->checker->target, place);

	return !name ? NULL :
	       arena_printf(resolver->checker->arena, "%s:%s", strchr(name, '+') ?
			    kind_taking_offset(resolver) : kind_name(resolver), name);
}

void function_report_ambiguous(struct resolver *resolver, const char *name,
			       const struct function_place *places)
{
	const char *written, *first = NULL;
	const struct function_place *place;
	unsigned count = 0, shown = 0;
	struct diag *diag;

	for (place = places; place; place = place->next)
		count++;
	diag = resolve_missing(resolver, "%s is the name of %u functions of this kernel", name,
			       count);
	if (resolve_is_silent(resolver))
		return;
	for (place = places; place && shown < SHOWN_MAX; place = place->next, shown++) {
		written = head_for(resolver, place);
		first = first ? first : written;
		if (written || place->module)
			diag_note(diag, (struct span){ 0 }, "in %s%s%s", owner_of(resolver, place),
				  written ? ": " : "", written ? written : "");
	}
	if (count > shown)
		diag_note(diag, (struct span){ 0 }, "and %u more", count - shown);
	if (first) {
		diag_hint(diag, "name one by what tells it from the others, as in `%s`", first);
		return;
	}
	/* A snapshot, or a list that hides them. */
	diag_hint(diag, "no addresses are known here; where they are, this tells each one's, to be "
		  "written as %s:OTHER+OFFSET", kind_taking_offset(resolver));
	diag_hint(diag, "`%s:%s?` does without it where the name is not one function's",
		  kind_name(resolver), name);
}

void function_warn_parts(struct resolver *resolver, const char *name,
			 const struct traceable_function *function)
{
	bool is_all = function->traceable == TRACEABLE_PART;
	const char *part = is_all ? function->places->symbol : function->parts->symbol;
	struct diag *diag;

	if (is_all) {
		resolve_warn(resolver, "not every call of %s is seen: its beginning was inlined "
			     "into its callers, and only %s can be traced", name, part);
		return;
	}
	diag = resolve_warn(resolver, "not every call of %s is seen: where it was inlined, "
			    "callers go straight to %s", name, part);
	diag_hint(diag, "`%s:%s` sees those, and those that come through %s",
		  kind_name(resolver), part, name);
}
