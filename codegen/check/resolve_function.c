/*
 * Resolve function: kprobe, kretprobe, fentry, fexit, func and funcret on kernel
 * functions, and on what the compiler made of them.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "codegen/check/checker.h"
#include "codegen/check/function_choice.h"
#include "codegen/check/function_report.h"
#include "codegen/check/resolve.h"
#include "codegen/target/target.h"

/* [MODULE:]FUNCTION[+OFFSET] */
struct function_name {
	const char *module;		/* NULL: any */
	const char *function;
	uint64_t offset;
};

/* While one head is resolved. */
struct head {
	struct resolver *resolver;
	struct function_kind kind;
	struct function_abilities abilities;
	struct function_name name;
	bool is_entry;			/* OFFSET leads to where a function begins */
	unsigned skipped;		/* a pattern's: cannot be had by any mechanism here */
	const char *note;		/* what the reason adds about all of the head; NULL */
};

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
	if (plus && (resolver->kind == PROBE_FENTRY || resolver->kind == PROBE_FEXIT)) {
		diag_hint(resolve_fail(resolver, "%s hooks whole functions and takes no offset",
				       probe_kind_rows[resolver->kind].name),
			  "kprobe:%s+%s", name->function, plus + 1);
		return false;
	}
	return true;
}

/* ---- targets ---- */

static const char *shown_name(struct resolver *resolver, const struct function_name *name)
{
	struct arena *arena = resolver->checker->arena;
	const char *text = name->module ?
			   arena_printf(arena, "%s:%s", name->module, name->function) :
			   name->function;

	return name->offset ? arena_printf(arena, "%s+%llu", text,
					   (unsigned long long)name->offset) : text;
}

static void give_reason(struct resolver *resolver, struct probe_target *target,
			const char *reason)
{
	target->reason = !target->note ? reason :
			 arena_printf(resolver->checker->arena, "%s; %s", reason, target->note);
}

/* Why the registers at PLACE are not those that the source's prototype tells of; NULL: they are. */
static const char *why_unnamed(struct head *head, const struct function_place *place)
{
	if (place->form == FUNCTION_CLONE || place->form == FUNCTION_PART)
		return arena_printf(head->resolver->checker->arena,
				    "%s was made by the compiler, and its arguments are not the "
				    "source's", place->symbol);
	if (head->is_entry)
		return "it is named by its place, and BTF tells prototypes by names";
	if (head->name.offset)
		return "an instruction inside a function has registers, no arguments";
	return NULL;
}

/* Adds PLACE, attached to as CHOICE says. */
static struct probe_target *add_place(struct head *head, const struct function_place *place,
				      const struct function_choice *choice, const char *name)
{
	struct checker *checker = head->resolver->checker;
	const char *module = place->module ? place->module : "";
	struct probe_target *target = resolve_add(head->resolver, choice->mechanism, name);

	target->note = head->note;
	give_reason(head->resolver, target, choice->reason);
	target->no_kprobe = choice->no_kprobe;
	target->place = place;
	target->is_inside = head->name.offset != 0;
	target->plan.symbol = arena_copy_string(checker->arena, place->symbol);
	target->plan.module = arena_copy_string(checker->arena, module);
	target->plan.offset = head->name.offset;
	if (place->is_shared && place->address)
		target->plan.address = place->address + head->name.offset;
	target->unnamed_because = why_unnamed(head, place);
	if (!target->unnamed_because) {
		target->function_name = place->form == FUNCTION_RENAMED ? head->name.function :
									  place->symbol;
		target->function_module = place->module;
	}
	return target;
}

/* ---- one function ---- */

static void report_refusal(struct head *head, const char *name,
			   const struct function_choice *choice)
{
	if (!head->abilities.kprobe && !head->abilities.trampoline)
		function_report_no_mechanism(head->resolver, name, &head->abilities);
	else if (head->abilities.kprobe && head->abilities.trampoline &&
		 !strcmp(choice->no_kprobe, choice->no_trampoline))
		function_report_closed(head->resolver, name, choice->no_kprobe);
	else
		function_report_no_way(head->resolver, name, &head->abilities, choice);
}

