/*
 * Checking the builtins of the context and of symbols.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "codegen/check/argument_row.h"
#include "codegen/check/argument_usdt.h"
#include "codegen/check/argument_user.h"
#include "codegen/check/call.h"
#include "codegen/check/call_arguments.h"
#include "codegen/check/checker.h"
#include "codegen/check/coalesce.h"
#include "codegen/check/expr.h"
#include "codegen/check/name.h"
#include "codegen/check/param_kind.h"
#include "codegen/check/probe_target.h"
#include "codegen/check/saved.h"
#include "codegen/check/stack_use.h"
#include "codegen/target/abi.h"
#include "codegen/target/binary.h"
#include "codegen/target/target.h"
#include "lexer/suggest.h"
#include "stdlib/check.h"

enum { FRAMES_MAX = 127 };

/* Complains about a bare word that is none of WORDS (ended by NULL); its index otherwise. */
static int find_word(struct checker *checker, struct expr *word, const char *const *words,
		     const char *all)
{
	int index;

	for (index = 0; words[index]; index++)
		if (!strcmp(words[index], word->name.name))
			return index;
	diag_hint(checker_fail(checker, word, "`%s` is none of the words that may stand here",
			       word->name.name), "%s", all);
	return -1;
}

const struct type *check_nsecs(struct checker *checker, struct expr *call)
{
	static const char *const clocks[] = { "boot", "monotonic", "tai", NULL };
	struct expr *clock = call_argument(call, 0);

	if (clock && clock->kind == EXPR_NAME &&
	    find_word(checker, clock, clocks, "boot, monotonic or tai") < 0)
		return &type_error;
	return &type_uint64;
}

const struct type *check_cpid(struct checker *checker, struct expr *call)
{
	uint32_t pid = checker->options->child_pid;

	if (!pid) {
		diag_hint(checker_fail(checker, call, "there is no child process"),
			  "start one: -c 'COMMAND'");
		return &type_error;
	}
	expr_set_constant(call, &type_uint64, pid);
	return &type_uint64;
}

const struct type *check_has_cpid(struct checker *checker, struct expr *call)
{
	expr_set_constant(call, &type_bool, checker->options->child_pid != 0);
	return &type_bool;
}

/* The register of that name in the probe's context; the context has to be registers then. */
static const struct argument *find_register(struct checker *checker, const char *name)
{
	const struct abi_register *row;

	if (checker->uses)
		checker->uses->context = true;
	for (row = abi_native()->registers; row->name; row++)
		if (!strcmp(row->name, name))
			return argument_new(checker, arena_copy_string(checker->arena, name),
					    &type_uint64, ARGUMENT_REGISTER, row->offset);
	return NULL;
}

const struct type *check_reg(struct checker *checker, struct expr *call)
{
	const char *name = call_argument(call, 0)->text;
	const struct abi_register *row;
	struct suggest suggest;
	struct diag *diag;

	call->argument = find_register(checker, name);
	name_note_use(checker, name, call->argument);
	if (call->argument)
		return &type_uint64;
	diag = checker_fail(checker, call, "%s has no register `%s`", abi_native()->machine, name);
	suggest_start(&suggest, name);
	for (row = abi_native()->registers; row->name; row++)
		suggest_offer(&suggest, row->name);
	if (suggest.best)
		diag_hint(diag, "did you mean `%s`?", suggest.best);
	else
		diag_hint(diag, "their names are those of the kernel's struct pt_regs: %s, %s, ...",
			  abi_native()->registers[0].name, abi_native()->registers[1].name);
	return &type_error;
}

/* What emit_usermode tells it by is in the segment's number or in the processor's state. */
const struct type *check_usermode(struct checker *checker, struct expr *call)
{
	const struct argument *code = find_register(checker, "cs");

	call->extra = code ? code : find_register(checker, "pstate");
	return type_integer(1, false);
}

static const struct type *pointer_to_struct(struct checker *checker, const char *name,
					    enum address_space space)
{
	const struct type *type = target_find_struct(checker->target, name, false);

