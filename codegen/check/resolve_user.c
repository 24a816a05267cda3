/*
 * Resolve user: uprobe and uretprobe on functions of programs and libraries.
 */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "codegen/check/checker.h"
#include "codegen/check/head.h"
#include "codegen/check/resolve.h"
#include "codegen/target/binary.h"
#include "codegen/target/binary_dwarf.h"
#include "codegen/target/target.h"
#include "lexer/suggest.h"

/* BINARY:[cpp:]FUNCTION[+OFFSET], BINARY:0xADDRESS or BINARY@FILE:LINE[:COLUMN] */
struct user_name {
	struct resolver *resolver;
	const char *binary;		/* as written */
	const char *path;
	const char *symbol;
	struct binary_line line;	/* FILE is NULL for the others */
	bool is_demangled;		/* SYMBOL is as C++ writes it */
	uint64_t offset;
};

/* SHOWN is the function's name as people write it. */
static struct probe_target *add_symbol(struct resolver *resolver, const struct user_name *name,
				       const char *symbol, const char *shown,
				       uint64_t file_offset)
{
	struct arena *arena = resolver->checker->arena;
	bool is_return = resolver->kind == PROBE_URETPROBE;
	struct probe_target *target;
	const char *text = arena_printf(arena, "%s:%s", name->path, shown);

	if (name->offset)
		text = arena_printf(arena, "%s+%llu", text, (unsigned long long)name->offset);
	target = resolve_add(resolver, is_return ? MECHANISM_URETPROBE : MECHANISM_UPROBE, text);
	target->plan.path = arena_copy_string(arena, name->path);
	target->plan.symbol = arena_copy_string(arena, symbol);
	target->plan.offset = file_offset + name->offset;
	target->is_inside = name->offset != 0;
	if (target->is_inside)
		target->unnamed_because = "an instruction inside a function has registers, no "
					  "arguments";
	target->reason = "asked for";
	return target;
}

/* What cannot be read at all. */
static struct diag *report_unreadable(struct resolver *resolver, const char *path, int error)
{
	if (error == -ENOEXEC)
		return resolve_missing(resolver, "%s is no program or library", path);
	return resolve_missing(resolver, "%s cannot be read: %s", path, strerror(-error));
}

static void report_no_symbol(struct resolver *resolver, const struct user_name *name, int error)
{
	struct suggest suggest;
	struct diag *diag;

	if (error == -EOPNOTSUPP) {
		diag_hint(resolve_missing(resolver, "%s has several functions for %s, among which the "
					  "loader of each program chooses", name->path,
					  name->symbol),
			  "ktrace -l 'uprobe:%s:*%s*' lists those that have names", name->binary,
			  name->symbol);
		return;
	}
	if (error != -ENOENT) {
		report_unreadable(resolver, name->path, error);
		return;
	}
	diag = resolve_missing(resolver, "%s has no function %s", name->path, name->symbol);
	if (resolve_is_silent(resolver))
		return;
	suggest_start(&suggest, name->symbol);
	if (!binary_suggest_symbol(resolver->checker->arena, name->path, &suggest) &&
	    suggest.best)
		diag_hint(diag, "did you mean `%s`?", suggest.best);
	else
		diag_hint(diag, "ktrace -l 'uprobe:%s:*' lists its functions", name->binary);
}

/* A name that several functions have, or only what the compiler made of one. */
static void warn_places(struct resolver *resolver, const struct user_name *name,
			const struct binary_place *places)
{
	const struct binary_place *place;
	struct diag *diag;
	unsigned count = 0;

	for (place = places; place; place = place->next)
		count++;
	if (places->form == FUNCTION_PART)
		resolve_warn(resolver, "%s is there only as %s: calls that return before it are not "
			     "seen", name->symbol, places->symbol);
	if (count == 1 || places->form != FUNCTION_ITSELF)
		return;
	diag = resolve_warn(resolver, "%s has %u functions called %s, and all of them are traced",
			    name->path, count, name->symbol);
	diag_hint(diag, "an address means one of them: readelf -sW %s | grep -w %s", name->path,
		  name->symbol);
}

