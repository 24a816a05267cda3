/*
 * Resolve syscall: system calls at their entry and at their end.
 *
 * The raw tracepoints sys_enter and sys_exit see every call of every program, and the
 * program tells by the number which it is: one program serves many calls, and those
 * of 32-bit programs, who have other numbers and registers. Where that is not to be
 * had, the call's own tracepoint is, which sees 64-bit programs only.
 */
#include <string.h>

#include "codegen/check/checker.h"
#include "codegen/check/param.h"
#include "codegen/check/resolve.h"
#include "codegen/target/abi.h"
#include "codegen/target/syscall.h"
#include "codegen/target/target.h"
#include "lexer/suggest.h"

/* While one head is resolved. */
struct syscall_head {
	struct resolver *resolver;
	const char *why_own;		/* why the call's own tracepoint has to do; NULL: it has not */
	unsigned absent;		/* calls of the pattern that this kernel does not have */
	const struct value_set *only;	/* the numbers of those that are wanted; NULL: all */
};

static bool is_return(const struct resolver *resolver)
{
	return resolver->kind == PROBE_SYSRET;
}

static const char *shared_name(const struct resolver *resolver)
{
	return is_return(resolver) ? "sys_exit" : "sys_enter";
}

/* Does the kernel's BTF say where a task notes that it runs a 32-bit program's call? */
static bool tells_compat(struct target *target)
{
	const struct type *task = target_find_struct(target, "task_struct", false);
	struct field thread, member;

	return task && target_find_field(target, task, "thread_info", &thread) &&
	       target_find_field(target, thread.type, abi_native()->compat_member, &member);
}

/* Why the raw tracepoint cannot be used; NULL when it can. */
static const char *why_not_raw(struct resolver *resolver)
{
	struct target *target = resolver->checker->target;

	if (!target_feature(target, FEATURE_RAW_TRACEPOINT))
		return "this kernel refuses raw tracepoint programs";
	if (!target_find_raw_tracepoint(target, shared_name(resolver)))
		return arena_printf(resolver->checker->arena,
				    "this kernel's types (BTF) have no raw tracepoint %s",
				    shared_name(resolver));
	return tells_compat(target) ? NULL : "this kernel's types (BTF) do not tell which calls "
					     "32-bit programs make";
}

static void add_raw(struct resolver *resolver, const struct system_call *call)
{
	struct checker *checker = resolver->checker;
	struct probe_target *target =
		resolve_add(resolver, is_return(resolver) ? MECHANISM_SYSCALL_EXIT :
							    MECHANISM_SYSCALL_ENTER, call->name);

	target->call = call;
	target->function = call->prototype;
	target->plan.symbol = arena_copy_string(checker->arena, call->name);
	target->reason = abi_native()->has_compat ? "calls of 32-bit programs are seen, too" :
						    "calls of 32-bit programs are left out";
}

/* By the tracepoint that the call has for itself; false where it has none. */
static bool add_own(struct syscall_head *head, const char *name, const struct system_call *call)
{
	struct resolver *resolver = head->resolver;
	struct checker *checker = resolver->checker;
	const char *event = arena_printf(checker->arena, "%s_%s", shared_name(resolver),
					 call ? call->function : name);
	const struct tracepoint *tracepoint = target_find_tracepoint(checker->target, "syscalls",
								     event);
	struct probe_target *target;

	if (!tracepoint)
		return false;
	target = resolve_add(resolver, MECHANISM_TRACEPOINT, name);
	target->call = call;
	target->function = call ? call->prototype :
			   syscall_find_kernel_prototype(checker->target, name);
	target->tracepoint = tracepoint;
	target->plan.category = arena_copy_string(checker->arena, "syscalls");
	target->plan.symbol = arena_copy_string(checker->arena, event);
	target->plan.event_id = tracepoint->id;
	target->reason = arena_printf(checker->arena, "%s; the call's own tracepoint does not "
				      "see calls of 32-bit programs",
				      call ? head->why_own : "ktrace does not know its number");
	if (is_return(resolver))
		target->unnamed_because = arena_printf(checker->arena,
			"the record of %s has the result alone, and it has to do here because %s",
			event, call ? head->why_own : "ktrace does not know the call's number");
	return true;
}

/* ---- patterns ---- */

/* Calls that only 32-bit programs have are in no list, and are not left out by one. */
static bool is_wanted(const struct value_set *only, const struct system_call *call)
{
	if (!only)
		return true;
	for (uint32_t i = 0; i < only->count; i++)
		if (call->number >= 0 && only->numbers[i] == (uint64_t)call->number)
			return !only->is_negated;
	return only->is_negated;
}