	return type ? type_pointer(checker->types, type, space) : NULL;
}

const struct type *check_curtask(struct checker *checker, struct expr *call)
{
	const struct type *type = pointer_to_struct(checker, "task_struct", SPACE_KERNEL);

	(void)call;
	return type ? type : &type_uint64;
}

const struct type *check_ctx(struct checker *checker, struct expr *call)
{
	static const char *const structs[PROBE_KIND_COUNT] = {
		[PROBE_INTERVAL] = "bpf_perf_event_data", [PROBE_PROFILE] = "bpf_perf_event_data",
		[PROBE_SOFTWARE] = "bpf_perf_event_data", [PROBE_HARDWARE] = "bpf_perf_event_data",
		[PROBE_WATCHPOINT] = "bpf_perf_event_data",
		[PROBE_KPROBE] = "pt_regs", [PROBE_KRETPROBE] = "pt_regs",
		[PROBE_FUNC] = "pt_regs", [PROBE_FUNCRET] = "pt_regs",
		[PROBE_USDT] = "pt_regs", [PROBE_UPROBE] = "pt_regs", [PROBE_URETPROBE] = "pt_regs",
	};
	enum probe_kind kind = checker_probe_kind(checker);
	const struct type *type = NULL;

	(void)call;
	/* An iterator's context is its arguments: ctx.task is args.task. */
	if (kind == PROBE_ITER && checker->is_base)
		return &type_arguments;
	if (checker->uses)
		checker->uses->context = true;
	if (kind == PROBE_KIND_COUNT)	/* its head is wrong, which is told already */
		return &type_error;
	if (structs[kind])
		type = pointer_to_struct(checker, structs[kind], SPACE_BPF);
	return type ? type : type_pointer(checker->types, &type_void, SPACE_BPF);
}

static uint32_t longest_name(const struct program_record *program)
{
	const struct probe_target *target;
	size_t longest = 0;

	for (target = program->targets; target; target = target->next)
		if (strlen(target->plan.name) > longest)
			longest = strlen(target->plan.name);
	return (uint32_t)longest;
}

const struct type *check_probe(struct checker *checker, struct expr *call)
{
	const char *name = checker_probe_name(checker);

	if (checker->uses)
		checker->uses->name = true;
	/* One program may serve several: the name is looked up where it runs. */
	if (checker->current->target_count > 1)
		return type_string(checker->types, longest_name(checker->current) + 1);
	expr_set_text(checker, call, name, (uint32_t)strlen(name));
	return call->type;
}

/* At a return the registers point to the kernel's trampoline; only the helper knows more. */
static bool knows_function(struct checker *checker)
{
	const struct probe_target *target = checker->current->context;

	return !target || checker->at_entry || target->mechanism != MECHANISM_KRETPROBE ||
	       target_feature(checker->target, FEATURE_GET_FUNC_IP);
}

const struct type *check_func(struct checker *checker, struct expr *call)
{
	if (checker->uses)
		checker->uses->address = true;
	if (!knows_function(checker)) {
		diag_hint(checker_fail(checker, call, "this kernel does not tell a kretprobe which "
				       "function returned (Linux 5.15 does)"),
			  "entry(func) asks at the entry; probe is this probe's name");
		return &type_error;
	}
	return checker_is_user_probe(checker) ? &type_user_symbol : &type_kernel_symbol;
}

const struct type *check_args(struct checker *checker, struct expr *call)
{
	(void)call;
	return checker->is_base ? &type_arguments : call_arguments_check(checker, call);
}

const struct type *check_argn(struct checker *checker, struct expr *call)
{
	const char *name = call->kind == EXPR_CALL ? call->call.name : call->name.name;
	unsigned number = (unsigned)strtoul(name + strlen("arg"), NULL, 10);
	struct probe_target *target = checker->current->context;
	const char *because;
	struct diag *diag;

	if (!target)
		return &type_error;
	call->argument = argument_find_numbered(checker, target, number);
	name_note_use(checker, name, call->argument);
	if (call->argument)
		return call->argument->type;
	because = argument_why_no_usdt(checker, target, number);
	if (because) {
		checker_fail(checker, call, "%s of %s cannot be read: %s", name,
			     target->plan.name, because);
		return &type_error;
	}
	diag = coalesce_fail_absent(checker, call, "%s has no %s", target->plan.name, name);
	argument_explain(checker, target, diag, name);
	return &type_error;
}