/* Adds those of PLACES that can be traced; what cannot is told. */
static void add_places(struct head *head, const struct function_place *place)
{
	const char *name = shown_name(head->resolver, &head->name);
	const struct function_place *refused = NULL;
	struct function_choice choice, refusal;
	unsigned before = head->resolver->count;

	for (; place; place = place->next) {
		if (function_choose(head->resolver->checker, &head->kind, &head->abilities, place,
				    head->name.offset != 0, &choice)) {
			add_place(head, place, &choice, name);
		} else if (!refused) {
			refused = place;
			refusal = choice;
		}
		/* An offset is into the one that has the name; clones are laid out otherwise. */
		if (head->name.offset)
			break;
	}
	if (refused && head->resolver->count == before)
		report_refusal(head, name, &refusal);
	else if (refused)
		resolve_warn(head->resolver, "not every call of %s is seen: %s cannot be traced, "
			     "because %s", name, refused->symbol, refusal.no_kprobe);
}

/* "f.isra.0, f.constprop.1": what is traced besides the function itself; NULL for nothing. */
static const char *list_clones(struct head *head, const struct function_place *place)
{
	struct arena *arena = head->resolver->checker->arena;
	const char *list = NULL;

	for (; place; place = place->next)
		if (place->form == FUNCTION_CLONE)
			list = !list ? place->symbol :
				       arena_printf(arena, "%s, %s", list, place->symbol);
	return list;
}

/* A function beside its clones: all are traced, and none by a way that only some take. */
static void add_with_clones(struct head *head, const struct traceable_function *function)
{
	const char *clones = head->name.offset ? NULL : list_clones(head, function->places);
	struct arena *arena = head->resolver->checker->arena;

	if (clones && function->traceable == TRACEABLE_YES)
		head->note = arena_printf(arena, "and with it the compiler's %s", clones);
	else if (clones)
		head->note = arena_printf(arena, "the compiler left of it %s", clones);
	if (head->abilities.kprobe && clones)
		head->kind.is_trampoline = false;
	add_places(head, function->places);
}

/* An offset may lead to any instruction, but functions return only from where they are entered. */
static bool check_offset(struct head *head, const struct function_place *place)
{
	struct resolver *resolver = head->resolver;
	struct diag *diag;

	if (!head->name.offset)
		return true;
	head->is_entry = target_is_entry(resolver->checker->target, place, head->name.offset);
	if (head->is_entry || resolver->kind == PROBE_KPROBE)
		return true;
	if (!place->address)
		diag = resolve_missing(resolver, "whether a function begins at %s+%#llx is not known "
				       "here: addresses are hidden, or left out of the snapshot",
				       head->name.function, (unsigned long long)head->name.offset);
	else
		diag = resolve_missing(resolver, "no function begins at %s+%#llx",
				       head->name.function, (unsigned long long)head->name.offset);
	diag_hint(diag, "an instruction inside of a function is traced by kprobe:%s+%#llx",
		  head->name.function, (unsigned long long)head->name.offset);
	return false;
}

static void resolve_one(struct head *head)
{
	struct resolver *resolver = head->resolver;
	const char *name = head->name.function, *module = head->name.module;
	const struct traceable_function *function =
		target_find_traceable(resolver->checker->target, module, name);
	unsigned before = resolver->count;

	switch (function->traceable) {
	case TRACEABLE_YES:
	case TRACEABLE_CLONE:
	case TRACEABLE_PART:
		if (!check_offset(head, function->places))
			return;
		add_with_clones(head, function);
		if (resolver->count > before && !head->name.offset &&
		    (function->parts || function->traceable == TRACEABLE_PART))
			function_warn_parts(resolver, name, function);
		break;
	case TRACEABLE_NOT:
		function_report_closed(resolver, name, function->places->closed_because);
		break;
	case TRACEABLE_AMBIGUOUS:
		function_report_ambiguous(resolver, name, function->places);
		break;
	case TRACEABLE_NO:
		function_report_absent(resolver, module, name);
		break;
	}
}

/* A number is where an instruction is, which only kprobes take, and the kernel alone can judge. */
static void resolve_address(struct head *head)
{
	struct resolver *resolver = head->resolver;
	const char *text = head->name.function;
	struct function_place *place = ARENA_NEW(resolver->checker->arena, struct function_place);
	struct function_choice choice;
	char *end;

	place->symbol = text;
	place->is_shared = true;
	place->address = strtoull(text, &end, 0);
	if (*end || !place->address || head->name.module) {
		diag_hint(resolve_fail(resolver, "`%s` is no address", resolver->text),
			  "kprobe:0xffffffff81234560, as /proc/kallsyms has them");
		return;
	}
	if (resolver->kind != PROBE_KPROBE && resolver->kind != PROBE_KRETPROBE) {
		resolve_fail(resolver, "only kprobe and kretprobe take an address");
		return;
	}
	head->is_entry = true;
	if (!function_choose(resolver->checker, &head->kind, &head->abilities, place, true,
			     &choice)) {
		function_report_no_mechanism(resolver, text, &head->abilities);
		return;
	}
	add_place(head, place, &choice, shown_name(resolver, &head->name))->is_inside = true;
}