static void visit_call(void *context, const struct system_call *call)
{
	struct syscall_head *head = context;

	if (!is_wanted(head->only, call))
		return;
	if (head->resolver->count > head->resolver->checker->settings.max_probes)
		return;
	if (!syscall_is_present(head->resolver->checker->target, call))
		head->absent++;
	else if (!head->why_own)
		add_raw(head->resolver, call);
	else if (call->number >= 0)
		add_own(head, call->name, call);
}

/* Events of calls that are newer than the table. */
static void visit_event(void *context, const char *category, const char *event)
{
	struct syscall_head *head = context;
	const char *name = event + strlen(shared_name(head->resolver)) + 1;

	(void)category;
	if (!syscall_has_function(name))
		add_own(head, name, NULL);
}

static void resolve_pattern(struct syscall_head *head)
{
	struct resolver *resolver = head->resolver;
	struct target *target = resolver->checker->target;

	syscall_match(target, resolver->text, visit_call, head);
	target_match_tracepoints(target, "syscalls",
				 arena_printf(resolver->checker->arena, "%s_%s",
					      shared_name(resolver), resolver->text),
				 visit_event, head);
	if (resolver->count)
		return;
	diag_hint(resolve_missing(resolver, head->why_own ?
				  "no system call that matches %s can be traced: %s" :
				  "no system call of this kernel matches %s", resolver->text,
				  head->why_own),
		  "ktrace -l 'syscall:*' lists them");
}

/* syscall:$calls: those of a set, told apart by the program's own table. */
static void resolve_set(struct syscall_head *head)
{
	struct resolver *resolver = head->resolver;
	const struct param_record *record = param_find(resolver->checker->options->params,
						       resolver->text + 1);

	if (!record || !record->is_set || record->kind->read) {
		diag_hint(resolve_fail(resolver, "%s is no parameter that holds system calls",
				       resolver->text),
			  "param calls : set(syscall) = all; declares one");
		return;
	}
	head->only = record->set;
	syscall_match(resolver->checker->target, "*", visit_call, head);
	if (!resolver->count)
		diag_hint(resolve_missing(resolver, head->why_own ?
					  "no system call of %s can be traced: %s" :
					  "no system call of %s is in this kernel", resolver->text,
					  head->why_own),
			  "ktrace -l 'syscall:*' lists them");
}

/* ---- one call ---- */

static void report_unknown(struct resolver *resolver)
{
	struct diag *diag = resolve_missing(resolver, "there is no system call %s",
					    resolver->text);
	struct suggest suggest;

	suggest_start(&suggest, resolver->text);
	syscall_suggest(&suggest);
	if (suggest.best)
		diag_hint(diag, "did you mean `%s:%s`?", probe_kind_rows[resolver->kind].name,
			  suggest.best);
	else
		diag_hint(diag, "ktrace -l 'syscall:*' lists them");
}

static void report_absent(struct resolver *resolver, const struct system_call *call)
{
	diag_hint(resolve_missing(resolver, "this kernel does not have the system call %s",
				  call->name),
		  "it came with another kernel, or was left out of this one; `%s:%s?` traces it "
		  "where it is", probe_kind_rows[resolver->kind].name, call->name);
}

static void resolve_one(struct syscall_head *head)
{
	struct resolver *resolver = head->resolver;
	struct target *target = resolver->checker->target;
	const struct system_call *call = syscall_find(target, resolver->text);

	if (call && !syscall_is_present(target, call))
		report_absent(resolver, call);
	else if (call && !head->why_own)
		add_raw(resolver, call);
	else if ((call ? call->number >= 0 : !syscall_has_function(resolver->text)) &&
		 add_own(head, resolver->text, call))
		return;
	else if (!call)
		report_unknown(resolver);
	else
		diag_hint(resolve_missing(resolver, "the system call %s cannot be traced: %s, and "
					  "tracefs has no event syscalls:%s_%s", call->name,
					  head->why_own, shared_name(resolver), call->function),
			  "tracefs has to be mounted and readable: run as root, "
			  "mount -t tracefs nodev /sys/kernel/tracing");
}

void resolve_syscall(struct resolver *resolver)
{
	struct syscall_head head = { .resolver = resolver };
	const char *kind = probe_kind_rows[resolver->kind].name;

	if (!*resolver->text || strchr(resolver->text, ':')) {
		diag_hint(resolve_fail(resolver, "%s needs the name of a system call", kind),
			  "%s:openat", kind);
		return;
	}
	head.why_own = why_not_raw(resolver);
	if (resolver->text[0] == '$')
		resolve_set(&head);
	else if (strchr(resolver->text, '*'))
		resolve_pattern(&head);
	else
		resolve_one(&head);
}