const struct type *check_retval(struct checker *checker, struct expr *call)
{
	struct probe_target *target = checker->current->context;
	const char *because;
	struct diag *diag;

	if (!target)
		return &type_error;
	if (checker->at_entry) {
		diag_hint(checker_fail(checker, call, "nothing is returned yet at the entry"),
			  "leave retval out of entry(...)");
		return &type_error;
	}
	call->argument = argument_find_result(checker, target);
	name_note_use(checker, "retval", call->argument);
	if (call->argument)
		return call->argument->type;
	because = argument_why_unreadable(target, "retval");
	if (because)
		diag = checker_fail(checker, call, "retval cannot be read: %s", because);
	else
		diag = coalesce_fail_absent(checker, call, "%s returns nothing",
					    target->plan.name);
	argument_explain(checker, target, diag, "retval");
	return &type_error;
}

/* Whose args they are cannot be told here; that they are a system call's can. */
const struct type *check_returned(struct checker *checker, struct expr *call)
{
	const struct expr *value = call_argument(call, 0);
	const struct probe_target *target = checker->current->context;

	if (value->type->kind == TYPE_ERROR || !target)
		return &type_error;
	if (checker->at_entry || target->mechanism != MECHANISM_SYSCALL_EXIT) {
		checker_fail(checker, call, "nothing has returned here: %s", checker->at_entry ?
			     "this is asked at the entry" : target->reason);
		return &type_error;
	}
	if (value->type != &type_call_arguments) {
		diag_hint(checker_fail(checker, call, "returned takes the args of a system call, "
				       "and this is %s", checker_type_name(checker, value->type)),
			  "syscall:NAME { @calls[tid] = args; } keeps them");
		return &type_error;
	}
	checker->current->has_arguments = true;
	return &type_call_arguments;
}

/* entry(VALUE): kept by the entry's program, unless it is known beforehand. */
const struct type *check_entry(struct checker *checker, struct expr *call)
{
	struct expr *value = call_argument(call, 0);

	expr_settle_number(checker, value);
	if (checker->at_entry) {
		diag_hint(checker_fail(checker, call, "this is inside entry(...) already"),
			  "leave the inner entry(...) out");
		return &type_error;
	}
	if (value->type->kind == TYPE_ERROR)
		return &type_error;
	if (!type_is_value(value->type) && value->type->kind == TYPE_ARGUMENTS) {
		diag_hint(checker_fail(checker, call, "all arguments at once cannot be kept"),
			  "they are those of the entry anyway: args.NAME");
		return &type_error;
	}
	if (value->is_constant)
		expr_set_constant(call, value->type, value->constant);
	else if (value->text)
		expr_set_text(checker, call, value->text, value->text_length);
	else
		call->argument = saved_expression(checker, value);
	return value->type;
}

/* kstack, kstack(perf), kstack(3), kstack(perf, 3) */
static const struct type *check_stack(struct checker *checker, struct expr *call, bool is_user)
{
	static const char *const modes[] = {
		[STACK_MODE_BPFTRACE] = "bpftrace", [STACK_MODE_PERF] = "perf",
		[STACK_MODE_RAW] = "raw", NULL,
	};
	struct expr *first = call_argument(call, 0);
	bool has_mode = first && first->kind == EXPR_NAME && !first->is_constant;
	int mode = (int)checker->settings.stack_mode;
	uint64_t limit;

	if (has_mode) {
		mode = find_word(checker, first, modes, "bpftrace, perf or raw");
		if (mode < 0)
			return &type_error;
	} else if (call_argument_count(call) == 2) {
		checker_fail(checker, first, "the mode (bpftrace, perf or raw) stands first");
		return &type_error;
	}
	limit = call_number(checker, call, has_mode ? 1 : 0, 1, FRAMES_MAX, FRAMES_MAX);
	if (checker->uses && !is_user)
		checker->uses->stack = true;
	stack_use_note(checker, call);
	return type_stack(checker->types, is_user, (uint32_t)limit, (uint32_t)mode);
}

