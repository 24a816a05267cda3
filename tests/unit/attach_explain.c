/*
 * What the kernel's refusals to attach mean, by mechanism.
 */
#include "runtime/attach_explain.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "codegen/plan.h"

static void expect(int mechanism, int error, const char *part, bool has_hint)
{
	const char *hint, *sentence = attach_explain_error(mechanism, error, &hint);

	cr_expect(strstr(sentence, part), "%s, %s: %s", mechanism_rows[mechanism].name,
		  strerror(error), sentence);
	cr_expect_eq(hint != NULL, has_hint, "%s", sentence);
}

Test(attach_explain, the_same_number_means_different_things)
{
	expect(MECHANISM_KPROBE, ENOENT, "no such function", true);
	expect(MECHANISM_KRETPROBE_MULTI, ESRCH, "no such function", true);
	expect(MECHANISM_KRETPROBE, EADDRNOTAVAIL, "share the name", true);
	expect(MECHANISM_KPROBE, EINVAL, "function be probed", false);
	expect(MECHANISM_UPROBE, ENOENT, "file is not there", false);
	expect(MECHANISM_URETPROBE, EINVAL, "no code", false);
	expect(MECHANISM_PERF_TIMER, EINVAL, "so fast", true);
	expect(MECHANISM_HARDWARE, ENOENT, "does not count", true);
	expect(MECHANISM_WATCHPOINT, ENOSPC, "in use", false);
	expect(MECHANISM_TRACEPOINT, ENOENT, "no such tracepoint", true);
	expect(MECHANISM_FENTRY, EBUSY, "traced or patched", false);
}

Test(attach_explain, what_any_mechanism_can_meet)
{
	for (int mechanism = 0; mechanism < MECHANISM_COUNT; mechanism++) {
		expect(mechanism, EMFILE, "too many files", true);
		expect(mechanism, EPERM, "does not allow", false);
		/* What no row knows is said in the system's words. */
		expect(mechanism, EIO, strerror(EIO), false);
	}
}
