/*
 * Resolve function: kprobe, kretprobe, fentry and fexit on kernel functions.
 *
 * Each kind has the mechanism it is named after and a second one that serves
 * where the kernel lacks the first and the body needs nothing that only the
 * first can give.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "codegen/check/checker.h"
#include "codegen/check/resolve.h"
#include "codegen/target/target.h"
#include "lexer/suggest.h"

struct function_kind {
	bool is_trampoline;		/* fentry, fexit */
	bool is_return;
	enum mechanism kprobe, kprobe_multi, trampoline;
};

/* [MODULE:]FUNCTION[+OFFSET] */
struct function_name {
	const char *module;		/* NULL: any */
	const char *function;
	uint64_t offset;
};

static struct function_kind function_kind_of(enum probe_kind kind)
{
	bool is_return = kind == PROBE_KRETPROBE || kind == PROBE_FEXIT;

	return (struct function_kind){
		.is_trampoline = kind == PROBE_FENTRY || kind == PROBE_FEXIT,
		.is_return = is_return,
		.kprobe = is_return ? MECHANISM_KRETPROBE : MECHANISM_KPROBE,
		.kprobe_multi = is_return ? MECHANISM_KRETPROBE_MULTI : MECHANISM_KPROBE_MULTI,
		.trampoline = is_return ? MECHANISM_FEXIT : MECHANISM_FENTRY,
	};
}

static bool is_pattern(const char *text)
{
	return strchr(text, '*') != NULL;
}

static bool read_offset(struct resolver *resolver, const char *text, uint64_t *offset)
{
	char *end;

	*offset = strtoull(text, &end, 0);
	if (isdigit((unsigned char)*text) && !*end)
		return true;
	diag_hint(resolve_fail(resolver, "`+%s` is no offset", text), "FUNCTION+0x10");
	return false;
}

static bool read_name(struct resolver *resolver, struct function_name *name)
{
	struct arena *arena = resolver->checker->arena;
	const char *colon = strchr(resolver->text, ':');
	const char *function = colon ? colon + 1 : resolver->text;
	const char *plus = strchr(function, '+');

	*name = (struct function_name){ .function = function };
	if (colon)
		name->module = arena_copy_text(arena, resolver->text,
					       (size_t)(colon - resolver->text));
	if (plus) {
		name->function = arena_copy_text(arena, function, (size_t)(plus - function));
		if (!read_offset(resolver, plus + 1, &name->offset))
			return false;
	}
	if (!*name->function || (name->module && !*name->module)) {
		diag_hint(resolve_fail(resolver, "%s needs a kernel function",
				       probe_kind_rows[resolver->kind].name),
			  "%s:vfs_unlink", probe_kind_rows[resolver->kind].name);
		return false;
	}
	if (plus && resolver->kind != PROBE_KPROBE) {
		diag_hint(resolve_fail(resolver, "only kprobe takes an offset into the function"),
			  "kprobe:%s+%s", name->function, plus + 1);
		return false;
	}
	return true;
}

/* ---- mechanisms ---- */

/* What the kernel can do, asked once for each head. */
struct abilities {
	bool kprobe, kprobe_multi, trampoline;
};

static struct abilities find_abilities(const struct resolver *resolver)
{
	struct target *target = resolver->checker->target;

	return (struct abilities){
		.kprobe = target_feature(target, FEATURE_KPROBE),
		.kprobe_multi = target_feature(target, FEATURE_KPROBE_MULTI),
		.trampoline = target_feature(target, FEATURE_FENTRY) &&
			      target_btf_status(target) == 0,
	};
}

static void report_no_way(struct resolver *resolver, const struct abilities *abilities,
			  const char *function)
{
	struct diag *diag;

	if (abilities->trampoline) {
		resolve_missing(resolver, "%s cannot be traced: this kernel has no kprobes, and "
				"fentry takes whole functions whose prototype is in its BTF",
				function);
		return;
	}
	diag = resolve_missing(resolver, "%s cannot be traced: this kernel has no kprobes and "
			       "refuses fentry programs", function);
	diag_hint(diag, "tracepoints, raw tracepoints and uprobes may still work: "
		  "ktrace -l 'tracepoint:*'");
}

/*
 * The mechanism that the kind is named after, else the other one. A body that has
 * not been looked at yet may turn out to need what only the first can give:
 * resolve_settle_function says so.
 */
