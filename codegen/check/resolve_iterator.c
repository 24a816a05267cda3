/*
 * Resolve iterator: what the kernel goes over by itself when a descriptor is read. When
 * there are no more elements it calls the program once again, with none: the body does
 * not run then, so that no script has to ask. With -p only what belongs to tasks of that
 * process counts.
 */
#include <string.h>

#include "codegen/check/checker.h"
#include "codegen/check/resolve.h"
#include "codegen/target/iterator.h"
#include "codegen/target/target.h"
#include "lexer/buffer.h"
#include "lexer/suggest.h"

/* ---- under which condition the body runs ---- */

static struct expr *expression(struct resolver *resolver, enum expr_kind kind)
{
	struct expr *expr = ARENA_NEW(resolver->checker->arena, struct expr);

	expr->kind = kind;
	expr->span = resolver->point->span;
	return expr;
}

/* arg_NAME */
static struct expr *argument(struct resolver *resolver, const char *name)
{
	struct expr *expr = expression(resolver, EXPR_NAME);

	expr->name.name = arena_printf(resolver->checker->arena, "arg_%s", name);
	return expr;
}

static struct expr *binary(struct resolver *resolver, enum binary_operator operator,
			   struct expr *left, struct expr *right)
{
	struct expr *expr = expression(resolver, EXPR_BINARY);

	expr->binary.operator = operator;
	expr->binary.left = left;
	expr->binary.right = right;
	return expr;
}

/* arg_task.tgid == PID */
static struct expr *is_of_process(struct resolver *resolver, const char *task, uint32_t pid)
{
	struct expr *field = expression(resolver, EXPR_FIELD);
	struct expr *number = expression(resolver, EXPR_INTEGER);

	field->field.base = argument(resolver, task);
	field->field.name = "tgid";
	field->field.name_span = resolver->point->span;
	number->integer.value = pid;
	return binary(resolver, BINARY_EQUAL, field, number);
}

static struct expr *make_guard(struct resolver *resolver, const struct function *iterator)
{
	const struct parameter *element = iterator_element(iterator);
	const struct parameter *task = iterator_task(iterator);
	uint32_t pid = resolver->checker->options->pid_filter;
	struct expr *guard = element ? argument(resolver, element->name) : NULL;

	if (guard && task && pid)
		guard = binary(resolver, BINARY_LOGICAL_AND, guard,
			       is_of_process(resolver, task->name, pid));
	return guard;
}

/* ---- heads ---- */

static void add(struct resolver *resolver, const char *name, const struct function *iterator)
{
	struct probe_target *target = resolve_add(resolver, MECHANISM_ITERATOR, name);

	target->function = iterator;
	target->plan.symbol = arena_copy_string(resolver->checker->arena, name);
	if (strcmp(iterator->module, "vmlinux"))
		target->plan.module = arena_copy_string(resolver->checker->arena,
							iterator->module);
	target->guard = make_guard(resolver, iterator);
	target->reason = "run over once when the others are attached";
}

static void visit(void *context, const char *name)
{
	struct resolver *resolver = context;

	add(resolver, name, target_find_iterator(resolver->checker->target, name));
}

struct offer {
	struct suggest suggest;
	struct buffer all;
};

static void offer_name(void *context, const char *name)
{
	struct offer *offer = context;

	suggest_offer(&offer->suggest, name);
	buffer_printf(&offer->all, "%s%s", offer->all.length ? ", " : "", name);
}

static void report_missing(struct resolver *resolver, const char *name)
{
	struct target *target = resolver->checker->target;
	struct offer offer = { 0 };
	struct diag *diag;

	if (target_btf_status(target) < 0) {
		resolve_missing(resolver, "iterators are known by the kernel's types (BTF), which "
				"cannot be read: %s", strerror(-target_btf_status(target)));
		return;
	}
	diag = resolve_missing(resolver, resolve_is_pattern(name) ?
			       "no iterator of this kernel matches %s" :
			       "this kernel has no iterator %s", name);
	if (resolve_is_silent(resolver))
		return;
	suggest_start(&offer.suggest, name);
	target_match_iterators(target, "*", offer_name, &offer);
	if (offer.all.length)
		diag_note(diag, (struct span){ 0 }, "it has %s",
			  arena_copy_text(resolver->checker->arena, offer.all.data,
					  offer.all.length));
	if (offer.suggest.best && !resolve_is_pattern(name))
		diag_hint(diag, "did you mean `iter:%s`?", offer.suggest.best);
	else if (!offer.all.length)
		diag_hint(diag, "iterators came with Linux 5.8; for $t : tasks() { ... } goes over "
			  "the processes on every kernel");
	buffer_release(&offer.all);
}

/* What cannot be had although the kernel has it. */
static bool is_refused(struct resolver *resolver, const char *name)
{
	const char *colon = strchr(name, ':');
	const struct function *iterator;

	if (colon) {
		diag_hint(resolve_fail(resolver, "an iterator cannot be pinned: what is printed "
				       "comes from ktrace, and nobody would read it from the file"),
			  "leave `%s` out", colon);
		return true;
	}
	iterator = target_find_iterator(resolver->checker->target, name);
	if (!iterator || !iterator_is_of_map(iterator))
		return false;
	diag_hint(resolve_fail(resolver, "iter:%s goes over what is in one map of the kernel, and "
			       "a head cannot name one", name),
		  "for $kv : @m { ... } goes over a map of the program");
	return true;
}

void resolve_iterator(struct resolver *resolver)
{
	struct target *target = resolver->checker->target;
	const struct function *iterator;
	const char *name = resolver->text;
	unsigned before = resolver->count;

	if (!*name) {
		diag_hint(resolve_fail(resolver, "iter needs the name of an iterator"),
			  "iter:task, iter:task_file; ktrace -l 'iter:*' lists them");
		return;
	}
	if (is_refused(resolver, name))
		return;
	if (resolve_is_pattern(name)) {
		target_match_iterators(target, name, visit, resolver);
	} else {
		iterator = target_find_iterator(target, name);
		if (iterator)
			add(resolver, name, iterator);
	}
	if (resolver->count == before)
		report_missing(resolver, name);
}