/* ---- wildcards ---- */

static bool is_added(const struct resolver *resolver, const struct function_place *place)
{
	const char *module = place->module ? place->module : "";
	const struct probe_target *target;

	for (target = resolver->first; target; target = target->next)
		if (target->kind == resolver->kind &&
		    !strcmp(target->plan.symbol, place->symbol) &&
		    !strcmp(target->plan.module, module))
			return true;
	return false;
}

static enum function_form form_of(const char *symbol)
{
	return function_form_find(symbol, strlen(symbol), strcspn(symbol, "."));
}

static void visit_function(void *context, const char *module, const char *function)
{
	struct head *head = context;
	struct resolver *resolver = head->resolver;
	struct checker *checker = resolver->checker;
	struct function_name name = { .function = arena_copy_string(checker->arena, function) };
	struct function_place *place = ARENA_NEW(checker->arena, struct function_place);
	struct function_choice choice;

	place->symbol = name.function;
	place->takes_fentry = place->is_patchable = true;
	if (strcmp(module, "vmlinux"))
		place->module = name.module = arena_copy_string(checker->arena, module);
	place->form = form_of(function);
	if (place->form == FUNCTION_NO_ENTRY)
		place->form = FUNCTION_ITSELF;
	if (resolver->count > checker->settings.max_probes || is_added(resolver, place))
		return;
	/* A pattern takes what there is; where fentry was asked for, what it cannot reach is left out. */
	if (!function_choose(checker, &head->kind, &head->abilities, place, false, &choice) ||
	    (head->kind.is_trampoline && head->abilities.trampoline &&
	     choice.mechanism != head->kind.trampoline)) {
		head->skipped++;
		return;
	}
	add_place(head, place, &choice, shown_name(resolver, &name));
}

/* Many functions, one link: where the kernel can. */
static void join_targets(struct head *head, struct probe_target *target)
{
	if (!head->abilities.kprobe_multi)
		return;
	for (; target; target = target->next) {
		if (target->mechanism != head->kind.kprobe || *target->plan.module)
			continue;
		target->mechanism = head->kind.kprobe_multi;
		give_reason(head->resolver, target, "one link for all functions of the pattern");
	}
}

/* Tells in every reason what the pattern left out. */
static void tell_shared(struct head *head, struct probe_target *target, unsigned shared)
{
	if (!shared)
		return;
	head->note = arena_printf(head->resolver->checker->arena,
				  "%u name%s that several functions have %s left out", shared,
				  shared == 1 ? "" : "s", shared == 1 ? "is" : "are");
	for (; target; target = target->next) {
		target->note = head->note;
		give_reason(head->resolver, target, target->reason);
	}
}

static void resolve_pattern(struct head *head)
{
	struct resolver *resolver = head->resolver;
	const struct function_name *name = &head->name;
	struct probe_target **before = resolver->end;
	const char *kind = probe_kind_rows[resolver->kind].name;
	unsigned shared;

	if (name->offset) {
		resolve_fail(resolver, "a pattern cannot have an offset");
		return;
	}
	if (!head->abilities.kprobe && !head->abilities.kprobe_multi &&
	    !head->abilities.trampoline) {
		function_report_no_mechanism(resolver, name->function, &head->abilities);
		return;
	}
	/* One link, or at least one program, for all of them is better than a trampoline each. */
	if (head->kind.is_best && head->abilities.kprobe)
		head->kind.is_trampoline = false;
	shared = target_match_functions(resolver->checker->target, name->module, name->function,
					visit_function, head);
	tell_shared(head, *before, shared);
	if (*before)
		join_targets(head, *before);
	else if (head->skipped)
		function_report_no_mechanism(resolver, name->function, &head->abilities);
	else if (shared)
		resolve_missing(resolver, "every name that matches %s belongs to several "
				"functions", resolver->text);
	else
		diag_hint(resolve_missing(resolver, "no function of this kernel matches %s",
					  resolver->text),
			  "ktrace -l '%s:%s' lists what a pattern matches", kind, resolver->text);
}

/*
 * A lone kprobe on the running kernel is tried by attaching it. Where its being refused
 * decides something else, or nobody will attach it, it has to be known.
 */