static bool choose(const struct abilities *abilities, const struct function_kind *kind,
		   bool has_prototype, bool wants_kprobe, struct probe_target *target)
{
	bool can_trampoline = abilities->trampoline && has_prototype && !wants_kprobe;

	if (kind->is_trampoline && can_trampoline) {
		target->mechanism = kind->trampoline;
		target->reason = "asked for";
	} else if (abilities->kprobe) {
		target->mechanism = kind->kprobe;
		target->reason = !kind->is_trampoline ? "asked for" : !abilities->trampoline ?
				 "this kernel refuses fentry programs" :
				 "its prototype is not in the kernel's BTF";
	} else if (can_trampoline) {
		target->mechanism = kind->trampoline;
		target->reason = "this kernel has no kprobes";
	} else {
		return false;
	}
	return true;
}

static const char *shown_name(struct resolver *resolver, const struct function_name *name)
{
	struct arena *arena = resolver->checker->arena;
	const char *text = name->module ?
			   arena_printf(arena, "%s:%s", name->module, name->function) :
			   name->function;

	return name->offset ? arena_printf(arena, "%s+%llu", text,
					   (unsigned long long)name->offset) : text;
}

/* Adds FUNCTION, which is traceable under SYMBOL. */
static void add_function(struct resolver *resolver, const struct abilities *abilities,
			 const struct function_name *name, const char *symbol, bool is_clone)
{
	struct checker *checker = resolver->checker;
	struct function_kind kind = function_kind_of(resolver->kind);
	/* Only a trampoline needs the prototype to attach. */
	bool has_prototype = (kind.is_trampoline || !abilities->kprobe) &&
			     target_find_function(checker->target, name->module, name->function);
	struct probe_target chosen = { 0 }, *target;

	if (!choose(abilities, &kind, has_prototype, is_clone || name->offset, &chosen)) {
		report_no_way(resolver, abilities, name->function);
		return;
	}
	target = resolve_add(resolver, chosen.mechanism, shown_name(resolver, name));
	target->reason = chosen.reason;
	target->is_inside = name->offset != 0;
	target->plan.symbol = arena_copy_string(checker->arena, symbol);
	target->plan.module = arena_copy_string(checker->arena, name->module ? name->module : "");
	target->plan.offset = name->offset;
	if (!is_clone) {
		target->function_name = name->function;
		target->function_module = name->module;
	}
	if (chosen.mechanism == kind.trampoline &&
	    strcmp(argument_find_prototype(checker, target)->module, "vmlinux"))
		target->plan.module = arena_copy_string(checker->arena, target->function->module);
	if (is_clone)
		target->unnamed_because = arena_printf(checker->arena,
			"here it exists only as the compiler's clone %s, whose arguments are not "
			"the source's", symbol);
	else if (target->is_inside)
		target->unnamed_because = "an instruction inside a function has registers, no "
					  "arguments";
}

/* ---- one function ---- */

static void report_absent(struct resolver *resolver, const struct function_name *name)
{
	const char *kind = probe_kind_rows[resolver->kind].name;
	struct suggest suggest;
	struct diag *diag;

	diag = resolve_missing(resolver, "this kernel has no function %s", name->function);
	suggest_start(&suggest, name->function);
	target_suggest_function(resolver->checker->target, &suggest);
	if (suggest.best)
		diag_hint(diag, "did you mean `%s:%s`?", kind, suggest.best);
	else
		diag_hint(diag, "ktrace -l '%s:*' lists what can be traced", kind);
}

static void resolve_one(struct resolver *resolver, const struct abilities *abilities,
			const struct function_name *name)
{
	const char *clone = NULL;

	switch (target_is_traceable(resolver->checker->target, name->module, name->function,
				    &clone)) {
	case TRACEABLE_YES:
		add_function(resolver, abilities, name, name->function, false);
		break;
	case TRACEABLE_CLONE:
		add_function(resolver, abilities, name, clone, true);
		break;
	case TRACEABLE_NOT:
		diag_hint(resolve_missing(resolver, "the kernel does not let %s be traced",
					  name->function),
			  "try a function that calls it, or one that it calls");
		break;
	case TRACEABLE_NO:
		report_absent(resolver, name);
		break;
	}
}

/* ---- wildcards ---- */

struct match {
	struct resolver *resolver;
	const struct abilities *abilities;
	unsigned skipped;		/* cannot be had by any mechanism here */
};

static bool is_added(const struct resolver *resolver, const char *symbol)
{
	const struct probe_target *target;

	for (target = resolver->first; target; target = target->next)
		if (target->kind == resolver->kind && !strcmp(target->plan.symbol, symbol))
			return true;
	return false;
}