static void resolve_symbol(struct resolver *resolver, const struct user_name *name)
{
	uint64_t address, offset = 0;
	struct binary_place *places;
	char *end;
	int error;

	if (isdigit((unsigned char)*name->symbol)) {
		address = strtoull(name->symbol, &end, 0);
		error = *end ? -EINVAL : binary_address_offset(name->path, address, &offset);
		if (error)
			resolve_missing(resolver, "%s has no code at %s", name->path,
					name->symbol);
		else
			add_symbol(resolver, name, name->symbol, name->symbol, offset);
		return;
	}
	error = binary_find_functions(resolver->checker->arena, name->path, name->symbol, &places);
	if (error) {
		report_no_symbol(resolver, name, error);
		return;
	}
	warn_places(resolver, name, places);
	for (; places; places = places->next)
		add_symbol(resolver, name, places->symbol, name->symbol, places->offset);
}

/* ---- wildcards ---- */

struct match {
	struct resolver *resolver;
	const struct user_name *name;
	struct probe_target **before;
};

/* Several names of one function would fire as often. */
static bool is_taken(const struct match *match, uint64_t offset)
{
	const struct probe_target *target;

	for (target = *match->before; target; target = target->next)
		if (target->plan.offset == offset + match->name->offset &&
		    !strcmp(target->plan.path, match->name->path))
			return true;
	return match->resolver->count > match->resolver->checker->settings.max_probes;
}

static void visit_symbol(void *context, const char *symbol, uint64_t offset)
{
	struct match *match = context;
	const char *name = arena_copy_string(match->resolver->checker->arena, symbol);

	if (!is_taken(match, offset))
		add_symbol(match->resolver, match->name, name, name, offset);
}

static void visit_demangled(void *context, const char *symbol, const char *name, uint64_t offset)
{
	struct match *match = context;
	struct arena *arena = match->resolver->checker->arena;

	if (!is_taken(match, offset))
		add_symbol(match->resolver, match->name, arena_copy_string(arena, symbol),
			   arena_printf(arena, "cpp:\"%s\"", name), offset);
}

static void resolve_demangled(struct resolver *resolver, const struct user_name *name)
{
	struct match match = { .resolver = resolver, .name = name, .before = resolver->end };
	int error = binary_match_demangled(name->path, name->symbol, visit_demangled, &match);

	if (error == -ENOTSUP)
		diag_hint(resolve_missing(resolver, "names of C++ cannot be read here: libstdc++ is "
					  "not installed"),
			  "ktrace -l 'uprobe:%s:*' lists them as the linker knows them",
			  name->binary);
	else if (error)
		report_unreadable(resolver, name->path, error);
	else if (!*match.before)
		diag_hint(resolve_missing(resolver, "%s has no function of C++ called %s", name->path,
					  name->symbol),
			  "ktrace -l 'uprobe:%s:cpp:*' lists them", name->binary);
}

static void resolve_pattern(struct resolver *resolver, const struct user_name *name)
{
	struct match match = { .resolver = resolver, .name = name, .before = resolver->end };
	int error;

	if (name->offset) {
		resolve_fail(resolver, "a pattern cannot have an offset");
		return;
	}
	error = binary_match_symbols(name->path, name->symbol, visit_symbol, &match);
	if (error)
		report_unreadable(resolver, name->path, error);
	else if (!*match.before)
		diag_hint(resolve_missing(resolver, "%s has no function that matches %s",
					  name->path, name->symbol),
			  "ktrace -l 'uprobe:%s:*' lists its functions", name->binary);
}