static bool needs_exactness(const struct resolver *resolver, const struct function_kind *kind)
{
	return kind->is_trampoline || resolver->is_asking || resolver->is_quiet ||
	       !target_is_running(resolver->checker->target);
}

void resolve_function(struct resolver *resolver)
{
	struct head head = {
		.resolver = resolver, .kind = function_kind_of(resolver->kind),
		.abilities = function_abilities_find(resolver->checker),
	};

	if (!read_name(resolver, &head.name))
		return;
	head.abilities.is_exact = needs_exactness(resolver, &head.kind);
	if (isdigit((unsigned char)*head.name.function))
		resolve_address(&head);
	else if (resolve_is_pattern(resolver->text))
		resolve_pattern(&head);
	else
		resolve_one(&head);
}

/* ---- after a look at the body ---- */

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

/* Trampolines of older kernels do not tell a program where it is. */
static bool lacks_address(struct resolver *resolver, const struct probe_target *target)
{
	return target->uses.address &&
	       !target_feature(resolver->checker->target, FEATURE_GET_FUNC_IP);
}

/*
 * A preempted program of fentry or fexit has all calls on its processor dropped until
 * it goes on. A return whose entry was dropped, after an entry whose return was, finds
 * the record of that.
 */
static bool drops_calls(struct resolver *resolver)
{
	return target_feature(resolver->checker->target, FEATURE_PREEMPTIBLE);
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
	    target->mechanism != MECHANISM_KRETPROBE || lacks_address(resolver, target) ||
	    !target_feature(checker->target, FEATURE_FENTRY) || drops_calls(resolver) ||
	    target_why_unhookable(checker->target, target->place))
		return false;
	function = argument_find_prototype(checker, target);
	return function && is_plain(function);
}

/* Why the body needs a kprobe where a trampoline was chosen; NULL: it does not. */
static const char *why_kprobe(struct resolver *resolver, const struct probe_target *target,
			      const struct function_kind *kind)
{
	if (lacks_address(resolver, target))
		return "the body asks for func, which this kernel's fentry programs cannot tell";
	/* Only kprobes hand over registers; who asked for fentry gets its words. */
	if (target->uses.context && (kind->is_best || !kind->is_trampoline))
		return "the body uses ctx";
	if (target->uses.saved && !target->no_kprobe && drops_calls(resolver))
		return "the body uses entry(), and this kernel preempts fentry programs";
	return NULL;
}

bool resolve_try_trampoline(struct resolver *resolver, struct probe_target *target)
{
	struct function_kind kind = function_kind_of(target->kind);
	struct checker *checker = resolver->checker;
	bool is_function = target->kind == PROBE_KPROBE || target->kind == PROBE_KRETPROBE ||
			   target->kind == PROBE_FENTRY || target->kind == PROBE_FEXIT ||
			   target->kind == PROBE_FUNC || target->kind == PROBE_FUNCRET;

	if (!is_function)
		return false;
	target->no_trampoline = why_kprobe(resolver, target, &kind);
	if (!target->no_trampoline && target->uses.context)
		target->no_trampoline = "the body uses ctx";
	if (!target->no_trampoline && target->is_inside)
		target->no_trampoline = "they take whole functions";
	if (!target->no_trampoline && !target_feature(checker->target, FEATURE_FENTRY))
		target->no_trampoline = "this kernel refuses those";
	if (!target->no_trampoline)
		target->no_trampoline = target_why_unhookable(checker->target, target->place);
	if (target->no_trampoline)
		return false;
	target->mechanism = kind.trampoline;
	return true;
}

void resolve_settle_function(struct resolver *resolver, struct probe_target *target)
{
	struct function_kind kind = function_kind_of(target->kind);
	const char *because;
	struct diag *diag;

	if (target->mechanism != kind.trampoline) {
		if (!can_be_fexit(resolver, target))
			return;
		target->mechanism = MECHANISM_FEXIT;
		give_reason(resolver, target,
			    "the body asks for what the entry knew, and fexit has it");
		return;
	}
	because = why_kprobe(resolver, target, &kind);
	if (!because)
		return;
	if (target->no_kprobe) {
		diag = resolve_fail(resolver, "%s takes a kprobe, because %s, but %s",
				    target->plan.name, because, target->no_kprobe);
		if (target->uses.context)
			diag_hint(diag, "fentry has the arguments by name, without ctx");
		return;
	}
	target->mechanism = kind.kprobe;
	give_reason(resolver, target, because);
}