static void visit_function(void *context, const char *module, const char *function)
{
	struct match *match = context;
	struct resolver *resolver = match->resolver;
	struct checker *checker = resolver->checker;
	struct function_kind kind = function_kind_of(resolver->kind);
	struct function_name name = { .function = arena_copy_string(checker->arena, function) };
	struct probe_target chosen;
	bool has_prototype;

	if (resolver->count > checker->settings.max_probes || is_added(resolver, function))
		return;
	if (module && *module && strcmp(module, "vmlinux"))
		name.module = arena_copy_string(checker->arena, module);
	has_prototype = !kind.is_trampoline && match->abilities->kprobe ? true :
			target_find_function(checker->target, name.module, function) != NULL;
	/* A pattern takes what there is; what fentry cannot reach is left out. */
	if ((kind.is_trampoline && match->abilities->trampoline && !has_prototype) ||
	    !choose(match->abilities, &kind, has_prototype, false, &chosen)) {
		match->skipped++;
		return;
	}
	add_function(resolver, match->abilities, &name, name.function, false);
}

/* Many functions, one link: where the kernel can. */
static void join_targets(struct resolver *resolver, const struct abilities *abilities,
			 struct probe_target *target)
{
	struct function_kind kind = function_kind_of(resolver->kind);

	if (!abilities->kprobe_multi)
		return;
	for (; target; target = target->next) {
		if (target->mechanism != kind.kprobe || *target->plan.module)
			continue;
		target->mechanism = kind.kprobe_multi;
		target->reason = "one link for all functions of the pattern";
	}
}

static void resolve_pattern(struct resolver *resolver, const struct abilities *abilities,
			    const struct function_name *name)
{
	struct match match = { .resolver = resolver, .abilities = abilities };
	struct probe_target **before = resolver->end;

	if (name->offset) {
		resolve_fail(resolver, "a pattern cannot have an offset");
		return;
	}
	if (!abilities->kprobe && !abilities->kprobe_multi && !abilities->trampoline) {
		report_no_way(resolver, abilities, name->function);
		return;
	}
	target_match_functions(resolver->checker->target, name->module, name->function,
			       visit_function, &match);
	if (*before)
		join_targets(resolver, abilities, *before);
	else if (match.skipped)
		report_no_way(resolver, abilities, name->function);
	else
		diag_hint(resolve_missing(resolver, "no function of this kernel matches %s",
					  resolver->text),
			  "ktrace -l '%s:%s' lists what a pattern matches",
			  probe_kind_rows[resolver->kind].name, resolver->text);
}

void resolve_function(struct resolver *resolver)
{
	struct abilities abilities = find_abilities(resolver);
	struct function_name name;

	if (!read_name(resolver, &name))
		return;
	if (is_pattern(resolver->text))
		resolve_pattern(resolver, &abilities, &name);
	else
		resolve_one(resolver, &abilities, &name);
}

/* Words of the context are what the registers are: no structs, none on the stack. */
static bool is_plain(const struct function *function)
{
	enum { TRAMPOLINE_ARGUMENTS = 6 };	/* what every kernel's fentry takes */
	const struct type *type = function->return_type;
	uint32_t index;

	for (index = 0; index < function->parameter_count; index++)
		if (!type_is_scalar(function->parameters[index].type))
			return false;
	return (type->kind == TYPE_VOID || type_is_scalar(type)) && !function->is_variadic &&
	       function->parameter_count <= TRAMPOLINE_ARGUMENTS;
}

/*
 * A kretprobe that wants something of the entry is cheaper as fexit, which has the
 * arguments in its context and drops no return however many calls there are at once.
 * Only where the body cannot tell: its registers and its stack are others.
 */
static bool can_be_fexit(struct resolver *resolver, struct probe_target *target)
{
	struct checker *checker = resolver->checker;
	const struct probe_uses *uses = &target->uses;
	const struct function *function;

	if (!uses->saved || uses->context || uses->stack ||
	    target->mechanism != MECHANISM_KRETPROBE ||
	    (uses->address && !target_feature(checker->target, FEATURE_GET_FUNC_IP)) ||
	    !target_feature(checker->target, FEATURE_FENTRY))
		return false;
	function = argument_find_prototype(checker, target);
	return function && is_plain(function);
}

void resolve_settle_function(struct resolver *resolver, struct probe_target *target)
{
	struct function_kind kind = function_kind_of(target->kind);
	bool has_changed = kind.is_trampoline != (target->mechanism == kind.trampoline);

	if (!has_changed) {
		if (!can_be_fexit(resolver, target))
			return;
		target->mechanism = MECHANISM_FEXIT;
		target->reason = "the body asks for what the entry knew, and fexit has it";
		if (strcmp(target->function->module, "vmlinux"))
			target->plan.module = arena_copy_string(resolver->checker->arena,
								target->function->module);
		return;
	}
	if (target->mechanism == kind.trampoline && target->uses.context)
		diag_hint(resolve_fail(resolver, "%s needs kprobes, which this kernel does not "
				       "have: the body uses ctx", target->plan.name),
			  "fentry:%s has the arguments by name, without ctx",
			  target->plan.symbol);
}