/* Every function that has the line, and every copy of one that was inlined. */
static void resolve_line(struct resolver *resolver, const struct user_name *name)
{
	struct arena *arena = resolver->checker->arena;
	const struct binary_line_place *place;
	struct probe_target *target;
	const char *because;

	place = binary_find_line(resolver->checker->target, name->path, &name->line, &because);
	if (!place)
		resolve_missing(resolver, "%s", because);
	for (; place; place = place->next) {
		target = add_symbol(resolver, name, place->function, place->function,
				    place->offset);
		target->plan.name = arena_printf(arena, "%s:%s@%s:%s",
						 probe_kind_rows[resolver->kind].name, name->path,
						 name->line.file, name->symbol);
		target->is_inside = place->is_inside;
		if (place->is_inside)
			target->unnamed_because = "an instruction inside a function has registers, "
						  "no arguments";
	}
}

static void resolve_path(void *context, const char *path)
{
	struct user_name *name = context;
	struct resolver *resolver = name->resolver;

	name->path = path;
	if (name->line.file)
		resolve_line(resolver, name);
	else if (name->is_demangled)
		resolve_demangled(resolver, name);
	else if (resolve_is_pattern(name->symbol))
		resolve_pattern(resolver, name);
	else
		resolve_symbol(resolver, name);
}

/* Takes `+OFFSET` off the function's TEXT, outside of quotes; false after a complaint. */
static bool read_offset(struct resolver *resolver, const char *text, struct user_name *name)
{
	struct arena *arena = resolver->checker->arena;
	const char *quote = strrchr(text, '"'), *plus = strchr(quote ? quote : text, '+');
	char *end;

	name->symbol = head_unquote(arena, text, plus ? (size_t)(plus - text) : strlen(text));
	if (!plus)
		return true;
	name->offset = strtoull(plus + 1, &end, 0);
	if (!isdigit((unsigned char)plus[1]) || *end) {
		resolve_fail(resolver, "`%s` is no offset", plus);
		return false;
	}
	if (resolver->kind == PROBE_URETPROBE) {
		resolve_fail(resolver, "only uprobe takes an offset into the function");
		return false;
	}
	return true;
}

/* BINARY@FILE:LINE[:COLUMN]; false where TEXT, what follows BINARY, is no line. */
static bool read_line(struct resolver *resolver, const char *text, struct user_name *name)
{
	struct arena *arena = resolver->checker->arena;
	const char *at = strrchr(name->binary, '@');
	char *end;

	if (!at || at == name->binary || !at[1] || !isdigit((unsigned char)*text))
		return false;
	name->line.line = (int)strtoul(text, &end, 10);
	if (*end == ':' && isdigit((unsigned char)end[1]))
		name->line.column = (int)strtoul(end + 1, &end, 10);
	if (*end || name->line.line <= 0)
		return false;
	name->line.file = at + 1;
	name->binary = arena_copy_text(arena, name->binary, (size_t)(at - name->binary));
	name->symbol = text;
	return true;
}

static void resolve_named(struct resolver *resolver, struct user_name *name)
{
	resolve_files(resolver, name->binary,
		      arena_printf(resolver->checker->arena, "function %s", name->symbol),
		      resolve_path, name);
}

void resolve_user_function(struct resolver *resolver)
{
	const char *kind = probe_kind_rows[resolver->kind].name, *text = resolver->text;
	size_t length = head_part(text);
	struct user_name name = { .resolver = resolver };

	if (!length || !text[length] || !text[length + 1]) {
		diag_hint(resolve_fail(resolver, "%s needs a program and a function", kind),
			  "%s:/bin/bash:readline, %s:libc:malloc", kind, kind);
		return;
	}
	if (!target_feature(resolver->checker->target, FEATURE_UPROBE)) {
		resolve_missing(resolver, "this kernel has no uprobes");
		return;
	}
	name.binary = head_unquote(resolver->checker->arena, text, length);
	text += length + 1;
	if (read_line(resolver, text, &name)) {
		if (resolver->kind == PROBE_URETPROBE)
			resolve_fail(resolver, "only uprobe takes a line: functions return as a whole");
		else
			resolve_named(resolver, &name);
		return;
	}
	name.is_demangled = !strncasecmp(text, "cpp:", 4);
	if (read_offset(resolver, text + (name.is_demangled ? 4 : 0), &name))
		resolve_named(resolver, &name);
}
