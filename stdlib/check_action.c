/*
 * Checking the builtins that change the system.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "codegen/check/call.h"
#include "codegen/check/checker.h"
#include "codegen/check/coalesce.h"
#include "codegen/check/expr.h"
#include "codegen/check/probe_target.h"
#include "codegen/target/target.h"
#include "stdlib/check.h"

enum { SIGNAL_MOST = 64 };

/* The number of "KILL", "SIGKILL", "kill" or "9"; 0 for none. */
static uint64_t find_signal(struct checker *checker, const char *text)
{
	char *name = arena_printf(checker->arena, "SIG%s", strncasecmp(text, "SIG", 3) ? text :
				  text + 3);
	const struct type *type;
	int64_t value;
	char *end;

	value = strtol(text, &end, 10);
	if (*text && !*end)
		return value > 0 && value <= SIGNAL_MOST ? (uint64_t)value : 0;
	for (char *at = name; *at; at++)
		*at = *at >= 'a' && *at <= 'z' ? (char)(*at - 'a' + 'A') : *at;
	return target_find_constant(checker->target, name, &value, &type) && value > 0 &&
	       value <= SIGNAL_MOST ? (uint64_t)value : 0;
}

const struct type *check_signal(struct checker *checker, struct expr *call)
{
	struct expr *signal = call_argument(call, 0);
	uint64_t number;

	if (signal->text) {
		number = find_signal(checker, signal->text);
		if (number)
			expr_set_constant(signal, &type_uint64, number);
		else
			diag_hint(checker_fail(checker, signal, "there is no signal `%s`",
					       signal->text), "\"KILL\", \"SIGKILL\" or 9");
		return number ? &type_void : &type_error;
	}
	if (!expr_needs_number(checker, signal, "a signal"))
		return &type_error;
	call_number(checker, call, 0, 1, SIGNAL_MOST, 0);
	return &type_void;
}

/* The registers are changed, which no other mechanism has; inside a function none can be left. */
const struct type *check_override(struct checker *checker, struct expr *call)
{
	const struct probe_target *target = checker->current->context;

	if (checker->uses)
		checker->uses->context = true;
	checker->current->is_overriding = true;
	if (!target_feature(checker->target, FEATURE_OVERRIDE)) {
		coalesce_fail_absent(checker, call, "this kernel lets no program make a function "
				     "return: it was built without CONFIG_BPF_KPROBE_OVERRIDE");
		return &type_error;
	}
	if (!target || !target->is_inside)
		return &type_void;
	checker_fail(checker, call, "%s is inside of a function, and only at its entry it can be "
		     "made to return", target->plan.name);
	return &type_error;
}
