/*
 * Attach explain: the kernel answers an attempt to attach with a number that
 * means something else for each mechanism; one table says what.
 */
#include "runtime/attach_explain.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "codegen/plan.h"
#include "lexer/diag.h"
#include "lexer/text.h"
#include "runtime/attach.h"
#include "runtime/image.h"
#include "runtime/load.h"
#include "runtime/message.h"

enum { ANY = -1 };

/* Of a program with override(): the kernel has a list of those that it lets fail. */
static const char overriding_sentence[] =
	"override() makes only functions return in which the kernel lets errors be injected, and "
	"this is none, or this kernel injects none (CONFIG_BPF_KPROBE_OVERRIDE)";

struct attach_reason {
	int first, last;	/* mechanisms; ANY: all */
	int error;
	const char *sentence;
	const char *hint;
};

static const struct attach_reason attach_reasons[] = {
	{ MECHANISM_KPROBE, MECHANISM_KRETPROBE_MULTI, ENOENT,
	  "this kernel has no such function, or does not let it be probed",
	  "ktrace -l 'kprobe:…'" },
	{ MECHANISM_KPROBE, MECHANISM_KRETPROBE_MULTI, ESRCH,
	  "this kernel has no such function, or does not let it be probed",
	  "ktrace -l 'kprobe:…'" },
	{ MECHANISM_KPROBE, MECHANISM_KRETPROBE_MULTI, EADDRNOTAVAIL,
	  "several functions of this kernel share the name",
	  "/proc/kallsyms lists them; name one by a function near it: kprobe:OTHER+OFFSET" },
	{ MECHANISM_KPROBE, MECHANISM_KRETPROBE_MULTI, EINVAL,
	  "the kernel does not let this function be probed (it is marked notrace or otherwise, or "
	  "the offset is wrong)", NULL },
	{ MECHANISM_KPROBE, MECHANISM_KRETPROBE_MULTI, EILSEQ,
	  "there is no instruction at this offset", NULL },
	{ MECHANISM_KPROBE, MECHANISM_KRETPROBE_MULTI, EOPNOTSUPP,
	  "this kernel was built without kprobes", "fentry:… may be had" },
	{ MECHANISM_FENTRY, MECHANISM_FEXIT, EOPNOTSUPP,
	  "this kernel cannot attach fentry and fexit here", "kprobe:… may be had" },
	{ MECHANISM_FENTRY, MECHANISM_FEXIT, EBUSY,
	  "the kernel cannot hook this function now: it is being traced or patched by another",
	  NULL },
	{ MECHANISM_TRACEPOINT, MECHANISM_SYSCALL_EXIT, ENOENT,
	  "this kernel has no such tracepoint", "ktrace -l 'tracepoint:…'" },
	{ MECHANISM_UPROBE, MECHANISM_USDT, ENOENT, "the file is not there any more", NULL },
	{ MECHANISM_UPROBE, MECHANISM_USDT, EINVAL,
	  "the kernel cannot put a probe there: there is no code, or no start of an instruction",
	  NULL },
	{ MECHANISM_UPROBE, MECHANISM_USDT, EOPNOTSUPP,
	  "this kernel was built without uprobes, or cannot step over the instruction there",
	  NULL },
	{ MECHANISM_UPROBE, MECHANISM_USDT, ESRCH, "the process has ended", NULL },
	{ MECHANISM_PERF_TIMER, MECHANISM_PERF_TIMER, EINVAL,
	  "the kernel does not allow a timer so fast",
	  "its limit is in /proc/sys/kernel/perf_event_max_sample_rate" },
	{ MECHANISM_HARDWARE, MECHANISM_HARDWARE, ENOENT,
	  "this processor does not count this event", "ktrace -l 'hardware:*'" },
	{ MECHANISM_HARDWARE, MECHANISM_HARDWARE, EOPNOTSUPP,
	  "this processor cannot run a program at this event", NULL },
	{ MECHANISM_HARDWARE, MECHANISM_HARDWARE, EINVAL,
	  "the processor cannot count so far, or the kernel does not know the event", NULL },
	{ MECHANISM_WATCHPOINT, MECHANISM_WATCHPOINT, ENOSPC,
	  "the processor's breakpoints are all in use: it has but a few", NULL },
	{ MECHANISM_WATCHPOINT, MECHANISM_WATCHPOINT, EINVAL,
	  "the kernel does not let this address be watched so", NULL },
	{ ANY, ANY, EMFILE, "too many files are open for so many probes", "ulimit -n 65536" },
	{ ANY, ANY, ENFILE, "the system has too many files open for so many probes", NULL },
	{ ANY, ANY, EPERM, "the kernel does not allow this", NULL },
	{ ANY, ANY, EACCES, "the kernel does not allow this", NULL },
	{ ANY, ANY, ENOMEM, "the kernel has no memory for this", NULL },
	{ ANY, ANY, E2BIG, "the kernel has no place for another program there", NULL },
};

const char *attach_explain_error(int mechanism, int error, const char **hint)
{
	for (unsigned i = 0; i < sizeof(attach_reasons) / sizeof(attach_reasons[0]); i++) {
		const struct attach_reason *reason = &attach_reasons[i];

		if (reason->error != error ||
		    (reason->first != ANY &&
		     (mechanism < reason->first || mechanism > reason->last)))
			continue;
		*hint = reason->hint;
		return reason->sentence;
	}
	*hint = NULL;
	return message_system(error);
}

static struct span failure_span(const struct attach_failure *failure)
{
	return failure->target->span.end ? failure->target->span : failure->program->span;
}

void attach_explain(const struct load *load, const struct attach_failure *failure, bool color)
{
	struct text_set texts;
	struct diag_set diags = { .arena = load->arena, .texts = &texts };
	const char *hint, *sentence;
	struct diag *diag;

	image_list_texts(load->arena, load->plan, &texts);
	sentence = attach_explain_error(failure->program->mechanism, abs(failure->error), &hint);
	if (failure->program->is_overriding && failure->error == -EINVAL)
		sentence = overriding_sentence;
	diag = diag_error(&diags, failure_span(failure), "cannot attach %s: %s",
			  failure->target->name, sentence);
	if (hint)
		diag_hint(diag, "%s", hint);
	diag_print(&diags, stderr, color);
}

void attach_explain_skipped(const struct load *load, const struct attachments *attachments,
			    bool color)
{
	const struct attach_failure *first = &attachments->first_skipped;
	struct text_set texts;
	struct diag_set diags = { .arena = load->arena, .texts = &texts };
	const char *hint, *sentence;

	if (!attachments->skipped)
		return;
	image_list_texts(load->arena, load->plan, &texts);
	sentence = attach_explain_error(first->program->mechanism, abs(first->error), &hint);
	diag_warning(&diags, failure_span(first), "%u of %u probes could not be attached, first "
		     "%s: %s", attachments->skipped, attachments->skipped + attachments->probes,
		     first->target->name, sentence);
	diag_print(&diags, stderr, color);
}
