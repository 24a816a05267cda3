/*
 * Function choice: the mechanism that the kind is named after where it serves,
 * else the other one, with the reason.
 */
#include "codegen/check/function_choice.h"

#include "codegen/check/checker.h"
#include "codegen/target/target.h"

struct function_kind function_kind_of(enum probe_kind kind)
{
	bool is_return = kind == PROBE_KRETPROBE || kind == PROBE_FEXIT || kind == PROBE_FUNCRET;
	bool is_best = kind == PROBE_FUNC || kind == PROBE_FUNCRET;

	return (struct function_kind){
		.is_return = is_return,
		.is_trampoline = is_best || kind == PROBE_FENTRY || kind == PROBE_FEXIT,
		.is_best = is_best,
		.kprobe = is_return ? MECHANISM_KRETPROBE : MECHANISM_KPROBE,
		.kprobe_multi = is_return ? MECHANISM_KRETPROBE_MULTI : MECHANISM_KPROBE_MULTI,
		.trampoline = is_return ? MECHANISM_FEXIT : MECHANISM_FENTRY,
	};
}

struct function_abilities function_abilities_find(struct checker *checker)
{
	struct target *target = checker->target;
	struct function_abilities abilities = {
		.kprobe = target_feature(target, FEATURE_KPROBE),
		.kprobe_multi = target_feature(target, FEATURE_KPROBE_MULTI),
	};

	if (!target_feature(target, FEATURE_FENTRY))
		abilities.no_trampoline = "this kernel refuses fentry programs";
	else if (target_btf_status(target) < 0)
		abilities.no_trampoline = "this kernel's BTF cannot be read";
	abilities.trampoline = !abilities.no_trampoline;
	return abilities;
}

bool function_choose(struct checker *checker, const struct function_kind *kind,
		     const struct function_abilities *abilities,
		     const struct function_place *place, bool is_inside,
		     struct function_choice *choice)
{
	*choice = (struct function_choice){
		.no_kprobe = !abilities->kprobe ? "this kernel has no kprobes" :
			     abilities->is_exact && !is_inside ?
			     target_why_unprobeable(checker->target, place) :
			     place->closed_because,
	};
	/* What a trampoline needs is looked for only where one may be wanted. */
	if (kind->is_trampoline || choice->no_kprobe)
		choice->no_trampoline = is_inside ? "it takes whole functions" :
					abilities->no_trampoline ? abilities->no_trampoline :
					target_why_unhookable(checker->target, place);
	if (kind->is_trampoline && !choice->no_trampoline) {
		choice->mechanism = kind->trampoline;
		choice->reason = kind->is_best ? "the cheapest that there is" : "asked for";
	} else if (!choice->no_kprobe) {
		choice->mechanism = kind->kprobe;
		choice->reason = kind->is_trampoline ? choice->no_trampoline : "asked for";
	} else if (!choice->no_trampoline) {
		choice->mechanism = kind->trampoline;
		choice->reason = choice->no_kprobe;
	} else {
		return false;
	}
	return true;
}