const struct type *check_kstack(struct checker *checker, struct expr *call)
{
	return check_stack(checker, call, false);
}

const struct type *check_ustack(struct checker *checker, struct expr *call)
{
	return check_stack(checker, call, true);
}

/* ---- symbols ---- */

const struct type *check_ksym(struct checker *checker, struct expr *call)
{
	(void)checker, (void)call;
	return &type_kernel_symbol;
}

const struct type *check_usym(struct checker *checker, struct expr *call)
{
	(void)checker, (void)call;
	return &type_user_symbol;
}

/*
 * The processor is at the probe's place, from which everything in the file is equally far in
 * every process. Of several places each has a program of its own, the distances being others.
 */
const struct type *check_uaddr(struct checker *checker, struct expr *call)
{
	const struct expr *name = call_argument(call, 0);
	const struct probe_target *target = checker->current->context;
	struct binary_variable place;
	struct argument *code;
	int error;

	if (!target)
		return &type_error;
	error = binary_find_variable(target->plan.path, name->text, target->plan.offset, &place);
	if (!error && !place.is_fixed && place.distance != (int32_t)place.distance)
		error = -ERANGE;
	if (error) {
		coalesce_fail_absent(checker, call, error == -ENOENT ? "%s has no symbol %s" :
				     "%s does not tell where %s is", target->plan.path,
				     name->text);
		return &type_error;
	}
	code = argument_new(checker, name->text, &type_uint64, ARGUMENT_REGISTER,
			    abi_native()->instruction_pointer_offset);
	code->second = place.is_fixed ? 0 : (uint32_t)place.distance;
	if (place.is_fixed)
		expr_set_constant(call, &type_uint64, place.address);
	else
		name_note_use(checker, name->text, code);
	call->extra = code;
	return type_pointer(checker->types,
			    type_integer(place.size == 1 || place.size == 2 || place.size == 4 ?
					 (uint32_t)place.size : 8, false), SPACE_USER);
}

/* What it means tomorrow nobody knows: the program is not kept for another run. */
const struct type *check_cgroupid(struct checker *checker, struct expr *call)
{
	const struct expr *path = call_argument(call, 0);
	uint64_t id;

	checker->checked->asks_system = true;
	if (!param_kind_find_cgroup(checker->arena, path->text, &id)) {
		diag_hint(checker_fail(checker, call, "there is no control group `%s` (of version "
				       "2)", path->text),
			  "its path as /proc/PID/cgroup tells it, or below /sys/fs/cgroup");
		return &type_error;
	}
	expr_set_constant(call, &type_uint64, id);
	return &type_uint64;
}

static const struct type *check_space(struct checker *checker, const struct expr *call,
				      enum address_space space)
{
	const struct type *type = call_argument(call, 0)->type;

	return type_pointer(checker->types,
			    type->kind == TYPE_POINTER ? type->target : &type_void, space);
}

const struct type *check_kptr(struct checker *checker, struct expr *call)
{
	return check_space(checker, call, SPACE_KERNEL);
}

const struct type *check_uptr(struct checker *checker, struct expr *call)
{
	return check_space(checker, call, SPACE_USER);
}

const struct type *check_kaddr(struct checker *checker, struct expr *call)
{
	const struct expr *name = call_argument(call, 0);
	uint64_t address;
	bool is_there = target_find_symbol(checker->target, name->text, &address);

	/* A kernel that does not run has no addresses. */
	if (!is_there || (!address && target_is_running(checker->target))) {
		diag_hint(coalesce_fail_absent(checker, call,
					       "the address of %s is not to be had", name->text),
			  "there is no such symbol, or kernel.kptr_restrict hides addresses");
		return &type_error;
	}
	expr_set_constant(call, &type_uint64, address);
	return &type_uint64;
}
