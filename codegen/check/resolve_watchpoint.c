/*
 * Resolve watchpoint: memory whose accesses the processor tells of.
 */
#include <ctype.h>
#include <errno.h>
#include <linux/hw_breakpoint.h>
#include <stdlib.h>
#include <string.h>

#include "codegen/check/checker.h"
#include "codegen/check/resolve.h"
#include "codegen/target/abi.h"
#include "codegen/target/target.h"

/* ADDRESS:LENGTH:MODE, as written and as understood. */
struct watch {
	const char *place, *length_text, *mode_text;
	const char *symbol;		/* "" for a number */
	uint64_t address;		/* 0: of a kernel that does not run */
	uint64_t length, modes;		/* modes: HW_BREAKPOINT_R, _W, _X */
};

static void report_syntax(struct resolver *resolver)
{
	diag_hint(resolve_fail(resolver, "watchpoint needs an address, a length and a mode"),
		  "watchpoint:0x10000000:8:rw, watchpoint:jiffies_64:8:w");
}

static bool split(struct resolver *resolver, struct watch *watch)
{
	struct arena *arena = resolver->checker->arena;
	const char *text = resolver->text, *mode = strrchr(text, ':'), *length = mode;

	while (length && length > text && *--length != ':')
		;
	if (!mode || length == text || *length != ':') {
		report_syntax(resolver);
		return false;
	}
	watch->place = arena_copy_text(arena, text, (size_t)(length - text));
	watch->length_text = arena_copy_text(arena, length + 1, (size_t)(mode - length - 1));
	watch->mode_text = mode + 1;
	return true;
}

static bool read_number(const char *text, uint64_t *number)
{
	char *end;

	errno = 0;
	*number = strtoull(text, &end, 0);
	return isdigit((unsigned char)*text) && !*end && !errno;
}

static bool read_length(struct resolver *resolver, struct watch *watch)
{
	if (read_number(watch->length_text, &watch->length) && watch->length <= 8 &&
	    __builtin_popcountll(watch->length) == 1)
		return true;
	diag_hint(resolve_fail(resolver, "`%s` is no length that a processor watches",
			       watch->length_text), "1, 2, 4 or 8 bytes");
	return false;
}

static bool read_modes(struct resolver *resolver, struct watch *watch)
{
	static const struct { char letter; uint64_t mode; } letters[] = {
		{ 'r', HW_BREAKPOINT_R }, { 'w', HW_BREAKPOINT_W }, { 'x', HW_BREAKPOINT_X },
	};
	const size_t count = sizeof(letters) / sizeof(letters[0]);

	for (const char *at = watch->mode_text; *at; at++) {
		size_t i = 0;

		while (i < count && letters[i].letter != *at)
			i++;
		if (i == count || watch->modes & letters[i].mode) {
			watch->modes = 0;
			break;
		}
		watch->modes |= letters[i].mode;
	}
	if (watch->modes)
		return true;
	diag_hint(resolve_fail(resolver, "`%s` is no mode of a watchpoint", watch->mode_text),
		  "r, w, rw or x: read, written, either, executed");
	return false;
}

/* What this processor has no breakpoint for. */
static bool can_watch(struct resolver *resolver, const struct watch *watch)
{
	const struct abi *abi = abi_native();

	if (watch->modes & HW_BREAKPOINT_X && watch->modes != HW_BREAKPOINT_X) {
		diag_hint(resolve_fail(resolver, "no processor watches data and code at one place"),
			  "two probes: watchpoint:%s:%s:rw and watchpoint:%s:%u:x", watch->place,
			  watch->length_text, watch->place, abi->watched_code_length);
	} else if (watch->modes == HW_BREAKPOINT_X && watch->length != abi->watched_code_length) {
		diag_hint(resolve_fail(resolver, "code is watched in lengths of %u here",
				       abi->watched_code_length), "watchpoint:%s:%u:x",
			  watch->place, abi->watched_code_length);
	} else if (watch->modes == HW_BREAKPOINT_R && !abi->watches_reads) {
		diag_hint(resolve_fail(resolver, "this processor cannot watch for reads alone"),
			  "watchpoint:%s:%s:rw", watch->place, watch->length_text);
	} else if (watch->modes != HW_BREAKPOINT_X && watch->address % watch->length) {
		diag_hint(resolve_fail(resolver, "%s is no multiple of %s, so no processor watches "
				       "this in one piece", watch->place, watch->length_text),
			  "two probes, or a shorter length");
	} else {
		return true;
	}
	return false;
}

/* SYMBOL[+OFFSET] of the kernel. */
static bool find_symbol(struct resolver *resolver, struct watch *watch)
{
	struct checker *checker = resolver->checker;
	const char *plus = strchr(watch->place, '+');
	uint64_t offset = 0;
	bool found;

	watch->symbol = arena_copy_text(checker->arena, watch->place, strcspn(watch->place, "+"));
	if (plus && !read_number(plus + 1, &offset)) {
		diag_hint(resolve_fail(resolver, "a watchpoint cannot follow what a function is "
				       "handed: `%s` is no number", plus + 1),
			  "a uprobe or kprobe prints the address; watchpoint takes it as a number");
		return false;
	}
	found = target_find_symbol(checker->target, watch->symbol, &watch->address);
	if (!found || (!watch->address && target_is_running(checker->target))) {
		diag_hint(resolve_missing(resolver, "the address of %s is not to be had",
					  watch->symbol),
			  "this kernel has no such symbol, or kernel.kptr_restrict hides addresses");
		return false;
	}
	if (watch->address)
		watch->address += offset;
	return true;
}

static bool read_place(struct resolver *resolver, struct watch *watch)
{
	watch->symbol = "";
	if (!isdigit((unsigned char)*watch->place))
		return find_symbol(resolver, watch);
	if (read_number(watch->place, &watch->address) && watch->address)
		return true;
	resolve_fail(resolver, "`%s` is no address", watch->place);
	return false;
}

static const char *reason_of(struct resolver *resolver)
{
	const struct check_options *options = resolver->checker->options;
	uint32_t pid = options->pid_filter ? options->pid_filter : options->child_pid;

	return pid ? arena_printf(resolver->checker->arena,
				  "a breakpoint on each CPU, for process %u", pid) :
		     "a breakpoint on each CPU, whoever runs there";
}

void resolve_watchpoint(struct resolver *resolver)
{
	struct arena *arena = resolver->checker->arena;
	struct probe_target *target;
	struct watch watch = { 0 };

	if (!split(resolver, &watch) || !read_length(resolver, &watch) ||
	    !read_modes(resolver, &watch))
		return;
	if (!target_feature(resolver->checker->target, FEATURE_WATCHPOINT)) {
		resolve_missing(resolver, "this kernel has no hardware breakpoints");
		return;
	}
	if (!read_place(resolver, &watch) || !can_watch(resolver, &watch))
		return;
	target = resolve_add(resolver, MECHANISM_WATCHPOINT, resolver->text);
	target->plan.symbol = arena_copy_string(arena, watch.symbol);
	target->plan.address = watch.address;
	target->plan.length = (uint32_t)watch.length;
	target->plan.event_id = watch.modes;
	target->reason = reason_of(resolver);
}
