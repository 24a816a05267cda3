/*
 * Resolve usdt: the probes that programs and libraries have in them.
 */
#include <errno.h>
#include <fnmatch.h>
#include <string.h>

#include "codegen/check/checker.h"
#include "codegen/check/resolve.h"
#include "codegen/target/target.h"
#include "codegen/target/usdt.h"
#include "lexer/suggest.h"

/* BINARY:[PROVIDER:]NAME, and what became of it so far. */
struct usdt_name {
	struct resolver *resolver;
	const char *binary;
	const char *provider;		/* a pattern; NULL: any */
	const char *name;
	const char *path;		/* the file that is read */
	struct suggest suggest;
};

static void add_place(struct usdt_name *name, const struct usdt_probe *probe)
{
	struct arena *arena = name->resolver->checker->arena;
	struct probe_target *target;

	if (name->resolver->count > name->resolver->checker->settings.max_probes)
		return;
	target = resolve_add(name->resolver, MECHANISM_USDT,
			     arena_printf(arena, "%s:%s:%s", name->path, probe->provider,
					  probe->name));
	target->plan.path = arena_copy_string(arena, name->path);
	target->plan.symbol = arena_copy_string(arena, probe->name);
	target->plan.category = arena_copy_string(arena, probe->provider);
	target->plan.offset = probe->offset;
	target->plan.address = probe->semaphore;
	target->usdt_address = probe->address;
	target->usdt_arguments = arena_copy_string(arena, probe->arguments);
	target->reason = probe->semaphore ? "asked for; the program is told that it is traced" :
					    "asked for";
}

static void visit_probe(void *context, const struct usdt_probe *probe)
{
	struct usdt_name *name = context;
	const char *before = name->suggest.best;

	if (name->provider && fnmatch(name->provider, probe->provider, 0))
		return;
	if (!fnmatch(name->name, probe->name, 0)) {
		add_place(name, probe);
		return;
	}
	suggest_offer(&name->suggest, probe->name);
	/* The name lies in the file's mapping. */
	if (name->suggest.best != before)
		name->suggest.best = arena_copy_string(name->resolver->checker->arena,
						       probe->name);
}

static void report_none(struct usdt_name *name, int error)
{
	struct diag *diag;

	if (error) {
		resolve_missing(name->resolver, "%s cannot be read: %s", name->path,
				strerror(-error));
		return;
	}
	diag = resolve_missing(name->resolver, "%s has no probe %s%s%s of its own", name->path,
			       name->provider ? name->provider : "", name->provider ? ":" : "",
			       name->name);
	if (name->suggest.best)
		diag_hint(diag, "did you mean `%s`?", name->suggest.best);
	else
		diag_hint(diag, "ktrace -l 'usdt:%s:*' lists them", name->binary);
}

static void visit_path(void *context, const char *path)
{
	struct usdt_name *name = context;
	unsigned before = name->resolver->count;
	int error;

	name->path = path;
	error = usdt_visit(path, visit_probe, name);
	if (error || name->resolver->count == before)
		report_none(name, error);
}

void resolve_usdt(struct resolver *resolver)
{
	struct arena *arena = resolver->checker->arena;
	const char *text = resolver->text, *colon = strchr(text, ':'), *last = strrchr(text, ':');
	struct usdt_name name = { .resolver = resolver };

	if (!colon || colon == text || !last[1]) {
		diag_hint(resolve_fail(resolver, "usdt needs a program and the name of a probe"),
			  "usdt:/usr/bin/python3:python:function__entry, usdt:libc:setjmp");
		return;
	}
	if (!target_feature(resolver->checker->target, FEATURE_UPROBE)) {
		resolve_missing(resolver, "this kernel has no uprobes");
		return;
	}
	name.binary = arena_copy_text(arena, text, (size_t)(colon - text));
	name.name = last + 1;
	if (last > colon + 1)
		name.provider = arena_copy_text(arena, colon + 1, (size_t)(last - colon - 1));
	suggest_start(&name.suggest, name.name);
	resolve_files(resolver, name.binary, arena_printf(arena, "probe %s of its own", name.name),
		      visit_path, &name);
}
